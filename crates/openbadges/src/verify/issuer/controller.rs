//! Keys in a controlled identifier document (Controlled Identifiers 1.0, which includes DID documents) or in a JSON
//! Web Key Set.
//!
//! Each key is returned with any restriction. [`keys`](super::keys) decides which documents count.

use jiff::Timestamp;

use crate::{
    code::Code,
    formats::time::date_time,
    json::Value,
    limits,
    proof::{
        family::Family,
        jwk::{Jwk, key_set},
        key::{KeyError, PublicKey},
    },
    verify::fetch::id_of,
};

/// A purpose of a key: the verification relationships of Controlled Identifiers 1.0, sections 2.3.1 and 2.3.2 (DID
/// Core 1.0, sections 5.3.1 and 5.3.2) that proofs here use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relationship {
    /// Making assertions, such as credentials.
    AssertionMethod,
    /// Authenticating the presenter.
    Authentication,
}

impl Relationship {
    /// Returns the relationship that `proofPurpose` names (VC Data Integrity 1.0, section 2.1).
    pub(crate) fn of_purpose(purpose: &str) -> Option<Self> {
        [Self::AssertionMethod, Self::Authentication]
            .into_iter()
            .find(|relationship| relationship.property() == purpose)
    }

    /// Returns the property that lists the keys for this purpose.
    const fn property(self) -> &'static str {
        match self {
            Self::AssertionMethod => "assertionMethod",
            Self::Authentication => "authentication",
        }
    }
}

/// A key that a document lists.
#[derive(Clone, Debug)]
pub(crate) struct ListedKey {
    /// The names that select the key: its id and shorter forms.
    pub(crate) names: Vec<String>,
    /// The key, if it can be parsed.
    pub(crate) key: Option<PublicKey>,
    /// The algorithm to which the key is bound (RFC 7517, section 4.4).
    pub(crate) algorithm: Option<String>,
    /// The reason why the key must not be used. `None` if it may be used.
    pub(crate) restriction: Option<KeyError>,
}

impl ListedKey {
    /// Returns a key without restriction.
    pub(crate) fn sound(names: Vec<String>, key: PublicKey) -> Self {
        Self { names, key: Some(key), algorithm: None, restriction: None }
    }

    fn unreadable(names: Vec<String>, error: KeyError) -> Self {
        Self { names, key: None, algorithm: None, restriction: Some(error) }
    }

    /// Returns a key from a JWK. It is restricted if its private part is published.
    pub(crate) fn of_jwk(mut names: Vec<String>, jwk: Jwk) -> Self {
        names.extend(jwk.kid);
        let restriction = jwk
            .private_exposed
            .then(|| KeyError::new(Code::KeyPrivateExposed, "the private part is published with the key"));
        Self { names, key: Some(jwk.key), algorithm: jwk.alg, restriction }
    }
}

/// Returns the keys of a controlled identifier document, at most [`limits::ISSUER_KEYS`].
///
/// A key is allowed for `relationship` only if the property lists it, embedded or by its id (Controlled Identifiers
/// 1.0, section 2.3). Other keys are returned with a restriction, so that a wrong purpose is not reported as an
/// unknown key.
pub(crate) fn document_keys(
    document: &Value,
    relationship: Relationship,
    at: Timestamp,
) -> Result<Vec<ListedKey>, KeyError> {
    let owner = id_of(document).unwrap_or_default();
    let mut listed = Vec::new();
    for property in ["verificationMethod"].iter().chain(RELATIONSHIPS) {
        listed.extend(members(document, property).map(|method| (*property, method)));
    }
    if listed.len() > limits::ISSUER_KEYS {
        return Err(KeyError::new(Code::KeyLimit, format!("{} keys in one document", listed.len())));
    }
    let purpose = relationship.property();
    let for_purpose: Vec<String> = members(document, purpose)
        .filter_map(|method| method.as_str().or_else(|| id_of(method)))
        .map(|id| absolute(owner, id))
        .collect();
    let keys = listed.into_iter().filter(|(_, method)| method.is_object()).map(|(property, method)| {
        let id = id_of(method).map(|id| absolute(owner, id));
        let authorised = property == purpose
            || property == "verificationMethod" && id.as_ref().is_some_and(|id| for_purpose.contains(id));
        let mut key = method_key(owner, id, method);
        let restriction =
            if authorised { ended(method, at) } else { Some(not_authorised(format!("not for {purpose}"))) };
        key.restriction = key.restriction.or(restriction);
        key
    });
    Ok(keys.collect())
}

/// Returns the keys of a JSON Web Key Set (RFC 7517, section 5) at `url`. Any other document has none.
pub(crate) fn set_keys(set: &Value, url: &str) -> Result<Vec<ListedKey>, KeyError> {
    if !set.get("keys").is_some_and(Value::is_array) {
        return Ok(Vec::new());
    }
    let keys = key_set(set)?.into_iter().map(|member| {
        let mut names = vec![url.to_owned()];
        names.extend(member.kid.iter().flat_map(|kid| [kid.clone(), format!("{url}#{kid}")]));
        match member.jwk {
            Ok(jwk) => ListedKey::of_jwk(names, jwk),
            Err(error) => ListedKey::unreadable(names, error),
        }
    });
    Ok(keys.collect())
}

/// The verification relationships of Controlled Identifiers 1.0, section 2.3.
const RELATIONSHIPS: &[&str] =
    &["assertionMethod", "authentication", "keyAgreement", "capabilityInvocation", "capabilityDelegation"];

/// A type of verification method: the members that can contain its key, and its only key family, if any.
type MethodType = (&'static str, &'static [&'static str], Option<Family>);

/// Controlled Identifiers 1.0, sections 2.2.2 and 2.2.3, and older types of Data Integrity suites.
const METHOD_TYPES: &[MethodType] = &[
    ("Multikey", &[MULTIBASE], None),
    ("JsonWebKey", &[JWK], None),
    ("JsonWebKey2020", &[JWK], None),
    ("Ed25519VerificationKey2020", &[MULTIBASE], Some(Family::Ed25519)),
    ("Ed25519VerificationKey2018", &[BASE58, JWK], Some(Family::Ed25519)),
    ("EcdsaSecp256r1VerificationKey2019", &[MULTIBASE, JWK], Some(Family::P256)),
];

/// Types of methods with unsupported keys.
const UNSUPPORTED_METHOD_TYPES: &[(&str, &str)] = &[
    ("EcdsaSecp256k1VerificationKey2019", "secp256k1"),
    ("EcdsaSecp256k1RecoveryMethod2020", "secp256k1"),
    ("Bls12381G1Key2020", "BLS12-381 G1"),
    ("Bls12381G2Key2020", "BLS12-381 G2"),
    ("X25519KeyAgreementKey2019", "X25519"),
    ("X25519KeyAgreementKey2020", "X25519"),
];

const MULTIBASE: &str = "publicKeyMultibase";
const JWK: &str = "publicKeyJwk";
const BASE58: &str = "publicKeyBase58";

/// Members that contain a private key.
const SECRETS: &[&str] = &[
    "secretKeyMultibase",
    "secretKeyJwk",
    "privateKeyMultibase",
    "privateKeyJwk",
    "privateKeyBase58",
    "privateKeyPem",
];

/// Returns the key of a verification method (Controlled Identifiers 1.0, section 2.2).
fn method_key(owner: &str, id: Option<String>, method: &Value) -> ListedKey {
    let mut names: Vec<String> = id.into_iter().collect();
    names.extend(names.first().and_then(|id| id.split_once('#')).map(|(_, fragment)| fragment.to_owned()));
    let mut key = match public_key(method) {
        Ok(MethodKey::Plain(key)) => ListedKey::sound(names, key),
        Ok(MethodKey::Jwk(jwk)) => ListedKey::of_jwk(names, jwk),
        Err(error) => ListedKey::unreadable(names, error),
    };
    if SECRETS.iter().any(|member| method.get(member).is_some()) {
        let detail = "the private part is published with the key";
        key.restriction = Some(KeyError::new(Code::KeyPrivateExposed, detail));
    }
    if method.get("controller").and_then(Value::as_str) != Some(owner) {
        key.restriction =
            key.restriction.or(Some(not_authorised("the method names another controller".into())));
    }
    key
}

/// The key of a verification method.
enum MethodKey {
    Plain(PublicKey),
    Jwk(Jwk),
}

/// Returns the key of a method, by the type of the method.
fn public_key(method: &Value) -> Result<MethodKey, KeyError> {
    let unreadable = |detail: String| KeyError::new(Code::KeyUnsupported, detail);
    let kind = method.get("type").and_then(Value::as_str).unwrap_or_default();
    let Some((_, members, family)) = METHOD_TYPES.iter().find(|(name, ..)| *name == kind) else {
        let known = UNSUPPORTED_METHOD_TYPES.iter().find(|(name, _)| *name == kind);
        return Err(match known {
            Some((_, family)) => KeyError::unsupported_family(family),
            None => unreadable(format!("verification method of type `{kind}`")),
        });
    };
    let mut present = members.iter().filter_map(|member| Some((*member, method.get(member)?)));
    let (Some((member, value)), None) = (present.next(), present.next()) else {
        return Err(unreadable(format!("not exactly one of {}", members.join(", "))));
    };
    let key = match (member, value) {
        (JWK, jwk) => {
            let jwk = Jwk::from_value(jwk)?;
            check_family(kind, *family, &jwk.key)?;
            return Ok(MethodKey::Jwk(jwk));
        }
        (BASE58, Value::String(text)) if text.len() <= ED25519_BASE58_CHARS => {
            let bytes = bs58::decode(text).into_vec().map_err(|error| unreadable(error.to_string()))?;
            PublicKey::ed25519(&bytes)?
        }
        (MULTIBASE, Value::String(text)) => PublicKey::from_multibase(text)?,
        _ => return Err(unreadable(format!("`{member}` is of another type"))),
    };
    check_family(kind, *family, &key)?;
    Ok(MethodKey::Plain(key))
}

/// Checks that a method of type `kind` may have a key of this family.
fn check_family(kind: &str, family: Option<Family>, key: &PublicKey) -> Result<(), KeyError> {
    if family.is_none_or(|family| family == key.family()) {
        return Ok(());
    }
    let detail = format!("a key of {} in a method of type `{kind}`", key.family().name());
    Err(KeyError::new(Code::KeyUnsupported, detail))
}

/// The length of 32 bytes in base58.
const ED25519_BASE58_CHARS: usize = 44;

/// Returns the restriction of a method from the time `expires` or `revoked` on (Controlled Identifiers 1.0, section 2.2).
fn ended(method: &Value, at: Timestamp) -> Option<KeyError> {
    ["revoked", "expires"].iter().find_map(|member| {
        let time = method.get(member)?;
        match time.as_str().and_then(|text| date_time(text).ok()) {
            Some(end) if at < end => None,
            _ => Some(not_authorised(format!("`{member}` is {time}"))),
        }
    })
}

fn not_authorised(detail: String) -> KeyError {
    KeyError::new(Code::KeyNotAuthorised, detail)
}

/// Returns the values of a member that is one value or a list.
fn members<'d>(document: &'d Value, property: &str) -> impl Iterator<Item = &'d Value> {
    match document.get(property) {
        Some(Value::Array(values)) => values.as_slice(),
        Some(value) => std::slice::from_ref(value),
        None => &[],
    }
    .iter()
}

/// Resolves an id that is a fragment of the document.
fn absolute(owner: &str, id: &str) -> String {
    if id.starts_with('#') { format!("{owner}{id}") } else { id.to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const OWNER: &str = "did:web:issuer.example";
    const KEY: &str = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";

    fn method(id: &str) -> Value {
        json!({"id": id, "type": "Multikey", "controller": OWNER, "publicKeyMultibase": KEY})
    }

    fn with(mut method: Value, member: &str, value: Value) -> Value {
        method[member] = value;
        method
    }

    fn at() -> Timestamp {
        "2026-11-21T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn only_assertion_method_keys_make_assertions() {
        let (k, full) = (method("#k"), format!("{OWNER}#k"));
        let listed =
            |method: Value| json!({"id": OWNER, "verificationMethod": [method], "assertionMethod": ["#k"]});
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
        let of_jwk = json!({"id": "#k", "type": "JsonWebKey", "controller": OWNER, "publicKeyJwk": jwk});
        let of_2018 = json!({
            "id": "#k", "type": "Ed25519VerificationKey2018", "controller": OWNER,
            "publicKeyBase58": bs58::encode(&bs58::decode(&KEY[1..]).into_vec().unwrap()[2..]).into_string(),
        });
        let cases = [
            ("by its id", listed(method(&full)), None),
            ("by its fragment", listed(k.clone()), None),
            (
                "by a single text",
                json!({"id": OWNER, "verificationMethod": k, "assertionMethod": "#k"}),
                None,
            ),
            ("embedded", json!({"id": OWNER, "assertionMethod": [k]}), None),
            ("a JWK", listed(of_jwk.clone()), None),
            (
                "not listed for assertions",
                json!({"id": OWNER, "verificationMethod": [k]}),
                Some(Code::KeyNotAuthorised),
            ),
            ("for authentication", json!({"id": OWNER, "authentication": [k]}), Some(Code::KeyNotAuthorised)),
            (
                "listed by another id",
                json!({"id": OWNER, "verificationMethod": [k], "assertionMethod": ["did:web:x#k"]}),
                Some(Code::KeyNotAuthorised),
            ),
            (
                "of another controller",
                listed(with(k.clone(), "controller", json!("did:web:x"))),
                Some(Code::KeyNotAuthorised),
            ),
            (
                "without controller",
                listed(with(k.clone(), "controller", json!(null))),
                Some(Code::KeyNotAuthorised),
            ),
            (
                "revoked",
                listed(with(k.clone(), "revoked", json!("2026-11-21T00:00:00Z"))),
                Some(Code::KeyNotAuthorised),
            ),
            ("to be revoked", listed(with(k.clone(), "revoked", json!("2026-11-21T00:00:01Z"))), None),
            (
                "expired",
                listed(with(k.clone(), "expires", json!("2020-01-01T00:00:00Z"))),
                Some(Code::KeyNotAuthorised),
            ),
            (
                "expires at an invalid time",
                listed(with(k.clone(), "expires", json!("never"))),
                Some(Code::KeyNotAuthorised),
            ),
            (
                "with its secret",
                listed(with(k.clone(), "secretKeyMultibase", json!("z"))),
                Some(Code::KeyPrivateExposed),
            ),
            (
                "a JWK with its secret",
                listed(with(of_jwk, "publicKeyJwk", with(jwk.clone(), "d", json!("AA")))),
                Some(Code::KeyPrivateExposed),
            ),
            (
                "of an unknown type",
                listed(with(k.clone(), "type", json!("Bls12381Key"))),
                Some(Code::KeyUnsupported),
            ),
            (
                "without its key",
                listed(with(k.clone(), "publicKeyMultibase", json!(null))),
                Some(Code::KeyUnsupported),
            ),
            ("of the 2018 type", listed(of_2018.clone()), None),
            (
                "with two keys",
                listed(with(of_2018.clone(), "publicKeyJwk", jwk.clone())),
                Some(Code::KeyUnsupported),
            ),
            (
                "of a type for another curve",
                listed(with(k.clone(), "type", json!("EcdsaSecp256r1VerificationKey2019"))),
                Some(Code::KeyUnsupported),
            ),
            (
                "of a type that is not supported",
                listed(with(k.clone(), "type", json!("EcdsaSecp256k1VerificationKey2019"))),
                Some(Code::KeyUnsupported),
            ),
        ];
        for (name, document, restriction) in cases {
            let keys = document_keys(&document, Relationship::AssertionMethod, at()).unwrap();
            let [key] = &keys[..] else { panic!("{name}: {keys:?}") };
            assert_eq!(key.restriction.as_ref().map(|error| error.code), restriction, "{name}: {key:?}");
            assert_eq!(key.names, [full.clone(), "k".into()], "{name}");
        }
    }

    /// Each key is allowed for one purpose only.
    #[test]
    fn keys_are_limited_to_their_purpose() {
        let (assertion, authentication) = (Relationship::AssertionMethod, Relationship::Authentication);
        let document = json!({
            "id": OWNER,
            "verificationMethod": [method("#a"), method("#b")],
            "assertionMethod": ["#a"],
            "authentication": ["#b", method("#c")],
        });
        for (relationship, expected) in [(assertion, ["a"].as_slice()), (authentication, &["b", "c"])] {
            let keys = document_keys(&document, relationship, at()).unwrap();
            let free = keys.iter().filter(|key| key.restriction.is_none());
            assert_eq!(
                free.map(|key| key.names[1].as_str()).collect::<Vec<_>>(),
                expected,
                "{relationship:?}"
            );
            assert_eq!(Relationship::of_purpose(relationship.property()), Some(relationship));
        }
        assert_eq!(Relationship::of_purpose("keyAgreement"), None);
    }

    #[test]
    fn rejects_documents_with_too_many_keys() {
        let document = json!({"id": OWNER, "verificationMethod": vec![method("#k"); 2_000]});
        assert_eq!(
            document_keys(&document, Relationship::AssertionMethod, at()).unwrap_err().code,
            Code::KeyLimit
        );
        assert!(
            document_keys(
                &json!({"id": OWNER, "assertionMethod": ["#k", 1, null]}),
                Relationship::AssertionMethod,
                at()
            )
            .unwrap()
            .is_empty()
        );
    }
}
