//! The fields of a message or part that matter here (RFC 5322; RFC 2045; RFC 2183), with a limit on each.
//!
//! Fields are told apart here, so that no other one costs anything; what a field says is the library's to read.

use std::collections::HashMap;

use jiff::Timestamp;
use mail_parser::{Address, HeaderName, HeaderValue, MessageParser, MimeHeaders};
use memchr::{memchr, memmem, memrchr};

use super::{encoding::Transfer, limits};

/// What a part's header says of its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PartHeader {
    /// Type and subtype in lower case, e.g. `text/html`; `None` where there is no `Content-Type`.
    pub(super) media_type: Option<String>,
    /// The boundary of a multipart.
    pub(super) boundary: Option<String>,
    pub(super) charset: Option<String>,
    pub(super) transfer: Transfer,
    /// The name by `Content-Disposition` or `Content-Type`.
    pub(super) name: Option<String>,
    /// Whether it says that it is an attachment.
    pub(super) attached: bool,
}

/// What a message's own header says beside that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MessageHeader {
    pub(super) subject: Option<String>,
    pub(super) from: Option<String>,
    pub(super) date: Option<Timestamp>,
    pub(super) recipients: Vec<String>,
    /// Whether any field was one that a mail has.
    pub(super) known: bool,
}

/// The header and the body: what stands before and behind the first empty line. Without one everything is header.
pub(super) fn split(entity: &[u8]) -> (&[u8], &[u8]) {
    // A part whose header is empty begins with the empty line.
    for empty in [&b"\n"[..], b"\r\n"] {
        if let Some(body) = entity.strip_prefix(empty) {
            return (&[], body);
        }
    }
    let mut from = 0;
    while let Some(rest) = entity.get(from..) {
        let Some(end) = memchr(b'\n', rest) else { break };
        let behind = rest.get(end + 1..).unwrap_or_default();
        let at = from + end + 1;
        for empty in [&b"\n"[..], b"\r\n"] {
            if let Some(body) = behind.strip_prefix(empty) {
                return (entity.get(..at).unwrap_or_default(), body);
            }
        }
        from = at;
    }
    (entity, &[])
}

/// The fields that are read, in lower case. The first group is of every part, the second of messages.
const PART_FIELDS: &[&str] = &["content-type", "content-disposition", "content-transfer-encoding"];
const MESSAGE_FIELDS: &[&str] =
    &["subject", "from", "date", "to", "cc", "delivered-to", "x-original-to", "envelope-to", "resent-to"];
/// Fields whose presence shows that this is a mail, beside those.
const MAIL_FIELDS: &[&str] = &["received", "return-path", "message-id", "mime-version", "reply-to", "sender"];

/// Each field, unfolded or not, as it stands: its name in lower case and its whole text, name and line end included.
fn fields(header: &[u8]) -> impl Iterator<Item = (String, &[u8])> {
    let mut rest = header;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let mut end = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            while matches!(rest.get(end), Some(b' ' | b'\t')) {
                let more = rest.get(end..).unwrap_or_default();
                end += memchr(b'\n', more).map_or(more.len(), |end| end + 1);
            }
            let (field, behind) = rest.split_at(end);
            rest = behind;
            let Some(colon) = memchr(b':', field.get(..80).unwrap_or(field)) else { continue };
            let name = field.get(..colon).unwrap_or_default().trim_ascii();
            // RFC 5322, section 2.2: printable ASCII.
            if !name.is_empty() && name.iter().all(|byte| (33..=126).contains(byte)) {
                return Some((String::from_utf8_lossy(name).to_ascii_lowercase(), field));
            }
        }
        None
    })
}

/// Whether bytes begin with fields of a mail, and with nothing else before the first empty line.
pub(super) fn begins_like_mail(beginning: &[u8]) -> bool {
    let (mut header, body) = split(beginning);
    if body.is_empty() {
        // What was looked at may end in the middle of a line.
        header = memrchr(b'\n', header).and_then(|end| header.get(..=end)).unwrap_or(header);
    }
    let (mut known, mut length) = (0, 0);
    for (name, field) in fields(header) {
        known += usize::from(is_of_mail(&name));
        length += field.len();
    }
    // Where a line is no field, this is no header.
    known >= 2 && length == header.len()
}

fn is_of_mail(name: &str) -> bool {
    MESSAGE_FIELDS.contains(&name) || MAIL_FIELDS.contains(&name)
}

/// What the library is to read: the wanted fields alone, each cut at its limit.
fn wanted(header: &[u8], names: &[&[&str]]) -> (Vec<u8>, bool) {
    let mut block = Vec::new();
    let mut known = false;
    let mut taken = HashMap::<String, usize>::new();
    for (name, field) in fields(header) {
        known |= is_of_mail(&name);
        if !names.iter().any(|names| names.contains(&name.as_str())) {
            continue;
        }
        let count = taken.entry(name).or_default();
        *count += 1;
        if *count > limits::FIELDS {
            continue;
        }
        // NUL would end nothing here, and yet stand in a name.
        let kept = field.get(..limits::FIELD_BYTES).unwrap_or(field).iter().filter(|byte| **byte != 0);
        block.extend(kept);
        if block.last() != Some(&b'\n') {
            block.push(b'\n');
        }
    }
    block.push(b'\n');
    (block, known)
}

impl PartHeader {
    /// Reads a part's header.
    pub(super) fn read(header: &[u8]) -> Self {
        let (block, _) = wanted(header, &[PART_FIELDS]);
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
    /// Reads a message's header.
    pub(super) fn read(header: &[u8]) -> Self {
        let (block, known) = wanted(header, &[MESSAGE_FIELDS]);
        let parser = MessageParser::new()
            .header_text(HeaderName::Subject)
            .header_date(HeaderName::Date)
            .header_address(HeaderName::From)
            .header_address(HeaderName::To)
            .header_address(HeaderName::Cc)
            .header_address(HeaderName::ResentTo)
            .header_address(HeaderName::DeliveredTo);
        let Some(message) = parser.parse_headers(&block) else { return Self { known, ..Self::default() } };
        let mut read = Self {
            subject: message.subject().map(str::to_owned).filter(|subject| !subject.is_empty()),
            from: message.from().and_then(Address::first).and_then(sender),
            // A date that is none is as good as none: it is shown, and nothing hangs on it.
            date: message
                .date()
                .filter(|date| date.is_valid())
                .and_then(|date| Timestamp::from_second(date.to_timestamp()).ok()),
            recipients: Vec::new(),
            known,
        };
        for header in message.headers() {
            match (&header.name, &header.value) {
                (HeaderName::From, _) => {}
                (_, HeaderValue::Address(addresses)) => {
                    let named = addresses.iter().filter_map(|one| one.address());
                    named.for_each(|address| add_address(&mut read.recipients, address));
                }
                // `X-Original-To` and `Envelope-To` hold one bare address.
                (HeaderName::Other(_), HeaderValue::Text(address)) => {
                    add_address(&mut read.recipients, address);
                }
                _ => {}
            }
        }
        read
    }
}

/// How a sender is shown: name and address, or either.
fn sender(from: &mail_parser::Addr<'_>) -> Option<String> {
    match (from.name().map(str::trim).filter(|name| !name.is_empty()), from.address()) {
        (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
        (name, address) => name.or(address).map(str::to_owned),
    }
}

/// Adds what is an address of somebody, once, however it is capitalised.
pub(super) fn add_address(known: &mut Vec<String>, address: &str) {
    let address = address.trim().trim_matches(['<', '>']);
    let mut around = address.splitn(2, '@');
    let is_address = around.next().is_some_and(|local| !local.is_empty())
        && around.next().is_some_and(|domain| domain.contains('.') && !domain.contains('@'))
        && address.len() <= 254
        && !address.contains(|c: char| c.is_whitespace() || c.is_control());
    if is_address
        && known.len() < limits::RECIPIENTS
        && !known.iter().any(|other| other.eq_ignore_ascii_case(address))
    {
        known.push(address.to_owned());
    }
}

/// The parts of a multipart body: what stands between the lines that begin with its boundary (RFC 2046, section 5.1.1).
/// A missing closing line closes at the end.
pub(super) fn parts<'b>(body: &'b [u8], boundary: &str) -> impl Iterator<Item = &'b [u8]> {
    let delimiter = format!("--{boundary}").into_bytes();
    let mut lines = Vec::new();
    for at in memmem::find_iter(body, &delimiter) {
        let starts_line = at == 0 || body.get(at - 1) == Some(&b'\n');
        let behind = body.get(at + delimiter.len()..).unwrap_or_default();
        let closes = behind.starts_with(b"--");
        let padding = behind.get(if closes { 2 } else { 0 }..).unwrap_or_default();
        if !starts_line || !matches!(padding.first(), None | Some(b'\n' | b'\r' | b' ' | b'\t')) {
            continue;
        }
        let line_end = memchr(b'\n', behind).map_or(body.len(), |end| at + delimiter.len() + end + 1);
        lines.push((at, line_end));
        // One more than may be looked at is enough to see that there are too many.
        if closes || lines.len() > limits::PARTS + 1 {
            break;
        }
    }
    let ends: Vec<usize> = lines.iter().skip(1).map(|(at, _)| *at).chain([body.len()]).collect();
    let last_closes = lines.last().is_some_and(|(at, _)| {
        body.get(at + delimiter.len()..).is_some_and(|behind| behind.starts_with(b"--"))
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
    fn a_messages_header_is_read() {
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
        assert!(read.known);
    }

    /// `bad-inputs` K03 and K06: a field that cannot be read costs itself alone.
    #[test]
    fn hostile_fields_cost_themselves_alone() {
        let long = "(".repeat(100 << 10);
        let rows: &[(&str, String)] = &[
            ("comments without end in the date", format!("Date: {long}\r\n")),
            ("comments without end in an address", format!("To: {long}\r\nCc: {long}\r\n")),
            ("a line of a megabyte", format!("X-Long: {}\r\n", "a".repeat(1 << 20))),
            ("a charset that nobody reads", "From: =?utf-7?Q?+AGE-?= <a@b.example>\r\n".into()),
            ("NUL and a bare CR", "X-N: a\0b\rc\r\n".into()),
            ("ten thousand recipients", "Delivered-To: a@b.example\r\n".repeat(10_000)),
            ("a line that is no field", "no field at all\r\n".into()),
        ];
        for (name, hostile) in rows {
            let header = format!("{hostile}Subject: still here\r\nDate: Fri, 2 May 2025 10:11:12 +0000\r\n");
            let read = MessageHeader::read(header.as_bytes());
            assert_eq!(read.subject.as_deref(), Some("still here"), "{name}");
        }
    }

    /// `bad-inputs` K05: a name in a thousand pieces is as much of itself as fits.
    #[test]
    fn a_parts_header_is_read() {
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
    fn header_and_body_are_told_apart() {
        type Row<'a> = (&'a str, &'a [u8], &'a [u8], &'a [u8]);
        let rows: &[Row<'_>] = &[
            ("lines by CRLF", b"A: 1\r\nB: 2\r\n\r\nbody", b"A: 1\r\nB: 2\r\n", b"body"),
            ("lines by LF", b"A: 1\n\nbody\n", b"A: 1\n", b"body\n"),
            ("no header", b"\nbody", b"", b"body"),
            ("no header, CRLF", b"\r\nbody", b"", b"body"),
            ("no body", b"A: 1\nB: 2\n", b"A: 1\nB: 2\n", b""),
            ("nothing", b"", b"", b""),
        ];
        for (name, entity, header, body) in rows {
            assert_eq!(split(entity), (*header, *body), "{name}");
        }
    }

    #[test]
    fn parts_stand_between_the_lines_of_their_boundary() {
        let rows: &[(&str, &str, &[&str])] = &[
            ("plain", "before\n--b\none\n--b\ntwo\n--b--\nafter", &["one", "two"]),
            ("CRLF and padding", "--b  \r\none\r\n--b\t\r\ntwo\r\n--b--\r\n", &["one", "two"]),
            ("never closed", "--b\none\n--b\ntwo", &["one", "two"]),
            ("longer boundaries are others", "--b\none\n--b2\nstill one\n--b--", &["one\n--b2\nstill one"]),
            ("inside a line it is text", "--b\none --b\n--b--", &["one --b"]),
            ("empty parts", "--b\n--b\n--b--", &["", ""]),
            ("none", "text", &[]),
            ("closed at once", "--b--\n--b\nbehind", &[]),
        ];
        for (name, body, expected) in rows {
            let got: Vec<&[u8]> = parts(body.as_bytes(), "b").collect();
            let expected: Vec<&[u8]> = expected.iter().map(|part| part.as_bytes()).collect();
            assert_eq!(got, expected, "{name}");
        }
    }

    #[test]
    fn a_mail_is_told_by_its_beginning() {
        let rows: &[(&str, &str, bool)] = &[
            ("a mail", "From: a@b.example\nSubject: x\n\ntext", true),
            ("a mail from a server", "Return-Path: <>\r\nReceived: from a\r\n\tby b\r\nX-Y: z\r\n\r\n", true),
            ("one field is not enough", "From: here to there\n\ntext", false),
            ("JSON", "{\"a\": 1}", false),
            ("prose with a colon", "Dear Ada:\nSubject: x\nFrom: y\n\n", false),
            ("HTML", "<p>From: a\nTo: b\n\n", false),
            ("nothing", "", false),
        ];
        for (name, text, expected) in rows {
            assert_eq!(begins_like_mail(text.as_bytes()), *expected, "{name}");
        }
    }
}
