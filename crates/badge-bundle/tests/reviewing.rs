//! What a review says: who holds it, for whom it was made, and what each badge is worth now.

use badge_bundle::{
    Binding, BundleCheckId, BundleCode, BundleOptions, Holder, Review, ReviewOptions, read, review,
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
fn an_honest_bundle_reviews_well() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let (_, review) = opened(&alice.bundle(&[issuer.badge_for(&alice, "Gate")])).unwrap();
    assert_eq!(review.holder, alice.did);
    assert_eq!(verdicts(&review), [Some(Verdict::Verified)]);
    assert_eq!(review.badges[0].holder, Holder::Recipient { how: Binding::Key, identity: alice.did });
    assert_eq!(outcome(&review, BundleCheckId::Manifest), (Outcome::Passed, None));
    assert_eq!(outcome(&review, BundleCheckId::Presentation), (Outcome::Passed, None));
    assert_eq!(outcome(&review, BundleCheckId::Audience), (Outcome::Absent, None));
    assert_eq!(outcome(&review, BundleCheckId::Time), (Outcome::Absent, None));
    assert_eq!((&review.badges[0].change, review.badges[0].notes.len()), (&None, 0));
}

/// Rows L07 and L12, and the honest ways in between.
#[test]
fn the_holder_is_the_recipient_only_where_that_is_shown() {
    let (issuer, alice, mallory) = (Issuer::new(), Learner::alice(), Learner::mallory());
    let (by_did, by_mail) =
        (issuer.badge_for(&alice, "Gate"), issuer.badge_by_mail("Gate", &["alice@home.example"]));
    let unbound = Holder::Unbound { code: BundleCode::HolderUnbound };
    let disclosed = |identity: &str| Holder::Recipient { how: Binding::Disclosed, identity: identity.into() };
    let by_key = Holder::Recipient { how: Binding::Key, identity: alice.did.clone() };
    let cases = [
        ("Alice's DID, signed by Alice", &alice, &by_did, vec![], by_key),
        ("Alice's DID, signed by Mallory", &mallory, &by_did, vec![], unbound.clone()),
        ("Alice's address, not disclosed", &alice, &by_mail, vec![], unbound.clone()),
        (
            "Alice's address, another one disclosed",
            &alice,
            &by_mail,
            vec![mail("alice@work.example")],
            unbound.clone(),
        ),
        (
            "Alice's address, disclosed: shown as the holder's word",
            &alice,
            &by_mail,
            vec![mail("alice@work.example"), mail("alice@home.example")],
            disclosed("alice@home.example"),
        ),
        (
            "Mallory knows Alice's address: her word, no more",
            &mallory,
            &by_mail,
            vec![mail("alice@home.example")],
            disclosed("alice@home.example"),
        ),
        (
            "Mallory discloses Alice's DID: nothing but a key shows a DID to be one's own",
            &mallory,
            &by_did,
            vec![openbadges::Identity { kind: openbadges::IdentityKind::Did, value: alice.did.clone() }],
            unbound,
        ),
    ];
    for (name, signer, badge, identities, expected) in cases {
        let mut contents = contents(std::slice::from_ref(badge));
        contents.identities = identities;
        let (_, review) = opened(&signer.bundle_with(contents, &BundleOptions::new(noon()))).unwrap();
        assert_eq!(review.badges[0].holder, expected, "{name}");
        assert_eq!(verdicts(&review), [Some(Verdict::Verified)], "{name}: the badge itself is sound");
    }
}

/// Row L07: the whole of Alice's bundle under Mallory's manifest.
#[test]
fn a_bundle_signed_anew_by_somebody_else_says_so() {
    let (issuer, alice, mallory) = (Issuer::new(), Learner::alice(), Learner::mallory());
    let mut entries = unpacked(&alice.bundle(&[issuer.badge_for(&alice, "Gate")]));
    mallory.sign_over(&mut entries, |_, _| {});
    let (_, review) = opened(&packed(&entries)).unwrap();
    assert_eq!(review.holder, mallory.did);
    assert_eq!(
        outcome(&review, BundleCheckId::Presentation),
        (Outcome::Failed, Some(BundleCode::HolderUnbound))
    );
    let badge = &review.badges[0];
    assert_eq!(badge.holder, Holder::Unbound { code: BundleCode::HolderUnbound });
    let recipient =
        badge.report.as_ref().unwrap().checks.iter().find(|check| check.id == CheckId::Recipient).unwrap();
    assert_eq!((recipient.outcome, recipient.code), (Outcome::Failed, Some(Code::RecipientMismatch)));
    assert!(!badge.presented);
}

/// Rows L09 and L11.
#[test]
fn a_bundle_is_for_whom_it_was_made() {
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
    let not_asked = (Outcome::Unknown, Some(BundleCode::AudienceNotAsked));
    let passed = (Outcome::Passed, None);
    let cases = [
        ("made for the one who asks", bundle(a, None), (a, None), passed),
        ("made for the one who asks, with the challenge", bundle(a, nonce), (a, nonce), passed),
        ("forwarded to somebody else", bundle(a, nonce), (b, None), failed),
        ("the answer to another challenge", bundle(a, nonce), (a, Some("another")), failed),
        ("no challenge answered", bundle(a, None), (a, nonce), failed),
        ("made for nobody in particular", bundle(None, None), (a, None), failed),
        ("the reviewer does not say who they are", bundle(a, None), (None, None), not_asked),
        ("nobody asks, nobody says", bundle(None, nonce), (None, None), (Outcome::Absent, None)),
    ];
    for (name, bundle, (audience, challenge), expected) in cases {
        let question = ReviewOptions {
            audience: audience.map(Into::into),
            challenge: challenge.map(Into::into),
            ..ReviewOptions::at(noon())
        };
        let review = block_on(review(&read(&bundle).unwrap(), &Offline, &question));
        assert_eq!(outcome(&review, BundleCheckId::Audience), expected, "{name}");
        assert_eq!(outcome(&review, BundleCheckId::Presentation), passed, "{name}");
    }
}

#[test]
fn a_bundle_has_its_time() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let options = BundleOptions { expires: Some(at("2026-07-01T00:00:00Z")), ..BundleOptions::new(noon()) };
    let bundle = read(&alice.bundle_with(contents(&[issuer.badge_for(&alice, "Gate")]), &options)).unwrap();
    let cases = [
        ("while it holds", "2026-06-15T00:00:00Z", (Outcome::Passed, None)),
        ("after its end", "2026-07-02T00:00:00Z", (Outcome::Failed, Some(BundleCode::Expired))),
        ("before it was made", "2026-05-01T00:00:00Z", (Outcome::Failed, Some(Code::DiTime.into()))),
        ("made by a clock that is a little fast", "2026-06-01T11:57:00Z", (Outcome::Passed, None)),
    ];
    for (name, time, expected) in cases {
        let review = block_on(review(&bundle, &Offline, &ReviewOptions::at(at(time))));
        assert_eq!(outcome(&review, BundleCheckId::Time), expected, "{name}");
    }
}

/// Row L11: a presentation in its own right, under a manifest that is sound.
#[test]
fn a_presentation_is_by_the_holder_of_these_badges_for_authentication() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let bundle = alice.bundle(&[issuer.badge_for(&alice, "Gate")]);
    let elsewhere = alice.bundle(&[issuer.badge_for(&alice, "Fence")]);
    let options = BundleOptions { audience: Some("Employer A".into()), ..BundleOptions::new(noon()) };
    let for_a = alice.bundle_with(contents(&[issuer.badge_for(&alice, "Gate")]), &options);
    let of = |bundle: &[u8]| entry(&mut unpacked(bundle), "presentation.json").1.clone();
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut document: Value = serde_json::from_slice(&of(&bundle)).unwrap();
        change(&mut document);
        document.to_string().into_bytes()
    };
    let cases: Vec<(&str, Vec<u8>, BundleCode)> = vec![
        ("of other badges", of(&elsewhere), BundleCode::Presentation),
        ("for somebody else than the manifest", of(&for_a), BundleCode::Audience),
        (
            "for assertions",
            changed(&|document| document["proof"]["proofPurpose"] = json!("assertionMethod")),
            Code::DiPurpose.into(),
        ),
        (
            "without proof",
            changed(&|document| drop(document.as_object_mut().unwrap().remove("proof"))),
            Code::DiNoProof.into(),
        ),
        (
            "with a challenge put in",
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
        let mut entries = unpacked(&bundle);
        entry(&mut entries, "presentation.json").1 = presentation;
        alice.sign_over(&mut entries, |_, _| {});
        let (_, review) = opened(&packed(&entries)).unwrap();
        assert_eq!(
            outcome(&review, BundleCheckId::Presentation),
            (Outcome::Failed, Some(expected)),
            "{name}"
        );
        assert!(!review.badges[0].presented, "{name}");
    }
}

/// A hosted OB 2.0 badge, and the web that it lives on.
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
    let question = openbadges::VerifyOptions::new(noon());
    block_on(verify(&openbadges::read(original).unwrap(), web, &question))
}

fn shared_with_archive(original: &[u8], web: &Web) -> Vec<u8> {
    let mut contents = contents(&[original.to_vec()]);
    let shared = &mut contents.sections[0].badges[0];
    shared.report = Some(report(original, web));
    shared.documents = web.archived();
    Learner::alice().bundle_with(contents, &BundleOptions::new(noon()))
}

/// Row L17: offline, archived copies tell what was so at the export, and never make a badge green now.
#[test]
fn archived_documents_are_a_second_look_and_not_the_first() {
    let (original, web) = hosted();
    let bundle = read(&shared_with_archive(&original, &web)).unwrap();
    let revoked = {
        let mut assertion: Value = serde_json::from_slice(&original).unwrap();
        assertion["revoked"] = json!(true);
        hosted().1.with("https://college.example/assertions/1", &assertion)
    };
    let question = ReviewOptions::at(at("2026-06-20T00:00:00Z"));
    let offline = block_on(review(&bundle, &Offline, &question));
    let online = block_on(review(&bundle, &web, &question));
    let taken_back = block_on(review(&bundle, &revoked, &question));
    for (name, review, now) in [
        ("offline", &offline, Verdict::Unconfirmed),
        ("online", &online, Verdict::Verified),
        ("taken back since", &taken_back, Verdict::Revoked),
    ] {
        let badge = &review.badges[0];
        assert_eq!(verdicts(review), [Some(now)], "{name}");
        assert_eq!(badge.at_export.as_ref().unwrap().verdict, Verdict::Verified, "{name}");
        assert_eq!(badge.senders_report.unwrap().verdict, Verdict::Verified, "{name}");
        match &badge.change {
            None => assert_eq!(now, Verdict::Verified, "{name}"),
            Some(change) => assert_eq!((change.then, change.now), (Verdict::Verified, now), "{name}"),
        }
    }
    assert!(taken_back.badges[0].change.as_ref().unwrap().codes.contains(&Code::Revoked));
}

/// T16: verdicts that a bundle brings along are never believed.
#[test]
fn what_the_senders_program_said_is_only_repeated() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let sound = issuer.badge_for(&alice, "Gate");
    let forged = String::from_utf8(sound.clone()).unwrap().replace("Gate", "Cathedral").into_bytes();
    let mut contents = contents(&[forged]);
    contents.sections[0].badges[0].report = Some(report(&sound, &Web::default()));
    let (_, review) = opened(&alice.bundle_with(contents, &BundleOptions::new(noon()))).unwrap();
    let badge = &review.badges[0];
    assert_eq!(badge.senders_report.unwrap().verdict, Verdict::Verified);
    assert_eq!(verdicts(&review), [Some(Verdict::Invalid)]);
    assert_eq!(badge.notes.iter().map(|note| note.code).collect::<Vec<_>>(), [BundleCode::ReportDiffers]);
}

/// Row L18: which hosts a review would ask is known before any is asked.
#[test]
fn hosts_can_be_named_before_they_are_asked() {
    let (original, web) = hosted();
    let bundle = read(&shared_with_archive(&original, &web)).unwrap();
    let recording = Recording::new(Offline);
    block_on(review(&bundle, &recording, &ReviewOptions::at(noon())));
    let (asked, had) = recording.into_parts();
    assert!(asked.iter().any(|request| request.url == "https://college.example/assertions/1"));
    assert!(had.is_empty());
}

#[test]
fn a_badge_that_cannot_be_read_is_told_and_harms_no_other() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let mut entries =
        unpacked(&alice.bundle(&[issuer.badge_for(&alice, "Gate"), issuer.badge_for(&alice, "Fence")]));
    entry(&mut entries, "badges/01/original.json").1 = b"{\"no\": \"badge\"}".to_vec();
    alice.sign_over(&mut entries, |_, _| {});
    let (_, review) = opened(&packed(&entries)).unwrap();
    assert_eq!(verdicts(&review), [None, Some(Verdict::Verified)]);
    assert_eq!(review.badges[0].unreadable.as_ref().unwrap().code, Code::JsonNotABadge);
}

#[test]
fn a_review_is_plain_data() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let (_, review) = opened(&alice.bundle(&[issuer.badge_for(&alice, "Gate")])).unwrap();
    let told = serde_json::to_value(&review).unwrap();
    assert_eq!(told["checks"][0]["id"], "bundle.manifest");
    assert_eq!(
        told["badges"][0]["holder"],
        json!({ "kind": "recipient", "how": "key", "identity": alice.did })
    );
}
