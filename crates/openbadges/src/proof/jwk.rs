//! Public keys as JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037) and as PEM (SubjectPublicKeyInfo).

use data_encoding::BASE64URL_NOPAD;
use pkcs1::der::{Decode, pem};
use spki::{ObjectIdentifier, SubjectPublicKeyInfoRef};

use super::{
    ecdsa::Curve,
    family::{Family, unsupported_oid},
    key::{KeyError, PublicKey},
};
use crate::{code::Code, json::Value, limits};

/// A parsed JWK.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jwk {
    /// The public key.
    pub key: PublicKey,
    /// The `kid`.
    pub kid: Option<String>,
    /// The `alg`. If present, the key is valid for this algorithm only.
    pub alg: Option<String>,
    /// Whether the JWK contained a private member (`d`, `p`, …). The private part is neither stored nor logged. Such a key
    /// must not be trusted.
    pub private_exposed: bool,
}

impl Jwk {
    /// Parses a JWK.
    pub fn from_value(value: &Value) -> Result<Self, KeyError> {
        let unsupported = |detail: String| KeyError::new(Code::KeyUnsupported, detail);
        let Value::Object(members) = value else {
            return Err(unsupported("the JWK is not a JSON object".into()));
        };
        check_usage(value)?;
        let kty = text(value, "kty")?;
        let crv = if Family::has_curve(kty) { Some(text(value, "crv")?) } else { None };
        let key = match Family::of_jwk(kty, crv) {
            Some(Family::Ed25519) => PublicKey::ed25519(&octets(value, "x", 32)?),
            Some(Family::P256) => ec_key(value, Curve::P256),
            Some(Family::P384) => ec_key(value, Curve::P384),
            Some(Family::Rsa) => PublicKey::rsa(&integer(value, "n")?, &integer(value, "e")?),
            None => Err(KeyError::unsupported_family(crv.unwrap_or(kty))),
        }?;
        Ok(Self {
            key,
            kid: optional_text(value, "kid")?,
            alg: optional_text(value, "alg")?,
            private_exposed: PRIVATE_MEMBERS.iter().any(|member| members.contains_key(*member)),
        })
    }
}

/// An entry of a JWK set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySetEntry {
    /// The `kid`.
    pub kid: Option<String>,
    /// The key, or the reason why it cannot be used.
    pub jwk: Result<Jwk, KeyError>,
}

/// Parses a JWK set (RFC 7517 section 5). An unusable key does not affect the others.
pub fn key_set(value: &Value) -> Result<Vec<KeySetEntry>, KeyError> {
    let Some(Value::Array(members)) = value.get("keys") else {
        return Err(KeyError::new(Code::KeyUnsupported, "the key set has no array `keys`"));
    };
    if members.len() > limits::ISSUER_KEYS {
        return Err(KeyError::new(Code::KeyLimit, format!("{} keys in one key set", members.len())));
    }
    let kid = |member: &Value| member.get("kid").and_then(Value::as_str).map(str::to_owned);
    Ok(members.iter().map(|member| KeySetEntry { kid: kid(member), jwk: Jwk::from_value(member) }).collect())
}

/// Parses the `publicKeyPem` of an Open Badges 2.0 CryptographicKey: a SubjectPublicKeyInfo or an RSAPublicKey.
pub fn from_pem(text: &str) -> Result<PublicKey, KeyError> {
    let unsupported = |detail: String| KeyError::new(Code::KeyUnsupported, detail);
    if text.len() > limits::PEM_BYTES {
        return Err(KeyError::new(Code::KeyLimit, format!("PEM of {} bytes", text.len())));
    }
    let malformed = |error: pem::Error| unsupported(format!("PEM: {error}"));
    // RFC 7468, section 2, requires writers to use lines of 64 characters, but lets readers accept other lengths.
    let mut lines = text.lines().skip_while(|line| !line.starts_with("-----BEGIN")).skip(1);
    let width = lines.next().map_or(64, |line| line.trim_end().len());
    let mut decoder = pem::Decoder::new_wrapped(text.trim().as_bytes(), width).map_err(malformed)?;
    let label = decoder.type_label().to_owned();
    if label.contains("PRIVATE KEY") {
        return Err(KeyError::new(Code::KeyPrivateExposed, format!("PEM labelled {label}")));
    }
    let mut der = Vec::new();
    decoder.decode_to_end(&mut der).map_err(malformed)?;
    match label.as_str() {
        "PUBLIC KEY" => from_spki(&der),
        "RSA PUBLIC KEY" => from_rsa_public_key(&der),
        other => Err(unsupported(format!("PEM labelled {other}"))),
    }
}

/// Members that only private and symmetric keys have (RFC 7518, sections 6.2.2, 6.3.2, 6.4.1; RFC 8037, section 2).
const PRIVATE_MEMBERS: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// `rsaEncryption` (RFC 8017, appendix A.1).
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// `id-ecPublicKey` (RFC 5480, section 2.1.1).
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// `secp256r1` (RFC 5480, section 2.1.1.1).
const SECP256R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
/// `secp384r1` (RFC 5480, section 2.1.1.1).
const SECP384R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
/// `id-Ed25519` (RFC 8410, section 3).
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// Rejects a key that is not meant for verifying signatures (RFC 7517, sections 4.2 and 4.3).
fn check_usage(jwk: &Value) -> Result<(), KeyError> {
    let not_authorised = |detail: String| Err(KeyError::new(Code::KeyNotAuthorised, detail));
    match jwk.get("use") {
        None => {}
        Some(Value::String(purpose)) if purpose == "sig" => {}
        Some(other) => return not_authorised(format!("the key's `use` is {other}")),
    }
    match jwk.get("key_ops") {
        None => Ok(()),
        Some(Value::Array(operations)) if operations.iter().any(|operation| operation == "verify") => Ok(()),
        Some(other) => not_authorised(format!("the key's `key_ops` are {other}")),
    }
}

fn text<'a>(jwk: &'a Value, member: &str) -> Result<&'a str, KeyError> {
    jwk.get(member)
        .and_then(Value::as_str)
        .ok_or_else(|| KeyError::new(Code::KeyUnsupported, format!("`{member}` is missing or not a string")))
}

fn optional_text(jwk: &Value, member: &str) -> Result<Option<String>, KeyError> {
    if jwk.get(member).is_none() { Ok(None) } else { text(jwk, member).map(|text| Some(text.into())) }
}

/// Decodes a base64url member of exactly `length` bytes (RFC 8037, section 2; RFC 7518, section 6.2.1.2).
fn octets(jwk: &Value, member: &str, length: usize) -> Result<Vec<u8>, KeyError> {
    let bytes = base64url(text(jwk, member)?, member)?;
    if bytes.len() == length {
        return Ok(bytes);
    }
    Err(KeyError::new(
        Code::KeyUnsupported,
        format!("`{member}` has {} bytes instead of {length}", bytes.len()),
    ))
}

/// Parses an EC key. Its coordinates have their full length, leading zeros included (RFC 7518, section 6.2.1.2).
fn ec_key(jwk: &Value, curve: Curve) -> Result<PublicKey, KeyError> {
    let coordinate = |member| octets(jwk, member, curve.coordinate_bytes());
    PublicKey::ec(curve, &[&[4], &coordinate("x")?[..], &coordinate("y")?[..]].concat())
}

/// Decodes a Base64urlUInt (RFC 7518, section 2). May return leading zeros, which some writers include.
fn integer(jwk: &Value, member: &str) -> Result<Vec<u8>, KeyError> {
    let text = text(jwk, member)?;
    if text.len() > limits::JWK_INTEGER_CHARS {
        return Err(KeyError::new(Code::KeyLimit, format!("`{member}` of {} characters", text.len())));
    }
    base64url(text, member)
}

fn base64url(text: &str, member: &str) -> Result<Vec<u8>, KeyError> {
    BASE64URL_NOPAD
        .decode(text.as_bytes())
        .map_err(|error| KeyError::new(Code::KeyUnsupported, format!("`{member}`: {error}")))
}

fn from_spki(der: &[u8]) -> Result<PublicKey, KeyError> {
    let malformed =
        |detail: &str| KeyError::new(Code::KeyUnsupported, format!("SubjectPublicKeyInfo: {detail}"));
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|error| malformed(&error.to_string()))?;
    let key = info
        .subject_public_key
        .as_bytes()
        .ok_or_else(|| malformed("the key is not a whole number of bytes"))?;
    match info.algorithm.oid {
        RSA_ENCRYPTION => from_rsa_public_key(key),
        EC_PUBLIC_KEY => match info.algorithm.parameters_oid() {
            Ok(SECP256R1) => PublicKey::ec(Curve::P256, key),
            Ok(SECP384R1) => PublicKey::ec(Curve::P384, key),
            Ok(curve) => Err(unsupported_key(curve)),
            Err(error) => Err(malformed(&error.to_string())),
        },
        ED25519 => PublicKey::ed25519(key),
        other => Err(unsupported_key(other)),
    }
}

/// Creates the error for an unsupported key type, with its name if known.
fn unsupported_key(oid: ObjectIdentifier) -> KeyError {
    let oid = oid.to_string();
    KeyError::unsupported_family(unsupported_oid(&oid).unwrap_or(&oid))
}

fn from_rsa_public_key(der: &[u8]) -> Result<PublicKey, KeyError> {
    let key = pkcs1::RsaPublicKey::from_der(der)
        .map_err(|error| KeyError::new(Code::KeyUnsupported, format!("RSAPublicKey: {error}")))?;
    PublicKey::rsa(key.modulus.as_bytes(), key.public_exponent.as_bytes())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    #[test]
    fn parses_ed25519_key_of_rfc_8037() {
        let jwk = Jwk::from_value(&json!({"kty": "OKP", "crv": "Ed25519", "x": X, "kid": "a"})).unwrap();
        assert_eq!(jwk.kid.as_deref(), Some("a"));
        assert!(!jwk.private_exposed);
        assert_eq!(jwk.key.family(), Family::Ed25519);
    }

    /// Row E18. No part of the private key is stored or printed.
    #[test]
    fn published_private_key_is_reported_but_not_stored() {
        let d = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
        let jwk = Jwk::from_value(&json!({"kty": "OKP", "crv": "Ed25519", "x": X, "d": d})).unwrap();
        assert!(jwk.private_exposed);
        assert!(!format!("{jwk:?}").contains(d));
    }

    #[test]
    fn rejects_unusable_jwks() {
        let large = "q".repeat(3_000);
        let cases = [
            ("no object", json!("x"), Code::KeyUnsupported, "object"),
            ("no kty", json!({"x": X}), Code::KeyUnsupported, "`kty`"),
            ("kty is a number", json!({"kty": 1}), Code::KeyUnsupported, "`kty`"),
            ("symmetric", json!({"kty": "oct", "k": "c2VjcmV0"}), Code::KeyUnsupported, "oct"),
            ("X25519", json!({"kty": "OKP", "crv": "X25519", "x": X}), Code::KeyUnsupported, "X25519"),
            ("Ed448", json!({"kty": "OKP", "crv": "Ed448", "x": X}), Code::KeyUnsupported, "Ed448"),
            ("P-521", json!({"kty": "EC", "crv": "P-521", "x": X, "y": X}), Code::KeyUnsupported, "P-521"),
            (
                "P-384, short",
                json!({"kty": "EC", "crv": "P-384", "x": X, "y": X}),
                Code::KeyUnsupported,
                "32 bytes instead of 48",
            ),
            (
                "Ed25519 as EC",
                json!({"kty": "EC", "crv": "Ed25519", "x": X}),
                Code::KeyUnsupported,
                "Ed25519",
            ),
            ("secp256k1", json!({"kty": "EC", "crv": "secp256k1"}), Code::KeyUnsupported, "secp256k1"),
            (
                "off the curve",
                json!({"kty": "EC", "crv": "P-256", "x": X, "y": X}),
                Code::SigInvalid,
                "P-256",
            ),
            ("y absent", json!({"kty": "EC", "crv": "P-256", "x": X}), Code::KeyUnsupported, "`y`"),
            (
                "short x",
                json!({"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}),
                Code::KeyUnsupported,
                "3 bytes",
            ),
            (
                "padded x",
                json!({"kty": "OKP", "crv": "Ed25519", "x": format!("{X}=")}),
                Code::KeyUnsupported,
                "`x`",
            ),
            (
                "trailing bits",
                json!({"kty": "OKP", "crv": "Ed25519", "x": X.replace("URo", "URp")}),
                Code::KeyUnsupported,
                "`x`",
            ),
            (
                "for encryption",
                json!({"kty": "OKP", "crv": "Ed25519", "x": X, "use": "enc"}),
                Code::KeyNotAuthorised,
                "enc",
            ),
            (
                "for signing only",
                json!({"kty": "OKP", "crv": "Ed25519", "x": X, "key_ops": ["sign"]}),
                Code::KeyNotAuthorised,
                "sign",
            ),
            (
                "kid is a list",
                json!({"kty": "OKP", "crv": "Ed25519", "x": X, "kid": ["a"]}),
                Code::KeyUnsupported,
                "`kid`",
            ),
            (
                "RSA of 512 bits",
                json!({"kty": "RSA", "n": "q".repeat(85), "e": "AQAB"}),
                Code::KeyUnsupported,
                "`n`",
            ),
            ("RSA, huge n", json!({"kty": "RSA", "n": large, "e": "AQAB"}), Code::KeyLimit, "`n`"),
            ("RSA, huge e", json!({"kty": "RSA", "n": "qqqq", "e": large}), Code::KeyLimit, "`e`"),
        ];
        for (name, jwk, code, detail) in cases {
            let error = Jwk::from_value(&jwk).expect_err(name);
            assert_eq!(error.code, code, "{name}: {error}");
            assert!(error.detail.contains(detail), "{name}: {error}");
        }
    }

    #[test]
    fn key_set_reports_unusable_keys_and_limits_count() {
        let good = json!({"kty": "OKP", "crv": "Ed25519", "x": X});
        let set = key_set(&json!({"keys": [good, {"kty": "oct", "kid": "b"}, good]})).unwrap();
        let usable: Vec<bool> = set.iter().map(|member| member.jwk.is_ok()).collect();
        assert_eq!(usable, [true, false, true]);
        assert_eq!(set[1].kid.as_deref(), Some("b"));
        let many = json!({"keys": vec![good; limits::ISSUER_KEYS + 1]});
        assert_eq!(key_set(&many).unwrap_err().code, Code::KeyLimit);
        for none in [json!({}), json!([]), json!({"keys": {}}), json!(null)] {
            assert_eq!(key_set(&none).unwrap_err().code, Code::KeyUnsupported);
        }
    }

    /// The same point as JWK and as SubjectPublicKeyInfo, on both curves.
    #[test]
    fn parses_ec_points_in_every_form() {
        let p256 = p256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap();
        let p384 = p384::ecdsa::SigningKey::from_slice(&[7; 48]).unwrap();
        const SPKI_P256: &str = "3059301306072a8648ce3d020106082a8648ce3d030107034200";
        const SPKI_P384: &str = "3076301006072a8648ce3d020106052b81040022036200";
        for (curve, point, prefix) in [
            (Curve::P256, p256.verifying_key().to_encoded_point(false).as_bytes().to_vec(), SPKI_P256),
            (Curve::P384, p384.verifying_key().to_encoded_point(false).as_bytes().to_vec(), SPKI_P384),
        ] {
            let key = PublicKey::ec(curve, &point).unwrap();
            let (x, y) = point[1..].split_at(curve.coordinate_bytes());
            let (x, y) = (BASE64URL_NOPAD.encode(x), BASE64URL_NOPAD.encode(y));
            let jwk = json!({"kty": "EC", "crv": curve.family().name(), "x": x, "y": y});
            assert_eq!(Jwk::from_value(&jwk).unwrap().key, key);
            let der = [data_encoding::HEXLOWER.decode(prefix.as_bytes()).unwrap(), point].concat();
            let body = data_encoding::BASE64.encode(&der);
            let pem = format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n");
            assert_eq!(from_pem(&pem), Ok(key));
        }
    }

    #[test]
    fn rejects_pem_of_other_content() {
        let body = "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
        let pem =
            |label: &str, body: &str| format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
        assert_eq!(from_pem(&pem("PUBLIC KEY", body)).unwrap().family(), Family::Ed25519);
        assert_eq!(
            from_pem(&pem("PUBLIC KEY", body).replace('\n', "\r\n")).unwrap().family(),
            Family::Ed25519
        );
        for (name, text, code) in [
            ("no PEM", "Zm9v".into(), Code::KeyUnsupported),
            ("empty", String::new(), Code::KeyUnsupported),
            ("a private key", pem("PRIVATE KEY", body), Code::KeyPrivateExposed),
            ("a private RSA key", pem("RSA PRIVATE KEY", body), Code::KeyPrivateExposed),
            ("a certificate", pem("CERTIFICATE", body), Code::KeyUnsupported),
            ("an RSA label over something else", pem("RSA PUBLIC KEY", body), Code::KeyUnsupported),
            ("DER cut short", pem("PUBLIC KEY", &body[..56]), Code::KeyUnsupported),
            ("huge", pem("PUBLIC KEY", &"A".repeat(1 << 20)), Code::KeyLimit),
        ] {
            assert_eq!(from_pem(&text).expect_err(name).code, code, "{name}");
        }
    }
}
