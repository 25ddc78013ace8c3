//! The hosts that the checks would ask and have not: what a person is told before anybody is asked.

use openbadges::{
    Code, Report,
    documents::{Purpose, Request},
};

use crate::{network::hosts_of, store::AllowedHost};

/// The hosts that the checks of a badge would ask and have not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct HostsToAsk {
    /// All of them.
    pub(super) all: Vec<String>,
    /// Those that would also learn which badge it is, because the address to ask there is of this badge alone.
    pub(super) identifying: Vec<String>,
}

impl HostsToAsk {
    /// All of these hosts, told apart by what the reports remark of the addresses to ask.
    pub(super) fn of<'a>(all: Vec<String>, reports: impl IntoIterator<Item = &'a Report>) -> Self {
        let mut own = Vec::new();
        reports.into_iter().for_each(|report| own_addresses(report, &mut own));
        let identifying = hosts_of(&own).into_iter().filter(|host| all.contains(host)).collect();
        Self { all, identifying }
    }

    /// Those among them that the learner has yet to agree to.
    pub(super) fn without(mut self, agreed: &[AllowedHost]) -> Self {
        for hosts in [&mut self.all, &mut self.identifying] {
            hosts.retain(|host| agreed.iter().all(|agreed| agreed.host != *host));
        }
        self
    }
}

/// The addresses that are remarked as a badge's own (`PRIVACY_UNIQUE_STATUS`), in a report and those inside it.
fn own_addresses(report: &Report, found: &mut Vec<Request>) {
    let notes = report.notes.iter().filter(|note| note.code == Code::PrivacyUniqueStatus);
    found.extend(
        notes
            .filter_map(|note| note.details.get("url"))
            .map(|url| Request { url: url.clone(), purpose: Purpose::StatusList }),
    );
    let endorsing = report.endorsements.iter().map(|endorsement| &endorsement.report);
    for inside in report.inner.iter().chain(endorsing).chain(report.newer.as_deref()) {
        own_addresses(inside, found);
    }
}
