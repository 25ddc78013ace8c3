//! Decodes the bytes of a part: transfer encodings (RFC 2045, section 6) and charsets.
//!
//! Decoding is lenient: invalid characters are skipped. A non-empty part without any valid character is an
//! error, not an empty part.

use std::borrow::Cow;

use mail_parser::{
    decoders::{base64::base64_decode, charsets::map::charset_decoder},
    parsers::MessageStream,
};

/// The transfer encoding of a part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Transfer {
    /// None (`7bit`, `8bit`, `binary`).
    #[default]
    Plain,
    /// An unsupported encoding (`x-uuencode`) or an invalid name (`utf-8`). The bytes are used unchanged.
    Unknown,
    /// `base64`.
    Base64,
    /// `quoted-printable`.
    QuotedPrintable,
}

impl Transfer {
    /// Parses the value of `Content-Transfer-Encoding`.
    pub(super) fn named(name: &str) -> Self {
        let name = name.trim();
        if name.eq_ignore_ascii_case("base64") {
            Self::Base64
        } else if name.eq_ignore_ascii_case("quoted-printable") {
            Self::QuotedPrintable
        } else if ["", "7bit", "8bit", "binary"].iter().any(|plain| name.eq_ignore_ascii_case(plain)) {
            Self::Plain
        } else {
            Self::Unknown
        }
    }

    /// Decodes a body. Returns `None` if a non-empty body has no valid character of this encoding.
    pub(super) fn decode(self, body: &[u8]) -> Option<Cow<'_, [u8]>> {
        Some(match self {
            Self::Plain | Self::Unknown => Cow::Borrowed(body),
            Self::Base64 => Cow::Owned(base64(body)?),
            Self::QuotedPrintable => Cow::Owned(quoted_printable(body)),
        })
    }

    /// Decodes about the first `bytes` bytes and reads no further. Returns `None` like [`decode`](Self::decode).
    pub(super) fn beginning(self, body: &[u8], bytes: usize) -> Option<Cow<'_, [u8]>> {
        // Apart from line ends, no encoding uses more than three characters for a byte.
        let encoded = body.get(..bytes * 3).unwrap_or(body);
        match self {
            Self::Plain | Self::Unknown => Some(Cow::Borrowed(encoded.get(..bytes).unwrap_or(encoded))),
            _ => self.decode(encoded),
        }
    }
}

/// Decodes base64 and ignores other characters (RFC 2045, section 6.8: "must be ignored"). Returns `None` if a
/// non-empty body has no base64 characters.
fn base64(body: &[u8]) -> Option<Vec<u8>> {
    let lenient = || {
        let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
        base64_decode(&body.iter().copied().filter(is_base64).collect::<Vec<_>>())
    };
    let decoded = base64_decode(body).or_else(lenient)?;
    (!decoded.is_empty() || body.trim_ascii().is_empty()).then_some(decoded)
}

/// Decodes quoted-printable and keeps invalid escapes as text.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let (end, decoded) = MessageStream::new(body).decode_quoted_printable_mime(b"");
    if end != usize::MAX {
        return decoded.into_owned();
    }
    // The library stops at `==`, so each line is decoded separately.
    let mut lenient = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let (end, decoded) = MessageStream::new(line).decode_quoted_printable_mime(b"");
        lenient.extend_from_slice(if end == usize::MAX { line } else { &decoded });
    }
    lenient
}

/// Decodes text in the charset with this label. Text with an unknown label is decoded as UTF-8.
pub(super) fn text<'b>(bytes: &'b [u8], charset: Option<&str>) -> Cow<'b, str> {
    let utf8 =
        charset.is_none_or(|name| ["utf-8", "us-ascii", "utf8"].iter().any(|u| name.eq_ignore_ascii_case(u)));
    if utf8 {
        return String::from_utf8_lossy(bytes);
    }
    match charset.and_then(|name| charset_decoder(name.as_bytes())) {
        Some(decode) => Cow::Owned(decode(bytes)),
        None => String::from_utf8_lossy(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_parts_leniently() {
        /// Name, encoding, body, expected result.
        type Row<'r> = (&'r str, &'r str, &'r [u8], Option<&'r [u8]>);
        let rows: &[Row<'_>] = &[
            ("base64", "base64", b"aGVs\r\nbG8=\r\n", Some(b"hello")),
            ("base64 with invalid characters", "Base64", b"aG!Vs\0bG*8=", Some(b"hello")),
            ("truncated base64", "base64", b"aGVsb", Some(b"hel")),
            ("an empty part", "base64", b"\r\n", Some(b"")),
            ("no base64 characters", "base64", b"!!!!", None),
            ("only padding", "base64", b"====", None),
            ("one base64 character", "base64", b"\xe4\xf6a\xfc", None),
            ("quoted-printable", "quoted-printable", b"a=3Db=\r\nc", Some(b"a=bc")),
            ("an invalid escape", "quoted-printable", b"?q=xy&b=41", Some(b"?q=xy&bA")),
            ("two equals signs", "quoted-printable", b"a==b\r\n=41\r\n", Some(b"a==b\r\nA\r\n")),
            ("plain", "8bit", b"a=3D", Some(b"a=3D")),
            ("unknown", "x-uuencode", b"a=3D", Some(b"a=3D")),
        ];
        for (name, transfer, body, expected) in rows {
            assert_eq!(Transfer::named(transfer).decode(body).as_deref(), *expected, "{name}");
        }
    }

    #[test]
    fn decodes_charsets() {
        let rows: &[(&str, Option<&str>, &[u8], &str)] = &[
            (
                "Japanese",
                Some("ISO-2022-JP"),
                b"\x1b$B%P%C%8\x1b(B https://a.example/",
                "バッジ https://a.example/",
            ),
            ("Latin 1", Some("iso-8859-1"), b"Insigne re\xe7u", "Insigne reçu"),
            ("Chinese", Some("gb18030"), b"\xc4\xe3\xba\xc3", "你好"),
            ("UTF-16", Some("utf-16"), b"\xff\xfea\0b\0", "ab"),
            ("UTF-7", Some("utf-7"), b"+ZYeB9FH6ckh5Pg-", "文致出版社"),
            ("no label", None, "Schweißen".as_bytes(), "Schweißen"),
            ("unknown", Some("x-none"), "Schweißen".as_bytes(), "Schweißen"),
            ("mislabelled", Some("utf-8"), b"\xe7", "\u{fffd}"),
        ];
        for (name, charset, bytes, expected) in rows {
            assert_eq!(text(bytes, *charset), *expected, "{name}");
        }
    }

    #[test]
    fn decodes_only_the_requested_beginning() {
        let long = "QUJD".repeat(1 << 20);
        let beginning = Transfer::Base64.beginning(long.as_bytes(), 12).unwrap();
        assert!(beginning.starts_with(b"ABCABCABCABC") && beginning.len() < 40);
    }
}
