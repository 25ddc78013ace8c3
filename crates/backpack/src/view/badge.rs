//! Views of stored badges: list entries, details, and the filter of a list.

use openbadges::{
    IssuerIdentity, Outcome, Report, Verdict,
    assessment::FactKind,
    badge::{Alignment, AssessmentResult, Evidence, Profile},
    report::RecipientMatch,
};
use serde::{Deserialize, Serialize};

use super::{
    BadgeReport, Message, UnclaimedRecipient,
    report::{domain, headline, listed_name},
};
use crate::store::{BadgeEntry, RelativeAge};

/// A badge in the grid or list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BadgeSummary {
    /// The id in the backpack (SHA-256 of the credential's text, hex).
    pub id: String,
    /// Name of the achievement.
    pub name: Option<String>,
    /// The issuer's name: a trust list's if there is one, else its own claim.
    pub issuer_name: Option<String>,
    /// The registrable domain, if it is established.
    pub issuer_domain: Option<String>,
    /// Whether the issuer's name is only a claim, which is displayed in quotes.
    pub issuer_claimed_only: bool,
    /// The latest verdict.
    pub verdict: Verdict,
    /// The verdict, in one sentence.
    pub headline: Message,
    /// When it was awarded or became valid, RFC 3339.
    pub date: Option<String>,
    /// When it expires, RFC 3339.
    pub valid_until: Option<String>,
    /// When it was added, RFC 3339.
    pub added_at: String,
    /// When it was last verified, RFC 3339.
    pub checked_at: Option<String>,
    /// Kinds of assessment facts.
    pub assurance: Vec<FactKind>,
    /// Whether the recipient is one of the learner's identities.
    pub mine: Outcome,
    /// Whether the backpack holds a newer version of the same credential with at least the same verdict.
    pub superseded: bool,
}

/// Everything about one badge.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BadgeDetail {
    /// The badge as in a list.
    #[serde(rename = "card")]
    pub summary: BadgeSummary,
    /// The latest report.
    #[serde(rename = "told")]
    pub report: BadgeReport,
    /// The issuer's profile, by its own claim.
    pub issuer: Profile,
    /// What the badge is for.
    pub description: Option<String>,
    /// The criteria (Markdown, displayed as plain text).
    pub criteria: Option<String>,
    /// A page with the criteria.
    pub criteria_url: Option<String>,
    /// The issuer's statement about this award in particular.
    pub narrative: Option<String>,
    /// The achievement type, e.g. `Certificate`.
    pub achievement_type: Option<String>,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// Results.
    pub results: Vec<AssessmentResult>,
    /// Competencies.
    pub alignments: Vec<Alignment>,
    /// The source of each import of the badge.
    pub sources: Vec<SourceSummary>,
    /// The credential's own text, as it was issued.
    pub original_text: String,
    /// Every verification, newest first.
    pub history: Vec<VerificationSummary>,
    /// Hosts that re-verification would contact, except those that may always be contacted.
    pub hosts_to_ask: Vec<String>,
    /// Those of `hosts_to_ask` that would also learn which badge it is, because the address to fetch belongs
    /// to this badge alone.
    #[serde(rename = "hosts_told_which")]
    pub identifying_hosts: Vec<String>,
    /// Titles of the collections that contain the badge.
    pub collections: Vec<String>,
    /// Other versions of the badge in the backpack, last added first.
    pub other_versions: Vec<OtherVersion>,
    /// Identities to try if the badge does not match the learner.
    pub unclaimed: Option<UnclaimedRecipient>,
}

/// Another version of a badge in the backpack: same issuer and id, different text.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct OtherVersion {
    /// Its id in the backpack.
    pub badge_id: String,
    /// Its name.
    pub name: Option<String>,
    /// Whether it is older or newer than this badge.
    pub age: RelativeAge,
    /// When it was awarded or became valid, RFC 3339.
    pub date: Option<String>,
    /// The comparison, in words.
    pub message: Message,
}

/// A re-verified badge.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReverifiedBadge {
    /// The new report.
    #[serde(rename = "told")]
    pub report: BadgeReport,
    /// Hosts that the checks needed and that were not contacted without consent.
    pub hosts_to_ask: Vec<String>,
    /// Those of `hosts_to_ask` that would also learn which badge it is.
    #[serde(rename = "hosts_told_which")]
    pub identifying_hosts: Vec<String>,
}

/// A source of a badge.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SourceSummary {
    /// The file's name, the address, or `pasted`.
    pub name: String,
    /// `png`, `svg`, `pdf` or `bare`.
    pub container: String,
    /// SHA-256 of the original bytes, hex.
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
    /// The verdict at that time.
    pub verdict: Verdict,
    /// The verdict, in one sentence.
    pub headline: Message,
}

/// The filter of a list of badges.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Query {
    /// Words that must all occur in name, issuer, description, tags or recipient.
    pub text: String,
    /// The verdicts to include; all if empty.
    pub verdicts: Vec<Verdict>,
    /// The assessment facts of which a badge needs at least one; no limit if empty.
    pub assurance: Vec<FactKind>,
}

impl BadgeSummary {
    /// Returns the list entry of a stored badge, with its recipient match.
    pub(crate) fn new(entry: &BadgeEntry, recipient: &RecipientMatch) -> Self {
        let latest = entry.latest.as_ref();
        let issuer = latest.map(|latest| latest.issuer.clone()).unwrap_or_default();
        let verdict = latest.map_or(Verdict::Unconfirmed, |latest| latest.verdict);
        let badge = &entry.badge;
        Self {
            id: entry.id.to_string(),
            name: badge.name.clone(),
            issuer_name: listed_name(&issuer).or(badge.issuer.name.as_ref()).cloned(),
            issuer_domain: domain(&issuer.identity),
            issuer_claimed_only: !matches!(issuer.identity, IssuerIdentity::ProvenDomain { .. })
                && listed_name(&issuer).is_none(),
            verdict,
            headline: headline(verdict, &issuer),
            date: badge.issued_on.or(badge.valid_from).map(|time| time.to_string()),
            valid_until: badge.valid_until.map(|time| time.to_string()),
            added_at: entry.added_at.to_string(),
            checked_at: latest.map(|latest| latest.at.to_string()),
            assurance: latest
                .map_or_else(Vec::new, |latest| latest.assurance.iter().map(|fact| fact.fact).collect()),
            mine: recipient.outcome,
            superseded: entry.superseded_by.is_some(),
        }
    }
}

impl From<&Report> for VerificationSummary {
    fn from(report: &Report) -> Self {
        Self {
            at: report.at.to_string(),
            verdict: report.verdict,
            headline: headline(report.verdict, &report.issuer),
        }
    }
}
