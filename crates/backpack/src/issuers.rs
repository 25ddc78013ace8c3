//! Known issuers: trust lists that the learner added, and the issuers of stored badges.
//!
//! A list is fetched once, when the learner enters its address. Adding a badge pins its issuer; only the
//! learner removes an issuer.

use openbadges::{
    Code, Documents,
    documents::{Purpose, Request, sha256_hex},
    trust::{PinMatch, TrustList, TrustListError},
};

use crate::{
    backpack::Backpack,
    input::read_trust_list,
    intake::ImportInput,
    store::{AddedTrustList, BadgeEntry, IssuerPin},
    view::{ErrorDetail, KnownIssuerSummary, TrustListSummary},
};

/// The most trust lists in one backpack.
const TRUST_LISTS: usize = 20;

impl Backpack {
    /// Returns the trust lists, by name.
    pub fn trust_lists(&self) -> Result<Vec<TrustListSummary>, ErrorDetail> {
        let added = self.store().trust_lists()?;
        added.iter().map(|added| Ok(self.trust_list_summary(&self.parsed(added)?, added, false))).collect()
    }

    /// Adds a trust list and replaces one of the same name. Without a name, it is named after its file.
    pub fn add_trust_list(
        &self,
        input: ImportInput,
        name: Option<&str>,
    ) -> Result<TrustListSummary, ErrorDetail> {
        let (list, text) = read_trust_list(input, name)?;
        let stored = self.store().trust_lists()?;
        let replaced = stored.iter().any(|stored| stored.name == list.name());
        if !replaced && stored.len() >= TRUST_LISTS {
            let detail = format!("more than {TRUST_LISTS} lists");
            return Err(TrustListError { code: Code::TrustListLimit, detail }.into());
        }
        let added = AddedTrustList {
            name: list.name().to_owned(),
            sha256: sha256_hex(text.as_bytes()),
            text,
            added_at: jiff::Timestamp::now(),
        };
        self.store().put_trust_list(&added)?;
        let summary = self.trust_list_summary(&list, &added, replaced);
        self.reload_trust_lists()?;
        Ok(summary)
    }

    /// Fetches the trust list at an address, and adds it under that address. The caller must have the
    /// learner's consent.
    pub async fn fetch_trust_list(&self, link: &str) -> Result<TrustListSummary, ErrorDetail> {
        let request = Request { url: link.trim().to_owned(), purpose: Purpose::TrustList };
        let fetched = self.inspector().fetch_session().get(&request).await;
        self.check_request_log()?;
        let document = fetched?;
        let name = name_of_address(&request.url);
        self.add_trust_list(ImportInput::Bytes { name: name.to_owned(), bytes: document.bytes }, Some(name))
    }

    /// Removes a trust list. Stored reports do not change.
    pub fn remove_trust_list(&self, name: &str) -> Result<(), ErrorDetail> {
        let name = name.trim();
        let stored = self.store().trust_lists()?;
        let list = stored.into_iter().find(|stored| stored.name == name);
        match self.store().remove_trust_list(name)? {
            true => {
                self.last_removed().list = list;
                self.reload_trust_lists()
            }
            false => Err(ErrorDetail::not_found(name)),
        }
    }

    /// Restores the trust list that was removed last.
    pub fn restore_trust_list(&self, name: &str) -> Result<(), ErrorDetail> {
        let list = self.last_removed().list.take_if(|list| list.name == name.trim());
        let list = list.ok_or_else(|| ErrorDetail::not_found(name))?;
        self.store().put_trust_list(&list)?;
        self.reload_trust_lists()
    }

    /// Returns the known issuers, by id.
    pub fn known_issuers(&self) -> Result<Vec<KnownIssuerSummary>, ErrorDetail> {
        let pins = self.store().issuers()?;
        let badges = self.store().badges()?;
        let summary = |pin: IssuerPin| {
            let issued: Vec<&BadgeEntry> = badges.iter().filter(|badge| is_of(badge, &pin)).collect();
            KnownIssuerSummary {
                badges: issued.len() as u32,
                changed: issued.iter().any(|badge| is_changed(badge, &pin)),
                id: pin.issuer,
                name: pin.name,
                keys: pin.keys,
                first_seen: pin.first_seen.to_string(),
            }
        };
        Ok(pins.into_iter().map(summary).collect())
    }

    /// Removes an issuer. The next badge that is added pins it again, with its keys at that time.
    pub fn remove_issuer(&self, id: &str) -> Result<(), ErrorDetail> {
        let id = id.trim();
        let known = self.store().issuers()?;
        let pin = known.into_iter().find(|pin| pin.issuer == id);
        match self.store().unpin_issuer(id)? {
            true => {
                self.last_removed().issuer = pin;
                Ok(())
            }
            false => Err(ErrorDetail::not_found(id)),
        }
    }

    /// Restores the issuer that was removed last, with its keys and dates.
    pub fn restore_issuer(&self, id: &str) -> Result<(), ErrorDetail> {
        let pin = self.last_removed().issuer.take_if(|pin| pin.issuer == id.trim());
        let pin = pin.ok_or_else(|| ErrorDetail::not_found(id))?;
        self.store().pin_issuer(&pin).map_err(ErrorDetail::from)
    }

    /// Parses a stored list. It was valid when it was added, so an error means that the store is damaged.
    fn parsed(&self, added: &AddedTrustList) -> Result<TrustList, ErrorDetail> {
        Ok(TrustList::read(&added.name, added.text.as_bytes())?)
    }

    fn trust_list_summary(
        &self,
        list: &TrustList,
        added: &AddedTrustList,
        replaced: bool,
    ) -> TrustListSummary {
        TrustListSummary {
            name: list.name().to_owned(),
            issuers: list.issuers().len() as u32,
            sha256: added.sha256.clone(),
            added_at: added.added_at.to_string(),
            replaced,
        }
    }
}

/// Returns the name of a list from an address: the address without scheme and query.
fn name_of_address(url: &str) -> &str {
    let (_, name) = url.split_once("://").unwrap_or(("", url));
    let name = name.split(['?', '#']).next().unwrap_or(name);
    name.trim_end_matches('/')
}

/// Returns whether the latest report of a badge names this issuer.
fn is_of(entry: &BadgeEntry, pin: &IssuerPin) -> bool {
    entry.latest.as_ref().is_some_and(|latest| latest.issuer.id.as_deref() == Some(&pin.issuer))
}

/// Returns whether the latest report found another key than the pinned ones. Reports based on an older pin do
/// not count.
fn is_changed(entry: &BadgeEntry, pin: &IssuerPin) -> bool {
    let changed = PinMatch::ChangedSince { first_seen: pin.first_seen };
    entry.latest.as_ref().is_some_and(|latest| latest.issuer.pin_match.as_ref() == Some(&changed))
}
