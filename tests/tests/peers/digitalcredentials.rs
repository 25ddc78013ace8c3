//! The Digital Credentials Consortium's libraries (JavaScript): `@digitalcredentials/vc` signs,
//! `@digitalcredentials/verifier-core` verifies. `eddsa-rdfc-2022` and `Ed25519Signature2020`, by did:key and did:web.
//!
//! verifier-core asks the network for status lists, DID documents, registries and, hosts_without_consent, for the JSON Schema of Open
//! Badges. All of it is answered from the documents of our test issuer; the schemas are not there, which it says beside
//! its results only.

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

use super::{Pages, Said, ask, judge, ours, question};

/// A context that verifier-core does not bring along.
const EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
const REGISTRY: &str = "https://registry.example/registry.json";

/// A badge of ours, the verdict here, and what verifier-core says of it.
struct Row {
    name: &'static str,
    credential: Value,
    verdict: Verdict,
    said: Value,
}

static SAID: LazyLock<Said<Row>> = LazyLock::new(|| {
    let issuer = Issuer::default();
    let rows = rows(&issuer);
    let mut pages = issuer.server().documents();
    let registry =
        json!({"registry": {issuer.keys.did_key(): {"name": "Example College", "location": "", "url": ""}}});
    pages.insert(REGISTRY.into(), registry.to_string());
    let context = built_in(EXTENSIONS, Edition::Published).unwrap();
    pages.insert(context.url.into(), context.text.into());
    let verify: BTreeMap<&str, &Value> = rows.iter().map(|row| (row.name, &row.credential)).collect();
    let question = json!({
        "verify": verify,
        "documents": pages,
        "registries": [{"type": "dcc-legacy", "name": "A registry", "url": REGISTRY}],
    });
    let answer = ask("node", "digitalcredentials.mjs", &question);
    Said { rows, pages: Pages(pages), answer }
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
        let mut said = good.clone();
        said["log"][step] = result.into();
        said
    };
    let refused = json!({"log": {}, "errors": ["invalid_signature"]});
    let ended = Award { until: Some(Timestamp::now() - SignedDuration::from_hours(24)), ..award.clone() };
    let listed = award.clone().with_status(Status::Bitstring);
    let standing = make(Kind::RdfcDidKey, &listed);
    let badge = issuer.issue(Kind::RdfcDidKey, &listed);
    let revoked: Value = serde_json::from_str(&badge.text).unwrap();
    issuer.revoke(&badge);
    let early = Award { from: Timestamp::now() + SignedDuration::from_hours(24), ..award.clone() };
    let badge = issuer.issue(Kind::RdfcDidWeb, &award.clone().with_status(Status::RevocationList));
    let revoked_by_id: Value = serde_json::from_str(&badge.text).unwrap();
    issuer.revoke(&badge);
    let row = |name, credential, verdict, said| Row { name, credential, verdict, said };
    vec![
        row("eddsa-rdfc-2022", make(Kind::RdfcDidKey, &award), Verdict::Verified, good.clone()),
        row("Ed25519Signature2020", make(Kind::Signature2020, &award), Verdict::Verified, good.clone()),
        row(
            "by a did:web, which the registry does not name",
            make(Kind::RdfcDidWeb, &award),
            Verdict::Verified,
            with("registered_issuer", false),
        ),
        row("listed", standing, Verdict::Verified, with("revocation_status", true)),
        row("revoked", revoked, Verdict::Revoked, with("revocation_status", false)),
        row("ended", make(Kind::RdfcDidKey, &ended), Verdict::Expired, with("expiration", false)),
        row("changed", changed(&make(Kind::RdfcDidKey, &award)), Verdict::Invalid, refused.clone()),
        row(
            "changed, Ed25519Signature2020",
            changed(&make(Kind::Signature2020, &award)),
            Verdict::Invalid,
            refused.clone(),
        ),
        // Of a badge whose time has not begun (VC Data Model 2.0, section 4.9) it says nothing, not even of the signature.
        row(
            "not yet begun",
            make(Kind::RdfcDidKey, &early),
            Verdict::NotYetValid,
            json!({"log": {"registered_issuer": true}, "errors": []}),
        ),
        // It passes over such lists (OB 3.0, "OpenBadgeCredential Verification", the step about revocation).
        row(
            "revoked by a 1EdTechRevocationList",
            revoked_by_id,
            Verdict::Revoked,
            with("registered_issuer", false),
        ),
        // A suite that it does not know is a false signature to it: it does not tell a proof that does not hold from one
        // that it cannot check (Data Integrity 1.0, "Verify Proof" and "Processing Errors").
        row("eddsa-jcs-2022", make(Kind::JcsDidKey, &award), Verdict::Verified, refused.clone()),
        row("by another's key", ours::signed_for_another(issuer), Verdict::Invalid, refused),
    ]
}

#[tokio::test]
async fn agrees_on_our_badges_except_listed_rows() {
    let Said { rows, pages, answer } = &*SAID;
    let registry = TrustList::read("A registry", pages.0[REGISTRY].as_bytes()).unwrap();
    let question = VerifyOptions { trust_lists: vec![registry], ..question() };
    for row in rows {
        let said = &answer["verified"][row.name];
        assert_eq!(said, &row.said, "{}", row.name);
        let ours = verify(&read(row.credential.to_string().as_bytes()).unwrap(), pages, &question).await;
        assert_eq!(ours.verdict, row.verdict, "{}: {:#?}", row.name, faults(&ours));
        if let Some(registered) = said["log"]["registered_issuer"].as_bool() {
            assert_eq!(!ours.issuer.lists.is_empty(), registered, "{}", row.name);
        }
    }
}

#[tokio::test]
async fn verifies_peer_badges_and_rejects_changed_ones() {
    let signed = SAID.answer["signed"].as_object().unwrap();
    assert_eq!(signed.len(), 5);
    for (name, credential) in signed {
        let text = credential.to_string();
        let ours = judge(text.as_bytes(), &Offline).await;
        assert_eq!(ours.verdict, Verdict::Verified, "{name}: {:#?}", faults(&ours));
        for (was, is) in
            [("three* stairs", "five* stairs"), ("2025-05-01", "2025-05-02"), ("A Peer", "A Pear")]
        {
            let changed = text.replace(was, is);
            assert_ne!(changed, text, "{name}: {was}");
            let ours = judge(changed.as_bytes(), &Offline).await;
            assert_eq!(ours.verdict, Verdict::Invalid, "{name} with {is}: {:#?}", faults(&ours));
        }
    }
}

/// A peer that began to ask for more would otherwise be answered by nobody, and fail nobody's test.
#[test]
fn verifier_core_fetches_only_known_documents() {
    let Said { pages, answer, .. } = &*SAID;
    for url in answer["asked"].as_array().unwrap() {
        let url = url.as_str().unwrap();
        let is_schema = url.starts_with("https://purl.imsglobal.org/spec/ob/v3p0/schema/");
        assert!(is_schema || pages.0.contains_key(url), "{url}");
    }
}
