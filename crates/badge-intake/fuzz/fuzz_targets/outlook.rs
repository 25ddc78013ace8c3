//! Any Outlook message: the scan stays within its limits.
#![no_main]

use badge_intake::mail::{self, limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    if let Some(finding) = mail::find_in_outlook(file) {
        assert!(finding.links.len() <= limits::LINKS);
        assert!(finding.attachments.iter().map(|attachment| attachment.bytes.len()).sum::<usize>() <= limits::ATTACHED_BYTES);
    }
});
