//! The learner's own entries: collections, identities, settings, trust lists, allowed hosts, shares.

use jiff::Timestamp;
use openbadges::Identity;
use serde::de::DeserializeOwned;

use crate::{
    collection::Collection,
    error::StoreError,
    store::{
        entry::{EntryKey, json},
        learner::{AddedTrustList, AllowedHost, OwnIdentity, Share},
        open::Store,
        tree::Tree,
    },
};

impl Store {
    /// Returns the collections, last changed first.
    pub fn collections(&self) -> Result<Vec<Collection>, StoreError> {
        let mut collections: Vec<Collection> = self.current_core()?.all(Tree::Collections)?;
        collections.sort_by(|a, b| (b.changed_at, &b.id).cmp(&(a.changed_at, &a.id)));
        Ok(collections)
    }

    /// Stores a collection. Replaces the one with the same id.
    pub fn put_collection(&self, collection: &Collection) -> Result<(), StoreError> {
        self.put_entry(EntryKey::new(Tree::Collections, &collection.id), json(collection))
    }

    /// Removes a collection. Returns whether it existed.
    pub fn remove_collection(&self, id: &str) -> Result<bool, StoreError> {
        self.delete_entry(EntryKey::new(Tree::Collections, id))
    }

    /// Returns the learner's identities, first added first.
    pub fn identities(&self) -> Result<Vec<OwnIdentity>, StoreError> {
        let mut identities: Vec<OwnIdentity> = self.current_core()?.all(Tree::Identities)?;
        identities.sort_by(|a, b| (a.added_at, &a.identity).cmp(&(b.added_at, &b.identity)));
        Ok(identities)
    }

    /// Adds an identity. An existing one is not changed.
    pub fn put_identity(&self, identity: &Identity, at: Timestamp) -> Result<(), StoreError> {
        let key = identity_key(identity);
        if self.current_core()?.has(&key)? {
            return Ok(());
        }
        self.put_entry(key, json(&OwnIdentity { identity: identity.clone(), added_at: at }))
    }

    /// Removes an identity. Returns whether it existed.
    pub fn remove_identity(&self, identity: &Identity) -> Result<bool, StoreError> {
        self.delete_entry(identity_key(identity))
    }

    /// Returns a setting.
    pub fn setting(&self, name: &str) -> Result<Option<serde_json::Value>, StoreError> {
        let mut core = self.current_core()?;
        let key = EntryKey::new(Tree::Settings, name);
        match core.get(&key)? {
            Some(value) => core.decode(&key, &value).map(Some),
            None => Ok(None),
        }
    }

    /// Stores a setting.
    pub fn put_setting(&self, name: &str, value: &serde_json::Value) -> Result<(), StoreError> {
        self.put_entry(EntryKey::new(Tree::Settings, name), json(value))
    }

    /// Returns the trust lists that the learner added, by name.
    pub fn trust_lists(&self) -> Result<Vec<AddedTrustList>, StoreError> {
        let mut lists: Vec<AddedTrustList> = self.setting_group(TRUST_LISTS)?;
        lists.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(lists)
    }

    /// Stores a trust list. Replaces the one with the same name.
    pub fn put_trust_list(&self, list: &AddedTrustList) -> Result<(), StoreError> {
        self.put_entry(EntryKey::grouped(Tree::Settings, TRUST_LISTS, &list.name), json(list))
    }

    /// Removes a trust list. Returns whether it existed.
    pub fn remove_trust_list(&self, name: &str) -> Result<bool, StoreError> {
        self.delete_entry(EntryKey::grouped(Tree::Settings, TRUST_LISTS, name))
    }

    /// Returns the hosts that the program may always contact, by name.
    pub fn allowed_hosts(&self) -> Result<Vec<AllowedHost>, StoreError> {
        let mut hosts: Vec<AllowedHost> = self.setting_group(ALLOWED_HOSTS)?;
        hosts.sort_by(|a, b| a.host.cmp(&b.host));
        Ok(hosts)
    }

    /// Allows the program to contact a host at any time. An existing entry is not changed.
    pub fn allow_host(&self, host: &AllowedHost) -> Result<(), StoreError> {
        let key = EntryKey::grouped(Tree::Settings, ALLOWED_HOSTS, &host.host);
        if self.current_core()?.has(&key)? {
            return Ok(());
        }
        self.put_entry(key, json(host))
    }

    /// Reverses [`allow_host`](Self::allow_host). Returns whether the host was allowed.
    pub fn disallow_host(&self, host: &str) -> Result<bool, StoreError> {
        self.delete_entry(EntryKey::grouped(Tree::Settings, ALLOWED_HOSTS, host))
    }

    /// Returns the exports that were made, oldest first.
    pub fn shares(&self) -> Result<Vec<Share>, StoreError> {
        let mut shares: Vec<Share> = self.current_core()?.all(Tree::Shares)?;
        shares.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        Ok(shares)
    }

    /// Records an export.
    pub fn add_share(&self, share: &Share) -> Result<(), StoreError> {
        self.put_entry(EntryKey::new(Tree::Shares, &share.id), json(share))
    }

    fn setting_group<T: DeserializeOwned>(&self, group: &str) -> Result<Vec<T>, StoreError> {
        let mut core = self.current_core()?;
        let mut values = Vec::new();
        for (key, value) in core.list(Tree::Settings, Some(group))? {
            values.push(core.decode(&key, &value)?);
        }
        Ok(values)
    }
}

/// Group of the settings that contain trust lists.
const TRUST_LISTS: &str = "trust-lists";

/// Group of the settings that contain allowed hosts.
const ALLOWED_HOSTS: &str = "agreed-hosts";

fn identity_key(identity: &Identity) -> EntryKey {
    EntryKey::new(Tree::Identities, String::from_utf8_lossy(&json(identity)))
}
