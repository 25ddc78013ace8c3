//! Network policies: which hosts may be contacted.

use std::{collections::BTreeSet, sync::Arc};

/// The hosts that may be contacted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NetworkPolicy {
    /// No host. Sessions collect the hosts that would be needed.
    #[default]
    Offline,
    /// These hosts, in the form of [`named_host`](crate::named_host).
    Allowed(Arc<BTreeSet<String>>),
    /// Every host: the person's command was the consent.
    Any,
}

impl NetworkPolicy {
    /// Returns whether `host` (with its port, unless that is the default of the scheme) may be contacted.
    pub fn allows(&self, host: &str) -> bool {
        match self {
            Self::Offline => false,
            Self::Allowed(hosts) => hosts.contains(host),
            Self::Any => true,
        }
    }
}
