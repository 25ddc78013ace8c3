//! `manifest.json`: a list of all entries, signed by the holder.
//!
//! The proof uses `eddsa-jcs-2022` (Data Integrity EdDSA Cryptosuites 1.0, section 3.3).

use std::collections::BTreeMap;

use jiff::Timestamp;
use openbadges::{
    Code,
    documents::sha256_hex,
    json,
    proof::data_integrity::{Proof, ProofError, Suite},
};
use serde::{Deserialize, Serialize};

use super::{
    layout::MANIFEST,
    proof::{self, BundleOptions, Signer},
};
use crate::{
    code::{BundleCode, BundleError},
    zip::ZipEntry,
};

/// The value of `type`.
const TYPE: &str = "BadgeBundle";
/// The version of the format that this crate writes, which is also the newest that it reads.
pub const FORMAT_VERSION: u64 = 1;
/// The features that a bundle may require. There are none in version 1.
const FEATURES: &[&str] = &[];

/// The signed statements of a bundle. A [`Bundle`](crate::Bundle) exists only if the signature is valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// Always `BadgeBundle`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The version of the format.
    pub format_version: u64,
    /// When the bundle was created, according to the holder.
    pub created: Timestamp,
    /// The holder's DID.
    pub holder: String,
    /// Features that a reader must support.
    #[serde(default)]
    pub required_features: Vec<String>,
    /// Features that a reader may ignore.
    #[serde(default)]
    pub optional_features: Vec<String>,
    /// Every entry except the manifest itself.
    pub entries: Vec<ManifestEntry>,
}

/// The manifest's description of one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ManifestEntry {
    /// The path.
    pub path: String,
    /// The media type.
    pub media_type: String,
    /// The uncompressed size in bytes.
    pub size: u64,
    /// SHA-256 of the bytes, in lower-case hex.
    pub sha256: String,
}

impl ManifestEntry {
    pub(crate) fn new(path: &str, media_type: &str, bytes: &[u8]) -> Self {
        Self {
            path: path.into(),
            media_type: media_type.into(),
            size: bytes.len() as u64,
            sha256: sha256_hex(bytes),
        }
    }

    fn matches(&self, bytes: &[u8]) -> bool {
        self.size == bytes.len() as u64 && self.sha256 == sha256_hex(bytes)
    }
}

/// The reason why a manifest could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ManifestError {
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// Creates the signed manifest of `entries`.
pub(crate) fn sign(
    entries: Vec<ManifestEntry>,
    signer: &Signer<'_>,
    options: &BundleOptions,
) -> Result<json::Value, ManifestError> {
    let manifest = Manifest {
        kind: TYPE.into(),
        format_version: FORMAT_VERSION,
        created: options.created,
        holder: signer.did().into(),
        required_features: Vec::new(),
        optional_features: Vec::new(),
        entries,
    };
    let document = serde_json::to_value(manifest)?;
    Ok(proof::sign(&document, Suite::EddsaJcs2022, signer, options)?)
}

/// Parses a manifest and verifies its proof.
pub(crate) fn verify(bytes: &[u8]) -> Result<(Manifest, Proof), BundleError> {
    let document =
        json::parse(bytes).map_err(|error| rejected("not acceptable JSON").with("reason", error.code))?;
    let version = document.get("formatVersion").and_then(json::Value::as_u64);
    if document.get("type").and_then(json::Value::as_str) != Some(TYPE) || version.is_none() {
        return Err(rejected("not the manifest of a bundle"));
    }
    // The version is checked before the proof, because a newer version may sign in another way.
    if let Some(version) = version.filter(|version| *version > FORMAT_VERSION) {
        return Err(BundleError::new(BundleCode::Newer)
            .with("version", version)
            .with("known", FORMAT_VERSION));
    }
    let manifest: Manifest =
        serde_json::from_value(document.clone()).map_err(|error| rejected(&error.to_string()))?;
    let proof = proof::verify(&document, &manifest.holder, Suite::EddsaJcs2022).map_err(proof_rejected)?;
    match manifest.required_features.iter().find(|feature| !FEATURES.contains(&feature.as_str())) {
        Some(feature) => Err(BundleError::new(BundleCode::Newer).with("feature", feature)),
        None => Ok((manifest, proof)),
    }
}

impl Manifest {
    /// Checks that `entries` are exactly the listed entries.
    pub(crate) fn check_entries(&self, entries: &[ZipEntry]) -> Result<(), BundleError> {
        let mut listed: BTreeMap<&str, &ManifestEntry> = BTreeMap::new();
        for entry in &self.entries {
            if entry.path == MANIFEST || listed.insert(&entry.path, entry).is_some() {
                return Err(BundleError::manifest(&entry.path, "listed twice, or the manifest itself"));
            }
        }
        for ZipEntry { name, bytes } in entries.iter().filter(|entry| entry.name != MANIFEST) {
            match listed.remove(name.as_str()) {
                None => return Err(BundleError::manifest(name, "not in the manifest")),
                Some(entry) if !entry.matches(bytes) => {
                    return Err(BundleError::manifest(name, "its content differs from the signed content"));
                }
                Some(_) => {}
            }
        }
        match listed.keys().next() {
            Some(missing) => Err(BundleError::manifest(missing, "in the manifest, but not in the bundle")),
            None => Ok(()),
        }
    }
}

fn proof_rejected(ProofError { code, details }: ProofError) -> BundleError {
    match code {
        Code::DiPurpose => BundleError { code: code.into(), details }.with("entry", MANIFEST),
        code => BundleError { code: BundleCode::Manifest, details }.with("reason", code),
    }
}

fn rejected(detail: &str) -> BundleError {
    BundleError::manifest(MANIFEST, detail)
}
