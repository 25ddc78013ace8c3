//! The checks of the bundle itself: its manifest, its presentation, for whom it was made, and until when.

use std::{collections::BTreeSet, time::Duration};

use openbadges::{Code, Outcome, ParsedBadge, check::Rule, code::Details, limits};
use serde::Serialize;

use super::ReviewOptions;
use crate::{code::BundleCode, presentation, read::Bundle};

/// The checks of a bundle, by their stable ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum BundleCheckId {
    /// The holder signed the manifest, and every entry is as it says.
    #[serde(rename = "bundle.manifest")]
    Manifest,
    /// The holder signed a presentation of badges of this bundle.
    #[serde(rename = "bundle.presentation")]
    Presentation,
    /// The bundle was made for this reviewer.
    #[serde(rename = "bundle.audience")]
    Audience,
    /// The time is within the bundle's time.
    #[serde(rename = "bundle.time")]
    Time,
}

/// One check of a bundle as it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BundleCheck {
    /// Which check.
    pub id: BundleCheckId,
    /// What it came to.
    pub outcome: Outcome,
    /// Why it failed or could not be made.
    pub code: Option<BundleCode>,
    /// The rule that it follows.
    pub rule: Rule,
    /// Facts for the sentence.
    pub details: Details,
}

impl BundleCheckId {
    /// The stable id.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Manifest => "bundle.manifest",
            Self::Presentation => "bundle.presentation",
            Self::Audience => "bundle.audience",
            Self::Time => "bundle.time",
        }
    }
}

impl BundleCheck {
    pub(crate) fn passed(id: BundleCheckId, rule: Rule) -> Self {
        Self { id, outcome: Outcome::Passed, code: None, rule, details: Details::new() }
    }

    fn absent(id: BundleCheckId, rule: Rule) -> Self {
        Self { outcome: Outcome::Absent, ..Self::passed(id, rule) }
    }

    fn failed(id: BundleCheckId, rule: Rule, code: impl Into<BundleCode>) -> Self {
        Self { outcome: Outcome::Failed, code: Some(code.into()), ..Self::passed(id, rule) }
    }

    fn unknown(id: BundleCheckId, rule: Rule, code: BundleCode) -> Self {
        Self { outcome: Outcome::Unknown, code: Some(code), ..Self::passed(id, rule) }
    }

    fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.details.insert(name.into(), value.to_string());
        self
    }
}

/// Every check of the bundle itself, and which of its badges were presented.
pub(super) fn check(
    bundle: &Bundle,
    badges: &[Option<ParsedBadge>],
    question: &ReviewOptions,
) -> (Vec<BundleCheck>, BTreeSet<usize>) {
    // A `Bundle` exists only where this holds.
    let manifest = BundleCheck::passed(
        BundleCheckId::Manifest,
        Rule::new("Data Integrity EdDSA Cryptosuites 1.0", "3.3 eddsa-jcs-2022"),
    );
    let (presentation, presented) = presented(bundle, badges);
    (vec![manifest, presentation, audience(bundle, question), time(bundle, question)], presented)
}

fn presented(bundle: &Bundle, badges: &[Option<ParsedBadge>]) -> (BundleCheck, BTreeSet<usize>) {
    let rule = Rule::new("Verifiable Credentials Data Model 2.0", "4.13 Verifiable Presentations");
    let Some(bytes) = &bundle.presentation else {
        return (BundleCheck::absent(BundleCheckId::Presentation, rule), BTreeSet::new());
    };
    match presentation::parse(bytes) {
        Ok(document) => presentation::check(&document, &bundle.manifest().holder, &bundle.proof, badges),
        Err(error) => {
            let check = BundleCheck::failed(BundleCheckId::Presentation, rule, error.code)
                .with("detail", error.detail);
            (check, BTreeSet::new())
        }
    }
}

/// Data Integrity 1.0, section 2.1 `domain` and `challenge`: a proof made for one security domain, in answer to one
/// challenge, says nothing in another.
fn audience(bundle: &Bundle, question: &ReviewOptions) -> BundleCheck {
    let id = BundleCheckId::Audience;
    let rule = || Rule::new("Verifiable Credential Data Integrity 1.0", "2.1 Proofs: domain, challenge");
    let differs = |asked: &Option<String>, said: Option<&str>| asked.is_some() && asked.as_deref() != said;
    let check = if differs(&question.audience, bundle.audience())
        || differs(&question.challenge, bundle.challenge())
    {
        BundleCheck::failed(id, rule(), BundleCode::Audience)
    } else if question.audience.is_some() || question.challenge.is_some() {
        BundleCheck::passed(id, rule())
    } else if bundle.audience().is_some() {
        BundleCheck::unknown(id, rule(), BundleCode::AudienceNotAsked)
    } else {
        return BundleCheck::absent(id, rule());
    };
    let check = check.with("created", bundle.manifest().created);
    match bundle.audience() {
        Some(audience) => check.with("made_for", audience),
        None => check,
    }
}

/// Data Integrity 1.0, section 2.1 `created` and `expires`.
fn time(bundle: &Bundle, question: &ReviewOptions) -> BundleCheck {
    let id = BundleCheckId::Time;
    let rule = Rule::new("Verifiable Credential Data Integrity 1.0", "2.1 Proofs: created, expires");
    let skew = Duration::from_secs(limits::CLOCK_SKEW_SECONDS.unsigned_abs());
    let created = bundle.manifest().created;
    if question.at.saturating_add(skew).is_ok_and(|latest| created > latest) {
        return BundleCheck::failed(id, rule, Code::DiTime).with("created", created);
    }
    match bundle.expires() {
        Some(expires) if question.at.saturating_sub(skew).is_ok_and(|earliest| earliest >= expires) => {
            BundleCheck::failed(id, rule, BundleCode::Expired).with("expires", expires)
        }
        Some(expires) => BundleCheck::passed(id, rule).with("expires", expires),
        None => BundleCheck::absent(id, rule),
    }
}
