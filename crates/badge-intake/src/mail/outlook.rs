//! Reads Outlook messages (`.msg`, MS-OXMSG). A message is a compound file (MS-CFB); its streams are the message's
//! properties.

use std::io::{self, Cursor, Read};

use cfb::CompoundFile;
use jiff::Timestamp;

use super::{
    limits, rtf,
    tnef::{Bytes, Contents, narrow, wide},
};

/// A parsed Outlook message.
#[derive(Debug, Default)]
pub(super) struct OutlookMessage {
    pub(super) subject: Option<String>,
    pub(super) from: Option<String>,
    pub(super) date: Option<Timestamp>,
    pub(super) recipients: Vec<String>,
    /// The Internet header, if the message has one.
    pub(super) header: Option<String>,
    pub(super) contents: Contents,
    /// Attached messages.
    pub(super) attached: Vec<OutlookMessage>,
}

/// Property tags without their type (MS-OXPROPS).
const SUBJECT: &str = "0037";
const TRANSPORT_HEADER: &str = "007D";
const SENDER_NAME: &str = "0C1A";
const SENDER_SMTP: &str = "5D01";
const SENDER_ADDRESS: &str = "0C1F";
const BODY: &str = "1000";
const RTF: &str = "1009";
const HTML: &str = "1013";
const RECIPIENT_SMTP: &str = "39FE";
const RECIPIENT_ADDRESS: &str = "3003";
const ATTACH_DATA: &str = "3701";
const ATTACH_LONG_FILENAME: &str = "3707";
const ATTACH_FILENAME: &str = "3704";
/// `PidTagClientSubmitTime` and `PidTagMessageDeliveryTime`, with the type of a time.
const TIMES: [u32; 2] = [0x0039_0040, 0x0e06_0040];

/// The contents of a compound file.
#[derive(Debug)]
pub(super) enum Compound {
    /// A message.
    Message(Box<OutlookMessage>),
    /// Another readable file, e.g. an old office document.
    Other,
    /// A file that cannot be opened.
    Unreadable,
}

/// Parses a compound file.
pub(super) fn message(file: &[u8]) -> Compound {
    let Ok(file) = CompoundFile::open(Cursor::new(file)) else { return Compound::Unreadable };
    if !file.is_stream("/__properties_version1.0") {
        return Compound::Other;
    }
    let mut storages = Storages { file, budget: limits::MESSAGE_BYTES, damaged: false };
    Compound::Message(Box::new(of_storage(&mut storages, "", 0)))
}

/// An open compound file.
struct Storages<'f> {
    file: CompoundFile<Cursor<&'f [u8]>>,
    /// The bytes that may still be read. Streams may share sectors, so the file's size does not limit them.
    budget: usize,
    /// Whether an existing stream could not be read completely.
    damaged: bool,
}

/// Reads the message in a storage.
fn of_storage(file: &mut Storages<'_>, at: &str, depth: usize) -> OutlookMessage {
    let mut message = OutlookMessage {
        subject: file.text(at, SUBJECT),
        header: file.text(at, TRANSPORT_HEADER),
        date: file.date(at, depth),
        ..OutlookMessage::default()
    };
    let name = file.text(at, SENDER_NAME);
    let address = file
        .text(at, SENDER_SMTP)
        .or_else(|| file.text(at, SENDER_ADDRESS).filter(|address| address.contains('@')));
    message.from = match (name, address) {
        (Some(name), Some(address)) if name != address => Some(format!("{name} <{address}>")),
        (name, address) => address.or(name),
    };
    message.contents.text = file.text(at, BODY);
    message.contents.html = file.bytes(&format!("{at}/__substg1.0_{HTML}0102"));
    if message.contents.html.is_none()
        && let Some(rtf) = file.bytes(&format!("{at}/__substg1.0_{RTF}0102"))
    {
        match rtf::decompressed(&rtf) {
            Some(rtf) => {
                let text = message.contents.text.get_or_insert_default();
                text.push('\n');
                text.push_str(&narrow(&rtf));
            }
            None => file.damaged = true,
        }
    }
    for part in file.below(at) {
        if part.contains("/__recip_version1.0_") {
            let address = file.text(&part, RECIPIENT_SMTP).or_else(|| file.text(&part, RECIPIENT_ADDRESS));
            message.recipients.extend(address);
        } else if part.contains("/__attach_version1.0_") {
            attached(file, &part, depth, &mut message);
        }
    }
    message.contents.damaged = file.damaged || file.budget == 0;
    message
}

/// Reads an attachment: a message or a file. Attachments by reference have no data.
fn attached(file: &mut Storages<'_>, part: &str, depth: usize, message: &mut OutlookMessage) {
    let embedded = format!("{part}/__substg1.0_{ATTACH_DATA}000D");
    if file.file.is_storage(&embedded) {
        if depth < limits::DEPTH {
            message.attached.push(of_storage(file, &embedded, depth + 1));
        } else {
            file.damaged = true;
        }
        return;
    }
    let data = file.stream(&format!("{part}/__substg1.0_{ATTACH_DATA}0102"));
    if let Ok(None) = data {
        return;
    }
    let name = file.text(part, ATTACH_LONG_FILENAME).or_else(|| file.text(part, ATTACH_FILENAME));
    match data {
        Ok(data) => message.contents.attachments.extend(data.map(|data| (name, data))),
        // The attachment is listed by name, so the message itself need not be reported as damaged.
        Err(_) => message.contents.unreadable.push(name),
    }
}

impl Storages<'_> {
    /// Returns the storages of recipients and attachments directly below `at`, ordered by number.
    fn below(&mut self, at: &str) -> Vec<String> {
        let Ok(entries) = self.file.read_storage(if at.is_empty() { "/" } else { at }) else {
            self.damaged = true;
            return Vec::new();
        };
        let mut names: Vec<String> = entries
            .filter(|entry| entry.is_storage() && entry.name().starts_with("__"))
            .take(limits::OUTLOOK_ATTACHMENTS + 1)
            .map(|entry| format!("{at}/{}", entry.name()))
            .collect();
        self.damaged |= names.len() > limits::OUTLOOK_ATTACHMENTS;
        names.truncate(limits::OUTLOOK_ATTACHMENTS);
        names.sort();
        names
    }

    /// Reads a text property in UTF-16 or in a code page.
    fn text(&mut self, at: &str, tag: &str) -> Option<String> {
        let text = match self.bytes(&format!("{at}/__substg1.0_{tag}001F")) {
            Some(bytes) => wide(&bytes),
            None => narrow(&self.bytes(&format!("{at}/__substg1.0_{tag}001E"))?),
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// Reads the bytes of a stream. An unreadable stream marks the message as damaged.
    fn bytes(&mut self, path: &str) -> Option<Vec<u8>> {
        self.stream(path).unwrap_or_else(|_| {
            self.damaged = true;
            None
        })
    }

    /// Reads the bytes of a stream within the budget. Returns `None` if it does not exist.
    fn stream(&mut self, path: &str) -> io::Result<Option<Vec<u8>>> {
        if !self.file.is_stream(path) {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        let read = self.file.open_stream(path)?.take(self.budget as u64).read_to_end(&mut bytes);
        self.budget -= bytes.len();
        read.map(|_| Some(bytes))
    }

    /// Reads the time of sending from the list of fixed-length properties (MS-OXMSG 2.4). An invalid time is ignored:
    /// it is only displayed.
    fn date(&mut self, at: &str, depth: usize) -> Option<Timestamp> {
        let properties = self.bytes(&format!("{at}/__properties_version1.0"))?;
        // The list follows 32 bytes, in an embedded message 24.
        let mut list = Bytes(properties.get(if depth == 0 { 32 } else { 24 }..)?);
        let mut first = None;
        while let (Some(tag), Some(_flags), Some(value)) = (list.u32(), list.u32(), list.take(8)) {
            if TIMES.contains(&tag) && first.is_none() {
                first = value.try_into().ok().map(u64::from_le_bytes).and_then(time);
            }
        }
        first
    }
}

/// Converts a FILETIME: units of 100 nanoseconds since 1601.
fn time(filetime: u64) -> Option<Timestamp> {
    let seconds = i64::try_from(filetime / 10_000_000).ok()?;
    Timestamp::from_second(seconds - 11_644_473_600).ok()
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use super::*;

    /// Writes compound files from `(path of a stream, its bytes)`.
    pub(crate) fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
        let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for (path, bytes) in streams {
            if let Some((storage, _)) = path.rsplit_once('/').filter(|(storage, _)| !storage.is_empty()) {
                file.create_storage_all(storage).unwrap();
            }
            file.create_stream(path).unwrap().write_all(bytes).unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn parses_outlook_messages() {
        let mut properties = vec![0; 32];
        properties.extend_from_slice(&0x0039_0040u32.to_le_bytes());
        properties.extend_from_slice(&[0; 4]);
        properties.extend_from_slice(&((1_746_173_472 + 11_644_473_600) * 10_000_000u64).to_le_bytes());
        let file = compound(&[
            ("/__properties_version1.0", &properties),
            ("/__substg1.0_0037001F", &utf16("Dein Abzeichen")),
            ("/__substg1.0_0C1A001F", &utf16("Beispielschule")),
            ("/__substg1.0_5D01001F", &utf16("badges@school.example")),
            ("/__substg1.0_1000001F", &utf16("See https://a.example/")),
            ("/__substg1.0_10130102", b"<a href=1>"),
            ("/__recip_version1.0_#00000000/__substg1.0_39FE001F", &utf16("ada@learner.example")),
            ("/__attach_version1.0_#00000000/__substg1.0_3707001F", &utf16("badge.png")),
            ("/__attach_version1.0_#00000000/__substg1.0_37010102", b"PNG"),
            (
                "/__attach_version1.0_#00000001/__substg1.0_3701000D/__substg1.0_0037001F",
                &utf16("the forwarded one"),
            ),
            ("/__attach_version1.0_#00000001/__substg1.0_3701000D/__properties_version1.0", &[0; 24]),
        ]);
        let message = parsed(&file).unwrap();
        assert_eq!(message.subject.as_deref(), Some("Dein Abzeichen"));
        assert_eq!(message.from.as_deref(), Some("Beispielschule <badges@school.example>"));
        assert_eq!(message.date, Some("2025-05-02T08:11:12Z".parse().unwrap()));
        assert_eq!(message.recipients, ["ada@learner.example"]);
        assert_eq!(message.contents.text.as_deref(), Some("See https://a.example/"));
        assert_eq!(message.contents.html.as_deref(), Some(&b"<a href=1>"[..]));
        assert_eq!(message.contents.attachments, [(Some("badge.png".into()), b"PNG".to_vec())]);
        assert_eq!(message.attached[0].subject.as_deref(), Some("the forwarded one"));
        assert!(!message.contents.damaged);
    }

    fn parsed(file: &[u8]) -> Option<OutlookMessage> {
        match message(file) {
            Compound::Message(message) => Some(*message),
            Compound::Other | Compound::Unreadable => None,
        }
    }

    #[test]
    fn distinguishes_other_compound_files() {
        assert!(matches!(message(&compound(&[("/WordDocument", b"x")])), Compound::Other));
        assert!(matches!(message(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Compound::Unreadable));
        assert!(matches!(message(b""), Compound::Unreadable));
    }

    /// A truncated file: the directory is complete, but the streams at the end are missing.
    #[test]
    fn reports_unreadable_attachments_by_name() {
        // Streams of 4 KiB and more have their own sectors, in the order of writing.
        let name = utf16("badge.png");
        let file = compound(&[
            ("/__properties_version1.0", &[0; 32]),
            ("/__substg1.0_0037001F", &utf16("Your badge")),
            ("/__attach_version1.0_#00000000/__substg1.0_3707001F", &name),
            ("/__attach_version1.0_#00000000/__substg1.0_37010102", &[7; 20_000]),
        ]);
        assert_eq!(parsed(&file).unwrap().contents.attachments[0].1.len(), 20_000);
        let mut reported_by_name = 0;
        for end in (0..file.len()).rev().step_by(512) {
            let Some(message) = parsed(&file[..end]) else { continue };
            let contents = message.contents;
            if contents.attachments.iter().any(|(_, data)| data.len() == 20_000) {
                continue;
            }
            let named = contents.unreadable == [Some("badge.png".to_owned())];
            assert!(named || contents.damaged, "truncated at {end} of {}: {contents:?}", file.len());
            reported_by_name += usize::from(named);
        }
        assert!(reported_by_name > 0);
    }

    /// Truncates the file everywhere and changes every byte of the header and the first sectors.
    #[test]
    fn damaged_files_never_panic() {
        let file = compound(&[
            ("/__properties_version1.0", &[0; 32]),
            ("/__substg1.0_1000001F", &utf16(&"x".repeat(3_000))),
            ("/__attach_version1.0_#00000000/__substg1.0_37010102", &[7; 6_000]),
        ]);
        for at in (0..file.len()).step_by(7) {
            let mut changed = file.clone();
            changed[at] ^= 0xff;
            for broken in [&changed[..], &file[..at]] {
                if let Some(message) = parsed(broken) {
                    let attached: usize =
                        message.contents.attachments.iter().map(|(_, data)| data.len()).sum();
                    assert!(attached <= limits::MESSAGE_BYTES);
                }
            }
        }
    }
}
