//! Endorsements of Open Badges 2.0 and 3.0: each has its own verdict and leaves the badge's verdict
//! unchanged.

use crate::support;
use crate::support::{
    TestIssuer, Web,
    issuer::{ACHIEVEMENT, BADGE},
    report, summary,
};
use openbadges::{
    CheckId, Code, Endorsement, EndorsementTarget, Format, Outcome, Report, Verdict, limits,
    proof::data_integrity::Suite,
};
use serde_json::{Value, json};

const SUITE: Suite = Suite::EddsaRdfc2022;

fn issuer() -> TestIssuer {
    TestIssuer::did_key(1)
}

fn endorser() -> TestIssuer {
    TestIssuer::did_key(7)
}

fn codes(report: &Report) -> Vec<Code> {
    report.notes.iter().map(|note| note.code).collect()
}

/// Returns the badge with `endorsements` at `pointer`, signed.
fn endorsed_badge(pointer: &str, endorsements: Value) -> String {
    let mut credential = issuer().credential();
    let (owner, key) = pointer.rsplit_once('/').unwrap();
    credential.pointer_mut(owner).unwrap()[key] = endorsements;
    issuer().with_proof(&credential, SUITE).to_string()
}

/// G11 and every fault of an endorsement. The badge's own verdict is the same in every row.
#[test]
fn endorsement_never_changes_the_verdict_of_the_badge() {
    support::vectors::about("G11");
    let of = |id: &str| endorser().with_proof(&endorser().endorsement(id), SUITE);
    let with = |pointer: &str, value: Value| {
        let mut changed = endorser().endorsement(BADGE);
        *changed.pointer_mut(pointer).unwrap() = value;
        endorser().with_proof(&changed, SUITE)
    };
    let mut expired = endorser().endorsement(BADGE);
    expired["validUntil"] = json!("2026-01-01T00:00:00Z");
    let mut tampered = of(BADGE);
    tampered["credentialSubject"]["endorsementComment"] = json!("The best badge of all.");
    let mut revocable = endorser().endorsement(BADGE);
    revocable["credentialStatus"] = json!({
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "1",
        "statusListCredential": "https://accreditor.example/list",
    });
    let impostor = {
        let mut impostor = endorser().endorsement(BADGE);
        impostor["issuer"]["id"] = json!("https://accreditor.example/");
        issuer().with_proof(&impostor, SUITE)
    };
    let own_issuer = issuer().id;
    let (badge, achievement, profile) =
        ("/endorsement", "/credentialSubject/achievement/endorsement", "/issuer/endorsement");
    type Row<'r> = (&'r str, &'r str, Value, EndorsementTarget, Verdict, Option<Code>);
    let rows: Vec<Row<'_>> = vec![
        ("of the badge", badge, of(BADGE), EndorsementTarget::Badge, Verdict::Verified, None),
        (
            "of the achievement",
            achievement,
            of(ACHIEVEMENT),
            EndorsementTarget::Achievement,
            Verdict::Verified,
            None,
        ),
        ("of the issuer", profile, of(&own_issuer), EndorsementTarget::Issuer, Verdict::Verified, None),
        (
            "of the issuer, next to the badge",
            badge,
            of(&own_issuer),
            EndorsementTarget::Issuer,
            Verdict::Verified,
            None,
        ),
        (
            "of another badge",
            badge,
            of("urn:uuid:another"),
            EndorsementTarget::Badge,
            Verdict::Invalid,
            Some(Code::EndorsementSubject),
        ),
        (
            "of another issuer",
            profile,
            of("did:key:z6MkAnother"),
            EndorsementTarget::Issuer,
            Verdict::Invalid,
            Some(Code::EndorsementSubject),
        ),
        ("changed", badge, tampered, EndorsementTarget::Badge, Verdict::Invalid, Some(Code::SigInvalid)),
        (
            "without a proof",
            badge,
            endorser().endorsement(BADGE),
            EndorsementTarget::Badge,
            Verdict::Invalid,
            Some(Code::DiNoProof),
        ),
        (
            "expired",
            badge,
            endorser().with_proof(&expired, SUITE),
            EndorsementTarget::Badge,
            Verdict::Expired,
            Some(Code::Expired),
        ),
        (
            "with an unavailable list",
            badge,
            endorser().with_proof(&revocable, SUITE),
            EndorsementTarget::Badge,
            Verdict::Unconfirmed,
            Some(Code::StatusUnknown),
        ),
        (
            "G11 the issuer's key under another's name",
            badge,
            impostor,
            EndorsementTarget::Badge,
            Verdict::Invalid,
            Some(Code::IssuerKeyUnbound),
        ),
        (
            "by an issuer that is not a profile",
            badge,
            with("/issuer", json!({"id": endorser().id, "name": "Accreditation Board"})),
            EndorsementTarget::Badge,
            Verdict::Invalid,
            Some(Code::FieldMissing),
        ),
    ];
    for (row, pointer, value, of, verdict, code) in rows {
        support::vectors::row(row);
        let report = report(&endorsed_badge(pointer, json!([value])), &Web::default());
        assert_eq!(report.verdict, Verdict::Verified, "{row}: {}", summary(&report));
        let [endorsement] = &report.endorsements[..] else { panic!("{row}: {}", report.endorsements.len()) };
        let message = summary(&endorsement.report);
        assert_eq!((endorsement.of, endorsement.report.verdict), (of, verdict), "{row}: {message}");
        let found =
            endorsement.report.checks.iter().find(|check| {
                matches!(check.outcome, Outcome::Failed | Outcome::Unknown) && check.code == code
            });
        assert!(code.is_none() || found.is_some(), "{row}: {message}");
        assert!(endorsement.comment.is_some(), "{row}");
        assert!(endorsement.report.checks.iter().all(|check| check.id != CheckId::Recipient), "{row}");
        assert!(endorsement.report.endorsements.is_empty() && endorsement.report.inner.is_empty(), "{row}");
    }
}

/// A valid endorsement does not improve an invalid badge.
#[test]
fn valid_endorsement_does_not_improve_a_badge() {
    let endorsement = endorser().with_proof(&endorser().endorsement(BADGE), SUITE);
    let text =
        endorsed_badge("/endorsement", json!([endorsement])).replace("Nominated by peers", "Nominated by me");
    let report = report(&text, &Web::default());
    assert_eq!(report.verdict, Verdict::Invalid, "{}", summary(&report));
    assert_eq!(report.endorsements[0].report.verdict, Verdict::Verified);
}

#[test]
fn endorsement_may_be_a_jwt() {
    let text = endorser().jwt(&endorser().endorsement(BADGE));
    let report = report(&endorsed_badge("/endorsementJwt", json!([text])), &Web::default());
    let [endorsement] = &report.endorsements[..] else { panic!("{}", summary(&report)) };
    assert_eq!(endorsement.report.format, Some(Format::EndorsementJwt));
    assert_eq!(endorsement.report.verdict, Verdict::Verified, "{}", summary(&endorsement.report));
    assert_eq!(endorsement.report.badge.narrative.as_deref(), Some("A rigorous badge."));
}

/// G11: the issuer endorses its own badge, under its id or under another id of its domain.
#[test]
fn notes_self_endorsement() {
    support::vectors::about("G11");
    let own = issuer().with_proof(&issuer().endorsement(BADGE), SUITE);
    let report_of_own = report(&endorsed_badge("/endorsement", json!(own)), &Web::default());
    assert!(codes(&report_of_own.endorsements[0].report).contains(&Code::EndorsementSelf));
    assert_eq!(report_of_own.verdict, Verdict::Verified);

    let [college, board, other_domain] =
        ["https://college.example/i", "https://board.college.example/i", "https://board.example/i"]
            .map(|id| TestIssuer::at(id, 3));
    for (by, expected) in [(&board, true), (&other_domain, false)] {
        let mut credential = college.credential();
        credential["endorsement"] = json!([by.with_proof(&by.endorsement(BADGE), SUITE)]);
        let web = Web::default()
            .with(&college.id, &college.controller("assertionMethod"))
            .with(&by.id, &by.controller("assertionMethod"));
        let report = report(&college.with_proof(&credential, SUITE).to_string(), &web);
        let noted = codes(&report.endorsements[0].report).contains(&Code::EndorsementSelf);
        assert_eq!(noted, expected, "{}: {}", by.id, summary(&report.endorsements[0].report));
    }
}

/// J14: only a limited number of endorsements is verified and fetched.
#[test]
fn limits_endorsements_and_notes_malformed_ones() {
    let many: Vec<Value> = (0..200).map(|at| json!(format!("https://host{at}.example/e"))).collect();
    let web = Web::default();
    let crowded = report(&endorsed_badge("/endorsementJwt", json!(many)), &web);
    assert_eq!(crowded.endorsements.len(), limits::ENDORSEMENTS);
    assert!(codes(&crowded).contains(&Code::EndorsementLimit));
    assert!(web.requests().len() <= limits::DOCUMENTS_PER_VERIFICATION, "{:?}", web.requests());
    assert!(
        crowded.endorsements.iter().all(|endorsement| endorsement.report.verdict == Verdict::Unconfirmed)
    );

    let own = json!(issuer().with_proof(&issuer().credential(), SUITE));
    for (row, value) in [("a badge", own), ("a number", json!(7)), ("an object", json!({"type": "Profile"}))]
    {
        support::vectors::row(row);
        let mut credential = issuer().credential();
        credential["endorsement"] = json!([value]);
        let text = issuer().with_proof(&credential, Suite::EddsaJcs2022).to_string();
        let report = report(&text, &Web::default());
        assert_eq!(
            codes(&report).iter().filter(|code| **code == Code::EndorsementUnreadable).count(),
            1,
            "{row}"
        );
        assert_eq!(
            (report.verdict, report.endorsements.len()),
            (Verdict::Verified, 0),
            "{row}: {}",
            summary(&report)
        );
    }
}

// -- Open Badges 2.0 ----------------------------------------------------------------------------------

/// Verifies an OB 2.0 badge whose class has one endorsement, with the pages of `web` in addition, and returns
/// the endorsement. The badge itself is verified in every row.
fn endorsement_of_class(value: &Value, add: impl FnOnce(&mut Web)) -> (Endorsement, String) {
    let badge = college();
    let mut badge_class = badge.badge_class();
    badge_class["endorsement"] = json!([value]);
    let mut web = badge.web().with(&badge.url("class"), &badge_class);
    add(&mut web);
    let report = report(&badge.assertion().to_string(), &web);
    assert_eq!(report.verdict, Verdict::Verified, "{value}: {}", summary(&report));
    let [endorsement] = &report.endorsements[..] else { panic!("{value}: {}", summary(&report)) };
    assert_eq!(endorsement.of, EndorsementTarget::Achievement, "{value}");
    (endorsement.clone(), summary(&endorsement.report))
}

fn college() -> TestIssuer {
    TestIssuer::at("https://college.example/issuer", 3)
}

fn board() -> TestIssuer {
    TestIssuer::at("https://board.example/issuer", 4)
}

/// OB 2.0 "Endorsement": the page at its address decides, and its issuer must issue from there.
#[test]
fn hosted_endorsement_is_confirmed_by_its_page() {
    let class = college().url("class");
    let of_class = board().endorsement_ob2(&class);
    let changed = |key: &str, value: Value| {
        let mut page = of_class.clone();
        page[key] = value;
        page
    };
    let address = json!(board().url("e1"));
    type Row<'r> = (&'r str, Value, Option<Value>, Verdict, Option<Code>);
    let rows: Vec<Row<'_>> = vec![
        ("by address", address.clone(), Some(of_class.clone()), Verdict::Verified, None),
        ("embedded", of_class.clone(), Some(of_class.clone()), Verdict::Verified, None),
        (
            "embedded and changed",
            changed("claim", json!({"id": class, "endorsementComment": "The best."})),
            Some(of_class.clone()),
            Verdict::Invalid,
            Some(Code::HostedMismatch),
        ),
        (
            "embedded without an address",
            changed("id", json!("urn:uuid:6a1f24b2-0c0a-4f0c-8e0d-3a6a5d1f9b02")),
            None,
            Verdict::Unconfirmed,
            Some(Code::HostedNowhere),
        ),
        (
            "withdrawn",
            address.clone(),
            Some(changed("revoked", json!(true))),
            Verdict::Revoked,
            Some(Code::Revoked),
        ),
        (
            "of another class",
            address.clone(),
            Some(board().endorsement_ob2("https://elsewhere.example/class")),
            Verdict::Invalid,
            Some(Code::EndorsementSubject),
        ),
        (
            "of an issuer on another host",
            address.clone(),
            Some(changed("issuer", json!(college().id))),
            Verdict::Invalid,
            Some(Code::HostedScope),
        ),
        (
            "without a claim",
            address.clone(),
            Some({
                let mut page = of_class.clone();
                page.as_object_mut().unwrap().remove("claim");
                page
            }),
            Verdict::Invalid,
            Some(Code::FieldMissing),
        ),
        ("no response", address, None, Verdict::Unconfirmed, Some(Code::HostedUnavailable)),
    ];
    for (row, value, page, verdict, code) in rows {
        support::vectors::row(row);
        let (endorsement, message) = endorsement_of_class(&value, |web| {
            web.put(&board().id, &board().profile());
            page.iter().for_each(|page| web.put(&board().url("e1"), page));
        });
        assert_eq!(endorsement.report.verdict, verdict, "{row}: {message}");
        assert!(has(&endorsement, code), "{row}: {message}");
        assert_eq!(endorsement.report.format, Some(Format::EndorsementHosted), "{row}");
    }
}

/// OB 2.0 "Endorsement" as a JWS: signed by a key that its issuer's profile owns, and revoked by its issuer's
/// revocation list.
#[test]
fn signed_endorsement_needs_a_key_of_its_issuer() {
    let class = college().url("class");
    let valid = board().signed_endorsement_ob2(&class);
    let with = |key: &str, value: Value| {
        let mut changed = valid.clone();
        changed[key] = value;
        board().signed(&changed)
    };
    let attacker = TestIssuer::at(&board().id, 9);
    let changed_payload = {
        let (valid, other) = (board().signed(&valid), with("issuedOn", json!("2024-01-01T00:00:00Z")));
        let [header, _, signature] = valid.split('.').collect::<Vec<_>>()[..] else { panic!("{valid}") };
        format!("{header}.{}.{signature}", other.split('.').nth(1).unwrap())
    };
    let none = {
        let header = data_encoding::BASE64URL_NOPAD.encode(br#"{"alg":"none"}"#);
        format!("{header}.{}.", board().signed(&valid).split('.').nth(1).unwrap())
    };
    let revoking = json!({
        "@context": "https://w3id.org/openbadges/v2",
        "type": "RevocationList",
        "id": board().url("revoked"),
        "revokedAssertions": [{"id": valid["id"], "revocationReason": "Given in error."}],
    });
    type Row<'r> = (&'r str, String, Verdict, Option<Code>);
    let rows: Vec<Row<'_>> = vec![
        ("sound", board().signed(&valid), Verdict::Verified, None),
        ("without a creator", with("verification", json!({"type": "signed"})), Verdict::Verified, None),
        ("changed", changed_payload, Verdict::Invalid, Some(Code::JwtSigInvalid)),
        ("by another's key", attacker.signed(&valid), Verdict::Invalid, Some(Code::JwtSigInvalid)),
        ("without a signature", none, Verdict::Invalid, Some(Code::JwtAlgForbidden)),
        (
            "by a key that its issuer does not list",
            with("verification", json!({"type": "signed", "creator": "https://evil.example/key"})),
            Verdict::Invalid,
            Some(Code::IssuerKeyUnbound),
        ),
        (
            "of another class",
            board().signed(&board().signed_endorsement_ob2("https://elsewhere.example/class")),
            Verdict::Invalid,
            Some(Code::EndorsementSubject),
        ),
        (
            "of an unavailable issuer",
            with("issuer", json!("https://silent.example/issuer")),
            Verdict::Unconfirmed,
            Some(Code::IssuerUnavailable),
        ),
        ("ended", with("expires", json!("2026-01-01T00:00:00Z")), Verdict::Expired, Some(Code::Expired)),
        ("withdrawn", with("id", json!("urn:uuid:withdrawn")), Verdict::Revoked, Some(Code::Revoked)),
    ];
    for (row, text, verdict, code) in rows {
        support::vectors::row(row);
        let mut profile = board().profile();
        let mut list = revoking.clone();
        if row == "withdrawn" {
            profile["revocationList"] = json!(board().url("revoked"));
            list["revokedAssertions"][0]["id"] = json!("urn:uuid:withdrawn");
        }
        let (endorsement, message) = endorsement_of_class(&json!(text), |web| {
            web.put(&board().id, &profile);
            web.put(&board().url("key"), &board().key_page());
            web.put(&board().url("revoked"), &list);
        });
        assert_eq!(endorsement.report.verdict, verdict, "{row}: {message}");
        assert!(has(&endorsement, code), "{row}: {message}");
        assert_eq!(endorsement.report.format, Some(Format::EndorsementSigned), "{row}");
        assert_eq!(endorsement.comment.as_deref(), Some("A rigorous badge."), "{row}");
    }
}

/// A valid OB 2.0 endorsement, hosted or signed, does not improve a revoked badge.
#[test]
fn valid_ob2_endorsement_does_not_improve_a_badge() {
    let badge = college();
    let class = badge.url("class");
    let mut badge_class = badge.badge_class();
    badge_class["endorsement"] =
        json!([board().url("e1"), board().signed(&board().signed_endorsement_ob2(&class))]);
    let mut assertion = badge.assertion();
    assertion["revoked"] = json!(true);
    let web = badge
        .web()
        .with(&class, &badge_class)
        .with(&badge.url("a1"), &assertion)
        .with(&board().id, &board().profile())
        .with(&board().url("key"), &board().key_page())
        .with(&board().url("e1"), &board().endorsement_ob2(&class));
    let report = report(&badge.assertion().to_string(), &web);
    assert_eq!(report.verdict, Verdict::Revoked, "{}", summary(&report));
    let verdicts: Vec<_> = report.endorsements.iter().map(|endorsement| endorsement.report.verdict).collect();
    assert_eq!(verdicts, [Verdict::Verified, Verdict::Verified]);
}

fn has(endorsement: &Endorsement, code: Option<Code>) -> bool {
    code.is_none() || endorsement.report.checks.iter().any(|check| check.code == code)
}
