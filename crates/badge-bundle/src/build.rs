//! Builds a bundle from the learner's selection. The same input gives the same bytes.
//!
//! A bundle contains only what is passed to [`build`]: no file names, no other badges, and no time except the given one.

use openbadges::{
    Identity, ParsedBadge, ReadError, Report,
    badge::Evidence,
    documents::Document,
    json::{self, Bounds, JsonError},
    limits as badge_limits,
    proof::data_integrity::ProofError,
};

use crate::{
    code::BundleCode,
    format::{
        collection::{Collection, LearnerText, Section},
        documents::ArchivedDocument,
        layout::{self, BadgeFolder},
        manifest::{self, ManifestEntry, ManifestError},
        presentation,
        proof::{BundleOptions, Signer},
        report,
    },
    limits,
    zip::{self, Packing},
};

/// The content of a bundle: a collection with its badges.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// The collection's title.
    pub title: String,
    /// The collection's introduction.
    pub introduction: String,
    /// The badges in the learner's order.
    pub sections: Vec<SectionContents>,
    /// The identities that the learner discloses.
    pub identities: Vec<Identity>,
}

/// A section of the collection.
#[derive(Clone, Debug, Default)]
pub struct SectionContents {
    /// The title, if there is one.
    pub title: Option<String>,
    /// The badges.
    pub badges: Vec<SharedBadge>,
}

/// A badge to put into a bundle.
#[derive(Clone, Debug)]
pub struct SharedBadge {
    /// The original bytes, which go into the bundle unchanged.
    pub original: Vec<u8>,
    /// The learner's note, or an empty string.
    pub note: String,
    /// Evidence that the learner added.
    pub evidence: Vec<Evidence>,
    /// A PNG picture of the badge, drawn by the caller.
    pub picture: Option<Vec<u8>>,
    /// The caller's latest report. Private data is removed from it.
    pub report: Option<Report>,
    /// The documents that were used for the report.
    pub documents: Vec<Document>,
}

impl SharedBadge {
    /// Creates a badge with only its original.
    pub fn new(original: Vec<u8>) -> Self {
        Self {
            original,
            note: String::new(),
            evidence: Vec::new(),
            picture: None,
            report: None,
            documents: Vec::new(),
        }
    }
}

/// The reason why a bundle could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// An original cannot be read as one badge.
    #[error("badge {number}: {source}")]
    Badge {
        /// The badge's number, counted from 1 through all sections.
        number: usize,
        /// The reason.
        source: ReadError,
    },
    /// The bundle would exceed one of the [`limits`].
    #[error("more than {limit} {unit}")]
    Limit {
        /// The unit of the limit: `bytes` or `entries`.
        unit: &'static str,
        /// The limit.
        limit: u64,
    },
    /// A given text (title, note, audience) is too long or contains characters that JSON readers treat differently.
    #[error("{path}: {source}")]
    Text {
        /// The entry that would contain the text.
        path: String,
        /// The reason.
        source: JsonError,
    },
    /// A document could not be signed.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// A document could not be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// An entry could not be compressed.
    #[error(transparent)]
    Pack(#[from] std::io::Error),
}

impl BuildError {
    /// Returns the stable code, or `None` for an internal error that the input did not cause.
    pub fn code(&self) -> Option<BundleCode> {
        match self {
            Self::Badge { source, .. } => Some(source.code.into()),
            Self::Limit { .. } => Some(BundleCode::Limit),
            Self::Text { source, .. } => Some(source.code.into()),
            Self::Proof(error) => Some(error.code.into()),
            Self::Json(_) | Self::Pack(_) => None,
        }
    }
}

impl From<ManifestError> for BuildError {
    fn from(error: ManifestError) -> Self {
        match error {
            ManifestError::Json(error) => Self::Json(error),
            ManifestError::Proof(error) => Self::Proof(error),
        }
    }
}

/// Builds a bundle of `contents`, signed by `signer`.
pub fn build(
    contents: &Contents,
    signer: &Signer<'_>,
    options: &BundleOptions,
) -> Result<Vec<u8>, BuildError> {
    let badges = parse_badges(contents)?;
    let mut bundle = BundleBuilder::default();
    bundle.add(layout::MIMETYPE, "text/plain", Packing::Stored, layout::MEDIA_TYPE.into());
    bundle.add_json(layout::COLLECTION, &collection(contents, &badges))?;
    let presentation = presentation::sign(badges.iter().map(|badge| &badge.parsed), signer, options)?;
    if let Some(presentation) = presentation {
        // Compact, because pictures in credentials make it large.
        let bytes = serde_json::to_vec(&presentation)?;
        bundle.add(layout::PRESENTATION, "application/vp", Packing::Deflated, bytes);
    }
    for badge in &badges {
        bundle.add_badge(badge)?;
    }
    bundle.finish(signer, options)
}

/// A badge with its number in the bundle.
struct NumberedBadge<'a> {
    number: String,
    shared: &'a SharedBadge,
    parsed: ParsedBadge,
}

fn parse_badges(contents: &Contents) -> Result<Vec<NumberedBadge<'_>>, BuildError> {
    let badges = contents.sections.iter().flat_map(|section| &section.badges).enumerate();
    badges
        .map(|(index, shared)| match openbadges::read(&shared.original) {
            Ok(parsed) => Ok(NumberedBadge { number: layout::badge_number(index), shared, parsed }),
            Err(source) => Err(BuildError::Badge { number: index + 1, source }),
        })
        .collect()
}

fn collection(contents: &Contents, badges: &[NumberedBadge<'_>]) -> Collection {
    let mut numbers = badges.iter().map(|badge| badge.number.clone());
    let sections = contents.sections.iter().map(|section| Section {
        title: section.title.clone(),
        badges: numbers.by_ref().take(section.badges.len()).collect(),
    });
    let texts = badges.iter().map(|NumberedBadge { number, shared, .. }| {
        (number.clone(), LearnerText { note: shared.note.clone(), evidence: shared.evidence.clone() })
    });
    Collection {
        title: contents.title.clone(),
        introduction: contents.introduction.clone(),
        sections: sections.collect(),
        badges: texts.filter(|(_, text)| !text.is_empty()).collect(),
        identities: contents.identities.clone(),
    }
}

/// Collects entries in the order of the file.
#[derive(Default)]
struct BundleBuilder {
    entries: Vec<(ManifestEntry, Packing, Vec<u8>)>,
}

impl BundleBuilder {
    fn add(&mut self, path: &str, media_type: &str, packing: Packing, bytes: Vec<u8>) {
        self.entries.push((ManifestEntry::new(path, media_type, &bytes), packing, bytes));
    }

    fn add_json(&mut self, path: &str, value: &impl serde::Serialize) -> Result<(), BuildError> {
        let text = serde_json::to_vec_pretty(value)?;
        check_readable(path, &text)?;
        self.add(path, "application/json", Packing::Deflated, text);
        Ok(())
    }

    fn add_badge(&mut self, badge: &NumberedBadge<'_>) -> Result<(), BuildError> {
        let NumberedBadge { number, shared, parsed } = badge;
        let folder = BadgeFolder::new(number);
        let (extension, media_type) = layout::original_type(parsed);
        let packing = if extension == "png" { Packing::Stored } else { Packing::Deflated };
        self.add(&folder.original(extension), media_type, packing, shared.original.clone());
        if let Some(picture) = &shared.picture {
            self.add(&folder.picture(), "image/png", Packing::Stored, picture.clone());
        }
        if let Some(report) = &shared.report {
            self.add_json(&folder.report(), &report::without_private_data(report))?;
        }
        if shared.documents.is_empty() {
            return Ok(());
        }
        let mut index = Vec::new();
        for (position, document) in shared.documents.iter().enumerate() {
            let item = ArchivedDocument::new(position, document);
            let media_type = match document.media_type.as_str() {
                "" => "application/octet-stream",
                declared => declared,
            };
            self.add(&folder.document(&item.file), media_type, Packing::Deflated, document.bytes.clone());
            index.push(item);
        }
        self.add_json(&folder.document_index(), &index)
    }

    /// Signs the manifest of all entries and returns the file.
    fn finish(self, signer: &Signer<'_>, options: &BundleOptions) -> Result<Vec<u8>, BuildError> {
        let too_large = |unit, limit: u64| Err(BuildError::Limit { unit, limit });
        let inflated: u64 = self.entries.iter().map(|(entry, ..)| entry.size).sum();
        if self.entries.len() + 1 > limits::ENTRIES {
            return too_large("entries", limits::ENTRIES as u64);
        }
        if inflated + badge_limits::JSON_BYTES as u64 > limits::INFLATED_BYTES {
            return too_large("bytes", limits::INFLATED_BYTES);
        }
        let listed = self.entries.iter().map(|(entry, ..)| entry.clone()).collect();
        let manifest = serde_json::to_vec_pretty(&manifest::sign(listed, signer, options)?)?;
        check_readable(layout::MANIFEST, &manifest)?;
        let mut entries: Vec<(&str, Packing, &[u8])> = self
            .entries
            .iter()
            .map(|(entry, packing, bytes)| (entry.path.as_str(), *packing, &bytes[..]))
            .collect();
        // The manifest follows `mimetype`, so that a streaming reader can check everything after it.
        entries.insert(1, (layout::MANIFEST, Packing::Deflated, &manifest));
        match zip::write(&entries)? {
            Some(file) if file.len() <= limits::BUNDLE_BYTES => Ok(file),
            _ => too_large("bytes", limits::BUNDLE_BYTES as u64),
        }
    }
}

/// Checks that readers will accept `text`, so that no unreadable bundle is written.
fn check_readable(path: &str, text: &[u8]) -> Result<(), BuildError> {
    match json::parse_within(text, Bounds::DOCUMENT) {
        Ok(_) => Ok(()),
        Err(source) => Err(BuildError::Text { path: path.into(), source }),
    }
}
