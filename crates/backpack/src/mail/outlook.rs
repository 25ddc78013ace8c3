//! Outlook messages (`.msg`, MS-OXMSG): a compound file (MS-CFB) whose streams are the message's properties.

use std::io::{Cursor, Read};

use cfb::CompoundFile;
use jiff::Timestamp;

use super::{
    limits, rtf,
    tnef::{Bytes, Contents, narrow, wide},
};

/// An Outlook message, taken apart.
#[derive(Debug, Default)]
pub(super) struct OutlookMessage {
    pub(super) subject: Option<String>,
    pub(super) from: Option<String>,
    pub(super) date: Option<Timestamp>,
    pub(super) recipients: Vec<String>,
    /// The header that it came over the Internet with, where it did.
    pub(super) header: Option<String>,
    pub(super) contents: Contents,
    /// Messages attached to it.
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

/// Takes one apart. `None`: it is another kind of compound file, or none.
pub(super) fn message(file: &[u8]) -> Option<OutlookMessage> {
    let mut file = CompoundFile::open(Cursor::new(file)).ok()?;
    file.is_stream("/__properties_version1.0")
        .then(|| of_storage(&mut file, "", 0, &mut limits::MESSAGE_BYTES.clone()))
}

type File<'f> = CompoundFile<Cursor<&'f [u8]>>;

/// The message in a storage. `budget` counts the bytes that are still read: streams may claim each other's sectors.
fn of_storage(file: &mut File<'_>, at: &str, depth: usize, budget: &mut usize) -> OutlookMessage {
    let mut message = OutlookMessage {
        subject: text(file, at, SUBJECT, budget),
        header: text(file, at, TRANSPORT_HEADER, budget),
        date: date(file, at, depth, budget),
        ..OutlookMessage::default()
    };
    let name = text(file, at, SENDER_NAME, budget);
    let address = text(file, at, SENDER_SMTP, budget)
        .or_else(|| text(file, at, SENDER_ADDRESS, budget).filter(|address| address.contains('@')));
    message.from = match (name, address) {
        (Some(name), Some(address)) if name != address => Some(format!("{name} <{address}>")),
        (name, address) => address.or(name),
    };
    message.contents.text = text(file, at, BODY, budget);
    message.contents.html = stream(file, &format!("{at}/__substg1.0_{HTML}0102"), budget);
    if message.contents.html.is_none()
        && let Some(rtf) = stream(file, &format!("{at}/__substg1.0_{RTF}0102"), budget)
        && let Some(rtf) = rtf::decompressed(&rtf)
    {
        let text = message.contents.text.get_or_insert_default();
        text.push('\n');
        text.push_str(&narrow(&rtf));
    }
    for part in storages(file, at) {
        if part.contains("/__recip_version1.0_") {
            let address = text(file, &part, RECIPIENT_SMTP, budget)
                .or_else(|| text(file, &part, RECIPIENT_ADDRESS, budget));
            message.recipients.extend(address);
        } else if part.contains("/__attach_version1.0_") {
            let embedded = format!("{part}/__substg1.0_{ATTACH_DATA}000D");
            if file.is_storage(&embedded) {
                if depth < limits::DEPTH {
                    message.attached.push(of_storage(file, &embedded, depth + 1, budget));
                } else {
                    message.contents.damaged = true;
                }
            } else if let Some(data) = stream(file, &format!("{part}/__substg1.0_{ATTACH_DATA}0102"), budget)
            {
                let name = text(file, &part, ATTACH_LONG_FILENAME, budget)
                    .or_else(|| text(file, &part, ATTACH_FILENAME, budget));
                message.contents.attachments.push((name, data));
            }
        }
    }
    message.contents.damaged |= *budget == 0;
    message
}

/// The storages of recipients and attachments directly below `at`, in the order of their numbers.
fn storages(file: &File<'_>, at: &str) -> Vec<String> {
    let folder = if at.is_empty() { "/" } else { at };
    let Ok(entries) = file.read_storage(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter(|entry| entry.is_storage() && entry.name().starts_with("__"))
        .take(limits::OUTLOOK_ATTACHMENTS)
        .map(|entry| format!("{at}/{}", entry.name()))
        .collect();
    names.sort();
    names
}

/// A property of text, in UTF-16 or in a code page.
fn text(file: &mut File<'_>, at: &str, tag: &str, budget: &mut usize) -> Option<String> {
    let text = match stream(file, &format!("{at}/__substg1.0_{tag}001F"), budget) {
        Some(bytes) => wide(&bytes),
        None => narrow(&stream(file, &format!("{at}/__substg1.0_{tag}001E"), budget)?),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// The bytes of a stream, as many of them as the budget has.
fn stream(file: &mut File<'_>, path: &str, budget: &mut usize) -> Option<Vec<u8>> {
    if !file.is_stream(path) {
        return None;
    }
    let mut bytes = Vec::new();
    file.open_stream(path).ok()?.take(*budget as u64).read_to_end(&mut bytes).ok()?;
    *budget -= bytes.len();
    Some(bytes)
}

/// When it was sent: a property of fixed length, in the list of those (MS-OXMSG 2.4).
fn date(file: &mut File<'_>, at: &str, depth: usize, budget: &mut usize) -> Option<Timestamp> {
    let properties = stream(file, &format!("{at}/__properties_version1.0"), budget)?;
    // The list stands behind 32 bytes, in an embedded message behind 24.
    let mut list = Bytes(properties.get(if depth == 0 { 32 } else { 24 }..)?);
    let mut first = None;
    while let (Some(tag), Some(_flags), Some(value)) = (list.u32(), list.u32(), list.take(8)) {
        if TIMES.contains(&tag) && first.is_none() {
            first = value.try_into().ok().map(u64::from_le_bytes).and_then(time);
        }
    }
    first
}

/// FILETIME: hundreds of nanoseconds since 1601.
fn time(filetime: u64) -> Option<Timestamp> {
    let seconds = i64::try_from(filetime / 10_000_000).ok()?;
    Timestamp::from_second(seconds - 11_644_473_600).ok()
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use super::*;

    /// Writes compound files: `(path of a stream, its bytes)`.
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
    fn an_outlook_message_is_taken_apart() {
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
        let message = message(&file).unwrap();
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

    #[test]
    fn another_compound_file_is_no_message() {
        assert!(message(&compound(&[("/WordDocument", b"x")])).is_none());
        assert!(message(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").is_none());
        assert!(message(b"").is_none());
    }

    /// Every place cut off, and every byte of the header and the first sectors changed: nothing but an answer.
    #[test]
    fn a_damaged_one_is_survived() {
        let file = compound(&[
            ("/__properties_version1.0", &[0; 32]),
            ("/__substg1.0_1000001F", &utf16(&"x".repeat(3_000))),
            ("/__attach_version1.0_#00000000/__substg1.0_37010102", &[7; 6_000]),
        ]);
        for at in (0..file.len()).step_by(7) {
            let mut changed = file.clone();
            changed[at] ^= 0xff;
            for broken in [&changed[..], &file[..at]] {
                if let Some(message) = message(broken) {
                    let carried: usize =
                        message.contents.attachments.iter().map(|(_, data)| data.len()).sum();
                    assert!(carried <= limits::MESSAGE_BYTES);
                }
            }
        }
    }
}
