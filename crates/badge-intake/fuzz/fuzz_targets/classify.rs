//! Any input: classification ends, and the links in the result are links.
#![no_main]

use badge_intake::{Kind, classify, limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match classify(bytes) {
        Kind::Links(links) => {
            assert!(!links.is_empty() && links.len() <= limits::TEXT_LINKS);
            assert!(links.iter().all(|link| link.starts_with("https://")), "{links:?}");
        }
        Kind::Link(link) => assert!(url::Url::parse(&link).is_ok(), "{link}"),
        Kind::Export(export) => assert!(export.pieces.len() <= limits::EXPORT_PIECES),
        _ => {}
    }
});
