//! Any text as a compact JWS: the verdict is never `verified`, because no issuer signed it.
#![no_main]

use std::{future::Future, pin::pin, task::{Context, Poll, Waker}};

use data_encoding::BASE64URL_NOPAD;
use libfuzzer_sys::fuzz_target;
use openbadges::{Offline, VerifyOptions, Verdict, proof::jws::Jws, read, verify};

fuzz_target!(|parts: (&str, &[u8], &[u8], bool)| {
    let (header, payload, signature, encode) = parts;
    let text = match encode {
        true => [header.as_bytes(), payload, signature].map(|part| BASE64URL_NOPAD.encode(part)).join("."),
        false => header.to_owned(),
    };
    if let Ok(jws) = Jws::parse(&text) {
        assert!(Jws::looks_like(&text), "`looks_like` accepts every valid JWS");
        if let Some(Ok(jwk)) = jws.jwk() {
            assert!(jws.verify(&jwk.key).is_err(), "the signature is arbitrary");
        }
    }
    let Ok(found) = read(text.as_bytes()) else { return };
    let options = VerifyOptions::new("2026-11-21T00:00:00Z".parse().expect("a time"));
    let mut report = pin!(verify(&found, &Offline, &options));
    let Poll::Ready(report) = report.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("`Offline` never waits")
    };
    assert_ne!(report.verdict, Verdict::Verified);
});
