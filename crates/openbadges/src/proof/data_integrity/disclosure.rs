//! Selective disclosure (`ecdsa-sd-2023`; Data Integrity ECDSA Cryptosuites 1.0, sections 3.5 and 3.6.8): the issuer
//! signs statement by statement, and the holder shows some of them.
//!
//! The issuer's own signature, the base signature, is over the proof's options, the statements that must always be
//! shown, and a key made for this one proof. That key signs each other statement by itself. What was left out cannot
//! be seen here; nothing can be put in or changed.

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

/// Verify Derived Proof (section 3.6.8): whether `text`, the `proofValue` of `proof`, fits the statements of `document`
/// and the issuer's `key`.
pub(super) fn verify(document: &Value, proof: &Value, text: &str, key: &PublicKey) -> Result<(), ProofError> {
    let derived = DerivedProof::parse(text)?;
    let Some(statements) = statements(document, proof, &derived.labels)? else {
        return Err(malformed("the labels are not one for each unnamed part"));
    };
    let (mandatory, disclosed) = derived.grouped(&statements)?;
    let signed = [
        options_hash(document, proof, Hash::Sha256)?,
        derived.public_key.clone(),
        Hash::Sha256.digest(mandatory.concat().as_bytes()),
    ];
    let misfit = |detail: String| ProofError::new(Code::SigInvalid).with("detail", detail);
    key.verify(Algorithm::Es256, &signed.concat(), &derived.base_signature)
        .map_err(|_| misfit("the base signature does not fit the key".into()))?;
    for (statement, signature) in disclosed.iter().zip(&derived.signatures) {
        derived
            .proof_key
            .verify(Algorithm::Es256, statement.as_bytes(), signature)
            .map_err(|_| misfit("a statement is not as it was signed".into()))?;
    }
    Ok(())
}

/// What a derived proof's value holds (section 3.5.7, parseDerivedProofValue).
struct DerivedProof {
    /// The issuer's signature.
    base_signature: Vec<u8>,
    /// The key made for this proof, as a Multikey.
    public_key: Vec<u8>,
    /// The same, read.
    proof_key: PublicKey,
    /// Signatures by that key, one for each statement that was disclosed by choice, in order.
    signatures: Vec<Vec<u8>>,
    /// The issuer's label for each blank node `c14n{n}`.
    labels: BTreeMap<usize, String>,
    /// Which statements must always be shown, by their places among all that are.
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
            _ => return Err(malformed("no header of a derived proof")),
        };
        Self::of(strict(components)?).ok_or_else(|| malformed("not the five parts of a derived proof"))?
    }

    /// `None` where a part is absent or of another type.
    fn of(components: Cbor) -> Option<Result<Self, ProofError>> {
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
            Ok(_) => return Some(Err(malformed("the key of the proof is not one of P-256"))),
            Err(error) => return Some(Err(malformed(&error.detail))),
        };
        let labels = read_labels(labels)?;
        let places = mandatory.into_array().ok()?;
        let count = places.len();
        let mandatory: BTreeSet<usize> = places.into_iter().map(place).collect::<Option<_>>()?;
        if mandatory.len() != count {
            return None;
        }
        Some(Ok(Self { base_signature, public_key, proof_key, signatures, labels, mandatory }))
    }

    /// The statements that must always be shown, and the others (section 3.5.8, createVerifyData, step 7).
    fn grouped<'s>(&self, statements: &'s [String]) -> Result<(Vec<&'s str>, Vec<&'s str>), ProofError> {
        if self.mandatory.last().is_some_and(|last| *last >= statements.len()) {
            return Err(malformed("a mandatory statement is not among those shown"));
        }
        let (mut mandatory, mut disclosed) = (Vec::new(), Vec::new());
        for (place, statement) in statements.iter().enumerate() {
            let group = if self.mandatory.contains(&place) { &mut mandatory } else { &mut disclosed };
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

/// Decompress Label Map (section 3.5.5): `n` stands for `c14n{n}`, 32 bytes for `u` and their base64url. No two parts
/// may get one label: that would make one of what was signed as two.
fn read_labels(map: Cbor) -> Option<BTreeMap<usize, String>> {
    let entries = map.into_map().ok()?;
    let (mut labels, mut given) = (BTreeMap::new(), BTreeSet::new());
    for (node, label) in entries {
        let label = label.into_bytes().ok().filter(|bytes| bytes.len() == LABEL_BYTES)?;
        let label = format!("u{}", BASE64URL_NOPAD.encode(&label));
        if !given.insert(label.clone()) || labels.insert(place(node)?, label).is_some() {
            return None;
        }
    }
    Some(labels)
}

fn place(value: Cbor) -> Option<usize> {
    usize::try_from(i128::from(value.into_integer().ok()?)).ok()
}

/// CBOR that has one form only: definite, shortest (RFC 8949, section 4.2.1), without tags, and nothing behind it.
fn strict(bytes: &[u8]) -> Result<Cbor, ProofError> {
    let not_cbor = |detail: String| malformed(&format!("CBOR: {detail}"));
    let value: Cbor = ciborium::from_reader(bytes).map_err(|error| not_cbor(error.to_string()))?;
    let mut again = Vec::with_capacity(bytes.len());
    ciborium::into_writer(&value, &mut again).map_err(|error| not_cbor(error.to_string()))?;
    if again != bytes {
        return Err(not_cbor("not in its shortest form".into()));
    }
    Ok(value)
}

fn malformed(detail: &str) -> ProofError {
    ProofError::new(Code::DiMalformed).with("term", "proofValue").with("detail", detail)
}

const HEADER_BYTES: usize = 3;
/// The header of what the issuer hands to the holder alone (section 3.5.2).
const BASE_PROOF: &[u8] = &[0xd9, 0x5d, 0x00];
/// The header of what the holder shows (section 3.5.6).
const DERIVED_PROOF: &[u8] = &[0xd9, 0x5d, 0x01];
/// r||s of P-256.
const SIGNATURE_BYTES: usize = 64;
/// HMAC-SHA-256.
const LABEL_BYTES: usize = 32;
