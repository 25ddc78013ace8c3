//! `backpack`, the command line. It parses arguments, calls the application core and prints results. It
//! contains no badge logic.

mod commands;
mod exit;
mod json;
mod messages;
mod open;
mod options;
mod output;
mod progress;
mod prompt;

use std::{io, process::ExitCode};

use clap::Parser;

use crate::{commands::Cli, exit::Exit, output::Output};

fn main() -> ExitCode {
    let Cli { common, command } = Cli::parse();
    let output = Output::new(common.json);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return Exit::Unavailable.into();
        }
    };
    match runtime.block_on(commands::run(&common, command, &output)) {
        Ok(exit) => exit.into(),
        // The reader closed the output, as in `backpack list | head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Success.into(),
        Err(error) => {
            eprintln!("{error}");
            Exit::Unavailable.into()
        }
    }
}
