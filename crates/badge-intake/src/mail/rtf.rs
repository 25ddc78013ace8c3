//! Decompresses RTF (MS-OXRTFCP). Outlook stores HTML texts in this format, with unchanged links.

use super::{limits, tnef::Bytes};

/// The initial dictionary (MS-OXRTFCP 2.1.2.1).
const DICTIONARY: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \
\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\
\\u\\tab\\tx";
const COMPRESSED: u32 = 0x7546_5a4c;
const UNCOMPRESSED: u32 = 0x414c_454d;
const WINDOW: usize = 4_096;

/// Returns at most [`limits::RTF_BYTES`] of RTF, or `None` if `bytes` are not compressed RTF.
pub(super) fn decompressed(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = Bytes(bytes);
    rest.u32()?;
    let size = rest.u32()? as usize;
    let kind = rest.u32()?;
    rest.u32()?;
    match kind {
        UNCOMPRESSED => Some(rest.0.get(..size.min(limits::RTF_BYTES)).unwrap_or(rest.0).to_vec()),
        COMPRESSED => Some(inflated(rest)),
        _ => None,
    }
}

/// Decodes runs of eight. Each bit of a run's control byte distinguishes a literal byte from a reference into
/// the window (MS-OXRTFCP 3.1.4).
fn inflated(mut rest: Bytes<'_>) -> Vec<u8> {
    let mut window = [b' '; WINDOW];
    for (place, byte) in window.iter_mut().zip(DICTIONARY) {
        *place = *byte;
    }
    let mut at = DICTIONARY.len();
    let mut out = Vec::new();
    let mut write = |byte: u8, window: &mut [u8; WINDOW], at: &mut usize| {
        out.push(byte);
        if let Some(place) = window.get_mut(*at) {
            *place = byte;
        }
        *at = (*at + 1) % WINDOW;
        out.len() < limits::RTF_BYTES
    };
    'reading: while let Some(&[control]) = rest.take(1) {
        for bit in 0..8 {
            if control >> bit & 1 == 0 {
                let Some(&[byte]) = rest.take(1) else { break 'reading };
                if !write(byte, &mut window, &mut at) {
                    break 'reading;
                }
                continue;
            }
            let Some(&[high, low]) = rest.take(2) else { break 'reading };
            let reference = u16::from_be_bytes([high, low]);
            let (offset, length) = (usize::from(reference >> 4), usize::from(reference & 0xf) + 2);
            // A reference to the write position marks the end.
            if offset == at {
                break 'reading;
            }
            for step in 0..length {
                let byte = window.get((offset + step) % WINDOW).copied().unwrap_or_default();
                if !write(byte, &mut window, &mut at) {
                    break 'reading;
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(kind: u32, size: u32, contents: &[u8]) -> Vec<u8> {
        let length = (contents.len() as u32 + 12).to_le_bytes();
        [&length[..], &size.to_le_bytes(), &kind.to_le_bytes(), &[0; 4], contents].concat()
    }

    #[test]
    fn dictionary_matches_the_specification() {
        assert_eq!(DICTIONARY.len(), 207);
    }

    /// MS-OXRTFCP 4.1.1, "Simple Compressed RTF", and 4.2.1, uncompressed.
    #[test]
    fn decompresses_examples_of_the_specification() {
        let example = [
            0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a,
            0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c,
            0x09, 0x00, 0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
        ];
        assert_eq!(
            String::from_utf8(decompressed(&example).unwrap()).unwrap(),
            "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
        );
        let plain = packed(UNCOMPRESSED, 17, b"{\\rtf1 plain it is}");
        assert_eq!(decompressed(&plain).unwrap(), b"{\\rtf1 plain it i");
    }

    #[test]
    fn limits_hostile_bytes() {
        // Each run of 17 bytes decompresses to eight times 17 bytes.
        let bomb =
            packed(COMPRESSED, u32::MAX, &[&[0xff][..], &[0x00, 0x0f].repeat(8)].concat().repeat(1 << 18));
        assert!(decompressed(&bomb).unwrap().len() <= limits::RTF_BYTES);
        assert_eq!(decompressed(&packed(UNCOMPRESSED, u32::MAX, b"x")).unwrap(), b"x");
        assert_eq!(decompressed(&packed(7, 1, b"x")), None);
        assert_eq!(decompressed(b"x"), None);
    }
}
