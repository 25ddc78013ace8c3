//! Stable codes for faults of a bundle, and the error type that contains them.
//!
//! Codes and details are data. User interfaces turn them into sentences, as they do with [`openbadges::code`].

use std::fmt;

use openbadges::{Code, code::Details};
use serde::{Serialize, Serializer};

/// Identifies a fault of a bundle or a note about it. Codes are never renamed or reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BundleCode {
    /// The bytes are not a bundle.
    Unrecognised,
    /// The ZIP file is truncated, or its records contradict each other.
    Malformed,
    /// An entry has a forbidden name or is not a regular file.
    Path,
    /// The bundle exceeds one of the [`limits`](crate::limits).
    Limit,
    /// An entry differs from the signed manifest, or the manifest's signature is invalid.
    Manifest,
    /// The bundle has a newer format version or requires an unknown feature.
    Newer,
    /// The bundle names an unknown optional feature, which was ignored.
    FeatureIgnored,
    /// The bundle has another audience than expected or none, or answers another challenge.
    Audience,
    /// The bundle names its audience, and the reviewer did not state who they are.
    AudienceNotCompared,
    /// The bundle has expired.
    Expired,
    /// The presentation contains a credential that is not in the bundle.
    Presentation,
    /// Nothing shows that the holder is the recipient.
    HolderUnbound,
    /// The sender's verdict differs from the verdict with the archived documents.
    ReportDiffers,
    /// A code of [`openbadges`], such as `SIG_INVALID`.
    Library(Code),
}

impl BundleCode {
    /// Every code that this crate defines.
    pub const ALL: &'static [Self] = &[
        Self::Unrecognised,
        Self::Malformed,
        Self::Path,
        Self::Limit,
        Self::Manifest,
        Self::Newer,
        Self::FeatureIgnored,
        Self::Audience,
        Self::AudienceNotCompared,
        Self::Expired,
        Self::Presentation,
        Self::HolderUnbound,
        Self::ReportDiffers,
    ];

    /// Returns the stable text of the code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unrecognised => "BUNDLE_UNRECOGNISED",
            Self::Malformed => "BUNDLE_MALFORMED",
            Self::Path => "BUNDLE_PATH",
            Self::Limit => "BUNDLE_LIMIT",
            Self::Manifest => "BUNDLE_MANIFEST",
            Self::Newer => "BUNDLE_NEWER",
            Self::FeatureIgnored => "BUNDLE_FEATURE_IGNORED",
            Self::Audience => "BUNDLE_AUDIENCE",
            Self::AudienceNotCompared => "BUNDLE_AUDIENCE_NOT_ASKED",
            Self::Expired => "BUNDLE_EXPIRED",
            Self::Presentation => "BUNDLE_PRESENTATION",
            Self::HolderUnbound => "HOLDER_UNBOUND",
            Self::ReportDiffers => "BUNDLE_REPORT_DIFFERS",
            Self::Library(code) => code.as_str(),
        }
    }
}

impl fmt::Display for BundleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for BundleCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl From<Code> for BundleCode {
    fn from(code: Code) -> Self {
        Self::Library(code)
    }
}

/// The reason why bytes were rejected as a bundle. No part of such a bundle may be presented as signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {details:?}")]
pub struct BundleError {
    /// The stable code.
    pub code: BundleCode,
    /// Data for messages: `entry` (a path), `detail`, `limit`, `found`, `version`, `known`, `feature`, `reason` (a code of
    /// [`openbadges`]).
    pub details: Details,
}

impl BundleError {
    /// Creates an error without details.
    pub(crate) fn new(code: BundleCode) -> Self {
        Self { code, details: Details::new() }
    }

    /// Adds a detail.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.details.insert(name.into(), value.to_string());
        self
    }

    /// Creates a [`BundleCode::Manifest`] error about `entry`.
    pub(crate) fn manifest(entry: impl fmt::Display, detail: impl fmt::Display) -> Self {
        Self::new(BundleCode::Manifest).with("entry", entry).with("detail", detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_distinct_from_openbadges_codes() {
        for (at, code) in BundleCode::ALL.iter().enumerate() {
            assert!(
                BundleCode::ALL[at + 1..].iter().all(|other| other.as_str() != code.as_str()),
                "{code} is used twice"
            );
            assert!(code.as_str().parse::<Code>().is_err(), "{code} is a code of openbadges");
        }
    }
}
