//! Any bytes as an SVG: unbaking ends, and a baked text can be unbaked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openbadges::baking::{Standard, svg};

fuzz_target!(|bytes: &[u8]| {
    if svg::unbake(bytes).is_err() {
        return;
    }
    for standard in [Standard::Ob2, Standard::Ob3] {
        let Ok(baked) = svg::bake(bytes, "{\"a\":1}", standard) else { continue };
        let picture = svg::unbake(&baked).expect("a baked picture can be unbaked");
        assert!(picture.badges.iter().any(|badge| badge.text == "{\"a\":1}"), "the baked text is in the picture");
    }
});
