//! Opening the backpack from the command line: folder, passphrase, recovery phrase, and the questions on a terminal.

use std::{
    fs,
    io::{self, IsTerminal},
    path::{Path, PathBuf},
};

use backpack::{
    Backpack, OpenOptions, VerifierOptions,
    view::{ErrorDetail, OpenState},
};

use crate::{arguments::Common, exit::Exit, output::Output};

/// What is asked about badges that are not the backpack's.
#[derive(Default)]
pub(crate) struct Asked {
    pub(crate) at: Option<String>,
    pub(crate) recipients: Vec<String>,
    pub(crate) trust_lists: Vec<PathBuf>,
}

/// How documents are had, by the common options.
pub(crate) fn checker_options(common: &Common, asked: Asked) -> VerifierOptions {
    let Asked { at, recipients, trust_lists } = asked;
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

/// The backpack, open; or the exit that follows from why it is not, which has been said.
pub(crate) fn open(common: &Common, output: &Output) -> io::Result<Result<Backpack, Exit>> {
    let options = match open_options(common) {
        Ok(options) => options,
        Err(error) => {
            let error = error.to_string();
            let error = ErrorDetail::new("IMPORT_UNREADABLE").with("found", &error).with_found(error);
            output.error(None, &error)?;
            return Ok(Err(Exit::Unavailable));
        }
    };
    let checker = checker_options(common, Asked::default());
    let (state, backpack) = Backpack::open(&options, checker.clone());
    let (state, backpack) = match state {
        OpenState::PassphraseToChoose { .. } if can_ask() => match choose_passphrase(output)? {
            Some(chosen) => Backpack::open(&OpenOptions { passphrase: Some(chosen), ..options }, checker),
            None => return Ok(Err(Exit::Unavailable)),
        },
        OpenState::Locked { has_passphrase: true, .. } if options.passphrase.is_none() && can_ask() => {
            let given = rpassword::prompt_password(prompt(output, "terminal-passphrase"))?;
            Backpack::open(&OpenOptions { passphrase: Some(given), ..options }, checker)
        }
        state => (state, backpack),
    };
    match (state, backpack) {
        (OpenState::Open { messages, .. }, Some(backpack)) => {
            for message in messages.iter().filter_map(|message| output.step(Some(message))) {
                eprintln!("{message}");
            }
            let text = Output::new(false);
            backpack.on_notice(move |notice| {
                // Where standard error is closed, nobody is left to tell.
                drop(text.error(None, &notice));
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

/// Where the backpack is and what opens it, by the common options.
pub(crate) fn open_options(common: &Common) -> io::Result<OpenOptions> {
    Ok(OpenOptions {
        data_dir: common.data_dir.clone(),
        passphrase: common.passphrase_file.as_deref().map(first_line).transpose()?,
        recovery_phrase: common.recovery_phrase_file.as_deref().map(first_line).transpose()?,
    })
}

pub(crate) fn first_line(path: &Path) -> io::Result<String> {
    let text = fs::read_to_string(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

fn choose_passphrase(output: &Output) -> io::Result<Option<String>> {
    let first = rpassword::prompt_password(prompt(output, "terminal-passphrase-new"))?;
    let again = rpassword::prompt_password(prompt(output, "terminal-passphrase-again"))?;
    if first == again && !first.is_empty() {
        return Ok(Some(first));
    }
    output.say_aside("terminal-passphrase-differs", &[])?;
    Ok(None)
}

pub(crate) fn prompt(output: &Output, id: &str) -> String {
    format!("{} ", output.word(id))
}
