use std::io;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;
use crate::exit::Exit;

/// Print shell completions.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    shell: Shell,
}

pub(crate) fn run(args: &CompletionsArgs) -> io::Result<Exit> {
    clap_complete::generate(args.shell, &mut Cli::command(), "backpack", &mut io::stdout());
    Ok(Exit::Success)
}
