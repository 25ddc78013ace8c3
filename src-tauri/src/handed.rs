//! What a person handed over to the window: files by dialog, drop or start, texts and pictures by paste.
//!
//! The web view never names a file. It holds a ticket for each file that the person chose, and only tickets are read.

use std::{
    collections::HashMap,
    ffi::OsString,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use backpack::{ImportInput, store::StoreCode, view::ErrorDetail};
use serde::{Deserialize, Serialize};
use tauri::Url;

/// A file or folder that the person chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Ticket {
    /// Opaque.
    pub ticket: String,
    /// The file's own name, to show.
    pub name: String,
    /// Whether it looks like a bundle by its name; what it is, its content decides.
    pub bundle: bool,
}

/// What the window asks to look at.
#[derive(Clone, Debug, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum HandedOver {
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
        /// The name it came under.
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
    /// With the files that the program was started with.
    pub fn with_arguments(arguments: impl Iterator<Item = OsString>) -> Self {
        Self { at_start: files_among(arguments, Path::new("")), ..Self::default() }
    }

    /// Tickets for the files that the program was started with.
    pub fn at_start(&self) -> Vec<Ticket> {
        self.issue(self.at_start.iter().cloned())
    }

    /// A ticket for each path that the person chose.
    pub fn issue(&self, paths: impl IntoIterator<Item = PathBuf>) -> Vec<Ticket> {
        let mut files = self.lock();
        let mut tickets = Vec::new();
        for path in paths {
            let ticket = format!("file-{}", files.len());
            tickets.push(Ticket {
                ticket: ticket.clone(),
                name: shown_name(&path),
                bundle: named_as_bundle(&path),
            });
            files.insert(ticket, path);
        }
        tickets
    }

    /// What stands behind the tickets, texts and pictures that the window names.
    pub fn redeem(&self, handed: Vec<HandedOver>) -> Result<Vec<ImportInput>, ErrorDetail> {
        let files = self.lock();
        handed
            .into_iter()
            .map(|one| match one {
                HandedOver::File { ticket } => {
                    let path = files.get(&ticket).ok_or_else(|| not_found(ticket))?;
                    Ok(ImportInput::Path(path.clone()))
                }
                HandedOver::Text { text } => Ok(ImportInput::Text(text)),
                HandedOver::Bytes { name, bytes } => Ok(ImportInput::Bytes { name, bytes }),
            })
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, PathBuf>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The files among a start's arguments: paths, from `folder` where they are relative, or `file:` addresses, which is what
/// a desktop hands over for `%U`.
pub(crate) fn files_among(arguments: impl Iterator<Item = OsString>, folder: &Path) -> Vec<PathBuf> {
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

fn shown_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn named_as_bundle(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("badgebundle"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_hands_over_paths_and_file_addresses_of_files_that_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("my badges.badgebundle");
        std::fs::write(&file, "x").unwrap();
        let address = Url::from_file_path(&file).unwrap().to_string();
        assert!(address.contains("my%20badges"));
        for argument in [file.to_str().unwrap(), "my badges.badgebundle", "./my badges.badgebundle", &address]
        {
            let found = files_among([OsString::from(argument)].into_iter(), folder.path());
            assert_eq!(found.len(), 1, "{argument}");
            assert_eq!(found[0].canonicalize().unwrap(), file.canonicalize().unwrap(), "{argument}");
        }
        for argument in
            ["--flag", "https://example.org/my.badgebundle", "file:///missing", "file://host/x", "", "."]
        {
            assert_eq!(
                files_among([OsString::from(argument)].into_iter(), folder.path()),
                Vec::<PathBuf>::new(),
                "{argument}"
            );
        }
    }

    #[test]
    fn only_what_the_person_chose_can_be_read() {
        let tickets = Tickets::default();
        let issued =
            tickets.issue([PathBuf::from("/home/ada/Welding.PNG"), PathBuf::from("/tmp/mine.BadgeBundle")]);
        assert_eq!(
            issued.iter().map(|t| (t.name.as_str(), t.bundle)).collect::<Vec<_>>(),
            [("Welding.PNG", false), ("mine.BadgeBundle", true)]
        );
        let handed = tickets.redeem(vec![HandedOver::File { ticket: issued[0].ticket.clone() }]).unwrap();
        assert!(
            matches!(&handed[..], [ImportInput::Path(path)] if path == Path::new("/home/ada/Welding.PNG"))
        );
        for forged in ["/etc/passwd", "file-2", ""] {
            let refused = tickets.redeem(vec![HandedOver::File { ticket: forged.into() }]);
            assert_eq!(refused.unwrap_err().code, "NOT_FOUND", "{forged}");
        }
    }
}
