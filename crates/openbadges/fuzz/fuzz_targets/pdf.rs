//! Any bytes after a PDF header: reading ends and keeps the original unchanged.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut file = b"%PDF-1.7\n".to_vec();
    file.extend_from_slice(bytes);
    for found in openbadges::read_all(&file) {
        if let Ok(found) = found {
            assert_eq!(found.original, file, "the original is unchanged");
        }
    }
});
