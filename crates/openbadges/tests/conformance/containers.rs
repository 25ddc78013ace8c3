//! Public vectors of learner records, plain credentials and presentations.
//!
//! The tables below give the reason for each disagreement. A disagreement without a reason fails, and so does
//! a reason without a disagreement.

use crate::support::conformance;
use std::{collections::BTreeMap, fs};

use crate::support::conformance::ManifestFile;
use crate::support::{AT, Web, now, options_at, summary};
use openbadges::{
    CheckId, Code, Outcome, ParsedBadge, Report, Verdict,
    formats::{presentation, vc},
    linked_data, read, read_all, verify,
};
use serde_json::{Value, json};

fn report(found: &ParsedBadge) -> Report {
    let mut web = Web::default();
    if let Some(document) = found.document() {
        web.publish(document);
    }
    now(verify(found, &web, &options_at(AT)))
}

/// The reasons for disagreements.
const CLR20: &[(&str, &str)] = &[(
    "simple_v1.json",
    "credentials inside are signed by did:key keys that are not their issuers' ids, which are `urn:uuid:` names \
     (VC Data Integrity 1.0, 4.4: the verification method's controller; the issuer rule)",
)];

/// CLR 2.0 files of 1EdTech's public validator.
#[test]
fn agrees_with_the_clr20_files() {
    let Some(folder) = conformance::folder("1edtech-public-validator") else { return };
    let mut others = BTreeMap::new();
    let mut verified = 0;
    let mut verdicts = BTreeMap::new();
    for entry in conformance::manifest(&folder) {
        let Some(name) = entry.file.strip_prefix("clr20/") else { continue };
        let found = read(&fs::read(folder.join("clr20").join(name)).unwrap()).unwrap();
        let report = report(&found);
        verdicts.insert(name.to_owned(), (report.verdict, report.inner.len()));
        if matches!(entry.expected.as_str(), "valid" | "warning") {
            verified += 1;
            if report.verdict != Verdict::Verified {
                let inner: Vec<String> = report.inner.iter().map(summary).collect();
                others.insert(name.to_owned(), format!("{} {inner:?}", summary(&report)));
            }
        }
    }
    conformance::assert_reasons("1edtech-public-validator/clr20", verified, &others, CLR20);
    for (name, expected) in [
        ("simple.json", (Verdict::Verified, 1)),
        ("simple-noproof.json", (Verdict::Invalid, 1)),
        ("simple_v1.json", (Verdict::Invalid, 6)),
    ] {
        assert_eq!(verdicts[name], expected, "{name}");
    }
}

/// The reasons for disagreements.
const PLUGFEST: &[(&str, &str)] = &[
    ("plugfest-1-2022/plugfest-1-ex-1.json", OWN_CONTEXT),
    ("plugfest-1-2022/plugfest-1-ex-2.json", OWN_CONTEXT),
];

const OWN_CONTEXT: &str = "the context belongs to that plugfest, is not a context of OB 3.0 and is not built in \
                           (OB 3.0 \"AchievementCredential\": @context)";

/// The signed files of the plugfests. According to the manifest, each signature is valid.
#[test]
fn agrees_with_the_plugfest_files() {
    let Some(folder) = conformance::folder("w3c-ccg-vc-ed-plugfest") else { return };
    let mut others = BTreeMap::new();
    let mut verified = 0;
    for ManifestFile { file: name, expected } in conformance::manifest(&folder) {
        if expected != "signature valid" {
            continue;
        }
        verified += 1;
        match read(&fs::read(folder.join(&name)).unwrap()) {
            Ok(found) => {
                let report = report(&found);
                let signature = report.checks.iter().find(|check| check.id == CheckId::Signature).unwrap();
                if signature.outcome != Outcome::Passed {
                    others.insert(name, summary(&report));
                }
            }
            Err(error) => drop(others.insert(name, error.to_string())),
        }
    }
    conformance::assert_reasons("w3c-ccg-vc-ed-plugfest", verified, &others, PLUGFEST);
}

/// The reasons for disagreements.
const DATA_MODEL: &[(&str, &str)] = &[
    ("credential-description-language-direction-en-ok.json", DIRECTION),
    ("credential-name-language-direction-en-ok.json", DIRECTION),
    (
        "credential-proof-ok.json",
        "the proof names no verification method, so no key can be selected (VC Data Integrity 1.0, 4.4 Verify Proof)",
    ),
    ("issuer-description-language-direction-en-ok.json", DIRECTION),
    ("issuer-name-language-direction-en-ok.json", DIRECTION),
];

const DIRECTION: &str = "the form is accepted; a base direction is not part of RDF where no `rdfDirection` is set (JSON-LD \
                         1.1 API, 8.2.2), so no proof over RDF would cover it, and a note reports that";

/// The inputs of the data model's own suite. They have no proof and most have no issuer, because the suite's
/// issuer adds both. This test adds an issuer and checks the form: required members, times, and whether
/// linked data covers all of it.
#[test]
fn agrees_with_the_data_model_suite() {
    let Some(folder) = conformance::folder("w3c-vc-data-model-2.0-test-suite") else { return };
    let mut others = BTreeMap::new();
    let mut verified = 0;
    for ManifestFile { file, expected } in conformance::manifest(&folder) {
        let name = file.rsplit('/').next().unwrap().to_owned();
        let accepted = match expected.as_str() {
            "accept" => true,
            // The manifest refers to the suite's code for the verdict. Section 4.13, "Presentations Including
            // Holder Claims": the issuer of a credential that only the presentation secures must be the
            // holder.
            "see 4.13-verifiable-presentations.js" => false,
            expected if expected.starts_with("reject") => false,
            _ => continue,
        };
        verified += 1;
        let text = conformance::text(folder.join(&file));
        let found = fault(&text, name.contains("self-asserted"));
        if found.is_none() != accepted {
            others.insert(name, found.unwrap_or_else(|| "no faults".into()));
        }
    }
    conformance::assert_reasons("w3c-vc-data-model-2.0-test-suite", verified, &others, DATA_MODEL);
}

/// Returns the first fault of an input. The suite's issuer secures the credentials in a presentation, unless
/// they are the holder's own claims.
fn fault(text: &str, self_asserted: bool) -> Option<String> {
    let text =
        text.replace("PAST DATE", "2020-01-01T00:00:00Z").replace("FUTURE DATE", "2030-01-01T00:00:00Z");
    let mut document: Value = serde_json::from_str(&text).unwrap();
    if presentation::is_presentation(&document) || document.get("verifiableCredential").is_some() {
        let mut secured = document.clone();
        let credentials = secured.get_mut("verifiableCredential").and_then(Value::as_array_mut);
        for credential in credentials.into_iter().flatten().filter_map(Value::as_object_mut) {
            if !self_asserted {
                credential.insert("proof".into(), json!({"type": "DataIntegrityProof"}));
            }
        }
        let faults = presentation::faults(&secured);
        let form_fault = faults.first().map(|fault| format!("{} {}", fault.code, fault.pointer));
        return form_fault
            .or_else(|| linked_data::canonical_nquads(&document).err().map(|error| error.to_string()));
    }
    match document.get_mut("issuer") {
        None => document["issuer"] = json!("did:example:issuer"),
        Some(Value::Object(issuer)) => drop(issuer.entry("id").or_insert(json!("did:example:issuer"))),
        Some(_) => {}
    }
    if let Some(fault) = vc::faults(&document).first() {
        return Some(format!("{} {}", fault.code, fault.pointer));
    }
    let found = read_all(document.to_string().as_bytes()).remove(0).unwrap();
    let form_codes = [Code::TimeFormat, Code::TimeOrder, Code::DiMalformed];
    let codes = report(&found).checks.into_iter().filter_map(|check| check.code);
    if let Some(code) = codes.into_iter().find(|code| form_codes.contains(code)) {
        return Some(code.to_string());
    }
    document.as_object_mut().unwrap().remove("proof");
    linked_data::canonical_nquads(&document).err().map(|error| error.to_string())
}
