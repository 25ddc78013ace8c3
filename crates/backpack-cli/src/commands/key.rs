use std::io;

use backpack::Backpack;
use clap::Subcommand;

use crate::{exit::Exit, open::with_backpack, options::CommonOptions, output::Output};

/// Show your key.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Show the public key (a DID) that signs your bundles.
    Show {
        /// Show the recovery phrase instead. Whoever has it can open a copy of this backpack.
        #[arg(long)]
        recovery_phrase: bool,
    },
}

pub(crate) fn run(common: &CommonOptions, command: KeyCommand, output: &Output) -> io::Result<Exit> {
    match command {
        KeyCommand::Show { recovery_phrase: false } => show_public_key(common, output),
        KeyCommand::Show { recovery_phrase: true } => show_recovery_phrase(common, output),
    }
}

fn show_public_key(common: &CommonOptions, output: &Output) -> io::Result<Exit> {
    with_backpack(
        common,
        output,
        |backpack| Ok(backpack.did()),
        |did| {
            if output.is_json() {
                output.object(&serde_json::json!({ "did": did }))?;
            } else {
                output.line(&did)?;
            }
            Ok(Exit::Success)
        },
    )
}

fn show_recovery_phrase(common: &CommonOptions, output: &Output) -> io::Result<Exit> {
    with_backpack(common, output, Backpack::recovery_phrase, |phrase| {
        if output.is_json() {
            output.object(&serde_json::json!({ "recovery_phrase": phrase }))?;
        } else if let Some(phrase) = phrase {
            output.say_on_stderr("terminal-phrase-warning", &[])?;
            output.line(&phrase)?;
        } else {
            output.say("terminal-phrase-noted", &[])?;
        }
        Ok(Exit::Success)
    })
}
