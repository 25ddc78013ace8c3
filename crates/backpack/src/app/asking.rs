//! Asking hosts: which of them the learner has agreed to, the switch that stops all of it, and the log of what was asked.

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Arc, Mutex},
};

use jiff::Timestamp;

use super::{Backpack, lock, opening::data_dir};
use crate::{
    network::{RequestLog, RequestRecord, named_host},
    request_log,
    store::{AllowedHost, OfflineSwitch, Store, StoreError},
    view::{ErrorDetail, HostSummary, RequestSummary},
};

/// Which hosts a review may ask.
#[derive(Clone, Debug)]
pub enum HostsAsked {
    /// Those that may always be asked, and these, this once.
    Agreed(Vec<String>),
    /// Every host that the checks come to: asking for the review was the consent.
    All,
}

/// Which hosts checks may ask.
#[derive(Clone, Debug)]
pub(super) enum Asking {
    /// None: which they would ask is only found out.
    Nobody,
    /// These, which the learner agreed to.
    Only(Arc<BTreeSet<String>>),
    /// Every host that a check comes to: asking for the check was the consent.
    EveryHost,
}

impl Asking {
    /// These hosts, named by themselves or in an address, and no other.
    pub(super) fn only<'a>(hosts: impl IntoIterator<Item = &'a String>) -> Self {
        Self::Only(Arc::new(hosts.into_iter().filter_map(|host| named_host(host)).collect()))
    }
}

/// Puts each request into the store's log, before anybody sees its answer.
pub(super) struct Log {
    store: Arc<Store>,
    /// The first failure that nobody was told yet.
    trouble: Mutex<Option<StoreError>>,
}

impl Log {
    pub(super) fn of(store: Arc<Store>) -> Self {
        Self { store, trouble: Mutex::default() }
    }
}

impl RequestLog for Log {
    fn record(&self, record: RequestRecord) {
        if let Err(error) = self.store.log_request(&request_log::to_entry(record)) {
            lock(&self.trouble).get_or_insert(error);
        }
    }
}

impl Backpack {
    /// Whether no host is asked at all, at this moment.
    pub fn offline(&self) -> bool {
        self.inspector().is_offline()
    }

    /// Switches asking hosts off or on, at once and for every program that is open on this backpack, until it is switched
    /// back.
    pub fn set_offline(&self, offline: bool) -> Result<(), ErrorDetail> {
        self.inner.switch.set(offline).map_err(ErrorDetail::from)
    }

    /// Whether the backpack in `folder` (the platform's, where `None`) is switched offline. Needs no key, and no backpack
    /// that is there or free to be opened.
    pub fn is_switched_offline(folder: Option<&Path>) -> Result<bool, ErrorDetail> {
        Ok(OfflineSwitch::of(&data_dir(folder)?).is_on())
    }

    /// Switches the backpack in `folder` offline or online, in the same way, and says how it is switched now.
    pub fn switch_offline(folder: Option<&Path>, offline: bool) -> Result<bool, ErrorDetail> {
        let switch = OfflineSwitch::of(&data_dir(folder)?);
        switch.set(offline)?;
        Ok(switch.is_on())
    }

    /// The hosts that may always be asked, by name.
    pub fn agreed_hosts(&self) -> Result<Vec<HostSummary>, ErrorDetail> {
        let hosts = self.store().allowed_hosts()?;
        Ok(hosts.iter().map(HostSummary::from).collect())
    }

    /// Remembers that a host, named by itself or in an address, may always be asked.
    pub fn agree_to_host(&self, name: &str) -> Result<HostSummary, ErrorDetail> {
        let agreed = AllowedHost { host: host(name)?, allowed_at: Timestamp::now() };
        self.store().allow_host(&agreed)?;
        Ok(HostSummary::from(&agreed))
    }

    /// Forgets that a host may always be asked.
    pub fn forget_host(&self, name: &str) -> Result<(), ErrorDetail> {
        let host = host(name)?;
        match self.store().disallow_host(&host)? {
            true => Ok(()),
            false => Err(ErrorDetail::not_found(&host)),
        }
    }

    /// The requests that this program made or refused to make, newest first, at most `limit`.
    pub fn log(&self, limit: usize) -> Result<Vec<RequestSummary>, ErrorDetail> {
        let requests = self.store().requests(limit)?;
        Ok(requests.into_iter().map(|entry| RequestSummary::from(&request_log::from_entry(entry))).collect())
    }

    /// The hosts that may be asked without asking the learner first: those agreed to for good, and `once`.
    pub(super) fn agreed(&self, once: &[String]) -> Result<Asking, ErrorDetail> {
        let agreed = self.store().allowed_hosts()?;
        Ok(Asking::only(agreed.iter().map(|agreed| &agreed.host).chain(once)))
    }

    /// Whether every request so far is in the log; if not, why.
    pub(super) fn all_logged(&self) -> Result<(), ErrorDetail> {
        lock(&self.inner.log.trouble).take().map_or(Ok(()), |error| Err(error.into()))
    }
}

/// Returns the host that is named by itself or in an address.
fn host(text: &str) -> Result<String, ErrorDetail> {
    named_host(text).ok_or_else(|| ErrorDetail::invalid_input(text))
}
