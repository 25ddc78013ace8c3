//! Complete scenarios of OB 0.5 to 2.0 with all their pages. They are compared with the result that the
//! specification requires (`spec_verdict`), not with the result of the reference validators.

use crate::support::conformance;
use std::{collections::BTreeMap, path::Path};

use crate::support::{AT, Web, now, summary, time};
use openbadges::{
    Badge, Code, Container, Credential, Format, Identity, IdentityKind, Outcome, ParsedBadge, Report,
    Verdict, VerifyOptions, documents::FetchErrorKind, read, verify,
};
use serde_json::Value;

const FOLDER: &str = "legacy-scenarios";
const FILES: &[&str] = &["ob0.5-1.0-1.1-2.0-validator-core.json", "ob0.5-1.0-mozilla.json"];

/// The reason why this library disagrees with a scenario's `spec_verdict`.
#[derive(Clone, Copy)]
enum Reason {
    /// A page without TLS confirms nothing, so the badge stays unconfirmed although everything else is valid.
    /// The rest of the scenario is still compared.
    WithoutTls,
    /// Another reason, with the section of the specification.
    Because(&'static str),
}
use Reason::{Because, WithoutTls};

const NO_RESPONSE: Reason = Because(
    "no response from the issuer: the badge is unconfirmed and not invalid (OB 1.0 Hosted Assertion, step 1, \
     has one result for both; H08)",
);
const IMAGES: Reason = Because(
    "images are not fetched: the request would inform their host, and no step of OB 1.0 \"Badge Verification\" needs it",
);

const REASONS: &[(&str, Reason)] = &[
    (
        "ob2-hosted-id-mismatch",
        Because("a page that names another id is not this assertion's page (OB 2.0 Assertion: id; H10)"),
    ),
    (
        "ob2-recipient-case-differs",
        Because("the same address in another case matches as a variant (OB 2.0 IdentityObject has no rule)"),
    ),
    ("ob2-signed-basic", WithoutTls),
    ("ob2-signed-no-creator", WithoutTls),
    ("ob2-signed-key-list", WithoutTls),
    ("ob2-signed-not-revoked", WithoutTls),
    ("ob2-signed-embedded-badgeclass", WithoutTls),
    ("ob1.0-hosted-basic", WithoutTls),
    (
        "ob1.0-hosted-extra-properties",
        Because("its verify.url is not its own address (OB 1.0 VerificationObject: url)"),
    ),
    ("ob1.0-hosted-unix-timestamp", WithoutTls),
    ("ob1.0-signed-basic", WithoutTls),
    ("ob1.0-signed-not-revoked", WithoutTls),
    ("ob0.5.1-hosted", WithoutTls),
    ("moz-ob1.0-hosted-404", NO_RESPONSE),
    ("moz-ob1.0-badge-not-json", NO_RESPONSE),
    ("moz-ob1.0-issuer-404", NO_RESPONSE),
    ("moz-ob1.0-badge-image-404", IMAGES),
    ("moz-ob1.0-badge-image-wrong-type", IMAGES),
];

/// Returns the pages of a scenario.
fn pages(scenario: &Value, folder: &Path) -> Web {
    let mut web = Web::default();
    for (url, answer) in scenario["responses"].as_object().unwrap() {
        let body = match (&answer["body_json"], answer["body_text"].as_str(), answer["body_file"].as_str()) {
            (_, Some(text), _) => text.as_bytes().to_vec(),
            (_, _, Some(file)) => std::fs::read(folder.join(file)).unwrap(),
            (json, _, _) => json.to_string().into_bytes(),
        };
        match answer["status"].as_u64().unwrap() {
            200 => web.bytes(url, answer["content_type"].as_str().unwrap(), body),
            410 => web.gone(url, std::str::from_utf8(&body).unwrap()),
            404 => web.no(url, FetchErrorKind::Failed, Code::NetNotFound),
            other => panic!("{url}: status {other}"),
        }
    }
    web
}

/// Returns the badge of a scenario. An address counts as a reference from a baked image.
fn parse_badge(scenario: &Value) -> Result<ParsedBadge, String> {
    let input = scenario["input"].as_str().unwrap();
    if scenario["input_type"] == "url" {
        return Ok(ParsedBadge {
            credential: Credential::Reference { url: input.into() },
            format: Format::Reference,
            container: Container::Bare,
            original: input.into(),
            badge: Badge::default(),
            notes: Vec::new(),
            presentation: None,
            fetched_from: None,
        });
    }
    read(input.as_bytes()).map_err(|error| error.to_string())
}

/// Returns the identities of a scenario.
fn identities(scenario: &Value) -> Vec<Identity> {
    let Some(profile) = scenario["recipient_profile"].as_object() else { return Vec::new() };
    let kind = |name: &str| match name {
        "email" => IdentityKind::Email,
        "url" => IdentityKind::Url,
        "telephone" => IdentityKind::Telephone,
        _ => IdentityKind::Id,
    };
    let values = |value: &Value| match value {
        Value::Array(values) => values.clone(),
        single => vec![single.clone()],
    };
    profile
        .iter()
        .flat_map(|(name, value)| values(value).into_iter().map(move |value| (name.clone(), value)))
        .filter_map(|(name, value)| Some(Identity { kind: kind(&name), value: value.as_str()?.into() }))
        .collect()
}

/// Returns whether a report agrees with a scenario's verdict.
fn agrees(expected_verdict: &str, actual: &Result<Report, String>) -> bool {
    let Ok(report) = actual else { return expected_verdict.starts_with("invalid") };
    let recipient_differs = report.recipient.outcome == Outcome::Failed;
    match expected_verdict {
        "valid" | "valid, with a warning" => report.verdict == Verdict::Verified && !recipient_differs,
        "not verifiable" => report.verdict == Verdict::Unconfirmed,
        "spec silent" => true,
        "invalid: revoked" => report.verdict == Verdict::Revoked,
        "invalid: expired" => report.verdict == Verdict::Expired,
        _ if expected_verdict.starts_with("invalid") => {
            recipient_differs || !matches!(report.verdict, Verdict::Verified | Verdict::Unconfirmed)
        }
        other => panic!("the verdict {other}"),
    }
}

/// Returns whether nothing failed and only missing TLS leaves checks unknown.
fn only_tls_missing(report: &Report) -> bool {
    let needed = || report.checks.iter().filter(|check| check.id != openbadges::CheckId::Recipient);
    report.verdict == Verdict::Unconfirmed
        && needed().any(|check| check.code == Some(Code::NetCleartext))
        && needed().all(|check| match check.outcome {
            Outcome::Passed | Outcome::Absent => true,
            Outcome::Unknown => check.code == Some(Code::NetCleartext),
            Outcome::Failed => false,
        })
}

#[test]
fn agrees_with_the_specification() {
    let Some(folder) = conformance::folder(FOLDER) else { return };
    let mut reasons: BTreeMap<&str, Reason> = REASONS.iter().copied().collect();
    let (mut of, mut others, mut wrong) = (0, 0, Vec::new());
    for file in FILES {
        let scenarios: Vec<Value> = serde_json::from_str(&conformance::text(folder.join(file))).unwrap();
        for scenario in &scenarios {
            let name = scenario["name"].as_str().unwrap();
            let expected_verdict = scenario["spec_verdict"].as_str().unwrap();
            let options = VerifyOptions { identities: identities(scenario), ..VerifyOptions::new(time(AT)) };
            let actual =
                parse_badge(scenario).map(|found| now(verify(&found, &pages(scenario, &folder), &options)));
            let agreed = agrees(expected_verdict, &actual);
            let result = actual.as_ref().map_or_else(Clone::clone, summary);
            of += 1;
            match (agreed, reasons.remove(name)) {
                (true, None) => {}
                (true, Some(_)) => wrong.push(format!("{name} agrees, delete the reason: {result}")),
                (false, None) => {
                    wrong.push(format!("{name} is {expected_verdict}, but the result is {result}"))
                }
                (false, Some(WithoutTls)) if !actual.as_ref().is_ok_and(only_tls_missing) => {
                    wrong.push(format!(
                        "{name} is {expected_verdict}, and more than TLS is missing: {result}"
                    ));
                }
                (false, Some(reason)) => {
                    others += 1;
                    let reason = match reason {
                        WithoutTls => "a page without TLS confirms nothing (H09); everything else is valid",
                        Because(reason) => reason,
                    };
                    println!("  {name}: {reason}");
                }
            }
        }
    }
    conformance::count(FOLDER, of - others - wrong.len(), of);
    wrong.extend(reasons.keys().map(|name| format!("no scenario has the name {name}")));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The images of the first backpack contain an address; the page there decides.
#[test]
fn follows_an_address_baked_into_an_image() {
    let (Some(pictures), Some(folder)) =
        (conformance::folder("mozilla-openbadges-backpack"), conformance::folder(FOLDER))
    else {
        return;
    };
    let scenarios: Vec<Value> = serde_json::from_str(&conformance::text(folder.join(FILES[1]))).unwrap();
    let hosted = scenarios.iter().find(|scenario| scenario["name"] == "moz-ob1.0-hosted-url").unwrap();
    for (file, verdict) in [("valid-baked.png", Verdict::Verified), ("404.png", Verdict::Unconfirmed)] {
        let found = read(&std::fs::read(pictures.join(file)).unwrap()).unwrap();
        let report = now(verify(&found, &pages(hosted, &folder), &VerifyOptions::new(time(AT))));
        assert_eq!(report.verdict, verdict, "{file}: {}", summary(&report));
    }
    conformance::count("mozilla-openbadges-backpack (verified)", 2, 2);
}
