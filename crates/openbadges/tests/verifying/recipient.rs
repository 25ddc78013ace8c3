//! The recipient of a badge in every version: rows H12 to H16, and variants of identities.

use crate::support;
use crate::support::{AT, LEARNER, TestIssuer, check, outcome, parse_badge, report_on, summary, time};
use openbadges::{
    Badge, CheckId, Code, Identity, IdentityKind, Outcome, Report, Verdict, VerifyOptions, badge::Recipient,
    compare_recipients, did, proof::data_integrity::Suite,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::issuer::hashed;

fn identity_of(kind: IdentityKind, value: &str) -> Identity {
    Identity { kind, value: value.into() }
}

fn mail(value: &str) -> Identity {
    identity_of(IdentityKind::Email, value)
}

/// Returns a hosted OB 2.0 badge for `recipient`.
fn ob2(recipient: &Value, identities: &[Identity]) -> Report {
    let issuer = TestIssuer::at("https://badges.example.edu/issuer", 1);
    let mut assertion = issuer.assertion();
    assertion["recipient"] = recipient.clone();
    let web = issuer.web().with(&issuer.url("a1"), &assertion);
    let options = VerifyOptions { identities: identities.to_vec(), ..VerifyOptions::new(time(AT)) };
    report_on(&parse_badge(&assertion.to_string()), &web, &options)
}

/// Returns an OB 3.0 badge with this subject `id` and these `identifier`s.
fn ob3(id: &Value, identifiers: &Value, identities: &[Identity]) -> Report {
    let issuer = TestIssuer::did_key(1);
    let mut credential = issuer.credential();
    credential["credentialSubject"]["id"] = id.clone();
    credential["credentialSubject"]["identifier"] = identifiers.clone();
    let subject = credential["credentialSubject"].as_object_mut().unwrap();
    subject.retain(|_, value| !value.is_null());
    let signed = issuer.with_proof(&credential, Suite::EddsaRdfc2022);
    let options = VerifyOptions { identities: identities.to_vec(), ..VerifyOptions::new(time(AT)) };
    report_on(&parse_badge(&signed.to_string()), &support::Web::default(), &options)
}

proptest! {
    /// Property of hashed recipients: only the same address matches a hash, whatever the salt and the case of
    /// the hex digits.
    #[test]
    fn only_the_same_address_matches_a_hash(
        local in "[a-z]{1,8}(\\.[a-z]{1,8})?",
        other in "[a-z]{1,8}",
        salt in "\\PC{0,12}",
        upper in any::<bool>(),
    ) {
        let address = format!("{local}@example.com");
        let digest = hashed(&address, &salt);
        let digest = if upper { format!("sha256${}", digest[7..].to_uppercase()) } else { digest };
        let badge = Badge {
            recipients: vec![Recipient { kind: "email".into(), identity: digest, hashed: true, salt: Some(salt) }],
            ..Badge::default()
        };
        for mine in [address.clone(), address.to_uppercase(), format!(" {address} "), format!("{local}+tag@example.com")] {
            let compared = compare_recipients(&badge, &[mail(&mine)]);
            prop_assert_eq!(compared.identity.as_deref(), Some(address.as_str()), "{}", mine);
        }
        prop_assume!(other != local);
        let theirs = compare_recipients(&badge, &[mail(&format!("{other}@example.com"))]);
        prop_assert_eq!(theirs.outcome, Outcome::Failed);
    }
}

fn codes(report: &Report) -> Vec<Code> {
    report.notes.iter().map(|note| note.code).collect()
}

/// H12: another person's badge is valid, but does not match the learner.
#[test]
fn badge_of_another_person_does_not_match() {
    support::vectors::about("H12");
    let theirs =
        json!({"type": "email", "hashed": true, "salt": "s", "identity": hashed("b@example.com", "s")});
    let report = ob2(&theirs, &[mail(LEARNER), mail("other@example.com")]);
    assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
    let mismatch = (Outcome::Failed, Some(Code::RecipientMismatch));
    assert_eq!(outcome(&report, CheckId::Recipient), mismatch);
    assert_eq!(report.recipient.identity, None);
}

/// H14: valid and invalid hashes.
#[test]
fn accepts_the_hashes_of_the_version() {
    support::vectors::about("H14");
    let plain =
        |hashed: bool, identity: &str| json!({"type": "email", "hashed": hashed, "identity": identity});
    let sha256 = hashed(LEARNER, "");
    let malformed = (Outcome::Failed, Some(Code::RecipientFormat));
    let rows = [
        ("hashed, and a plain address", plain(true, LEARNER), malformed),
        ("not hashed, and a hash", plain(false, &sha256), malformed),
        (
            "in capitals",
            plain(true, &format!("sha256${}", sha256[7..].to_uppercase())),
            (Outcome::Passed, None),
        ),
        (
            "MD5",
            plain(true, "md5$a5d2f3a36cd1d8f7fbd85d4dcd6ae9ac"),
            (Outcome::Failed, Some(Code::RecipientMismatch)),
        ),
        ("SHA-1", plain(true, "sha1$a9993e364706816aba3e25717850c26c9cd0d89d"), malformed),
        ("63 digits", plain(true, &sha256[..70]), malformed),
        ("an unknown algorithm", plain(true, "bcrypt$5$something"), malformed),
    ];
    for (row, recipient, expected) in rows {
        support::vectors::row(row);
        let report = ob2(&recipient, &[mail(LEARNER)]);
        assert_eq!(outcome(&report, CheckId::Recipient), expected, "{row}: {}", summary(&report));
        assert_eq!(
            report.verdict,
            Verdict::Verified,
            "{row}: the recipient match does not affect the verdict"
        );
        assert_eq!(codes(&report).contains(&Code::WeakHash), row == "MD5", "{row}");
    }
}

/// H15: every identity type, and a badge with several identities.
#[test]
fn compares_every_identity_type() {
    support::vectors::about("H15");
    let object = |kind: &str, identity: &str| json!({"type": kind, "hashed": false, "identity": identity});
    let key = did::did_key_of(&TestIssuer::did_key(7).key.verifying_key());
    let rows = [
        ("id", object("id", &key), identity_of(IdentityKind::Did, &key)),
        ("url", object("url", "https://me.example/"), identity_of(IdentityKind::Url, "https://me.example")),
        (
            "telephone",
            object("telephone", "+16175551212"),
            identity_of(IdentityKind::Telephone, "+1 617 555-1212"),
        ),
        ("email by its IRI", object("http://schema.org/email", LEARNER), mail(LEARNER)),
        (
            "hashed telephone",
            json!({"type": "telephone", "hashed": true, "identity": hashed("+16175551212", "")}),
            identity_of(IdentityKind::Telephone, "+1 (617) 555 1212"),
        ),
    ];
    for (row, recipient, identity) in rows {
        support::vectors::row(row);
        let report = ob2(&recipient, &[mail("other@example.com"), identity]);
        assert_eq!(outcome(&report, CheckId::Recipient).0, Outcome::Passed, "{row}: {}", summary(&report));
        let other = ob2(&recipient, &[mail("other@example.com")]);
        assert_ne!(outcome(&other, CheckId::Recipient).0, Outcome::Passed, "{row}");
    }

    let identifier = |kind: &str, hash: &str| json!({"type": "IdentityObject", "identityType": kind, "hashed": false, "identityHash": hash});
    let three = json!([
        identifier("sisSourcedId", "4711"),
        identifier("emailAddress", LEARNER),
        identifier("ltiUserId", "user-9"),
    ]);
    let report = ob3(&Value::Null, &three, &[mail(LEARNER)]);
    assert_eq!(report.recipient.identity.as_deref(), Some(LEARNER), "{}", summary(&report));
    let note = report.notes.iter().find(|note| note.code == Code::RecipientPartial).unwrap();
    assert_eq!((note.details["identity"].as_str(), note.details["of"].as_str()), (LEARNER, "3"));

    let both = ob3(&Value::Null, &three, &[mail(LEARNER), identity_of(IdentityKind::Id, "4711")]);
    let note = both.notes.iter().find(|note| note.code == Code::RecipientPartial).unwrap();
    assert_eq!(note.details["matched"], "2", "two of three are the learner's");
    assert_eq!(note.details["identity"], format!("4711, {LEARNER}"));
}

/// A DID subject matches the learner if it is the learner's key, whichever method encodes the key.
#[test]
fn subject_matches_by_the_learners_key() {
    let learner = TestIssuer::did_key(7);
    let jwk = learner.jwk().to_string();
    let as_jwk = format!("did:jwk:{}", data_encoding::BASE64URL_NOPAD.encode(jwk.as_bytes()));
    let mine = identity_of(IdentityKind::Did, &learner.id);
    for (row, subject, expected, same_text) in [
        ("the same DID", learner.id.as_str(), Outcome::Passed, true),
        ("the same key as did:jwk", &as_jwk, Outcome::Passed, false),
        ("another key", &TestIssuer::did_key(8).id, Outcome::Failed, false),
        ("a did:web", "did:web:me.example", Outcome::Failed, false),
    ] {
        support::vectors::row(row);
        let report = ob3(&json!(subject), &Value::Null, std::slice::from_ref(&mine));
        assert_eq!(outcome(&report, CheckId::Recipient).0, expected, "{row}: {}", summary(&report));
        let variant = codes(&report).contains(&Code::RecipientVariant);
        assert_eq!(variant, expected == Outcome::Passed && !same_text, "{row}");
    }
}

/// H16: a badge without a recipient belongs to its bearer.
#[test]
fn badge_without_recipient_belongs_to_its_bearer() {
    support::vectors::about("H16");
    let report = ob3(&Value::Null, &Value::Null, &[mail(LEARNER)]);
    assert_eq!(outcome(&report, CheckId::Recipient), (Outcome::Absent, None), "{}", summary(&report));
    assert!(codes(&report).contains(&Code::Bearer));
}

/// The most common cause of a mismatch is the form of the address. The report contains the matching form.
#[test]
fn matches_variants_of_an_address_and_reports_them() {
    let rows = [
        ("Alice@Example.com", "alice@example.com", Some("case")),
        ("alice@example.com", "Alice@example.com", Some("case")),
        ("alice+badges@example.com", "alice@example.com", Some("tag")),
        ("al.ice@gmail.com", "alice@googlemail.com", Some("host dots")),
        ("alice@example.com", "alice@example.com", None),
    ];
    for (mine, theirs, variation) in rows {
        let recipient =
            json!({"type": "email", "hashed": true, "salt": "x", "identity": hashed(theirs, "x")});
        let report = ob2(&recipient, &[mail("somebody@example.com"), mail(mine)]);
        assert_eq!(report.recipient.identity.as_deref(), Some(theirs), "{mine}: {}", summary(&report));
        let note = report.notes.iter().find(|note| note.code == Code::RecipientVariant);
        assert_eq!(note.map(|note| note.details["variation"].as_str()), variation, "{mine}");
        let listed = compare_recipients(&report.badge, &[mail(mine)]);
        assert_eq!(
            listed.identity.as_deref(),
            Some(theirs),
            "the comparison without a report agrees for {mine}"
        );
    }
    let recipient = json!({"type": "email", "hashed": false, "identity": "alice@example.com"});
    let report = ob2(&recipient, &[mail("Alice@example.com"), mail("alice@example.com")]);
    assert!(!codes(&report).contains(&Code::RecipientVariant), "the identical identity is preferred");
}

/// OB 0.5 and 1.x: a recipient as a string, a hash without `hashed`, and SHA-1.
#[test]
fn older_badges_have_other_recipient_forms() {
    let sha1 = "sha1$1fb8e41c3fe8d5b1b1ec3a3cae4c0b5d1f4a1c4e";
    let ob05 = |recipient: &str| json!({"recipient": recipient, "salt": "x", "badge": {"version": "0.5.0"}});
    let ob1 = |object: Value| {
        json!({"uid": "1", "recipient": object, "badge": "https://a.example/b",
            "verify": {"type": "hosted", "url": "https://a.example/1"}})
    };
    let rows = [
        ("0.5, plain", ob05(LEARNER), (Outcome::Passed, None)),
        ("0.5, hashed", ob05(&hashed(LEARNER, "x")), (Outcome::Passed, None)),
        ("0.5, not hashed", ob05("rot13$yrneare"), (Outcome::Failed, Some(Code::RecipientFormat))),
        (
            "1.0, not said to be hashed",
            ob1(json!({"type": "email", "identity": hashed(LEARNER, "")})),
            (Outcome::Passed, None),
        ),
        (
            "1.0, SHA-1",
            ob1(json!({"type": "email", "hashed": true, "identity": sha1})),
            (Outcome::Failed, Some(Code::RecipientMismatch)),
        ),
    ];
    for (row, assertion, expected) in rows {
        support::vectors::row(row);
        let options = VerifyOptions { identities: vec![mail(LEARNER)], ..VerifyOptions::new(time(AT)) };
        let report = report_on(&parse_badge(&assertion.to_string()), &openbadges::Offline, &options);
        assert_eq!(outcome(&report, CheckId::Recipient), expected, "{row}: {}", summary(&report));
        let weak = report.notes.iter().find(|note| note.code == Code::WeakHash);
        let algorithm = weak.map(|note| note.details["algorithm"].as_str());
        assert_eq!(algorithm, row.contains("SHA-1").then_some("sha1"), "{row}");
    }
    let sha1_of_abc = ob05("sha1$a9993e364706816aba3e25717850c26c9cd0d89d");
    let mut unsalted = sha1_of_abc;
    unsalted.as_object_mut().unwrap().remove("salt");
    let options = VerifyOptions { identities: vec![mail("abc")], ..VerifyOptions::new(time(AT)) };
    let report = report_on(&parse_badge(&unsalted.to_string()), &openbadges::Offline, &options);
    assert_eq!(check(&report, CheckId::Recipient).details["identity"], "abc", "RFC 3174, 7.3");
}
