//! Splits exports of other backpacks and wallets into their badges.
//!
//! An export is only a wrapper, and some exports contain the wallet's private keys. This module returns only
//! the text of each badge, byte for byte. (A presentation is signed, so `openbadges` reads it as a whole.) An
//! entry with only the address of a badge becomes a link. The module `archive` reads archives of files.

use std::collections::HashMap;

use serde::de::IgnoredAny;

use super::limits;

/// The contents of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The program that created it.
    pub from: Exporter,
    /// Its badges, in order.
    pub pieces: Vec<Piece>,
    /// The number of entries that were left out because of the limit.
    pub left_out: usize,
}

/// Programs with known exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exporter {
    /// Learner Credential Wallet (a `UniversalWallet2020`, or a list of them).
    LearnerCredentialWallet,
    /// Badgr or Canvas Credentials: a response of its API (version 2).
    Badgr,
    /// Badgr or Canvas Credentials: a collection.
    BadgrCollection,
    /// The Mozilla Backpack: a group of its displayer.
    MozillaGroup,
    /// VerifierPlus: the public copy of a shared credential.
    VerifierPlus,
}

/// One entry of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The text of a badge, byte for byte.
    Badge(String),
    /// The address of a badge.
    Link(String),
}

/// A recognised export. A wallet that is locked with a password does not reveal which program created it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParsedExport {
    /// The export is readable.
    Open(Export),
    /// The export is locked with a password.
    Locked,
}

/// Parses an export. Returns `None` if the text is not a known export.
pub fn parse(text: &str) -> Option<ParsedExport> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim();
    if text.starts_with('[') {
        let all = elements(text)?.into_iter().map(|element| wallet(&wrapper(element)?));
        return joined(all.collect::<Option<Vec<ParsedExport>>>()?);
    }
    let members = wrapper(text)?;
    wallet(&members)
        .or_else(|| badgr(&members))
        .or_else(|| badgr_collection(&members))
        .or_else(|| mozilla_group(&members))
        .or_else(|| verifier_plus(&members))
}

/// The members of a JSON object, each as its original text.
type Members<'t> = HashMap<String, &'t str>;

/// Reads a `UniversalWallet2020` (W3C CCG, Universal Wallet 2020). Its credentials are mixed with keys and settings.
fn wallet(members: &Members) -> Option<ParsedExport> {
    if !types(members).iter().any(|name| name == "UniversalWallet2020") {
        return None;
    }
    if text_of(members, "status").as_deref() == Some("LOCKED") {
        return Some(ParsedExport::Locked);
    }
    let contents = list(members, "contents").unwrap_or_default();
    Some(opened(Exporter::LearnerCredentialWallet, contents.into_iter().filter_map(credential)))
}

/// Reads a response to `GET /v2/backpack/assertions` and similar requests: a list of entities with the addresses of
/// assertions.
fn badgr(members: &Members) -> Option<ParsedExport> {
    let entities = list(members, "result").filter(|_| members.contains_key("status"))?;
    let mut links = Vec::new();
    for entity in entities {
        let entity = self::members(entity)?;
        if !text_of(&entity, "entityType")?.ends_with("Assertion") {
            return None;
        }
        links.push(Piece::Link(text_of(&entity, "openBadgeId")?));
    }
    Some(opened(Exporter::Badgr, links.into_iter()))
}

/// Reads `/public/collections/ID.json`: assertions or their addresses.
fn badgr_collection(members: &Members) -> Option<ParsedExport> {
    let badges =
        list(members, "badges").filter(|_| types(members).iter().any(|name| name == "Collection"))?;
    let piece = |badge: &str| match self::members(badge) {
        Some(members) => badge_or_link(badge, text_of(&members, "id")),
        None => serde_json::from_str(badge).ok().map(Piece::Link),
    };
    Some(opened(Exporter::BadgrCollection, badges.into_iter().filter_map(piece)))
}

/// Reads `displayer/USER/group/ID.json`: assertions with the address at which each is hosted.
fn mozilla_group(members: &Members) -> Option<ParsedExport> {
    let badges = list(members, "badges")
        .filter(|_| members.contains_key("groupId") || members.contains_key("userId"))?;
    let piece = |badge: &str| {
        let badge = self::members(badge)?;
        let hosted = text_of(&badge, "hostedUrl").filter(|url| url.starts_with("http"));
        // The hosted copy is authoritative (OB 1.x "hosted verification"). The backpack's copy is used only
        // without one.
        match (hosted, badge.get("assertion")) {
            (Some(url), _) => Some(Piece::Link(url)),
            (None, Some(assertion)) => Some(Piece::Badge((*assertion).to_owned())),
            (None, None) => None,
        }
    };
    Some(opened(Exporter::MozillaGroup, badges.into_iter().filter_map(piece)))
}

/// Reads `/api/credentials/ID`: the presentation in which the credential was shared.
fn verifier_plus(members: &Members) -> Option<ParsedExport> {
    let presentation = members.get("vp").filter(|_| members.contains_key("shared"))?;
    Some(opened(Exporter::VerifierPlus, [Piece::Badge((*presentation).to_owned())].into_iter()))
}

/// Returns a wallet entry if it is a credential, not a key or setting.
fn credential(content: &str) -> Option<Piece> {
    match members(content) {
        Some(members) => {
            let names = types(&members);
            let is = |name: &str| names.iter().any(|known| known == name);
            (is("VerifiableCredential") || is("VerifiablePresentation") || is("Assertion"))
                .then(|| Piece::Badge(content.to_owned()))
        }
        None => {
            let text: String = serde_json::from_str(content).ok()?;
            (text.starts_with("eyJ") && text.matches('.').count() == 2).then_some(Piece::Badge(text))
        }
    }
}

/// Returns a complete assertion, or else its address.
fn badge_or_link(badge: &str, id: Option<String>) -> Option<Piece> {
    if openbadges::read(badge.as_bytes()).is_ok() {
        return Some(Piece::Badge(badge.to_owned()));
    }
    id.filter(|id| id.starts_with("http")).map(Piece::Link)
}

fn opened(from: Exporter, mut pieces: impl Iterator<Item = Piece>) -> ParsedExport {
    let taken: Vec<Piece> = pieces.by_ref().take(limits::EXPORT_PIECES).collect();
    ParsedExport::Open(Export { from, pieces: taken, left_out: pieces.count() })
}

/// Joins several wallets of one backup.
fn joined(all: Vec<ParsedExport>) -> Option<ParsedExport> {
    let mut all = all.into_iter();
    let ParsedExport::Open(mut export) = all.next()? else { return Some(ParsedExport::Locked) };
    for next in all {
        let ParsedExport::Open(next) = next else { return Some(ParsedExport::Locked) };
        export.left_out += next.left_out;
        let remaining = limits::EXPORT_PIECES - export.pieces.len().min(limits::EXPORT_PIECES);
        export.left_out += next.pieces.len().saturating_sub(remaining);
        export.pieces.extend(next.pieces.into_iter().take(remaining));
    }
    Some(ParsedExport::Open(export))
}

fn list<'t>(members: &Members<'t>, name: &str) -> Option<Vec<&'t str>> {
    elements(members.get(name).copied()?)
}

fn text_of(members: &Members, name: &str) -> Option<String> {
    serde_json::from_str(members.get(name)?).ok()
}

/// Returns the values of `type`, which may be a text or a list.
fn types(members: &Members) -> Vec<String> {
    let Some(value) = members.get("type") else { return Vec::new() };
    serde_json::from_str(value)
        .or_else(|_| serde_json::from_str(value).map(|value: String| vec![value]))
        .unwrap_or_default()
}

/// Returns the elements of a JSON array, each as its original text. Errors inside an element are not detected here.
fn elements(text: &str) -> Option<Vec<&str>> {
    let mut rest = text.trim_start().strip_prefix('[')?.trim_start();
    let mut elements = Vec::new();
    if rest.starts_with(']') {
        return Some(elements);
    }
    loop {
        let (element, after) = value(rest)?;
        elements.push(element);
        match after.strip_prefix(',') {
            Some(more) => rest = more,
            None => return after.starts_with(']').then_some(elements),
        }
    }
}

/// Returns the members of a possible export, or `None` if there are too many or the text is not an object.
fn wrapper(text: &str) -> Option<Members<'_>> {
    members_up_to(text, limits::EXPORT_MEMBERS)
}

/// Returns the members of a JSON object, each as its original text, or `None` if the text is not an object.
fn members(text: &str) -> Option<Members<'_>> {
    members_up_to(text, usize::MAX)
}

fn members_up_to(text: &str, most: usize) -> Option<Members<'_>> {
    let mut rest = text.trim_start().strip_prefix('{')?.trim_start();
    let mut members = Members::new();
    if rest.starts_with('}') {
        return Some(members);
    }
    loop {
        let (key, after) = value(rest)?;
        let (member, after) = value(after.strip_prefix(':')?)?;
        if members.len() == most {
            return None;
        }
        members.insert(serde_json::from_str(key).ok()?, member);
        match after.strip_prefix(',') {
            Some(more) => rest = more,
            None => return after.starts_with('}').then_some(members),
        }
    }
}

/// Returns the first JSON value of a text and the rest after it, both as original text.
fn value(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    let (value, after) = text.split_at_checked(values.byte_offset())?;
    Some((value, after.trim_start()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CREDENTIAL: &str =
        r#"{ "type" : ["VerifiableCredential", "OpenBadgeCredential"],"name":"Caf\u00e9 \"}]" , "n":1.50}"#;

    fn pieces(text: &str) -> Option<(Exporter, Vec<Piece>)> {
        match parse(text)? {
            ParsedExport::Open(export) => Some((export.from, export.pieces)),
            ParsedExport::Locked => None,
        }
    }

    fn badge(text: &str) -> Piece {
        Piece::Badge(text.to_owned())
    }

    fn link(url: &str) -> Piece {
        Piece::Link(url.to_owned())
    }

    /// Builds an object with `count` members.
    fn ordinals(count: usize) -> String {
        (0..count).map(|n| format!(",\"{n}\":{n}")).collect()
    }

    #[test]
    fn keeps_only_credentials_of_wallets_byte_for_byte() {
        let wallet = |contents: &str| {
            format!(
                r#"{{"@context":["https://w3id.org/wallet/v1"],"id":"urn:1","type":"UniversalWallet2020","status":"UNLOCKED","contents":[{contents}]}}"#
            )
        };
        let keys = r#"{"@context":"https://www.w3.org/ns/did/v1","id":"did:key:z6Mk"},
            {"type":"Ed25519VerificationKey2020","privateKeyMultibase":"zrv"},
            {"type":"ProfileMetadata","data":{"profileName":"Ada"}}"#;
        let jwt = "eyJhbGciOiJFZERTQSJ9.e30.c2ln";
        let first = wallet(&format!("{CREDENTIAL},{keys}"));
        let second = wallet(&format!("{keys},\"{jwt}\""));
        let from = Exporter::LearnerCredentialWallet;
        assert_eq!(pieces(&first), Some((from, vec![badge(CREDENTIAL)])));
        assert_eq!(
            pieces(&format!("\u{feff} [{first} , {second}]\n")),
            Some((from, vec![badge(CREDENTIAL), badge(jwt)]))
        );
        assert_eq!(pieces(&wallet("")), Some((from, vec![])), "an empty wallet is a wallet");
        assert_eq!(parse(&first.replace("UNLOCKED", "LOCKED")), Some(ParsedExport::Locked));
    }

    #[test]
    fn parses_every_known_export() {
        let at = "https://api.badgr.io/public/assertions/xK3bq0rTQm2Vw8sYt1LzNA";
        let assertion = r#"{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://a.example/1","badge":"https://a.example/b","recipient":{"type":"email","hashed":false,"identity":"ada@school.example"},"issuedOn":"2026-01-01T00:00:00Z","verification":{"type":"hosted"}}"#;
        let rows = [
            (
                format!(
                    r#"{{"status":{{"success":true}},"result":[{{"entityType":"BackpackAssertion","openBadgeId":"{at}"}}]}}"#
                ),
                Some((Exporter::Badgr, vec![link(at)])),
            ),
            (
                format!(
                    r#"{{"@context":"https://w3id.org/openbadges/v2","type":"Collection","id":"{at}","badges":[{assertion},{{"id":"{at}"}},"{at}",7]}}"#
                ),
                Some((Exporter::BadgrCollection, vec![badge(assertion), link(at), link(at)])),
            ),
            (
                format!(
                    r#"{{"userId":7,"groupId":1,"badges":[{{"hostedUrl":"{at}","assertion":{{}}}},{{"assertion":{assertion}}},{{}}]}}"#
                ),
                Some((Exporter::MozillaGroup, vec![link(at), badge(assertion)])),
            ),
            (
                format!(
                    r#"{{"credential":[{{}}],"id":"9b","controller":"did:key:z6Mk","vp":{assertion},"shared":true}}"#
                ),
                Some((Exporter::VerifierPlus, vec![badge(assertion)])),
            ),
            (CREDENTIAL.to_owned(), None),
            (format!("[{CREDENTIAL}]"), None),
            (assertion.to_owned(), None),
            (r#"{"status":"ok","result":[{"name":"x"}]}"#.to_owned(), None),
            (
                format!(
                    r#"{{"type":"UniversalWallet2020","contents":[]{}}}"#,
                    ordinals(limits::EXPORT_MEMBERS)
                ),
                None,
            ),
            ("[]".to_owned(), None),
            ("{}".to_owned(), None),
            ("{".to_owned(), None),
            (r#"{"type":"UniversalWallet2020","contents":[}"#.to_owned(), None),
        ];
        for (text, expected) in rows {
            assert_eq!(pieces(&text), expected, "{text}");
        }
    }

    #[test]
    fn limits_entries_of_an_export() {
        let contents = vec![CREDENTIAL; limits::EXPORT_PIECES + 3].join(",");
        let wallet = format!(r#"{{"type":"UniversalWallet2020","contents":[{contents}]}}"#);
        for (text, left_out) in
            [(wallet.clone(), 3), (format!("[{wallet},{wallet}]"), limits::EXPORT_PIECES + 6)]
        {
            let Some(ParsedExport::Open(export)) = parse(&text) else { panic!("an export") };
            assert_eq!((export.pieces.len(), export.left_out), (limits::EXPORT_PIECES, left_out));
        }
    }

    proptest! {
        #[test]
        fn no_text_causes_a_panic(text in r#"[\[\]{}:," a-e0-9\\-]{0,60}"#) {
            if let Some(parts) = elements(&text) {
                prop_assert!(parts.iter().all(|part| text.contains(part)));
            }
            if let Some(parts) = members(&text) {
                prop_assert!(parts.values().all(|part| text.contains(part)));
            }
        }
    }
}
