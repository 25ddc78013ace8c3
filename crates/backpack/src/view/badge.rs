//! A badge that is kept: in the list, in full, and what a list is asked for.

use openbadges::{
    assessment::FactKind,
    badge::{Alignment, AssessmentResult, Evidence, Profile},
    check::{Outcome, Verdict},
};
use serde::{Deserialize, Serialize};

use super::{BadgeReport, UnclaimedRecipient};
use crate::store::Age;

/// A badge in the grid or list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BadgeSummary {
    /// The id in the backpack (SHA-256 of the credential's text, hex).
    pub id: String,
    /// Name of the achievement.
    pub name: String,
    /// Issuer's name by its own claim.
    pub issuer_name: Option<String>,
    /// The registrable domain, where it is proven.
    pub issuer_domain: Option<String>,
    /// Whether the issuer's name is only a claim (shown in quotes).
    pub issuer_claimed_only: bool,
    /// The latest verdict.
    pub verdict: Verdict,
    /// In words.
    pub headline: String,
    /// RFC 3339: awarded or valid from.
    pub date: Option<String>,
    /// RFC 3339.
    pub valid_until: Option<String>,
    /// RFC 3339: when it was added.
    pub added_at: String,
    /// RFC 3339: when it was last checked.
    pub checked_at: Option<String>,
    /// Facts of assurance.
    pub assurance: Vec<FactKind>,
    /// Whether it is shown to be the learner's.
    pub mine: Outcome,
    /// A newer version of the same credential is held, which is believed as far as this one.
    pub superseded: bool,
}

/// Everything about one badge.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BadgeDetail {
    /// The card.
    pub card: BadgeSummary,
    /// The latest checks.
    pub told: BadgeReport,
    /// The issuer's profile, by its own claim.
    pub issuer: Profile,
    /// What it is for.
    pub description: Option<String>,
    /// What had to be done, in words (Markdown; shown as plain text).
    pub criteria: Option<String>,
    /// What had to be done: a page.
    pub criteria_url: Option<String>,
    /// What the issuer says about this award in particular.
    pub narrative: Option<String>,
    /// Its kind, e.g. `Certificate`.
    pub achievement_type: Option<String>,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// Results.
    pub results: Vec<AssessmentResult>,
    /// Competencies.
    pub alignments: Vec<Alignment>,
    /// Where it came from, each time it was handed over.
    pub sources: Vec<SourceSummary>,
    /// The credential's own text, as it was issued.
    pub original_text: String,
    /// Earlier and later checks: when, and with which verdict. Newest first.
    pub history: Vec<VerificationSummary>,
    /// Hosts that a recheck would ask, but for those that may always be asked.
    pub hosts_to_ask: Vec<String>,
    /// Those of `hosts_to_ask` that would also learn which badge it is: the address to ask there is of this badge alone.
    pub hosts_told_which: Vec<String>,
    /// Collections that hold it.
    pub collections: Vec<String>,
    /// Other versions of it that are in the backpack, last kept first.
    pub other_versions: Vec<OtherVersion>,
    /// What can be tried where it is not shown that the badge is the learner's.
    pub unclaimed: Option<UnclaimedRecipient>,
}

/// Another version of a badge, which is in the backpack: of the same issuer, with the same id, and not the same text.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct OtherVersion {
    /// Its id in the backpack.
    pub badge_id: String,
    /// Its name.
    pub name: String,
    /// How it, the other one, compares with the badge that it is told of.
    pub age: Age,
    /// RFC 3339: awarded or valid from.
    pub date: Option<String>,
    /// In words.
    pub message: String,
}

/// A badge that was checked again.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReverifiedBadge {
    /// What was found.
    pub told: BadgeReport,
    /// Hosts that the checks came to and that nobody agreed to ask.
    pub hosts_to_ask: Vec<String>,
    /// Those of `hosts_to_ask` that would also learn which badge it is.
    pub hosts_told_which: Vec<String>,
}

/// A source of a badge.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SourceSummary {
    /// The file's name, the address, or `pasted`.
    pub name: String,
    /// `png`, `svg`, `json`, `jws`.
    pub container: String,
    /// SHA-256 of the original bytes.
    pub sha256: String,
    /// RFC 3339.
    pub added_at: String,
}

/// One verification in the past.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct VerificationSummary {
    /// RFC 3339.
    pub at: String,
    /// The verdict then.
    pub verdict: Verdict,
    /// In words.
    pub headline: String,
}

/// A page of the badge list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Query {
    /// Words that must all occur in name, issuer, description, tags or recipient.
    pub text: String,
    /// Only these verdicts; empty: all.
    pub verdicts: Vec<Verdict>,
    /// Only badges with one of these facts; empty: all.
    pub assurance: Vec<FactKind>,
}
