//! Any text as JSON: what the strict reader accepts, `serde_json` reads to the same value; what it writes, it reads.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openbadges::json;

fuzz_target!(|bytes: &[u8]| {
    let Ok(value) = json::parse(bytes) else { return };
    let theirs: serde_json::Value = serde_json::from_slice(bytes).expect("strict JSON is JSON");
    assert_eq!(value, theirs);
    let again = json::parse(value.to_string().as_bytes()).expect("what was read can be written and read");
    assert_eq!(value, again);
    for found in openbadges::read_all(bytes) {
        drop(found);
    }
});
