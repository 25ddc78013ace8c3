//! The verifier: reads and verifies without a backpack. Nothing is stored.

use std::sync::Arc;
use tokio_util::sync::CancellationToken;

pub use crate::import::inspector::VerifierOptions;
use crate::{
    backpack::data_dir,
    import::{
        candidate::Candidate,
        inspector::{Inspector, VerificationSettings},
    },
    intake::ImportInput,
    network::{NetworkPolicy, NoRequestLog},
    progress::ProgressCallback,
    review::{ReviewRequest, review},
    store::OfflineSwitch,
    view::*,
};

/// Verifies badges and reviews bundles, and stores nothing. Needs no backpack and no key.
pub struct Verifier {
    inspector: Inspector,
}

impl Verifier {
    /// Creates a verifier with these options.
    pub fn new(options: VerifierOptions) -> Result<Self, ErrorDetail> {
        // Without a data folder there is no backpack, and no switch to obey.
        let folder = data_dir(options.data_dir.as_deref()).ok();
        let switch = folder.as_deref().map(OfflineSwitch::of);
        Ok(Self { inspector: Inspector::new(&options, switch, Arc::new(NoRequestLog))? })
    }

    /// Reads and verifies inputs. Candidates name the hosts that their checks need and that `policy` does not
    /// allow.
    pub async fn inspect(
        &self,
        inputs: Vec<ImportInput>,
        policy: &NetworkPolicy,
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
    ) -> Vec<CandidateDetail> {
        let options = self.inspector.verify_options();
        let settings = VerificationSettings { options: &options, policy, cancel };
        let mut details = Vec::new();
        let each = &mut |candidate: Candidate| {
            details.push(candidate.detail(details.len().to_string(), None));
        };
        self.inspector.inspect_inputs(inputs, settings, progress, each).await;
        details
    }

    /// Opens and verifies someone else's bundle.
    pub async fn review(
        &self,
        request: ReviewRequest,
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
    ) -> Result<ReviewDetail, ErrorDetail> {
        let options = self.inspector.verify_options();
        let policy = request.hosts.clone();
        Ok(review(&self.inspector, request, &policy, options, cancel, progress).await?.view)
    }
}
