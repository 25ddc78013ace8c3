//! Reviewing: what a bundle is worth to the one who received it.
//!
//! Nothing that the bundle says about its badges is believed. Each is read again from its original and verified again
//! with the reviewer's own documents. The archived documents give a second look, for the time of the export, which is shown
//! beside the verdict of now and never mixed into it: they are the sender's copies, and a status list of then says
//! nothing about now.

mod bundle;
mod holder;

use std::collections::BTreeSet;

use jiff::Timestamp;
use openbadges::{
    Code, Documents, Format, Identity, IdentityKind, Outcome, ParsedBadge, Report, Verdict,
    badge::Evidence,
    code::Details,
    documents::sha256_hex,
    trust::{KnownIssuer, TrustList},
    verify,
};
use serde::Serialize;

pub use bundle::{BundleCheck, BundleCheckId};
pub use holder::{Binding, Holder};

use crate::{
    archive::Archive,
    code::BundleCode,
    collection::{LearnerText, Section},
    read::{Bundle, BundledBadge, SenderReport},
};

/// What is asked about a bundle.
#[derive(Clone, Debug)]
pub struct ReviewOptions {
    /// The time to judge for.
    pub at: Timestamp,
    /// The challenge that the reviewer set, if any.
    pub challenge: Option<String>,
    /// Who the reviewer is, in the words that the sender was told, if that is to be compared.
    pub audience: Option<String>,
    /// Lists of issuers that the reviewer relies on.
    pub trust_lists: Vec<TrustList>,
    /// Issuers that the reviewer remembers.
    pub known_issuers: Vec<KnownIssuer>,
}

impl ReviewOptions {
    /// Only about the time.
    pub fn at(at: Timestamp) -> Self {
        Self { at, challenge: None, audience: None, trust_lists: Vec::new(), known_issuers: Vec::new() }
    }
}

/// What reviewing found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Review {
    /// The time that was judged for.
    pub at: Timestamp,
    /// The holder's DID. Its key signed the bundle.
    pub holder: String,
    /// When the bundle was made, by the holder's clock.
    pub created: Timestamp,
    /// For whom, where it says so.
    pub audience: Option<String>,
    /// The challenge that it answers.
    pub challenge: Option<String>,
    /// Until when it is to be relied on.
    pub expires: Option<Timestamp>,
    /// The checks of the bundle itself.
    pub checks: Vec<BundleCheck>,
    /// The collection's title, in the holder's words.
    pub title: String,
    /// Its introduction, in the holder's words.
    pub introduction: String,
    /// The holder's order.
    pub sections: Vec<Section>,
    /// The identities that the holder says are theirs.
    pub disclosed: Vec<Identity>,
    /// Every badge, by number.
    pub badges: Vec<ReviewedBadge>,
    /// Remarks.
    pub notes: Vec<BundleNote>,
}

/// What reviewing found about one badge.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReviewedBadge {
    /// Its number in the bundle.
    pub number: String,
    /// SHA-256 of the original, hex.
    pub sha256: String,
    /// Its version and form.
    pub format: Option<Format>,
    /// What the reviewer's own checks found now; `None` where the original could not be read.
    pub report: Option<Report>,
    /// Why the original could not be read.
    pub unreadable: Option<UnreadableBadge>,
    /// What the same checks find for the time of the export, with the documents that the sender archived.
    pub at_export: Option<Report>,
    /// What the sender's program said.
    pub senders_report: Option<SenderReport>,
    /// What changed since the export.
    pub change: Option<VerdictChange>,
    /// Whether the holder is shown to be the recipient.
    pub holder: Holder,
    /// Whether the holder's presentation holds it.
    pub presented: bool,
    /// The holder's own note; empty for none.
    pub note: String,
    /// The holder's own evidence.
    pub evidence: Vec<Evidence>,
    /// Remarks.
    pub notes: Vec<BundleNote>,
}

/// Why an original is no badge that can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnreadableBadge {
    /// The stable code.
    pub code: Code,
    /// What was found instead.
    pub found: String,
}

/// A badge's verdict is another one now than at the export, both by the reviewer's own checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerdictChange {
    /// At the export, with the archived documents.
    pub then: Verdict,
    /// Now, with the reviewer's documents.
    pub now: Verdict,
    /// Why, as far as checks say something else now than then.
    pub codes: Vec<Code>,
}

/// A remark that no verdict depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BundleNote {
    /// What is remarked.
    pub code: BundleCode,
    /// Facts for the sentence.
    pub details: Details,
}

/// Reviews `bundle`: the bundle itself, then each badge as [`review_badge`] does.
///
/// With [`Recording`](openbadges::documents::Recording) around [`Offline`](openbadges::Offline), it says which hosts a
/// review would ask, and asks none.
pub async fn review(
    bundle: &Bundle,
    documents: &(impl Documents + Sync),
    question: &ReviewOptions,
) -> Review {
    let found: Vec<Option<ParsedBadge>> =
        bundle.badges().iter().map(|badge| openbadges::read(&badge.original).ok()).collect();
    let (checks, presented) = bundle::check(bundle, &found, question);
    let mut badges = Vec::with_capacity(found.len());
    for badge in bundle.badges() {
        badges.push(review_badge(bundle, badge, documents, question).await);
    }
    let presented: BTreeSet<&str> = presented
        .into_iter()
        .filter_map(|at| bundle.badges().get(at))
        .map(|badge| badge.number.as_str())
        .collect();
    for badge in &mut badges {
        badge.presented = presented.contains(badge.number.as_str());
    }
    let ignored = bundle.manifest().optional_features.iter().map(|feature| BundleNote {
        code: BundleCode::FeatureIgnored,
        details: [("feature".to_owned(), feature.clone())].into(),
    });
    Review {
        at: question.at,
        holder: bundle.manifest().holder.clone(),
        created: bundle.manifest().created,
        audience: bundle.audience().map(Into::into),
        challenge: bundle.challenge().map(Into::into),
        expires: bundle.expires(),
        checks,
        title: bundle.collection().title.clone(),
        introduction: bundle.collection().introduction.clone(),
        sections: bundle.collection().sections.clone(),
        disclosed: bundle.collection().identities.clone(),
        badges,
        notes: ignored.collect(),
    }
}

/// Reviews one badge of `bundle`. Whether it was presented is [`review`](review())'s to say: here it is `false`.
pub async fn review_badge(
    bundle: &Bundle,
    badge: &BundledBadge,
    documents: &(impl Documents + Sync),
    question: &ReviewOptions,
) -> ReviewedBadge {
    let LearnerText { note, evidence } =
        bundle.collection().badges.get(&badge.number).cloned().unwrap_or_default();
    let mut reviewed = ReviewedBadge {
        number: badge.number.clone(),
        sha256: sha256_hex(&badge.original),
        format: None,
        report: None,
        unreadable: None,
        at_export: None,
        senders_report: badge.senders_report,
        change: None,
        holder: Holder::Unbound { code: BundleCode::HolderUnbound },
        presented: false,
        note,
        evidence,
        notes: Vec::new(),
    };
    let found = match openbadges::read(&badge.original) {
        Ok(found) => found,
        Err(error) => {
            reviewed.unreadable = Some(UnreadableBadge { code: error.code, found: error.found });
            return reviewed;
        }
    };
    let identities = identities(bundle);
    let asked = |at| openbadges::VerifyOptions {
        identities: identities.clone(),
        trust_lists: question.trust_lists.clone(),
        known_issuers: question.known_issuers.clone(),
        ..openbadges::VerifyOptions::new(at)
    };
    let now = verify(&found, documents, &asked(question.at)).await;
    let then = verify(&found, &Archive(&badge.documents), &asked(bundle.manifest().created)).await;

    reviewed.holder = holder::bound(&bundle.manifest().holder, &now);
    reviewed.change = change(&then, &now);
    if let Some(said) = badge.senders_report.filter(|said| said.verdict != then.verdict) {
        reviewed.notes.push(BundleNote {
            code: BundleCode::ReportDiffers,
            details: [
                ("said".to_owned(), said.verdict.as_str().to_owned()),
                ("found".to_owned(), then.verdict.as_str().to_owned()),
            ]
            .into(),
        });
    }
    reviewed.format = Some(found.format);
    reviewed.report = Some(now);
    reviewed.at_export = Some(then);
    reviewed
}

/// The identities to compare recipients with: the holder's DID, which signed, and what the holder discloses. A DID that is
/// only disclosed is not compared: its key could have signed.
fn identities(bundle: &Bundle) -> Vec<Identity> {
    let holder = Identity { kind: IdentityKind::Did, value: bundle.manifest().holder.clone() };
    let disclosed = bundle.collection().identities.iter().filter(|identity| {
        let scheme = identity.value.trim_start().get(..4).unwrap_or_default();
        identity.kind != IdentityKind::Did && !scheme.eq_ignore_ascii_case("did:")
    });
    std::iter::once(holder).chain(disclosed.cloned()).collect()
}

fn change(then: &Report, now: &Report) -> Option<VerdictChange> {
    let codes = |report: &Report| -> BTreeSet<Code> {
        let told =
            report.checks.iter().filter(|check| matches!(check.outcome, Outcome::Failed | Outcome::Unknown));
        told.filter_map(|check| check.code).collect()
    };
    (then.verdict != now.verdict).then(|| VerdictChange {
        then: then.verdict,
        now: now.verdict,
        codes: codes(now).difference(&codes(then)).copied().collect(),
    })
}
