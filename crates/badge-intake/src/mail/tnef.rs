//! Reads the attachments and text of `winmail.dat`, Exchange's format of mails for other systems (MS-OXTNEF).

use super::{limits, rtf};

/// The contents of a `winmail.dat` or an Outlook message.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Contents {
    /// The plain text, if present.
    pub(super) text: Option<String>,
    /// The HTML text, if present.
    pub(super) html: Option<Vec<u8>>,
    /// The attachments: name and bytes.
    pub(super) attachments: Vec<(Option<String>, Vec<u8>)>,
    /// The names of attachments without readable bytes.
    pub(super) unreadable: Vec<Option<String>>,
    /// Whether the file is truncated or malformed. The contents before the damage are valid.
    pub(super) damaged: bool,
}

/// MS-OXTNEF 2.1.3.2: the needed attributes.
const ATT_BODY: u32 = 0x0002_800c;
const ATT_MAPI_PROPS: u32 = 0x0006_9003;
const ATT_ATTACH_REND_DATA: u32 = 0x0006_9002;
const ATT_ATTACH_TITLE: u32 = 0x0001_8010;
const ATT_ATTACH_DATA: u32 = 0x0006_800f;
const ATT_ATTACHMENT: u32 = 0x0006_9005;

/// Parses a `winmail.dat`.
pub(super) fn contents(bytes: &[u8]) -> Contents {
    let mut contents = Contents::default();
    // Signature and key.
    let mut rest = Bytes(bytes.get(6..).unwrap_or_default());
    while !rest.0.is_empty() {
        let Some((id, value)) = attribute(&mut rest) else {
            contents.damaged = true;
            break;
        };
        match id {
            ATT_BODY => contents.text = Some(narrow(value)),
            ATT_MAPI_PROPS => message_properties(value, &mut contents),
            ATT_ATTACH_REND_DATA if contents.attachments.len() < limits::OUTLOOK_ATTACHMENTS => {
                contents.attachments.push((None, Vec::new()));
            }
            ATT_ATTACH_REND_DATA => {
                contents.damaged = true;
                break;
            }
            _ => {
                let Some((name, data)) = contents.attachments.last_mut() else { continue };
                match id {
                    ATT_ATTACH_TITLE if name.is_none() => *name = Some(narrow(value)),
                    ATT_ATTACH_DATA => *data = value.to_vec(),
                    ATT_ATTACHMENT => {
                        let whole = attachment_properties(value, name, data);
                        contents.damaged |= !whole && data.is_empty();
                    }
                    _ => {}
                }
            }
        }
    }
    contents
}

/// Reads one attribute: level, id, length, value, checksum (MS-OXTNEF 2.1.3.1). The checksum is ignored, because
/// gateways get it wrong.
fn attribute<'b>(rest: &mut Bytes<'b>) -> Option<(u32, &'b [u8])> {
    rest.take(1)?;
    let id = rest.u32()?;
    let length = rest.u32()?;
    let value = rest.take(length as usize)?;
    rest.take(2)?;
    Some((id, value))
}

/// MS-OXPROPS: the needed properties.
const PID_BODY: u16 = 0x1000;
const PID_RTF_COMPRESSED: u16 = 0x1009;
const PID_HTML: u16 = 0x1013;
const PID_ATTACH_DATA: u16 = 0x3701;
const PID_ATTACH_LONG_FILENAME: u16 = 0x3707;

fn message_properties(value: &[u8], contents: &mut Contents) {
    let mut is_rtf = true;
    let whole = properties(value, |id, value| match id {
        PID_BODY => contents.text = value.text().or(contents.text.take()),
        PID_HTML => contents.html = Some(value.bytes.to_vec()),
        PID_RTF_COMPRESSED if contents.html.is_none() => match rtf::decompressed(value.bytes) {
            Some(rtf) => contents.text = Some(narrow(&rtf)),
            None => is_rtf = false,
        },
        _ => {}
    });
    contents.damaged |= !(whole && is_rtf);
}

/// Reads an attachment's properties. Returns `false` if some could not be read.
fn attachment_properties(value: &[u8], name: &mut Option<String>, data: &mut Vec<u8>) -> bool {
    properties(value, |id, value| match id {
        PID_ATTACH_LONG_FILENAME => *name = value.text().or(name.take()),
        // An embedded message or object starts with the id of its interface (MS-OXTNEF 2.1.3.5.2).
        PID_ATTACH_DATA if data.is_empty() => {
            *data = value.bytes.get(16..).filter(|_| value.is_object()).unwrap_or(value.bytes).to_vec();
        }
        _ => {}
    })
}

/// A property's value and its type.
struct Value<'b> {
    kind: u16,
    bytes: &'b [u8],
}

impl Value<'_> {
    fn text(&self) -> Option<String> {
        match self.kind {
            PT_UNICODE => Some(wide(self.bytes)),
            PT_STRING8 => Some(narrow(self.bytes)),
            _ => None,
        }
    }

    fn is_object(&self) -> bool {
        self.kind == PT_OBJECT
    }
}

const PT_OBJECT: u16 = 0x000d;
const PT_STRING8: u16 = 0x001e;
const PT_UNICODE: u16 = 0x001f;
const PT_BINARY: u16 = 0x0102;

/// Reads a list of properties (MS-OXTNEF 2.1.3.4) up to the first unreadable one. Returns whether the list was
/// complete.
fn properties(value: &[u8], mut each: impl FnMut(u16, Value<'_>)) -> bool {
    let mut rest = Bytes(value);
    let Some(count) = rest.u32() else { return false };
    // The length of the value limits the loop, because the count may be wrong.
    (0..(count as usize).min(value.len() / 4)).all(|_| property(&mut rest, &mut each).is_some())
}

fn property(rest: &mut Bytes<'_>, each: &mut impl FnMut(u16, Value<'_>)) -> Option<()> {
    let kind = rest.u16()?;
    let id = rest.u16()?;
    // Named properties: a GUID, and a number or a name.
    if id >= 0x8000 {
        rest.take(16)?;
        if rest.u32()? == 0 {
            rest.u32()?;
        } else {
            let length = rest.u32()? as usize;
            rest.padded(length)?;
        }
    }
    let multi_valued = kind & 0x1000 != 0;
    let kind = kind & 0x0fff;
    let fixed = match kind {
        0x0002..=0x0004 | 0x000a | 0x000b => Some(4),
        0x0005..=0x0007 | 0x0014 | 0x0040 => Some(8),
        0x0048 => Some(16),
        PT_OBJECT | PT_STRING8 | PT_UNICODE | PT_BINARY => None,
        _ => return None,
    };
    let count = if multi_valued || fixed.is_none() { rest.u32()? } else { 1 };
    for _ in 0..count {
        let bytes = match fixed {
            Some(length) => rest.take(length)?,
            None => {
                let length = rest.u32()? as usize;
                rest.padded(length)?
            }
        };
        each(id, Value { kind, bytes });
    }
    Some(())
}

/// Decodes text in a code page. The needed contents, links and file names, are ASCII.
pub(super) fn narrow(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches('\0').to_owned()
}

/// Decodes text in UTF-16.
pub(super) fn wide(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    text.trim_end_matches('\0').to_owned()
}

/// Bytes that are consumed from the front.
pub(super) struct Bytes<'b>(pub(super) &'b [u8]);

impl<'b> Bytes<'b> {
    pub(super) fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// Takes `count` bytes and the padding to a multiple of four.
    fn padded(&mut self, count: usize) -> Option<&'b [u8]> {
        let taken = self.take(count)?;
        let padding = count.wrapping_neg() & 3;
        self.take(padding.min(self.0.len()))?;
        Some(taken)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute_of(id: u32, value: &[u8]) -> Vec<u8> {
        let sum = value.iter().fold(0u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
        [&[1][..], &id.to_le_bytes(), &(value.len() as u32).to_le_bytes(), value, &sum.to_le_bytes()].concat()
    }

    fn winmail(attributes: &[Vec<u8>]) -> Vec<u8> {
        [b"\x78\x9f\x3e\x22\x01\x00".to_vec(), attributes.concat()].concat()
    }

    /// Builds a variable property: type, id, one value.
    fn property_of(kind: u16, id: u16, value: &[u8]) -> Vec<u8> {
        let padding = vec![0; value.len().wrapping_neg() & 3];
        let length = (value.len() as u32).to_le_bytes();
        [&kind.to_le_bytes()[..], &id.to_le_bytes(), &1u32.to_le_bytes(), &length, value, &padding].concat()
    }

    fn properties_of(all: &[Vec<u8>]) -> Vec<u8> {
        [(all.len() as u32).to_le_bytes().to_vec(), all.concat()].concat()
    }

    #[test]
    fn extracts_text_and_attachments() {
        let name: Vec<u8> = "Abzeichen für Ada.png".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let number = [&0x0003u16.to_le_bytes()[..], &0x3705u16.to_le_bytes(), &1u32.to_le_bytes()].concat();
        let file = winmail(&[
            attribute_of(ATT_BODY, b"See https://a.example/\0"),
            attribute_of(ATT_MAPI_PROPS, &properties_of(&[property_of(PT_BINARY, PID_HTML, b"<a href=1>")])),
            attribute_of(ATT_ATTACH_REND_DATA, &[0; 14]),
            attribute_of(ATT_ATTACH_TITLE, b"ABZEIC~1.PNG\0"),
            attribute_of(ATT_ATTACH_DATA, b"one"),
            attribute_of(
                ATT_ATTACHMENT,
                &properties_of(&[number, property_of(PT_UNICODE, PID_ATTACH_LONG_FILENAME, &name)]),
            ),
            attribute_of(ATT_ATTACH_REND_DATA, &[0; 14]),
            attribute_of(ATT_ATTACH_DATA, b"two"),
        ]);
        let expected = Contents {
            text: Some("See https://a.example/".into()),
            html: Some(b"<a href=1>".to_vec()),
            attachments: vec![
                (Some("Abzeichen für Ada.png".into()), b"one".to_vec()),
                (None, b"two".to_vec()),
            ],
            unreadable: Vec::new(),
            damaged: false,
        };
        assert_eq!(contents(&file), expected);
        let cut = contents(&file[..file.len() - 1]);
        assert!(cut.damaged && cut.attachments.len() == 2, "{cut:?}");
    }

    /// Contents before the damage are returned, and the damage is reported.
    #[test]
    fn unreadable_properties_are_not_absent() {
        let odd = [0x7f, 0, 0, 0].to_vec();
        let html = property_of(PT_BINARY, PID_HTML, b"<a href=1>");
        let rows: &[(&str, u32, Vec<u8>, bool)] = &[
            ("a text and an unknown kind", ATT_MAPI_PROPS, properties_of(&[html.clone(), odd.clone()]), true),
            (
                "no compressed RTF",
                ATT_MAPI_PROPS,
                properties_of(&[property_of(PT_BINARY, PID_RTF_COMPRESSED, b"x")]),
                true,
            ),
            ("an attachment of an unknown kind", ATT_ATTACHMENT, properties_of(&[odd]), true),
            ("a text", ATT_MAPI_PROPS, properties_of(&[html]), false),
        ];
        for (name, attribute, value, damaged) in rows {
            let file =
                winmail(&[attribute_of(ATT_ATTACH_REND_DATA, &[0; 14]), attribute_of(*attribute, value)]);
            assert_eq!(contents(&file).damaged, *damaged, "{name}");
        }
    }

    #[test]
    fn invalid_lengths_end_parsing() {
        let rows: &[(&str, Vec<u8>)] = &[
            ("a length beyond the end", [&winmail(&[])[..], &[1], &[0xff; 8]].concat()),
            ("a count beyond the end", winmail(&[attribute_of(ATT_MAPI_PROPS, &[0xff; 4])])),
            (
                "many empty values",
                winmail(&[attribute_of(
                    ATT_MAPI_PROPS,
                    &[&1u32.to_le_bytes()[..], &[0x02, 0x11, 0x13, 0x10], &[0xff; 4]].concat(),
                )]),
            ),
            ("too many attachments", winmail(&vec![attribute_of(ATT_ATTACH_REND_DATA, b""); 5_000])),
            ("nothing", Vec::new()),
        ];
        for (name, file) in rows {
            let contents = contents(file);
            assert!(contents.attachments.len() <= limits::OUTLOOK_ATTACHMENTS, "{name}");
        }
    }
}
