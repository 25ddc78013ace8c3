//! Reads a bundle and checks every entry against the signed manifest.
//!
//! All data stays in memory. [`review`](crate::review()) checks badges and recipients.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use openbadges::{documents::Document, json, proof::data_integrity::Proof};

use crate::{
    code::{BundleCode, BundleError},
    format::{
        collection::Collection,
        documents,
        layout::{self, BadgeFolder},
        manifest::{self, Manifest},
        report::{self, SenderReport},
    },
    zip::{self, ZipEntry},
};

/// A bundle whose holder signed the manifest and whose entries match it.
///
/// This shows who assembled the bundle. It shows nothing about the badges in the bundle.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundle {
    manifest: Manifest,
    proof: Proof,
    collection: Collection,
    presentation: Option<Vec<u8>>,
    badges: Vec<BundledBadge>,
}

/// A badge in a bundle, as the sender supplied it. Nothing about it is verified.
#[derive(Clone, Debug, PartialEq)]
pub struct BundledBadge {
    /// The number in the bundle, e.g. `01`.
    pub number: String,
    /// The original bytes.
    pub original: Vec<u8>,
    /// A picture by the sender's program. Untrusted: decode it in a sandbox before showing it.
    pub picture: Option<Vec<u8>>,
    /// The verdict of the sender's program.
    pub sender_report: Option<SenderReport>,
    /// The documents that the sender's program used.
    pub documents: Vec<Document>,
}

/// Returns whether the first bytes of `file` identify it as a bundle.
pub fn is_bundle(file: &[u8]) -> bool {
    // A local file header without extra field: name at 30, then the content (as in EPUB OCF 3.3, section 4.3.3).
    let (name, content) = (layout::MIMETYPE, layout::MEDIA_TYPE);
    file.starts_with(b"PK\x03\x04")
        && file.get(26..30) == Some(&[name.len() as u8, 0, 0, 0])
        && file
            .get(30..)
            .is_some_and(|rest| rest.starts_with(&[name.as_bytes(), content.as_bytes()].concat()))
}

/// Reads a bundle and checks every entry against the signed manifest.
///
/// # Errors
///
/// Rejects the whole bundle if any entry is missing, added, changed or malformed, if the manifest's signature is invalid, or
/// if the file exceeds one of the [`limits`](crate::limits).
pub fn read(file: &[u8]) -> Result<Bundle, BundleError> {
    let entries = zip::read(file)?;
    if !is_bundle(file) || entries.first().is_none_or(|first| first.bytes != layout::MEDIA_TYPE.as_bytes()) {
        return Err(BundleError::new(BundleCode::Unrecognised).with("detail", "a ZIP file of another kind"));
    }
    let manifest = entries
        .iter()
        .find(|entry| entry.name == layout::MANIFEST)
        .ok_or_else(|| BundleError::manifest(layout::MANIFEST, "missing"))?;
    let (manifest, proof) = manifest::verify(&manifest.bytes)?;
    manifest.check_entries(&entries)?;

    let mut entries: BTreeMap<String, Vec<u8>> =
        entries.into_iter().map(|ZipEntry { name, bytes }| (name, bytes)).collect();
    let badges = take_badges(&mut entries)?;
    let collection = parse_collection(entries.get(layout::COLLECTION), &badges)?;
    Ok(Bundle { manifest, proof, collection, presentation: entries.remove(layout::PRESENTATION), badges })
}

impl Bundle {
    /// Returns the signed manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Returns the holder's texts and the order of the badges.
    pub fn collection(&self) -> &Collection {
        &self.collection
    }

    /// Returns the badges, sorted by number.
    pub fn badges(&self) -> &[BundledBadge] {
        &self.badges
    }

    /// Returns the audience that the bundle was made for (the proof's `domain`).
    pub fn audience(&self) -> Option<&str> {
        self.proof.domain.as_deref()
    }

    /// Returns the challenge that the bundle answers.
    pub fn challenge(&self) -> Option<&str> {
        self.proof.challenge.as_deref()
    }

    /// Returns when the bundle expires.
    pub fn expires(&self) -> Option<Timestamp> {
        self.proof.expires
    }

    /// Returns the manifest's proof.
    pub(crate) fn proof(&self) -> &Proof {
        &self.proof
    }

    /// Returns the bytes of the presentation, which are not verified yet.
    pub(crate) fn presentation(&self) -> Option<&[u8]> {
        self.presentation.as_deref()
    }
}

/// Removes the files of all badges from `entries`.
fn take_badges(entries: &mut BTreeMap<String, Vec<u8>>) -> Result<Vec<BundledBadge>, BundleError> {
    let mut originals: BTreeMap<(usize, String), String> = BTreeMap::new();
    for path in entries.keys() {
        let Some(number) = layout::number_of_original(path) else { continue };
        // Sorts by length first: 99 comes before 100.
        if originals.insert((number.len(), number.into()), path.clone()).is_some() {
            return Err(BundleError::manifest(path, "a second original of one badge"));
        }
    }
    originals.into_iter().map(|((_, number), path)| take_badge(number, &path, entries)).collect()
}

fn take_badge(
    number: String,
    original: &str,
    entries: &mut BTreeMap<String, Vec<u8>>,
) -> Result<BundledBadge, BundleError> {
    let folder = BadgeFolder::new(&number);
    Ok(BundledBadge {
        original: entries.remove(original).unwrap_or_default(),
        picture: entries.remove(&folder.picture()),
        sender_report: entries.get(&folder.report()).and_then(|bytes| report::parse(bytes)),
        documents: documents::take(&folder, entries)?,
        number,
    })
}

/// Parses the collection, which may refer only to `badges`.
fn parse_collection(bytes: Option<&Vec<u8>>, badges: &[BundledBadge]) -> Result<Collection, BundleError> {
    let rejected = |detail: &dyn std::fmt::Display| BundleError::manifest(layout::COLLECTION, detail);
    let document =
        json::parse(bytes.ok_or_else(|| rejected(&"missing"))?).map_err(|error| rejected(&error.code))?;
    let collection: Collection = serde_json::from_value(document).map_err(|error| rejected(&error))?;
    let numbers: BTreeSet<&str> = badges.iter().map(|badge| badge.number.as_str()).collect();
    let mut named =
        collection.sections.iter().flat_map(|section| &section.badges).chain(collection.badges.keys());
    match named.find(|number| !numbers.contains(number.as_str())) {
        Some(number) => Err(rejected(&format!("names badge {number}, which is not in the bundle"))),
        None => Ok(collection),
    }
}
