//! Any mailbox file: the scan reaches the end of the file, and its position never decreases.
#![no_main]

use std::io::Cursor;

use badge_intake::mail::Mails;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    let mut mails = Mails::of_mailbox(Cursor::new(file.to_vec()), file.len() as u64);
    let mut last = 0;
    let mut messages = 0;
    while let Some(finding) = mails.next() {
        assert!(finding.is_ok(), "reading memory cannot fail");
        let (position, _) = mails.position();
        assert!((last..=file.len() as u64).contains(&position));
        (last, messages) = (position, messages + 1);
        assert!(messages <= file.len(), "every message has at least one byte");
    }
});
