//! Whole responses: parsing, and what the session may skip.

use imap_codec::{
    ResponseCodec,
    decode::Decoder,
    imap_types::{
        IntoStatic,
        response::{Code, Response},
    },
};

/// A whole response that was not parsed yet.
pub(super) struct RawResponse<'a> {
    pub(super) bytes: &'a [u8],
    /// The start of the part after the last literal.
    pub(super) last_line: usize,
}

impl<'a> RawResponse<'a> {
    /// Parses the response, first as it is and then without the deviations that `normalized` removes.
    pub(super) fn parse(&self) -> Option<Response<'a>> {
        fn parse(bytes: &[u8]) -> Option<Response<'_>> {
            match ResponseCodec::new().decode(bytes) {
                Ok(([], response)) => Some(response),
                _ => None,
            }
        }
        let normalized = || parse(&self.normalized()?).map(IntoStatic::into_static);
        parse(self.bytes).or_else(normalized)
    }

    /// Returns the response without deviations that imap-codec rejects: a status without text or with
    /// non-ASCII text, both of which RFC 9051 (section 9) allows; spaces at the end of a list or line; and
    /// NUL in messages, which becomes 0x80 as in Dovecot.
    fn normalized(&self) -> Option<Vec<u8>> {
        let (start, last_line) = self.bytes.split_at(self.last_line);
        let mut last_line = last_line.strip_suffix(b"\r\n")?.trim_ascii_end().to_vec();
        if let Some(list) = last_line.strip_suffix(b")") {
            last_line.truncate(list.trim_ascii_end().len());
            last_line.push(b')');
        }
        if [" OK", " NO", " BAD", " BYE"].iter().any(|status| last_line.ends_with(status.as_bytes())) {
            last_line.extend(b" ?");
        }
        let start = start.iter().map(|byte| if *byte == 0 { 0x80 } else { *byte });
        let last_line = last_line.into_iter().map(|byte| if byte.is_ascii() { byte } else { b'?' });
        Some(start.chain(last_line).chain(*b"\r\n").collect())
    }

    /// Returns whether the session may skip this response, which imap-codec rejects. A client accepts any
    /// response (RFC 9051, section 2.2.2), and some servers send flags that imap-codec rejects. But without
    /// an expected response, a message would look deleted.
    pub(super) fn may_be_skipped(&self, expected: &[&str]) -> bool {
        let contains = |word: &str| {
            self.bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
        };
        self.bytes.starts_with(b"* ") && !expected.iter().any(|word| contains(word))
    }

    /// Returns the text of a status response, up to 200 characters. `code` is the response code that
    /// imap-codec found. A code that imap-codec does not know is part of the text.
    pub(super) fn status_text(&self, code: Option<&Code<'_>>) -> String {
        let text = self.bytes.splitn(3, |byte| *byte == b' ').nth(2).unwrap_or_default();
        let text = String::from_utf8_lossy(text);
        let text = match code {
            None | Some(Code::Other(_)) => &text,
            Some(_) => text.split_once(']').map_or("", |(_, text)| text),
        };
        text.trim().chars().take(200).collect()
    }
}
