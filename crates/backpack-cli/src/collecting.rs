//! Collections and what leaves the backpack: `collection` and `export`.

use std::{io, path::Path};

use backpack::view::{CollectionDetail, ExportOptions, IdentitySummary};
use backpack_messages::safe_text;

use crate::{
    arguments::{CollectionVerb, Common},
    checking::{Bar, cancel_on_interrupt},
    exit::Exit,
    keeping::with_backpack,
    messages::facts,
    output::Output,
};

/// `collection`.
pub(crate) fn collection(common: &Common, verb: CollectionVerb, output: &Output) -> io::Result<Exit> {
    let show = |collection: CollectionDetail| {
        output.collection(&collection)?;
        Ok(Exit::AllWell)
    };
    match verb {
        CollectionVerb::New { title, introduction } => {
            with_backpack(common, output, |backpack| backpack.new_collection(&title, &introduction), show)
        }
        CollectionVerb::Edit { collection, title, introduction } => with_backpack(
            common,
            output,
            |backpack| backpack.edit_collection(&collection, title.as_deref(), introduction.as_deref()),
            show,
        ),
        CollectionVerb::Add { collection, badges, note } => with_backpack(
            common,
            output,
            |backpack| backpack.add_to_collection(&collection, &badges, note.as_deref()),
            show,
        ),
        CollectionVerb::Remove { collection, badge: Some(badge) } => {
            with_backpack(common, output, |backpack| backpack.take_from_collection(&collection, &badge), show)
        }
        CollectionVerb::Remove { collection, badge: None } => with_backpack(
            common,
            output,
            |backpack| backpack.remove_collection(&collection),
            |()| {
                if !output.is_json() {
                    output.say("terminal-collection-removed", &[])?;
                }
                Ok(Exit::AllWell)
            },
        ),
        CollectionVerb::Move { collection, badge, place } => with_backpack(
            common,
            output,
            |backpack| backpack.move_in_collection(&collection, &badge, place.saturating_sub(1)),
            show,
        ),
        CollectionVerb::List => with_backpack(common, output, backpack::Backpack::collections, |cards| {
            if cards.is_empty() && !output.is_json() {
                output.say("terminal-no-collections", &[])?;
            }
            for card in &cards {
                if output.is_json() {
                    output.object(card)?;
                } else {
                    output.line(&format!("{:>4}  {}", card.badges, safe_text(&card.title)))?;
                }
            }
            Ok(Exit::AllWell)
        }),
        CollectionVerb::Show { collection } => {
            with_backpack(common, output, |backpack| backpack.collection(&collection), show)
        }
    }
}

/// What an export is made for, by its options.
pub(crate) fn export_options(
    audience: Option<String>,
    challenge: Option<String>,
    until: Option<String>,
    disclose: Vec<String>,
) -> ExportOptions {
    let disclose = disclose
        .into_iter()
        .map(|value| IdentitySummary {
            kind: backpack::identity::kind_of(&value).to_owned(),
            value,
            badges: 0,
        })
        .collect();
    ExportOptions { audience, challenge, until, disclose }
}

/// `export --format bundle`.
pub(crate) fn export_bundle(
    common: &Common,
    collection: &str,
    to: &Path,
    options: &ExportOptions,
    output: &Output,
) -> io::Result<Exit> {
    with_backpack(
        common,
        output,
        |backpack| {
            let bar = Bar::new();
            let cancel = cancel_on_interrupt();
            let exported =
                backpack.export_bundle(collection, to, options, &cancel, &|progress| bar.show(&progress));
            bar.done();
            exported
        },
        |exported| {
            if output.is_json() {
                output.object(&exported)?;
                return Ok(Exit::AllWell);
            }
            let size = indicatif::HumanBytes(exported.bytes.into()).to_string();
            let facts = facts(&[("path", &exported.path), ("size", &size)]).with("count", exported.badges);
            output.line(&output.text("terminal-exported", &facts))?;
            output.say("terminal-exported-next", &[])?;
            Ok(Exit::AllWell)
        },
    )
}
