use std::{fs, io, path::PathBuf};

use backpack::intake;
use clap::Args;

use crate::{exit::Exit, output::Output};

/// Put a badge into a picture.
#[derive(Debug, Args)]
pub(crate) struct BakeArgs {
    /// The badge: JSON or a compact JWS.
    credential: PathBuf,
    /// A PNG or SVG picture.
    image: PathBuf,
    /// Where to write the picture with the badge.
    #[arg(long, short, value_name = "OUT")]
    output: PathBuf,
}

pub(crate) fn run(args: &BakeArgs, output: &Output) -> io::Result<Exit> {
    match intake::bake(&args.credential, &args.image) {
        Ok(baked) => {
            fs::write(&args.output, baked)?;
            let path = args.output.display().to_string();
            if output.is_json() {
                output.object(&serde_json::json!({ "path": path }))?;
            } else {
                output.say("terminal-baked", &[("path", &path)])?;
            }
            Ok(Exit::Success)
        }
        Err(error) => output.failure(Some(&args.image.display().to_string()), &error),
    }
}
