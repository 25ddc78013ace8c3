//! Any bytes as a SVG: unbaking ends, and what is baked comes out again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openbadges::baking::{Standard, svg};

fuzz_target!(|bytes: &[u8]| {
    if svg::unbake(bytes).is_err() {
        return;
    }
    for standard in [Standard::Ob2, Standard::Ob3] {
        let Ok(baked) = svg::bake(bytes, "{\"a\":1}", standard) else { continue };
        let picture = svg::unbake(&baked).expect("what was baked is a picture");
        assert!(picture.badges.iter().any(|badge| badge.text == "{\"a\":1}"), "what was baked is in it");
    }
});
