//! Header fields of messages and parts (RFC 5322; RFC 2045; RFC 2183), with a limit on each.
//!
//! This module selects the needed fields, so that no other field is parsed. The library parses their values.

use std::collections::HashMap;

use jiff::Timestamp;
use mail_parser::{Address, HeaderName, HeaderValue, MessageParser, MimeHeaders};
use memchr::{memchr, memmem};

use super::{encoding::Transfer, limits};
use crate::mail_kind::{MESSAGE_FIELDS, fields, is_mail_field};

/// The header of a part, as far as the scan needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PartHeader {
    /// Type and subtype in lower case, e.g. `text/html`; `None` without `Content-Type`.
    pub(super) media_type: Option<String>,
    /// The boundary of a multipart.
    pub(super) boundary: Option<String>,
    pub(super) charset: Option<String>,
    pub(super) transfer: Transfer,
    /// The name in `Content-Disposition` or `Content-Type`.
    pub(super) name: Option<String>,
    /// Whether the header marks an attachment.
    pub(super) attached: bool,
}

/// The header of a message, as far as the scan needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MessageHeader {
    pub(super) subject: Option<String>,
    pub(super) from: Option<String>,
    pub(super) date: Option<Timestamp>,
    pub(super) recipients: Vec<String>,
    /// Whether the header has any field that identifies a mail.
    pub(super) is_mail: bool,
}

/// The fields that are parsed in the header of each part, in lower case.
const PART_FIELDS: &[&str] = &["content-type", "content-disposition", "content-transfer-encoding"];

/// Returns the fields with these names, each truncated to its limit, and whether any field identifies a mail.
fn select_fields(header: &[u8], names: &[&[&str]]) -> (Vec<u8>, bool) {
    let mut block = Vec::new();
    let mut is_mail = false;
    let mut counts = HashMap::<String, usize>::new();
    for (name, field) in fields(header) {
        is_mail |= is_mail_field(&name);
        if !names.iter().any(|names| names.contains(&name.as_str())) {
            continue;
        }
        let count = counts.entry(name).or_default();
        *count += 1;
        if *count > limits::FIELDS {
            continue;
        }
        // The library would treat a NUL as part of a name.
        let bytes = field.get(..limits::FIELD_BYTES).unwrap_or(field).iter().filter(|byte| **byte != 0);
        block.extend(bytes);
        if block.last() != Some(&b'\n') {
            block.push(b'\n');
        }
    }
    block.push(b'\n');
    (block, is_mail)
}

impl PartHeader {
    /// Parses a part's header.
    pub(super) fn read(header: &[u8]) -> Self {
        let (block, _) = select_fields(header, &[PART_FIELDS]);
        let parser = MessageParser::new().with_mime_headers();
        let Some(part) = parser.parse_headers(&block) else { return Self::default() };
        let Some(part) = part.parts.first() else { return Self::default() };
        let content_type = part.content_type();
        let attribute = |name: &str| {
            content_type.and_then(|kind| kind.attribute(name)).map(|value| value.trim().to_owned())
        };
        Self {
            media_type: content_type.map(|kind| {
                let subtype = kind.subtype().unwrap_or_default();
                format!("{}/{subtype}", kind.ctype()).to_ascii_lowercase()
            }),
            boundary: attribute("boundary").filter(|boundary| !boundary.is_empty()),
            charset: attribute("charset"),
            transfer: part.content_transfer_encoding().map(Transfer::named).unwrap_or_default(),
            name: part.attachment_name().map(str::to_owned),
            attached: part.content_disposition().is_some_and(mail_parser::ContentType::is_attachment),
        }
    }
}

impl MessageHeader {
    /// Parses a message's header.
    pub(super) fn read(header: &[u8]) -> Self {
        let (block, is_mail) = select_fields(header, &[MESSAGE_FIELDS]);
        let parser = MessageParser::new()
            .header_text(HeaderName::Subject)
            .header_date(HeaderName::Date)
            .header_address(HeaderName::From)
            .header_address(HeaderName::To)
            .header_address(HeaderName::Cc)
            .header_address(HeaderName::ResentTo)
            .header_address(HeaderName::DeliveredTo);
        let Some(message) = parser.parse_headers(&block) else { return Self { is_mail, ..Self::default() } };
        let mut read = Self {
            subject: message.subject().map(str::to_owned).filter(|subject| !subject.is_empty()),
            from: message.from().and_then(Address::first).and_then(sender),
            // An invalid date is ignored: the date is only displayed.
            date: message
                .date()
                .filter(|date| date.is_valid())
                .and_then(|date| Timestamp::from_second(date.to_timestamp()).ok()),
            recipients: Vec::new(),
            is_mail,
        };
        for header in message.headers() {
            match (&header.name, &header.value) {
                (HeaderName::From, _) => {}
                (_, HeaderValue::Address(addresses)) => {
                    let found = addresses.iter().filter_map(|recipient| recipient.address());
                    found.for_each(|address| add_address(&mut read.recipients, address));
                }
                // `X-Original-To` and `Envelope-To` contain one bare address.
                (HeaderName::Other(_), HeaderValue::Text(address)) => {
                    add_address(&mut read.recipients, address);
                }
                _ => {}
            }
        }
        read
    }
}

/// Formats a sender for display: name and address, or either.
fn sender(from: &mail_parser::Addr<'_>) -> Option<String> {
    match (from.name().map(str::trim).filter(|name| !name.is_empty()), from.address()) {
        (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
        (name, address) => name.or(address).map(str::to_owned),
    }
}

/// Adds an e-mail address unless it is already in the list, ignoring case.
pub(super) fn add_address(addresses: &mut Vec<String>, address: &str) {
    let address = address.trim().trim_matches(['<', '>']);
    let mut halves = address.splitn(2, '@');
    let is_address = halves.next().is_some_and(|local| !local.is_empty())
        && halves.next().is_some_and(|domain| domain.contains('.') && !domain.contains('@'))
        && address.len() <= 254
        && !address.contains(|c: char| c.is_whitespace() || c.is_control());
    if is_address
        && addresses.len() < limits::RECIPIENTS
        && !addresses.iter().any(|other| other.eq_ignore_ascii_case(address))
    {
        addresses.push(address.to_owned());
    }
}

/// Returns the parts of a multipart body, which are between its boundary lines (RFC 2046, section 5.1.1). Without a
/// closing line, the last part ends with the body.
pub(super) fn parts<'b>(body: &'b [u8], boundary: &str) -> impl Iterator<Item = &'b [u8]> {
    let delimiter = format!("--{boundary}").into_bytes();
    let mut lines = Vec::new();
    for at in memmem::find_iter(body, &delimiter) {
        let starts_line = at == 0 || body.get(at - 1) == Some(&b'\n');
        let after = body.get(at + delimiter.len()..).unwrap_or_default();
        let closes = after.starts_with(b"--");
        let padding = after.get(if closes { 2 } else { 0 }..).unwrap_or_default();
        if !starts_line || !matches!(padding.first(), None | Some(b'\n' | b'\r' | b' ' | b'\t')) {
            continue;
        }
        let line_end = memchr(b'\n', after).map_or(body.len(), |end| at + delimiter.len() + end + 1);
        lines.push((at, line_end));
        // One part beyond the limit is enough to detect that there are too many.
        if closes || lines.len() > limits::PARTS + 1 {
            break;
        }
    }
    let ends: Vec<usize> = lines.iter().skip(1).map(|(at, _)| *at).chain([body.len()]).collect();
    let last_closes = lines.last().is_some_and(|(at, _)| {
        body.get(at + delimiter.len()..).is_some_and(|after| after.starts_with(b"--"))
    });
    let count = if last_closes { lines.len() - 1 } else { lines.len() };
    let bounds: Vec<(usize, usize)> =
        lines.into_iter().zip(ends).take(count).map(|((_, begin), end)| (begin, end)).collect();
    bounds.into_iter().map(move |(begin, end)| {
        // The line end before a delimiter belongs to the delimiter.
        let part = body.get(begin..end.max(begin)).unwrap_or_default();
        let part = part.strip_suffix(b"\n").unwrap_or(part);
        part.strip_suffix(b"\r").unwrap_or(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_message_headers() {
        let read = MessageHeader::read(
            b"Received: from a.example\r\n\tby b.example\r\n\
              Delivered-To: ada@learner.example\r\n\
              X-Original-To: <ada+badges@learner.example>\r\n\
              From: =?UTF-8?Q?Beispielschule_M=C3=BCnchen?= <badges@school.example>\r\n\
              To: Ada <ADA@learner.example>, \"B, C\" <bc@learner.example>\r\n\
              Cc: team: x@learner.example, y@learner.example;\r\n\
              Subject: =?ISO-2022-JP?B?GyRCJVAlQyU4GyhC?=\r\n\
              Date: Fri, 2 May 2025 10:11:12 +0200\r\n",
        );
        assert_eq!(read.subject.as_deref(), Some("バッジ"));
        assert_eq!(read.from.as_deref(), Some("Beispielschule München <badges@school.example>"));
        assert_eq!(read.date, Some("2025-05-02T08:11:12Z".parse().unwrap()));
        assert_eq!(
            read.recipients,
            [
                "ada@learner.example",
                "ada+badges@learner.example",
                "bc@learner.example",
                "x@learner.example",
                "y@learner.example"
            ]
        );
        assert!(read.is_mail);
    }

    /// `bad-inputs` K03 and K06: an invalid field does not affect other fields.
    #[test]
    fn invalid_fields_do_not_affect_others() {
        let long = "(".repeat(100 << 10);
        let rows: &[(&str, String)] = &[
            ("an unclosed comment in the date", format!("Date: {long}\r\n")),
            ("unclosed comments in addresses", format!("To: {long}\r\nCc: {long}\r\n")),
            ("a line of a megabyte", format!("X-Long: {}\r\n", "a".repeat(1 << 20))),
            ("an unknown charset", "From: =?utf-7?Q?+AGE-?= <a@b.example>\r\n".into()),
            ("NUL and a bare CR", "X-N: a\0b\rc\r\n".into()),
            ("ten thousand recipients", "Delivered-To: a@b.example\r\n".repeat(10_000)),
            ("an invalid line", "not a field\r\n".into()),
        ];
        for (name, hostile) in rows {
            let header = format!("{hostile}Subject: still here\r\nDate: Fri, 2 May 2025 10:11:12 +0000\r\n");
            let read = MessageHeader::read(header.as_bytes());
            assert_eq!(read.subject.as_deref(), Some("still here"), "{name}");
        }
    }

    /// `bad-inputs` K05: a name in a thousand pieces is truncated to the limit.
    #[test]
    fn parses_part_headers() {
        let read = PartHeader::read(
            b"Content-Type: TEXT/Html; charset=\"iso-8859-1\"; name=\"a.html\"\r\n\
              Content-Transfer-Encoding: Quoted-Printable\r\n\
              Content-Disposition: attachment; filename*=utf-8''Abzeichen%20f%C3%BCr%20Ada.html\r\n",
        );
        assert_eq!(
            read,
            PartHeader {
                media_type: Some("text/html".into()),
                boundary: None,
                charset: Some("iso-8859-1".into()),
                transfer: Transfer::QuotedPrintable,
                name: Some("Abzeichen für Ada.html".into()),
                attached: true,
            }
        );
        let pieces: String = (0..1_000).map(|n| format!(";\r\n filename*{n}=piece{n}")).collect();
        let read = PartHeader::read(format!("Content-Disposition: attachment{pieces}\r\n").as_bytes());
        assert!(read.attached && read.name.unwrap().starts_with("piece0piece1"));
        assert_eq!(PartHeader::read(b""), PartHeader::default());
    }

    #[test]
    fn splits_parts_at_boundary_lines() {
        let rows: &[(&str, &str, &[&str])] = &[
            ("plain", "before\n--b\none\n--b\ntwo\n--b--\nafter", &["one", "two"]),
            ("CRLF and padding", "--b  \r\none\r\n--b\t\r\ntwo\r\n--b--\r\n", &["one", "two"]),
            ("never closed", "--b\none\n--b\ntwo", &["one", "two"]),
            (
                "a longer boundary is another boundary",
                "--b\none\n--b2\nstill one\n--b--",
                &["one\n--b2\nstill one"],
            ),
            ("a boundary inside a line is text", "--b\none --b\n--b--", &["one --b"]),
            ("empty parts", "--b\n--b\n--b--", &["", ""]),
            ("none", "text", &[]),
            ("closed at once", "--b--\n--b\nafter", &[]),
        ];
        for (name, body, expected) in rows {
            let got: Vec<&[u8]> = parts(body.as_bytes(), "b").collect();
            let expected: Vec<&[u8]> = expected.iter().map(|part| part.as_bytes()).collect();
            assert_eq!(got, expected, "{name}");
        }
    }
}
