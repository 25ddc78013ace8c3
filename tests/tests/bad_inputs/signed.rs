//! Rows E01 to E11: VC-JWTs that must be rejected.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use hmac::{Hmac, Mac};
use openbadges::did::did_key_method;
use rsa::{pkcs8::DecodePublicKey, traits::PublicKeyParts};
use serde_json::{Map, Value, json};
use sha2::Sha256;
use whole_system::{Award, Backpack, Issuer, Kind, Reply, keys::Keys};

use crate::bad_inputs::Fault;

const EVIL: &str = "evil.example";

/// The header and the payload of a token by the https issuer.
struct Token {
    header: Map<String, Value>,
    payload: Value,
}

impl Token {
    fn of(issuer: &Issuer) -> Self {
        let badge = issuer.issue(Kind::JwtEs256, &Award::of("Robotics"));
        let part = |index: usize| -> Value {
            let text = badge.text.split('.').nth(index).unwrap();
            serde_json::from_slice(&BASE64URL_NOPAD.decode(text.as_bytes()).unwrap()).unwrap()
        };
        Self { header: part(0).as_object().unwrap().clone(), payload: part(1) }
    }

    fn with_header(mut self, name: &str, value: Value) -> Self {
        self.header.insert(name.into(), value);
        self
    }

    fn without_header(mut self, name: &str) -> Self {
        self.header.remove(name);
        self
    }

    fn with_claim(mut self, name: &str, value: Value) -> Self {
        self.payload[name] = value;
        self
    }

    fn without_claim(mut self, name: &str) -> Self {
        self.payload.as_object_mut().unwrap().remove(name);
        self
    }

    /// Signs the token with the key for `algorithm`, and names the algorithm in the header.
    fn signed(self, keys: &Keys, algorithm: &str) -> String {
        keys.jws(algorithm, self.header, &self.payload)
    }

    /// Returns the signing input, with the header unchanged.
    fn signing_input(&self) -> String {
        let encode = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        format!("{}.{}", encode(&Value::Object(self.header.clone())), encode(&self.payload))
    }
}

/// Starts an issuer with an https address, and a hostile host that serves its own key.
fn issuer() -> Issuer {
    let issuer = Issuer::default();
    issuer.server().serve(EVIL, "/k.json", Reply::json(&Keys::default().jwk("EdDSA", "k")));
    issuer
}

fn kid(issuer: &Issuer, algorithm: &str) -> Value {
    format!("{}#{algorithm}", issuer.url("/.well-known/jwks.json")).into()
}

#[test]
fn valid_token_is_verified() {
    let issuer = issuer();
    let person = Backpack::with_access_to(&issuer);
    person.write("valid.jwt", Token::of(&issuer).signed(&issuer.keys, "ES256"));
    assert_eq!(person.run(["verify", "--json", "valid.jwt"]).exits(0).json()["verdict"], "verified");
}

/// Row E01: fourteen forms of an unsigned token.
#[test]
fn rejects_token_without_algorithm() {
    let issuer = issuer();
    let person = Backpack::with_access_to(&issuer);
    let spellings = ["none", "None", "nOnE", ""].map(|text| Some(json!(text)));
    let spellings = spellings.into_iter().chain([None, Some(json!(null)), Some(json!(["none"]))]);
    for alg in spellings {
        let token = match &alg {
            Some(alg) => Token::of(&issuer).with_header("alg", alg.clone()),
            None => Token::of(&issuer).without_header("alg"),
        };
        let text = format!("{}.", token.signing_input());
        Fault::fails("E01", format!("{alg:?}"), text, "proof.signature", "JWT_ALG_FORBIDDEN")
            .assert_reported(&person);
        // Without the last dot, the token has only two parts.
        person.write("short.jwt", token.signing_input());
        let line = person.run(["verify", "--json", "short.jwt"]).exits(3).json();
        crate::bad_inputs::assert_error("E01", &line, "JWT_ALG_FORBIDDEN");
    }
}

/// Row E02: the issuer's public key as HMAC secret, in four encodings.
#[test]
fn rejects_public_key_as_hmac_secret() {
    let issuer = issuer();
    let person = Backpack::with_access_to(&issuer);
    let pem = issuer.keys.rsa_pem();
    let public = rsa::RsaPublicKey::from_public_key_pem(&pem).unwrap();
    let der = data_encoding::BASE64
        .decode(pem.lines().filter(|line| !line.starts_with('-')).collect::<String>().as_bytes());
    let jwk = issuer.keys.jwk("RS256", "rs256").to_string();
    for (form, secret) in [
        ("PEM", pem.clone().into_bytes()),
        ("DER", der.unwrap()),
        ("JWK", jwk.into_bytes()),
        ("modulus", public.n().to_bytes_be()),
    ] {
        let token =
            Token::of(&issuer).with_header("alg", json!("HS256")).with_header("kid", kid(&issuer, "rs256"));
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&secret).unwrap();
        mac.update(token.signing_input().as_bytes());
        let text =
            format!("{}.{}", token.signing_input(), BASE64URL_NOPAD.encode(&mac.finalize().into_bytes()));
        Fault::fails("E02", form, text, "proof.signature", "JWT_ALG_FORBIDDEN").assert_reported(&person);
    }
}

/// Row E03: each algorithm requires keys of one family.
#[test]
fn rejects_algorithm_of_another_key_family() {
    let issuer = issuer();
    let person = Backpack::with_access_to(&issuer);
    for (algorithm, key) in [("RS256", "es256"), ("ES256", "eddsa")] {
        let token = Token::of(&issuer).with_header("kid", kid(&issuer, key));
        let text = token.signed(&issuer.keys, algorithm);
        let description = format!("{algorithm} with the key for {key}");
        Fault::fails("E03", description, text, "proof.signature", "JWT_ALG_KEY_MISMATCH")
            .assert_reported(&person);
    }
    // The base point of P-384 serves as a key (SP 800-186, section 3.2.1.4).
    let coordinate = |hex: &str| BASE64URL_NOPAD.encode(&HEXLOWER.decode(hex.as_bytes()).unwrap());
    let p384 = json!({
        "kty": "EC",
        "crv": "P-384",
        "kid": kid(&issuer, "p384"),
        "x": coordinate("aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7"),
        "y": coordinate("3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f"),
    });
    issuer.replace_reply("/.well-known/jwks.json", Reply::json(&json!({"keys": [p384]})));
    let text = Token::of(&issuer).with_header("kid", kid(&issuer, "p384")).signed(&issuer.keys, "ES256");
    Fault::fails("E03", "ES256 with a key on P-384", text, "proof.signature", "JWT_ALG_KEY_MISMATCH")
        .assert_reported(&person);
}

/// Rows E04 and E05: a header only selects one of the issuer's keys.
#[test]
fn rejects_foreign_key_in_header() {
    let issuer = issuer();
    let person = Backpack::with_access_to(&issuer);
    let stranger = Keys::default();
    let token = Token::of(&issuer).without_header("kid").with_header("jwk", stranger.jwk("EdDSA", "k"));
    let text = token.signed(&stranger, "EdDSA");
    Fault::fails("E04", "a stranger's key", text, "issuer.key", "ISSUER_KEY_UNBOUND")
        .assert_reported(&person);

    let elsewhere = issuer.server().url(EVIL, "/k.json");
    for kid in [elsewhere, did_key_method(&stranger.did_key())] {
        let token = Token::of(&issuer).with_header("kid", json!(kid));
        let text = token.signed(&stranger, "EdDSA");
        Fault::fails("E05", kid, text, "issuer.key", "JWT_KID_SCOPE").assert_reported(&person);
    }
    assert!(
        issuer.server().requests().iter().all(|request| request.host != EVIL),
        "a foreign host was contacted"
    );
}

/// Rows E07 and E08: forbidden header parameters, and critical extensions that we do not support.
#[test]
fn ignores_instructions_in_header() {
    let issuer = issuer();
    let person = Backpack::with_access_to(&issuer);
    let elsewhere = issuer.server().url(EVIL, "/k.json");
    let signed = |token: Token| token.signed(&issuer.keys, "ES256");
    for (name, value) in [("jku", json!(elsewhere)), ("x5u", json!(elsewhere)), ("x5c", json!(["MIIB"]))] {
        let text = signed(Token::of(&issuer).with_header(name, value));
        Fault::fails("E07", name, text, "proof.signature", "JWT_HEADER_FORBIDDEN").assert_reported(&person);
    }
    for critical in [json!(["exp"]), json!(["b64"]), json!([]), json!(["myparam"])] {
        let token = Token::of(&issuer).with_header("crit", critical.clone()).with_header("b64", json!(false));
        let text = signed(token);
        Fault::fails("E08", critical.to_string(), text, "proof.signature", "JWT_CRIT")
            .assert_reported(&person);
    }
    assert!(
        issuer.server().requests().iter().all(|request| request.host != EVIL),
        "a foreign host was contacted"
    );
}

/// Rows E10 and E11: the claims must be present and equal the fields of the credential.
#[test]
fn rejects_claims_that_contradict_the_credential() {
    let issuer = issuer();
    let person = Backpack::with_access_to(&issuer);
    for (claim, value) in [
        ("iss", json!("https://evil.example")),
        ("sub", json!("did:example:thief")),
        ("jti", json!("urn:uuid:2")),
        ("nbf", json!(1)),
        ("exp", json!(4_102_444_800_u64)),
    ] {
        let mut token = Token::of(&issuer).with_claim(claim, value);
        token.payload["validUntil"] = json!("2099-01-01T00:00:00Z");
        token.payload["exp"] = token.payload.get("exp").cloned().unwrap_or_else(|| json!(4_070_908_800_u64));
        let text = token.signed(&issuer.keys, "ES256");
        let line =
            Fault::fails("E10", claim, text, "proof.claims", "JWT_CLAIM_MISMATCH").assert_reported(&person);
        let message = crate::bad_inputs::check(&line, "proof.claims")["message"].as_str().unwrap().to_owned();
        assert!(message.contains(claim), "the message does not name the claim: {message}");
    }
    for claim in ["iss", "nbf", "jti"] {
        let text = Token::of(&issuer).without_claim(claim).signed(&issuer.keys, "ES256");
        Fault::fails("E11", claim, text, "proof.claims", "JWT_CLAIM_MISSING").assert_reported(&person);
    }
}
