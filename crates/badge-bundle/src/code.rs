//! The stable codes of a bundle, and the error that carries them.
//!
//! Words for people are the application's; here are names and facts, as in [`openbadges::code`].

use std::fmt;

use openbadges::{Code, code::Details};
use serde::{Serialize, Serializer};

/// What is wrong with a bundle, or deserves a remark. Never renamed, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BundleCode {
    /// The bytes are not a bundle.
    Unrecognised,
    /// The ZIP is cut short, or its records contradict each other.
    Malformed,
    /// An entry has a name that no bundle uses, or is not a regular file.
    Path,
    /// The bundle is larger than a reader takes.
    Limit,
    /// An entry is not as the signed manifest says, or the manifest's own signature does not hold.
    Manifest,
    /// The bundle is of a newer version, or needs a feature that this version does not know.
    Newer,
    /// The bundle names a feature that this version does not know and may ignore.
    FeatureIgnored,
    /// The bundle was made for somebody else, for nobody in particular, or as the answer to another challenge.
    Audience,
    /// The bundle says for whom it was made, and the reviewer did not say who they are.
    AudienceNotAsked,
    /// The bundle's time has ended.
    Expired,
    /// The presentation holds something else than the bundle's badges.
    Presentation,
    /// The holder is not shown to be the recipient.
    HolderUnbound,
    /// The sender's report says something else than the documents that it came with.
    ReportDiffers,
    /// A code of [`openbadges`]: `DI_…`, `SIG_INVALID` and the like.
    Library(Code),
}

impl BundleCode {
    /// Every code of this crate's own.
    pub const ALL: &'static [Self] = &[
        Self::Unrecognised,
        Self::Malformed,
        Self::Path,
        Self::Limit,
        Self::Manifest,
        Self::Newer,
        Self::FeatureIgnored,
        Self::Audience,
        Self::AudienceNotAsked,
        Self::Expired,
        Self::Presentation,
        Self::HolderUnbound,
        Self::ReportDiffers,
    ];

    /// The code as scripts and screens know it.
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
            Self::AudienceNotAsked => "BUNDLE_AUDIENCE_NOT_ASKED",
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

/// Why bytes are not a bundle that can be relied on. Nothing of such a bundle is to be shown as signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {details:?}")]
pub struct BundleError {
    /// The stable code.
    pub code: BundleCode,
    /// Facts for the sentence: `entry` (its path), `detail`, `limit`, `found`, `version`, `feature`, `reason` (a code of
    /// [`openbadges`]).
    pub details: Details,
}

impl BundleError {
    /// An error with its code.
    pub(crate) fn new(code: BundleCode) -> Self {
        Self { code, details: Details::new() }
    }

    /// With a fact for the sentence.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.details.insert(name.into(), value.to_string());
        self
    }

    /// `entry` is not as the manifest says.
    pub(crate) fn manifest(entry: impl fmt::Display, detail: impl fmt::Display) -> Self {
        Self::new(BundleCode::Manifest).with("entry", entry).with("detail", detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_used_twice_or_taken_from_the_library() {
        for (at, code) in BundleCode::ALL.iter().enumerate() {
            assert!(
                BundleCode::ALL[at + 1..].iter().all(|other| other.as_str() != code.as_str()),
                "{code} twice"
            );
            assert!(code.as_str().parse::<Code>().is_err(), "{code} is the library's");
        }
    }
}
