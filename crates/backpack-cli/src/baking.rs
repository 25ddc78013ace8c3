//! `bake` and `unbake`: a badge into a picture, and out again, byte for byte.

use std::{fs, io, path::Path};

use backpack::{intake, view::ErrorDetail};

use crate::{exit::Exit, output::Output};

/// `bake`.
pub(crate) fn bake(credential: &Path, image: &Path, to: &Path, output: &Output) -> io::Result<Exit> {
    match intake::bake(credential, image) {
        Ok(baked) => {
            fs::write(to, baked)?;
            let path = to.display().to_string();
            if output.is_json() {
                output.object(&serde_json::json!({ "path": path }))?;
            } else {
                output.say("terminal-baked", &[("path", &path)])?;
            }
            Ok(Exit::AllWell)
        }
        Err(error) => failed(image, &error, output),
    }
}

/// `unbake`.
pub(crate) fn unbake(image: &Path, to: Option<&Path>, output: &Output) -> io::Result<Exit> {
    match (intake::unbake(image), to) {
        (Ok(text), Some(to)) => {
            fs::write(to, text)?;
            Ok(Exit::AllWell)
        }
        (Ok(text), None) => {
            output.line(&text)?;
            Ok(Exit::AllWell)
        }
        (Err(error), _) => failed(image, &error, output),
    }
}

fn failed(image: &Path, error: &ErrorDetail, output: &Output) -> io::Result<Exit> {
    output.error(Some(&image.display().to_string()), error)?;
    Ok(Exit::of_error(error))
}
