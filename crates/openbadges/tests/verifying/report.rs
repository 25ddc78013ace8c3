//! Rules for every report: order, determinism and limits.

use crate::support;
use crate::support::{
    AT, LEARNER, TestIssuer, Web, options_at, outcome, parse_badge, report, report_on, summary,
};
use openbadges::{
    CheckId, Code, Identity, IdentityKind, IssuerIdentity, Outcome, Report, Verdict, VerifyOptions,
    limits::{DOCUMENTS_PER_VERIFICATION, PROOFS, STATUSES},
    proof::data_integrity::Suite,
    read,
};
use proptest::prelude::*;
use serde_json::json;

/// Returns a valid badge of every kind, with its pages.
fn badges() -> Vec<(&'static str, String, Web)> {
    let (key, host) = (TestIssuer::did_key(1), TestIssuer::at("https://badges.example.edu/issuer", 1));
    vec![
        ("OB 2.0 hosted", host.assertion().to_string(), host.web()),
        ("OB 2.0 signed", host.signed(&host.signed_assertion()), host.web()),
        (
            "OB 3.0 data integrity",
            key.with_proof(&key.credential(), Suite::EddsaRdfc2022).to_string(),
            Web::default(),
        ),
        ("OB 3.0 VC-JWT", key.jwt(&key.credential()), Web::default()),
    ]
}

/// Asserts that the checks are in the order of [`CheckId::ALL`], each once, with a code where required.
fn is_well_formed(report: &Report) {
    let places: Vec<usize> = report
        .checks
        .iter()
        .map(|check| CheckId::ALL.iter().position(|id| *id == check.id).expect("a known check"))
        .collect();
    assert!(places.is_sorted_by(|previous, next| previous < next), "{}", summary(report));
    for check in &report.checks {
        let needs_code = matches!(check.outcome, Outcome::Failed | Outcome::Unknown);
        assert_eq!(check.code.is_some(), needs_code, "{:?}", check);
        assert!(!check.rule.specification.is_empty() && !check.rule.section.is_empty(), "{:?}", check);
    }
    assert_eq!(report.verdict, Verdict::of(&report.checks));
}

#[test]
fn reports_are_well_formed_online_and_offline() {
    for (kind, text, web) in badges() {
        let online = report(&text, &web);
        assert_eq!(online.verdict, Verdict::Verified, "{kind}: {}", summary(&online));
        is_well_formed(&online);
        is_well_formed(&report(&text, &Web::default()));
        let read_back: Report = serde_json::from_str(&serde_json::to_string(&online).unwrap()).unwrap();
        assert_eq!(read_back, online, "{kind}: a report survives serialisation");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The same inputs give the same report, and the report on any damaged badge is well-formed.
    #[test]
    fn same_inputs_give_the_same_report(kind_index in 0..4_usize, at in any::<prop::sample::Index>(), byte in any::<u8>(), days in -4_000_i64..4_000) {
        let (_, text, web) = badges().swap_remove(kind_index);
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let options = VerifyOptions {
            at: support::time(AT) + jiff::SignedDuration::from_hours(24 * days),
            ..options_at(AT)
        };
        if let Ok(found) = read(&bytes) {
            let first = report_on(&found, &web, &options);
            is_well_formed(&first);
            prop_assert_eq!(&first, &report_on(&found, &web, &options));
        }
    }
}

/// G01: a name is a claim.
#[test]
fn name_does_not_identify_a_did_key_issuer() {
    support::vectors::about("G01");
    let mallory = TestIssuer::did_key(2);
    let mut credential = mallory.credential();
    credential["issuer"]["name"] = json!("Harvard University");
    let report = report(&mallory.with_proof(&credential, Suite::EddsaRdfc2022).to_string(), &Web::default());
    assert_eq!(report.issuer.identity, IssuerIdentity::UnknownKey);
    let note = report.notes.iter().find(|note| note.code == Code::IssuerSelfAsserted).expect("a note");
    assert_eq!(note.details["name"], "Harvard University");
}

/// G10: another creator defines the achievement.
#[test]
fn notes_an_achievement_of_another_creator() {
    support::vectors::about("G10");
    let issuer = TestIssuer::did_key(1);
    let mut credential = issuer.credential();
    credential["credentialSubject"]["achievement"]["id"] = json!("https://coursera.example/a1");
    credential["credentialSubject"]["achievement"]["creator"] =
        json!({"id": "https://coursera.example/i", "type": ["Profile"], "name": "Coursera"});
    let report = report(&issuer.with_proof(&credential, Suite::EddsaRdfc2022).to_string(), &Web::default());
    assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
    let note = report.notes.iter().find(|note| note.code == Code::AchievementNotIssuers).expect("a note");
    assert_eq!(note.details["creator"], "https://coursera.example/i");
    assert_eq!(note.details["issuer"], issuer.id);
}

#[test]
fn notes_a_self_issued_badge() {
    let issuer = TestIssuer::did_key(1);
    let mut credential = issuer.credential();
    credential["credentialSubject"]["id"] = json!(issuer.id);
    let text = issuer.with_proof(&credential, Suite::EddsaRdfc2022).to_string();
    assert_eq!(report(&text, &Web::default()).issuer.identity, IssuerIdentity::SelfIssued);
}

/// H12, H16: the recipient match is independent of the verdict.
#[test]
fn badge_of_another_person_is_valid_without_a_match() {
    support::vectors::about("H12 H16");
    let (_, text, web) = badges().swap_remove(2);
    let ask = |identities: Vec<Identity>| {
        report_on(&parse_badge(&text), &web, &VerifyOptions { identities, ..options_at(AT) })
    };
    let email = |value: &str| Identity { kind: IdentityKind::Email, value: value.into() };

    let yours = ask(vec![email("other@example.com"), email(LEARNER)]);
    assert_eq!(yours.recipient.identity.as_deref(), Some(LEARNER));
    let theirs = ask(vec![email("mallory@example.com")]);
    assert_eq!(theirs.verdict, Verdict::Verified);
    assert_eq!(outcome(&theirs, CheckId::Recipient), (Outcome::Failed, Some(Code::RecipientMismatch)));
    assert_eq!(theirs.recipient.identity, None);
    let not_asked = ask(vec![]);
    assert_eq!(outcome(&not_asked, CheckId::Recipient), (Outcome::Unknown, Some(Code::RecipientNotCompared)));
}

/// J14: a badge with ten thousand references causes 40 requests and still gets a report.
#[test]
fn limits_the_number_of_requests() {
    let issuer = TestIssuer::at("https://badges.example.edu/issuer", 1);
    let mut profile = issuer.profile();
    profile["publicKey"] = (0..10_000).map(|at| json!(issuer.url(&format!("key/{at}")))).collect();
    let mut assertion = issuer.signed_assertion();
    assertion["verification"] = json!({"type": "signed"});
    let web = issuer.web().with(&issuer.id, &profile);
    let signed = report(&issuer.signed(&assertion), &web);
    assert_eq!(web.requests().len(), DOCUMENTS_PER_VERIFICATION);
    assert_eq!(signed.verdict, Verdict::Unconfirmed, "{}", summary(&signed));

    let issuer = TestIssuer::did_key(1);
    let mut credential = issuer.credential();
    let status = |at: usize| {
        json!({
            "id": format!("https://status.example/{at}#1"),
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "1",
            "statusListCredential": format!("https://status.example/{at}"),
        })
    };
    credential["credentialStatus"] = (0..10_000).map(status).collect();
    let web = Web::default();
    let many = report(&credential.to_string(), &web);
    assert_eq!(web.requests().len(), STATUSES);
    assert_eq!(outcome(&many, CheckId::Revocation).0, Outcome::Unknown, "{}", summary(&many));
}

/// Proofs beyond the limit are not tried. Such a proof may be valid, so the result is unknown.
#[test]
fn limits_the_number_of_tried_proofs() {
    let (issuer, mallory) = (TestIssuer::did_key(1), TestIssuer::did_key(2));
    let proof = |signer: &TestIssuer| {
        let proof = signer.with_proof(&issuer.credential(), Suite::EddsaRdfc2022)["proof"].take();
        if proof.is_array() { proof[0].clone() } else { proof }
    };
    for (foreign, verdict) in [(PROOFS - 1, Verdict::Verified), (PROOFS, Verdict::Unconfirmed)] {
        let mut badge = issuer.credential();
        let mut proofs = vec![proof(&mallory); foreign];
        proofs.push(proof(&issuer));
        badge["proof"] = json!(proofs);
        let report = report(&badge.to_string(), &Web::default());
        assert_eq!(report.verdict, verdict, "{foreign} foreign proofs: {}", summary(&report));
    }
}
