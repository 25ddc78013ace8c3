//! Why the store could not do what was asked.

use std::{collections::BTreeMap, io, path::PathBuf};

use crate::{badge_id::BadgeId, code::StoreCode};

/// Why the store could not do what was asked. [`code`](Self::code) and [`details`](Self::details) are what the words
/// for people are made of.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Not enough space. Nothing was written.
    #[error("{path} has {free} bytes free, {needed} are needed")]
    Full {
        /// Bytes that have to be free.
        needed: u64,
        /// Bytes that are free.
        free: u64,
        /// The folder.
        path: PathBuf,
    },
    /// Reading or writing failed.
    #[error("{doing} {path}")]
    Io {
        /// What was being done, as a gerund ("writing", "reading").
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// Another process has the backpack open.
    #[error("{path} is open in another process")]
    LockedByOther {
        /// Its process id, as far as it told.
        pid: Option<u32>,
        /// The folder.
        path: PathBuf,
    },
    /// The backpack is open for reading only.
    #[error("{path} cannot be written")]
    ReadOnly {
        /// The folder.
        path: PathBuf,
    },
    /// The folder is not safe to use.
    #[error("{path}: {problem}")]
    Permission {
        /// The folder or file.
        path: PathBuf,
        /// What is wrong with it.
        problem: PermissionProblem,
    },
    /// Written by a newer program. Nothing was touched.
    #[error("{path} has format {found}, this program knows {known}")]
    Newer {
        /// The file that says so.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format that this program knows.
        known: u32,
    },
    /// Something cannot be read back as it was written.
    #[error("{what} is damaged ({file})")]
    Damaged {
        /// What it is, e.g. the badge's name.
        what: String,
        /// Where it is on the disk.
        file: PathBuf,
    },
    /// The key is not the one of this backpack.
    #[error("the key does not open {path}")]
    KeyMismatch {
        /// The folder.
        path: PathBuf,
    },
    /// Nothing of that name is here.
    #[error("{what} is not in the backpack")]
    NotFound {
        /// What was looked for.
        what: String,
    },
    /// The beginning of an id fits several badges.
    #[error("{prefix} fits {} badges", candidates.len())]
    Ambiguous {
        /// What was given.
        prefix: String,
        /// What it fits.
        candidates: Vec<BadgeId>,
    },
}

/// What makes a folder unsafe to keep secrets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PermissionProblem {
    /// It belongs to another user.
    OtherOwner,
    /// Its group or everybody may write to it.
    OthersMayWrite,
    /// It is a symbolic link.
    SymbolicLink,
    /// It is no folder.
    NotAFolder,
    /// The system does not let this user read it.
    Unreadable,
    /// There is no home folder that it could be in, and none was named.
    NoHome,
}

impl PermissionProblem {
    /// The stable word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OtherOwner => "other-owner",
            Self::OthersMayWrite => "others-may-write",
            Self::SymbolicLink => "symbolic-link",
            Self::NotAFolder => "not-a-folder",
            Self::Unreadable => "unreadable",
            Self::NoHome => "no-home",
        }
    }
}

impl std::fmt::Display for PermissionProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl StoreError {
    /// The stable code.
    pub fn code(&self) -> StoreCode {
        match self {
            Self::Full { .. } => StoreCode::Full,
            Self::Io { source, .. } if is_full(source) => StoreCode::Full,
            Self::Io { .. } => StoreCode::Io,
            Self::LockedByOther { .. } => StoreCode::LockedByOther,
            Self::ReadOnly { .. } => StoreCode::ReadOnly,
            Self::Permission { .. } => StoreCode::Permission,
            Self::Newer { .. } => StoreCode::Newer,
            Self::Damaged { .. } => StoreCode::Damaged,
            Self::KeyMismatch { .. } => StoreCode::KeyMismatch,
            Self::NotFound { .. } => StoreCode::NotFound,
            Self::Ambiguous { .. } => StoreCode::AmbiguousId,
        }
    }

    /// The facts that a sentence about it is made of.
    pub fn details(&self) -> BTreeMap<&'static str, String> {
        let shown = |path: &PathBuf| path.display().to_string();
        match self {
            Self::Full { needed, free, path } => BTreeMap::from([
                ("needed", needed.to_string()),
                ("free", free.to_string()),
                ("path", shown(path)),
            ]),
            Self::Io { doing, path, source } => BTreeMap::from([
                ("doing", (*doing).to_owned()),
                ("path", shown(path)),
                ("reason", source.to_string()),
            ]),
            Self::LockedByOther { pid, path } => BTreeMap::from([
                ("pid", pid.map(|pid| pid.to_string()).unwrap_or_default()),
                ("path", shown(path)),
            ]),
            Self::ReadOnly { path } | Self::KeyMismatch { path } => BTreeMap::from([("path", shown(path))]),
            Self::Permission { path, problem } => {
                BTreeMap::from([("path", shown(path)), ("problem", problem.as_str().to_owned())])
            }
            Self::Newer { path, found, known } => BTreeMap::from([
                ("path", shown(path)),
                ("version", found.to_string()),
                ("known", known.to_string()),
            ]),
            Self::Damaged { what, file } => BTreeMap::from([("what", what.clone()), ("path", shown(file))]),
            Self::NotFound { what } => BTreeMap::from([("what", what.clone())]),
            Self::Ambiguous { prefix, candidates } => {
                BTreeMap::from([("prefix", prefix.clone()), ("count", candidates.len().to_string())])
            }
        }
    }

    /// An I/O error with what was being done to which file.
    pub(crate) fn io(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| match source.kind() {
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            _ => Self::Io { doing, path, source },
        }
    }
}

/// Whether the operating system said that there is no space (or no quota) left.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}
