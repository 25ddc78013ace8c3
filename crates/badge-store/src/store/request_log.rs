//! The request log: every request to a host, sealed. Only the newest 10,000 are stored.
//!
//! The log is divided into pages, one entry each. One entry per request would need a file per request, and a single
//! entry for all requests would be rewritten with each request.

use jiff::Timestamp;
use openbadges::{Code, documents::Purpose};
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

/// Maximum number of requests in the log. When it is reached, the oldest page is deleted.
pub const REQUEST_LOG_LIMIT: usize = 10_000;
/// Number of requests on a page: few enough that the whole page fits into the index.
const PAGE_REQUESTS: usize = 40;

/// One request in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedRequest {
    /// Time of its start.
    pub at: Timestamp,
    /// The host. Empty if the address has none.
    pub host: String,
    /// The address, shortened if it exceeds the limit for requests.
    pub url: String,
    /// Its purpose.
    pub purpose: Purpose,
    /// The badge that it is for, if known.
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
    #[serde(rename = "had")]
    Fetched,
    /// The host redirected to another address.
    Redirected {
        /// The address, as the host wrote it.
        to: String,
    },
    /// The host answered that the document is permanently gone.
    Gone,
    /// The request failed.
    Failed {
        /// The reason.
        code: Code,
        /// What happened.
        detail: String,
    },
    /// The request was refused before it was sent.
    #[serde(rename = "not-made")]
    Refused {
        /// The reason.
        code: Code,
        /// What happened.
        detail: String,
    },
}

impl Store {
    /// Returns the newest requests, newest first, at most `limit`. Damaged pages are left out, and
    /// [`damaged`](Self::damaged) names them.
    pub fn requests(&self, limit: usize) -> Result<Vec<LoggedRequest>, StoreError> {
        let mut core = self.current_core()?;
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

    /// Appends a request to the log.
    pub fn log_request(&self, request: &LoggedRequest) -> Result<(), StoreError> {
        let mut core = self.current_core()?;
        let mut pages = core.pages()?;
        let newest = match pages.last() {
            Some(key) => core.page(key)?.filter(|page| page.len() < PAGE_REQUESTS).zip(Some(key.clone())),
            None => None,
        };
        let mut changes = Vec::new();
        let (mut page, key) = newest.unwrap_or_else(|| {
            let excess = (pages.len() + 1).saturating_sub(REQUEST_LOG_LIMIT / PAGE_REQUESTS);
            let last = pages.last().and_then(|key| u64::from_str_radix(&key.item, 16).ok());
            changes.extend(pages.drain(..excess).map(Change::delete));
            let number = last.map_or(0, |last| last + 1);
            (Vec::new(), EntryKey::new(Tree::RequestLog, format!("{number:016x}")))
        });
        page.push(request.clone());
        changes.push(Change::put(key, json(&page)));
        core.commit(changes, Reserve::Change)
    }
}

impl Core {
    /// Returns the keys of the pages, oldest first.
    fn pages(&mut self) -> Result<Vec<EntryKey>, StoreError> {
        let mut pages = self.keys_of(Tree::RequestLog, Some(""))?;
        pages.sort_by(|a, b| a.item.cmp(&b.item));
        Ok(pages)
    }

    /// Returns one page, or `None` if it is damaged.
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
