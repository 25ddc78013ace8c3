//! Section E of the catalogue of bad inputs, row by row: VC-JWTs that must be rejected.

use crate::support;
use crate::support::jwt::{
    HARVARD, KEY_SET, Signer, key_set, payload, payload_v1, rsa_jwk, with_header, with_signature,
};
use crate::support::{Web, check, outcome, report, summary};
use data_encoding::BASE64URL_NOPAD;
use openbadges::{
    CheckId, Code, IssuerIdentity, Outcome, Verdict, documents::FetchErrorKind, proof::jws::Algorithm, read,
};
use rsa::BigUint;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const KID: &str = "key-1";

/// Returns the pages of the genuine issuer. Its key set has one key of each family.
fn honest() -> Web {
    let keys: Vec<Value> = Signer::all().iter().map(|(algorithm, key)| key.named(algorithm)).collect();
    let mut web = Web::default().with(KEY_SET, &key_set(&keys));
    web.no(HARVARD, FetchErrorKind::Failed, Code::NetNotFound);
    web
}

/// Returns a valid token of `key`.
fn valid_token(key: &Signer) -> String {
    key.sign(json!({"typ": "JWT", "kid": key.algorithm()}), &payload(HARVARD))
}

/// Asserts that `text` is rejected with `code`, by the parser or by a check.
fn rejects(name: &str, text: &str, web: &Web, code: Code) {
    let found = match read(text.as_bytes()) {
        Ok(found) => found,
        Err(error) => {
            support::vectors::record_unreadable(text.as_bytes(), error.code);
            return assert_eq!(error.code, code, "{name}: rejected by the parser");
        }
    };
    let report = support::report_on(&found, web, &support::options_at(support::AT));
    let found_code =
        report.checks.iter().find(|check| check.outcome == Outcome::Failed && check.code == Some(code));
    assert!(found_code.is_some(), "{name}: expected {code}, found {}", summary(&report));
    assert_eq!(report.verdict, Verdict::Invalid, "{name}: {}", summary(&report));
}

#[test]
fn verifies_every_algorithm_in_both_data_models() {
    for (algorithm, key) in Signer::all() {
        support::vectors::row(algorithm);
        for payload in [payload(HARVARD), payload_v1(HARVARD)] {
            for header in [
                json!({"kid": algorithm}),
                json!({"kid": algorithm, "typ": "JWT"}),
                json!({"kid": algorithm, "typ": "vc+jwt", "cty": "vc"}),
                json!({"kid": algorithm, "typ": "application/vc+ld+jwt"}),
            ]
            .into_iter()
            // VC JOSE COSE supports only the data model 2.0.
            .filter(|header| header["typ"].is_null() || header["typ"] == "JWT" || payload.get("vc").is_none())
            .chain([json!({"kid": format!("{KEY_SET}#{algorithm}")}), json!({"jwk": key.jwk()})])
            {
                support::vectors::row(&header);
                let report = report(&key.sign(header.clone(), &payload), &honest());
                assert_eq!(report.verdict, Verdict::Verified, "{algorithm} {header}: {}", summary(&report));
                let domain = IssuerIdentity::ProvenDomain { domain: "harvard.example".into() };
                assert_eq!(report.issuer.identity, domain);
                assert_eq!(outcome(&report, CheckId::Claims), (Outcome::Passed, None));
                let documents = &check(&report, CheckId::IssuerKey).documents;
                assert_eq!(documents.iter().map(|page| page.url.as_str()).collect::<Vec<_>>(), [KEY_SET]);
            }
        }
    }
}

/// E01: unsigned tokens are rejected, however "none" is spelled.
#[test]
fn e01_rejects_unsigned_tokens() {
    let spellings = [
        json!("none"),
        json!("None"),
        json!("NONE"),
        json!("nOnE"),
        json!(" none"),
        json!(""),
        json!(null),
        json!(["none"]),
        json!(["EdDSA"]),
        json!({"none": true}),
        json!(0),
        json!(false),
    ];
    let key = Signer::ed25519(1);
    let text = valid_token(&key);
    let absent = with_header(&text, |header| {
        header.as_object_mut().unwrap().remove("alg");
    });
    let variants = spellings.iter().map(|alg| with_header(&text, |header| header["alg"] = alg.clone()));
    for text in variants.chain([absent]) {
        let (input, signature) = text.rsplit_once('.').unwrap();
        let (header, _) = input.split_once('.').unwrap();
        for text in [format!("{input}.{signature}"), format!("{input}."), input.to_owned()] {
            rejects(&format!("alg in {header}"), &text, &honest(), Code::JwtAlgForbidden);
        }
    }
}

/// E02: the issuer's public key is not an HMAC secret in any encoding.
#[test]
fn e02_rejects_hmac_with_the_public_key() {
    let Signer::Rsa(key, _) = Signer::rsa(Algorithm::Rs256) else { unreachable!() };
    let public = rsa::traits::PublicKeyParts::n(&*key).to_bytes_be();
    let jwk = Signer::rsa(Algorithm::Rs256).jwk().to_string();
    let pem = "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----\n";
    for (name, secret) in [("modulus", &public[..]), ("JWK", jwk.as_bytes()), ("PEM", pem.as_bytes())] {
        support::vectors::row(name);
        for (alg, hash) in [("HS256", ring::hmac::HMAC_SHA256), ("HS512", ring::hmac::HMAC_SHA512)] {
            let unsigned =
                Signer::rsa(Algorithm::Rs256).sign(json!({"alg": alg, "kid": "RS256"}), &payload(HARVARD));
            let (input, _) = unsigned.rsplit_once('.').unwrap();
            let tag = ring::hmac::sign(&ring::hmac::Key::new(hash, secret), input.as_bytes());
            let text = format!("{input}.{}", BASE64URL_NOPAD.encode(tag.as_ref()));
            rejects(&format!("{alg} keyed by the {name}"), &text, &honest(), Code::JwtAlgForbidden);
        }
    }
    for alg in ["ES512", "PS384", "PS512", "ES256K", "EdDSA ", "es256", "Ed448"] {
        let text = with_header(&valid_token(&Signer::ed25519(1)), |header| header["alg"] = json!(alg));
        rejects(alg, &text, &honest(), Code::JwtAlgForbidden);
    }
}

/// E03: an algorithm accepts keys of one family, and a key with `alg` one algorithm.
#[test]
fn e03_rejects_algorithms_that_do_not_fit_the_key() {
    let p521 = json!({"kty": "EC", "crv": "P-521", "x": "AAAA", "y": "AAAA"});
    for (claimed, actual) in [
        ("RS256", "ES256"),
        ("ES256", "EdDSA"),
        ("EdDSA", "RS256"),
        ("RS256", "EdDSA"),
        ("ES256", "ES384"),
        ("ES384", "ES256"),
        ("PS256", "ES384"),
    ] {
        let key = Signer::all().into_iter().find(|(name, _)| *name == actual).unwrap().1;
        for header in [json!({"alg": claimed, "kid": actual}), json!({"alg": claimed, "jwk": key.jwk()})] {
            support::vectors::row(&header);
            let text = key.sign(header.clone(), &payload(HARVARD));
            rejects(&header.to_string(), &text, &honest(), Code::JwtAlgKeyMismatch);
        }
    }
    let text = Signer::p256(1).sign(json!({"jwk": p521}), &payload(HARVARD));
    rejects("P-521 in the header", &text, &honest(), Code::JwtAlgKeyMismatch);
    let mut named = p521;
    named["kid"] = json!(KID);
    let text = Signer::p256(1).sign(json!({"kid": KID}), &payload(HARVARD));
    let web = Web::default().with(KEY_SET, &key_set(&[named]));
    rejects("P-521 in the key set", &text, &web, Code::JwtAlgKeyMismatch);

    // An RSA key is valid for a single algorithm (RFC 8725, section 3.1), so a key for PS256 does not verify
    // RS256.
    let mut for_pss = Signer::rsa(Algorithm::Ps256).named(KID);
    for_pss["alg"] = json!("PS256");
    let web = Web::default().with(KEY_SET, &key_set(&[for_pss]));
    let text = Signer::rsa(Algorithm::Rs256).sign(json!({"kid": KID}), &payload(HARVARD));
    rejects("a key for PS256", &text, &web, Code::JwtAlgKeyMismatch);

    let mut bound = Signer::p256(1).named(KID);
    bound["alg"] = json!("ECDH-ES");
    let web = Web::default().with(KEY_SET, &key_set(&[bound]));
    let text = Signer::p256(1).sign(json!({"kid": KID}), &payload(HARVARD));
    rejects("a key for something else", &text, &web, Code::JwtAlgKeyMismatch);
}

/// E04: a key in the header is not the issuer's key, even if it made the signature.
#[test]
fn e04_ignores_keys_in_the_header() {
    for (algorithm, honest_key) in Signer::all() {
        support::vectors::row(algorithm);
        let mallory = if algorithm == "ES256" { Signer::p256(9) } else { Signer::ed25519(9) };
        for header in [json!({"jwk": mallory.jwk()}), json!({"jwk": mallory.jwk(), "kid": algorithm})] {
            support::vectors::row(&header);
            let text = mallory.sign(header, &payload(HARVARD));
            rejects("a stranger's jwk", &text, &honest(), Code::IssuerKeyUnbound);
            let report = report(&text, &honest());
            assert_eq!(
                outcome(&report, CheckId::Signature).0,
                Outcome::Unknown,
                "a stranger's key checks no signature"
            );
        }
        let text = mallory.sign(json!({"kid": algorithm}), &payload(HARVARD));
        if mallory.algorithm() == honest_key.algorithm() {
            rejects("the issuer's kid over a stranger's signature", &text, &honest(), Code::JwtSigInvalid);
        }
    }
    let without_pages = Signer::ed25519(9);
    let without_pages =
        report(&without_pages.sign(json!({"jwk": without_pages.jwk()}), &payload(HARVARD)), &Web::default());
    assert_eq!(
        without_pages.verdict,
        Verdict::Unconfirmed,
        "no key could be fetched: {}",
        summary(&without_pages)
    );
    assert_eq!(
        outcome(&without_pages, CheckId::IssuerKey),
        (Outcome::Unknown, Some(Code::IssuerUnavailable))
    );
}

/// E05: a kid on another origin is not fetched.
#[test]
fn e05_rejects_a_kid_of_another_origin() {
    let mallory = Signer::ed25519(9);
    for kid in [
        "https://evil.example/k.json",
        "https://harvard.example.evil.example/.well-known/jwks.json",
        "https://harvard.example:8443/.well-known/jwks.json",
        "http://harvard.example/.well-known/jwks.json",
        "https://harvard.example@evil.example/k.json",
        "https://",
        "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
        "did:web:evil.example#key-1",
    ] {
        support::vectors::row(kid);
        let web = honest().with("https://evil.example/k.json", &mallory.jwk());
        for header in [json!({"kid": kid}), json!({"kid": kid, "jwk": mallory.jwk()})] {
            support::vectors::row(&header);
            rejects(kid, &mallory.sign(header, &payload(HARVARD)), &web, Code::JwtKidScope);
        }
        assert_eq!(web.requests(), Vec::<String>::new(), "{kid}");
    }
}

/// E07 and other forbidden header parameters.
#[test]
fn e07_rejects_forbidden_header_parameters() {
    let key = Signer::ed25519(1);
    for (parameter, value) in [
        ("jku", json!("https://evil.example/jwks.json")),
        ("x5u", json!("https://evil.example/cert.pem")),
        ("x5c", json!(["MIIB"])),
        ("x5t#S256", json!("AAAA")),
        ("zip", json!("DEF")),
        ("b64", json!(false)),
        ("iss", json!(HARVARD)),
        ("typ", json!("vp+jwt")),
        ("typ", json!(["JWT"])),
        ("cty", json!("vp")),
    ] {
        support::vectors::row(parameter);
        let mut header = json!({"kid": "EdDSA"});
        header[parameter] = value;
        let web = honest();
        rejects(parameter, &key.sign(header, &payload(HARVARD)), &web, Code::JwtHeaderForbidden);
        assert_eq!(web.requests(), Vec::<String>::new(), "{parameter}: no host is contacted");
    }
    for header in
        [json!({}), json!({"kid": ""}), json!({"kid": 1}), json!({"kid": null}), json!({"jwk": "x"})]
    {
        support::vectors::row(&header);
        rejects(&header.to_string(), &key.sign(header, &payload(HARVARD)), &honest(), Code::JwtHeaderMissing);
    }
}

/// E08: unknown critical extensions.
#[test]
fn e08_rejects_unknown_critical_extensions() {
    for critical in [json!(["exp"]), json!(["b64"]), json!([]), json!(["myparam"]), json!(null), json!("exp")]
    {
        let header = json!({"kid": "EdDSA", "crit": critical, "b64": false, "exp": 1, "myparam": 1});
        let text = Signer::ed25519(1).sign(header, &payload(HARVARD));
        rejects(&critical.to_string(), &text, &honest(), Code::JwtCrit);
    }
}

/// E10, E11, E22: claims that contradict the credential, in otherwise valid tokens.
#[test]
fn e10_e11_e22_rejects_contradicting_claims() {
    let key = Signer::ed25519(1);
    type Change = fn(&mut Value);
    let cases: &[(&str, Change, Code)] = &[
        ("iss", |claims| claims["iss"] = json!("https://evil.example"), Code::JwtClaimMismatch),
        ("sub", |claims| claims["sub"] = json!("did:example:thief"), Code::JwtClaimMismatch),
        ("jti", |claims| claims["jti"] = json!("urn:uuid:2"), Code::JwtClaimMismatch),
        ("nbf", |claims| claims["nbf"] = json!(1), Code::JwtClaimMismatch),
        ("exp", |claims| claims["exp"] = json!(1_999_999_999), Code::JwtClaimMismatch),
        ("iss", |claims| without(claims, "iss"), Code::JwtClaimMissing),
        ("sub", |claims| without(claims, "sub"), Code::JwtClaimMissing),
        ("jti", |claims| without(claims, "jti"), Code::JwtClaimMissing),
        ("nbf", |claims| without(claims, "nbf"), Code::JwtClaimMissing),
        ("exp", |claims| claims["exp"] = json!("2082758400"), Code::TimeFormat),
        ("exp", |claims| claims["exp"] = json!(1e20), Code::TimeFormat),
        ("exp", |claims| claims["exp"] = json!(-2_082_758_400), Code::TimeFormat),
        ("exp", |claims| claims["exp"] = json!(null), Code::TimeFormat),
        ("nbf", |claims| claims["nbf"] = json!(true), Code::TimeFormat),
    ];
    for (claim, change, code) in cases {
        support::vectors::row(claim);
        for mut payload in [payload(HARVARD), payload_v1(HARVARD)] {
            change(&mut payload);
            let text = key.sign(json!({"kid": "EdDSA"}), &payload);
            rejects(&format!("{claim}: {code}"), &text, &honest(), *code);
            let report = report(&text, &honest());
            assert_eq!(check(&report, CheckId::Claims).details["claim"], *claim, "{}", summary(&report));
            assert_eq!(outcome(&report, CheckId::Signature).0, Outcome::Passed, "the signature is valid");
        }
    }
}

fn without(claims: &mut Value, claim: &str) {
    claims.as_object_mut().unwrap().remove(claim);
}

/// OB 3.0 "JWT Payload": if the credential has no end, `exp` is its end.
#[test]
fn exp_claim_alone_ends_a_badge() {
    for (mut payload, member) in [(payload(HARVARD), "validUntil"), (payload_v1(HARVARD), "expirationDate")] {
        let credential = if payload.get("vc").is_some() { &mut payload["vc"] } else { &mut payload };
        without(credential, member);
        let key = Signer::ed25519(1);
        let until = |exp: i64| {
            let mut payload = payload.clone();
            payload["exp"] = json!(exp);
            report(&key.sign(json!({"kid": "EdDSA"}), &payload), &honest())
        };
        assert_eq!(until(2_082_758_400).verdict, Verdict::Verified, "{}", summary(&until(2_082_758_400)));
        assert_eq!(until(1_750_000_000).verdict, Verdict::Expired, "{}", summary(&until(1_750_000_000)));
    }
}

/// E13: a token has one encoding.
#[test]
fn e13_rejects_lenient_base64url() {
    for (algorithm, key) in Signer::all() {
        support::vectors::row(algorithm);
        let text = valid_token(&key);
        let parts: Vec<&str> = text.split('.').collect();
        for at in 0..3 {
            for (name, change) in [
                ("padding", (|part| format!("{part}=")) as fn(&str) -> String),
                ("a newline inside", |part| format!("{}\n{}", &part[..4], &part[4..])),
                ("a blank inside", |part| format!("{} {}", &part[..4], &part[4..])),
                ("the other alphabet", |part| format!("{}+{}", &part[..4], &part[5..])),
                ("a slash", |part| format!("{}/{}", &part[..4], &part[5..])),
                ("a single symbol more", |part| {
                    if part.len() % 4 == 0 { format!("{part}A") } else { format!("{part}AAA") }
                }),
                ("trailing bits", trailing_bits),
            ] {
                support::vectors::row(name);
                let changed = change(parts[at]);
                if changed == parts[at] {
                    continue; // this part has no spare bits
                }
                let mut parts = parts.clone();
                parts[at] = &changed;
                rejects(
                    &format!("{algorithm}, part {at}: {name}"),
                    &parts.join("."),
                    &honest(),
                    Code::JwtFormat,
                );
            }
        }
    }
}

/// Sets a spare bit of the last symbol. Lenient decoders return the same bytes.
fn trailing_bits(part: &str) -> String {
    const SYMBOLS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let last = *part.as_bytes().last().unwrap();
    let value = SYMBOLS.iter().position(|symbol| *symbol == last).unwrap();
    if part.len().is_multiple_of(4) {
        return part.into();
    }
    format!("{}{}", &part[..part.len() - 1], SYMBOLS[value | 1] as char)
}

/// E14: an ES256 signature is r||s with both in 1..n. A signature with s above n/2 is accepted, because RFC
/// 7518 allows it and Wycheproof calls it valid. The badge is the same.
#[test]
fn e14_checks_the_range_of_ecdsa_signatures() {
    let order = data_encoding::HEXLOWER
        .decode(b"ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
        .unwrap();
    let text = valid_token(&Signer::p256(1));
    let zero = || vec![0; 32];
    let cases: Vec<(&str, String)> = vec![
        (
            "as DER",
            with_signature(&text, |rs| {
                p256::ecdsa::Signature::from_slice(&rs).unwrap().to_der().as_bytes().to_vec()
            }),
        ),
        ("r = 0", with_signature(&text, |rs| [zero(), rs[32..].to_vec()].concat())),
        ("s = 0", with_signature(&text, |rs| [rs[..32].to_vec(), zero()].concat())),
        ("r = n", with_signature(&text, |rs| [order.clone(), rs[32..].to_vec()].concat())),
        ("s = n", with_signature(&text, |rs| [rs[..32].to_vec(), order.clone()].concat())),
        ("all zero", with_signature(&text, |_| vec![0; 64])),
        ("63 bytes", with_signature(&text, |rs| rs[..63].to_vec())),
        ("65 bytes", with_signature(&text, |rs| [rs, vec![0]].concat())),
    ];
    for (name, text) in cases {
        support::vectors::row(name);
        rejects(name, &text, &honest(), Code::JwtSigInvalid);
    }
    let high = with_signature(&text, |rs| {
        let (n, s) = (BigUint::from_bytes_be(&order), BigUint::from_bytes_be(&rs[32..]));
        let other = (n - s).to_bytes_be();
        [rs[..32].to_vec(), vec![0; 32 - other.len()], other].concat()
    });
    assert_eq!(report(&high, &honest()).verdict, Verdict::Verified);
}

/// E16 and E17: keys that are too weak, too large, or open to forgery.
#[test]
fn e16_e17_rejects_weak_and_oversized_rsa_keys() {
    let odd = |bits: usize| {
        let mut bytes = vec![0xa5; bits / 8];
        bytes[bits / 8 - 1] |= 1;
        bytes
    };
    let mut even = odd(2_048);
    even[255] &= 0xfe;
    let f4 = [1, 0, 1];
    for (name, jwk, code, verdict) in [
        ("512 bits", rsa_jwk(&odd(512), &f4), Code::KeyWeak, Verdict::Invalid),
        ("1,024 bits", rsa_jwk(&odd(1_024), &f4), Code::KeyWeak, Verdict::Invalid),
        ("e = 1", rsa_jwk(&odd(2_048), &[1]), Code::KeyWeak, Verdict::Invalid),
        ("e = 2", rsa_jwk(&odd(2_048), &[2]), Code::KeyWeak, Verdict::Invalid),
        ("n even", rsa_jwk(&even, &f4), Code::KeyWeak, Verdict::Invalid),
        ("16,384 bits", rsa_jwk(&odd(16_384), &f4), Code::KeyLimit, Verdict::Unconfirmed),
        (
            "an exponent of 16,384 bits",
            rsa_jwk(&odd(2_048), &odd(16_384)),
            Code::KeyLimit,
            Verdict::Unconfirmed,
        ),
    ] {
        support::vectors::row(name);
        let mut named = jwk.clone();
        named["kid"] = json!(KID);
        let web = Web::default().with(KEY_SET, &key_set(&[named]));
        for header in [json!({"kid": KID}), json!({"jwk": jwk})] {
            support::vectors::row(&header);
            let report = report(&Signer::rsa(Algorithm::Rs256).sign(header, &payload(HARVARD)), &web);
            assert_eq!(outcome(&report, CheckId::IssuerKey).1, Some(code), "{name}: {}", summary(&report));
            assert_eq!(report.verdict, verdict, "{name}: {}", summary(&report));
        }
    }
    let jwk = rsa_jwk(&odd(2_048), &[3]);
    let text = Signer::rsa(Algorithm::Rs256).sign(json!({"jwk": jwk}), &payload(HARVARD));
    let (input, _) = text.rsplit_once('.').unwrap();
    let forged = with_signature(&text, |_| forged_padding(input.as_bytes()));
    rejects("e = 3, forged", &forged, &Web::default().with(KEY_SET, &key_set(&[jwk])), Code::JwtSigInvalid);
}

/// Returns a forged signature whose cube begins with PKCS#1 v1.5 padding and ends with garbage after the
/// hash. Verifiers that did not check the end of the block accepted such signatures (CVE-2006-4339).
fn forged_padding(message: &[u8]) -> Vec<u8> {
    const SHA256_INFO: &[u8] = &[
        0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
        0x04, 0x20,
    ];
    let prefix = [
        &[0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0][..],
        SHA256_INFO,
        &Sha256::digest(message),
    ]
    .concat();
    let target = BigUint::from_bytes_be(&[prefix.clone(), vec![0; 256 - prefix.len()]].concat());
    let (mut low, mut high) = (BigUint::from(0u8), BigUint::from(1u8) << 700);
    while low < high {
        let middle: BigUint = (&low + &high) >> 1;
        if &middle * &middle * &middle < target { low = middle + 1u8 } else { high = middle }
    }
    let cube = (&low * &low * &low).to_bytes_be();
    assert_eq!(
        cube[..],
        [&prefix[1..], &cube[prefix.len() - 1..]].concat(),
        "the cube begins with the forged padding"
    );
    let root = low.to_bytes_be();
    [vec![0; 256 - root.len()], root].concat()
}

/// E18: a key with a published private part proves nothing.
#[test]
fn e18_rejects_published_private_keys() {
    let key = Signer::ed25519(1);
    let secret = BASE64URL_NOPAD.encode(&[1; 32]);
    let mut jwk = key.named("EdDSA");
    jwk["d"] = json!(secret);
    let text = key.sign(json!({"jwk": jwk}), &payload(HARVARD));
    rejects("in the header", &text, &honest(), Code::KeyPrivateExposed);
    let report = report(&text, &honest());
    assert!(
        !serde_json::to_string(&report.checks).unwrap().contains(&secret),
        "the report must not contain the private key"
    );

    let text = key.sign(json!({"kid": "EdDSA"}), &payload(HARVARD));
    let web = Web::default().with(KEY_SET, &key_set(&[jwk]));
    rejects("in the key set", &text, &web, Code::KeyPrivateExposed);
}

/// E19, in addition to the tampering tests: missing and extra parts.
#[test]
fn e19_rejects_missing_and_extra_parts() {
    for (algorithm, key) in Signer::all() {
        support::vectors::row(algorithm);
        let text = valid_token(&key);
        let parts: Vec<&str> = text.split('.').collect();
        let (header, payload, signature) = (parts[0], parts[1], parts[2]);
        for (name, changed, code) in [
            ("two parts", format!("{header}.{payload}"), Code::JwtFormat),
            ("four parts", format!("{text}.AAAA"), Code::JwtFormat),
            ("an empty fourth part", format!("{text}."), Code::JwtFormat),
            ("an empty signature", format!("{header}.{payload}."), Code::JwtFormat),
            (
                "a truncated signature",
                with_signature(&text, |bytes| bytes[..bytes.len() - 1].to_vec()),
                Code::JwtSigInvalid,
            ),
            (
                "a longer signature",
                with_signature(&text, |bytes| [bytes, vec![0]].concat()),
                Code::JwtSigInvalid,
            ),
            (
                "another header",
                with_header(&text, |header| header["typ"] = json!("vc+jwt")),
                Code::JwtSigInvalid,
            ),
            ("parts swapped", format!("{header}.{signature}.{payload}"), Code::JsonSyntax),
        ] {
            support::vectors::row(name);
            let read = read(changed.as_bytes());
            if let (Err(error), "parts swapped") = (&read, name) {
                assert!(
                    matches!(error.code, Code::JsonSyntax | Code::TextEncoding | Code::JwtFormat),
                    "{error}"
                );
                continue;
            }
            rejects(&format!("{algorithm}: {name}"), &changed, &honest(), code);
        }
    }
}

/// E20: headers that are too large or too deep.
#[test]
fn e20_rejects_large_headers() {
    let rest = "e30.AAAA";
    let part = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
    let large = format!("{{\"alg\":\"EdDSA\",\"kid\":\"{}\"}}", "a".repeat(1 << 20));
    let deep = format!("{{\"alg\":\"EdDSA\",\"kid\":{}1{}}}", "[".repeat(200), "]".repeat(200));
    let many = format!("{{\"alg\":\"EdDSA\"{}}}", ",\"kid\":\"a\"".repeat(2_000));
    for (name, header) in [("1 MiB", large), ("200 deep", deep), ("2,000 kids", many)] {
        support::vectors::row(name);
        rejects(name, &format!("{}.{rest}", part(&header)), &honest(), Code::JwtFormat);
    }
    let keys: Vec<Value> = (0..2_000).map(|at| Signer::ed25519(9).named(&at.to_string())).collect();
    let web = Web::default().with(KEY_SET, &key_set(&keys));
    let report = report(&valid_token(&Signer::ed25519(1)), &web);
    assert_eq!(
        outcome(&report, CheckId::IssuerKey),
        (Outcome::Unknown, Some(Code::KeyLimit)),
        "{}",
        summary(&report)
    );
}
