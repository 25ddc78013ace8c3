//! Reads the messages of a mailbox file (RFC 4155) one by one in bounded memory.
//!
//! A message starts with a line `From …` that contains a time, at the start of the file or after an empty line. A
//! line `>From ` inside a message loses one `>` (quoting of "mboxrd"). `Content-Length` is ignored.

use std::io::{self, Read};

use memchr::{memchr, memmem};

use super::limits;
use crate::mail_kind::{FROM_LINE, starts_mbox_message};

/// The messages of a mailbox, in file order.
pub struct Messages<R> {
    reader: R,
    /// Bytes that were read and are still needed.
    buffer: Vec<u8>,
    /// The start of the current message in the buffer. Apart from the start of the file, this is its `From ` line.
    start: usize,
    /// The end of the part of the buffer that was searched for the next message.
    searched: usize,
    /// Number of bytes of the file before the buffer.
    discarded: u64,
    ended: bool,
}

/// One message of a mailbox.
#[derive(Debug, PartialEq, Eq)]
pub enum Message {
    /// The bytes of the message, unquoted and without the `From ` line.
    Whole(Vec<u8>),
    /// The message exceeds the limit and was skipped.
    TooLarge,
}

/// Bytes per read.
const CHUNK: usize = 256 << 10;

impl<R: Read> Messages<R> {
    /// Reads messages from `reader`.
    pub fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), start: 0, searched: 0, discarded: 0, ended: false }
    }

    /// Returns how many bytes of the file were processed.
    pub fn position(&self) -> u64 {
        self.discarded + self.start as u64
    }

    fn next_message(&mut self) -> io::Result<Option<Message>> {
        let mut too_large = false;
        loop {
            let next = self.next_start();
            if let Some(end) = next.or(self.ended.then_some(self.buffer.len())) {
                let message = self.buffer.get(self.start..end).unwrap_or_default();
                let is_empty = next.is_none() && !too_large && message.trim_ascii().is_empty();
                let message = if too_large { Message::TooLarge } else { Message::Whole(unquoted(message)) };
                (self.start, self.searched) = (end, end);
                return Ok((!is_empty).then_some(message));
            }
            if too_large || self.buffer.len() - self.start > limits::MESSAGE_BYTES + FROM_LINE {
                too_large = true;
                // Leaves enough to detect an empty line and the `From ` line after it.
                self.start = self.start.max(self.buffer.len().saturating_sub(FROM_LINE));
            }
            self.read_on()?;
        }
    }

    /// Returns the start of the next message in the bytes read so far.
    fn next_start(&mut self) -> Option<usize> {
        // The last search may have ended inside the next `From ` line or the empty line before it, so this search
        // starts earlier. It must not find the current message's line again.
        let from = self.searched.saturating_sub(FROM_LINE).max(self.start);
        let unsearched = self.buffer.get(from..).unwrap_or_default();
        for at in memmem::find_iter(unsearched, b"\nFrom ") {
            let at = from + at + 1;
            let before = self.buffer.get(self.start..at).unwrap_or_default();
            let line = self.buffer.get(at..).unwrap_or_default();
            let line_is_whole = self.ended || line.len() >= FROM_LINE || memchr(b'\n', line).is_some();
            let is_empty_before = before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n");
            if is_empty_before && line_is_whole && starts_mbox_message(line) {
                return Some(at);
            }
        }
        self.searched = self.buffer.len();
        None
    }

    /// Reads more bytes and drops processed ones. Records the end of the file.
    fn read_on(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.start);
        self.discarded += self.start as u64;
        self.searched = self.searched.saturating_sub(self.start);
        self.start = 0;
        if self.buffer.len() < CHUNK {
            // Frees the memory of a large message.
            self.buffer.shrink_to(4 * CHUNK);
        }
        let before = self.buffer.len();
        self.buffer.resize(before + CHUNK, 0);
        let read = loop {
            match self.reader.read(self.buffer.get_mut(before..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.buffer.truncate(before + read.as_ref().copied().unwrap_or_default());
        self.ended = read? == 0;
        Ok(())
    }
}

impl<R: Read> Iterator for Messages<R> {
    type Item = io::Result<Message>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_message().transpose()
    }
}

/// Returns a message without its `From ` line and with one level of quoting removed.
fn unquoted(message: &[u8]) -> Vec<u8> {
    let line = if message.starts_with(b"From ") {
        memchr(b'\n', message).map_or(message.len(), |end| end + 1)
    } else {
        0
    };
    let message = message.get(line..).unwrap_or_default();
    let mut whole = Vec::with_capacity(message.len());
    let mut from = 0;
    for quote in memmem::find_iter(message, b">From ").filter(|at| is_at_line_start(message, *at)) {
        whole.extend_from_slice(message.get(from..quote).unwrap_or_default());
        from = quote + 1;
    }
    whole.extend_from_slice(message.get(from..).unwrap_or_default());
    whole
}

/// Returns whether the `>` at `at` is at the start of a line, possibly after other `>`.
fn is_at_line_start(message: &[u8], at: usize) -> bool {
    let before = message.get(..at).unwrap_or_default();
    matches!(before.iter().rev().find(|byte| **byte != b'>'), None | Some(b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a few bytes per read.
    struct Dripping<'a>(&'a [u8], usize);

    impl Read for Dripping<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(into.len());
            let (now, later) = self.0.split_at(count);
            into[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    fn messages(mailbox: &[u8], at_once: usize) -> Vec<String> {
        Messages::new(Dripping(mailbox, at_once))
            .map(|message| match message.unwrap() {
                Message::Whole(bytes) => String::from_utf8(bytes).unwrap(),
                Message::TooLarge => "too large".into(),
            })
            .collect()
    }

    #[test]
    fn splits_mailbox_into_messages() {
        let from = "From ada@learner.example Fri May  2 10:11:12 2025\n";
        let cases: &[(&str, String, &[&str])] = &[
            ("two", format!("{from}A: 1\n\none\n\n{from}B: 2\n\ntwo\n"), &["A: 1\n\none\n\n", "B: 2\n\ntwo\n"]),
            ("quoted once and twice", format!("{from}\n>From here\n>>From there\n"), &["\nFrom here\n>From there\n"]),
            ("quoting inside a line is text", format!("{from}\na >From b\n"), &["\na >From b\n"]),
            ("a line that starts with `From`", format!("{from}\nx\n\nFrom the desk of Ada\n"), &["\nx\n\nFrom the desk of Ada\n"]),
            ("a time without an empty line before", format!("{from}\nx\n{from}"), &[&format!("\nx\n{from}")]),
            (
                "Content-Length is ignored",
                format!("{from}Content-Length: 1000000\n\none\n\n{from}\ntwo\n"),
                &["Content-Length: 1000000\n\none\n\n", "\ntwo\n"],
            ),
            (
                "lines of Google and Thunderbird",
                "From 1742@xxx Thu Mar 05 20:15:23 +0000 2015\nA: 1\n\n\nFrom - Tue Apr 27 19:42:16 2010\nB: 2\n".into(),
                &["A: 1\n\n\n", "B: 2\n"],
            ),
            ("CRLF", format!("{from}A: 1\r\n\r\none\r\n\r\n{from}B: 2\r\n"), &["A: 1\r\n\r\none\r\n\r\n", "B: 2\r\n"]),
            ("nothing", String::new(), &[]),
            ("white space", "\n\n".into(), &[]),
        ];
        for (name, mailbox, expected) in cases {
            for at_once in [1, 7, 4_096] {
                assert_eq!(
                    messages(mailbox.as_bytes(), at_once),
                    *expected,
                    "{name}, {at_once} bytes at once"
                );
            }
        }
    }

    #[test]
    fn skips_too_large_messages() {
        let mut mailbox = b"From a Fri May  2 10:11:12 2025\n\n".to_vec();
        mailbox.resize(limits::MESSAGE_BYTES + (3 << 20), b'x');
        mailbox.extend_from_slice(b"\n\nFrom b Fri May  2 10:11:12 2025\nB: 2\n");
        assert_eq!(messages(&mailbox, 1 << 20), ["too large", "B: 2\n"]);
    }
}
