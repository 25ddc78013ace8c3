//! Collections.

use std::io;

use backpack::view::CollectionDetail;
use backpack_messages::{safe_text, safe_text_full};

use super::Output;
use crate::options::short_id;

impl Output {
    /// Prints a collection with its badges.
    pub(crate) fn collection(&self, collection: &CollectionDetail) -> io::Result<()> {
        if self.json {
            return self.object(collection);
        }
        self.line(&safe_text(&collection.title))?;
        if !collection.introduction.is_empty() {
            self.line(&format!("  {}", safe_text_full(&collection.introduction)))?;
        }
        if collection.items.is_empty() {
            return self.say("terminal-empty-collection", &[]);
        }
        for (index, item) in collection.items.iter().enumerate() {
            let name = item.badge.as_ref().map(|badge| self.name(badge.name.as_deref()));
            let name = name.as_deref().unwrap_or(&item.badge_id);
            let id = short_id(&item.badge_id);
            self.line(&format!("  {}. {id}  {name}", index + 1))?;
            if !item.note.is_empty() {
                self.line(&format!("       {}", safe_text_full(&item.note)))?;
            }
        }
        Ok(())
    }
}
