//! The OB 2.0 files of 1EdTech's public validator, compared with the specification of OB 2.0.
//!
//! A table gives the reason and the section for each difference between the manifest and the specification. A
//! difference without a reason fails, and so does a reason without a difference.

use crate::support::conformance;
use std::{collections::BTreeMap, fs, path::Path};

use crate::support::{AT, now, options_at, summary, time};
use openbadges::{
    CheckId, Code, Credential, Document, Documents, FetchError, Outcome, Report, Verdict,
    documents::{FetchErrorKind, Request},
    formats::ob2,
    json, read, verify,
};
use serde_json::Value;

const FOLDER: &str = "1edtech-public-validator";

/// The reason why this library disagrees.
#[derive(Clone, Copy)]
enum Reason {
    /// Nothing failed, and checks are unknown only because a page has no TLS.
    WithoutTls,
    /// Another reason, with the section of the specification.
    Because(&'static str),
}
use Reason::{Because, WithoutTls};

const OTHER_ID: Reason = Because(
    "a page of the badge names another id than its address, so it does not describe the badge \
     (OB 2.0 BadgeClass: id, Profile: id)",
);
const NO_PICTURE: Reason = Because("a badge class without its required image (OB 2.0 BadgeClass: image)");
const NO_BADGE: Reason =
    Because("an object of a class that is not part of a badge (OB 2.0 Open Badges Vocabulary)");

const REASONS: &[(&str, Reason)] = &[
    ("assertion-with-extension-node-basic.json", WithoutTls),
    ("assertion-with-multiple-extensions.json", WithoutTls),
    ("basic-assertion-with-allowed-origins-valid-multiple-starts-with.json", OTHER_ID),
    ("basic-assertion-with-allowed-origins-valid-starts-with.json", OTHER_ID),
    ("basic-assertion-with-allowed-origins.json", OTHER_ID),
    ("rdf-validation/valid-alignment-object.json", NO_BADGE),
    ("rdf-validation/valid-badge-class-empty-criteria-type.json", NO_PICTURE),
    ("rdf-validation/valid-badge-class.json", NO_PICTURE),
    ("rdf-validation/valid-cool-class.json", NO_BADGE),
    ("simple-not-revoked.jwt", WithoutTls),
    ("simple.jwt", WithoutTls),
    ("warning-issuer-non-http.json", OTHER_ID),
    ("warning-with-redirection.json", OTHER_ID),
];

/// The pages of `example.org` as the validator's tests serve them: the files of the folder, under any scheme.
struct ExampleOrg<'f> {
    folder: &'f Path,
    /// The assertion to verify, at its own address.
    own: Option<(String, Vec<u8>)>,
    /// Whether the id of each page is replaced by its address.
    corrected: bool,
}

impl ExampleOrg<'_> {
    fn page(&self, url: &str) -> Option<Vec<u8>> {
        if let Some((_, own)) = self.own.iter().find(|(own, _)| own == url) {
            return Some(own.clone());
        }
        let name = url.split_once("example.org/").map_or("", |(_, name)| name);
        let places = ["ob20/assets", "ob20/rdf-validation", "ob20"];
        let file = places.iter().find_map(|place| fs::read(self.folder.join(place).join(name)).ok())?;
        if !self.corrected {
            return Some(file);
        }
        let text = String::from_utf8(file).unwrap().replace("http://example.org/", "https://example.org/");
        let mut page: Value = serde_json::from_str(&text).unwrap();
        page["id"] = url.into();
        Some(page.to_string().into_bytes())
    }
}

impl Documents for ExampleOrg<'_> {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        let no_such_file = || FetchError {
            kind: FetchErrorKind::Failed,
            code: Code::NetNotFound,
            detail: "no such file".into(),
            gone_body: None,
        };
        Ok(Document {
            url: request.url.clone(),
            final_url: request.url.clone(),
            media_type: "application/json".into(),
            bytes: self.page(&request.url).ok_or_else(no_such_file)?,
            fetched_at: time(AT),
        })
    }
}

/// Returns the report on a badge, or the reason why a file is not a badge.
fn verify_file(folder: &Path, bytes: &[u8], corrected: bool) -> Result<Report, String> {
    let found = read(bytes).map_err(|error| error.to_string())?;
    let own = match &found.credential {
        Credential::Json { text, .. } => found.badge.id.clone().map(|id| (id, text.clone().into_bytes())),
        _ => None,
    };
    Ok(now(verify(&found, &ExampleOrg { folder, own, corrected }, &options_at(AT))))
}

/// Returns whether a standalone badge class or issuer has the required members of its class, or `None` for
/// other files.
fn is_valid_part(folder: &Path, bytes: &[u8]) -> Option<bool> {
    let part = json::parse(bytes).ok()?;
    let classes = match &part["type"] {
        Value::Array(classes) => classes.clone(),
        class => vec![class.clone()],
    };
    let is = |class: &str| classes.contains(&Value::from(class));
    if is("BadgeClass") {
        let pages = ExampleOrg { folder, own: None, corrected: false };
        let issuer = pages.page(part["issuer"].as_str()?).and_then(|page| json::parse(&page).ok())?;
        return Some(ob2::badge_class_faults(&part).is_empty() && ob2::issuer_faults(&issuer).is_empty());
    }
    is("Issuer").then(|| ob2::issuer_faults(&part).is_empty())
}

fn only_tls_missing(report: &Report) -> bool {
    let in_clear = |code| code == Some(Code::NetCleartext);
    report.verdict == Verdict::Unconfirmed
        && report.checks.iter().any(|check| in_clear(check.code))
        && report.checks.iter().filter(|check| check.id != CheckId::Recipient).all(|check| {
            match check.outcome {
                Outcome::Passed | Outcome::Absent => true,
                Outcome::Unknown => in_clear(check.code),
                Outcome::Failed => false,
            }
        })
}

#[test]
fn agrees_with_the_specification() {
    let Some(folder) = conformance::folder(FOLDER) else { return };
    let mut reasons: BTreeMap<&str, Reason> = REASONS.iter().copied().collect();
    let (mut of, mut others, mut wrong) = (0, 0, Vec::new());
    for entry in conformance::manifest(&folder) {
        let Some(name) = entry.file.strip_prefix("ob20/") else { continue };
        let valid = match entry.expected.as_str() {
            "valid" | "warning" => true,
            "invalid" => false,
            _ => continue,
        };
        of += 1;
        let bytes = fs::read(folder.join("ob20").join(name)).unwrap();
        let verified = verify_file(&folder, &bytes, false);
        let found_valid = match &verified {
            Ok(report) => report.verdict == Verdict::Verified,
            Err(_) => is_valid_part(&folder, &bytes).unwrap_or(false),
        };
        let result = verified.as_ref().map_or_else(Clone::clone, summary);
        match (found_valid == valid, reasons.remove(name)) {
            (true, None) => {}
            (true, Some(_)) => wrong.push(format!("{name} agrees, delete the reason: {result}")),
            (false, None) => wrong.push(format!("no reason is known for {name}: {result}")),
            (false, Some(WithoutTls)) if !verified.as_ref().is_ok_and(only_tls_missing) => {
                wrong.push(format!("{name}: more than TLS is missing: {result}"));
            }
            (false, Some(reason)) => {
                others += 1;
                let reason = match reason {
                    WithoutTls => "a page without TLS confirms nothing; everything else is valid",
                    Because(reason) => reason,
                };
                println!("  ob20/{name}: {reason}");
            }
        }
    }
    conformance::count(&format!("{FOLDER}/ob20"), of - others - wrong.len(), of);
    wrong.extend(reasons.keys().map(|name| format!("no file has the name {name}")));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The files about an issuer's scope, with corrected page ids, so that the result depends on the scope.
#[test]
fn scope_decides_where_page_ids_are_correct() {
    let Some(folder) = conformance::folder(FOLDER) else { return };
    let start = "basic-assertion-with-allowed-origins";
    for (end, verdict) in [
        ("", Verdict::Verified),
        ("-valid-starts-with", Verdict::Verified),
        ("-valid-multiple-starts-with", Verdict::Verified),
        ("-invalid-starts-with", Verdict::Invalid),
        ("-invalid-multiple-starts-with", Verdict::Invalid),
    ] {
        let bytes = fs::read(folder.join(format!("ob20/{start}{end}.json"))).unwrap();
        let report = verify_file(&folder, &bytes, true).unwrap();
        assert_eq!(report.verdict, verdict, "{end}: {}", summary(&report));
        let scope = report.checks.iter().find(|check| check.id == CheckId::HostedScope).unwrap();
        assert_eq!(scope.outcome == Outcome::Passed, verdict == Verdict::Verified, "{end}");
    }
}
