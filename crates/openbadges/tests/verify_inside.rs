//! What stands inside a badge or around it: endorsements, the credentials of a learner record, presentations. Each part
//! has its own verdict, and the tables say what it means for the whole.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

mod common;

use common::{AT, LEARNER, TestIssuer, Web, check, found, outcome, question, report, report_on, summary};
use openbadges::{
    CheckId, Code, Endorsed, Format, Outcome, Report, Verdict, limits, proof::data_integrity::Suite, read,
    read_all,
};
use serde_json::{Value, json};

const SUITE: Suite = Suite::EddsaRdfc2022;
const ACHIEVEMENT: &str = "urn:uuid:5a7c2f50-7d24-4c0c-8e0e-3c3f2f3f6a10";
const BADGE: &str = "urn:uuid:0b7b1e3c-1f5a-4a6e-9a34-4a3d8b1f7e11";

fn issuer() -> TestIssuer {
    TestIssuer::did_key(1)
}

fn endorser() -> TestIssuer {
    TestIssuer::did_key(7)
}

/// An endorsement of `id`, without a proof.
fn endorsement(by: &TestIssuer, id: &str) -> Value {
    json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:3c0f2a55-6b07-4d0d-9b3f-0c55a3d2a001",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": by.id, "type": ["Profile"], "name": "Accreditation Board"},
        "validFrom": "2025-01-01T00:00:00Z",
        "name": "In good standing",
        "credentialSubject": {
            "id": id,
            "type": ["EndorsementSubject"],
            "endorsementComment": "A rigorous badge.",
        },
    })
}

fn codes(report: &Report) -> Vec<Code> {
    report.notes.iter().map(|note| note.code).collect()
}

// -- endorsements -----------------------------------------------------------------------------------

/// The badge with `endorsements` at `pointer`, signed.
fn endorsed_badge(pointer: &str, endorsements: Value) -> String {
    let mut credential = issuer().credential();
    let (owner, key) = pointer.rsplit_once('/').unwrap();
    credential.pointer_mut(owner).unwrap()[key] = endorsements;
    issuer().with_proof(&credential, SUITE).to_string()
}

/// G11 and each way in which an endorsement may be worth nothing. The badge's own verdict is the same in every row.
#[test]
fn an_endorsement_has_its_own_verdict_and_never_changes_the_badges() {
    common::vectors::about("G11");
    let of = |id: &str| endorser().with_proof(&endorsement(&endorser(), id), SUITE);
    let with = |pointer: &str, value: Value| {
        let mut changed = endorsement(&endorser(), BADGE);
        *changed.pointer_mut(pointer).unwrap() = value;
        endorser().with_proof(&changed, SUITE)
    };
    let mut expired = endorsement(&endorser(), BADGE);
    expired["validUntil"] = json!("2026-01-01T00:00:00Z");
    let mut tampered = of(BADGE);
    tampered["credentialSubject"]["endorsementComment"] = json!("The best badge of all.");
    let mut revocable = endorsement(&endorser(), BADGE);
    revocable["credentialStatus"] = json!({
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "1",
        "statusListCredential": "https://accreditor.example/list",
    });
    let posing = {
        let mut posing = endorsement(&endorser(), BADGE);
        posing["issuer"]["id"] = json!("https://accreditor.example/");
        issuer().with_proof(&posing, SUITE)
    };
    let own_issuer = issuer().id;
    let (badge, achievement, profile) =
        ("/endorsement", "/credentialSubject/achievement/endorsement", "/issuer/endorsement");
    type Row<'r> = (&'r str, &'r str, Value, Endorsed, Verdict, Option<Code>);
    let rows: Vec<Row<'_>> = vec![
        ("of the badge", badge, of(BADGE), Endorsed::Badge, Verdict::Verified, None),
        ("of the achievement", achievement, of(ACHIEVEMENT), Endorsed::Achievement, Verdict::Verified, None),
        ("of the issuer", profile, of(&own_issuer), Endorsed::Issuer, Verdict::Verified, None),
        (
            "of the issuer, beside the badge",
            badge,
            of(&own_issuer),
            Endorsed::Issuer,
            Verdict::Verified,
            None,
        ),
        (
            "of another badge",
            badge,
            of("urn:uuid:another"),
            Endorsed::Badge,
            Verdict::Invalid,
            Some(Code::EndorsementSubject),
        ),
        (
            "of another issuer",
            profile,
            of("did:key:z6MkAnother"),
            Endorsed::Issuer,
            Verdict::Invalid,
            Some(Code::EndorsementSubject),
        ),
        ("changed", badge, tampered, Endorsed::Badge, Verdict::Invalid, Some(Code::SigInvalid)),
        (
            "without a proof",
            badge,
            endorsement(&endorser(), BADGE),
            Endorsed::Badge,
            Verdict::Invalid,
            Some(Code::DiNoProof),
        ),
        (
            "expired",
            badge,
            endorser().with_proof(&expired, SUITE),
            Endorsed::Badge,
            Verdict::Expired,
            Some(Code::Expired),
        ),
        (
            "with a list that nobody answers for",
            badge,
            endorser().with_proof(&revocable, SUITE),
            Endorsed::Badge,
            Verdict::Unconfirmed,
            Some(Code::StatusUnknown),
        ),
        (
            "G11 the issuer's key under another's name",
            badge,
            posing,
            Endorsed::Badge,
            Verdict::Invalid,
            Some(Code::IssuerKeyUnbound),
        ),
        (
            "by an issuer that is no profile",
            badge,
            with("/issuer", json!({"id": endorser().id, "name": "Accreditation Board"})),
            Endorsed::Badge,
            Verdict::Invalid,
            Some(Code::FieldMissing),
        ),
    ];
    for (row, pointer, value, of, verdict, code) in rows {
        common::vectors::row(format!("{row}"));
        let report = report(&endorsed_badge(pointer, json!([value])), &Web::default());
        assert_eq!(report.verdict, Verdict::Verified, "{row}: {}", summary(&report));
        let [endorsement] = &report.endorsements[..] else { panic!("{row}: {}", report.endorsements.len()) };
        let told = summary(&endorsement.report);
        assert_eq!((endorsement.of, endorsement.report.verdict), (of, verdict), "{row}: {told}");
        let found =
            endorsement.report.checks.iter().find(|check| {
                matches!(check.outcome, Outcome::Failed | Outcome::Unknown) && check.code == code
            });
        assert!(code.is_none() || found.is_some(), "{row}: {told}");
        assert!(endorsement.comment.is_some(), "{row}");
        assert!(endorsement.report.checks.iter().all(|check| check.id != CheckId::Recipient), "{row}");
        assert!(endorsement.report.endorsements.is_empty() && endorsement.report.inner.is_empty(), "{row}");
    }
}

/// The other way round: a sound endorsement does not lift a badge that does not hold.
#[test]
fn a_sound_endorsement_lifts_nothing() {
    let endorsement = endorser().with_proof(&endorsement(&endorser(), BADGE), SUITE);
    let text =
        endorsed_badge("/endorsement", json!([endorsement])).replace("Nominated by peers", "Nominated by me");
    let report = report(&text, &Web::default());
    assert_eq!(report.verdict, Verdict::Invalid, "{}", summary(&report));
    assert_eq!(report.endorsements[0].report.verdict, Verdict::Verified);
}

#[test]
fn an_endorsement_may_be_a_jwt() {
    let text = endorser().jwt(&endorsement(&endorser(), BADGE));
    let report = report(&endorsed_badge("/endorsementJwt", json!([text])), &Web::default());
    let [endorsement] = &report.endorsements[..] else { panic!("{}", summary(&report)) };
    assert_eq!(endorsement.report.format, Some(Format::EndorsementJwt));
    assert_eq!(endorsement.report.verdict, Verdict::Verified, "{}", summary(&endorsement.report));
    assert_eq!(endorsement.report.badge.narrative.as_deref(), Some("A rigorous badge."));
}

/// G11: the issuer endorses itself, under its own id or another of its domain.
#[test]
fn an_issuer_that_endorses_itself_is_remarked() {
    common::vectors::about("G11");
    let own = issuer().with_proof(&endorsement(&issuer(), BADGE), SUITE);
    let report_of_own = report(&endorsed_badge("/endorsement", json!(own)), &Web::default());
    assert!(codes(&report_of_own.endorsements[0].report).contains(&Code::EndorsementSelf));
    assert_eq!(report_of_own.verdict, Verdict::Verified);

    let [college, board, stranger] =
        ["https://college.example/i", "https://board.college.example/i", "https://board.example/i"]
            .map(|id| TestIssuer::at(id, 3));
    for (by, expected) in [(&board, true), (&stranger, false)] {
        let mut credential = college.credential();
        credential["endorsement"] = json!([by.with_proof(&endorsement(by, BADGE), SUITE)]);
        let web = Web::default()
            .with(&college.id, &college.controller("assertionMethod"))
            .with(&by.id, &by.controller("assertionMethod"));
        let report = report(&college.with_proof(&credential, SUITE).to_string(), &web);
        let told = codes(&report.endorsements[0].report).contains(&Code::EndorsementSelf);
        assert_eq!(told, expected, "{}: {}", by.id, summary(&report.endorsements[0].report));
    }
}

/// J14: however many endorsements a badge names, a limited number is looked at, and asked for.
#[test]
fn endorsements_are_limited_and_what_is_none_is_remarked() {
    let many: Vec<Value> = (0..200).map(|at| json!(format!("https://host{at}.example/e"))).collect();
    let web = Web::default();
    let flooded = report(&endorsed_badge("/endorsementJwt", json!(many)), &web);
    assert_eq!(flooded.endorsements.len(), limits::ENDORSEMENTS);
    assert!(codes(&flooded).contains(&Code::EndorsementLimit));
    assert!(web.asked().len() <= limits::DOCUMENTS_PER_CHECK, "{:?}", web.asked());
    assert!(flooded.endorsements.iter().all(|one| one.report.verdict == Verdict::Unconfirmed));

    let own = json!(issuer().with_proof(&issuer().credential(), SUITE));
    for (row, value) in [("a badge", own), ("a number", json!(7)), ("an object", json!({"type": "Profile"}))]
    {
        common::vectors::row(format!("{row}"));
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

/// OB 2.0 "Endorsement": the page at its address is the truth, and it must be where its issuer issues from.
#[test]
fn a_hosted_endorsement_is_what_its_page_says() {
    let badge = TestIssuer::at("https://college.example/issuer", 3);
    let board = TestIssuer::at("https://board.example/issuer", 4);
    let page = |id: &str| {
        json!({
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Endorsement",
            "id": board.url("e1"),
            "claim": {"id": id, "endorsementComment": "A rigorous badge."},
            "issuer": board.id,
            "issuedOn": "2025-01-01T00:00:00Z",
            "verification": {"type": "hosted"},
        })
    };
    let class = badge.url("class");
    let of_class = page(&class);
    let changed = |key: &str, value: Value| {
        let mut page = page(&class);
        page[key] = value;
        page
    };
    let address = json!(board.url("e1"));
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
            "withdrawn",
            address.clone(),
            Some(changed("revoked", json!(true))),
            Verdict::Revoked,
            Some(Code::Revoked),
        ),
        (
            "of another class",
            address.clone(),
            Some(page("https://elsewhere.example/class")),
            Verdict::Invalid,
            Some(Code::EndorsementSubject),
        ),
        (
            "of an issuer elsewhere",
            address.clone(),
            Some(changed("issuer", json!(badge.id))),
            Verdict::Invalid,
            Some(Code::HostedScope),
        ),
        (
            "without a claim",
            address.clone(),
            Some({
                let mut page = page(&class);
                page.as_object_mut().unwrap().remove("claim");
                page
            }),
            Verdict::Invalid,
            Some(Code::FieldMissing),
        ),
        ("nobody answers", address, None, Verdict::Unconfirmed, Some(Code::HostedUnavailable)),
    ];
    for (row, value, page, verdict, code) in rows {
        common::vectors::row(format!("{row}"));
        let mut badge_class = badge.badge_class();
        badge_class["endorsement"] = json!([value]);
        let mut web = badge.web().with(&badge.url("class"), &badge_class).with(&board.id, &board.profile());
        if let Some(page) = page {
            web.put(&board.url("e1"), &page);
        }
        let report = report(&badge.assertion().to_string(), &web);
        assert_eq!(report.verdict, Verdict::Verified, "{row}: {}", summary(&report));
        let [endorsement] = &report.endorsements[..] else { panic!("{row}: {}", summary(&report)) };
        let told = summary(&endorsement.report);
        assert_eq!(
            (endorsement.of, endorsement.report.verdict),
            (Endorsed::Achievement, verdict),
            "{row}: {told}"
        );
        assert!(
            code.is_none() || endorsement.report.checks.iter().any(|check| check.code == code),
            "{row}: {told}"
        );
    }
}

// -- learner records ------------------------------------------------------------------------------------

/// A record by `issuer` with `inner`, without a proof.
fn record(inner: &[Value]) -> Value {
    json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:7d8a1c0e-0f57-4d6a-8a51-9f3f4f3d2c11",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": issuer().id, "type": ["Profile"], "name": "Test University"},
        "validFrom": "2025-01-01T00:00:00Z",
        "name": "Transcript",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": inner,
            "achievement": [{
                "id": "urn:uuid:dd887f0a-56cb-11ec-bf63-0242ac130002",
                "type": ["Achievement"],
                "name": "Year one",
                "description": "The first year.",
                "criteria": {"narrative": "All courses."},
            }],
        },
    })
}

fn signed(record: &Value) -> String {
    issuer().with_proof(record, SUITE).to_string()
}

fn inner() -> Value {
    endorser().with_proof(&endorser().credential(), SUITE)
}

/// The table of `verify/clr.rs`: what a credential inside means for the record.
#[test]
fn a_record_is_worth_what_its_own_proof_and_the_credentials_inside_are() {
    let with = |key: &str, value: Value| {
        let mut credential = endorser().credential();
        credential[key] = value;
        endorser().with_proof(&credential, SUITE)
    };
    let mut forged = inner();
    forged["name"] = json!("Doctor of everything");
    let unproven = endorser().credential();
    let expired = with("validUntil", json!("2026-01-01T00:00:00Z"));
    let tomorrow = with("validFrom", json!("2027-01-01T00:00:00Z"));
    let far = TestIssuer::at("https://far.example/i", 9);
    let unconfirmed = far.with_proof(&far.credential(), SUITE);
    let check = CheckId::InnerCredentials;
    type Row<'r> = (&'r str, Vec<Value>, Vec<Verdict>, Verdict, (Outcome, Option<Code>), bool);
    let rows: Vec<Row<'_>> = vec![
        (
            "one that holds",
            vec![inner()],
            vec![Verdict::Verified],
            Verdict::Verified,
            (Outcome::Passed, None),
            false,
        ),
        (
            "a forged one",
            vec![inner(), forged.clone()],
            vec![Verdict::Verified, Verdict::Invalid],
            Verdict::Invalid,
            (Outcome::Failed, Some(Code::ClrInnerInvalid)),
            false,
        ),
        (
            "one without a proof",
            vec![unproven],
            vec![Verdict::Invalid],
            Verdict::Invalid,
            (Outcome::Failed, Some(Code::ClrInnerInvalid)),
            false,
        ),
        (
            "one that nobody could be asked about",
            vec![inner(), unconfirmed.clone()],
            vec![Verdict::Verified, Verdict::Unconfirmed],
            Verdict::Unconfirmed,
            (Outcome::Unknown, Some(Code::ClrInnerUnconfirmed)),
            false,
        ),
        (
            "an expired one",
            vec![expired.clone()],
            vec![Verdict::Expired],
            Verdict::Verified,
            (Outcome::Passed, None),
            true,
        ),
        (
            "one that begins later",
            vec![tomorrow],
            vec![Verdict::NotYetValid],
            Verdict::Verified,
            (Outcome::Passed, None),
            true,
        ),
        (
            "a forged one beside one that nobody answers for",
            vec![unconfirmed, forged],
            vec![Verdict::Unconfirmed, Verdict::Invalid],
            Verdict::Invalid,
            (Outcome::Failed, Some(Code::ClrInnerInvalid)),
            false,
        ),
    ];
    for (row, inner, verdicts, verdict, expected, ended) in rows {
        common::vectors::row(format!("{row}"));
        let report = report(&signed(&record(&inner)), &Web::default());
        let found: Vec<Verdict> = report.inner.iter().map(|inner| inner.verdict).collect();
        assert_eq!(found, verdicts, "{row}: {:?}", report.inner.iter().map(summary).collect::<Vec<_>>());
        assert_eq!(
            (report.verdict, outcome(&report, check)),
            (verdict, expected),
            "{row}: {}",
            summary(&report)
        );
        assert_eq!(codes(&report).contains(&Code::ClrInnerEnded), ended, "{row}");
        assert!(report.inner.iter().all(|inner| inner.sha256.is_some() && inner.format.is_some()), "{row}");
    }
}

/// The record's own proof decides too: a sound inner credential does not lift it.
#[test]
fn a_record_without_its_own_proof_is_invalid() {
    let report = report(&record(&[inner()]).to_string(), &Web::default());
    assert_eq!((report.verdict, report.inner[0].verdict), (Verdict::Invalid, Verdict::Verified));
}

/// CLR 2.0 as VC-JWT, and with JWTs inside; the text of each is what its SHA-256 is of.
#[test]
fn a_record_and_what_is_inside_may_be_jwts() {
    let inside = endorser().jwt(&endorser().credential());
    let mut jwts = record(&[]);
    jwts["credentialSubject"]["verifiableCredential"] = json!([inside, inner()]);
    let text = issuer().jwt(&jwts);
    let found = found(&text);
    assert_eq!(found.format, Format::ClrJwt);
    let report = report_on(&found, &Web::default(), &question(AT));
    assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
    let formats: Vec<_> = report.inner.iter().map(|inner| inner.format.unwrap()).collect();
    assert_eq!(formats, [Format::Ob3Jwt, Format::Ob3DataIntegrity]);
    let sha256 = openbadges::documents::sha256_hex;
    assert_eq!(report.inner[0].sha256, Some(sha256(inside.as_bytes())));
    assert_eq!(report.inner[1].sha256, Some(sha256(inner().to_string().as_bytes())));
    assert_eq!(report.inner[0].recipient.outcome, Outcome::Passed, "asked about {LEARNER}");
}

#[test]
fn associations_are_between_achievements_of_the_record() {
    let year = "urn:uuid:dd887f0a-56cb-11ec-bf63-0242ac130002";
    let association = |kind: &str, source: &str, target: &str| json!([{"type": "Association", "associationType": kind, "sourceId": source, "targetId": target}]);
    type Row<'r> = (&'r str, Value, bool, Verdict, (Outcome, Option<Code>));
    let rows: Vec<Row<'_>> = vec![
        (
            "of the record and of a credential inside",
            association("isParentOf", year, ACHIEVEMENT),
            false,
            Verdict::Verified,
            (Outcome::Passed, None),
        ),
        (
            "an end that is nowhere",
            association("isParentOf", year, "urn:uuid:nowhere"),
            false,
            Verdict::Verified,
            (Outcome::Failed, Some(Code::ClrAssociation)),
        ),
        (
            "the same in a partial record",
            association("isParentOf", year, "urn:uuid:nowhere"),
            true,
            Verdict::Verified,
            (Outcome::Unknown, Some(Code::ClrAssociation)),
        ),
        (
            "a type that is not on the list",
            association("isFriendOf", year, ACHIEVEMENT),
            false,
            Verdict::Invalid,
            (Outcome::Passed, None),
        ),
    ];
    for (row, associations, partial, verdict, expected) in rows {
        common::vectors::row(format!("{row}"));
        let mut record = record(&[inner()]);
        record["credentialSubject"]["association"] = associations;
        if partial {
            record["partial"] = json!(true);
        }
        let report = report(&issuer().with_proof(&record, Suite::EddsaJcs2022).to_string(), &Web::default());
        let found = (report.verdict, outcome(&report, CheckId::Associations));
        assert_eq!(found, (verdict, expected), "{row}: {}", summary(&report));
        assert_eq!(codes(&report).contains(&Code::ClrPartial), partial, "{row}");
    }
    let none = report(&signed(&record(&[inner()])), &Web::default());
    assert_eq!(outcome(&none, CheckId::Associations), (Outcome::Absent, None));
    assert_eq!(none.badge.achievements[0].name.as_deref(), Some("Year one"));
    assert_eq!(none.badge.name.as_deref(), Some("Transcript"));
}

/// Every member that CLR 2.0 requires, each missing by itself.
#[test]
fn what_a_record_must_have_is_missed() {
    for pointer in [
        "/id",
        "/name",
        "/issuer/type",
        "/validFrom",
        "/credentialSubject/type",
        "/credentialSubject/verifiableCredential",
    ] {
        let mut record = record(&[inner()]);
        let (owner, key) = pointer.rsplit_once('/').unwrap();
        record.pointer_mut(owner).unwrap().as_object_mut().unwrap().remove(key);
        let report = report(&issuer().with_proof(&record, Suite::EddsaJcs2022).to_string(), &Web::default());
        let format = check(&report, CheckId::Format);
        assert_eq!((format.code, format.details["pointer"].as_str()), (Some(Code::FieldMissing), pointer));
        assert_eq!(report.verdict, Verdict::Invalid);
    }
}

/// Records inside records are followed to a limit, and no further.
#[test]
fn records_inside_records_end() {
    let mut nested = inner();
    for _ in 0..limits::CLR_DEPTH + 1 {
        let signed = issuer().with_proof(&record(&[nested]), Suite::EddsaJcs2022);
        nested = signed;
    }
    let mut level = &report(&nested.to_string(), &Web::default());
    assert_eq!(level.verdict, Verdict::Unconfirmed, "{}", summary(level));
    let mut depth = 0;
    while let Some(inner) = level.inner.first() {
        level = inner;
        depth += 1;
    }
    assert_eq!(
        (depth, outcome(level, CheckId::InnerCredentials)),
        (limits::CLR_DEPTH, (Outcome::Unknown, Some(Code::ClrLimit)))
    );
}

// -- presentations and other credentials ------------------------------------------------------------------

fn presentation(holder: &TestIssuer, credentials: &[Value]) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": holder.id,
        "verifiableCredential": credentials,
    })
}

fn envelope(kind: &str, media_type: &str, jws: &str) -> Value {
    json!({"@context": "https://www.w3.org/ns/credentials/v2", "type": kind, "id": format!("data:{media_type},{jws}")})
}

/// Each credential of a presentation is a badge by itself, its text byte for byte as it stands there.
#[test]
fn a_presentation_is_a_container() {
    let jwt = endorser().jwt(&endorser().credential());
    let holder = TestIssuer::did_key(5);
    let enveloped = envelope("EnvelopedVerifiableCredential", "application/vc+jwt", &jwt);
    let plain = presentation(&holder, &[inner(), enveloped.clone()]);
    let v1 = json!({
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": "VerifiablePresentation",
        "verifiableCredential": [jwt, inner()],
    });
    let header = || json!({"typ": "JWT", "kid": holder.method});
    let claim = holder.jws(header(), &json!({"iss": holder.id, "vp": v1}));
    let bare = holder.jws(header(), &plain);
    let nested =
        presentation(&holder, &[envelope("EnvelopedVerifiablePresentation", "application/vp+jwt", &bare)]);
    let [json_text, jwt_text] = [inner().to_string(), jwt.clone()];
    let rows = [
        ("JSON", plain.to_string(), [&json_text, &jwt_text]),
        ("of the data model 1.1", v1.to_string(), [&jwt_text, &json_text]),
        ("the claim `vp`", claim, [&jwt_text, &json_text]),
        ("a JWT that is one", bare, [&json_text, &jwt_text]),
        ("inside another", nested.to_string(), [&json_text, &jwt_text]),
    ];
    for (row, wrapper, texts) in rows {
        common::vectors::row(format!("{row}"));
        let all = read_all(wrapper.as_bytes());
        let found: Vec<_> =
            all.into_iter().map(|found| found.unwrap_or_else(|error| panic!("{row}: {error}"))).collect();
        assert_eq!(found.iter().map(|found| found.credential.text()).collect::<Vec<_>>(), texts, "{row}");
        for found in &found {
            assert_eq!(found.original, wrapper.as_bytes(), "{row}");
            assert!(found.presentation.is_some(), "{row}");
            let report = report_on(found, &Web::default(), &question(AT));
            assert_eq!(report.verdict, Verdict::Verified, "{row}: {}", summary(&report));
        }
        let error = read(wrapper.as_bytes()).unwrap_err();
        assert_eq!((error.code, error.choices.len()), (Code::PresentationMultipleBadges, 2), "{row}");
    }
    let spaced = format!(
        "{{\"type\":\"VerifiablePresentation\",\"verifiableCredential\" : [ {{ \"x\":1, {}  ]}}",
        &json_text[1..]
    );
    let found = read(spaced.as_bytes()).unwrap();
    assert_eq!(found.credential.text(), format!("{{ \"x\":1, {}", &json_text[1..]), "white space and all");
}

/// What stands in a presentation and cannot be read is told beside the rest.
#[test]
fn presentations_have_their_codes() {
    let holder = TestIssuer::did_key(5);
    let of = |members: &[Value]| presentation(&holder, members).to_string();
    let mut deep = presentation(&holder, &[inner()]);
    for _ in 0..limits::PRESENTATION_DEPTH {
        deep = presentation(&holder, &[deep]);
    }
    let unknown = envelope("EnvelopedVerifiableCredential", "application/vc+sd-jwt", "a.b.c");
    let rows = [
        ("empty", of(&[]), vec![Some(Code::PresentationEmpty)]),
        ("too deep", deep.to_string(), vec![Some(Code::PresentationLimit)]),
        ("too many", of(&vec![json!(7); 200]), {
            let mut codes = vec![Some(Code::JsonNotABadge); limits::PRESENTED_CREDENTIALS];
            codes.push(Some(Code::PresentationLimit));
            codes
        }),
        ("one of two", of(&[unknown, inner()]), vec![Some(Code::JsonNotABadge), None]),
        (
            "a status list",
            of(&[json!({"type": ["VerifiableCredential", "BitstringStatusListCredential"]})]),
            vec![Some(Code::JsonNotABadge)],
        ),
    ];
    for (row, text, expected) in rows {
        common::vectors::row(format!("{row}"));
        let codes: Vec<_> =
            read_all(text.as_bytes()).into_iter().map(|found| found.err().map(|error| error.code)).collect();
        assert_eq!(codes, expected, "{row}");
    }
}

/// Whether the holder signed stands beside the verdict of each credential, which is the same in every row.
#[test]
fn the_holders_signature_stands_beside_the_verdict() {
    let holder = TestIssuer::did_key(5);
    let unsigned = presentation(&holder, &[inner()]);
    let mut options = holder.options(SUITE);
    options.purpose = "authentication".into();
    let signed = holder.with_proof_by(&unsigned, &options);
    let mut changed = signed.clone();
    changed["id"] = json!("urn:uuid:changed");
    let by_another = {
        let thief = TestIssuer::did_key(6);
        let mut options = thief.options(SUITE);
        options.purpose = "authentication".into();
        thief.with_proof_by(&unsigned, &options)
    };
    let mut anonymous = unsigned.clone();
    anonymous.as_object_mut().unwrap().remove("holder");
    let anonymous = holder.with_proof_by(&anonymous, &options);
    let far = TestIssuer::at("https://far.example/i", 9);
    let unreachable = far.with_proof_by(&presentation(&far, &[inner()]), &far.options(SUITE));
    let jwt = |payload: &Value| holder.jws(json!({"typ": "JWT", "kid": holder.method}), payload);
    let vp = json!({"@context": ["https://www.w3.org/2018/credentials/v1"], "type": "VerifiablePresentation", "verifiableCredential": [inner()]});
    let failed = (Outcome::Failed, Some(Code::PresentationHolder));
    let rows = [
        ("signed", signed.to_string(), (Outcome::Passed, None)),
        ("unsigned", unsigned.to_string(), (Outcome::Absent, None)),
        ("changed", changed.to_string(), failed),
        ("signed by another", by_another.to_string(), failed),
        ("without a holder", anonymous.to_string(), (Outcome::Passed, None)),
        (
            "a holder who cannot be asked",
            unreachable.to_string(),
            (Outcome::Unknown, Some(Code::IssuerUnavailable)),
        ),
        ("a JWT", jwt(&json!({"iss": holder.id, "vp": vp})), (Outcome::Passed, None)),
        ("a JWT of another", jwt(&json!({"iss": far.id, "vp": vp})), failed),
    ];
    for (row, text, expected) in rows {
        common::vectors::row(format!("{row}"));
        let [found] = &read_all(text.as_bytes())[..] else { panic!("{row}") };
        let report = report_on(found.as_ref().unwrap(), &Web::default(), &question(AT));
        assert_eq!(report.verdict, Verdict::Verified, "{row}: {}", summary(&report));
        assert_eq!(outcome(&report, CheckId::Presentation), expected, "{row}: {}", summary(&report));
    }
}

/// A credential that is no Open Badge is verified in the same way, and told as what it is.
#[test]
fn other_credentials_are_verified_and_named() {
    let issuer = issuer();
    let credential = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "type": ["VerifiableCredential", "ExampleDegreeCredential"],
        "issuer": issuer.id,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:learner", "degree": {"type": "ExampleBachelorDegree", "name": "Bachelor"}},
    });
    let sound = report(&issuer.with_proof(&credential, SUITE).to_string(), &Web::default());
    assert_eq!(
        (sound.verdict, sound.format),
        (Verdict::Verified, Some(Format::VcDataIntegrity)),
        "{}",
        summary(&sound)
    );
    assert!(codes(&sound).contains(&Code::CredentialNotABadge));
    assert_eq!(sound.badge.name.as_deref(), Some("ExampleDegreeCredential"));
    for (row, pointer, value, verdict) in [
        ("no issuer", "/issuer", json!("nobody"), Verdict::Invalid),
        ("ended", "/validUntil", json!("2026-01-01T00:00:00Z"), Verdict::Expired),
        ("no subject", "/credentialSubject", json!({}), Verdict::Invalid),
        ("a status without a type", "/credentialStatus", json!({"id": "urn:uuid:1"}), Verdict::Invalid),
    ] {
        common::vectors::row(format!("{row}"));
        let mut changed = credential.clone();
        changed[&pointer[1..]] = value;
        let report = report(&issuer.with_proof(&changed, Suite::EddsaJcs2022).to_string(), &Web::default());
        assert_eq!(report.verdict, verdict, "{row}: {}", summary(&report));
    }
}
