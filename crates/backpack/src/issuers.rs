//! What the learner knows of issuers: trust lists that they added, and issuers of badges that they kept.
//!
//! A list is fetched once, when the learner names its address. An issuer is remembered by keeping a badge of it, and
//! forgotten only by the learner.

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

/// Trust lists that a backpack holds.
const TRUST_LISTS: usize = 20;

impl Backpack {
    /// The trust lists, by name.
    pub fn trust_lists(&self) -> Result<Vec<TrustListSummary>, ErrorDetail> {
        let added = self.store().trust_lists()?;
        added.iter().map(|added| Ok(self.trust_list_line(&self.parsed(added)?, added, false))).collect()
    }

    /// Adds a trust list, in place of one of the same name. Without a name, it is called like its file.
    pub fn add_trust_list(
        &self,
        handed: ImportInput,
        name: Option<&str>,
    ) -> Result<TrustListSummary, ErrorDetail> {
        let (list, text) = read_trust_list(handed, name)?;
        let held = self.store().trust_lists()?;
        let replaced = held.iter().any(|held| held.name == list.name());
        if !replaced && held.len() >= TRUST_LISTS {
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
        let line = self.trust_list_line(&list, &added, replaced);
        self.reload_trust_lists()?;
        Ok(line)
    }

    /// Fetches the trust list at an address, and adds it under that address. The learner named it and said yes to it.
    pub async fn fetch_trust_list(&self, link: &str) -> Result<TrustListSummary, ErrorDetail> {
        let request = Request { url: link.trim().to_owned(), purpose: Purpose::TrustList };
        let answer = self.inspector().fetch_session().get(&request).await;
        self.check_request_log()?;
        let document = answer?;
        let name = name_of_address(&request.url);
        self.add_trust_list(ImportInput::Bytes { name: name.to_owned(), bytes: document.bytes }, Some(name))
    }

    /// Removes a trust list. What earlier checks said of it stays in their reports.
    pub fn remove_trust_list(&self, name: &str) -> Result<(), ErrorDetail> {
        let name = name.trim();
        let held = self.store().trust_lists()?;
        let list = held.into_iter().find(|held| held.name == name);
        match self.store().remove_trust_list(name)? {
            true => {
                self.last_removed().list = list;
                self.reload_trust_lists()
            }
            false => Err(ErrorDetail::not_found(name)),
        }
    }

    /// Puts the trust list back that was removed last, as it was.
    pub fn put_trust_list_back(&self, name: &str) -> Result<(), ErrorDetail> {
        let list = self.last_removed().list.take_if(|list| list.name == name.trim());
        let list = list.ok_or_else(|| ErrorDetail::not_found(name))?;
        self.store().put_trust_list(&list)?;
        self.reload_trust_lists()
    }

    /// The issuers that are remembered, by id.
    pub fn known_issuers(&self) -> Result<Vec<KnownIssuerSummary>, ErrorDetail> {
        let pins = self.store().issuers()?;
        let kept = self.store().badges()?;
        let line = |pin: IssuerPin| {
            let of_it: Vec<&BadgeEntry> = kept.iter().filter(|kept| is_of(kept, &pin)).collect();
            KnownIssuerSummary {
                badges: of_it.len() as u32,
                changed: of_it.iter().any(|kept| is_changed(kept, &pin)),
                id: pin.issuer,
                name: pin.name,
                keys: pin.keys,
                first_seen: pin.first_seen.to_string(),
            }
        };
        Ok(pins.into_iter().map(line).collect())
    }

    /// Forgets an issuer: the next badge of it that is kept makes it known anew, with the keys that it has then.
    pub fn forget_issuer(&self, id: &str) -> Result<(), ErrorDetail> {
        let id = id.trim();
        let known = self.store().issuers()?;
        let pin = known.into_iter().find(|pin| pin.issuer == id);
        match self.store().forget_issuer(id)? {
            true => {
                self.last_removed().issuer = pin;
                Ok(())
            }
            false => Err(ErrorDetail::not_found(id)),
        }
    }

    /// Remembers the issuer again that was forgotten last, since when and with the keys that it was known by.
    pub fn remember_issuer_again(&self, id: &str) -> Result<(), ErrorDetail> {
        let pin = self.last_removed().issuer.take_if(|pin| pin.issuer == id.trim());
        let pin = pin.ok_or_else(|| ErrorDetail::not_found(id))?;
        self.store().pin_issuer(&pin).map_err(ErrorDetail::from)
    }

    /// A list that was read when it was added; if it does not read now, its record is not what was written.
    fn parsed(&self, added: &AddedTrustList) -> Result<TrustList, ErrorDetail> {
        Ok(TrustList::read(&added.name, added.text.as_bytes())?)
    }

    fn trust_list_line(&self, list: &TrustList, added: &AddedTrustList, replaced: bool) -> TrustListSummary {
        TrustListSummary {
            name: list.name().to_owned(),
            issuers: list.issuers().len() as u32,
            sha256: added.sha256.clone(),
            added_at: added.added_at.to_string(),
            replaced,
        }
    }
}

/// What a list is called that came from an address: the address without its scheme and its query.
fn name_of_address(url: &str) -> &str {
    let (_, name) = url.split_once("://").unwrap_or(("", url));
    let name = name.split(['?', '#']).next().unwrap_or(name);
    name.trim_end_matches('/')
}

/// Whether the latest check found that a kept badge is of this issuer.
fn is_of(kept: &BadgeEntry, pin: &IssuerPin) -> bool {
    kept.latest.as_ref().is_some_and(|latest| latest.issuer.id.as_deref() == Some(&pin.issuer))
}

/// Whether the latest check found another key than at first. What was found beside an older memory does not count.
fn is_changed(kept: &BadgeEntry, pin: &IssuerPin) -> bool {
    let changed = PinMatch::ChangedSince { first_seen: pin.first_seen };
    kept.latest.as_ref().is_some_and(|latest| latest.issuer.pin_match.as_ref() == Some(&changed))
}
