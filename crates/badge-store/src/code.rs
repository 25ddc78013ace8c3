//! Stable codes of the errors of the store and the vault.
//!
//! Scripts, screens and translations depend on these codes: a code is never renamed or reused.

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
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the code in the form that scripts and screens use.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    // -- store -------------------------------------------------------------------------------
    /// The disk has too little space. Nothing was written and nothing is lost.
    Full = "STORE_FULL",
    /// Reading or writing the backpack's folder failed.
    Io = "STORE_IO",
    /// The index failed while the sealed files were written safely. The disk may be about to fail.
    IndexFailed = "STORE_INDEX_FAILED",
    /// Another process has the backpack open.
    LockedByOther = "STORE_LOCKED_BY_OTHER",
    /// The backpack can be read but not written.
    ReadOnly = "STORE_READONLY",
    /// The backpack's folder belongs to another user, is writable by others, is a symbolic link, or there is no home
    /// folder for it.
    Permission = "STORE_PERMISSION",
    /// A newer version of this program wrote the backpack. Nothing was changed.
    Newer = "STORE_NEWER",
    /// A part of the backpack is lost, or is not as it was written.
    Damaged = "STORE_DAMAGED",
    // -- keys --------------------------------------------------------------------------------
    /// The backpack's key is unavailable, for example because the keyring is missing, locked or empty.
    KeyUnavailable = "KEY_UNAVAILABLE",
    /// The key, passphrase or recovery phrase does not belong to this backpack.
    KeyMismatch = "KEY_MISMATCH",
    /// There is no keyring, so a passphrase is needed.
    PassphraseNeeded = "PASSPHRASE_NEEDED",
    // -- lookup ------------------------------------------------------------------------------
    /// The backpack has nothing with that name or id.
    NotFound = "NOT_FOUND",
    /// Several badges have ids with that prefix.
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
    fn every_code_survives_json() {
        for code in StoreCode::ALL {
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<StoreCode>(&json).unwrap(), *code);
        }
    }
}
