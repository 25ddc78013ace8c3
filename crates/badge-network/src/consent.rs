//! Consent before a host is contacted.

use std::collections::BTreeSet;

use openbadges::documents::Purpose;

/// Decides whether a host may be contacted.
pub trait Consent: Send + Sync {
    /// Returns whether the client may contact `host` for `purpose`. `host` includes its port unless it is the default
    /// port of the scheme.
    fn allows(&self, host: &str, purpose: Purpose) -> bool;
}

impl<F: Fn(&str, Purpose) -> bool + Send + Sync> Consent for F {
    fn allows(&self, host: &str, purpose: Purpose) -> bool {
        self(host, purpose)
    }
}

/// Allows every host. For commands that a person typed, which are the consent.
#[derive(Clone, Copy, Debug, Default)]
pub struct EveryHost;

impl Consent for EveryHost {
    fn allows(&self, _: &str, _: Purpose) -> bool {
        true
    }
}

/// Allows these hosts and no others.
impl Consent for BTreeSet<String> {
    fn allows(&self, host: &str, _: Purpose) -> bool {
        self.contains(host)
    }
}
