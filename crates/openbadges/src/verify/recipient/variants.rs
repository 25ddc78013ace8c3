//! The forms in which one identity is met. A hash keeps no trace of the form that was hashed, so each is tried here, on
//! this machine; the form that matches is told.
//!
//! Specifications are silent on all of this. People are not: a capital in an address, or a dot that their mail provider
//! does not mind, is the first reason why a badge "is not theirs".

use crate::{
    address::Address,
    did::{did_jwk, did_key},
    limits::RECIPIENT_VARIANTS,
    proof::key::PublicKey,
    verify::options::{Identity, IdentityKind},
};

/// Providers that do not tell dots in an address from none, and serve one mailbox at both names.
const DOTLESS_HOSTS: &[&str] = &["gmail.com", "googlemail.com"];

/// The forms of `asked` to try, as it was written first.
pub(super) fn forms(asked: &Identity) -> Vec<String> {
    let text = asked.value.trim();
    let mut forms = vec![text.to_owned()];
    match asked.kind {
        IdentityKind::Email => forms.extend(of_mail(text)),
        IdentityKind::Telephone => {
            let bare = telephone(text);
            forms.extend([bare.clone(), format!("tel:{bare}")]);
        }
        IdentityKind::Url => forms.extend(of_url(text)),
        IdentityKind::Did | IdentityKind::Id => {}
    }
    let mut seen = std::collections::HashSet::new();
    forms.retain(|form| seen.insert(form.clone()));
    forms.truncate(RECIPIENT_VARIANTS);
    forms
}

/// The form of `asked` that is `stated`, an identity that is not hashed.
pub(super) fn form_of(asked: &Identity, stated: &str) -> Option<String> {
    let same = match asked.kind {
        IdentityKind::Email => mail(asked.value.trim()) == mail(stated),
        IdentityKind::Telephone => telephone(&asked.value) == telephone(stated),
        IdentityKind::Did => {
            asked.value.trim() == stated
                || key_of(asked.value.trim()).is_some_and(|key| key_of(stated) == Some(key))
        }
        IdentityKind::Url | IdentityKind::Id => forms(asked).iter().any(|form| form == stated),
    };
    same.then(|| stated.to_owned())
}

/// In what `form` differs from what was asked about, in a few stable words; `None` where it is the same text.
pub(super) fn variation(asked: &Identity, form: &str) -> Option<String> {
    let written = asked.value.trim();
    if written == form {
        return None;
    }
    let mut words = Vec::new();
    match asked.kind {
        IdentityKind::Email => {
            let (one, other) = (MailParts::of(written), MailParts::of(form));
            let differ = |part: fn(&MailParts<'_>) -> String| part(&one) != part(&other);
            if differ(|parts| parts.tag.to_lowercase()) {
                words.push("tag");
            }
            if differ(|parts| parts.host.to_lowercase()) {
                words.push("host");
            }
            if differ(|parts| parts.local.to_lowercase()) {
                words.push("dots");
            }
            if one.in_letters_of(&other) {
                words.push("case");
            }
        }
        IdentityKind::Did => words.push("same-key"),
        IdentityKind::Telephone | IdentityKind::Url | IdentityKind::Id => words.push("spelling"),
    }
    Some(words.join(" "))
}

/// A mail address in its parts.
struct MailParts<'m> {
    local: &'m str,
    tag: &'m str,
    host: &'m str,
}

impl<'m> MailParts<'m> {
    fn of(text: &'m str) -> Self {
        let (mailbox, host) = text.rsplit_once('@').unwrap_or((text, ""));
        let (local, tag) = match mailbox.split_once('+') {
            Some((local, tag)) if !local.is_empty() => (local, tag),
            _ => (mailbox, ""),
        };
        Self { local, tag, host }
    }

    fn is_dotless(&self) -> bool {
        DOTLESS_HOSTS.iter().any(|host| self.host.eq_ignore_ascii_case(host))
    }

    /// Whether the two are written in other letters where they are the same.
    fn in_letters_of(&self, other: &Self) -> bool {
        let pairs = [(self.local, other.local), (self.tag, other.tag), (self.host, other.host)];
        pairs.iter().any(|(one, other)| {
            let (one, other) = (one.replace('.', ""), other.replace('.', ""));
            one != other && one.to_lowercase() == other.to_lowercase()
        })
    }
}

/// The mailbox that an address leads to: without letter case and tag, and where the provider does not mind, without dots.
fn mail(text: &str) -> String {
    let parts = MailParts::of(text);
    let (local, host) = match parts.is_dotless() {
        true => (parts.local.replace('.', ""), "gmail.com"),
        false => (parts.local.to_owned(), parts.host),
    };
    format!("{local}@{host}").to_lowercase()
}

/// The forms of a mail address: with and without its tag and capitals, at each name of its host, and where the provider
/// does not mind, with other dots.
fn of_mail(text: &str) -> Vec<String> {
    let Some((mailbox, _)) = text.rsplit_once('@') else { return Vec::new() };
    let parts = MailParts::of(text);
    let mut hosts = vec![parts.host.to_owned()];
    if parts.is_dotless() {
        hosts.extend(DOTLESS_HOSTS.iter().map(|host| (*host).to_owned()));
    }
    let mut forms = vec![text.to_lowercase()];
    for host in &hosts {
        let small = host.to_lowercase();
        for mailbox in [mailbox, parts.local] {
            let lower = mailbox.to_lowercase();
            forms.extend([
                format!("{lower}@{small}"),
                format!("{mailbox}@{small}"),
                format!("{}@{small}", capitalised(&lower)),
                format!("{mailbox}@{host}").to_uppercase(),
            ]);
        }
    }
    if parts.is_dotless() {
        for mailbox in dotted(&parts.local.replace('.', "").to_lowercase()) {
            forms.extend(DOTLESS_HOSTS.iter().map(|host| format!("{mailbox}@{host}")));
        }
    }
    forms
}

/// `alice.smith` as `Alice.Smith`.
fn capitalised(lower: &str) -> String {
    let mut begins = true;
    lower
        .chars()
        .flat_map(|character| {
            let upper = std::mem::replace(&mut begins, !character.is_alphanumeric());
            match upper {
                true => character.to_uppercase().collect::<Vec<_>>(),
                false => vec![character],
            }
        })
        .collect()
}

/// `name` without a dot, and with one or two between its letters: more are no address that people give.
fn dotted(name: &str) -> Vec<String> {
    let gaps: Vec<usize> = name.char_indices().map(|(at, _)| at).skip(1).collect();
    let with = |at: &[usize]| {
        let mut written = name.to_owned();
        at.iter().rev().for_each(|at| written.insert(*at, '.'));
        written
    };
    let mut forms = vec![name.to_owned()];
    forms.extend(gaps.iter().map(|gap| with(&[*gap])));
    for (at, first) in gaps.iter().enumerate() {
        forms.extend(gaps.iter().skip(at + 1).map(|second| with(&[*first, *second])));
    }
    forms
}

/// Digits alone, with the `+` of an international number (E.164).
fn telephone(text: &str) -> String {
    let text = text.trim();
    text.strip_prefix("tel:").unwrap_or(text).chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// The forms of a page's address: as URL parsers write it, with and without the slash at its end, with and without TLS.
fn of_url(text: &str) -> Vec<String> {
    let Some(address) = Address::parse(text) else { return Vec::new() };
    let normal = address.document();
    let other_scheme = match normal.split_once("://") {
        Some(("https", rest)) => format!("http://{rest}"),
        Some((_, rest)) => format!("https://{rest}"),
        None => normal.clone(),
    };
    [normal, other_scheme]
        .iter()
        .flat_map(|form| {
            let bare = form.trim_end_matches('/');
            [form.clone(), bare.to_owned(), format!("{bare}/")]
        })
        .collect()
}

/// The key that a DID is, whatever the method writes it with.
fn key_of(did: &str) -> Option<PublicKey> {
    if did.starts_with("did:key:") {
        return did_key(did).ok();
    }
    did.starts_with("did:jwk:").then(|| did_jwk(did).ok())?.map(|jwk| jwk.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(kind: IdentityKind, value: &str) -> Identity {
        Identity { kind, value: value.into() }
    }

    #[test]
    fn an_address_is_tried_in_the_forms_in_which_people_write_it() {
        let rows = [
            ("Alice@Example.COM", "alice@example.com", "case"),
            ("alice.smith@example.com", "Alice.Smith@example.com", "case"),
            ("alice@example.com", "ALICE@EXAMPLE.COM", "case"),
            ("alice+badges@example.com", "alice@example.com", "tag"),
            ("a.lice@gmail.com", "alice@gmail.com", "dots"),
            ("alice@gmail.com", "a.lice@gmail.com", "dots"),
            ("alice@gmail.com", "al.ic.e@gmail.com", "dots"),
            ("alice@gmail.com", "alice@googlemail.com", "host"),
            ("A.Lice+x@gmail.com", "alice@googlemail.com", "tag host dots case"),
        ];
        for (written, hashed, words) in rows {
            let asked = asked(IdentityKind::Email, written);
            assert!(forms(&asked).iter().any(|form| form == hashed), "{hashed} of {written}");
            assert_eq!(form_of(&asked, hashed).as_deref(), Some(hashed), "{written}");
            assert_eq!(variation(&asked, hashed).as_deref(), Some(words), "{written} and {hashed}");
        }
        for (written, other) in [
            ("alice@example.com", "al.ice@example.com"),
            ("alice@example.com", "alice@example.org"),
            ("alice@gmail.com", "alicf@gmail.com"),
            ("+@example.com", "@example.com"),
        ] {
            let asked = asked(IdentityKind::Email, written);
            assert_eq!(form_of(&asked, other), None, "{written} is not {other}");
            assert!(!forms(&asked).iter().any(|form| form == other), "{written} is not {other}");
        }
        assert_eq!(variation(&asked(IdentityKind::Email, " a@example.com "), "a@example.com"), None);
    }

    #[test]
    fn a_tag_of_the_badges_own_is_found_where_it_is_not_hashed() {
        let asked = asked(IdentityKind::Email, "alice@example.com");
        assert_eq!(form_of(&asked, "Alice+club@example.com").as_deref(), Some("Alice+club@example.com"));
    }

    #[test]
    fn other_identities_have_spellings_too() {
        use IdentityKind::{Did, Telephone, Url};
        let ed25519 = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
        let key = did_key(ed25519).unwrap();
        let PublicKey::Ed25519(bytes) = key else { panic!("{key:?}") };
        let jwk = format!(
            r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#,
            data_encoding::BASE64URL_NOPAD.encode(&bytes)
        );
        let as_jwk = format!("did:jwk:{}", data_encoding::BASE64URL_NOPAD.encode(jwk.as_bytes()));
        let rows = [
            (Telephone, "+49 30 12-34 56", "+4930123456", "spelling"),
            (Telephone, "+4930123456", "tel:+4930123456", "spelling"),
            (Url, "https://A.example/me", "https://a.example/me/", "spelling"),
            (Url, "a.example/me", "a.example/me", ""),
            (Url, "https://a.example/me", "http://a.example/me", "spelling"),
            (Did, ed25519, &as_jwk, "same-key"),
        ];
        for (kind, written, stated, words) in rows {
            let asked = asked(kind, written);
            assert_eq!(form_of(&asked, stated).as_deref(), Some(stated), "{written}");
            assert_eq!(variation(&asked, stated).unwrap_or_default(), words, "{written}");
        }
        assert_eq!(form_of(&asked(Did, "did:web:a.example"), "did:web:b.example"), None);
        assert_eq!(form_of(&asked(Did, "did:key:zBad"), "did:key:zWorse"), None);
    }

    #[test]
    fn the_forms_are_few_enough_to_try() {
        for address in ["abcdefghijklmnopqrstuvwxyz.long+tag@gmail.com", "é@gmail.com", "@", "a@b@c"] {
            let forms = forms(&asked(IdentityKind::Email, address));
            assert!(forms.len() <= RECIPIENT_VARIANTS && forms[0] == address, "{address}: {}", forms.len());
        }
    }
}
