//! Measures how many badges one core verifies per second, offline, compared with the bare signature check,
//! which is the lower bound.
//!
//!     cargo bench -p openbadges
//!
//! Prints the memory for many credentials, then the times, then the ratios.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a benchmark with invalid data must stop"
)]

#[path = "../tests/support/mod.rs"]
#[allow(dead_code, reason = "the benchmark uses only part of the test support")]
mod support;

use std::{fs, hint::black_box, path::Path};

use criterion::Criterion;
use ed25519_dalek::{Signature, Signer, VerifyingKey};
use openbadges::{Offline, Verdict, VerifyOptions, proof::data_integrity::Suite};
use serde_json::{Value, json};
use support::{AT, TestIssuer, Web, options_at, parse_badge, report_on};

fn main() {
    memory();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("criterion");
    let mut criterion = Criterion::default().output_directory(&folder).configure_from_args();
    times(&mut criterion);
    criterion.final_summary();
    ratios(&folder);
}

const BARE: &str = "bare verify_strict";
const RATES: [&str; 7] = [
    BARE,
    "OB 3.0 eddsa-rdfc-2022",
    "OB 3.0 eddsa-jcs-2022",
    "OB 3.0 VC-JWT EdDSA",
    "OB 2.0 signed EdDSA",
    "OB 3.0 eddsa-rdfc-2022, ten results",
    "CLR 2.0 eddsa-rdfc-2022, ten credentials inside",
];

fn times(criterion: &mut Criterion) {
    let issuer = TestIssuer::did_key(1);
    let key: VerifyingKey = issuer.key.verifying_key();
    let message = [7; 64];
    let signature: Signature = issuer.key.sign(&message);
    criterion.bench_function(BARE, |bencher| {
        bencher.iter(|| black_box(key).verify_strict(black_box(&message), black_box(&signature)).unwrap());
    });

    let simple = issuer.credential();
    let rdfc = issuer.with_proof(&simple, Suite::EddsaRdfc2022).to_string();
    let jcs = issuer.with_proof(&simple, Suite::EddsaJcs2022).to_string();
    let jwt = issuer.jwt(&simple);
    let ten = issuer.with_proof(&with_ten_results(&simple), Suite::EddsaRdfc2022).to_string();
    let record = issuer.with_proof(&record_of_ten(&issuer), Suite::EddsaRdfc2022).to_string();
    let offline = Web::default();
    for (name, text) in
        [(RATES[1], rdfc), (RATES[2], jcs), (RATES[3], jwt), (RATES[5], ten), (RATES[6], record)]
    {
        measure(criterion, name, &text, &offline);
    }
    let hosting = TestIssuer::at("https://badges.example/issuer", 2);
    measure(criterion, RATES[4], &hosting.signed(&hosting.signed_assertion()), &hosting.web());
}

/// Measures parsing and verification, and asserts that the badge is valid.
fn measure(criterion: &mut Criterion, name: &str, text: &str, documents: &Web) {
    let options = options_at(AT);
    let report = report_on(&parse_badge(text), documents, &options);
    assert_eq!(report.verdict, Verdict::Verified, "{name}: {}", support::summary(&report));
    criterion.bench_function(name, |bencher| {
        bencher.iter(|| report_on(&parse_badge(black_box(text)), documents, &options));
    });
}

/// Returns `credential` with ten results, each with a description and an alignment.
fn with_ten_results(credential: &Value) -> Value {
    let mut credential = credential.clone();
    let id = |number: usize| format!("urn:uuid:5a7c2f50-7d24-4c0c-8e0e-3c3f2f3f6b{number:02}");
    let subject = &mut credential["credentialSubject"];
    subject["result"] = (0..10)
        .map(|number| json!({"type": ["Result"], "resultDescription": id(number), "value": "93"}))
        .collect();
    subject["achievement"]["resultDescription"] = (0..10)
        .map(|number| {
            json!({
                "id": id(number),
                "type": ["ResultDescription"],
                "name": format!("Task {number}"),
                "resultType": "Percent",
                "alignment": [{
                    "type": ["Alignment"],
                    "targetName": format!("Skill {number}"),
                    "targetUrl": format!("https://skills.example/{number}"),
                }],
            })
        })
        .collect();
    credential
}

/// Returns an unsigned learner record with ten different credentials, each with its own proof.
fn record_of_ten(issuer: &TestIssuer) -> Value {
    let mut record = issuer.credential();
    let inside = |number| {
        let mut credential = issuer.credential();
        credential["id"] = json!(format!("urn:badge:{number}"));
        issuer.with_proof(&credential, Suite::EddsaRdfc2022)
    };
    record["@context"] = json!([
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]);
    record["type"] = json!(["VerifiableCredential", "ClrCredential"]);
    record["credentialSubject"] = json!({
        "type": ["ClrSubject"],
        "verifiableCredential": (0..10).map(inside).collect::<Vec<_>>(),
    });
    record
}

/// Prints the peak memory after 1,000 and after 10,000 different credentials.
fn memory() {
    let issuer = TestIssuer::did_key(1);
    let options = options_at(AT);
    let mut credential = issuer.credential();
    for number in 1..=10_000 {
        credential["id"] = json!(format!("urn:badge:{number}"));
        credential["name"] = json!(format!("Teamwork {number}"));
        let text = issuer.with_proof(&credential, Suite::EddsaRdfc2022).to_string();
        assert_eq!(verdict(&text, &options), Verdict::Verified);
        if number == 1_000 || number == 10_000 {
            match peak_kib() {
                Some(peak) => println!("memory: peak after {number} credentials: {peak} KiB"),
                None => println!("memory: not available on this system"),
            }
        }
    }
}

fn verdict(text: &str, options: &VerifyOptions) -> Verdict {
    support::now(openbadges::verify(&parse_badge(text), &Offline, options)).verdict
}

/// Returns the peak memory of this process in KiB (`VmHWM`), or `None` on systems without `/proc`.
fn peak_kib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?
        .trim()
        .strip_suffix(" kB")?
        .trim()
        .parse()
        .ok()
}

/// Prints every rate with its share of the bare signature check, and the learner record compared with its
/// credentials.
fn ratios(folder: &Path) {
    let nanoseconds = |name: &str| -> Option<f64> {
        let folder = folder.join(name.replace('/', "_"));
        let estimates = fs::read(folder.join("new/estimates.json")).ok()?;
        serde_json::from_slice::<Value>(&estimates).ok()?["median"]["point_estimate"].as_f64()
    };
    let Some(bare) = nanoseconds(BARE) else { return };
    println!("| one core, offline | a second | of the bare signature check |\n|---|---|---|");
    for name in RATES {
        if let Some(time) = nanoseconds(name) {
            println!("| {name} | {:.0} | {:.1} % |", 1e9 / time, 100.0 * bare / time);
        }
    }
    if let (Some(credential), Some(record)) = (nanoseconds(RATES[1]), nanoseconds(RATES[6])) {
        println!(
            "the record takes {:.2} times as long as its ten credentials alone",
            record / (10.0 * credential)
        );
    }
}
