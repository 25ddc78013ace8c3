//! The Digital Credentials Consortium's libraries (JavaScript): `@digitalcredentials/vc` signs,
//! `@digitalcredentials/verifier-core` verifies. `eddsa-rdfc-2022` and `Ed25519Signature2020`, by did:key and
//! did:web.
//!
//! verifier-core fetches status lists, DID documents, registries and the JSON Schemas of Open Badges. It gets
//! the documents of our test issuer instead. The schemas are missing, which does not affect its results.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::{SignedDuration, Timestamp};
use openbadges::{
    Offline, Verdict, VerifyOptions,
    linked_data::{Edition, contexts::built_in},
    read,
    trust::TrustList,
    verify,
};
use serde_json::{Value, json};
use whole_system::{Award, Issuer, Kind, Status, faults};

use super::{Comparison, Pages, call, inspect, ours, verify_options};

/// A context that verifier-core does not contain.
const EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
const REGISTRY: &str = "https://registry.example/registry.json";

/// A badge of our test issuer, our verdict, and the expected result of verifier-core.
struct Row {
    name: &'static str,
    credential: Value,
    verdict: Verdict,
    result: Value,
}

static COMPARISON: LazyLock<Comparison<Row>> = LazyLock::new(|| {
    let issuer = Issuer::default();
    let rows = rows(&issuer);
    let mut pages = issuer.server().documents();
    let registry =
        json!({"registry": {issuer.keys.did_key(): {"name": "Example College", "location": "", "url": ""}}});
    pages.insert(REGISTRY.into(), registry.to_string());
    let context = built_in(EXTENSIONS, Edition::Published).unwrap();
    pages.insert(context.url.into(), context.text.into());
    let verify: BTreeMap<&str, &Value> = rows.iter().map(|row| (row.name, &row.credential)).collect();
    let input = json!({
        "verify": verify,
        "documents": pages,
        "registries": [{"type": "dcc-legacy", "name": "A registry", "url": REGISTRY}],
    });
    let output = call("node", "digitalcredentials.mjs", &input);
    Comparison { rows, pages: Pages(pages), output }
});

fn rows(issuer: &Issuer) -> Vec<Row> {
    let award = Award::of("Robotics");
    let make = |kind, award: &Award| ours::credential(issuer, kind, award);
    let changed = |credential: &Value| {
        let text = credential.to_string().replace("Three tasks", "Thirty tasks");
        serde_json::from_str(&text).unwrap()
    };
    let good = json!({"log": {"valid_signature": true, "expiration": true, "registered_issuer": true}, "errors": []});
    let with = |step: &str, result: bool| {
        let mut changed = good.clone();
        changed["log"][step] = result.into();
        changed
    };
    let refused = json!({"log": {}, "errors": ["invalid_signature"]});
    let ended = Award { until: Some(Timestamp::now() - SignedDuration::from_hours(24)), ..award.clone() };
    let listed = award.clone().with_status(Status::Bitstring);
    let not_revoked = make(Kind::RdfcDidKey, &listed);
    let badge = issuer.issue(Kind::RdfcDidKey, &listed);
    let revoked: Value = serde_json::from_str(&badge.text).unwrap();
    issuer.revoke(&badge);
    let early = Award { from: Timestamp::now() + SignedDuration::from_hours(24), ..award.clone() };
    let badge = issuer.issue(Kind::RdfcDidWeb, &award.clone().with_status(Status::RevocationList));
    let revoked_by_id: Value = serde_json::from_str(&badge.text).unwrap();
    issuer.revoke(&badge);
    let row = |name, credential, verdict, result| Row { name, credential, verdict, result };
    vec![
        row("eddsa-rdfc-2022", make(Kind::RdfcDidKey, &award), Verdict::Verified, good.clone()),
        row("Ed25519Signature2020", make(Kind::Signature2020, &award), Verdict::Verified, good.clone()),
        row(
            "by a did:web, which the registry does not name",
            make(Kind::RdfcDidWeb, &award),
            Verdict::Verified,
            with("registered_issuer", false),
        ),
        row("listed", not_revoked, Verdict::Verified, with("revocation_status", true)),
        row("revoked", revoked, Verdict::Revoked, with("revocation_status", false)),
        row("ended", make(Kind::RdfcDidKey, &ended), Verdict::Expired, with("expiration", false)),
        row("changed", changed(&make(Kind::RdfcDidKey, &award)), Verdict::Invalid, refused.clone()),
        row(
            "changed, Ed25519Signature2020",
            changed(&make(Kind::Signature2020, &award)),
            Verdict::Invalid,
            refused.clone(),
        ),
        // It checks neither dates nor signature of a badge that is not yet valid (VC Data Model 2.0, section 4.9).
        row(
            "not yet begun",
            make(Kind::RdfcDidKey, &early),
            Verdict::NotYetValid,
            json!({"log": {"registered_issuer": true}, "errors": []}),
        ),
        // It ignores such lists (OB 3.0, "OpenBadgeCredential Verification", the step about revocation).
        row(
            "revoked by a 1EdTechRevocationList",
            revoked_by_id,
            Verdict::Revoked,
            with("registered_issuer", false),
        ),
        // It does not distinguish an unsupported suite from an invalid signature (Data Integrity 1.0,
        // "Verify Proof" and "Processing Errors").
        row("eddsa-jcs-2022", make(Kind::JcsDidKey, &award), Verdict::Verified, refused.clone()),
        row("by another's key", ours::signed_for_another(issuer), Verdict::Invalid, refused),
    ]
}

#[tokio::test]
async fn agrees_on_our_badges_except_listed_rows() {
    let Comparison { rows, pages, output } = &*COMPARISON;
    let registry = TrustList::read("A registry", pages.0[REGISTRY].as_bytes()).unwrap();
    let options = VerifyOptions { trust_lists: vec![registry], ..verify_options() };
    for row in rows {
        let theirs = &output["verified"][row.name];
        assert_eq!(theirs, &row.result, "{}", row.name);
        let ours = verify(&read(row.credential.to_string().as_bytes()).unwrap(), pages, &options).await;
        assert_eq!(ours.verdict, row.verdict, "{}: {:#?}", row.name, faults(&ours));
        if let Some(registered) = theirs["log"]["registered_issuer"].as_bool() {
            assert_eq!(!ours.issuer.lists.is_empty(), registered, "{}", row.name);
        }
    }
}

#[tokio::test]
async fn verifies_peer_badges_and_rejects_changed_ones() {
    let signed = COMPARISON.output["signed"].as_object().unwrap();
    assert_eq!(signed.len(), 5);
    for (name, credential) in signed {
        let text = credential.to_string();
        let ours = inspect(text.as_bytes(), &Offline).await;
        assert_eq!(ours.verdict, Verdict::Verified, "{name}: {:#?}", faults(&ours));
        for (old, new) in
            [("three* stairs", "five* stairs"), ("2025-05-01", "2025-05-02"), ("A Peer", "A Pear")]
        {
            let changed = text.replace(old, new);
            assert_ne!(changed, text, "{name}: {old}");
            let ours = inspect(changed.as_bytes(), &Offline).await;
            assert_eq!(ours.verdict, Verdict::Invalid, "{name} with {new}: {:#?}", faults(&ours));
        }
    }
}

/// Fails if a new version of the peer fetches other documents, which no other test would notice.
#[test]
fn verifier_core_fetches_only_known_documents() {
    let Comparison { pages, output, .. } = &*COMPARISON;
    for url in output["asked"].as_array().unwrap() {
        let url = url.as_str().unwrap();
        let is_schema = url.starts_with("https://purl.imsglobal.org/spec/ob/v3p0/schema/");
        assert!(is_schema || pages.0.contains_key(url), "{url}");
    }
}
