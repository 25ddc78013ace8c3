//! The learner's identities, which recipients are compared with.

use std::sync::PoisonError;

use openbadges::{Identity, IdentityKind, Outcome};

use super::Backpack;
use crate::{error::AppCode, identity, store::BadgeRecord, view::*};

impl Backpack {
    /// The learner's identities, each with how many badges were issued to it.
    pub fn identities(&self) -> Result<Vec<IdentityLine>, ToldError> {
        let own = self.store().identities().map_err(|error| self.failed(&error))?;
        let kept = self.store().badges().map_err(|error| self.failed(&error))?;
        Ok(own
            .into_iter()
            .map(|own| {
                let only = std::slice::from_ref(&own.identity);
                let issued = |kept: &&BadgeRecord| {
                    openbadges::compare_recipients(&kept.badge, only).outcome == Outcome::Passed
                };
                IdentityLine {
                    kind: identity::kind_word(own.identity.kind).to_owned(),
                    badges: kept.iter().filter(issued).count() as u32,
                    value: own.identity.value,
                }
            })
            .collect())
    }

    /// Adds an identity; its kind is judged by its form.
    pub fn add_identity(&self, value: &str) -> Result<IdentityLine, ToldError> {
        let identity = self.understood(value)?;
        self.store().put_identity(&identity, jiff::Timestamp::now()).map_err(|error| self.failed(&error))?;
        self.remember_identities()?;
        let lines = self.identities()?;
        let added = lines.into_iter().find(|line| line.value == identity.value);
        added.ok_or_else(|| self.not_found(value))
    }

    /// Removes an identity. Badges stay.
    pub fn remove_identity(&self, value: &str) -> Result<(), ToldError> {
        let own = self.store().identities().map_err(|error| self.failed(&error))?;
        let named = own.into_iter().find(|own| own.identity.value == value.trim());
        let identity = named.ok_or_else(|| self.not_found(value))?.identity;
        self.store().remove_identity(&identity).map_err(|error| self.failed(&error))?;
        self.remember_identities()
    }

    /// The learner's identities and the learner's own DID.
    pub(super) fn own_identities(&self) -> Vec<Identity> {
        let own_key = Identity { kind: IdentityKind::Did, value: self.inner.did.clone() };
        let added = self.inner.identities.read().unwrap_or_else(PoisonError::into_inner);
        added.iter().cloned().chain([own_key]).collect()
    }

    fn remember_identities(&self) -> Result<(), ToldError> {
        let own = self.store().identities().map_err(|error| self.failed(&error))?;
        *self.inner.identities.write().unwrap_or_else(PoisonError::into_inner) =
            own.into_iter().map(|own| own.identity).collect();
        Ok(())
    }

    pub(super) fn understood(&self, value: &str) -> Result<Identity, ToldError> {
        identity::parse(value).ok_or_else(|| {
            self.teller().app_error(AppCode::InputInvalid, [("detail", crate::text::shown(value))])
        })
    }

    pub(super) fn not_found(&self, what: &str) -> ToldError {
        self.teller().app_error(AppCode::NotFound, [("what", what.to_owned())])
    }
}
