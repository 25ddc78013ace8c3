//! Scans a mailbox for badges and prints its speed in one line for `tests/comparison/mailbox.sh`.
#![allow(clippy::unwrap_used)]

use std::{path::Path, time::Instant};

use badge_intake::{OpenedFile, open_file};

fn main() {
    let path = std::env::args().nth(1).unwrap();
    let bytes = std::fs::metadata(&path).unwrap().len();
    let start = Instant::now();
    let (mut messages, mut badges, mut links) = (0, 0, 0);
    let OpenedFile::Mailbox(mails) = open_file(Path::new(&path)).unwrap() else { panic!("not a mailbox") };
    for finding in mails {
        let finding = finding.unwrap();
        messages += 1;
        badges += finding.attachments.len();
        links += finding.links.len();
    }
    let seconds = start.elapsed().as_secs_f64();
    let rate = bytes as f64 / seconds / 1e6;
    println!("backpack {messages} messages, {badges} badges, {links} links: {seconds:.2} s, {rate:.0} MB/s");
}
