//! Open Badges 2.0: hosted and signed assertions, with badge class, profile, key and revocation list.

use data_encoding::HEXLOWER;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::{
    issuer::{Award, IssuedBadge, Issuer, Kind},
    server::Reply,
};

const CONTEXT: &str = "https://w3id.org/openbadges/v2";
const SALT: &str = "deadsea";

/// Serves the documents that do not change: profile and key.
pub(crate) fn serve(issuer: &Issuer) {
    let profile = json!({
        "@context": CONTEXT,
        "id": issuer.url("/ob2/issuer"),
        "type": "Issuer",
        "name": "Example College",
        "url": issuer.url("/"),
        "email": "badges@college.example",
        "description": "Issues badges to test with.",
        "publicKey": issuer.url("/ob2/key"),
        "revocationList": issuer.url("/ob2/revocations"),
        "verification": {"allowedOrigins": issuer.host()},
    });
    let key = json!({
        "@context": CONTEXT,
        "id": issuer.url("/ob2/key"),
        "type": "CryptographicKey",
        "owner": issuer.url("/ob2/issuer"),
        "publicKeyPem": issuer.keys.rsa_pem(),
    });
    issuer.serve("/ob2/issuer", &profile);
    issuer.serve("/ob2/key", &key);
}

/// Issues a badge and serves its badge class. Returns the badge's id and text.
pub(crate) fn issue(issuer: &Issuer, kind: Kind, award: &Award, number: usize) -> (String, String) {
    let class_path = format!("/ob2/class/{number}");
    let class = json!({
        "@context": CONTEXT,
        "id": issuer.url(&class_path),
        "type": "BadgeClass",
        "name": award.name,
        "description": format!("Awarded for {}.", award.name),
        "image": issuer.url("/picture.png"),
        "criteria": {"narrative": "Three tasks, each assessed by two people."},
        "issuer": issuer.url("/ob2/issuer"),
        "tags": ["test"],
    });
    issuer.serve(&class_path, &class);
    let signed = kind == Kind::Ob2Signed;
    let id = match signed {
        true => format!("urn:uuid:00000000-0000-4000-8000-{number:012}"),
        false => issuer.url(&assertion_path(number)),
    };
    let verification = match signed {
        true => json!({"type": "SignedBadge", "creator": issuer.url("/ob2/key")}),
        false => json!({"type": "HostedBadge"}),
    };
    let mut assertion = json!({
        "@context": CONTEXT,
        "id": id,
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": true, "salt": SALT, "identity": identity_hash(&award.email)},
        "badge": issuer.url(&class_path),
        "verification": verification,
        "issuedOn": award.from.to_string(),
        "evidence": {"id": "https://learner.example/work", "narrative": "The work itself."},
    });
    if let Some(until) = award.until {
        assertion["expires"] = until.to_string().into();
    }
    let text = match signed {
        true => issuer.keys.jws("RS256", Map::new(), &assertion),
        false => serde_json::to_string_pretty(&assertion).expect("JSON"),
    };
    (id, text)
}

/// Serves the documents that change: hosted assertions and the revocation list. A revoked assertion has
/// status 410 (OB 2.0 "Hosted Verification").
pub(crate) fn publish(issuer: &Issuer) {
    for badge in
        issuer.issued.lock().expect("no panic").values().filter(|badge| badge.kind == Kind::Ob2Hosted)
    {
        let reply = match issuer.is_revoked(badge.number) {
            true => {
                let body =
                    json!({"@context": CONTEXT, "id": badge.id, "revoked": true, "revocationReason": "test"});
                Reply::Status(410, body.to_string().into_bytes())
            }
            false => Reply::document("application/ld+json", badge.text.as_bytes()),
        };
        issuer.server.serve(&issuer.host, &assertion_path(badge.number), reply);
    }
    let revoked: Vec<Value> = issuer.revoked_ids(|badge: &IssuedBadge| badge.kind == Kind::Ob2Signed);
    let list = json!({
        "@context": CONTEXT,
        "id": issuer.url("/ob2/revocations"),
        "type": "RevocationList",
        "issuer": issuer.url("/ob2/issuer"),
        "revokedAssertions": revoked,
    });
    issuer.serve("/ob2/revocations", &list);
}

/// Returns the path of a hosted assertion.
pub fn assertion_path(number: usize) -> String {
    format!("/ob2/assertion/{number}")
}

/// Hashes an identity: the digest of the identity followed by the salt (OB 2.0 "IdentityHash").
fn identity_hash(email: &str) -> String {
    format!("sha256${}", HEXLOWER.encode(&Sha256::digest(format!("{email}{SALT}"))))
}
