//! Import inputs from the window: files from dialogs, drops or program arguments, and pasted texts and
//! pictures.
//!
//! The web view never sees a path. It has a ticket for each file that the person chose, and can read only
//! those files.

use std::{
    collections::HashMap,
    ffi::OsString,
    path::{Path, PathBuf},
};

use backpack::{ImportInput, store::StoreCode, view::ErrorDetail};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use tauri::Url;

/// A file or folder that the person chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Ticket {
    /// Identifies the file. Opaque.
    pub ticket: String,
    /// The file name to show.
    pub name: String,
    /// Whether the file name ends like a bundle. The content decides what the file is.
    pub bundle: bool,
}

/// An input that the window wants to import.
#[derive(Clone, Debug, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum WindowInput {
    /// A file, by its ticket.
    File {
        /// The ticket.
        ticket: String,
    },
    /// Pasted or typed text.
    Text {
        /// The text.
        text: String,
    },
    /// A pasted picture.
    Bytes {
        /// The name of the pasted file.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

/// The files that the person chose since the window opened.
#[derive(Default)]
pub struct Tickets {
    files: Mutex<HashMap<String, PathBuf>>,
    at_start: Vec<PathBuf>,
}

impl Tickets {
    /// Creates a value with the files among the arguments of the program.
    pub fn with_arguments(arguments: impl Iterator<Item = OsString>) -> Self {
        Self { at_start: file_arguments(arguments, Path::new("")), ..Self::default() }
    }

    /// Returns tickets for the files that the program was started with.
    pub fn at_start(&self) -> Vec<Ticket> {
        self.issue(self.at_start.iter().cloned())
    }

    /// Returns a ticket for each path that the person chose.
    pub fn issue(&self, paths: impl IntoIterator<Item = PathBuf>) -> Vec<Ticket> {
        let mut files = self.files.lock();
        let mut tickets = Vec::new();
        for path in paths {
            let ticket = format!("file-{}", files.len());
            tickets.push(Ticket {
                ticket: ticket.clone(),
                name: display_name(&path),
                bundle: has_bundle_extension(&path),
            });
            files.insert(ticket, path);
        }
        tickets
    }

    /// Returns the import inputs for tickets, texts and pictures.
    ///
    /// # Errors
    ///
    /// `NOT_FOUND` if a ticket was never issued.
    pub fn redeem(&self, inputs: Vec<WindowInput>) -> Result<Vec<ImportInput>, ErrorDetail> {
        let files = self.files.lock();
        inputs
            .into_iter()
            .map(|input| match input {
                WindowInput::File { ticket } => {
                    let path = files.get(&ticket).ok_or_else(|| not_found(ticket))?;
                    Ok(ImportInput::Path(path.clone()))
                }
                WindowInput::Text { text } => Ok(ImportInput::Text(text)),
                WindowInput::Bytes { name, bytes } => Ok(ImportInput::Bytes { name, bytes }),
            })
            .collect()
    }
}

/// Returns the existing files among the arguments of a start.
///
/// Arguments are paths, relative to `folder`, or `file:` URLs, which a desktop passes for `%U`.
pub(crate) fn file_arguments(arguments: impl Iterator<Item = OsString>, folder: &Path) -> Vec<PathBuf> {
    let path = |argument: OsString| {
        let address = argument.to_str().and_then(|text| Url::parse(text).ok());
        match address.filter(|url| url.scheme() == "file") {
            Some(url) => url.to_file_path().ok(),
            None => Some(folder.join(argument)),
        }
    };
    arguments.filter_map(path).filter(|path| path.is_file()).collect()
}

fn not_found(ticket: String) -> ErrorDetail {
    ErrorDetail::new(StoreCode::NotFound).with("what", &ticket).with_found(ticket)
}

fn display_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn has_bundle_extension(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("badgebundle"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_paths_and_urls_of_existing_files() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("my badges.badgebundle");
        std::fs::write(&file, "x").unwrap();
        let address = Url::from_file_path(&file).unwrap().to_string();
        assert!(address.contains("my%20badges"));
        for argument in [file.to_str().unwrap(), "my badges.badgebundle", "./my badges.badgebundle", &address]
        {
            let files = file_arguments([OsString::from(argument)].into_iter(), folder.path());
            assert_eq!(files.len(), 1, "{argument}");
            assert_eq!(files[0].canonicalize().unwrap(), file.canonicalize().unwrap(), "{argument}");
        }
        for argument in
            ["--flag", "https://example.org/my.badgebundle", "file:///missing", "file://host/x", "", "."]
        {
            assert_eq!(
                file_arguments([OsString::from(argument)].into_iter(), folder.path()),
                Vec::<PathBuf>::new(),
                "{argument}"
            );
        }
    }

    #[test]
    fn rejects_tickets_that_were_not_issued() {
        let tickets = Tickets::default();
        let issued =
            tickets.issue([PathBuf::from("/home/ada/Welding.PNG"), PathBuf::from("/tmp/mine.BadgeBundle")]);
        assert_eq!(
            issued.iter().map(|t| (t.name.as_str(), t.bundle)).collect::<Vec<_>>(),
            [("Welding.PNG", false), ("mine.BadgeBundle", true)]
        );
        let inputs = tickets.redeem(vec![WindowInput::File { ticket: issued[0].ticket.clone() }]).unwrap();
        assert!(
            matches!(&inputs[..], [ImportInput::Path(path)] if path == Path::new("/home/ada/Welding.PNG"))
        );
        for forged in ["/etc/passwd", "file-2", ""] {
            let refused = tickets.redeem(vec![WindowInput::File { ticket: forged.into() }]);
            assert_eq!(refused.unwrap_err().code, "NOT_FOUND", "{forged}");
        }
    }
}
