//! Network settings: the hosts that may always be contacted, the offline switch, and the request log.

use std::path::Path;

use jiff::Timestamp;

use crate::{
    backpack::{Backpack, data_dir},
    network::named_host,
    request_log,
    store::{AllowedHost, OfflineSwitch},
    view::{ErrorDetail, HostSummary, RequestSummary},
};

impl Backpack {
    /// Returns whether the program is offline at the moment.
    pub fn offline(&self) -> bool {
        self.inspector().is_offline()
    }

    /// Switches the network off or on, immediately and for every program that has this backpack open.
    pub fn set_offline(&self, offline: bool) -> Result<(), ErrorDetail> {
        self.offline_switch().set(offline).map_err(ErrorDetail::from)
    }

    /// Returns whether the backpack in `folder` (the platform's data folder if `None`) is switched offline.
    /// The backpack need not exist, and it can be open in another program.
    pub fn is_switched_offline(folder: Option<&Path>) -> Result<bool, ErrorDetail> {
        Ok(OfflineSwitch::of(&data_dir(folder)?).is_on())
    }

    /// Switches the backpack in `folder` offline or online, and returns the new state.
    pub fn switch_offline(folder: Option<&Path>, offline: bool) -> Result<bool, ErrorDetail> {
        let switch = OfflineSwitch::of(&data_dir(folder)?);
        switch.set(offline)?;
        Ok(switch.is_on())
    }

    /// Returns the hosts that may always be contacted, by name.
    pub fn allowed_hosts(&self) -> Result<Vec<HostSummary>, ErrorDetail> {
        let hosts = self.store().allowed_hosts()?;
        Ok(hosts.iter().map(HostSummary::from).collect())
    }

    /// Adds a host to the hosts that are always allowed. `name` is a host or an address.
    pub fn allow_host(&self, name: &str) -> Result<HostSummary, ErrorDetail> {
        let agreed = AllowedHost { host: host(name)?, allowed_at: Timestamp::now() };
        self.store().allow_host(&agreed)?;
        Ok(HostSummary::from(&agreed))
    }

    /// Removes a host from the hosts that are always allowed.
    pub fn disallow_host(&self, name: &str) -> Result<(), ErrorDetail> {
        let host = host(name)?;
        match self.store().disallow_host(&host)? {
            true => Ok(()),
            false => Err(ErrorDetail::not_found(&host)),
        }
    }

    /// Returns at most `limit` requests that this program made or refused to make, newest first.
    pub fn log(&self, limit: usize) -> Result<Vec<RequestSummary>, ErrorDetail> {
        let requests = self.store().requests(limit)?;
        Ok(requests.into_iter().map(|entry| RequestSummary::from(&request_log::from_entry(entry))).collect())
    }
}

/// Returns the host in `text`, which is a host or an address.
fn host(text: &str) -> Result<String, ErrorDetail> {
    named_host(text).ok_or_else(|| ErrorDetail::invalid_input(text))
}
