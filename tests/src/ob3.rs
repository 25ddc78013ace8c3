//! Open Badges 3.0: credentials with Data Integrity proofs and VC-JWTs, with the issuer's documents and
//! status lists.

use std::io::Write;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use flate2::{Compression, write::GzEncoder};
use jiff::Timestamp;
use openbadges::{
    did::did_key_method,
    proof::{
        algorithm::Algorithm,
        data_integrity::{self, ProofOptions, Suite},
        family::Family,
    },
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::issuer::{Award, Issuer, Kind, Status};

const V1: &str = "https://www.w3.org/2018/credentials/v1";
pub(crate) const V2: &str = "https://www.w3.org/ns/credentials/v2";
pub(crate) const OB: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
const OB_EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
const SUITE_2020: &str = "https://w3id.org/security/suites/ed25519-2020/v1";
const SUITE_JWS: &str = "https://w3id.org/security/suites/jws-2020/v1";
const ENTRIES: usize = 131_072;

/// An id of the issuer. All three ids have the same keys.
#[derive(Clone, Copy, PartialEq, Eq)]
enum IssuerId {
    DidKey,
    DidWeb,
    Https,
}

impl IssuerId {
    const ALL: [Self; 3] = [Self::DidKey, Self::DidWeb, Self::Https];

    fn of(kind: Kind) -> Self {
        match kind {
            Kind::RdfcDidWeb => Self::DidWeb,
            Kind::RdfcHttps
            | Kind::EcdsaP256
            | Kind::EcdsaP384
            | Kind::JwsRsa
            | Kind::JwtEs256
            | Kind::JwtRs256
            | Kind::JwtEs384
            | Kind::JwtPs256 => Self::Https,
            _ => Self::DidKey,
        }
    }

    fn id(self, issuer: &Issuer) -> String {
        match self {
            Self::DidKey => issuer.keys.did_key(),
            Self::DidWeb => issuer.did_web(),
            Self::Https => issuer.url("/ob3/issuer"),
        }
    }

    fn default_method(self, issuer: &Issuer) -> String {
        match self {
            Self::DidKey => did_key_method(&self.id(issuer)),
            Self::DidWeb | Self::Https => self.verification_method(issuer, Family::Ed25519),
        }
    }

    /// Returns the verification method of the key of `family` in the document of this id.
    fn verification_method(self, issuer: &Issuer, family: Family) -> String {
        format!("{}#{}", self.id(issuer), family.name().to_ascii_lowercase())
    }

    fn list_path(self) -> &'static str {
        match self {
            Self::DidKey => "/ob3/status/did-key",
            Self::DidWeb => "/ob3/status/did-web",
            Self::Https => "/ob3/status/https",
        }
    }
}

/// Serves the documents that do not change: the documents of the issuer's ids, and its key set.
pub(crate) fn serve(issuer: &Issuer) {
    let keys = |issuer_id: IssuerId| {
        let methods = Family::ALL.map(|family| {
            let (id, controller) = (issuer_id.verification_method(issuer, family), issuer_id.id(issuer));
            match issuer.keys.public(family).to_multibase() {
                Some(key) => {
                    json!({"id": id, "type": "Multikey", "controller": controller, "publicKeyMultibase": key})
                }
                None => {
                    let jwk = issuer.keys.public_jwk(family);
                    json!({"id": id, "type": "JsonWebKey", "controller": controller, "publicKeyJwk": jwk})
                }
            }
        });
        json!(methods)
    };
    let assertion_methods =
        |issuer_id: IssuerId| json!(Family::ALL.map(|family| issuer_id.verification_method(issuer, family)));
    let did_document = json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": IssuerId::DidWeb.id(issuer),
        "verificationMethod": keys(IssuerId::DidWeb),
        "assertionMethod": assertion_methods(IssuerId::DidWeb),
    });
    let profile = json!({
        "@context": [V2, OB],
        "id": IssuerId::Https.id(issuer),
        "type": ["Profile"],
        "name": "Example College",
        "url": issuer.url("/"),
        "verificationMethod": keys(IssuerId::Https),
        "assertionMethod": assertion_methods(IssuerId::Https),
    });
    let set: Vec<Value> =
        Algorithm::ALL.iter().map(|alg| issuer.keys.jwk(alg.name(), &kid(issuer, alg.name()))).collect();
    issuer.serve("/.well-known/did.json", &did_document);
    issuer.serve("/ob3/issuer", &profile);
    issuer.serve("/.well-known/jwks.json", &json!({"keys": set}));
}

/// Issues a badge. Returns its id and text.
pub(crate) fn issue(issuer: &Issuer, kind: Kind, award: &Award, number: usize) -> (String, String) {
    let id = format!("urn:uuid:00000000-0000-4000-9000-{number:012}");
    let credential = credential(issuer, kind, award, number, &id);
    let text = match kind {
        Kind::JwtEdDsa => jwt(issuer, "EdDSA", IssuerId::DidKey.default_method(issuer), credential),
        Kind::JwtEs256 => jwt_with_key_set(issuer, "ES256", credential),
        Kind::JwtEs384 => jwt_with_key_set(issuer, "ES384", credential),
        Kind::JwtRs256 => jwt_with_key_set(issuer, "RS256", credential),
        Kind::JwtPs256 => jwt_with_key_set(issuer, "PS256", credential),
        _ => serde_json::to_string_pretty(&signed(issuer, kind, &credential)).expect("JSON"),
    };
    (id, text)
}

/// Serves the documents that change: the status lists of each of the issuer's ids.
pub(crate) fn publish(issuer: &Issuer) {
    for badge in issuer.issued.lock().expect("no panic").values() {
        if badge.award.status == Status::OwnList {
            serve_list(issuer, IssuerId::of(badge.kind), &own_list_path(&badge.id));
        }
    }
    for issuer_id in IssuerId::ALL {
        serve_list(issuer, issuer_id, issuer_id.list_path());
        let revoked: Vec<Value> = issuer
            .revoked_ids(|badge| {
                badge.award.status == Status::RevocationList && IssuerId::of(badge.kind) == issuer_id
            })
            .into_iter()
            .map(|id| json!({"id": id, "revoked": true, "revocationReason": "test"}))
            .collect();
        let path = format!("{}/ids", issuer_id.list_path());
        issuer.serve(
            &path,
            &json!({"id": issuer.url(&path), "issuer": issuer_id.id(issuer), "revokedCredential": revoked}),
        );
    }
}

/// Serves a bitstring status list, issued under `issuer_id`.
fn serve_list(issuer: &Issuer, issuer_id: IssuerId, path: &str) {
    let url = issuer.url(path);
    let credential = json!({
        "@context": [V2],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_id.id(issuer),
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {
            "id": format!("{url}#list"),
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded_list(issuer),
        },
    });
    let (suite, family) = (Suite::EddsaRdfc2022, Family::Ed25519);
    issuer.serve(path, &sign(issuer, suite, family, issuer_id.default_method(issuer), &credential));
}

/// Returns the path of the status list that contains only the badge with this id.
fn own_list_path(id: &str) -> String {
    format!("/ob3/status/of/{}", id.trim_start_matches("urn:uuid:"))
}

pub(crate) fn credential(issuer: &Issuer, kind: Kind, award: &Award, number: usize, id: &str) -> Value {
    let issuer_id = IssuerId::of(kind);
    let vc_1_1 = matches!(kind, Kind::Signature2018 | Kind::Signature2020);
    let mut contexts = if vc_1_1 { vec![V1, OB] } else { vec![V2, OB] };
    match kind {
        Kind::Signature2020 => contexts.push(SUITE_2020),
        Kind::JwsRsa => contexts.push(SUITE_JWS),
        _ => {}
    }
    if award.status == Status::RevocationList || !award.schemas.is_empty() {
        contexts.push(OB_EXTENSIONS);
    }
    let mut credential = json!({
        "@context": contexts,
        "id": id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer_id.id(issuer), "type": ["Profile"], "name": "Example College"},
        "name": award.name,
        "credentialSubject": subject(award, number),
    });
    let (from, until) = if vc_1_1 { ("issuanceDate", "expirationDate") } else { ("validFrom", "validUntil") };
    credential[from] = award.from.to_string().into();
    if let Some(end) = award.until {
        credential[until] = end.to_string().into();
    }
    if !award.schemas.is_empty() {
        credential["credentialSchema"] = json!(award.schemas);
    }
    let list = match award.status {
        Status::OwnList => issuer.url(&own_list_path(id)),
        _ => issuer.url(issuer_id.list_path()),
    };
    match award.status {
        Status::None => {}
        Status::Bitstring | Status::OwnList => {
            credential["credentialStatus"] = json!({
                "id": format!("{list}#{number}"),
                "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation",
                "statusListIndex": number.to_string(),
                "statusListCredential": list,
            });
        }
        Status::RevocationList => {
            credential["credentialStatus"] =
                json!({"id": format!("{list}/ids"), "type": "1EdTechRevocationList"});
        }
    }
    credential
}

fn subject(award: &Award, number: usize) -> Value {
    let mut subject = json!({
        "type": ["AchievementSubject"],
        "achievement": {
            "id": format!("urn:uuid:00000000-0000-4000-a000-{number:012}"),
            "type": ["Achievement"],
            "achievementType": "Certificate",
            "name": award.name,
            "description": format!("Awarded for {}.", award.name),
            "criteria": {"narrative": "Three tasks, each assessed by two people."},
        },
    });
    match &award.did {
        Some(did) => subject["id"] = did.as_str().into(),
        None => {
            // A VC-JWT needs a subject id (`sub`). The hashed address identifies the recipient.
            subject["id"] = format!("urn:uuid:00000000-0000-4000-b000-{number:012}").into();
            let hash = HEXLOWER.encode(&Sha256::digest(format!("{}deadsea", award.email)));
            subject["identifier"] = json!([{
                "type": "IdentityObject",
                "hashed": true,
                "salt": "deadsea",
                "identityHash": format!("sha256${hash}"),
                "identityType": "emailAddress",
            }]);
        }
    }
    subject
}

pub(crate) fn signed(issuer: &Issuer, kind: Kind, credential: &Value) -> Value {
    let (suite, family) = match kind {
        Kind::JcsDidKey => (Suite::EddsaJcs2022, Family::Ed25519),
        Kind::EcdsaP256 => (Suite::EcdsaRdfc2019, Family::P256),
        Kind::EcdsaP384 => (Suite::EcdsaJcs2019, Family::P384),
        Kind::Signature2018 => (Suite::Ed25519Signature2018, Family::Ed25519),
        Kind::Signature2020 => (Suite::Ed25519Signature2020, Family::Ed25519),
        Kind::JwsRsa => (Suite::JsonWebSignature2020, Family::Rsa),
        _ => (Suite::EddsaRdfc2022, Family::Ed25519),
    };
    let method = match IssuerId::of(kind) {
        IssuerId::DidKey => IssuerId::DidKey.default_method(issuer),
        issuer_id => issuer_id.verification_method(issuer, family),
    };
    sign(issuer, suite, family, method, credential)
}

fn sign(
    issuer: &Issuer,
    suite: Suite,
    family: Family,
    verification_method: String,
    credential: &Value,
) -> Value {
    let options = ProofOptions {
        suite,
        verification_method,
        purpose: "assertionMethod".into(),
        created: Timestamp::from_second(Timestamp::now().as_second()).expect("now"),
        expires: None,
        challenge: None,
        domain: None,
    };
    let key = issuer.keys.signer(family);
    data_integrity::sign(credential, &options, &key).expect("a valid credential")
}

/// Signs a VC-JWT with the key for `algorithm` in the issuer's key set.
fn jwt_with_key_set(issuer: &Issuer, algorithm: &str, credential: Value) -> String {
    jwt(issuer, algorithm, kid(issuer, algorithm), credential)
}

/// Signs a VC-JWT (OB 3.0 "JSON Web Token Proof Format"). The payload is the credential with the registered
/// claims.
fn jwt(issuer: &Issuer, algorithm: &str, kid: String, mut credential: Value) -> String {
    let seconds = |text: &Value| {
        text.as_str().and_then(|text| text.parse::<Timestamp>().ok()).map(Timestamp::as_second)
    };
    credential["iss"] = credential["issuer"]["id"].clone();
    credential["sub"] = credential["credentialSubject"]["id"].clone();
    credential["jti"] = credential["id"].clone();
    credential["nbf"] = seconds(&credential["validFrom"]).expect("validFrom").into();
    if let Some(end) = credential.get("validUntil").and_then(seconds) {
        credential["exp"] = end.into();
    }
    let header = Map::from_iter([("typ".to_owned(), json!("JWT")), ("kid".to_owned(), json!(kid))]);
    issuer.keys.jws(algorithm, header, &credential)
}

fn kid(issuer: &Issuer, algorithm: &str) -> String {
    format!("{}#{}", issuer.url("/.well-known/jwks.json"), algorithm.to_ascii_lowercase())
}

/// Encodes the status list: left-most bit first, gzip, multibase base64url (W3C Bitstring Status List 1.0,
/// section 3.3).
fn encoded_list(issuer: &Issuer) -> String {
    let mut bits = vec![0_u8; ENTRIES / 8];
    for number in issuer.revoked.lock().expect("no panic").iter() {
        bits[number / 8] |= 0b1000_0000 >> (number % 8);
    }
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&bits).expect("memory");
    format!("u{}", BASE64URL_NOPAD.encode(&gzip.finish().expect("memory")))
}
