//! A VC-JWT with any changed byte is rejected.

use crate::support::jwt::{HARVARD, KEY_SET, Signer, key_set, payload, payload_v1};
use crate::support::{AT, Web, now, options_at};
use openbadges::{Verdict, proof::jws::Algorithm, read, verify};
use serde_json::json;

/// Changes each byte in three ways: flips the lowest bit, flips the case bit, and replaces the symbol by
/// another. Every change alters the token, because base64url is strict and spare bits must be zero.
#[test]
fn rejects_every_changed_byte() {
    for (model, key, payload) in [
        ("2.0", Signer::ed25519(1), payload(HARVARD)),
        ("1.1", Signer::ed25519(1), payload_v1(HARVARD)),
        ("2.0", Signer::p256(1), payload(HARVARD)),
        ("2.0", Signer::p384(1), payload(HARVARD)),
        ("2.0", Signer::rsa(Algorithm::Rs256), payload(HARVARD)),
        ("2.0", Signer::rsa(Algorithm::Rs384), payload(HARVARD)),
        ("2.0", Signer::rsa(Algorithm::Rs512), payload(HARVARD)),
        ("2.0", Signer::rsa(Algorithm::Ps256), payload(HARVARD)),
    ] {
        let algorithm = key.algorithm();
        let web = Web::default().with(KEY_SET, &key_set(&[key.named(algorithm)]));
        let accepted = |text: &[u8]| {
            read(text)
                .is_ok_and(|found| now(verify(&found, &web, &options_at(AT))).verdict == Verdict::Verified)
        };
        let text = key.sign(json!({"typ": "JWT", "kid": algorithm}), &payload).into_bytes();
        assert!(accepted(&text), "{algorithm}, {model}: the unchanged token is valid");
        let (mut tried, mut accepted_at) = (0, Vec::new());
        for at in 0..text.len() {
            for change in
                [|byte| byte ^ 0x01, |byte| byte ^ 0x20, |byte| if byte == b'A' { b'Q' } else { b'A' }]
            {
                let mut changed = text.clone();
                changed[at] = change(text[at]);
                tried += 1;
                if accepted(&changed) {
                    accepted_at.push(at);
                }
            }
        }
        println!(
            "tampering: vc-jwt {algorithm}, data model {model}: {} of {tried} accepted",
            accepted_at.len()
        );
        assert_eq!(accepted_at, Vec::<usize>::new(), "{algorithm}, {model}: no changed byte is accepted");
    }
}
