use std::{io, path::PathBuf};

use clap::{Args, CommandFactory};

use super::Cli;
use crate::exit::Exit;

/// Print the manual page, or write the pages of all commands into a folder.
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The folder.
    dir: Option<PathBuf>,
}

pub(crate) fn run(args: ManArgs) -> io::Result<Exit> {
    match args.dir {
        Some(dir) => clap_mangen::generate_to(Cli::command(), dir)?,
        None => clap_mangen::Man::new(Cli::command()).render(&mut io::stdout())?,
    }
    Ok(Exit::Success)
}
