//! A VC-JWT with any one byte changed is another text, and no badge of its issuer's.
#![allow(clippy::unwrap_used)]

mod common;
mod jwt;

use common::{AT, Web, now, question};
use jwt::{HARVARD, KEY_SET, Signer, key_set, payload, payload_v1};
use openbadges::{Verdict, proof::jws::Algorithm, read, verify};
use serde_json::json;

/// Every byte, one at a time: its lowest bit flipped, its case bit flipped, and replaced by a symbol of the alphabet.
/// There is no change that leaves the meaning as it was: base64url is strict, so not even spare bits are free.
#[test]
fn no_changed_byte_is_accepted() {
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
                .is_ok_and(|found| now(verify(&found, &web, &question(AT))).verdict == Verdict::Verified)
        };
        let text = key.sign(json!({"typ": "JWT", "kid": algorithm}), &payload).into_bytes();
        assert!(accepted(&text), "{algorithm}, {model}: sound before it is changed");
        let (mut tried, mut wrongly) = (0, Vec::new());
        for at in 0..text.len() {
            for change in
                [|byte| byte ^ 0x01, |byte| byte ^ 0x20, |byte| if byte == b'A' { b'Q' } else { b'A' }]
            {
                let mut changed = text.clone();
                changed[at] = change(text[at]);
                tried += 1;
                if accepted(&changed) {
                    wrongly.push(at);
                }
            }
        }
        println!("tampering: vc-jwt {algorithm}, data model {model}: {} of {tried} accepted", wrongly.len());
        assert_eq!(wrongly, Vec::<usize>::new(), "{algorithm}, {model}: bytes that may be changed");
    }
}
