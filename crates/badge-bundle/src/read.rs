//! Opening: bytes in, a bundle out whose every entry is what its holder signed; or why not.
//!
//! All in memory, nothing is written, nothing is fetched. Whether the badges hold, and whose they are, is for
//! [`review`](crate::review()).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use openbadges::{Verdict, documents::Document, json, proof::data_integrity::Proof};
use serde::Serialize;

use crate::{
    build::MIMETYPE,
    code::{BundleCode, BundleError},
    format::{
        collection::{self, Collection},
        documents,
        manifest::{self, Manifest},
        presentation,
    },
    zip::{self, Unpacked},
};

/// A bundle whose manifest is signed by its holder and whose entries are the ones that were signed.
///
/// That says who put it together, and nothing about the badges in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundle {
    manifest: Manifest,
    pub(crate) proof: Proof,
    collection: Collection,
    pub(crate) presentation: Option<Vec<u8>>,
    badges: Vec<BundledBadge>,
}

/// A badge as it lies in a bundle: the sender's bytes, none of them believed.
#[derive(Clone, Debug, PartialEq)]
pub struct BundledBadge {
    /// Its number in the bundle, e.g. `01`.
    pub number: String,
    /// The original bytes.
    pub original: Vec<u8>,
    /// A picture by the sender's program. Whoever shows it draws it anew first.
    pub picture: Option<Vec<u8>>,
    /// What the sender's program said at export.
    pub senders_report: Option<SenderReport>,
    /// The documents that the sender's program had at export.
    pub documents: Vec<Document>,
}

/// What the sender's program said about a badge. Only ever shown as that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SenderReport {
    /// Its verdict.
    pub verdict: Verdict,
    /// The time that it judged for.
    pub at: Timestamp,
}

/// Whether `file` claims to be a bundle: its first entry is `mimetype` and says so.
pub fn looks_like(file: &[u8]) -> bool {
    // A local file header without extra field: name at 30, content behind it (as in EPUB OCF 3.3, section 4.3.3).
    let (name, content) = MIMETYPE;
    file.starts_with(b"PK\x03\x04")
        && file.get(26..30) == Some(&[name.len() as u8, 0, 0, 0])
        && file
            .get(30..)
            .is_some_and(|rest| rest.starts_with(&[name.as_bytes(), content.as_bytes()].concat()))
}

/// Opens a bundle.
pub fn read(file: &[u8]) -> Result<Bundle, BundleError> {
    let entries = zip::read(file)?;
    if !looks_like(file) || entries.first().is_none_or(|first| first.bytes != MIMETYPE.1.as_bytes()) {
        return Err(BundleError::new(BundleCode::Unrecognised).with("detail", "a ZIP file of another kind"));
    }
    let manifest = entries
        .iter()
        .find(|entry| entry.name == manifest::PATH)
        .ok_or_else(|| BundleError::manifest(manifest::PATH, "missing"))?;
    let (manifest, proof) = manifest::read(&manifest.bytes)?;
    manifest.covers(&entries)?;

    let mut entries: BTreeMap<String, Vec<u8>> =
        entries.into_iter().map(|Unpacked { name, bytes }| (name, bytes)).collect();
    let badges = badges(&mut entries)?;
    let collection = collection(entries.get(collection::PATH), &badges)?;
    Ok(Bundle { manifest, proof, collection, presentation: entries.remove(presentation::PATH), badges })
}

impl Bundle {
    /// What the holder signed.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The holder's words.
    pub fn collection(&self) -> &Collection {
        &self.collection
    }

    /// The badges, by number.
    pub fn badges(&self) -> &[BundledBadge] {
        &self.badges
    }

    /// For whom the bundle was made (the proof's `domain`).
    pub fn audience(&self) -> Option<&str> {
        self.proof.domain.as_deref()
    }

    /// The challenge that it answers.
    pub fn challenge(&self) -> Option<&str> {
        self.proof.challenge.as_deref()
    }

    /// Until when it is to be relied on.
    pub fn expires(&self) -> Option<Timestamp> {
        self.proof.expires
    }
}

/// The badges in `entries`, whose originals and pictures are taken out of it.
fn badges(entries: &mut BTreeMap<String, Vec<u8>>) -> Result<Vec<BundledBadge>, BundleError> {
    let mut originals: BTreeMap<(usize, String), String> = BTreeMap::new();
    for path in entries.keys() {
        let Some((number, file)) = path.strip_prefix("badges/").and_then(|rest| rest.split_once('/')) else {
            continue;
        };
        if !file.starts_with("original.") || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        // Shorter numbers first: 99 comes before 100.
        if originals.insert((number.len(), number.into()), path.clone()).is_some() {
            return Err(BundleError::manifest(path, "a second original of one badge"));
        }
    }
    originals.into_iter().map(|((_, number), path)| badge(number, &path, entries)).collect()
}

fn badge(
    number: String,
    original: &str,
    entries: &mut BTreeMap<String, Vec<u8>>,
) -> Result<BundledBadge, BundleError> {
    let folder = format!("badges/{number}/");
    Ok(BundledBadge {
        original: entries.remove(original).unwrap_or_default(),
        picture: entries.remove(&format!("{folder}picture.png")),
        senders_report: entries.get(&format!("{folder}report.json")).and_then(|bytes| senders_report(bytes)),
        documents: documents::read(&format!("{folder}documents/"), entries)?,
        number,
    })
}

/// Verdict and time are all that is taken from a report of another program; a later version's may hold more.
fn senders_report(bytes: &[u8]) -> Option<SenderReport> {
    let report = json::parse(bytes).ok()?;
    let verdict = serde_json::from_value(report.get("verdict")?.clone()).ok()?;
    let at = serde_json::from_value(report.get("at")?.clone()).ok()?;
    Some(SenderReport { verdict, at })
}

fn collection(bytes: Option<&Vec<u8>>, badges: &[BundledBadge]) -> Result<Collection, BundleError> {
    let refused = |detail: &dyn std::fmt::Display| BundleError::manifest(collection::PATH, detail);
    let document =
        json::parse(bytes.ok_or_else(|| refused(&"missing"))?).map_err(|error| refused(&error.code))?;
    let collection: Collection = serde_json::from_value(document).map_err(|error| refused(&error))?;
    let numbers: BTreeSet<&str> = badges.iter().map(|badge| badge.number.as_str()).collect();
    let named =
        collection.sections.iter().flat_map(|section| &section.badges).chain(collection.badges.keys());
    match named.into_iter().find(|number| !numbers.contains(number.as_str())) {
        Some(number) => Err(refused(&format!("names badge {number}, which is not in the bundle"))),
        None => Ok(collection),
    }
}
