//! The activity log: every request to a host, sealed like everything else, the newest kept.
//!
//! It is kept in pages of a few requests: one record a request would cost a file each, and one record for all of them
//! would be written anew with each request.

use crate::{
    network::RequestRecord,
    store::{
        Store, StoreError,
        core::{Change, Core, Reserve},
        record::{EntryKey, Tree, json},
    },
};

/// Requests that the activity log holds; beyond them the oldest page is dropped.
pub const ACTIVITY_LOG_REQUESTS: usize = 10_000;
/// Requests on one page: few enough that the index holds it as a whole.
const PAGE_REQUESTS: usize = 40;

impl Store {
    /// The activity log, newest first, at most `limit` requests. A page that cannot be read is left out, and named where
    /// damage is.
    pub fn activities(&self, limit: usize) -> Result<Vec<RequestRecord>, StoreError> {
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
    pub fn log_activity(&self, request: &RequestRecord) -> Result<(), StoreError> {
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
    fn page(&mut self, key: &EntryKey) -> Result<Option<Vec<RequestRecord>>, StoreError> {
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
