//! `record`: what is kept though it is no badge.

use std::io;

use backpack::{
    Backpack, ImportInput,
    view::{ErrorDetail, OtherFileSummary},
};
use backpack_messages::{Facts, safe_text_full};

use crate::{
    arguments::{Common, RecordVerb},
    checking::handed,
    exit::Exit,
    keeping::with_backpack,
    messages::{facts, message_fact},
    output::Output,
};

/// `record`.
pub(crate) fn record(common: &Common, verb: RecordVerb, output: &Output) -> io::Result<Exit> {
    match verb {
        RecordVerb::Add { file, name } => {
            let what = match file.as_str() {
                "-" => handed(vec![file])?.pop(),
                path => Some(ImportInput::Path(path.into())),
            };
            let Some(what) = what else { return Ok(Exit::AllWell) };
            one(common, "terminal-record-added", output, |backpack| {
                backpack.add_record(what, name.as_deref())
            })
        }
        RecordVerb::List { removed } => list(common, removed, output),
        RecordVerb::Edit { id, name, note } => one(common, "terminal-record-line", output, |backpack| {
            // What is not said stays as it is. One that there is not has no words, and is told as such below.
            let mut records = backpack.records()?;
            records.extend(backpack.removed_records()?);
            let held = records.iter().find(|record| record.id.starts_with(&id));
            let name = name.as_deref().or(held.map(|held| held.name.as_str())).unwrap_or_default();
            let note = note.as_deref().or(held.map(|held| held.note.as_str())).unwrap_or_default();
            backpack.edit_record(&id, name, note)
        }),
        RecordVerb::Export { id, file } => {
            one(common, "terminal-record-written", output, |backpack| backpack.export_record(&id, &file))
        }
        RecordVerb::Remove { id, undo: false } => {
            one(common, "terminal-record-removed", output, |backpack| backpack.remove_record(&id))
        }
        RecordVerb::Remove { id, undo: true } => {
            one(common, "terminal-record-restored", output, |backpack| backpack.undo_remove_record(&id))
        }
    }
}

/// Does something with one record, and says what.
fn one(
    common: &Common,
    said: &str,
    output: &Output,
    what: impl FnOnce(&Backpack) -> Result<OtherFileSummary, ErrorDetail>,
) -> io::Result<Exit> {
    with_backpack(common, output, what, |record| {
        if output.is_json() {
            output.object(&record)?;
        } else {
            output.line(&output.text(said, &about(&record)))?;
        }
        Ok(Exit::AllWell)
    })
}

fn list(common: &Common, removed: bool, output: &Output) -> io::Result<Exit> {
    with_backpack(
        common,
        output,
        |backpack| if removed { backpack.removed_records() } else { backpack.records() },
        |records| {
            if output.is_json() {
                records.iter().try_for_each(|record| output.object(record))?;
                return Ok(Exit::AllWell);
            }
            match records.first() {
                Some(record) => output.line(&output.sentence(&record.label))?,
                None => output.say("terminal-records-none", &[])?,
            }
            for record in &records {
                output.line(&output.text("terminal-record-line", &about(record)))?;
                if !record.note.is_empty() {
                    output.line(&format!("    {}", safe_text_full(&record.note)))?;
                }
            }
            Ok(Exit::AllWell)
        },
    )
}

/// Returns the facts of the sentences about an other file.
fn about(record: &OtherFileSummary) -> Facts {
    let short = record.id.get(..12).unwrap_or(&record.id);
    let day = record.added_at.get(..10).unwrap_or(&record.added_at);
    facts(&[("name", &record.name), ("id", short), ("date", day)]).with("what", message_fact(&record.what))
}
