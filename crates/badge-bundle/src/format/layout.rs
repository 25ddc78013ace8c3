//! Paths and media types of the entries.

use openbadges::{Container, Credential, ParsedBadge};

/// The media type of a bundle, which is also the content of the entry `mimetype`.
pub const MEDIA_TYPE: &str = "application/vnd.badge-backpack.bundle+zip";

/// The path of the first entry, which identifies the file as a bundle.
pub(crate) const MIMETYPE: &str = "mimetype";
/// The path of the manifest.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The path of the collection.
pub(crate) const COLLECTION: &str = "collection.json";
/// The path of the presentation.
pub(crate) const PRESENTATION: &str = "presentation.json";

const BADGES: &str = "badges/";
const ORIGINAL: &str = "original.";

/// The folder of one badge, `badges/NN/`.
pub(crate) struct BadgeFolder(String);

impl BadgeFolder {
    pub(crate) fn new(number: &str) -> Self {
        Self(format!("{BADGES}{number}/"))
    }

    pub(crate) fn original(&self, extension: &str) -> String {
        format!("{}{ORIGINAL}{extension}", self.0)
    }

    pub(crate) fn picture(&self) -> String {
        format!("{}picture.png", self.0)
    }

    pub(crate) fn report(&self) -> String {
        format!("{}report.json", self.0)
    }

    /// Returns the path of `file` in the folder of archived documents.
    pub(crate) fn document(&self, file: &str) -> String {
        format!("{}documents/{file}", self.0)
    }

    /// Returns the path of the list of archived documents.
    pub(crate) fn document_index(&self) -> String {
        self.document("index.json")
    }
}

/// Returns the number of the badge at `index` (from 0) as paths and the collection write it.
pub(crate) fn badge_number(index: usize) -> String {
    format!("{:02}", index + 1)
}

/// Returns the badge number in `path` if that is the path of an original.
pub(crate) fn number_of_original(path: &str) -> Option<&str> {
    let (number, file) = path.strip_prefix(BADGES)?.split_once('/')?;
    (file.starts_with(ORIGINAL) && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

/// Returns the file extension and the media type of a badge's original.
pub(crate) fn original_type(badge: &ParsedBadge) -> (&'static str, &'static str) {
    match (badge.container, &badge.credential) {
        (Container::Png, _) => ("png", "image/png"),
        (Container::Svg, _) => ("svg", "image/svg+xml"),
        (Container::Pdf, _) => ("pdf", "application/pdf"),
        (Container::Bare, Credential::Json { .. }) => ("json", "application/json"),
        (Container::Bare, Credential::Jws { .. }) => ("jws", "application/jose"),
        (Container::Bare, Credential::Reference { .. }) => ("txt", "text/plain"),
    }
}
