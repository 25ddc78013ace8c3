//! Stable codes of the errors of the store and the vault.
//!
//! Scripts, screens and translations depend on them: a code is never renamed and never reused.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// A stable code of the store or the vault.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum StoreCode {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl StoreCode {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as scripts and screens know it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    // -- store -------------------------------------------------------------------------------
    /// There is not enough space on the disk; nothing was written, nothing is lost.
    Full = "STORE_FULL",
    /// Reading or writing the backpack's folder failed.
    Io = "STORE_IO",
    /// The index failed while badges were safely written beside it: the disk may be about to fail.
    IndexFailed = "STORE_INDEX_FAILED",
    /// Another process has the backpack open.
    LockedByOther = "STORE_LOCKED_BY_OTHER",
    /// The backpack can be read and not written.
    ReadOnly = "STORE_READONLY",
    /// The backpack's folder belongs to somebody else, or others may write to it, or it is a symbolic link, or there is
    /// no home folder for it.
    Permission = "STORE_PERMISSION",
    /// The backpack was written by a newer version of this program; nothing was touched.
    Newer = "STORE_NEWER",
    /// Something in the backpack cannot be read back as it was written.
    Damaged = "STORE_DAMAGED",
    // -- keys --------------------------------------------------------------------------------
    /// The key of the backpack is not to be had: no keyring, locked, emptied.
    KeyUnavailable = "KEY_UNAVAILABLE",
    /// A key, passphrase or recovery phrase was had, and it is not the one of this backpack.
    KeyMismatch = "KEY_MISMATCH",
    /// There is no keyring, so a passphrase is needed.
    PassphraseNeeded = "PASSPHRASE_NEEDED",
    // -- naming things -----------------------------------------------------------------------
    /// Nothing of that name is here.
    NotFound = "NOT_FOUND",
    /// The beginning of an id fits several badges.
    AmbiguousId = "AMBIGUOUS_ID",
}

impl fmt::Display for StoreCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_as_itself() {
        for code in StoreCode::ALL {
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<StoreCode>(&json).unwrap(), *code);
        }
    }
}
