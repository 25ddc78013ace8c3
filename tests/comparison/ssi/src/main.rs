//! Measures how often per second the `ssi` crate verifies a credential and all credentials in it, offline,
//! from bytes to result.
//!
//!     cargo run --release -- FILE [SECONDS]

use std::{
    collections::HashMap,
    env,
    error::Error,
    fs,
    pin::pin,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use ssi::{
    claims::{
        VerificationParameters,
        data_integrity::{self, AnySuite, DataIntegrity},
        vc::syntax::AnyJsonCredential,
    },
    dids::{DIDKey, DIDResolver, VerificationMethodDIDResolver},
    json_ld::ContextLoader,
    verification_methods::AnyMethod,
};

/// The contexts that `ssi` does not include.
const CONTEXTS: [(&str, &str); 2] = [
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        include_str!("../../../../crates/openbadges/contexts/ob-v3p0-3.0.3.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        include_str!("../../../../crates/openbadges/contexts/clr-v2p0-2.0.1.json"),
    ),
];

type Verifier = VerificationParameters<VerificationMethodDIDResolver<DIDKey, AnyMethod>>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: comparison-ssi FILE [SECONDS]")?;
    let seconds: f64 = arguments.next().map_or(Ok(3.0), |seconds| seconds.parse())?;

    // Each credential is parsed from its own text.
    let credential: serde_json::Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let embedded = credential["credentialSubject"]["verifiableCredential"].as_array();
    let texts: Vec<String> =
        [&credential].into_iter().chain(embedded.into_iter().flatten()).map(ToString::to_string).collect();

    let contexts: HashMap<String, String> =
        CONTEXTS.iter().map(|(url, text)| (url.to_string(), text.to_string())).collect();
    let loader = ContextLoader::default().with_context_map_from(contexts)?;
    let verifier =
        VerificationParameters::from_resolver(DIDKey.into_vm_resolver()).with_json_ld_loader(loader);

    // Warm up, like the other programs.
    rate(1.0, &texts, &verifier)?;
    println!("ssi {:.1}", rate(seconds, &texts, &verifier)?);
    Ok(())
}

/// Returns how often per second all of `texts` are verified, measured over `seconds`.
fn rate(seconds: f64, texts: &[String], verifier: &Verifier) -> Result<f64, Box<dyn Error>> {
    let (begin, span) = (Instant::now(), Duration::from_secs_f64(seconds));
    let mut count = 0_u32;
    while begin.elapsed() < span {
        for text in texts {
            verify(text, verifier)?;
        }
        count += 1;
    }
    Ok(f64::from(count) / begin.elapsed().as_secs_f64())
}

fn verify(text: &str, verifier: &Verifier) -> Result<(), Box<dyn Error>> {
    let credential: DataIntegrity<AnyJsonCredential, AnySuite> = data_integrity::from_json_str(text)?;
    match pin!(credential.verify(verifier)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => Ok(result??),
        Poll::Pending => Err("the verification is not ready immediately".into()),
    }
}
