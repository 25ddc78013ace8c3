//! A badge with its checks, told in words, and an error told the same way.

use openbadges::{
    assessment::FactKind,
    badge::EndorsementTarget,
    check::{CheckId, Outcome, Rule, Verdict},
    documents::DocumentRef,
    report::IssuerIdentity,
};
use serde::{Deserialize, Serialize};

/// A badge with its checks, told in words: the line of `verify`, `import` and `review`, and what a screen shows.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BadgeReport {
    /// Where it came from: a path, an address, or `pasted`.
    pub source: String,
    /// Version and form, e.g. `ob-3.0/data-integrity`.
    pub format: String,
    /// The version of Open Badges that it is written in, e.g. `1.1`.
    pub version: Option<String>,
    /// The credential's own id.
    pub id: Option<String>,
    /// SHA-256 of the original bytes, hex.
    pub sha256: String,
    /// Name of the achievement.
    pub name: Option<String>,
    /// RFC 3339: the time that the checks were made for.
    pub checked_for: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict in one sentence, for a headline.
    pub headline: String,
    /// Who issued it.
    pub issuer: IssuerDetail,
    /// To whom.
    pub recipient: RecipientDetail,
    /// RFC 3339.
    pub valid_from: Option<String>,
    /// RFC 3339.
    pub valid_until: Option<String>,
    /// Every check.
    pub checks: Vec<CheckDetail>,
    /// What tells a rigorous badge from a participation badge.
    pub assurance: Vec<AssessmentFactDetail>,
    /// Remarks.
    pub notes: Vec<NoteDetail>,
    /// The credentials inside a learner record, each with its own verdict.
    pub inner: Vec<BadgeReport>,
    /// Who endorses the badge, its achievement or its issuer. None of it changes the verdict.
    pub endorsements: Vec<EndorsementDetail>,
    /// A newer edition that the issuer hands out, checked by itself.
    pub newer: Option<Box<BadgeReport>>,
}

/// An endorsement, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EndorsementDetail {
    /// What is endorsed.
    pub of: EndorsementTarget,
    /// What it is, in words.
    pub message: String,
    /// What the endorser says, by the endorser's own words.
    pub comment: Option<String>,
    /// The endorsement's own checks and verdict. Who endorses is its issuer.
    pub told: BadgeReport,
}

/// The issuer, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct IssuerDetail {
    /// Its id.
    pub id: Option<String>,
    /// Its name by its own claim.
    pub name: Option<String>,
    /// Who it is shown to be.
    pub standing: IssuerIdentity,
    /// The registrable domain, where it is proven.
    pub domain: Option<String>,
    /// The standing in words. A name that is only claimed stands in quotes here.
    pub message: String,
    /// The trust lists that name it.
    pub lists: Vec<ListingDetail>,
    /// How it compares with what this backpack remembers of it.
    pub remembered: Option<PinDetail>,
    /// Other issuers, listed or remembered, that it is easily mistaken for.
    pub resembles: Vec<ConfusableNameDetail>,
}

/// A trust list that names the issuer, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ListingDetail {
    /// What the list is called.
    pub list: String,
    /// The issuer's name by the list.
    pub name: Option<String>,
    /// In words.
    pub message: String,
}

/// How an issuer compares with what is remembered of it, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PinDetail {
    /// RFC 3339: when it was first seen.
    pub first_seen: String,
    /// Whether it signs with a key that it did not have then.
    pub changed: bool,
    /// In words.
    pub message: String,
}

/// An issuer that another one is easily mistaken for, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ConfusableNameDetail {
    /// Its name or host.
    pub known: String,
    /// Its id.
    pub id: String,
    /// In words.
    pub message: String,
}

/// The recipient, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RecipientDetail {
    /// Whether it is one of the learner's identities.
    pub outcome: Outcome,
    /// The identity that matched.
    pub identity: Option<String>,
    /// In words.
    pub message: String,
}

/// One check, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CheckDetail {
    /// Its stable id.
    pub id: CheckId,
    /// Its outcome.
    pub outcome: Outcome,
    /// Why it failed or could not be made.
    pub code: Option<String>,
    /// In words.
    pub message: String,
    /// What to do next, where there is something to do.
    pub next_step: Option<String>,
    /// The rule that it follows.
    pub rule: Rule,
    /// What it stood on.
    pub documents: Vec<DocumentRef>,
}

/// One fact of assurance, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AssessmentFactDetail {
    /// The fact.
    pub fact: FactKind,
    /// JSON pointer to where it was read.
    #[serde(rename = "where")]
    pub place: String,
    /// In words.
    pub message: String,
}

/// A remark, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NoteDetail {
    /// Its stable code.
    pub code: String,
    /// In words.
    pub message: String,
}

/// An error, told: for `--json`, for stderr, for a screen.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ErrorDetail {
    /// Its stable code.
    pub code: String,
    /// What happened, in one plain sentence.
    pub message: String,
    /// What was found instead, in a few words.
    pub found: Option<String>,
    /// What to do next.
    pub next_step: Option<String>,
}
