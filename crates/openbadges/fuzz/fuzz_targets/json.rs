//! Any bytes as JSON: `serde_json` reads accepted JSON as the same value, and serialised values can be read
//! again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openbadges::json;

fuzz_target!(|bytes: &[u8]| {
    let Ok(value) = json::parse(bytes) else { return };
    let expected: serde_json::Value = serde_json::from_slice(bytes).expect("strict JSON is JSON");
    assert_eq!(value, expected);
    let again = json::parse(value.to_string().as_bytes()).expect("serialised JSON can be read");
    assert_eq!(value, again);
    for found in openbadges::read_all(bytes) {
        drop(found);
    }
});
