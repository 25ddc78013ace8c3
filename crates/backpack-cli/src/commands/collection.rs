use std::io;

use backpack::{
    Backpack,
    view::{CollectionDetail, ErrorDetail},
};
use backpack_messages::safe_text;
use clap::Subcommand;

use crate::{exit::Exit, open::with_backpack, options::CommonOptions, output::Output};

/// Manage collections of badges.
#[derive(Debug, Subcommand)]
pub(crate) enum CollectionCommand {
    /// Create a collection.
    New {
        /// Its title.
        title: String,
        /// Its introduction.
        #[arg(long, default_value = "")]
        introduction: String,
    },
    /// Change the title or the introduction.
    Edit {
        /// The collection's title or id.
        collection: String,
        /// The new title.
        #[arg(long)]
        title: Option<String>,
        /// The new introduction.
        #[arg(long)]
        introduction: Option<String>,
    },
    /// Add badges, or change the note of a badge.
    Add {
        /// The collection's title or id.
        collection: String,
        /// Ids of badges, or beginnings of ids.
        #[arg(required = true)]
        badges: Vec<String>,
        /// A note about the badge, in your words.
        #[arg(long)]
        note: Option<String>,
    },
    /// Remove a badge from the collection, or the whole collection. The badges stay in the backpack.
    Remove {
        /// The collection's title or id.
        collection: String,
        /// The badge's id, or the beginning of it. Without it, the whole collection is removed.
        badge: Option<String>,
    },
    /// Move a badge to another position.
    Move {
        /// The collection's title or id.
        collection: String,
        /// The badge's id, or the beginning of it.
        badge: String,
        /// The position, counted from 1.
        #[arg(value_parser = clap::value_parser!(u32).range(1..))]
        place: u32,
    },
    /// List the collections.
    List,
    /// Show one collection with its badges.
    Show {
        /// The collection's title or id.
        collection: String,
    },
}

pub(crate) fn run(common: &CommonOptions, command: CollectionCommand, output: &Output) -> io::Result<Exit> {
    match command {
        CollectionCommand::New { title, introduction } => {
            with_collection(common, output, |backpack| backpack.create_collection(&title, &introduction))
        }
        CollectionCommand::Edit { collection, title, introduction } => {
            with_collection(common, output, |backpack| {
                backpack.edit_collection(&collection, title.as_deref(), introduction.as_deref())
            })
        }
        CollectionCommand::Add { collection, badges, note } => with_collection(common, output, |backpack| {
            backpack.add_to_collection(&collection, &badges, note.as_deref())
        }),
        CollectionCommand::Remove { collection, badge: Some(badge) } => {
            with_collection(common, output, |backpack| backpack.remove_from_collection(&collection, &badge))
        }
        CollectionCommand::Remove { collection, badge: None } => remove(common, &collection, output),
        CollectionCommand::Move { collection, badge, place } => with_collection(common, output, |backpack| {
            backpack.move_in_collection(&collection, &badge, place.saturating_sub(1))
        }),
        CollectionCommand::List => list(common, output),
        CollectionCommand::Show { collection } => {
            with_collection(common, output, |backpack| backpack.collection(&collection))
        }
    }
}

/// Calls `action` and prints the collection that it returns.
fn with_collection(
    common: &CommonOptions,
    output: &Output,
    action: impl FnOnce(&Backpack) -> Result<CollectionDetail, ErrorDetail>,
) -> io::Result<Exit> {
    with_backpack(common, output, action, |collection| {
        output.collection(&collection)?;
        Ok(Exit::Success)
    })
}

fn remove(common: &CommonOptions, collection: &str, output: &Output) -> io::Result<Exit> {
    with_backpack(
        common,
        output,
        |backpack| backpack.remove_collection(collection),
        |()| {
            if !output.is_json() {
                output.say("terminal-collection-removed", &[])?;
            }
            Ok(Exit::Success)
        },
    )
}

fn list(common: &CommonOptions, output: &Output) -> io::Result<Exit> {
    with_backpack(common, output, Backpack::collections, |collections| {
        if collections.is_empty() && !output.is_json() {
            output.say("terminal-no-collections", &[])?;
        }
        for collection in &collections {
            if output.is_json() {
                output.object(collection)?;
            } else {
                output.line(&format!("{:>4}  {}", collection.badges, safe_text(&collection.title)))?;
            }
        }
        Ok(Exit::Success)
    })
}
