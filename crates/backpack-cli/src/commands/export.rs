use std::{io, path::PathBuf};

use backpack::{
    identity,
    view::{ExportOptions, IdentitySummary},
};
use clap::{Args, ValueEnum};

use crate::{
    exit::Exit,
    messages::facts,
    open::with_backpack,
    options::CommonOptions,
    output::Output,
    progress::{Bar, cancel_on_interrupt},
};

/// Write a collection to a file.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The collection's title or id.
    collection: String,
    /// Where to write it.
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// The file format.
    #[arg(long, value_enum, default_value_t = ExportFormat::Bundle)]
    format: ExportFormat,
    /// Who the file is for.
    #[arg(long, value_name = "NAME")]
    audience: Option<String>,
    /// The reader's challenge. It shows that the file was made for this occasion.
    #[arg(long, value_name = "TEXT")]
    challenge: Option<String>,
    /// The last day or time at which the file is meant to be used (a date or an RFC 3339 time).
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Disclose this identity, so that the reader can compare it with the badges' recipients.
    #[arg(long, value_name = "ID")]
    disclose: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// A signed bundle.
    Bundle,
}

pub(crate) fn run(common: &CommonOptions, args: ExportArgs, output: &Output) -> io::Result<Exit> {
    let ExportArgs { collection, output: path, format, audience, challenge, until, disclose } = args;
    let ExportFormat::Bundle = format;
    let disclose = disclose.into_iter().map(disclosed_identity).collect();
    let options = ExportOptions { audience, challenge, until, disclose };
    with_backpack(
        common,
        output,
        |backpack| {
            let bar = Bar::new();
            let cancel = cancel_on_interrupt();
            let exported = backpack
                .export_bundle(&collection, &path, &options, &cancel, &|progress| bar.show(&progress));
            bar.finish();
            exported
        },
        |exported| {
            if output.is_json() {
                output.object(&exported)?;
                return Ok(Exit::Success);
            }
            let size = indicatif::HumanBytes(exported.bytes.into()).to_string();
            let facts = facts(&[("path", &exported.path), ("size", &size)]).with("count", exported.badges);
            output.line(&output.text("terminal-exported", &facts))?;
            output.say("terminal-exported-next", &[])?;
            Ok(Exit::Success)
        },
    )
}

fn disclosed_identity(value: String) -> IdentitySummary {
    IdentitySummary { kind: identity::kind_of(&value).to_owned(), value, badges: 0 }
}
