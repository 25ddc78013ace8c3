//! `FORMAT`: a plain file that says which version of the store's layout this is, and lets a wrong key be told from
//! damage.
//!
//! Its four lines stay the same in every version, so that any program can tell "newer than I am" from "altered".

use std::path::Path;

use data_encoding::HEXLOWER;

use crate::{badge_id::sha256_hex, disk, error::StoreError, seal::Keys};

/// The newest layout that this program knows.
pub(super) const FORMAT: u32 = WITH_RECORDS;
/// The layout of a store in which there are unverified records.
pub(super) const WITH_RECORDS: u32 = 2;
/// The layout of one in which there are none: programs that do not know them may open it.
pub(super) const WITHOUT_RECORDS: u32 = 1;
const FILE: &str = "FORMAT";
const TITLE: &str = "badge-backpack store";

/// What `FORMAT` says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// There is no such file.
    Nothing,
    /// A layout that this program knows, and this key.
    Ours,
    /// Such a layout, and another key.
    OtherKey,
    /// A newer layout.
    Newer(u32),
    /// It was altered; the number that can still be made out, if any.
    Altered(Option<u32>),
}

/// Reads it.
pub(super) fn read(root: &Path, keys: &Keys) -> Result<Said, StoreError> {
    let Some(bytes) = disk::read_file(&root.join(FILE))? else { return Ok(Said::Nothing) };
    let text = String::from_utf8_lossy(&bytes);
    let number = number_in(&text);
    let sound = text.split_once("sha256: ").is_some_and(|(said, hash)| {
        text.starts_with(TITLE) && sha256_hex(said.as_bytes()) == hash.trim_end_matches('\n')
    });
    Ok(match number {
        Some(number) if sound && number > FORMAT => Said::Newer(number),
        Some(number @ WITHOUT_RECORDS..=FORMAT) if text == contents(keys, number) => Said::Ours,
        Some(WITHOUT_RECORDS..=FORMAT) if sound => Said::OtherKey,
        number => Said::Altered(number),
    })
}

/// The number of the layout, as far as it can be made out.
pub(super) fn number(root: &Path) -> Result<Option<u32>, StoreError> {
    let bytes = disk::read_file(&root.join(FILE))?.unwrap_or_default();
    Ok(number_in(&String::from_utf8_lossy(&bytes)))
}

/// Writes it.
pub(super) fn write(root: &Path, keys: &Keys, number: u32) -> Result<(), StoreError> {
    disk::write_durably(root, FILE, contents(keys, number).as_bytes())
}

/// Where it is.
pub(super) fn path(root: &Path) -> std::path::PathBuf {
    root.join(FILE)
}

fn number_in(text: &str) -> Option<u32> {
    text.lines().find_map(|line| line.strip_prefix("format: ")?.trim().parse().ok())
}

fn contents(keys: &Keys, number: u32) -> String {
    let check = HEXLOWER.encode(keys.check());
    let said = format!("{TITLE}\nformat: {number}\nkey-check: {check}\n");
    let hash = sha256_hex(said.as_bytes());
    format!("{said}sha256: {hash}\n")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::data_key::DataKey;

    #[test]
    fn it_tells_newer_other_and_altered_apart() {
        let root = tempfile::tempdir().unwrap();
        let keys = Keys::derive(&DataKey::random());
        let said = || read(root.path(), &keys).unwrap();
        assert_eq!(said(), Said::Nothing);
        for number in [WITH_RECORDS, WITHOUT_RECORDS] {
            write(root.path(), &keys, number).unwrap();
            assert_eq!((said(), super::number(root.path()).unwrap()), (Said::Ours, Some(number)));
        }
        let ours = fs::read_to_string(path(root.path())).unwrap();

        let (head, _) = ours.split_once("sha256").unwrap();
        let newer = head.replace("format: 1", "format: 3");
        let newer = format!("{newer}sha256: {}\n", sha256_hex(newer.as_bytes()));
        fs::write(path(root.path()), newer).unwrap();
        assert_eq!(said(), Said::Newer(3));

        write(root.path(), &Keys::derive(&DataKey::random()), WITHOUT_RECORDS).unwrap();
        assert_eq!(said(), Said::OtherKey);

        for at in 0..ours.len() {
            let mut altered = ours.clone().into_bytes();
            altered[at] ^= 2;
            fs::write(path(root.path()), altered).unwrap();
            assert!(matches!(said(), Said::Altered(_)), "byte {at}: {:?}", said());
        }
    }
}
