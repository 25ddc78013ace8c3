use std::{io, path::PathBuf};

use backpack::{
    Backpack, ImportInput,
    intake::limits,
    view::{ErrorDetail, OtherFileSummary},
};
use backpack_messages::{Facts, safe_text_full};
use clap::Subcommand;

use crate::{
    exit::Exit,
    messages::{facts, message_fact},
    open::with_backpack,
    options::{CommonOptions, date_of, short_id, standard_input},
    output::Output,
};

/// Manage other files: files beside the badges that are not badges. They are never verified and never shared.
#[derive(Debug, Subcommand)]
pub(crate) enum RecordCommand {
    /// Add a file that is not a badge. A file that contains a badge is refused: use `backpack import`.
    Add {
        /// The file, or `-` for standard input.
        #[arg(value_name = "FILE|-")]
        file: String,
        /// Its name in the backpack. The default is the file's name.
        #[arg(long)]
        name: Option<String>,
    },
    /// List the other files.
    List {
        /// List the removed files that can still be restored.
        #[arg(long)]
        removed: bool,
    },
    /// Change the name of a file, or your note about it.
    Edit {
        /// The file's id, or the beginning of it.
        id: String,
        /// The new name.
        #[arg(long)]
        name: Option<String>,
        /// A note, in your words.
        #[arg(long)]
        note: Option<String>,
    },
    /// Write a copy of a file, byte for byte as you added it.
    Export {
        /// The file's id, or the beginning of it.
        id: String,
        /// Where to write it.
        file: PathBuf,
    },
    /// Remove a file. It can be restored for 30 days.
    Remove {
        /// The file's id, or the beginning of it.
        id: String,
        /// Restore the file instead.
        #[arg(long)]
        undo: bool,
    },
}

pub(crate) fn run(common: &CommonOptions, command: RecordCommand, output: &Output) -> io::Result<Exit> {
    match command {
        RecordCommand::Add { file, name } => {
            let input = match file.as_str() {
                "-" => standard_input(limits::INPUT_BYTES)?,
                path => ImportInput::Path(path.into()),
            };
            with_file(common, "terminal-other-file-added", output, |backpack| {
                backpack.add_file(input, name.as_deref())
            })
        }
        RecordCommand::List { removed } => list(common, removed, output),
        RecordCommand::Edit { id, name, note } => {
            with_file(common, "terminal-other-file-line", output, |backpack| {
                edit(backpack, &id, name.as_deref(), note.as_deref())
            })
        }
        RecordCommand::Export { id, file } => {
            with_file(common, "terminal-other-file-written", output, |backpack| {
                backpack.export_other_file(&id, &file)
            })
        }
        RecordCommand::Remove { id, undo: false } => {
            with_file(common, "terminal-other-file-removed", output, |backpack| {
                backpack.remove_other_file(&id)
            })
        }
        RecordCommand::Remove { id, undo: true } => {
            with_file(common, "terminal-other-file-restored", output, |backpack| {
                backpack.restore_other_file(&id)
            })
        }
    }
}

/// Calls `action` and prints the file that it returns, in the sentence `id`.
fn with_file(
    common: &CommonOptions,
    id: &str,
    output: &Output,
    action: impl FnOnce(&Backpack) -> Result<OtherFileSummary, ErrorDetail>,
) -> io::Result<Exit> {
    with_backpack(common, output, action, |file| {
        if output.is_json() {
            output.object(&file)?;
        } else {
            output.line(&output.text(id, &facts_of_file(&file)))?;
        }
        Ok(Exit::Success)
    })
}

/// Keeps the current name or note if the arguments do not give a new one.
fn edit(
    backpack: &Backpack,
    id: &str,
    name: Option<&str>,
    note: Option<&str>,
) -> Result<OtherFileSummary, ErrorDetail> {
    let mut files = backpack.other_files()?;
    files.extend(backpack.removed_other_files()?);
    // If no file has this id, `edit_other_file` returns the error.
    let current = files.iter().find(|file| file.id.starts_with(id));
    let name = name.or(current.map(|file| file.name.as_str())).unwrap_or_default();
    let note = note.or(current.map(|file| file.note.as_str())).unwrap_or_default();
    backpack.edit_other_file(id, name, note)
}

fn list(common: &CommonOptions, removed: bool, output: &Output) -> io::Result<Exit> {
    with_backpack(
        common,
        output,
        |backpack| if removed { backpack.removed_other_files() } else { backpack.other_files() },
        |files| {
            if output.is_json() {
                files.iter().try_for_each(|file| output.object(file))?;
                return Ok(Exit::Success);
            }
            match files.first() {
                Some(file) => output.line(&output.sentence(&file.label))?,
                None => output.say("terminal-other-files-none", &[])?,
            }
            for file in &files {
                output.line(&output.text("terminal-other-file-line", &facts_of_file(file)))?;
                if !file.note.is_empty() {
                    output.line(&format!("    {}", safe_text_full(&file.note)))?;
                }
            }
            Ok(Exit::Success)
        },
    )
}

fn facts_of_file(file: &OtherFileSummary) -> Facts {
    facts(&[("name", &file.name), ("id", short_id(&file.id)), ("date", date_of(&file.added_at))])
        .with("what", message_fact(&file.what))
}
