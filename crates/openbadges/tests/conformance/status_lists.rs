//! The status lists of the conformance folder: the decoded entries, and the status of the badges.

use crate::support;
use crate::support::conformance;
use crate::support::{AT, TestIssuer, Web, now, options_at, outcome};
use openbadges::{CheckId, Code, Outcome, proof::data_integrity::Suite, verify};
use serde_json::{Value, json};

const LIST: &str = "https://status.example/list/1";

/// A test issuer serves every list. Each set index, its neighbours and the last index are checked.
#[test]
fn decodes_encoded_lists() {
    let Some(folder) = conformance::folder("status-lists") else { return };
    let vectors: Vec<Value> = serde_json::from_str(&conformance::text(folder.join("vectors.json"))).unwrap();
    assert!(vectors.len() >= 7);
    let mut failures = Vec::new();
    for vector in &vectors {
        let name = format!("{} of {}", vector["name"], vector["repo"]);
        let bits = vector["bits"].as_u64().unwrap();
        let set: Vec<u64> = vector["set"].as_array().unwrap().iter().filter_map(Value::as_u64).collect();
        let around = set.iter().flat_map(|at| [at - 1, *at, at + 1]);
        for index in around.chain([0, bits - 1, bits]) {
            let expected = match (index, set.contains(&index)) {
                (index, _) if index == bits => (Outcome::Unknown, Some(Code::StatusRange)),
                (_, true) => (Outcome::Failed, Some(Code::Revoked)),
                (_, false) => (Outcome::Passed, None),
            };
            let found = status_at(vector, index);
            if found != expected {
                failures.push(format!("{name} at {index}: {found:?} instead of {expected:?}"));
            }
        }
    }
    conformance::assert_all_pass("status-lists", vectors.len(), &failures);
}

/// The tests use every file of the folder.
#[test]
fn covers_every_file_of_the_folder() {
    let Some(folder) = conformance::folder("status-lists") else { return };
    let files: Vec<String> = conformance::manifest(&folder).into_iter().map(|entry| entry.file).collect();
    assert_eq!(files, ["vectors.json", "slCredentialRevocation.json", "slCredentialSuspension.json"]);
}

/// Returns the status of a badge at `index` of the list. A list without a multibase prefix is a
/// StatusList2021.
fn status_at(vector: &Value, index: u64) -> (Outcome, Option<Code>) {
    let issuer = TestIssuer::did_key(1);
    let (context, credential, subject, entry) = match vector["multibase_u"].as_bool() {
        Some(true) => {
            (None, "BitstringStatusListCredential", "BitstringStatusList", "BitstringStatusListEntry")
        }
        _ => (
            Some("https://w3id.org/vc/status-list/2021/v1"),
            "StatusList2021Credential",
            "StatusList2021",
            "StatusList2021Entry",
        ),
    };
    let mut list = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", credential],
        "issuer": issuer.id,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {
            "id": format!("{LIST}#list"),
            "type": subject,
            "statusPurpose": "revocation",
            "encodedList": vector["encodedList"],
        },
    });
    if let (Some(context), Some(contexts)) = (context, list["@context"].as_array_mut()) {
        contexts.push(json!(context));
    }
    let web = Web::default().with(LIST, &issuer.with_proof(&list, Suite::EddsaJcs2022));
    let mut badge = issuer.credential();
    badge["credentialStatus"] = json!({
        "id": format!("{LIST}#{index}"),
        "type": entry,
        "statusPurpose": "revocation",
        "statusListIndex": index.to_string(),
        "statusListCredential": LIST,
    });
    let text = issuer.with_proof(&badge, Suite::EddsaJcs2022).to_string();
    let report = now(verify(&support::parse_badge(&text), &web, &options_at(AT)));
    outcome(&report, CheckId::Revocation)
}

/// Lists signed by other software are accepted for badges of their own issuers and revoke the correct badges.
#[test]
fn accepts_lists_signed_by_other_software() {
    let Some(folder) = conformance::folder("status-lists") else { return };
    let mut failures = Vec::new();
    let cases = [
        ("slCredentialRevocation.json", "revocation", Code::Revoked),
        ("slCredentialSuspension.json", "suspension", Code::Suspended),
    ];
    for (file, purpose, code) in cases {
        let list: Value = serde_json::from_str(&conformance::text(folder.join(file))).unwrap();
        let web = Web::default().with(LIST, &list);
        // The lists were made with the bits of each byte reversed: the intended 50,000 is read as 50,007.
        for (index, expected) in [(50_007, (Outcome::Failed, Some(code))), (50_000, (Outcome::Passed, None))]
        {
            // Its issuer's key is not available, so the badge is unsigned; its status is still checked.
            let mut badge = TestIssuer::did_key(1).credential();
            badge["issuer"]["id"] = list["issuer"].clone();
            badge["credentialStatus"] = json!({
                "id": format!("{LIST}#{index}"),
                "type": "StatusList2021Entry",
                "statusPurpose": purpose,
                "statusListIndex": index.to_string(),
                "statusListCredential": LIST,
            });
            let report = support::report(&badge.to_string(), &web);
            let found = outcome(&report, CheckId::Revocation);
            if found != expected {
                failures.push(format!("{file} at {index}: {}", support::summary(&report)));
            }
        }
    }
    conformance::assert_all_pass("status-lists, signed", cases.len(), &failures);
}
