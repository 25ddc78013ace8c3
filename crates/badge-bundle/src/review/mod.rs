//! Reviews a bundle: verifies its badges again and compares its holder with their recipients.
//!
//! No statement of the bundle about its badges is trusted. Each badge is parsed from its original and verified with the
//! reviewer's own documents. A second report, for the time of the export, uses the archived documents. It is separate
//! from the first, because archived documents are the sender's copies and an old status list does not show today's status.

mod checks;
mod holder;

use std::collections::BTreeSet;

use jiff::Timestamp;
use openbadges::{
    Code, Documents, Format, Identity, IdentityKind, Outcome, ParsedBadge, ReadError, Report, Verdict,
    VerifyOptions,
    badge::Evidence,
    code::Details,
    documents::sha256_hex,
    trust::{KnownIssuer, TrustList},
    verify,
};
use serde::Serialize;

pub use holder::{BindingMethod, HolderBinding};

use crate::{
    check::BundleCheck,
    code::BundleCode,
    format::{
        collection::{LearnerText, Section},
        documents::ArchivedDocuments,
        report::SenderReport,
    },
    read::{Bundle, BundledBadge},
};

/// The options of a review.
#[derive(Clone, Debug)]
pub struct ReviewOptions {
    /// The time for which the badges are verified.
    pub at: Timestamp,
    /// The challenge that the reviewer sent to the learner, if any.
    pub challenge: Option<String>,
    /// The reviewer's name or domain as the learner knows it. `None` leaves the audience unchecked.
    pub audience: Option<String>,
    /// The reviewer's lists of trusted issuers.
    pub trust_lists: Vec<TrustList>,
    /// Issuers that the reviewer knows from earlier badges.
    pub known_issuers: Vec<KnownIssuer>,
}

impl ReviewOptions {
    /// Creates options without challenge, audience, trust lists and known issuers.
    pub fn new(at: Timestamp) -> Self {
        Self { at, challenge: None, audience: None, trust_lists: Vec::new(), known_issuers: Vec::new() }
    }
}

/// The result of a review.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Review {
    /// The time for which the badges were verified.
    pub at: Timestamp,
    /// The DID of the holder, whose key signed the bundle.
    pub holder: String,
    /// When the bundle was created, according to the holder.
    pub created: Timestamp,
    /// The audience, if the bundle names one.
    pub audience: Option<String>,
    /// The challenge that the bundle answers.
    pub challenge: Option<String>,
    /// When the bundle expires.
    pub expires: Option<Timestamp>,
    /// The checks of the bundle itself.
    pub checks: Vec<BundleCheck>,
    /// The collection's title, written by the holder.
    pub title: String,
    /// The collection's introduction, written by the holder.
    pub introduction: String,
    /// The sections in the holder's order.
    pub sections: Vec<Section>,
    /// The identities that the holder claims.
    pub disclosed: Vec<Identity>,
    /// Every badge, sorted by number.
    pub badges: Vec<ReviewedBadge>,
    /// Notes about the bundle.
    pub notes: Vec<BundleNote>,
}

/// The result of a review for one badge.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReviewedBadge {
    /// The number in the bundle.
    pub number: String,
    /// SHA-256 of the original, in hex.
    pub sha256: String,
    /// The version and serialisation.
    pub format: Option<Format>,
    /// The badge as parsed from its original. `None` if the original is unreadable.
    #[serde(skip)]
    pub parsed: Option<ParsedBadge>,
    /// The reviewer's report. `None` if the original is unreadable.
    pub report: Option<Report>,
    /// The reason why the original is unreadable.
    pub unreadable: Option<UnreadableBadge>,
    /// The report for the time of the export, made with the documents that the sender archived.
    pub at_export: Option<Report>,
    /// The verdict of the sender's program.
    #[serde(rename = "senders_report")]
    pub sender_report: Option<SenderReport>,
    /// The difference between the verdicts at the export and now.
    pub change: Option<VerdictChange>,
    /// Whether the holder is shown to be the recipient.
    pub holder: HolderBinding,
    /// Whether the holder's presentation contains the badge.
    pub presented: bool,
    /// The holder's note, or an empty string.
    pub note: String,
    /// Evidence that the holder added.
    pub evidence: Vec<Evidence>,
    /// Notes about the badge.
    pub notes: Vec<BundleNote>,
}

/// The reason why an original cannot be read as a badge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnreadableBadge {
    /// The stable code.
    pub code: Code,
    /// A short description of what was found.
    pub found: String,
}

/// A verdict that changed since the export. Both verdicts are the reviewer's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerdictChange {
    /// The verdict at the export, with the archived documents.
    pub then: Verdict,
    /// The verdict now, with the reviewer's documents.
    pub now: Verdict,
    /// The codes of failed or unknown checks that occur only now.
    pub codes: Vec<Code>,
}

/// A note that affects no verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BundleNote {
    /// The stable code.
    pub code: BundleCode,
    /// Data for messages.
    pub details: Details,
}

/// Reviews `bundle` and every badge in it.
///
/// `documents` is the only access to the network. [`Recording`](openbadges::documents::Recording) around
/// [`Offline`](openbadges::Offline) lists the requests of a review without making any.
pub async fn review(bundle: &Bundle, documents: &(impl Documents + Sync), options: &ReviewOptions) -> Review {
    let parsed: Vec<Result<ParsedBadge, ReadError>> =
        bundle.badges().iter().map(|badge| openbadges::read(&badge.original)).collect();
    let (checks, presented) = checks::check_bundle(bundle, &parsed, options);
    let mut badges = Vec::with_capacity(parsed.len());
    for (index, (badge, parsed)) in bundle.badges().iter().zip(parsed).enumerate() {
        let reviewed = review_badge(bundle, badge, parsed, documents, options).await;
        badges.push(ReviewedBadge { presented: presented.contains(&index), ..reviewed });
    }
    let manifest = bundle.manifest();
    let ignored_features = manifest.optional_features.iter().map(|feature| BundleNote {
        code: BundleCode::FeatureIgnored,
        details: [("feature".to_owned(), feature.clone())].into(),
    });
    let collection = bundle.collection();
    Review {
        at: options.at,
        holder: manifest.holder.clone(),
        created: manifest.created,
        audience: bundle.audience().map(Into::into),
        challenge: bundle.challenge().map(Into::into),
        expires: bundle.expires(),
        checks,
        title: collection.title.clone(),
        introduction: collection.introduction.clone(),
        sections: collection.sections.clone(),
        disclosed: collection.identities.clone(),
        badges,
        notes: ignored_features.collect(),
    }
}

/// Reviews one badge. `presented` is `false` in the result.
async fn review_badge(
    bundle: &Bundle,
    badge: &BundledBadge,
    parsed: Result<ParsedBadge, ReadError>,
    documents: &(impl Documents + Sync),
    options: &ReviewOptions,
) -> ReviewedBadge {
    let LearnerText { note, evidence } =
        bundle.collection().badges.get(&badge.number).cloned().unwrap_or_default();
    let mut reviewed = ReviewedBadge {
        number: badge.number.clone(),
        sha256: sha256_hex(&badge.original),
        format: None,
        parsed: None,
        report: None,
        unreadable: None,
        at_export: None,
        sender_report: badge.sender_report,
        change: None,
        holder: HolderBinding::UNBOUND,
        presented: false,
        note,
        evidence,
        notes: Vec::new(),
    };
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            reviewed.unreadable = Some(UnreadableBadge { code: error.code, found: error.found });
            return reviewed;
        }
    };
    let identities = identities_to_compare(bundle);
    let verify_options = |at| VerifyOptions {
        identities: identities.clone(),
        trust_lists: options.trust_lists.clone(),
        known_issuers: options.known_issuers.clone(),
        ..VerifyOptions::new(at)
    };
    let now = verify(&parsed, documents, &verify_options(options.at)).await;
    let archived = ArchivedDocuments(&badge.documents);
    let then = verify(&parsed, &archived, &verify_options(bundle.manifest().created)).await;

    reviewed.holder = holder::holder_binding(&bundle.manifest().holder, &now);
    reviewed.change = verdict_change(&then, &now);
    if let Some(sender) = badge.sender_report.filter(|sender| sender.verdict != then.verdict) {
        reviewed.notes.push(BundleNote {
            code: BundleCode::ReportDiffers,
            details: [
                ("said".to_owned(), sender.verdict.as_str().to_owned()),
                ("found".to_owned(), then.verdict.as_str().to_owned()),
            ]
            .into(),
        });
    }
    reviewed.format = Some(parsed.format);
    reviewed.parsed = Some(parsed);
    reviewed.report = Some(now);
    reviewed.at_export = Some(then);
    reviewed
}

/// Returns the identities to compare with recipients: the holder's DID and the disclosed identities.
///
/// Disclosed DIDs are left out, because the holder could have proved them by signing with their key.
fn identities_to_compare(bundle: &Bundle) -> Vec<Identity> {
    let holder = Identity { kind: IdentityKind::Did, value: bundle.manifest().holder.clone() };
    let disclosed = bundle.collection().identities.iter().filter(|identity| {
        let scheme = identity.value.trim_start().get(..4).unwrap_or_default();
        identity.kind != IdentityKind::Did && !scheme.eq_ignore_ascii_case("did:")
    });
    std::iter::once(holder).chain(disclosed.cloned()).collect()
}

fn verdict_change(then: &Report, now: &Report) -> Option<VerdictChange> {
    let problems = |report: &Report| -> BTreeSet<Code> {
        let checks =
            report.checks.iter().filter(|check| matches!(check.outcome, Outcome::Failed | Outcome::Unknown));
        checks.filter_map(|check| check.code).collect()
    };
    (then.verdict != now.verdict).then(|| VerdictChange {
        then: then.verdict,
        now: now.verdict,
        codes: problems(now).difference(&problems(then)).copied().collect(),
    })
}
