//! Errors of the store.

use std::{collections::BTreeMap, io, path::PathBuf};

use crate::{badge_id::BadgeId, code::StoreCode};

/// An error of the store.
///
/// User interfaces build their message from [`code`](Self::code) and [`details`](Self::details).
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk has too little space. Nothing was written.
    #[error("{path} has {free} bytes free, {needed} are needed")]
    Full {
        /// Bytes that must be free.
        needed: u64,
        /// Bytes that are free.
        free: u64,
        /// The folder.
        path: PathBuf,
    },
    /// Reading or writing failed.
    #[error("{doing} {path}")]
    Io {
        /// The action, as a gerund ("writing", "reading").
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The operating system's error.
        #[source]
        source: io::Error,
    },
    /// Another process has the backpack open.
    #[error("{path} is open in another process")]
    LockedByOther {
        /// Its process id, if known.
        pid: Option<u32>,
        /// The folder.
        path: PathBuf,
    },
    /// The backpack can only be read.
    #[error("{path} cannot be written")]
    ReadOnly {
        /// The folder.
        path: PathBuf,
    },
    /// The folder is not safe for secrets.
    #[error("{path}: {problem}")]
    Permission {
        /// The folder or file.
        path: PathBuf,
        /// The problem.
        problem: PermissionProblem,
    },
    /// A newer version of this program wrote the backpack. Nothing was changed.
    #[error("{path} has format {found}, this program supports {known}")]
    Newer {
        /// The file that states the format.
        path: PathBuf,
        /// The format in the file.
        found: u32,
        /// The newest format that this program supports.
        known: u32,
    },
    /// An item is lost, or is not as it was written.
    #[error("{what} is damaged ({file})")]
    Damaged {
        /// The damaged item, e.g. the badge's name.
        what: String,
        /// Its file.
        file: PathBuf,
    },
    /// The key belongs to another backpack.
    #[error("the key does not open {path}")]
    KeyMismatch {
        /// The folder.
        path: PathBuf,
    },
    /// The backpack has nothing with that name or id.
    #[error("{what} is not in the backpack")]
    NotFound {
        /// The name or id.
        what: String,
    },
    /// Several badges have ids with that prefix.
    #[error("{} badges have ids that start with {prefix}", candidates.len())]
    Ambiguous {
        /// The prefix.
        prefix: String,
        /// The badges with that prefix.
        candidates: Vec<BadgeId>,
    },
}

/// Reasons why a folder is not safe for secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PermissionProblem {
    /// Another user owns it.
    OtherOwner,
    /// Its group or everyone may write to it.
    OthersMayWrite,
    /// It is a symbolic link.
    SymbolicLink,
    /// It is not a folder.
    NotAFolder,
    /// This user may not read it.
    Unreadable,
    /// There is no home folder for it, and no folder was given.
    NoHome,
}

impl PermissionProblem {
    /// Returns the stable identifier.
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
    /// Returns the stable code.
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

    /// Returns the facts for the message, by name.
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

    /// Returns a function that adds action and path to an I/O error.
    pub(crate) fn io(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| match source.kind() {
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            _ => Self::Io { doing, path, source },
        }
    }
}

/// Returns whether the error means that space or quota is exhausted.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}
