use std::{fs, io, path::PathBuf};

use backpack::intake;
use clap::Args;

use crate::{exit::Exit, output::Output};

/// Print the badge in a picture.
#[derive(Debug, Args)]
pub(crate) struct UnbakeArgs {
    /// A PNG or SVG picture.
    image: PathBuf,
    /// Write the badge to this file instead.
    #[arg(long, short, value_name = "OUT")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &UnbakeArgs, output: &Output) -> io::Result<Exit> {
    let text = match intake::unbake(&args.image) {
        Ok(text) => text,
        Err(error) => return output.failure(Some(&args.image.display().to_string()), &error),
    };
    match &args.output {
        Some(path) => fs::write(path, text)?,
        None => output.line(&text)?,
    }
    Ok(Exit::Success)
}
