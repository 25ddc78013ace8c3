//! The open backpack: the state and the helpers that all its operations share.
//!
//! Each subject (badges, collections, ...) has its own module, which adds methods to [`Backpack`]. Those
//! modules use this one; it uses none of them.

mod opening;

use std::{collections::HashMap, sync::Arc};

use ed25519_dalek::SigningKey;
use openbadges::{
    Identity, IdentityKind, VerifyOptions,
    trust::{KnownIssuer, TrustList},
};
use parking_lot::{Mutex, MutexGuard, RwLock};

pub use self::opening::OpenOptions;
pub(crate) use self::opening::data_dir;
use crate::{
    import::{candidate::Candidates, inspector::Inspector},
    network::NetworkPolicy,
    notifications::Notifications,
    request_log::StoredRequestLog,
    store::{AddedTrustList, IssuerPin, OfflineSwitch, Store},
    vault::UnlockedVault,
    view::ErrorDetail,
};

/// A learner's open backpack. Clones are cheap and share its state.
#[derive(Clone)]
pub struct Backpack {
    inner: Arc<Inner>,
}

struct Inner {
    store: Arc<Store>,
    vault: Mutex<UnlockedVault>,
    did: String,
    inspector: Inspector,
    switch: OfflineSwitch,
    /// Shared with the HTTP client, which writes to it.
    log: Arc<StoredRequestLog>,
    /// The learner's identities, as stored.
    identities: RwLock<Vec<Identity>>,
    /// The stored trust lists, parsed once.
    trust_lists: RwLock<Vec<TrustList>>,
    candidates: Mutex<Candidates>,
    reviewed: Mutex<ReviewedOriginals>,
    removed: Mutex<LastRemoved>,
    /// Shared with the store, which adds to it.
    notifications: Arc<Mutex<Notifications>>,
}

/// The originals of the last reviewed bundle, by their keys in its view.
#[derive(Default)]
pub(crate) struct ReviewedOriginals {
    next_key: u64,
    by_key: HashMap<String, Vec<u8>>,
}

impl ReviewedOriginals {
    /// Replaces the originals of the last bundle, and returns the keys of the new ones in order.
    pub(crate) fn replace(&mut self, originals: Vec<Vec<u8>>) -> Vec<String> {
        self.by_key.clear();
        let mut keys = Vec::with_capacity(originals.len());
        for original in originals {
            self.next_key += 1;
            let key = format!("r{}", self.next_key);
            self.by_key.insert(key.clone(), original);
            keys.push(key);
        }
        keys
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Vec<u8>> {
        self.by_key.get(key)
    }
}

/// The trust list and the issuer that were removed last, to undo the removal while the program runs.
#[derive(Default)]
pub(crate) struct LastRemoved {
    pub(crate) list: Option<AddedTrustList>,
    pub(crate) issuer: Option<IssuerPin>,
}

impl Backpack {
    /// Returns the learner's DID.
    pub fn did(&self) -> String {
        self.inner.did.clone()
    }

    /// Calls `listener` with each error that occurs beside a successful operation: pending errors
    /// immediately, later ones before the operation returns. The listener must not call the backpack.
    pub fn on_background_error(&self, listener: impl Fn(ErrorDetail) + Send + 'static) {
        self.inner.notifications.lock().listen(listener);
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn inspector(&self) -> &Inspector {
        &self.inner.inspector
    }

    pub(crate) fn offline_switch(&self) -> &OfflineSwitch {
        &self.inner.switch
    }

    pub(crate) fn candidates(&self) -> MutexGuard<'_, Candidates> {
        self.inner.candidates.lock()
    }

    pub(crate) fn reviewed_originals(&self) -> MutexGuard<'_, ReviewedOriginals> {
        self.inner.reviewed.lock()
    }

    pub(crate) fn last_removed(&self) -> MutexGuard<'_, LastRemoved> {
        self.inner.removed.lock()
    }

    pub(crate) fn signing_key(&self) -> SigningKey {
        self.inner.vault.lock().signing_key().clone()
    }

    /// Returns the learner's identities, including the learner's DID.
    pub(crate) fn own_identities(&self) -> Vec<Identity> {
        let own_key = Identity { kind: IdentityKind::Did, value: self.did() };
        let added = self.inner.identities.read();
        added.iter().cloned().chain([own_key]).collect()
    }

    /// Reads the identities from the store.
    pub(crate) fn reload_identities(&self) -> Result<(), ErrorDetail> {
        let own = self.store().identities()?;
        *self.inner.identities.write() = own.into_iter().map(|own| own.identity).collect();
        Ok(())
    }

    /// Reads the trust lists from the store. An unreadable list does not hide the others.
    pub(crate) fn reload_trust_lists(&self) -> Result<(), ErrorDetail> {
        let added = self.store().trust_lists()?;
        let (mut lists, mut failure) = (Vec::new(), None);
        for added in &added {
            match TrustList::read(&added.name, added.text.as_bytes()) {
                Ok(list) => lists.push(list),
                Err(error) => failure = Some(error.into()),
            }
        }
        *self.inner.trust_lists.write() = lists;
        failure.map_or(Ok(()), Err)
    }

    /// Returns the verification options: the learner's identities, trust lists, known issuers and observed
    /// status lists.
    pub(crate) fn verify_options(&self) -> Result<VerifyOptions, ErrorDetail> {
        let pins = self.store().issuers()?;
        let mut options = self.inspector().verify_options();
        options.identities.extend(self.own_identities());
        options.trust_lists.extend_from_slice(&self.inner.trust_lists.read());
        options.known_issuers.extend(pins.into_iter().map(|pin| KnownIssuer {
            id: pin.issuer,
            name: pin.name,
            keys: pin.keys,
            first_seen: pin.first_seen,
        }));
        options.observed_lists = self.store().observed_lists()?;
        Ok(options)
    }

    /// Returns a policy extended by the hosts that the settings always allow. [`NetworkPolicy::Offline`]
    /// stays as it is.
    pub(crate) fn extend_policy(&self, policy: &NetworkPolicy) -> Result<NetworkPolicy, ErrorDetail> {
        Ok(match policy {
            NetworkPolicy::Offline | NetworkPolicy::Any => policy.clone(),
            NetworkPolicy::Allowed(once) => {
                let always = self.store().allowed_hosts()?.into_iter().map(|allowed| allowed.host);
                let hosts: Vec<String> = always.chain(once.iter().cloned()).collect();
                NetworkPolicy::allow(&hosts)
            }
        })
    }

    /// Returns the options of a verification, and its network policy extended by the settings.
    pub(crate) fn verification_settings(
        &self,
        policy: &NetworkPolicy,
    ) -> Result<(VerifyOptions, NetworkPolicy), ErrorDetail> {
        Ok((self.verify_options()?, self.extend_policy(policy)?))
    }

    /// Returns an error if a request could not be logged since the last call.
    pub(crate) fn check_request_log(&self) -> Result<(), ErrorDetail> {
        self.inner.log.take_failure().map_or(Ok(()), |error| Err(error.into()))
    }
}
