//! The small records: collections, identities, settings, trust lists, hosts, pinned issuers, shares.

use jiff::Timestamp;
use openbadges::{Identity, check::IssuerFinding};
use serde::de::DeserializeOwned;

use crate::{
    collection::Collection,
    error::StoreError,
    store::{
        AddedTrustList, AgreedHost, IssuerPin, OwnIdentity, Share, Store,
        core::{Change, Core, Reserve},
        entry::{EntryKey, Name, Tree, json},
    },
};

impl Store {
    /// The collections, last changed first.
    pub fn collections(&self) -> Result<Vec<Collection>, StoreError> {
        let mut collections: Vec<Collection> = self.settled()?.all(Tree::Collections)?;
        collections.sort_by(|a, b| (b.changed_at, &b.id).cmp(&(a.changed_at, &a.id)));
        Ok(collections)
    }

    /// Keeps a collection, in place of the one with the same id.
    pub fn put_collection(&self, collection: &Collection) -> Result<(), StoreError> {
        self.put_small(EntryKey::new(Tree::Collections, &collection.id), json(collection))
    }

    /// Removes a collection. Returns whether it was there.
    pub fn remove_collection(&self, id: &str) -> Result<bool, StoreError> {
        self.remove_small(EntryKey::new(Tree::Collections, id))
    }

    /// The learner's identities, in the order in which they were added.
    pub fn identities(&self) -> Result<Vec<OwnIdentity>, StoreError> {
        let mut identities: Vec<OwnIdentity> = self.settled()?.all(Tree::Identities)?;
        identities.sort_by(|a, b| (a.added_at, &a.identity).cmp(&(b.added_at, &b.identity)));
        Ok(identities)
    }

    /// Remembers an identity. One that is remembered already stays as it is.
    pub fn put_identity(&self, identity: &Identity, at: Timestamp) -> Result<(), StoreError> {
        let key = identity_key(identity);
        if self.settled()?.has(&key)? {
            return Ok(());
        }
        self.put_small(key, json(&OwnIdentity { identity: identity.clone(), added_at: at }))
    }

    /// Forgets an identity. Returns whether it was there.
    pub fn remove_identity(&self, identity: &Identity) -> Result<bool, StoreError> {
        self.remove_small(identity_key(identity))
    }

    /// A setting.
    pub fn setting(&self, name: &str) -> Result<Option<serde_json::Value>, StoreError> {
        let mut core = self.settled()?;
        let key = EntryKey::new(Tree::Settings, name);
        match core.get(&key)? {
            Some(value) => core.decode(&key, &value).map(Some),
            None => Ok(None),
        }
    }

    /// Keeps a setting.
    pub fn put_setting(&self, name: &str, value: &serde_json::Value) -> Result<(), StoreError> {
        self.put_small(EntryKey::new(Tree::Settings, name), json(value))
    }

    /// The issuers whose keys are remembered, by id.
    pub fn issuers(&self) -> Result<Vec<IssuerPin>, StoreError> {
        let mut pins: Vec<IssuerPin> = self.settled()?.all(Tree::Issuers)?;
        pins.sort_by(|a, b| a.issuer.cmp(&b.issuer));
        Ok(pins)
    }

    /// Remembers an issuer's keys, in place of what was remembered for the same id.
    pub fn pin_issuer(&self, pin: &IssuerPin) -> Result<(), StoreError> {
        self.put_small(issuer_key(&pin.issuer), json(pin))
    }

    /// Forgets an issuer, so that the next badge of it that is kept makes it known anew. Returns whether it was there.
    pub fn forget_issuer(&self, id: &str) -> Result<bool, StoreError> {
        self.remove_small(issuer_key(id))
    }

    /// The trust lists that the learner added, by name.
    pub fn trust_lists(&self) -> Result<Vec<AddedTrustList>, StoreError> {
        let mut core = self.settled()?;
        let mut lists: Vec<AddedTrustList> = Vec::new();
        for (key, value) in core.list(Tree::Settings, Some(TRUST_LISTS))? {
            lists.push(core.decode(&key, &value)?);
        }
        lists.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(lists)
    }

    /// Keeps a trust list, in place of the one of the same name.
    pub fn put_trust_list(&self, list: &AddedTrustList) -> Result<(), StoreError> {
        self.put_small(trust_list_key(&list.name), json(list))
    }

    /// Removes a trust list. Returns whether it was there.
    pub fn remove_trust_list(&self, name: &str) -> Result<bool, StoreError> {
        self.remove_small(trust_list_key(name))
    }

    /// The hosts that may always be asked, by name.
    pub fn agreed_hosts(&self) -> Result<Vec<AgreedHost>, StoreError> {
        let mut core = self.settled()?;
        let mut hosts: Vec<AgreedHost> = Vec::new();
        for (key, value) in core.list(Tree::Settings, Some(AGREED_HOSTS))? {
            hosts.push(core.decode(&key, &value)?);
        }
        hosts.sort_by(|a, b| a.host.cmp(&b.host));
        Ok(hosts)
    }

    /// Remembers that a host may always be asked. One that is remembered already stays as it is.
    pub fn agree_to_host(&self, host: &AgreedHost) -> Result<(), StoreError> {
        let key = agreed_host_key(&host.host);
        if self.settled()?.has(&key)? {
            return Ok(());
        }
        self.put_small(key, json(host))
    }

    /// Forgets that a host may always be asked. Returns whether it was.
    pub fn forget_host(&self, host: &str) -> Result<bool, StoreError> {
        self.remove_small(agreed_host_key(host))
    }

    /// What was given out, oldest first.
    pub fn shares(&self) -> Result<Vec<Share>, StoreError> {
        let mut shares: Vec<Share> = self.settled()?.all(Tree::Shares)?;
        shares.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        Ok(shares)
    }

    /// Remembers what was given out.
    pub fn add_share(&self, share: &Share) -> Result<(), StoreError> {
        self.put_small(EntryKey::new(Tree::Shares, &share.id), json(share))
    }

    fn put_small(&self, key: EntryKey, value: Vec<u8>) -> Result<(), StoreError> {
        self.settled()?.commit(vec![Change::put(key, value)], Reserve::Change)
    }

    fn remove_small(&self, key: EntryKey) -> Result<bool, StoreError> {
        let mut core = self.settled()?;
        let there = core.has(&key)?;
        if there {
            core.commit(vec![Change::delete(key)], Reserve::Change)?;
        }
        Ok(there)
    }
}

impl Core {
    /// Every record of a tree that can be read.
    pub(super) fn all<T: DeserializeOwned>(&mut self, tree: Tree) -> Result<Vec<T>, StoreError> {
        let mut all = Vec::new();
        for (key, value) in self.list(tree, None)? {
            match self.decode(&key, &value) {
                Ok(one) => all.push(one),
                Err(StoreError::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }

    /// A value of the store's own types. What does not read as one is damaged, whatever its seal says.
    pub(super) fn decode<T: DeserializeOwned>(
        &mut self,
        key: &EntryKey,
        value: &[u8],
    ) -> Result<T, StoreError> {
        serde_json::from_slice(value).map_err(|_| self.damage_of(key))
    }

    /// The change that remembers the issuer of a report. None is made where it is known: keys that were first seen are
    /// never replaced by others, only added where none were known yet.
    pub(super) fn pin_change(
        &mut self,
        issuer: &IssuerFinding,
        at: Timestamp,
    ) -> Result<Option<Change>, StoreError> {
        let Some(mut pin) = IssuerPin::of(issuer, at) else { return Ok(None) };
        let key = issuer_key(&pin.issuer);
        let known = match self.get(&key) {
            Ok(Some(value)) => self.decode::<IssuerPin>(&key, &value).map(Some),
            Ok(None) => Ok(None),
            Err(error) => Err(error),
        };
        match known {
            Ok(None) => {}
            Ok(Some(known)) if known.keys.is_empty() && !pin.keys.is_empty() => {
                pin = IssuerPin { keys: pin.keys, last_seen: at, ..known };
            }
            // What was remembered and cannot be read is told as damaged, and not taken for nothing.
            Ok(Some(_)) | Err(StoreError::Damaged { .. }) => return Ok(None),
            Err(error) => return Err(error),
        }
        Ok(Some(Change::put(key, json(&pin))))
    }

    /// Remembers that a record cannot be read, and says it.
    pub(super) fn damage_of(&mut self, key: &EntryKey) -> StoreError {
        let name = Name::of(&self.keys, key);
        let entry = self.index.get(key.tree, &name).ok().flatten();
        let version =
            entry.and_then(|entry| entry.open(&self.keys, &name)).map_or(1, |opened| opened.version);
        let file = self.file_of(key.tree.folder(), &name, version);
        let damage = self.shelf.damage(None, Some(key), file.clone());
        let what = damage.what.clone();
        self.damaged.insert(file.clone(), damage);
        StoreError::Damaged { what, file }
    }
}

/// The group of the settings that trust lists are in.
const TRUST_LISTS: &str = "trust-lists";

fn trust_list_key(name: &str) -> EntryKey {
    EntryKey::grouped(Tree::Settings, TRUST_LISTS, name)
}

/// The group of the settings that agreed hosts are in.
const AGREED_HOSTS: &str = "agreed-hosts";

fn agreed_host_key(host: &str) -> EntryKey {
    EntryKey::grouped(Tree::Settings, AGREED_HOSTS, host)
}

fn issuer_key(id: &str) -> EntryKey {
    EntryKey::new(Tree::Issuers, id)
}

fn identity_key(identity: &Identity) -> EntryKey {
    EntryKey::new(Tree::Identities, String::from_utf8_lossy(&json(identity)))
}
