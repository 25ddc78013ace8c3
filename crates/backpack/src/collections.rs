//! Collections: badges that the learner chose, in the learner's order and with the learner's notes.

use badge_store::StoreCode;
use jiff::Timestamp;

use crate::{
    backpack::Backpack,
    collection::{Collection, Item},
    files::random_id,
    store::{BadgeId, StoreError},
    view::*,
};

impl Backpack {
    /// Returns the collections, last changed first.
    pub fn collections(&self) -> Result<Vec<CollectionSummary>, ErrorDetail> {
        let collections = self.store().collections()?;
        Ok(collections
            .into_iter()
            .map(|collection| CollectionSummary {
                id: collection.id,
                title: collection.title,
                badges: collection.items.len() as u32,
                changed_at: collection.changed_at.to_string(),
            })
            .collect())
    }

    /// Returns a collection by its id, an unambiguous beginning of it, or its title.
    pub fn collection(&self, name: &str) -> Result<CollectionDetail, ErrorDetail> {
        let collection = self.find_collection(name)?;
        self.collection_detail(&collection)
    }

    /// Creates a collection.
    pub fn create_collection(
        &self,
        title: &str,
        introduction: &str,
    ) -> Result<CollectionDetail, ErrorDetail> {
        let now = Timestamp::now();
        let collection = Collection {
            id: random_id(),
            title: parse_title(title)?,
            introduction: introduction.to_owned(),
            items: Vec::new(),
            created_at: now,
            changed_at: now,
        };
        self.put(&collection)
    }

    /// Changes the title and the introduction, except where the argument is `None`.
    pub fn edit_collection(
        &self,
        name: &str,
        title: Option<&str>,
        introduction: Option<&str>,
    ) -> Result<CollectionDetail, ErrorDetail> {
        let title = title.map(parse_title).transpose()?;
        self.change(name, |collection| {
            if let Some(title) = title {
                collection.title = title;
            }
            if let Some(introduction) = introduction {
                introduction.clone_into(&mut collection.introduction);
            }
            Ok(())
        })
    }

    /// Removes a collection. Its badges stay in the backpack.
    pub fn remove_collection(&self, name: &str) -> Result<(), ErrorDetail> {
        let collection = self.find_collection(name)?;
        self.store().remove_collection(&collection.id)?;
        Ok(())
    }

    /// Adds badges at the end of a collection, or changes the notes of those that it contains.
    pub fn add_to_collection(
        &self,
        name: &str,
        badges: &[String],
        note: Option<&str>,
    ) -> Result<CollectionDetail, ErrorDetail> {
        let ids = badges
            .iter()
            .map(|id| self.store().find(id).map_err(ErrorDetail::from))
            .collect::<Result<Vec<BadgeId>, _>>()?;
        self.change(name, |collection| {
            for id in ids {
                let at = collection.items.iter().position(|item| item.badge == id).unwrap_or_else(|| {
                    collection.items.push(Item { badge: id, note: String::new() });
                    collection.items.len() - 1
                });
                if let (Some(note), Some(item)) = (note, collection.items.get_mut(at)) {
                    note.clone_into(&mut item.note);
                }
            }
            Ok(())
        })
    }

    /// Removes a badge from a collection.
    pub fn remove_from_collection(&self, name: &str, badge: &str) -> Result<CollectionDetail, ErrorDetail> {
        self.change(name, |collection| {
            let at = position(collection, badge)?;
            collection.items.remove(at);
            Ok(())
        })
    }

    /// Moves a badge in a collection to a position (0 is first).
    pub fn move_in_collection(
        &self,
        name: &str,
        badge: &str,
        to: u32,
    ) -> Result<CollectionDetail, ErrorDetail> {
        self.change(name, |collection| {
            let at = position(collection, badge)?;
            let item = collection.items.remove(at);
            let to = usize::try_from(to).unwrap_or(usize::MAX).min(collection.items.len());
            collection.items.insert(to, item);
            Ok(())
        })
    }

    /// Restores a collection, e.g. one that was just removed.
    pub fn restore_collection(&self, removed: &CollectionDetail) -> Result<CollectionDetail, ErrorDetail> {
        let items = removed
            .items
            .iter()
            .map(|item| {
                let badge = item.badge_id.parse().map_err(|_| ErrorDetail::not_found(&item.badge_id))?;
                Ok(Item { badge, note: item.note.clone() })
            })
            .collect::<Result<_, ErrorDetail>>()?;
        let now = Timestamp::now();
        self.put(&Collection {
            id: removed.id.clone(),
            title: parse_title(&removed.title)?,
            introduction: removed.introduction.clone(),
            items,
            created_at: now,
            changed_at: now,
        })
    }

    pub(crate) fn find_collection(&self, name: &str) -> Result<Collection, ErrorDetail> {
        let all = self.store().collections()?;
        let exact = |collection: &&Collection| collection.id == name || collection.title == name;
        if let Some(found) = all.iter().find(exact) {
            return Ok(found.clone());
        }
        let mut by_prefix =
            all.iter().filter(|collection| !name.is_empty() && collection.id.starts_with(name));
        match (by_prefix.next(), by_prefix.next()) {
            (Some(found), None) => Ok(found.clone()),
            (None, _) => Err(ErrorDetail::not_found(name)),
            (Some(_), Some(_)) => {
                Err(ErrorDetail::new(StoreCode::AmbiguousId).with("prefix", name.to_owned()))
            }
        }
    }

    fn change(
        &self,
        name: &str,
        change: impl FnOnce(&mut Collection) -> Result<(), ErrorDetail>,
    ) -> Result<CollectionDetail, ErrorDetail> {
        let mut collection = self.find_collection(name)?;
        change(&mut collection)?;
        collection.changed_at = Timestamp::now();
        self.put(&collection)
    }

    fn put(&self, collection: &Collection) -> Result<CollectionDetail, ErrorDetail> {
        self.store().put_collection(collection)?;
        self.collection_detail(collection)
    }

    fn collection_detail(&self, collection: &Collection) -> Result<CollectionDetail, ErrorDetail> {
        let items = collection
            .items
            .iter()
            .map(|item| {
                let entry = match self.store().badge(&item.badge) {
                    Ok(entry) if entry.removed_at.is_none() => Some(entry),
                    Ok(_) | Err(StoreError::NotFound { .. }) => None,
                    Err(error) => return Err(ErrorDetail::from(error)),
                };
                Ok(CollectionItemDetail {
                    badge: entry.map(|entry| self.summary(&entry)),
                    badge_id: item.badge.to_string(),
                    note: item.note.clone(),
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(CollectionDetail {
            id: collection.id.clone(),
            title: collection.title.clone(),
            introduction: collection.introduction.clone(),
            items,
            changed_at: collection.changed_at.to_string(),
        })
    }
}

fn parse_title(title: &str) -> Result<String, ErrorDetail> {
    let title = title.trim();
    if title.is_empty() {
        return Err(ErrorDetail::invalid_input(Message::new("input-title-missing")));
    }
    Ok(title.to_owned())
}

/// Returns the position of the item with a badge id that starts with `badge`. The badge may have been removed
/// from the backpack.
fn position(collection: &Collection, badge: &str) -> Result<usize, ErrorDetail> {
    let fits = |item: &Item| !badge.is_empty() && item.badge.as_str().starts_with(badge);
    collection.items.iter().position(fits).ok_or_else(|| ErrorDetail::not_found(badge))
}
