//! Selective disclosure with `ecdsa-sd-2023` (Data Integrity ECDSA Cryptosuites 1.0, sections 3.5 and 3.6.8).
//!
//! The issuer's base signature covers the proof options, the mandatory statements, and a key that is generated for this
//! proof. The proof-scoped key signs every other statement separately, and the holder discloses some of them. A verifier
//! cannot see what was left out, but nothing can be added or changed.

use std::collections::{BTreeMap, BTreeSet};

use ciborium::Value as Cbor;
use data_encoding::BASE64URL_NOPAD;

use super::{
    ProofError,
    transform::{options_hash, statements},
};
use crate::{
    code::Code,
    json::Value,
    limits,
    linked_data::Hash,
    proof::{algorithm::Algorithm, family::Family, key::PublicKey},
};

/// Verifies the derived proof `text`, the `proofValue` of `proof`, with the issuer's `key` (section 3.6.8, Verify Derived
/// Proof).
pub(super) fn verify(document: &Value, proof: &Value, text: &str, key: &PublicKey) -> Result<(), ProofError> {
    let derived = DerivedProof::parse(text)?;
    let Some(statements) = statements(document, proof, &derived.labels)? else {
        return Err(malformed("the label map does not have exactly one label for each blank node"));
    };
    let (mandatory, disclosed) = derived.group_statements(&statements)?;
    let signed = [
        options_hash(document, proof, Hash::Sha256)?,
        derived.public_key.clone(),
        Hash::Sha256.digest(mandatory.concat().as_bytes()),
    ];
    let invalid = |detail: String| ProofError::new(Code::SigInvalid).with("detail", detail);
    key.verify(Algorithm::Es256, &signed.concat(), &derived.base_signature)
        .map_err(|_| invalid("the base signature does not match the key".into()))?;
    for (statement, signature) in disclosed.iter().zip(&derived.signatures) {
        derived
            .proof_key
            .verify(Algorithm::Es256, statement.as_bytes(), signature)
            .map_err(|_| invalid("a statement differs from the signed one".into()))?;
    }
    Ok(())
}

/// The components of a derived proof value (section 3.5.7, parseDerivedProofValue).
struct DerivedProof {
    /// The issuer's base signature.
    base_signature: Vec<u8>,
    /// The proof-scoped key, as a Multikey.
    public_key: Vec<u8>,
    /// The proof-scoped key, parsed.
    proof_key: PublicKey,
    /// The signatures by the proof-scoped key, one for each non-mandatory statement, in order.
    signatures: Vec<Vec<u8>>,
    /// The label map: the issuer's label for each blank node `c14n{n}`.
    labels: BTreeMap<usize, String>,
    /// The indices of the mandatory statements among the disclosed statements.
    mandatory: BTreeSet<usize>,
}

impl DerivedProof {
    fn parse(text: &str) -> Result<Self, ProofError> {
        let encoded = text.strip_prefix('u').ok_or_else(|| malformed("not multibase base64url"))?;
        let bytes = BASE64URL_NOPAD
            .decode(encoded.as_bytes())
            .map_err(|error| malformed(&format!("not multibase base64url: {error}")))?;
        let components = match bytes.split_at_checked(HEADER_BYTES) {
            Some((BASE_PROOF, _)) => return Err(ProofError::new(Code::DiBaseProof)),
            Some((DERIVED_PROOF, components)) => components,
            _ => return Err(malformed("not the header of a derived proof")),
        };
        Self::from_components(parse_deterministic_cbor(components)?)
            .ok_or_else(|| malformed("not the five components of a derived proof"))?
    }

    /// Returns `None` if a component is missing or has the wrong type.
    fn from_components(components: Cbor) -> Option<Result<Self, ProofError>> {
        let Ok([base_signature, public_key, signatures, labels, mandatory]) =
            <[Cbor; 5]>::try_from(components.into_array().ok()?)
        else {
            return None;
        };
        let signature = |part: Cbor| part.into_bytes().ok().filter(|bytes| bytes.len() == SIGNATURE_BYTES);
        let public_key = public_key.into_bytes().ok()?;
        let signatures: Vec<Vec<u8>> =
            signatures.into_array().ok()?.into_iter().map(signature).collect::<Option<_>>()?;
        let base_signature = signature(base_signature)?;
        let proof_key = match PublicKey::from_multikey(&public_key) {
            Ok(key) if key.family() == Family::P256 => key,
            Ok(_) => return Some(Err(malformed("the proof-scoped key is not a P-256 key"))),
            Err(error) => return Some(Err(malformed(&error.detail))),
        };
        let labels = decompress_label_map(labels)?;
        let indices = mandatory.into_array().ok()?;
        let count = indices.len();
        let mandatory: BTreeSet<usize> = indices.into_iter().map(index).collect::<Option<_>>()?;
        if mandatory.len() != count {
            return None;
        }
        Some(Ok(Self { base_signature, public_key, proof_key, signatures, labels, mandatory }))
    }

    /// Splits the statements into mandatory and non-mandatory statements (section 3.5.8, createVerifyData, step 7).
    fn group_statements<'s>(
        &self,
        statements: &'s [String],
    ) -> Result<(Vec<&'s str>, Vec<&'s str>), ProofError> {
        if self.mandatory.last().is_some_and(|last| *last >= statements.len()) {
            return Err(malformed("the index of a mandatory statement is out of range"));
        }
        let (mut mandatory, mut disclosed) = (Vec::new(), Vec::new());
        for (index, statement) in statements.iter().enumerate() {
            let group = if self.mandatory.contains(&index) { &mut mandatory } else { &mut disclosed };
            group.push(statement.as_str());
        }
        if disclosed.len() != self.signatures.len() {
            return Err(ProofError::new(Code::SigInvalid).with(
                "detail",
                format!("{} signatures on {} statements", self.signatures.len(), disclosed.len()),
            ));
        }
        if disclosed.len() > limits::DISCLOSED_STATEMENTS {
            return Err(ProofError::new(Code::DiGraphBudget)
                .with("detail", format!("more than {} statements", limits::DISCLOSED_STATEMENTS)));
        }
        Ok((mandatory, disclosed))
    }
}

/// Decompresses the label map (section 3.5.5): `n` stands for `c14n{n}`, and 32 bytes for `u` and their base64url form.
///
/// Labels must be unique. Otherwise two signed blank nodes could be merged into one.
fn decompress_label_map(map: Cbor) -> Option<BTreeMap<usize, String>> {
    let entries = map.into_map().ok()?;
    let (mut labels, mut used) = (BTreeMap::new(), BTreeSet::new());
    for (node, label) in entries {
        let label = label.into_bytes().ok().filter(|bytes| bytes.len() == LABEL_BYTES)?;
        let label = format!("u{}", BASE64URL_NOPAD.encode(&label));
        if !used.insert(label.clone()) || labels.insert(index(node)?, label).is_some() {
            return None;
        }
    }
    Some(labels)
}

fn index(value: Cbor) -> Option<usize> {
    usize::try_from(i128::from(value.into_integer().ok()?)).ok()
}

/// Parses CBOR in its only accepted encoding: definite lengths, shortest form (RFC 8949, section 4.2.1), no tags, and no
/// trailing bytes.
fn parse_deterministic_cbor(bytes: &[u8]) -> Result<Cbor, ProofError> {
    let not_cbor = |detail: String| malformed(&format!("CBOR: {detail}"));
    let value: Cbor = ciborium::from_reader(bytes).map_err(|error| not_cbor(error.to_string()))?;
    let mut encoded = Vec::with_capacity(bytes.len());
    ciborium::into_writer(&value, &mut encoded).map_err(|error| not_cbor(error.to_string()))?;
    if encoded != bytes {
        return Err(not_cbor("not in its shortest form".into()));
    }
    Ok(value)
}

fn malformed(detail: &str) -> ProofError {
    ProofError::new(Code::DiMalformed).with("term", "proofValue").with("detail", detail)
}

const HEADER_BYTES: usize = 3;
/// The header of a base proof, which only the holder should receive (section 3.5.2).
const BASE_PROOF: &[u8] = &[0xd9, 0x5d, 0x00];
/// The header of a derived proof (section 3.5.6).
const DERIVED_PROOF: &[u8] = &[0xd9, 0x5d, 0x01];
/// The length of r||s for P-256.
const SIGNATURE_BYTES: usize = 64;
/// The length of an HMAC-SHA-256.
const LABEL_BYTES: usize = 32;
