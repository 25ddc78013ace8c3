//! Trust lists and pinned issuers: adding, replacing, removing and restoring them, and their effect on
//! reports.

use backpack::{
    Backpack, CancellationToken, ImportInput, NetworkPolicy, OpenOptions, VerifierOptions,
    view::{BadgeReport, Message, OpenState},
};
use ed25519_dalek::SigningKey;
use openbadges::{
    Verdict, did,
    proof::data_integrity::{ProofOptions, Suite, sign},
};
use serde_json::json;

struct Learner {
    _folder: tempfile::TempDir,
    options: OpenOptions,
}

impl Learner {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = OpenOptions {
            data_dir: Some(folder.path().join("backpack")),
            passphrase: Some("correct horse".into()),
            recovery_phrase: None,
        };
        Self { _folder: folder, options }
    }

    fn open(&self) -> Backpack {
        let (state, backpack) =
            Backpack::open(&self.options, VerifierOptions { offline: true, ..VerifierOptions::default() });
        assert!(matches!(state, OpenState::Open { ref messages, .. } if messages.is_empty()), "{state:?}");
        backpack.unwrap()
    }
}

/// Returns a signed badge and its issuer's `did:key`. The key is made from `seed`; `name` is the issuer's
/// claimed name.
fn badge(seed: u8, name: &str) -> (String, String) {
    let key = SigningKey::from_bytes(&[seed; 32]);
    let id = did::did_key_of(&key.verifying_key());
    let credential = json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": format!("urn:uuid:0b7b1e3c-1f5a-4a6e-9a34-4a3d8b1f7e{seed:02}"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": id, "type": ["Profile"], "name": name},
        "validFrom": "2025-01-01T00:00:00Z",
        "name": "Teamwork",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:5a7c2f50-7d24-4c0c-8e0e-3c3f2f3f6a10",
                "type": ["Achievement"],
                "name": "Teamwork",
                "description": "Works well in a group.",
                "criteria": {"narrative": "Nominated by peers."},
            },
        },
    });
    let options = ProofOptions {
        suite: Suite::EddsaRdfc2022,
        verification_method: did::did_key_method(&id),
        purpose: "assertionMethod".into(),
        created: "2025-01-01T00:00:00Z".parse().unwrap(),
        expires: None,
        challenge: None,
        domain: None,
    };
    (sign(&credential, &options, &key).unwrap().to_string(), id)
}

async fn inspect(backpack: &Backpack, text: &str) -> (String, BadgeReport) {
    let mut candidates = backpack
        .inspect(
            vec![ImportInput::Text(text.to_owned())],
            &NetworkPolicy::allow([]),
            &CancellationToken::default(),
            &|_| {},
        )
        .await;
    let candidate = candidates.pop().unwrap();
    (candidate.key, candidate.badge.unwrap())
}

fn trust_list_file(text: &str) -> ImportInput {
    ImportInput::Bytes { name: "partners.txt".into(), bytes: text.as_bytes().to_vec() }
}

#[tokio::test]
async fn trust_list_applies_from_addition_to_removal() {
    let learner = Learner::new();
    let (text, id) = badge(1, "Harvard University");
    let backpack = learner.open();
    let plain = inspect(&backpack, &text).await.1;
    assert_eq!((plain.verdict, plain.issuer.lists.len()), (Verdict::Verified, 0));
    assert_eq!(plain.issuer.message.id, "issuer-identity-unknown-key");

    let registry = json!({"registry": {&id: {"name": "My College"}}}).to_string();
    let added = backpack.add_trust_list(trust_list_file(&registry), None).unwrap();
    assert_eq!((added.name.as_str(), added.issuers, added.replaced), ("partners", 1, false));
    let replaced = backpack.add_trust_list(trust_list_file(&registry), None).unwrap();
    assert!(replaced.replaced);
    drop(backpack);

    let backpack = learner.open();
    let (key, listed) = inspect(&backpack, &text).await;
    assert_eq!(listed.verdict, plain.verdict);
    assert_eq!(listed.issuer.lists[0].list, "partners");
    let message = Message::new("issuer-identity-listed").with("list", "partners").with("name", "My College");
    assert_eq!(listed.issuer.message, message);
    let results = backpack.add_candidates(&[key], &CancellationToken::default(), &|_| {});
    let summary = backpack.list_badges(&backpack::view::Query::default()).unwrap().remove(0);
    assert_eq!((summary.issuer_name.as_deref(), summary.issuer_claimed_only), (Some("My College"), false));
    assert_eq!(results[0].badge_id.as_deref(), Some(summary.id.as_str()));

    assert_eq!(backpack.trust_lists().unwrap().len(), 1);
    let added_at = backpack.trust_lists().unwrap()[0].added_at.clone();
    backpack.remove_trust_list("partners").unwrap();
    assert_eq!(backpack.restore_trust_list("others").unwrap_err().code, "NOT_FOUND");
    backpack.restore_trust_list("partners").unwrap();
    assert_eq!(backpack.restore_trust_list("partners").unwrap_err().code, "NOT_FOUND", "restored already");
    assert_eq!(backpack.trust_lists().unwrap()[0].added_at, added_at);
    assert_eq!(inspect(&backpack, &text).await.1.issuer.lists.len(), 1, "the restored list applies again");
    backpack.remove_trust_list("partners").unwrap();
    assert_eq!(backpack.remove_trust_list("partners").unwrap_err().code, "NOT_FOUND");
    assert_eq!(inspect(&backpack, &text).await.1.issuer.lists.len(), 0);
    assert!(backpack.trust_lists().unwrap().is_empty());
}

#[tokio::test]
async fn issuer_is_pinned_on_adding_and_after_restoring() {
    let learner = Learner::new();
    let backpack = learner.open();
    let (text, id) = badge(1, "My College");
    let (key, first) = inspect(&backpack, &text).await;
    assert!(first.issuer.pin.is_none() && backpack.known_issuers().unwrap().is_empty());
    backpack.add_candidates(&[key], &CancellationToken::default(), &|_| {});
    let known = backpack.known_issuers().unwrap();
    assert_eq!((known.len(), known[0].id.as_str(), known[0].keys.len()), (1, id.as_str(), 1));
    assert_eq!((known[0].badges, known[0].changed), (1, false));
    drop(backpack);

    let backpack = learner.open();
    let pin = inspect(&backpack, &text).await.1.issuer.pin.unwrap();
    assert_eq!((pin.changed, pin.message.id.as_str()), (false, "issuer-pinned"));
    backpack.remove_issuer(&id).unwrap();
    assert_eq!(backpack.remove_issuer(&id).unwrap_err().code, "NOT_FOUND");
    assert!(inspect(&backpack, &text).await.1.issuer.pin.is_none());
    backpack.restore_issuer(&id).unwrap();
    assert_eq!(backpack.known_issuers().unwrap()[0].first_seen, known[0].first_seen);
    assert!(inspect(&backpack, &text).await.1.issuer.pin.is_some());
}

#[tokio::test]
async fn trust_list_is_not_fetched_offline() {
    let backpack = Learner::new().open();
    let error = backpack.fetch_trust_list("https://registry.example/issuers.json").await.unwrap_err();
    assert_eq!(error.code, "NET_OFFLINE");
    assert!(backpack.trust_lists().unwrap().is_empty());
}

#[test]
fn invalid_trust_list_is_not_stored() {
    let learner = Learner::new();
    let backpack = learner.open();
    let cases = [
        ("Harvard University", "TRUST_LIST_ID"),
        ("", "TRUST_LIST_FORMAT"),
        ("{\"registry\": {\"did:web:a.example\": {} \"did:web:b.example\": {}}}", "JSON_SYNTAX"),
        ("did:web:a.example\ndid:web:a.example", "TRUST_LIST_DUPLICATE"),
    ];
    for (text, code) in cases {
        let error = backpack.add_trust_list(trust_list_file(text), None).unwrap_err();
        assert_eq!(error.code, code, "{text}");
        assert_eq!(error.message.id, format!("code-{code}"));
    }
    let large = ImportInput::Bytes { name: "large".into(), bytes: vec![b'#'; (2 << 20) + 1] };
    assert_eq!(backpack.add_trust_list(large, None).unwrap_err().code, "TRUST_LIST_LIMIT");
    assert!(backpack.trust_lists().unwrap().is_empty());
}
