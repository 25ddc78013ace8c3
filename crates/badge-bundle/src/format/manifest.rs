//! The manifest: what the bundle holds, entry by entry, signed by its holder.
//!
//! One Data Integrity proof, `eddsa-jcs-2022` (Data Integrity EdDSA Cryptosuites 1.0, section 3.3), purpose
//! `authentication`. The proof's `domain`, `challenge` and `expires` say for whom, as the answer to what, and until when.

use std::collections::BTreeMap;

use jiff::Timestamp;
use openbadges::{
    Code, did,
    documents::sha256_hex,
    json,
    proof::data_integrity::{self, Proof, ProofError, ProofOptions, Suite},
};
use serde::{Deserialize, Serialize};

use crate::{
    code::{BundleCode, BundleError},
    format::proof::{BundleOptions, Signer},
    zip::Unpacked,
};

/// The path of the manifest.
pub(crate) const PATH: &str = "manifest.json";
/// `type` of the manifest.
const TYPE: &str = "BadgeBundle";
/// The version of the format that this crate writes, and the newest that it reads.
pub const FORMAT_VERSION: u64 = 1;
/// Features that a bundle may require and this version knows: none so far.
const FEATURES: &[&str] = &[];
/// The purpose of a holder's proof (Data Integrity 1.0, section 2.1 `proofPurpose`).
pub(crate) const PURPOSE: &str = "authentication";

/// What a bundle's manifest says. Where a reader has one, its signature holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// Always `BadgeBundle`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The version of the format.
    pub format_version: u64,
    /// When the bundle was made, by the holder's clock.
    pub created: Timestamp,
    /// The holder's DID.
    pub holder: String,
    /// What a reader must know to read the bundle rightly.
    #[serde(default)]
    pub required_features: Vec<String>,
    /// What a reader may ignore.
    #[serde(default)]
    pub optional_features: Vec<String>,
    /// Every entry but the manifest itself.
    pub entries: Vec<Entry>,
}

/// One entry of the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Its path.
    pub path: String,
    /// What it is.
    pub media_type: String,
    /// Its size in bytes, unpacked.
    pub size: u64,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
}

impl Entry {
    pub(crate) fn of(path: &str, media_type: &str, bytes: &[u8]) -> Self {
        Self {
            path: path.into(),
            media_type: media_type.into(),
            size: bytes.len() as u64,
            sha256: sha256_hex(bytes),
        }
    }
}

/// The signed manifest of `entries`.
pub(crate) fn sign(
    entries: Vec<Entry>,
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
    Ok(data_integrity::sign(&document, &proof_options(Suite::EddsaJcs2022, signer, options), signer.key())?)
}

/// Why a manifest could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ManifestError {
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// What the holder's proofs say, in whichever suite.
pub(crate) fn proof_options(suite: Suite, signer: &Signer<'_>, options: &BundleOptions) -> ProofOptions {
    ProofOptions {
        suite,
        verification_method: did::did_key_method(signer.did()),
        purpose: PURPOSE.into(),
        created: options.created,
        expires: options.expires,
        challenge: options.challenge.clone(),
        domain: options.audience.clone(),
    }
}

/// The manifest in `bytes` and its proof, if the proof holds.
pub(crate) fn read(bytes: &[u8]) -> Result<(Manifest, Proof), BundleError> {
    let document =
        json::parse(bytes).map_err(|error| refused("not acceptable JSON").with("reason", error.code))?;
    let version = document.get("formatVersion").and_then(json::Value::as_u64);
    if document.get("type").and_then(json::Value::as_str) != Some(TYPE) || version.is_none() {
        return Err(refused("not the manifest of a bundle"));
    }
    // A newer version may sign in another way: it is told apart before its signature is looked at.
    if let Some(version) = version.filter(|version| *version > FORMAT_VERSION) {
        return Err(BundleError::new(BundleCode::Newer)
            .with("version", version)
            .with("known", FORMAT_VERSION));
    }
    let manifest: Manifest =
        serde_json::from_value(document.clone()).map_err(|error| refused(&error.to_string()))?;
    let proof =
        holders_proof(&document, &manifest.holder, Suite::EddsaJcs2022).map_err(|error| {
            match error.code {
                Code::DiPurpose => {
                    BundleError { code: error.code.into(), details: error.details }.with("entry", PATH)
                }
                code => BundleError { details: error.details, ..refused("its signature does not hold") }
                    .with("reason", code),
            }
        })?;
    match manifest.required_features.iter().find(|feature| !FEATURES.contains(&feature.as_str())) {
        Some(feature) => Err(BundleError::new(BundleCode::Newer).with("feature", feature)),
        None => Ok((manifest, proof)),
    }
}

/// The one proof of `document`, which must be by `holder`, of `suite`, for authentication, and must fit.
///
/// The key comes from the holder's DID alone; the proof's `verificationMethod` only has to name it.
pub(crate) fn holders_proof(document: &json::Value, holder: &str, suite: Suite) -> Result<Proof, ProofError> {
    let mut proofs = data_integrity::proofs(document);
    let proof = match proofs.pop() {
        Some(proof) if proofs.is_empty() => proof?,
        Some(_) => return Err(ProofError::new(Code::DiMalformed).with("detail", "more than one proof")),
        None => return Err(ProofError::new(Code::DiNoProof)),
    };
    if proof.suite != suite {
        return Err(ProofError::new(Code::DiSuiteUnsupported).with("suite", format!("{:?}", proof.suite)));
    }
    if proof.purpose != PURPOSE {
        return Err(ProofError::new(Code::DiPurpose).with("purpose", &proof.purpose));
    }
    let key =
        did::did_key(holder).map_err(|error| ProofError::new(error.code).with("detail", error.detail))?;
    if proof.verification_method != did::did_key_method(holder) {
        return Err(ProofError::new(Code::IssuerKeyUnbound).with("method", &proof.verification_method));
    }
    data_integrity::verify(document, &proof, &key)?;
    Ok(proof)
}

impl Manifest {
    /// Whether `entries` are exactly what the manifest says, none more and none less.
    pub(crate) fn covers(&self, entries: &[Unpacked]) -> Result<(), BundleError> {
        let mut said: BTreeMap<&str, &Entry> = BTreeMap::new();
        for entry in &self.entries {
            if entry.path == PATH || said.insert(&entry.path, entry).is_some() {
                return Err(BundleError::manifest(&entry.path, "listed twice, or the manifest itself"));
            }
        }
        for Unpacked { name, bytes } in entries.iter().filter(|entry| entry.name != PATH) {
            match said.remove(name.as_str()) {
                None => return Err(BundleError::manifest(name, "not in the manifest")),
                Some(entry) if entry.size != bytes.len() as u64 || entry.sha256 != sha256_hex(bytes) => {
                    return Err(BundleError::manifest(name, "its content is not what was signed"));
                }
                Some(_) => {}
            }
        }
        match said.keys().next() {
            Some(missing) => Err(BundleError::manifest(missing, "in the manifest, and not in the bundle")),
            None => Ok(()),
        }
    }
}

fn refused(detail: &str) -> BundleError {
    BundleError::manifest(PATH, detail)
}
