//! What a review reports about the holder, the audience and the badges.

use badge_bundle::{
    BindingMethod, BundleCheckId, BundleCode, BundleOptions, HolderBinding, Review, ReviewOptions, read,
    review,
};
use openbadges::{CheckId, Code, Offline, Outcome, Report, Verdict, documents::Recording, verify};
use serde_json::{Value, json};

use crate::fixtures::*;

fn verdicts(review: &Review) -> Vec<Option<Verdict>> {
    review.badges.iter().map(|badge| badge.report.as_ref().map(|report| report.verdict)).collect()
}

fn outcome(review: &Review, id: BundleCheckId) -> (Outcome, Option<BundleCode>) {
    let check = review.checks.iter().find(|check| check.id == id).unwrap();
    (check.outcome, check.code)
}

#[test]
fn valid_bundle_passes_all_checks() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let (_, review) = read_and_review(&alice.bundle(&[issuer.badge_for(&alice, "Gate")])).unwrap();
    assert_eq!(review.holder, alice.did);
    assert_eq!(verdicts(&review), [Some(Verdict::Verified)]);
    assert_eq!(
        review.badges[0].holder,
        HolderBinding::Recipient { method: BindingMethod::Key, identity: alice.did }
    );
    assert_eq!(outcome(&review, BundleCheckId::Manifest), (Outcome::Passed, None));
    assert_eq!(outcome(&review, BundleCheckId::Presentation), (Outcome::Passed, None));
    assert_eq!(outcome(&review, BundleCheckId::Audience), (Outcome::Absent, None));
    assert_eq!(outcome(&review, BundleCheckId::Time), (Outcome::Absent, None));
    assert_eq!((&review.badges[0].change, review.badges[0].notes.len()), (&None, 0));
}

/// Rows L07 and L12, and valid cases.
#[test]
fn holder_is_recipient_only_if_bound_or_disclosed() {
    let (issuer, alice, mallory) = (Issuer::new(), Learner::alice(), Learner::mallory());
    let (by_did, by_mail) =
        (issuer.badge_for(&alice, "Gate"), issuer.badge_by_mail("Gate", &["alice@home.example"]));
    let unbound = HolderBinding::Unbound { code: BundleCode::HolderUnbound };
    let disclosed = |identity: &str| HolderBinding::Recipient {
        method: BindingMethod::Disclosed,
        identity: identity.into(),
    };
    let by_key = HolderBinding::Recipient { method: BindingMethod::Key, identity: alice.did.clone() };
    let cases = [
        ("Alice's DID, signed by Alice", &alice, &by_did, vec![], by_key),
        ("Alice's DID, signed by Mallory", &mallory, &by_did, vec![], unbound.clone()),
        ("Alice's address, not disclosed", &alice, &by_mail, vec![], unbound.clone()),
        (
            "Alice's address, another address disclosed",
            &alice,
            &by_mail,
            vec![mail("alice@work.example")],
            unbound.clone(),
        ),
        (
            "Alice's address, disclosed: a claim of the holder",
            &alice,
            &by_mail,
            vec![mail("alice@work.example"), mail("alice@home.example")],
            disclosed("alice@home.example"),
        ),
        (
            "Mallory knows Alice's address: a claim of the holder",
            &mallory,
            &by_mail,
            vec![mail("alice@home.example")],
            disclosed("alice@home.example"),
        ),
        (
            "Mallory discloses Alice's DID: a DID is bound by its key only",
            &mallory,
            &by_did,
            vec![openbadges::Identity { kind: openbadges::IdentityKind::Did, value: alice.did.clone() }],
            unbound,
        ),
    ];
    for (name, signer, badge, identities, expected) in cases {
        let mut contents = contents(std::slice::from_ref(badge));
        contents.identities = identities;
        let (_, review) =
            read_and_review(&signer.bundle_with(contents, &BundleOptions::new(noon()))).unwrap();
        assert_eq!(review.badges[0].holder, expected, "{name}");
        assert_eq!(verdicts(&review), [Some(Verdict::Verified)], "{name}: the badge itself is valid");
    }
}

/// Row L07. Mallory's manifest covers all other entries of Alice's bundle.
#[test]
fn bundle_signed_again_by_somebody_else_is_unbound() {
    let (issuer, alice, mallory) = (Issuer::new(), Learner::alice(), Learner::mallory());
    let mut entries = unpack(&alice.bundle(&[issuer.badge_for(&alice, "Gate")]));
    mallory.sign_over(&mut entries, |_, _| {});
    let (_, review) = read_and_review(&pack(&entries)).unwrap();
    assert_eq!(review.holder, mallory.did);
    assert_eq!(
        outcome(&review, BundleCheckId::Presentation),
        (Outcome::Failed, Some(BundleCode::HolderUnbound))
    );
    let badge = &review.badges[0];
    assert_eq!(badge.holder, HolderBinding::Unbound { code: BundleCode::HolderUnbound });
    let recipient =
        badge.report.as_ref().unwrap().checks.iter().find(|check| check.id == CheckId::Recipient).unwrap();
    assert_eq!((recipient.outcome, recipient.code), (Outcome::Failed, Some(Code::RecipientMismatch)));
    assert!(!badge.presented);
}

/// Rows L09 and L11.
#[test]
fn checks_audience_and_challenge() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let bundle = |audience: Option<&str>, challenge: Option<&str>| {
        let options = BundleOptions {
            audience: audience.map(Into::into),
            challenge: challenge.map(Into::into),
            ..BundleOptions::new(noon())
        };
        alice.bundle_with(contents(&[issuer.badge_for(&alice, "Gate")]), &options)
    };
    let (a, b, nonce) = (Some("Employer A"), Some("Employer B"), Some("nonce"));
    let failed = (Outcome::Failed, Some(BundleCode::Audience));
    let no_reviewer = (Outcome::Unknown, Some(BundleCode::AudienceNotCompared));
    let passed = (Outcome::Passed, None);
    let cases = [
        ("made for the reviewer", bundle(a, None), (a, None), passed),
        ("made for the reviewer, with the challenge", bundle(a, nonce), (a, nonce), passed),
        ("forwarded to somebody else", bundle(a, nonce), (b, None), failed),
        ("answers another challenge", bundle(a, nonce), (a, Some("another")), failed),
        ("answers no challenge", bundle(a, None), (a, nonce), failed),
        ("made without audience", bundle(None, None), (a, None), failed),
        ("the reviewer does not state who they are", bundle(a, None), (None, None), no_reviewer),
        ("no audience expected or stated", bundle(None, nonce), (None, None), (Outcome::Absent, None)),
    ];
    for (name, bundle, (audience, challenge), expected) in cases {
        let options = ReviewOptions {
            audience: audience.map(Into::into),
            challenge: challenge.map(Into::into),
            ..ReviewOptions::new(noon())
        };
        let review = block_on(review(&read(&bundle).unwrap(), &Offline, &options));
        assert_eq!(outcome(&review, BundleCheckId::Audience), expected, "{name}");
        assert_eq!(outcome(&review, BundleCheckId::Presentation), passed, "{name}");
    }
}

#[test]
fn checks_creation_and_expiry() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let options = BundleOptions { expires: Some(at("2026-07-01T00:00:00Z")), ..BundleOptions::new(noon()) };
    let bundle = read(&alice.bundle_with(contents(&[issuer.badge_for(&alice, "Gate")]), &options)).unwrap();
    let cases = [
        ("before it expires", "2026-06-15T00:00:00Z", (Outcome::Passed, None)),
        ("after it expired", "2026-07-02T00:00:00Z", (Outcome::Failed, Some(BundleCode::Expired))),
        ("before it was created", "2026-05-01T00:00:00Z", (Outcome::Failed, Some(Code::DiTime.into()))),
        ("created with a clock that is slightly fast", "2026-06-01T11:57:00Z", (Outcome::Passed, None)),
    ];
    for (name, time, expected) in cases {
        let review = block_on(review(&bundle, &Offline, &ReviewOptions::new(at(time))));
        assert_eq!(outcome(&review, BundleCheckId::Time), expected, "{name}");
    }
}

/// Row L11. The manifest is valid, but the presentation is not.
#[test]
fn rejects_presentation_that_differs_from_the_bundle() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let bundle = alice.bundle(&[issuer.badge_for(&alice, "Gate")]);
    let other_bundle = alice.bundle(&[issuer.badge_for(&alice, "Fence")]);
    let options = BundleOptions { audience: Some("Employer A".into()), ..BundleOptions::new(noon()) };
    let for_a = alice.bundle_with(contents(&[issuer.badge_for(&alice, "Gate")]), &options);
    let of = |bundle: &[u8]| entry(&mut unpack(bundle), "presentation.json").1.clone();
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut document: Value = serde_json::from_slice(&of(&bundle)).unwrap();
        change(&mut document);
        document.to_string().into_bytes()
    };
    let cases: Vec<(&str, Vec<u8>, BundleCode)> = vec![
        ("of other badges", of(&other_bundle), BundleCode::Presentation),
        ("for another audience than the manifest", of(&for_a), BundleCode::Audience),
        (
            "with the purpose assertionMethod",
            changed(&|document| document["proof"]["proofPurpose"] = json!("assertionMethod")),
            Code::DiPurpose.into(),
        ),
        (
            "without proof",
            changed(&|document| drop(document.as_object_mut().unwrap().remove("proof"))),
            Code::DiNoProof.into(),
        ),
        (
            "with a challenge added",
            changed(&|document| document["proof"]["challenge"] = json!("nonce")),
            Code::SigInvalid.into(),
        ),
        (
            "with a challenge that is a list",
            changed(&|document| document["proof"]["challenge"] = json!(["nonce"])),
            Code::DiMalformed.into(),
        ),
        (
            "with a credential changed",
            { changed(&|document| document["verifiableCredential"][0]["name"] = json!("Cathedral")) },
            Code::SigInvalid.into(),
        ),
        ("that is not JSON", b"{".to_vec(), Code::JsonSyntax.into()),
    ];
    for (name, presentation, expected) in cases {
        let mut entries = unpack(&bundle);
        entry(&mut entries, "presentation.json").1 = presentation;
        alice.sign_over(&mut entries, |_, _| {});
        let (_, review) = read_and_review(&pack(&entries)).unwrap();
        assert_eq!(
            outcome(&review, BundleCheckId::Presentation),
            (Outcome::Failed, Some(expected)),
            "{name}"
        );
        assert!(!review.badges[0].presented, "{name}");
    }
}

/// Returns a hosted OB 2.0 badge and the web pages that it refers to.
fn hosted() -> (Vec<u8>, Web) {
    let assertion = json!({
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://college.example/assertions/1",
        "recipient": { "type": "email", "hashed": false, "identity": "alice@home.example" },
        "badge": "https://college.example/badges/1",
        "verification": { "type": "HostedBadge" },
        "issuedOn": "2025-01-01T00:00:00Z",
    });
    let class = json!({
        "@context": "https://w3id.org/openbadges/v2",
        "type": "BadgeClass",
        "id": "https://college.example/badges/1",
        "name": "Gate",
        "description": "Knows how to weld.",
        "image": "https://college.example/badges/1.png",
        "criteria": { "narrative": "Welded a gate." },
        "issuer": "https://college.example/issuer",
    });
    let issuer = json!({
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Issuer",
        "id": "https://college.example/issuer",
        "name": "Town College",
        "url": "https://college.example/",
        "email": "badges@college.example",
    });
    let web = Web::default()
        .with("https://college.example/assertions/1", &assertion)
        .with("https://college.example/badges/1", &class)
        .with("https://college.example/issuer", &issuer);
    (assertion.to_string().into_bytes(), web)
}

fn report(original: &[u8], web: &Web) -> Report {
    let options = openbadges::VerifyOptions::new(noon());
    block_on(verify(&openbadges::read(original).unwrap(), web, &options))
}

fn shared_with_archive(original: &[u8], web: &Web) -> Vec<u8> {
    let mut contents = contents(&[original.to_vec()]);
    let shared = &mut contents.sections[0].badges[0];
    shared.report = Some(report(original, web));
    shared.documents = web.archived();
    Learner::alice().bundle_with(contents, &BundleOptions::new(noon()))
}

/// Row L17.
#[test]
fn archived_documents_affect_only_the_verdict_at_export() {
    let (original, web) = hosted();
    let bundle = read(&shared_with_archive(&original, &web)).unwrap();
    let revoked = {
        let mut assertion: Value = serde_json::from_slice(&original).unwrap();
        assertion["revoked"] = json!(true);
        hosted().1.with("https://college.example/assertions/1", &assertion)
    };
    let options = ReviewOptions::new(at("2026-06-20T00:00:00Z"));
    let offline = block_on(review(&bundle, &Offline, &options));
    let online = block_on(review(&bundle, &web, &options));
    let revoked_review = block_on(review(&bundle, &revoked, &options));
    for (name, review, now) in [
        ("offline", &offline, Verdict::Unconfirmed),
        ("online", &online, Verdict::Verified),
        ("revoked since", &revoked_review, Verdict::Revoked),
    ] {
        let badge = &review.badges[0];
        assert_eq!(verdicts(review), [Some(now)], "{name}");
        assert_eq!(badge.at_export.as_ref().unwrap().verdict, Verdict::Verified, "{name}");
        assert_eq!(badge.sender_report.unwrap().verdict, Verdict::Verified, "{name}");
        match &badge.change {
            None => assert_eq!(now, Verdict::Verified, "{name}"),
            Some(change) => assert_eq!((change.then, change.now), (Verdict::Verified, now), "{name}"),
        }
    }
    assert!(revoked_review.badges[0].change.as_ref().unwrap().codes.contains(&Code::Revoked));
}

/// Row T16.
#[test]
fn never_trusts_the_senders_verdict() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let genuine = issuer.badge_for(&alice, "Gate");
    let forged = String::from_utf8(genuine.clone()).unwrap().replace("Gate", "Cathedral").into_bytes();
    let mut contents = contents(&[forged]);
    contents.sections[0].badges[0].report = Some(report(&genuine, &Web::default()));
    let (_, review) = read_and_review(&alice.bundle_with(contents, &BundleOptions::new(noon()))).unwrap();
    let badge = &review.badges[0];
    assert_eq!(badge.sender_report.unwrap().verdict, Verdict::Verified);
    assert_eq!(verdicts(&review), [Some(Verdict::Invalid)]);
    assert_eq!(badge.notes.iter().map(|note| note.code).collect::<Vec<_>>(), [BundleCode::ReportDiffers]);
}

/// Row L18.
#[test]
fn lists_requests_without_making_them() {
    let (original, web) = hosted();
    let bundle = read(&shared_with_archive(&original, &web)).unwrap();
    let recording = Recording::new(Offline);
    block_on(review(&bundle, &recording, &ReviewOptions::new(noon())));
    let (requests, documents) = recording.into_parts();
    assert!(requests.iter().any(|request| request.url == "https://college.example/assertions/1"));
    assert!(documents.is_empty());
}

#[test]
fn unreadable_badge_does_not_affect_others() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let mut entries =
        unpack(&alice.bundle(&[issuer.badge_for(&alice, "Gate"), issuer.badge_for(&alice, "Fence")]));
    entry(&mut entries, "badges/01/original.json").1 = b"{\"no\": \"badge\"}".to_vec();
    alice.sign_over(&mut entries, |_, _| {});
    let (_, review) = read_and_review(&pack(&entries)).unwrap();
    assert_eq!(verdicts(&review), [None, Some(Verdict::Verified)]);
    assert_eq!(review.badges[0].parsed, None);
    assert!(review.badges[1].parsed.is_some());
    assert_eq!(review.badges[0].unreadable.as_ref().unwrap().code, Code::JsonNotABadge);
}

#[test]
fn review_serialises_with_stable_names() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let (_, review) = read_and_review(&alice.bundle(&[issuer.badge_for(&alice, "Gate")])).unwrap();
    let json = serde_json::to_value(&review).unwrap();
    assert_eq!(json["checks"][0]["id"], "bundle.manifest");
    assert_eq!(
        json["badges"][0]["holder"],
        json!({ "kind": "recipient", "how": "key", "identity": alice.did })
    );
    assert_eq!(json["badges"][0]["senders_report"], Value::Null);
    assert!(json["badges"][0].get("parsed").is_none());
}
