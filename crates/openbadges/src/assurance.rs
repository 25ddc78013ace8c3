//! The plain facts that tell a rigorous badge from a participation badge ("which are which").
//!
//! Facts are read from the badge, each with the place it was read from. There is never a score, and silence is
//! said as silence.

use serde::{Deserialize, Serialize};

/// A fact about how much stands behind a badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum FactKind {
    /// The badge carries results of an assessment.
    AssessedWithResults,
    /// Evidence is attached.
    EvidenceAttached,
    /// The criteria are stated.
    CriteriaStated,
    /// A rubric is stated.
    RubricStated,
    /// Competencies of a framework are named.
    CompetenciesAligned,
    /// Credit or hours are stated.
    CreditOrHoursStated,
    /// Somebody endorses the badge.
    Endorsed,
    /// Issuer and recipient are the same.
    SelfIssued,
    /// The issuer does not say what the badge rests on.
    IssuerDoesNotSay,
}

/// One fact, and where it was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fact {
    /// The fact.
    pub fact: FactKind,
    /// JSON pointer (RFC 6901) into the badge's own document; empty where the fact is a silence.
    #[serde(rename = "where")]
    pub place: String,
}
