//! Opening the backpack: its folder, passphrase and recovery phrase.

use std::{fs, io, path::Path, path::PathBuf};

use backpack::{
    Backpack, OpenOptions, VerifierOptions,
    view::{ErrorDetail, OpenState},
};
use secrecy::ExposeSecret;

use crate::{
    exit::Exit,
    options::CommonOptions,
    output::Output,
    prompt::{ask_secret, is_interactive},
};

/// Calls `action` with the open backpack, then `print` with its result. Prints every error.
pub(crate) fn with_backpack<T>(
    common: &CommonOptions,
    output: &Output,
    action: impl FnOnce(&Backpack) -> Result<T, ErrorDetail>,
    print: impl FnOnce(T) -> io::Result<Exit>,
) -> io::Result<Exit> {
    let backpack = match open(common, output)? {
        Ok(backpack) => backpack,
        Err(exit) => return Ok(exit),
    };
    match action(&backpack) {
        Ok(result) => print(result),
        Err(error) => output.failure(None, &error),
    }
}

/// Opens the backpack. If that fails, it prints the reason and returns the exit code.
pub(crate) fn open(common: &CommonOptions, output: &Output) -> io::Result<Result<Backpack, Exit>> {
    let options = match open_options(common) {
        Ok(options) => options,
        Err(error) => {
            let error = error.to_string();
            let error = ErrorDetail::new("IMPORT_UNREADABLE").with("found", &error).with_found(error);
            output.error(None, &error)?;
            return Ok(Err(Exit::Unavailable));
        }
    };
    let verifier = verifier_options(common, VerificationOptions::default());
    let (state, backpack) = Backpack::open(&options, verifier.clone());
    let (state, backpack) = match state {
        OpenState::PassphraseToChoose { .. } if is_interactive() => match choose_passphrase(output)? {
            Some(chosen) => Backpack::open(&OpenOptions { passphrase: Some(chosen), ..options }, verifier),
            None => return Ok(Err(Exit::Unavailable)),
        },
        OpenState::Locked { has_passphrase: true, .. }
            if options.passphrase.is_none() && is_interactive() =>
        {
            let passphrase = ask_secret("terminal-passphrase", output)?.expose_secret().to_owned();
            Backpack::open(&OpenOptions { passphrase: Some(passphrase), ..options }, verifier)
        }
        state => (state, backpack),
    };
    match (state, backpack) {
        (OpenState::Open { messages, .. }, Some(backpack)) => {
            for message in messages.iter().filter_map(|message| output.step(Some(message))) {
                eprintln!("{message}");
            }
            let text = Output::new(false);
            backpack.on_background_error(move |error| {
                // If standard error is closed, nobody can read the error.
                drop(text.error(None, &error));
            });
            Ok(Ok(backpack))
        }
        (
            OpenState::PassphraseToChoose { error }
            | OpenState::Locked { error, .. }
            | OpenState::Unavailable { error },
            _,
        ) => {
            output.error(None, &error)?;
            Ok(Err(Exit::Unavailable))
        }
        (OpenState::Open { .. }, None) => Ok(Err(Exit::Unavailable)),
    }
}

/// Returns the options for opening the backpack. It reads the passphrase and the recovery phrase from their
/// files.
pub(crate) fn open_options(common: &CommonOptions) -> io::Result<OpenOptions> {
    Ok(OpenOptions {
        data_dir: common.data_dir.clone(),
        passphrase: common.passphrase_file.as_deref().map(first_line).transpose()?,
        recovery_phrase: common.recovery_phrase_file.as_deref().map(first_line).transpose()?,
    })
}

/// The options of one verification that are not common to all commands.
#[derive(Default)]
pub(crate) struct VerificationOptions {
    pub(crate) at: Option<String>,
    pub(crate) recipients: Vec<String>,
    pub(crate) trust_lists: Vec<PathBuf>,
}

/// Returns the options of a verifier.
pub(crate) fn verifier_options(common: &CommonOptions, options: VerificationOptions) -> VerifierOptions {
    let VerificationOptions { at, recipients, trust_lists } = options;
    VerifierOptions {
        offline: common.offline,
        cacert: common.cacert.clone(),
        resolve: common.resolve.clone(),
        allow_private_network: common.allow_private_network,
        at,
        recipients,
        trust_lists,
        data_dir: common.data_dir.clone(),
    }
}

/// Returns the first line of a file, without its end.
pub(crate) fn first_line(path: &Path) -> io::Result<String> {
    let text = fs::read_to_string(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn choose_passphrase(output: &Output) -> io::Result<Option<String>> {
    let first = ask_secret("terminal-passphrase-new", output)?;
    let second = ask_secret("terminal-passphrase-again", output)?;
    let (first, second) = (first.expose_secret(), second.expose_secret());
    if first == second && !first.is_empty() {
        return Ok(Some(first.to_owned()));
    }
    output.say_on_stderr("terminal-passphrase-differs", &[])?;
    Ok(None)
}
