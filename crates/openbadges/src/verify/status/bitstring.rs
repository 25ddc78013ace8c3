//! The encoding of status lists (W3C Bitstring Status List 1.0, sections 3.3 and 3.4).
//!
//! A list is compressed with gzip and encoded as multibase `u`, base64url without padding. The first entry is the
//! left-most bit. A list that inflates beyond its limit or is not exactly one gzip member is an error.

use std::io::Read;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};
use flate2::bufread::GzDecoder;

use crate::{code::Code, limits::STATUS_LIST_BYTES};

/// A decoded status list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bitstring(Vec<u8>);

/// The reason why a text is not a status list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum BitstringError {
    /// Not multibase, or not the base that the specification allows.
    #[error("the list is not multibase base64url")]
    Multibase,
    /// Not base64url without padding.
    #[error("the list is not base64url")]
    Base64,
    /// Not gzip.
    #[error("the list is not gzip")]
    Gzip,
    /// More than one gzip member, or other trailing bytes.
    #[error("there are bytes after the list")]
    Trailing,
    /// Larger than [`STATUS_LIST_BYTES`].
    #[error("the list inflates beyond {STATUS_LIST_BYTES} bytes")]
    Bomb,
}

impl BitstringError {
    /// Returns the stable code.
    pub(super) fn code(self) -> Code {
        match self {
            Self::Bomb => Code::StatusBomb,
            Self::Multibase | Self::Base64 | Self::Gzip | Self::Trailing => Code::StatusListInvalid,
        }
    }
}

/// The index is beyond the end of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OutOfRange;

impl Bitstring {
    /// Decodes `encodedList`.
    pub(super) fn decode(text: &str) -> Result<Self, BitstringError> {
        let text = text.strip_prefix('u').ok_or(BitstringError::Multibase)?;
        Self::inflate(&BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| BitstringError::Base64)?)
    }

    /// Decodes `encodedList` of a StatusList2021, which has no multibase prefix. Its specification only requires
    /// "base-64", so both alphabets are accepted, with and without padding.
    pub(super) fn decode_2021(text: &str) -> Result<Self, BitstringError> {
        let unpadded = text.trim_end_matches('=');
        let alphabet = if unpadded.contains(['+', '/']) { BASE64_NOPAD } else { BASE64URL_NOPAD };
        Self::inflate(&alphabet.decode(unpadded.as_bytes()).map_err(|_| BitstringError::Base64)?)
    }

    fn inflate(zipped: &[u8]) -> Result<Self, BitstringError> {
        let mut member = GzDecoder::new(zipped);
        let mut bytes = Vec::new();
        let limit = STATUS_LIST_BYTES as u64 + 1;
        member.by_ref().take(limit).read_to_end(&mut bytes).map_err(|_| BitstringError::Gzip)?;
        if bytes.len() > STATUS_LIST_BYTES {
            return Err(BitstringError::Bomb);
        }
        if !member.into_inner().is_empty() {
            return Err(BitstringError::Trailing);
        }
        Ok(Self(bytes))
    }

    /// Returns the number of entries of `size` bits.
    pub(super) fn entries(&self, size: u32) -> usize {
        usize::try_from(size).ok().and_then(|size| (self.0.len() * 8).checked_div(size)).unwrap_or_default()
    }

    /// Returns the entry at `index`, of `size` bits (at most 64). Bits are counted from the left; the first bit of
    /// an entry is its highest.
    pub(super) fn get(&self, index: u64, size: u32) -> Result<u64, OutOfRange> {
        let start = index.checked_mul(u64::from(size)).ok_or(OutOfRange)?;
        let end = start.checked_add(u64::from(size)).ok_or(OutOfRange)?;
        (start..end).try_fold(0, |value: u64, at| {
            let byte = usize::try_from(at / 8).ok().and_then(|at| self.0.get(at)).ok_or(OutOfRange)?;
            Ok((value << 1) | u64::from((byte >> (7 - at % 8)) & 1))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{
        Compression,
        write::{DeflateEncoder, GzEncoder},
    };
    use proptest::prelude::*;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn encoded(zipped: &[u8]) -> String {
        format!("u{}", BASE64URL_NOPAD.encode(zipped))
    }

    #[test]
    fn first_entry_is_left_most_bit() {
        for set in [0u64, 7, 8, 131_071] {
            let mut bytes = vec![0; 131_072 / 8];
            bytes[set as usize / 8] = 0x80 >> (set % 8);
            let list = Bitstring::decode(&encoded(&gzip(&bytes))).unwrap();
            assert_eq!(list.entries(1), 131_072);
            let found: Vec<u64> = (0..131_072).filter(|&at| list.get(at, 1) == Ok(1)).collect();
            assert_eq!(found, [set]);
            assert_eq!(list.get(131_072, 1), Err(OutOfRange), "one past the end");
        }
    }

    #[test]
    fn entries_of_several_bits_start_with_the_highest() {
        let list = Bitstring::decode(&encoded(&gzip(&[0b00_01_10_11, 0b11_10_01_00]))).unwrap();
        let read = |size: u32| -> Vec<u64> { (0..).map_while(|at| list.get(at, size).ok()).collect() };
        assert_eq!(read(2), [0, 1, 2, 3, 3, 2, 1, 0]);
        assert_eq!(read(4), [0b0001, 0b1011, 0b1110, 0b0100]);
        assert_eq!(read(3), [0b000, 0b110, 0b111, 0b110, 0b010], "the last bit belongs to no entry");
        assert_eq!((read(16), list.entries(16)), (vec![0b0001_1011_1110_0100], 1));
        assert_eq!((read(64), list.entries(64)), (vec![], 0));
        assert_eq!(list.get(u64::MAX, 2), Err(OutOfRange), "the position overflows");
    }

    /// Status List 2021 requires "base-64", so both alphabets are accepted, with and without padding.
    #[test]
    fn list_of_2021_accepts_both_base64_alphabets() {
        let zipped = gzip(&(0..=255).collect::<Vec<u8>>());
        let list = Bitstring::decode(&encoded(&zipped)).unwrap();
        for text in [BASE64URL_NOPAD, BASE64_NOPAD, data_encoding::BASE64, data_encoding::BASE64URL] {
            assert_eq!(Bitstring::decode_2021(&text.encode(&zipped)), Ok(list.clone()));
        }
        assert_eq!(Bitstring::decode_2021("+_"), Err(BitstringError::Base64), "not both at once");
        assert_eq!(
            Bitstring::decode(&format!("u{}", BASE64_NOPAD.encode(&zipped))),
            Err(BitstringError::Base64)
        );
    }

    #[test]
    fn rejects_lists_that_are_not_one_small_gzip_member() {
        let good = gzip(&[0; 16_384]);
        let deflate = {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(&[0; 16_384]).unwrap();
            encoder.finish().unwrap()
        };
        let mut damaged = good.clone();
        let at = damaged.len() - 6;
        damaged[at] ^= 1;
        let cases = [
            ("two members", encoded(&[good.clone(), good.clone()].concat()), BitstringError::Trailing),
            ("trailing garbage", encoded(&[&good[..], b"x"].concat()), BitstringError::Trailing),
            ("raw deflate", encoded(&deflate), BitstringError::Gzip),
            ("cut short", encoded(&good[..good.len() - 1]), BitstringError::Gzip),
            ("a wrong checksum", encoded(&damaged), BitstringError::Gzip),
            ("padded", format!("{}=", encoded(&good)), BitstringError::Base64),
            ("standard base64", format!("u{}", "+/"), BitstringError::Base64),
            ("another multibase", "z3wq".to_owned(), BitstringError::Multibase),
            ("nothing", String::new(), BitstringError::Multibase),
            ("a bomb", encoded(&gzip(&vec![0; STATUS_LIST_BYTES + 1])), BitstringError::Bomb),
        ];
        for (name, text, expected) in cases {
            assert_eq!(Bitstring::decode(&text), Err(expected), "{name}");
        }
        assert!(Bitstring::decode(&encoded(&good)).is_ok(), "the unchanged list is valid");
    }

    proptest! {
        #[test]
        fn every_bit_reads_back(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let list = Bitstring::decode(&encoded(&gzip(&bytes))).unwrap();
            for (at, byte) in bytes.iter().enumerate() {
                for bit in 0..8 {
                    let index = (at * 8 + bit) as u64;
                    prop_assert_eq!(list.get(index, 1), Ok(u64::from((byte << bit) & 0x80 != 0)));
                }
            }
        }
    }
}
