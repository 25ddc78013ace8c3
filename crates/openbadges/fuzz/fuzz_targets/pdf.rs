//! Any bytes behind the mark of a PDF: reading ends, with a badge or with a reason.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut file = b"%PDF-1.7\n".to_vec();
    file.extend_from_slice(bytes);
    for found in openbadges::read_all(&file) {
        if let Ok(found) = found {
            assert_eq!(found.original, file, "the original is kept as it was handed over");
        }
    }
});
