//! A file of messages: its end is reached, and the place in it only grows.
#![no_main]

use std::io::Cursor;

use badge_intake::mail::Mails;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    let mut mails = Mails::of_mailbox(Cursor::new(file.to_vec()), file.len() as u64);
    let mut last = 0;
    let mut messages = 0;
    while let Some(finding) = mails.next() {
        assert!(finding.is_ok(), "memory does not fail to be read");
        let (position, _) = mails.position();
        assert!((last..=file.len() as u64).contains(&position));
        (last, messages) = (position, messages + 1);
        assert!(messages <= file.len(), "a message has a first byte of its own");
    }
});
