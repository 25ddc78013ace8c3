//! The kinds of credentials that are compared with a schema, and their form.

use crate::support::{self, TestIssuer, Web, check, outcome, report, summary};
use openbadges::{Verdict, proof::data_integrity::Suite};
use serde_json::{Value, json};

use super::{CONFORMANCE, MISMATCH, OPEN_BADGES, PASSED, SCHEMA, STRUCTURE, entry, named, schema};

/// Open Badges 3.0 "Compacted document form": a list of one may be written as a single value.
#[test]
fn compacted_badge_conforms_like_its_expanded_form() {
    let lists = schema(json!({
        "properties": {
            "type": {"type": "array"},
            "proof": {"type": "array"},
            "credentialSchema": {"type": "array"},
            "issuer": {"properties": {"type": {"type": "array"}}},
            "credentialSubject": {"properties": {"type": {"type": "array"}, "identifier": {"type": "array"}}},
        },
    }));
    let issuer = TestIssuer::did_key(1);
    let mut compacted = issuer.credential();
    compacted["credentialSchema"] = entry(OPEN_BADGES);
    compacted["issuer"]["type"] = json!("Profile");
    compacted["credentialSubject"]["type"] = json!("AchievementSubject");
    let web = || Web::default().with(SCHEMA, &lists);
    let judge =
        |credential: &Value| report(&issuer.with_proof(credential, Suite::EddsaJcs2022).to_string(), &web());
    support::vectors::row("compacted");
    let report = judge(&compacted);
    assert_eq!(
        (outcome(&report, CONFORMANCE), report.verdict),
        (PASSED, Verdict::Verified),
        "{}",
        summary(&report)
    );

    // The table of compacted forms has no row for `identifier`.
    support::vectors::row("compacted without a row in the table");
    compacted["credentialSubject"]["identifier"] = compacted["credentialSubject"]["identifier"][0].take();
    assert_eq!(outcome(&judge(&compacted), CONFORMANCE), MISMATCH);
}

#[test]
fn checks_every_kind_of_credential() {
    let issuer = TestIssuer::did_key(1);
    let skating = named("Skating");
    // A VC-JWT.
    let mut credential = issuer.credential();
    credential["credentialSchema"] = json!([entry(OPEN_BADGES)]);
    support::vectors::row("a JWT");
    let token = report(&issuer.jwt(&credential), &Web::default().with(SCHEMA, &skating));
    assert_eq!((outcome(&token, CONFORMANCE), token.verdict), (MISMATCH, Verdict::Invalid));

    // A credential that is not an Open Badge: no specification makes conformance part of its verification.
    support::vectors::row("a credential that is not an Open Badge");
    let other = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": issuer.id,
        "name": "Library card",
        "credentialSubject": {"id": "did:example:learner"},
        "credentialSchema": [entry(OPEN_BADGES)],
    });
    let other = issuer.with_proof(&other, Suite::EddsaJcs2022).to_string();
    let other = report(&other, &Web::default().with(SCHEMA, &skating));
    assert_eq!(
        (outcome(&other, STRUCTURE), other.verdict),
        (MISMATCH, Verdict::Verified),
        "{}",
        summary(&other)
    );

    // An endorsement that does not conform is invalid; the badge is not affected.
    support::vectors::row("an endorsement");
    let endorser = TestIssuer::did_key(2);
    let endorsement = endorser.with_proof(
        &json!({
            "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            "id": "urn:uuid:2",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "issuer": {"id": endorser.id, "type": ["Profile"], "name": "Accreditor"},
            "name": "Endorsement",
            "validFrom": "2025-01-01T00:00:00Z",
            "credentialSubject": {"id": issuer.id, "type": ["EndorsementSubject"]},
            "credentialSchema": [entry(OPEN_BADGES)],
        }),
        Suite::EddsaJcs2022,
    );
    let mut endorsed = issuer.credential();
    endorsed["endorsement"] = json!([endorsement]);
    let endorsed = issuer.with_proof(&endorsed, Suite::EddsaJcs2022).to_string();
    let endorsed = report(&endorsed, &Web::default().with(SCHEMA, &skating));
    assert_eq!(endorsed.verdict, Verdict::Verified, "{}", summary(&endorsed));
    let endorsement = &endorsed.endorsements[0].report;
    assert_eq!((outcome(endorsement, CONFORMANCE), endorsement.verdict), (MISMATCH, Verdict::Invalid));
    assert_eq!(
        check(endorsement, CONFORMANCE).rule.section,
        "EndorsementCredential Verification: credentialSchema"
    );
}
