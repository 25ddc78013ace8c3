//! Trees and folders: the kinds of entries, and the folders of their files.

use serde::{Deserialize, Serialize};

/// A kind of entry. Its serialised form and [`name`](Self::name) are part of the store's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Tree {
    /// Originals, grouped by badge.
    Originals,
    /// Archived issuer documents, by SHA-256.
    Documents,
    /// Badges: one entry each.
    Badges,
    /// Verification reports, grouped by badge.
    Reports,
    /// Collections.
    Collections,
    /// The learner's identities.
    Identities,
    /// Issuers with pinned keys.
    Issuers,
    /// Exports that were made.
    Shares,
    /// Settings, trust lists, allowed hosts and observed status lists.
    Settings,
    /// Pages of the request log.
    #[serde(rename = "activity")]
    RequestLog,
    /// Other files: name, note and kind.
    #[serde(rename = "unverified")]
    OtherFiles,
    /// The bytes of other files.
    #[serde(rename = "unverified-originals")]
    OtherFileBytes,
}

/// A folder of sealed files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Folder {
    /// `originals/`
    Originals,
    /// `documents/`
    Documents,
    /// `records/`
    Entries,
}

impl Folder {
    pub(crate) const ALL: [Self; 3] = [Self::Originals, Self::Documents, Self::Entries];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Originals => "originals",
            Self::Documents => "documents",
            Self::Entries => "records",
        }
    }
}

impl Tree {
    pub(crate) const ALL: [Self; 12] = [
        Self::Originals,
        Self::Documents,
        Self::Badges,
        Self::Reports,
        Self::Collections,
        Self::Identities,
        Self::Issuers,
        Self::Shares,
        Self::Settings,
        Self::RequestLog,
        Self::OtherFiles,
        Self::OtherFileBytes,
    ];

    /// Returns the name that entry names and seals are derived from.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Originals => "originals",
            Self::Documents => "documents",
            Self::Badges => "badges",
            Self::Reports => "reports",
            Self::Collections => "collections",
            Self::Identities => "identities",
            Self::Issuers => "issuers",
            Self::Shares => "shares",
            Self::Settings => "settings",
            Self::RequestLog => "activity",
            Self::OtherFiles => "unverified",
            Self::OtherFileBytes => "unverified-originals",
        }
    }

    pub(crate) const fn folder(self) -> Folder {
        match self {
            Self::Originals | Self::OtherFileBytes => Folder::Originals,
            Self::Documents => Folder::Documents,
            _ => Folder::Entries,
        }
    }

    /// Returns the stage in which files of this tree are written. Stages are synced one after the other, so that an
    /// entry never refers to a file that is not on the disk yet.
    pub(crate) const fn stage(self) -> u8 {
        match self {
            Self::Originals | Self::Documents | Self::OtherFileBytes => 0,
            Self::Reports => 1,
            _ => 2,
        }
    }

    /// Returns whether opening the store reads the whole entries of this tree, not only their heads.
    pub(crate) const fn read_at_open(self) -> bool {
        !matches!(self, Self::Originals | Self::Documents | Self::Reports | Self::OtherFileBytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Existing stores contain these names.
    #[test]
    fn serialised_form_of_a_tree_is_its_name() {
        for tree in Tree::ALL {
            assert_eq!(serde_json::to_value(tree).unwrap(), tree.name());
        }
    }
}
