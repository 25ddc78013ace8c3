//! The activity log: every request to a host, sealed like everything else, the newest kept.
//!
//! It is kept in pages of a few requests: one record a request would cost a file each, and one record for all of them
//! would be written anew with each request.

use jiff::Timestamp;
use openbadges::{Code, documents::Purpose};
use serde::{Deserialize, Serialize};

use crate::{
    error::StoreError,
    store::{
        Store,
        core::{Change, Core, Reserve},
        entry::{EntryKey, Tree, json},
    },
};

/// Requests that the activity log holds; beyond them the oldest page is dropped.
pub const ACTIVITY_LOG_REQUESTS: usize = 10_000;
/// Requests on one page: few enough that the index holds it as a whole.
const PAGE_REQUESTS: usize = 40;

/// One request in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedRequest {
    /// When it began.
    pub at: Timestamp,
    /// The host. Empty where the address names none.
    pub host: String,
    /// The address, cut where it is longer than any that is requested.
    pub url: String,
    /// What it is for.
    pub purpose: Purpose,
    /// The badge that it is for, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub badge: Option<LoggedSubject>,
    /// Bytes of the response body that were read.
    pub bytes: u64,
    /// Bytes of the request body that were sent.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub sent: u64,
    /// The result.
    pub outcome: LoggedOutcome,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_zero(sent: &u64) -> bool {
    *sent == 0
}

/// The badge that a request is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedSubject {
    /// Its id in the backpack.
    pub id: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// The result of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoggedOutcome {
    /// The host returned a document.
    Had,
    /// The host named another address.
    Redirected {
        /// The address as the host wrote it.
        to: String,
    },
    /// The host said that the document is gone for good.
    Gone,
    /// The request failed.
    Failed {
        /// Why.
        code: Code,
        /// What happened.
        detail: String,
    },
    /// The request was refused and not made.
    NotMade {
        /// Why.
        code: Code,
        /// What was found.
        detail: String,
    },
}

impl Store {
    /// The activity log, newest first, at most `limit` requests. A page that cannot be read is left out, and named where
    /// damage is.
    pub fn activities(&self, limit: usize) -> Result<Vec<LoggedRequest>, StoreError> {
        let mut core = self.settled()?;
        let mut requests = Vec::new();
        for key in core.pages()?.iter().rev() {
            if requests.len() >= limit {
                break;
            }
            requests.extend(core.page(key)?.into_iter().flatten().rev());
        }
        requests.truncate(limit);
        Ok(requests)
    }

    /// Appends a request to the activity log.
    pub fn log_activity(&self, request: &LoggedRequest) -> Result<(), StoreError> {
        let mut core = self.settled()?;
        let mut pages = core.pages()?;
        let newest = match pages.last() {
            Some(key) => core.page(key)?.filter(|page| page.len() < PAGE_REQUESTS).zip(Some(key.clone())),
            None => None,
        };
        let mut changes = Vec::new();
        let (mut page, key) = newest.unwrap_or_else(|| {
            let surplus = (pages.len() + 1).saturating_sub(ACTIVITY_LOG_REQUESTS / PAGE_REQUESTS);
            let last = pages.last().and_then(|key| u64::from_str_radix(&key.item, 16).ok());
            changes.extend(pages.drain(..surplus).map(Change::delete));
            let number = last.map_or(0, |last| last + 1);
            (Vec::new(), EntryKey::new(Tree::RequestLog, format!("{number:016x}")))
        });
        page.push(request.clone());
        changes.push(Change::put(key, json(&page)));
        core.commit(changes, Reserve::Change)
    }
}

impl Core {
    /// The pages of the log, oldest first.
    fn pages(&mut self) -> Result<Vec<EntryKey>, StoreError> {
        let mut pages = self.keys_of(Tree::RequestLog, Some(""))?;
        pages.sort_by(|a, b| a.item.cmp(&b.item));
        Ok(pages)
    }

    /// One page. `None`: it is damaged.
    fn page(&mut self, key: &EntryKey) -> Result<Option<Vec<LoggedRequest>>, StoreError> {
        let read = match self.get(key) {
            Ok(Some(value)) => self.decode(key, &value).map(Some),
            Ok(None) => Ok(None),
            Err(error) => Err(error),
        };
        match read {
            Err(StoreError::Damaged { .. }) => Ok(None),
            read => read,
        }
    }
}
