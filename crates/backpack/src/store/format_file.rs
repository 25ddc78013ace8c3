//! `FORMAT`: a plain file that says which version of the store's layout this is, and lets a wrong key be told from
//! damage.
//!
//! Its four lines stay the same in every version, so that any program can tell "newer than I am" from "altered".

use std::path::Path;

use data_encoding::HEXLOWER;

use crate::store::{StoreError, badge::sha256_hex, disk, seal::Keys};

/// The newest layout that this program knows.
pub(super) const FORMAT: u32 = 1;
const FILE: &str = "FORMAT";
const TITLE: &str = "badge-backpack store";

/// What `FORMAT` says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// There is no such file.
    Nothing,
    /// This layout and this key.
    Ours,
    /// This layout and another key.
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
    let number = text.lines().find_map(|line| line.strip_prefix("format: ")?.trim().parse().ok());
    let sound = text.split_once("sha256: ").is_some_and(|(said, hash)| {
        text.starts_with(TITLE) && sha256_hex(said.as_bytes()) == hash.trim_end_matches('\n')
    });
    Ok(match number {
        Some(number) if sound && number > FORMAT => Said::Newer(number),
        Some(FORMAT) if text == contents(keys) => Said::Ours,
        Some(FORMAT) if sound => Said::OtherKey,
        number => Said::Altered(number),
    })
}

/// Writes it.
pub(super) fn write(root: &Path, keys: &Keys) -> Result<(), StoreError> {
    disk::write_durably(root, FILE, contents(keys).as_bytes())
}

/// Where it is.
pub(super) fn path(root: &Path) -> std::path::PathBuf {
    root.join(FILE)
}

fn contents(keys: &Keys) -> String {
    let check = HEXLOWER.encode(keys.check());
    let said = format!("{TITLE}\nformat: {FORMAT}\nkey-check: {check}\n");
    let hash = sha256_hex(said.as_bytes());
    format!("{said}sha256: {hash}\n")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::vault::DataKey;

    #[test]
    fn it_tells_newer_other_and_altered_apart() {
        let root = tempfile::tempdir().unwrap();
        let keys = Keys::derive(&DataKey::random());
        let said = || read(root.path(), &keys).unwrap();
        assert_eq!(said(), Said::Nothing);
        write(root.path(), &keys).unwrap();
        assert_eq!(said(), Said::Ours);
        let ours = fs::read_to_string(path(root.path())).unwrap();

        let (head, _) = ours.split_once("sha256").unwrap();
        let newer = head.replace("format: 1", "format: 2");
        let newer = format!("{newer}sha256: {}\n", sha256_hex(newer.as_bytes()));
        fs::write(path(root.path()), newer).unwrap();
        assert_eq!(said(), Said::Newer(2));

        write(root.path(), &Keys::derive(&DataKey::random())).unwrap();
        assert_eq!(said(), Said::OtherKey);

        for at in 0..ours.len() {
            let mut altered = ours.clone().into_bytes();
            altered[at] ^= 2;
            fs::write(path(root.path()), altered).unwrap();
            assert!(matches!(said(), Said::Altered(_)), "byte {at}: {:?}", said());
        }
    }
}
