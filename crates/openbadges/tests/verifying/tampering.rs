//! A signed badge with any changed byte is no longer verified.
//!
//! For each kind of signed badge, two bits of each byte are flipped: the lowest, and one that a fixed seed
//! selects. A changed text that parses to the same JSON is the same badge. Such texts are counted separately.

use crate::support;
use crate::support::{
    AT, TestIssuer, Web, options_at, report, report_on,
    signing::{self, SuiteIssuer},
    summary,
};
use openbadges::{
    Documents, Verdict, json,
    proof::{data_integrity::Suite, family::Family},
    read,
};
use serde_json::json;

/// The results of the mutations of one badge.
#[derive(Debug, Default)]
struct Tally {
    mutations: usize,
    unreadable: usize,
    same_meaning: Vec<usize>,
    verified: Vec<String>,
}

fn tamper(kind: &str, text: &str, documents: &(impl Documents + Sync)) {
    let options = options_at(AT);
    let unchanged = report_on(&support::parse_badge(text), documents, &options);
    assert_eq!(unchanged.verdict, Verdict::Verified, "{kind}, unchanged: {}", summary(&unchanged));

    let meaning = json::parse(text.as_bytes()).ok();
    let mut tally = Tally::default();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for at in 0..text.len() {
        for bit in [0, 1 + random.next() % 7] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            tally.mutations += 1;
            let Ok(found) = read(&bytes) else {
                tally.unreadable += 1;
                continue;
            };
            if report_on(&found, documents, &options).verdict != Verdict::Verified {
                continue;
            }
            if meaning.is_some() && json::parse(&bytes).ok() == meaning {
                tally.same_meaning.push(at);
            } else {
                tally.verified.push(format!("byte {at}, bit {bit}: {}", String::from_utf8_lossy(&bytes)));
            }
        }
    }
    let Tally { mutations, unreadable, same_meaning, verified } = &tally;
    println!(
        "tampering: {kind}: {mutations} mutations, {} verified, {unreadable} unreadable, {} with the same meaning at {same_meaning:?}",
        verified.len(),
        same_meaning.len(),
    );
    assert!(verified.is_empty(), "{kind}: {}", verified.join("\n"));
    assert!(*mutations >= 1_000, "{kind}: {mutations} mutations");
}

/// xorshift64: the same numbers in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

#[test]
fn rejects_tampered_ob2_jws() {
    let issuer = TestIssuer::at("https://badges.example.edu/issuer", 1);
    tamper("OB 2.0 JWS", &issuer.signed(&issuer.signed_assertion()), &issuer.web());
}

/// Every suite with every family that it accepts, each in its own test so that they run in parallel.
macro_rules! suites {
    ($($name:ident: $suite:ident $family:ident;)+) => {
        $(
            #[test]
            fn $name() {
                let issuer = SuiteIssuer::of_key(Suite::$suite, Family::$family, 1);
                let kind = format!("OB 3.0 {} {}", Suite::$suite.as_str(), Family::$family.name());
                tamper(&kind, &issuer.badge().to_string(), &Web::default());
            }
        )+

        #[test]
        fn every_suite_has_a_tampering_test() {
            let here = [$((Suite::$suite, Family::$family)),+];
            assert!(signing::suites().iter().all(|pair| here.contains(pair)));
        }
    };
}

suites! {
    eddsa_rdfc_2022: EddsaRdfc2022 Ed25519;
    eddsa_jcs_2022: EddsaJcs2022 Ed25519;
    ecdsa_rdfc_2019_p256: EcdsaRdfc2019 P256;
    ecdsa_rdfc_2019_p384: EcdsaRdfc2019 P384;
    ecdsa_jcs_2019_p256: EcdsaJcs2019 P256;
    ecdsa_jcs_2019_p384: EcdsaJcs2019 P384;
    ecdsa_sd_2023: EcdsaSd2023 P256;
    ed25519_signature_2020: Ed25519Signature2020 Ed25519;
    ed25519_signature_2018: Ed25519Signature2018 Ed25519;
    json_web_signature_2020_ed25519: JsonWebSignature2020 Ed25519;
    json_web_signature_2020_p256: JsonWebSignature2020 P256;
    json_web_signature_2020_p384: JsonWebSignature2020 P384;
    json_web_signature_2020_rsa: JsonWebSignature2020 Rsa;
}

#[test]
fn rejects_tampered_ob3_vc_jwt() {
    let issuer = TestIssuer::did_key(1);
    tamper("OB 3.0 VC-JWT", &issuer.jwt(&issuer.credential()), &Web::default());
}

/// The texts that count as the same badge: other spellings of the same JSON.
#[test]
fn other_spellings_of_the_same_json_are_the_same_badge() {
    let issuer = TestIssuer::did_key(1);
    let mut credential = issuer.credential();
    credential["name"] = json!("Café");
    let badge = issuer.with_proof(&credential, Suite::EddsaRdfc2022);
    for text in [
        serde_json::to_string_pretty(&badge).unwrap(),
        badge.to_string().replace("Café", "Caf\\u00E9"),
        badge.to_string().replace("Café", "Caf\\u00e9"),
    ] {
        let report = report(&text, &Web::default());
        assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
    }
}
