//! Hosts that checks need and that the learner has not agreed to.

use openbadges::{
    Code, Report,
    documents::{Purpose, Request},
};

use crate::{network::hosts_of, store::AllowedHost};

/// The hosts that the checks of a badge need and did not contact for lack of consent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HostsNeedingConsent {
    /// All hosts.
    pub(crate) all: Vec<String>,
    /// The hosts that would learn which badge it is, because the requested address belongs to this badge
    /// alone.
    pub(crate) identifying: Vec<String>,
}

impl HostsNeedingConsent {
    /// Returns the hosts in `all`. Those that the notes of `reports` mention are identifying.
    pub(crate) fn new<'a>(all: Vec<String>, reports: impl IntoIterator<Item = &'a Report>) -> Self {
        let mut unique = Vec::new();
        reports.into_iter().for_each(|report| collect_unique_requests(report, &mut unique));
        let identifying = hosts_of(&unique).into_iter().filter(|host| all.contains(host)).collect();
        Self { all, identifying }
    }

    /// Returns the hosts that the learner has not agreed to yet.
    pub(crate) fn without(mut self, agreed: &[AllowedHost]) -> Self {
        for hosts in [&mut self.all, &mut self.identifying] {
            hosts.retain(|host| agreed.iter().all(|agreed| agreed.host != *host));
        }
        self
    }
}

/// Collects the addresses that belong to one badge alone (`PRIVACY_UNIQUE_STATUS`), from a report and the
/// reports in it.
fn collect_unique_requests(report: &Report, requests: &mut Vec<Request>) {
    let notes = report.notes.iter().filter(|note| note.code == Code::PrivacyUniqueStatus);
    requests.extend(
        notes
            .filter_map(|note| note.details.get("url"))
            .map(|url| Request { url: url.clone(), purpose: Purpose::StatusList }),
    );
    let endorsements = report.endorsements.iter().map(|endorsement| &endorsement.report);
    for inner in report.inner.iter().chain(endorsements).chain(report.newer.as_deref()) {
        collect_unique_requests(inner, requests);
    }
}
