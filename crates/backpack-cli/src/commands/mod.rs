//! The commands: one file each, with its help text, its arguments and its implementation.

mod bake;
mod collection;
mod completions;
mod doctor;
mod export;
mod host;
mod identity;
mod import;
mod key;
mod list;
mod log;
mod mail;
mod man;
mod offline;
mod recheck;
mod record;
mod remove;
mod review;
mod show;
mod trust;
mod unbake;
mod verify;

use std::io;

use clap::{Parser, Subcommand};

use crate::{exit::Exit, options::CommonOptions, output::Output};

/// Keeps your Open Badges on your own computer, shows the result of every check, and exports signed bundles.
#[derive(Debug, Parser)]
#[command(
    name = "backpack",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 success, 1 finished and some badge is not verified, 2 usage error, 3 input not \
                  readable, 4 store or key not available, 5 network needed and not available."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: CommonOptions,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands, in the order of the help text.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Verify(verify::VerifyArgs),
    Import(import::ImportArgs),
    Mail(mail::MailArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Remove(remove::RemoveArgs),
    Recheck(recheck::RecheckArgs),
    #[command(subcommand)]
    Identity(identity::IdentityCommand),
    #[command(subcommand)]
    Trust(trust::TrustCommand),
    #[command(subcommand)]
    Record(record::RecordCommand),
    #[command(subcommand)]
    Collection(collection::CollectionCommand),
    Export(export::ExportArgs),
    Review(review::ReviewArgs),
    Bake(bake::BakeArgs),
    Unbake(unbake::UnbakeArgs),
    #[command(subcommand)]
    Key(key::KeyCommand),
    #[command(visible_alias = "activity")]
    Log(log::LogArgs),
    #[command(subcommand)]
    Host(host::HostCommand),
    Offline(offline::OfflineArgs),
    Doctor(doctor::DoctorArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// Runs a command. An `Err` means that its result could not be written; every other failure is an [`Exit`].
pub(crate) async fn run(common: &CommonOptions, command: Command, output: &Output) -> io::Result<Exit> {
    match command {
        Command::Verify(args) => verify::run(common, args, output).await,
        Command::Import(args) => import::run(common, args, output).await,
        Command::Mail(args) => mail::run(common, args, output).await,
        Command::List(args) => list::run(common, &args, output),
        Command::Show(args) => show::run(common, &args, output).await,
        Command::Remove(args) => remove::run(common, &args, output),
        Command::Recheck(args) => recheck::run(common, args, output).await,
        Command::Identity(command) => identity::run(common, command, output),
        Command::Trust(command) => trust::run(common, command, output),
        Command::Record(command) => record::run(common, command, output),
        Command::Collection(command) => collection::run(common, command, output),
        Command::Export(args) => export::run(common, args, output),
        Command::Review(args) => review::run(common, args, output).await,
        Command::Bake(args) => bake::run(&args, output),
        Command::Unbake(args) => unbake::run(&args, output),
        Command::Key(command) => key::run(common, command, output),
        Command::Log(log::LogArgs {}) => log::run(common, output),
        Command::Host(command) => host::run(common, command, output),
        Command::Offline(args) => offline::run(common, &args, output),
        Command::Doctor(doctor::DoctorArgs {}) => doctor::run(common, output),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(args),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn argument_definitions_are_consistent() {
        Cli::command().debug_assert();
    }
}
