//! Any message: the scan stays within its limits and is deterministic.
#![no_main]

use badge_intake::mail::{self, limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|message: &[u8]| {
    let finding = mail::find(message);
    assert_eq!(finding, mail::find(message));
    assert!(finding.links.len() <= limits::LINKS);
    assert!(finding.envelope.recipients.len() <= limits::RECIPIENTS);
    assert!(finding.attachments.iter().map(|attachment| attachment.bytes.len()).sum::<usize>() <= limits::ATTACHED_BYTES);
    for name in finding.attachments.iter().map(|part| &part.name).chain(finding.skipped.iter().map(|part| &part.name)) {
        assert!(name.chars().count() <= limits::NAME_CHARS, "{name:?}");
        assert!(!name.chars().any(char::is_control), "{name:?}");
    }
});
