//! Checks of the bundle itself: manifest, presentation, audience and time.

use std::{collections::BTreeSet, time::Duration};

use openbadges::{Code, ParsedBadge, ReadError, check::Rule, limits};

use super::ReviewOptions;
use crate::{
    check::{BundleCheck, BundleCheckId},
    code::{BundleCode, BundleError},
    format::presentation,
    read::Bundle,
};

/// Makes every check of the bundle. Also returns the indexes of the badges in a valid presentation.
pub(super) fn check_bundle(
    bundle: &Bundle,
    badges: &[Result<ParsedBadge, ReadError>],
    options: &ReviewOptions,
) -> (Vec<BundleCheck>, BTreeSet<usize>) {
    // `read` has checked the manifest: a `Bundle` exists only if it is valid.
    let manifest = BundleCheck::passed(
        BundleCheckId::Manifest,
        Rule::new("Data Integrity EdDSA Cryptosuites 1.0", "3.3 eddsa-jcs-2022"),
    );
    let (presentation, presented) = check_presentation(bundle, badges);
    (vec![manifest, presentation, check_audience(bundle, options), check_time(bundle, options)], presented)
}

fn check_presentation(
    bundle: &Bundle,
    badges: &[Result<ParsedBadge, ReadError>],
) -> (BundleCheck, BTreeSet<usize>) {
    let id = BundleCheckId::Presentation;
    let rule = Rule::new("Verifiable Credentials Data Model 2.0", "4.13 Verifiable Presentations");
    let Some(bytes) = bundle.presentation() else {
        return (BundleCheck::absent(id, rule), BTreeSet::new());
    };
    match presentation::verify(bytes, &bundle.manifest().holder, bundle.proof(), badges) {
        Ok(presented) => (BundleCheck::passed(id, rule), presented),
        Err(BundleError { code, details }) => {
            (BundleCheck { details, ..BundleCheck::failed(id, rule, code) }, BTreeSet::new())
        }
    }
}

/// Compares audience and challenge (Data Integrity 1.0, section 2.1 `domain` and `challenge`).
///
/// A proof for one security domain and one challenge is not valid for another.
fn check_audience(bundle: &Bundle, options: &ReviewOptions) -> BundleCheck {
    let id = BundleCheckId::Audience;
    let rule = Rule::new("Verifiable Credential Data Integrity 1.0", "2.1 Proofs: domain, challenge");
    let differs =
        |expected: &Option<String>, actual: Option<&str>| expected.is_some() && expected.as_deref() != actual;
    let check =
        if differs(&options.audience, bundle.audience()) || differs(&options.challenge, bundle.challenge()) {
            BundleCheck::failed(id, rule, BundleCode::Audience)
        } else if options.audience.is_some() || options.challenge.is_some() {
            BundleCheck::passed(id, rule)
        } else if bundle.audience().is_some() {
            BundleCheck::unknown(id, rule, BundleCode::AudienceNotCompared)
        } else {
            return BundleCheck::absent(id, rule);
        };
    let check = check.with("created", bundle.manifest().created);
    match bundle.audience() {
        Some(audience) => check.with("made_for", audience),
        None => check,
    }
}

/// Compares the review's time with Data Integrity 1.0, section 2.1 `created` and `expires`.
fn check_time(bundle: &Bundle, options: &ReviewOptions) -> BundleCheck {
    let id = BundleCheckId::Time;
    let rule = Rule::new("Verifiable Credential Data Integrity 1.0", "2.1 Proofs: created, expires");
    let skew = Duration::from_secs(limits::CLOCK_SKEW_SECONDS.unsigned_abs());
    let created = bundle.manifest().created;
    if options.at.saturating_add(skew).is_ok_and(|latest| created > latest) {
        return BundleCheck::failed(id, rule, Code::DiTime).with("created", created);
    }
    match bundle.expires() {
        Some(expires) if options.at.saturating_sub(skew).is_ok_and(|earliest| earliest >= expires) => {
            BundleCheck::failed(id, rule, BundleCode::Expired).with("expires", expires)
        }
        Some(expires) => BundleCheck::passed(id, rule).with("expires", expires),
        None => BundleCheck::absent(id, rule),
    }
}
