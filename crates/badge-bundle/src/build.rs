//! Building: the learner's choice in, the bytes of a bundle out. Same inputs, same bytes.
//!
//! Nothing goes in but what is handed in here: no file name, no time but the one given, no other badge.

use openbadges::{
    Check, CheckId, Code, Container, Credential, Identity, Outcome, ParsedBadge, ReadError, Report,
    badge::Evidence,
    documents::Document,
    json::{self, Bounds, JsonError},
    limits as badge_limits,
    proof::data_integrity::ProofError,
    report::{IssuerFinding, RecipientMatch},
};

use crate::{
    archive::{self, Archived},
    collection::{self, Collection, LearnerText, Section},
    limits,
    manifest::{self, Entry, ManifestError},
    presentation,
    sign::{BundleOptions, Signer},
    zip::{self, Packing},
};

/// The path and the content of the entry that tells what the file is.
pub(crate) const MIMETYPE: (&str, &str) = ("mimetype", MEDIA_TYPE);
/// The media type of a bundle.
pub const MEDIA_TYPE: &str = "application/vnd.badge-backpack.bundle+zip";

/// What a learner shares: a collection with its badges.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// The collection's title.
    pub title: String,
    /// What the learner says about it.
    pub introduction: String,
    /// The badges, in the learner's order.
    pub sections: Vec<SectionContents>,
    /// The identities that the learner discloses, and no others.
    pub identities: Vec<Identity>,
}

/// A part of a collection that is shared.
#[derive(Clone, Debug, Default)]
pub struct SectionContents {
    /// Its title, if it has one.
    pub title: Option<String>,
    /// Its badges.
    pub badges: Vec<SharedBadge>,
}

/// A badge that is shared.
#[derive(Clone, Debug)]
pub struct SharedBadge {
    /// The badge's original bytes; they go in as they are.
    pub original: Vec<u8>,
    /// The learner's note; empty for none.
    pub note: String,
    /// Evidence of the learner's own.
    pub evidence: Vec<Evidence>,
    /// The badge's picture: a PNG that the caller's program drew itself.
    pub picture: Option<Vec<u8>>,
    /// What the caller's program last found.
    pub report: Option<Report>,
    /// The documents that the report stood on.
    pub documents: Vec<Document>,
}

impl SharedBadge {
    /// A badge by itself.
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

/// Why a bundle could not be made.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// An original cannot be read as one badge.
    #[error("badge {number}: {source}")]
    Badge {
        /// Which, counted from 1 through all sections.
        number: usize,
        /// Why.
        source: ReadError,
    },
    /// The bundle would be larger than readers take.
    #[error("more than {limit} {what}")]
    Limit {
        /// What there is too much of: `bytes`, `entries`.
        what: &'static str,
        /// How much there may be.
        limit: u64,
    },
    /// A text that was handed in (a title, a note, an audience) has characters that no JSON reader agrees on, or there is too
    /// much of it.
    #[error("{path}: {source}")]
    Text {
        /// The entry that it would stand in.
        path: String,
        /// What is wrong with it.
        source: JsonError,
    },
    /// A signature could not be made.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// A part could not be written.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// An entry could not be packed.
    #[error(transparent)]
    Pack(#[from] std::io::Error),
}

impl BuildError {
    /// The stable code, where the fault is the inputs' and not this program's.
    pub fn code(&self) -> Option<crate::BundleCode> {
        match self {
            Self::Badge { source, .. } => Some(source.code.into()),
            Self::Limit { .. } => Some(crate::BundleCode::Limit),
            Self::Text { source, .. } => Some(source.code.into()),
            Self::Proof(error) => Some(error.code.into()),
            Self::Json(_) | Self::Pack(_) => None,
        }
    }
}

/// The bundle of `contents`, signed by `signer`.
pub fn build(
    contents: &Contents,
    signer: &Signer<'_>,
    options: &BundleOptions,
) -> Result<Vec<u8>, BuildError> {
    let mut draft = Draft::default();
    draft.add(MIMETYPE.0, "text/plain", Packing::Stored, MIMETYPE.1.into());

    let badges: Vec<(String, &SharedBadge, ParsedBadge)> = contents
        .sections
        .iter()
        .flat_map(|part| &part.badges)
        .enumerate()
        .map(|(at, badge)| match openbadges::read(&badge.original) {
            Ok(found) => Ok((number(at), badge, found)),
            Err(source) => Err(BuildError::Badge { number: at + 1, source }),
        })
        .collect::<Result<_, _>>()?;
    draft.add_json(collection::PATH, &collection(contents, &badges))?;
    if let Some(presentation) = presentation::sign(badges.iter().map(|(_, _, found)| found), signer, options)?
    {
        // Compact: credentials with pictures make it large.
        draft.add(
            presentation::PATH,
            "application/vp",
            Packing::Deflated,
            serde_json::to_vec(&presentation)?,
        );
    }
    for (number, badge, found) in &badges {
        draft.add_badge(number, badge, found)?;
    }
    draft.finish(signer, options)
}

/// The number of the badge at `at` (from 0), as paths and the collection write it.
fn number(at: usize) -> String {
    format!("{:02}", at + 1)
}

fn collection(contents: &Contents, badges: &[(String, &SharedBadge, ParsedBadge)]) -> Collection {
    let mut numbers = badges.iter().map(|(number, ..)| number.clone());
    let sections = contents.sections.iter().map(|part| Section {
        title: part.title.clone(),
        badges: numbers.by_ref().take(part.badges.len()).collect(),
    });
    let own_words = badges.iter().map(|(number, badge, _)| {
        (number.clone(), LearnerText { note: badge.note.clone(), evidence: badge.evidence.clone() })
    });
    Collection {
        title: contents.title.clone(),
        introduction: contents.introduction.clone(),
        sections: sections.collect(),
        badges: own_words.filter(|(_, words)| !words.is_empty()).collect(),
        identities: contents.identities.clone(),
    }
}

/// Entries as they gather, in the order in which they will stand.
#[derive(Default)]
struct Draft {
    entries: Vec<(Entry, Packing, Vec<u8>)>,
}

impl Draft {
    fn add(&mut self, path: &str, media_type: &str, packing: Packing, bytes: Vec<u8>) {
        self.entries.push((Entry::of(path, media_type, &bytes), packing, bytes));
    }

    fn add_json(&mut self, path: &str, value: &impl serde::Serialize) -> Result<(), BuildError> {
        let text = serde_json::to_vec_pretty(value)?;
        readable(path, &text, Bounds::DOCUMENT)?;
        self.add(path, "application/json", Packing::Deflated, text);
        Ok(())
    }

    fn add_badge(
        &mut self,
        number: &str,
        badge: &SharedBadge,
        found: &ParsedBadge,
    ) -> Result<(), BuildError> {
        let folder = format!("badges/{number}/");
        let (extension, media_type) = kind(found);
        let packing = if extension == "png" { Packing::Stored } else { Packing::Deflated };
        self.add(&format!("{folder}original.{extension}"), media_type, packing, badge.original.clone());
        if let Some(picture) = &badge.picture {
            self.add(&format!("{folder}picture.png"), "image/png", Packing::Stored, picture.clone());
        }
        if let Some(report) = &badge.report {
            self.add_json(&format!("{folder}report.json"), &shareable(report))?;
        }
        if badge.documents.is_empty() {
            return Ok(());
        }
        let mut index = Vec::new();
        for (at, document) in badge.documents.iter().enumerate() {
            let line = Archived::of(at + 1, document);
            let path = format!("{folder}documents/{}", line.file);
            let media_type = Some(document.media_type.as_str()).filter(|claimed| !claimed.is_empty());
            self.add(
                &path,
                media_type.unwrap_or("application/octet-stream"),
                Packing::Deflated,
                document.bytes.clone(),
            );
            index.push(line);
        }
        self.add_json(&format!("{folder}documents/{}", archive::INDEX), &index)
    }

    /// Signs the manifest over all that was added, and writes everything.
    fn finish(self, signer: &Signer<'_>, options: &BundleOptions) -> Result<Vec<u8>, BuildError> {
        let too_much = |what, limit: u64| Err(BuildError::Limit { what, limit });
        let inflated: u64 = self.entries.iter().map(|(entry, ..)| entry.size).sum();
        if self.entries.len() + 1 > limits::ENTRIES {
            return too_much("entries", limits::ENTRIES as u64);
        }
        if inflated + badge_limits::JSON_BYTES as u64 > limits::INFLATED_BYTES {
            return too_much("bytes", limits::INFLATED_BYTES);
        }
        let listed = self.entries.iter().map(|(entry, ..)| entry.clone()).collect();
        let manifest = manifest::sign(listed, signer, options).map_err(|error| match error {
            ManifestError::Json(error) => BuildError::Json(error),
            ManifestError::Proof(error) => BuildError::Proof(error),
        })?;
        let manifest = serde_json::to_vec_pretty(&manifest)?;
        readable(manifest::PATH, &manifest, Bounds::DOCUMENT)?;
        // The manifest stands right behind `mimetype`: a reader that streams can judge all that follows.
        let mut entries: Vec<(&str, Packing, &[u8])> = self
            .entries
            .iter()
            .map(|(entry, packing, bytes)| (entry.path.as_str(), *packing, &bytes[..]))
            .collect();
        entries.insert(1, (manifest::PATH, Packing::Deflated, &manifest));
        match zip::write(&entries)? {
            Some(file) if file.len() <= limits::BUNDLE_BYTES => Ok(file),
            _ => too_much("bytes", limits::BUNDLE_BYTES as u64),
        }
    }
}

/// Whether a reader will take `text`: what no reader opens is not written.
fn readable(path: &str, text: &[u8], bounds: Bounds) -> Result<(), BuildError> {
    match json::parse_within(text, bounds) {
        Ok(_) => Ok(()),
        Err(source) => Err(BuildError::Text { path: path.into(), source }),
    }
}

/// The extension and the media type of an original, by what it was found to be.
fn kind(found: &ParsedBadge) -> (&'static str, &'static str) {
    match (found.container, &found.credential) {
        (Container::Png, _) => ("png", "image/png"),
        (Container::Svg, _) => ("svg", "image/svg+xml"),
        (Container::Pdf, _) => ("pdf", "application/pdf"),
        (Container::Bare, Credential::Json { .. }) => ("json", "application/json"),
        (Container::Bare, Credential::Jws { .. }) => ("jws", "application/jose"),
        (Container::Bare, Credential::Reference { .. }) => ("txt", "text/plain"),
    }
}

/// Remarks that rest on what the learner is or knows.
const OWN_NOTES: &[Code] = &[
    Code::RecipientPartial,
    Code::RecipientVariant,
    Code::IssuerChanged,
    Code::IssuerLookalike,
    Code::IssuerUnproven,
    Code::StatusRollback,
    Code::StatusReinstated,
];

/// `report` without what it says about the recipient: it was asked about all of the learner's identities, and only some
/// of them may be disclosed. Without what the learner knows of the issuer, too: which lists they rely on and whom they
/// met when is theirs. A reader compares for themselves. Pictures inside it are left out; the original has them.
fn shareable(report: &Report) -> Report {
    let mut report = report.clone();
    report.recipient = RecipientMatch { outcome: Outcome::Unknown, identity: None };
    for check in report.checks.iter_mut().filter(|check| check.id == CheckId::Recipient) {
        *check = Check::unknown(CheckId::Recipient, check.rule.clone(), Code::RecipientNotAsked);
    }
    report.issuer = IssuerFinding {
        id: report.issuer.id,
        name: report.issuer.name,
        identity: report.issuer.identity,
        keys: report.issuer.keys,
        ..IssuerFinding::default()
    };
    report.notes.retain(|note| !OWN_NOTES.contains(&note.code));
    report.newer = report.newer.map(|newer| Box::new(shareable(&newer)));
    report.badge.image = None;
    report.badge.achievement.image = None;
    report.badge.issuer.image = None;
    report.inner = report.inner.iter().map(shareable).collect();
    for endorsement in &mut report.endorsements {
        endorsement.report = shareable(&endorsement.report);
    }
    report
}
