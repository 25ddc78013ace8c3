//! Any JSON under the contexts of Open Badges 3.0: canonicalization ends and does not depend on the order of
//! members.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openbadges::{json, linked_data::canonical_nquads};
use serde_json::{Value, json};

fuzz_target!(|bytes: &[u8]| {
    let Ok(Value::Object(mut members)) = json::parse(bytes) else { return };
    members.entry("@context").or_insert_with(|| {
        json!([
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ])
    });
    let document = Value::Object(members.clone());
    let reversed = Value::Object(members.into_iter().rev().collect());
    assert_eq!(canonical_nquads(&document).ok(), canonical_nquads(&reversed).ok());
});
