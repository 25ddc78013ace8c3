//! Pinned issuers: the keys that an issuer had when its first badge was added, to detect a change of keys.
//!
//! A pin is stored in the same commit as the issuer's first badge with an established issuer. Adding badges never
//! replaces pinned keys; [`Store::unpin_issuer`] deletes them.

use jiff::Timestamp;
use openbadges::report::{IssuerFinding, IssuerIdentity};
use serde::{Deserialize, Serialize};

use crate::{
    error::StoreError,
    store::{
        access::{Change, Reserve},
        core::Core,
        entry::{EntryKey, json},
        open::Store,
        tree::Tree,
    },
};

/// The pinned keys of an issuer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuerPin {
    /// The issuer's id.
    pub issuer: String,
    /// The name that it claimed at that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its keys, as JWK thumbprints (RFC 7638). Empty if only its pages were fetched.
    pub keys: Vec<String>,
    /// Time of the first verification with these keys.
    pub first_seen: Timestamp,
    /// Time of the last one.
    pub last_seen: Timestamp,
}

impl IssuerPin {
    /// Returns the pin for the issuer in a report, if the report established its key or page. Self-issued badges have
    /// no pin.
    fn of(issuer: &IssuerFinding, at: Timestamp) -> Option<Self> {
        match issuer.identity {
            IssuerIdentity::ProvenDomain { .. } | IssuerIdentity::UnknownKey => {}
            IssuerIdentity::SelfIssued | IssuerIdentity::Unproven => return None,
        }
        Some(Self {
            issuer: issuer.id.clone()?,
            name: issuer.name.clone(),
            keys: issuer.keys.clone(),
            first_seen: at,
            last_seen: at,
        })
    }
}

impl Store {
    /// Returns the pinned issuers, by id.
    pub fn issuers(&self) -> Result<Vec<IssuerPin>, StoreError> {
        let mut pins: Vec<IssuerPin> = self.current_core()?.all(Tree::Issuers)?;
        pins.sort_by(|a, b| a.issuer.cmp(&b.issuer));
        Ok(pins)
    }

    /// Pins an issuer's keys. Replaces an earlier pin of the same id.
    pub fn pin_issuer(&self, pin: &IssuerPin) -> Result<(), StoreError> {
        let change = Change::put(issuer_key(&pin.issuer), json(pin));
        self.current_core()?.commit(vec![change], Reserve::Change)
    }

    /// Deletes the pin of an issuer, so that its next badge pins its keys again. Returns whether there was one.
    pub fn unpin_issuer(&self, id: &str) -> Result<bool, StoreError> {
        self.delete_entry(issuer_key(id))
    }
}

impl Core {
    /// Returns the change that pins the issuer of a report, or `None` if its keys are already pinned.
    pub(super) fn pin_change(
        &mut self,
        issuer: &IssuerFinding,
        at: Timestamp,
    ) -> Result<Option<Change>, StoreError> {
        let Some(mut pin) = IssuerPin::of(issuer, at) else { return Ok(None) };
        let key = issuer_key(&pin.issuer);
        let stored = match self.get(&key) {
            Ok(Some(value)) => self.decode::<IssuerPin>(&key, &value).map(Some),
            Ok(None) => Ok(None),
            Err(error) => Err(error),
        };
        match stored {
            Ok(None) => {}
            Ok(Some(stored)) if stored.keys.is_empty() && !pin.keys.is_empty() => {
                pin = IssuerPin { keys: pin.keys, last_seen: at, ..stored };
            }
            // A damaged pin is reported as damage and does not count as missing.
            Ok(Some(_)) | Err(StoreError::Damaged { .. }) => return Ok(None),
            Err(error) => return Err(error),
        }
        Ok(Some(Change::put(key, json(&pin))))
    }
}

fn issuer_key(id: &str) -> EntryKey {
    EntryKey::new(Tree::Issuers, id)
}
