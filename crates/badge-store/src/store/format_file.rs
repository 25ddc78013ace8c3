//! `FORMAT`: a plain file with the version of the store's layout and a check value of its key.
//!
//! Its four lines have the same form in every version, so that any program can distinguish a newer layout from an
//! altered file, and a wrong key from damage.

use std::path::Path;

use data_encoding::HEXLOWER;

use crate::{badge_id::sha256_hex, disk, error::StoreError, seal::Keys};

/// The newest layout that this program supports.
pub(super) const FORMAT: u32 = WITH_OTHER_FILES;
/// The layout of a store that contains other files.
pub(super) const WITH_OTHER_FILES: u32 = 2;
/// The layout of a store without other files. Programs that do not support other files may open it.
pub(super) const WITHOUT_OTHER_FILES: u32 = 1;
const FILE: &str = "FORMAT";
const TITLE: &str = "badge-backpack store";

/// The state of `FORMAT`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FormatStatus {
    /// The file does not exist.
    Missing,
    /// A supported layout and this key.
    Current,
    /// A supported layout and another key.
    OtherKey,
    /// A newer layout.
    Newer(u32),
    /// The file was altered. Contains the layout's number, if it can still be parsed.
    Altered(Option<u32>),
}

/// Reads the file and compares it with the key.
pub(super) fn read(root: &Path, keys: &Keys) -> Result<FormatStatus, StoreError> {
    let Some(bytes) = disk::read_file(&root.join(FILE))? else { return Ok(FormatStatus::Missing) };
    let text = String::from_utf8_lossy(&bytes);
    let number = parse_number(&text);
    let intact = text.split_once("sha256: ").is_some_and(|(content, hash)| {
        text.starts_with(TITLE) && sha256_hex(content.as_bytes()) == hash.trim_end_matches('\n')
    });
    Ok(match number {
        Some(number) if intact && number > FORMAT => FormatStatus::Newer(number),
        Some(number @ WITHOUT_OTHER_FILES..=FORMAT) if text == contents(keys, number) => {
            FormatStatus::Current
        }
        Some(WITHOUT_OTHER_FILES..=FORMAT) if intact => FormatStatus::OtherKey,
        number => FormatStatus::Altered(number),
    })
}

/// Returns the number of the layout, if it can be parsed.
pub(super) fn number(root: &Path) -> Result<Option<u32>, StoreError> {
    let bytes = disk::read_file(&root.join(FILE))?.unwrap_or_default();
    Ok(parse_number(&String::from_utf8_lossy(&bytes)))
}

/// Writes the file.
pub(super) fn write(root: &Path, keys: &Keys, number: u32) -> Result<(), StoreError> {
    disk::write_durably(root, FILE, contents(keys, number).as_bytes())
}

/// Returns the path of the file.
pub(super) fn path(root: &Path) -> std::path::PathBuf {
    root.join(FILE)
}

fn parse_number(text: &str) -> Option<u32> {
    text.lines().find_map(|line| line.strip_prefix("format: ")?.trim().parse().ok())
}

fn contents(keys: &Keys, number: u32) -> String {
    let check = HEXLOWER.encode(keys.check());
    let content = format!("{TITLE}\nformat: {number}\nkey-check: {check}\n");
    let hash = sha256_hex(content.as_bytes());
    format!("{content}sha256: {hash}\n")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::data_key::DataKey;

    #[test]
    fn distinguishes_newer_other_key_and_altered() {
        let root = tempfile::tempdir().unwrap();
        let keys = Keys::derive(&DataKey::random());
        let status = || read(root.path(), &keys).unwrap();
        assert_eq!(status(), FormatStatus::Missing);
        for number in [WITH_OTHER_FILES, WITHOUT_OTHER_FILES] {
            write(root.path(), &keys, number).unwrap();
            let written = (status(), super::number(root.path()).unwrap());
            assert_eq!(written, (FormatStatus::Current, Some(number)));
        }
        let current = fs::read_to_string(path(root.path())).unwrap();

        let (head, _) = current.split_once("sha256").unwrap();
        let newer = head.replace("format: 1", "format: 3");
        let newer = format!("{newer}sha256: {}\n", sha256_hex(newer.as_bytes()));
        fs::write(path(root.path()), newer).unwrap();
        assert_eq!(status(), FormatStatus::Newer(3));

        write(root.path(), &Keys::derive(&DataKey::random()), WITHOUT_OTHER_FILES).unwrap();
        assert_eq!(status(), FormatStatus::OtherKey);

        for at in 0..current.len() {
            let mut altered = current.clone().into_bytes();
            altered[at] ^= 2;
            fs::write(path(root.path()), altered).unwrap();
            assert!(matches!(status(), FormatStatus::Altered(_)), "byte {at}: {:?}", status());
        }
    }
}
