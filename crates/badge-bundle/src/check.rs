//! Checks of a bundle itself, as opposed to checks of the badges in it.

use openbadges::{Outcome, check::Rule, code::Details};
use serde::Serialize;

use crate::code::BundleCode;

/// Identifies a check of a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum BundleCheckId {
    /// The holder signed the manifest, and every entry matches it.
    #[serde(rename = "bundle.manifest")]
    Manifest,
    /// The holder signed a presentation of badges in this bundle.
    #[serde(rename = "bundle.presentation")]
    Presentation,
    /// The bundle was made for this reviewer.
    #[serde(rename = "bundle.audience")]
    Audience,
    /// The review takes place after the bundle was created and before it expires.
    #[serde(rename = "bundle.time")]
    Time,
}

impl BundleCheckId {
    /// Returns the stable id.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Manifest => "bundle.manifest",
            Self::Presentation => "bundle.presentation",
            Self::Audience => "bundle.audience",
            Self::Time => "bundle.time",
        }
    }
}

/// The result of one check of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BundleCheck {
    /// The check that was made.
    pub id: BundleCheckId,
    /// The outcome.
    pub outcome: Outcome,
    /// The reason why the check failed or could not be made.
    pub code: Option<BundleCode>,
    /// The rule that the check enforces.
    pub rule: Rule,
    /// Data for messages.
    pub details: Details,
}

impl BundleCheck {
    pub(crate) fn passed(id: BundleCheckId, rule: Rule) -> Self {
        Self { id, outcome: Outcome::Passed, code: None, rule, details: Details::new() }
    }

    pub(crate) fn absent(id: BundleCheckId, rule: Rule) -> Self {
        Self { outcome: Outcome::Absent, ..Self::passed(id, rule) }
    }

    pub(crate) fn failed(id: BundleCheckId, rule: Rule, code: impl Into<BundleCode>) -> Self {
        Self { outcome: Outcome::Failed, code: Some(code.into()), ..Self::passed(id, rule) }
    }

    pub(crate) fn unknown(id: BundleCheckId, rule: Rule, code: BundleCode) -> Self {
        Self { outcome: Outcome::Unknown, code: Some(code), ..Self::passed(id, rule) }
    }

    /// Adds a detail.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.details.insert(name.into(), value.to_string());
        self
    }
}
