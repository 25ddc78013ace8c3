//! Containers: the credentials of learner records and presentations. Each has its own verdict, and the tables
//! give its effect on the whole.

use crate::support;
use crate::support::{
    AT, LEARNER, TestIssuer, Web, check,
    issuer::{ACHIEVEMENT, YEAR},
    options_at, outcome, parse_badge, report, report_on, summary,
};
use openbadges::{
    CheckId, Code, Container, Format, Outcome, Report, Verdict,
    baking::{Standard, bake},
    limits,
    proof::data_integrity::{ProofOptions, Suite},
    read, read_all,
};
use serde_json::{Value, json};

const SUITE: Suite = Suite::EddsaRdfc2022;

fn issuer() -> TestIssuer {
    TestIssuer::did_key(1)
}

/// Returns the issuer of the inner credentials.
fn other() -> TestIssuer {
    TestIssuer::did_key(7)
}

fn codes(report: &Report) -> Vec<Code> {
    report.notes.iter().map(|note| note.code).collect()
}

// -- learner records ------------------------------------------------------------------------------------

fn signed(record: &Value) -> String {
    issuer().with_proof(record, SUITE).to_string()
}

fn inner() -> Value {
    other().with_proof(&other().credential(), SUITE)
}

/// The table of `verify/clr.rs`: the effect of an inner credential on the record.
#[test]
fn record_depends_on_its_proof_and_its_credentials() {
    let with = |key: &str, value: Value| {
        let mut credential = other().credential();
        credential[key] = value;
        other().with_proof(&credential, SUITE)
    };
    let mut forged = inner();
    forged["name"] = json!("Doctor of everything");
    let unproven = other().credential();
    let expired = with("validUntil", json!("2026-01-01T00:00:00Z"));
    let tomorrow = with("validFrom", json!("2027-01-01T00:00:00Z"));
    let unavailable = TestIssuer::at("https://far.example/i", 9);
    let unconfirmed = unavailable.with_proof(&unavailable.credential(), SUITE);
    let check = CheckId::InnerCredentials;
    type Row<'r> = (&'r str, Vec<Value>, Vec<Verdict>, Verdict, (Outcome, Option<Code>), bool);
    let rows: Vec<Row<'_>> = vec![
        (
            "a valid credential",
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
            "one whose status could not be fetched",
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
            "a forged one and one with an unavailable status",
            vec![unconfirmed, forged],
            vec![Verdict::Unconfirmed, Verdict::Invalid],
            Verdict::Invalid,
            (Outcome::Failed, Some(Code::ClrInnerInvalid)),
            false,
        ),
    ];
    for (row, inner, verdicts, verdict, expected, ended) in rows {
        support::vectors::row(row);
        let report = report(&signed(&issuer().record(&inner)), &Web::default());
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

/// The record's own proof decides too: a valid inner credential does not replace it.
#[test]
fn record_without_its_own_proof_is_invalid() {
    let report = report(&issuer().record(&[inner()]).to_string(), &Web::default());
    assert_eq!((report.verdict, report.inner[0].verdict), (Verdict::Invalid, Verdict::Verified));
}

/// CLR 2.0 as VC-JWT, and with inner JWTs. The SHA-256 of each credential is that of its text.
#[test]
fn record_and_its_credentials_may_be_jwts() {
    let inside = other().jwt(&other().credential());
    let mut jwts = issuer().record(&[]);
    jwts["credentialSubject"]["verifiableCredential"] = json!([inside, inner()]);
    let text = issuer().jwt(&jwts);
    let found = parse_badge(&text);
    assert_eq!(found.format, Format::ClrJwt);
    let report = report_on(&found, &Web::default(), &options_at(AT));
    assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
    let formats: Vec<_> = report.inner.iter().map(|inner| inner.format.unwrap()).collect();
    assert_eq!(formats, [Format::Ob3Jwt, Format::Ob3DataIntegrity]);
    let sha256 = openbadges::documents::sha256_hex;
    assert_eq!(report.inner[0].sha256, Some(sha256(inside.as_bytes())));
    assert_eq!(report.inner[1].sha256, Some(sha256(inner().to_string().as_bytes())));
    assert_eq!(report.inner[0].recipient.outcome, Outcome::Passed, "with identity {LEARNER}");
}

/// A PNG of one pixel.
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const SVG: &[u8] = br#"<svg xmlns="http://www.w3.org/2000/svg"><circle r="4"/></svg>"#;

/// CLR 2.0 in an image: unbaking returns the same bytes, and the inner credentials are verified.
#[test]
fn verifies_record_in_an_image() {
    let png = data_encoding::BASE64.decode(PNG.as_bytes()).unwrap();
    let mut forged = inner();
    forged["name"] = json!("Doctor of everything");
    let jwt = other().jwt(&other().credential());
    let valid = [Verdict::Verified, Verdict::Verified];
    type Row<'r> = (&'r str, String, Format, &'r [Verdict], Verdict);
    let rows: [Row<'_>; 3] = [
        (
            "JSON",
            signed(&issuer().record(&[inner(), json!(jwt)])),
            Format::ClrDataIntegrity,
            &valid,
            Verdict::Verified,
        ),
        (
            "a JWT",
            issuer().jwt(&issuer().record(&[inner(), json!(jwt)])),
            Format::ClrJwt,
            &valid,
            Verdict::Verified,
        ),
        (
            "with a forged credential",
            signed(&issuer().record(&[forged])),
            Format::ClrDataIntegrity,
            &[Verdict::Invalid],
            Verdict::Invalid,
        ),
    ];
    for (row, text, format, inside, verdict) in rows {
        for (picture, container) in [(png.as_slice(), Container::Png), (SVG, Container::Svg)] {
            support::vectors::row(format!("{row}, {container:?}"));
            assert_eq!(format.baking(), Standard::Clr, "{row}");
            let baked = bake(picture, &text, format.baking()).unwrap();
            let found = read(&baked).unwrap();
            let parsed = (found.container, found.format, found.credential.text());
            assert_eq!(parsed, (container, format, text.as_str()), "{row}");
            let report = report_on(&found, &Web::default(), &options_at(AT));
            let verdicts: Vec<Verdict> = report.inner.iter().map(|inner| inner.verdict).collect();
            assert_eq!(
                (report.verdict, verdicts.as_slice()),
                (verdict, inside),
                "{row}: {}",
                summary(&report)
            );
            assert!(codes(&report).contains(&Code::ImageNotSigned), "{row}");
        }
    }
}

#[test]
fn associations_refer_to_achievements_of_the_record() {
    let association = |kind: &str, source: &str, target: &str| json!([{"type": "Association", "associationType": kind, "sourceId": source, "targetId": target}]);
    type Row<'r> = (&'r str, Value, bool, Verdict, (Outcome, Option<Code>));
    let rows: Vec<Row<'_>> = vec![
        (
            "of the record and of a credential inside",
            association("isParentOf", YEAR, ACHIEVEMENT),
            false,
            Verdict::Verified,
            (Outcome::Passed, None),
        ),
        (
            "an end that does not exist",
            association("isParentOf", YEAR, "urn:uuid:nowhere"),
            false,
            Verdict::Verified,
            (Outcome::Failed, Some(Code::ClrAssociation)),
        ),
        (
            "the same in a partial record",
            association("isParentOf", YEAR, "urn:uuid:nowhere"),
            true,
            Verdict::Verified,
            (Outcome::Unknown, Some(Code::ClrAssociation)),
        ),
        (
            "an unlisted type",
            association("isFriendOf", YEAR, ACHIEVEMENT),
            false,
            Verdict::Invalid,
            (Outcome::Passed, None),
        ),
    ];
    for (row, associations, partial, verdict, expected) in rows {
        support::vectors::row(row);
        let mut record = issuer().record(&[inner()]);
        record["credentialSubject"]["association"] = associations;
        if partial {
            record["partial"] = json!(true);
        }
        let report = report(&issuer().with_proof(&record, Suite::EddsaJcs2022).to_string(), &Web::default());
        let found = (report.verdict, outcome(&report, CheckId::Associations));
        assert_eq!(found, (verdict, expected), "{row}: {}", summary(&report));
        assert_eq!(codes(&report).contains(&Code::ClrPartial), partial, "{row}");
    }
    let none = report(&signed(&issuer().record(&[inner()])), &Web::default());
    assert_eq!(outcome(&none, CheckId::Associations), (Outcome::Absent, None));
    assert_eq!(none.badge.achievements[0].name.as_deref(), Some("Year one"));
    assert_eq!(none.badge.name.as_deref(), Some("Transcript"));
}

/// The test removes every member that CLR 2.0 requires in turn.
#[test]
fn reports_missing_members_of_a_record() {
    for pointer in [
        "/id",
        "/name",
        "/issuer/type",
        "/validFrom",
        "/credentialSubject/type",
        "/credentialSubject/verifiableCredential",
    ] {
        let mut record = issuer().record(&[inner()]);
        let (owner, key) = pointer.rsplit_once('/').unwrap();
        record.pointer_mut(owner).unwrap().as_object_mut().unwrap().remove(key);
        let report = report(&issuer().with_proof(&record, Suite::EddsaJcs2022).to_string(), &Web::default());
        let format = check(&report, CheckId::Format);
        assert_eq!((format.code, format.details["pointer"].as_str()), (Some(Code::FieldMissing), pointer));
        assert_eq!(report.verdict, Verdict::Invalid);
    }
}

/// Records inside records are verified up to a limit.
#[test]
fn limits_nested_records() {
    let mut nested = inner();
    for _ in 0..limits::CLR_DEPTH + 1 {
        let signed = issuer().with_proof(&issuer().record(&[nested]), Suite::EddsaJcs2022);
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

/// Each credential of a presentation is a badge with its own text, byte for byte.
#[test]
fn presentation_contains_separate_badges() {
    let jwt = other().jwt(&other().credential());
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
        ("a valid JWT", bare, [&json_text, &jwt_text]),
        ("inside another", nested.to_string(), [&json_text, &jwt_text]),
    ];
    for (row, wrapper, texts) in rows {
        support::vectors::row(row);
        let all = read_all(wrapper.as_bytes());
        let found: Vec<_> =
            all.into_iter().map(|found| found.unwrap_or_else(|error| panic!("{row}: {error}"))).collect();
        assert_eq!(found.iter().map(|found| found.credential.text()).collect::<Vec<_>>(), texts, "{row}");
        for found in &found {
            assert_eq!(found.original, wrapper.as_bytes(), "{row}");
            assert!(found.presentation.is_some(), "{row}");
            let report = report_on(found, &Web::default(), &options_at(AT));
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
    assert_eq!(
        found.credential.text(),
        format!("{{ \"x\":1, {}", &json_text[1..]),
        "the text with its white space"
    );
}

/// Unreadable members of a presentation are reported beside the others.
#[test]
fn reports_unreadable_members_of_a_presentation() {
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
        support::vectors::row(row);
        let codes: Vec<_> =
            read_all(text.as_bytes()).into_iter().map(|found| found.err().map(|error| error.code)).collect();
        assert_eq!(codes, expected, "{row}");
    }
}

/// The holder's signature is independent of the verdict of each credential.
#[test]
fn holder_signature_does_not_change_the_verdict() {
    let holder = TestIssuer::did_key(5);
    let unsigned = presentation(&holder, &[inner()]);
    let mut options = holder.options(SUITE);
    options.purpose = "authentication".into();
    let signed = holder.with_proof_by(&unsigned, &options);
    let mut changed = signed.clone();
    changed["id"] = json!("urn:uuid:changed");
    let by_another = {
        let attacker = TestIssuer::did_key(6);
        let mut options = attacker.options(SUITE);
        options.purpose = "authentication".into();
        attacker.with_proof_by(&unsigned, &options)
    };
    let mut anonymous = unsigned.clone();
    anonymous.as_object_mut().unwrap().remove("holder");
    let anonymous = holder.with_proof_by(&anonymous, &options);
    let unavailable = TestIssuer::at("https://far.example/i", 9);
    let unreachable =
        unavailable.with_proof_by(&presentation(&unavailable, &[inner()]), &unavailable.options(SUITE));
    let jwt = |payload: &Value| holder.jws(json!({"typ": "JWT", "kid": holder.method}), payload);
    let vp = json!({"@context": ["https://www.w3.org/2018/credentials/v1"], "type": "VerifiablePresentation", "verifiableCredential": [inner()]});
    let failed = (Outcome::Failed, Some(Code::PresentationHolder));
    let rows = [
        ("signed", signed.to_string(), (Outcome::Passed, None)),
        ("unsigned", unsigned.to_string(), (Outcome::Absent, None)),
        ("changed", changed.to_string(), failed),
        ("signed by another", by_another.to_string(), failed),
        ("without a holder", anonymous.to_string(), (Outcome::Passed, None)),
        ("an unavailable holder", unreachable.to_string(), (Outcome::Unknown, Some(Code::IssuerUnavailable))),
        ("a JWT", jwt(&json!({"iss": holder.id, "vp": vp})), (Outcome::Passed, None)),
        ("a JWT of another", jwt(&json!({"iss": unavailable.id, "vp": vp})), failed),
    ];
    for (row, text, expected) in rows {
        support::vectors::row(row);
        let [found] = &read_all(text.as_bytes())[..] else { panic!("{row}") };
        let report = report_on(found.as_ref().unwrap(), &Web::default(), &options_at(AT));
        assert_eq!(report.verdict, Verdict::Verified, "{row}: {}", summary(&report));
        assert_eq!(outcome(&report, CheckId::Presentation), expected, "{row}: {}", summary(&report));
    }
}

/// A string among the credentials makes no statement in linked data (VC Data Model 2.0, section 4.13, has
/// objects only). A string added after signing would not change the signed data, so the signature is rejected
/// for all credentials.
#[test]
fn rejects_strings_in_a_signed_presentation() {
    let holder = TestIssuer::did_key(5);
    let mut options = holder.options(SUITE);
    options.purpose = "authentication".into();
    let mut signed = holder.with_proof_by(&presentation(&holder, &[inner()]), &options);
    signed["verifiableCredential"].as_array_mut().unwrap().push(other().jwt(&other().credential()).into());
    let found = read_all(signed.to_string().as_bytes());
    assert_eq!(found.len(), 2);
    for (row, found) in ["the signed credential", "the string added later"].iter().zip(found) {
        support::vectors::row(row);
        let report = report_on(&found.unwrap(), &Web::default(), &options_at(AT));
        assert_eq!(report.verdict, Verdict::Verified, "{row}: {}", summary(&report));
        let failed = (Outcome::Failed, Some(Code::PresentationHolder));
        assert_eq!(outcome(&report, CheckId::Presentation), failed, "{row}: {}", summary(&report));
    }
}

/// VC Data Model 2.0, section 4.13; 1.1, section 4.10: the form of the presentation is independent of the
/// verdict. A malformed envelope is still opened.
#[test]
fn presentation_form_does_not_change_the_verdict() {
    let holder = TestIssuer::did_key(5);
    let with = |key: &str, value: Value| {
        let mut presentation = presentation(&holder, &[inner()]);
        presentation[key] = value;
        presentation
    };
    let without = |key: &str| {
        let mut presentation = presentation(&holder, &[inner()]);
        presentation.as_object_mut().unwrap().remove(key).unwrap();
        presentation
    };
    let of = |member: Value| presentation(&holder, &[member]);
    let jwt = other().jwt(&other().credential());
    let enveloped = envelope("EnvelopedVerifiableCredential", "application/vc+jwt", &jwt);
    let no_context = {
        let mut enveloped = enveloped.clone();
        enveloped.as_object_mut().unwrap().remove("@context").unwrap();
        enveloped
    };
    let v1 = json!({
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [jwt],
    });
    let untyped = {
        let mut claim = v1.clone();
        claim.as_object_mut().unwrap().remove("type").unwrap();
        holder.jws(json!({"typ": "JWT", "kid": holder.method}), &json!({"iss": holder.id, "vp": claim}))
    };
    let self_asserted = |issuer: &TestIssuer| presentation(&holder, &[issuer.credential()]);
    let (own, foreign) = (self_asserted(&holder), self_asserted(&other()));
    let (valid, unproven) = (Verdict::Verified, Verdict::Invalid);
    let id = json!({"id": holder.id, "name": "Ada"});
    // The pointer to the fault, and its reason.
    let rows = [
        ("sound", of(inner()).to_string(), valid, None),
        ("without a holder", without("holder").to_string(), valid, None),
        ("a holder with a name", with("holder", id).to_string(), valid, None),
        ("an enveloped credential", of(enveloped.clone()).to_string(), valid, None),
        ("a bare JWT in the data model 1.1", v1.to_string(), valid, None),
        (
            "a bare JWT in the data model 2.0",
            of(json!(jwt)).to_string(),
            valid,
            Some(("/verifiableCredential/0", Code::FieldType)),
        ),
        (
            "another first context",
            with("@context", json!(["https://www.w3.org/ns/credentials/examples/v2"])).to_string(),
            valid,
            Some(("/@context", Code::FieldType)),
        ),
        ("missing context", without("@context").to_string(), valid, Some(("/@context", Code::FieldMissing))),
        (
            "id is not an address",
            with("id", json!("mine")).to_string(),
            valid,
            Some(("/id", Code::FieldType)),
        ),
        (
            "holder is not an address",
            with("holder", json!("Ada")).to_string(),
            valid,
            Some(("/holder", Code::FieldType)),
        ),
        (
            "a holder without an id",
            with("holder", json!({"name": "Ada"})).to_string(),
            valid,
            Some(("/holder/id", Code::FieldMissing)),
        ),
        (
            "an envelope without a context",
            of(no_context).to_string(),
            valid,
            Some(("/verifiableCredential/0/@context", Code::FieldMissing)),
        ),
        (
            "an enveloped presentation among the credentials",
            of(envelope(
                "EnvelopedVerifiablePresentation",
                "application/vp+jwt",
                &holder.jws(json!({"typ": "vp+jwt"}), &of(inner())),
            ))
            .to_string(),
            valid,
            // The credential's container is the inner presentation, which is valid.
            None,
        ),
        (
            "a proof without a type",
            with("proof", json!({"proofValue": "z1"})).to_string(),
            valid,
            Some(("/proof/type", Code::FieldMissing)),
        ),
        ("a claim without its type", untyped, valid, Some(("/type", Code::FieldMissing))),
        ("the holder's own claim, without a proof", own.to_string(), unproven, None),
        (
            "a claim of another than the holder, without a proof",
            foreign.to_string(),
            unproven,
            Some(("/verifiableCredential/0/issuer", Code::FieldType)),
        ),
    ];
    for (row, text, verdict, fault) in rows {
        support::vectors::row(row);
        let [found] = &read_all(text.as_bytes())[..] else { panic!("{row}") };
        let report = report_on(found.as_ref().unwrap(), &Web::default(), &options_at(AT));
        assert_eq!(report.verdict, verdict, "{row}: {}", summary(&report));
        let form = check(&report, CheckId::PresentationFormat);
        let Some((pointer, cause)) = fault else {
            assert_eq!((form.outcome, form.code), (Outcome::Passed, None), "{row}: {}", summary(&report));
            continue;
        };
        let failed = (Outcome::Failed, Some(Code::PresentationMalformed));
        assert_eq!((form.outcome, form.code), failed, "{row}: {}", summary(&report));
        assert_eq!(
            (form.details["pointer"].as_str(), form.details["cause"].as_str()),
            (pointer, cause.as_str()),
            "{row}"
        );
    }
}

/// The rule names the section of the presentation's data model.
#[test]
fn names_the_rule_of_the_presentation_form() {
    let v2 = presentation(&TestIssuer::did_key(5), &[inner()]);
    let mut v1 = v2.clone();
    v1["@context"] = json!(["https://www.w3.org/2018/credentials/v1"]);
    for (presentation, specification, section) in [
        (v1, "VC Data Model 1.1", "4.10 Presentations"),
        (v2, "VC Data Model 2.0", "4.13 Verifiable Presentations"),
    ] {
        let report = report(&presentation.to_string(), &Web::default());
        let rule = &check(&report, CheckId::PresentationFormat).rule;
        assert_eq!((rule.specification.as_str(), rule.section.as_str()), (specification, section));
    }
    let alone = report(&inner().to_string(), &Web::default());
    assert!(
        alone.checks.iter().all(|check| check.id != CheckId::PresentationFormat),
        "a credential without a container has no such check"
    );
}

/// Controlled Identifiers 1.0, 2.3: a key identifies the presenter if its owner lists it for the purpose of
/// the proof. A JWT states no purpose, so it is for authentication.
#[test]
fn holder_needs_a_key_listed_for_the_purpose() {
    let holder = TestIssuer::at("did:web:holder.example", 9);
    let unsigned = presentation(&holder, &[inner()]);
    let proven = |purpose: &str| {
        let options = ProofOptions { purpose: purpose.into(), ..holder.options(SUITE) };
        holder.with_proof_by(&unsigned, &options).to_string()
    };
    let token = |typ: &str, claim: &str, value: Value| {
        let mut payload = unsigned.clone();
        payload[claim] = value;
        holder.jws(json!({"typ": typ, "kid": holder.method}), &payload)
    };
    let jwt = token("vp+jwt", "iss", json!(holder.id));
    let (passed, failed) = ((Outcome::Passed, None), (Outcome::Failed, Some(Code::PresentationHolder)));
    for (row, text, relationship, expected) in [
        ("for authentication", proven("authentication"), "authentication", passed),
        ("for authentication, by a key for assertions", proven("authentication"), "assertionMethod", failed),
        ("for assertions", proven("assertionMethod"), "assertionMethod", passed),
        ("for assertions, by a key for authentication", proven("assertionMethod"), "authentication", failed),
        ("for something else", proven("capabilityInvocation"), "capabilityInvocation", failed),
        ("a JWT", jwt.clone(), "authentication", passed),
        ("a JWT, by a key for assertions", jwt, "assertionMethod", failed),
        ("a JWT of another type", token("vc+jwt", "iss", json!(holder.id)), "authentication", failed),
        ("a JWT that has ended", token("vp+jwt", "exp", json!(1_700_000_000)), "authentication", failed),
        ("a JWT that has not begun", token("vp+jwt", "nbf", json!(1_900_000_000)), "authentication", failed),
        ("a JWT with an invalid time", token("vp+jwt", "exp", json!("soon")), "authentication", failed),
    ] {
        support::vectors::row(row);
        let [found] = &read_all(text.as_bytes())[..] else { panic!("{row}") };
        let web = Web::default()
            .with("https://holder.example/.well-known/did.json", &holder.controller(relationship));
        let report = report_on(found.as_ref().unwrap(), &web, &options_at(AT));
        assert_eq!(report.verdict, Verdict::Verified, "{row}: {}", summary(&report));
        assert_eq!(outcome(&report, CheckId::Presentation), expected, "{row}: {}", summary(&report));
    }
}

/// A credential that is not an Open Badge is verified in the same way, and a note reports what it is.
#[test]
fn verifies_and_names_other_credentials() {
    let issuer = issuer();
    let credential = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "type": ["VerifiableCredential", "ExampleDegreeCredential"],
        "issuer": issuer.id,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:learner", "degree": {"type": "ExampleBachelorDegree", "name": "Bachelor"}},
    });
    let valid = report(&issuer.with_proof(&credential, SUITE).to_string(), &Web::default());
    assert_eq!(
        (valid.verdict, valid.format),
        (Verdict::Verified, Some(Format::VcDataIntegrity)),
        "{}",
        summary(&valid)
    );
    assert!(codes(&valid).contains(&Code::CredentialNotABadge));
    assert_eq!(valid.badge.name.as_deref(), Some("ExampleDegreeCredential"));
    for (row, pointer, value, verdict) in [
        ("missing issuer", "/issuer", json!("nobody"), Verdict::Invalid),
        ("ended", "/validUntil", json!("2026-01-01T00:00:00Z"), Verdict::Expired),
        ("missing subject", "/credentialSubject", json!({}), Verdict::Invalid),
        ("a status without a type", "/credentialStatus", json!({"id": "urn:uuid:1"}), Verdict::Invalid),
    ] {
        support::vectors::row(row);
        let mut changed = credential.clone();
        changed[&pointer[1..]] = value;
        let report = report(&issuer.with_proof(&changed, Suite::EddsaJcs2022).to_string(), &Web::default());
        assert_eq!(report.verdict, verdict, "{row}: {}", summary(&report));
    }
}
