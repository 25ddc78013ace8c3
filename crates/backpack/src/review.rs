//! Review: opens and verifies someone else's bundle. The store is not changed.
//!
//! From a bundle to its review: [`Backpack::review`], [`review`], `badge_bundle::read`,
//! `badge_bundle::review`, `ReviewFetcher::get`, `ReviewDetail::new`.

use std::collections::BTreeSet;

use badge_bundle::ReviewOptions;
use openbadges::{Document, Documents, FetchError, Offline, VerifyOptions, documents::Request};
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use crate::{
    backpack::Backpack,
    error::AppCode,
    import::inspector::Inspector,
    input::read_one_file,
    intake::ImportInput,
    network::{self, NetworkPolicy},
    policy::HostsNeedingConsent,
    progress::ProgressCallback,
    view::*,
};

/// A request for a review.
#[derive(Clone, Debug)]
pub struct ReviewRequest {
    /// Someone else's bundle.
    pub bundle: ImportInput,
    /// The challenge that the bundle must answer, if there was one.
    pub challenge: Option<String>,
    /// The hosts that may be contacted. A backpack adds the hosts that are always allowed.
    pub hosts: NetworkPolicy,
}

/// A reviewed bundle.
pub(crate) struct BundleReview {
    pub(crate) view: ReviewDetail,
    /// The originals of its badges in the order of the view, for drawing their pictures.
    pub(crate) originals: Vec<Vec<u8>>,
}

impl Backpack {
    /// Opens and verifies someone else's bundle.
    pub async fn review(
        &self,
        request: ReviewRequest,
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
    ) -> Result<ReviewDetail, ErrorDetail> {
        let (options, policy) = self.verification_settings(&request.hosts)?;
        let mut reviewed = review(self.inspector(), request, &policy, options, cancel, progress).await?;
        self.check_request_log()?;
        let keys = self.reviewed_originals().replace(reviewed.originals);
        for (badge, key) in reviewed.view.badges.iter_mut().zip(keys) {
            badge.picture = Some(key);
        }
        Ok(reviewed.view)
    }
}

/// Opens and verifies a bundle. Uses only the trust lists and known issuers in the reviewer's `options`:
/// recipients are compared with the identities that the holder discloses.
pub(crate) async fn review(
    inspector: &Inspector,
    request: ReviewRequest,
    policy: &NetworkPolicy,
    options: VerifyOptions,
    cancel: &CancellationToken,
    progress: ProgressCallback<'_>,
) -> Result<BundleReview, ErrorDetail> {
    let ReviewRequest { bundle, challenge, .. } = request;
    let (source, bytes) = read_one_file(bundle, badge_bundle::limits::BUNDLE_BYTES);
    let bundle = badge_bundle::read(&bytes?)?;
    let VerifyOptions { trust_lists, known_issuers, .. } = options;
    let options =
        ReviewOptions { challenge, trust_lists, known_issuers, ..ReviewOptions::new(inspector.at()) };
    let total = bundle.badges().len() as u32;
    progress(Progress::new(0, total, &bundle.collection().title));
    let fetcher = ReviewFetcher { inspector, policy, cancel, unfetched: Mutex::default() };
    let review = badge_bundle::review(&bundle, &fetcher, &options).await;
    let reports = review.badges.iter().filter_map(|badge| badge.report.as_ref());
    let hosts = HostsNeedingConsent::new(fetcher.unfetched.lock().iter().cloned().collect(), reports);
    if cancel.is_cancelled() {
        return Err(ErrorDetail::new(AppCode::Cancelled));
    }
    progress(Progress::finished(total));
    let view = ReviewDetail::new(&source, &review, hosts);
    let originals = bundle.badges().iter().map(|badge| badge.original.clone()).collect();
    Ok(BundleReview { view, originals })
}

/// Fetches documents until the reviewer cancels, with one session for each document. The verification of each
/// badge limits the number of documents.
struct ReviewFetcher<'a> {
    inspector: &'a Inspector,
    policy: &'a NetworkPolicy,
    cancel: &'a CancellationToken,
    /// The hosts that were needed and not contacted.
    unfetched: Mutex<BTreeSet<String>>,
}

impl Documents for ReviewFetcher<'_> {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        let session = self.inspector.session_for(self.policy, self.cancel);
        let Some(session) = session else {
            self.unfetched.lock().extend(network::hosts_of([request]));
            return Offline.get(request).await;
        };
        let answer = session.get(request).await;
        self.unfetched.lock().extend(session.hosts_without_consent());
        answer
    }
}
