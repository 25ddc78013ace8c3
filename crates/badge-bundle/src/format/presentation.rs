//! `presentation.json`: a W3C Verifiable Presentation 2.0 of the OB 3.0 credentials, for verifiers that do not support bundles.
//!
//! The holder signs it with `eddsa-rdfc-2022`.
//!
//! - A credential with a Data Integrity proof is included unchanged. This also works for VCDM 1.1: the term
//!   `verifiableCredential` resets the context, so each credential is read with its own contexts.
//! - A VC-JWT is enveloped (VCDM 2.0, section 4.13).
//! - Credentials without a proof or a canonical form, and those beyond a verifier's limits, are left out of the
//!   presentation. The bundle still contains them.

use std::collections::BTreeSet;

use openbadges::{
    Code, Credential, Format, ParsedBadge, ReadError,
    json::{self, Value},
    linked_data,
    proof::data_integrity::{Proof, ProofError, Suite},
};
use serde_json::json;

use super::proof::{self, BundleOptions, Signer};
use crate::{
    code::{BundleCode, BundleError},
    limits,
};

const BOUNDS: json::Bounds =
    json::Bounds { bytes: limits::PRESENTATION_BYTES, nodes: limits::PRESENTATION_NODES };
/// The base context (VCDM 2.0, section 4.3).
const CONTEXT: &str = "https://www.w3.org/ns/credentials/v2";
/// The prefix of an enveloped VC-JWT (VCDM 2.0, section 4.13; Securing VCs using JOSE and COSE 1.0, section 6.1.1).
const ENVELOPE: &str = "data:application/vc+jwt,";

/// Creates the signed presentation of `badges`. Returns `None` if no badge can be presented.
pub(crate) fn sign<'a>(
    badges: impl Iterator<Item = &'a ParsedBadge>,
    signer: &Signer<'_>,
    options: &BundleOptions,
) -> Result<Option<Value>, ProofError> {
    let mut credentials: Vec<Value> = Vec::new();
    let (mut quads, mut bytes) = (0, 0);
    for badge in badges {
        let Some(credential) = presented_form(badge).filter(|credential| !credentials.contains(credential))
        else {
            continue;
        };
        let Some(count) = count_statements(&credential) else { continue };
        quads += count;
        bytes += badge.credential.text().len();
        if quads > limits::PRESENTATION_QUADS || bytes > limits::PRESENTATION_BYTES / 2 {
            break;
        }
        credentials.push(credential);
    }
    if credentials.is_empty() {
        return Ok(None);
    }
    match proof::sign(&unsigned(signer.did(), credentials), Suite::EddsaRdfc2022, signer, options) {
        // Each credential is within a verifier's budget, but all of them together exceed it.
        Err(error) if error.code == Code::DiGraphBudget => Ok(None),
        signed => signed.map(Some),
    }
}

fn unsigned(holder: &str, credentials: Vec<Value>) -> Value {
    json!({
        "@context": [CONTEXT],
        "type": ["VerifiablePresentation"],
        "holder": holder,
        "verifiableCredential": credentials,
    })
}

/// Counts the RDF statements of `credential` inside a presentation. Returns `None` if it has no canonical form there.
fn count_statements(credential: &Value) -> Option<usize> {
    let alone = unsigned("did:example:holder", vec![credential.clone()]);
    linked_data::canonical_nquads(&alone).ok().map(|nquads| nquads.lines().count())
}

/// Returns the member of `verifiableCredential` for a badge, or `None` if presentations cannot contain its format.
fn presented_form(badge: &ParsedBadge) -> Option<Value> {
    match (&badge.credential, badge.format) {
        (
            Credential::Json { document, .. },
            Format::Ob3DataIntegrity
            | Format::ClrDataIntegrity
            | Format::EndorsementDataIntegrity
            | Format::VcDataIntegrity,
        ) => document.get("proof").is_some().then(|| document.clone()),
        (
            Credential::Jws { text, .. },
            Format::Ob3Jwt | Format::ClrJwt | Format::EndorsementJwt | Format::VcJwt,
        ) => Some(json!({
            "@context": CONTEXT,
            "id": format!("{ENVELOPE}{text}"),
            "type": "EnvelopedVerifiableCredential",
        })),
        _ => None,
    }
}

/// Verifies a presentation against the `holder` and the proof of the manifest.
///
/// Returns the indexes of the badges that it presents.
pub(crate) fn verify(
    bytes: &[u8],
    holder: &str,
    manifest_proof: &Proof,
    badges: &[Result<ParsedBadge, ReadError>],
) -> Result<BTreeSet<usize>, BundleError> {
    let document = json::parse_within(bytes, BOUNDS)
        .map_err(|error| BundleError::new(error.code.into()).with("detail", error.detail))?;
    let presenter = id_of(document.get("holder")).unwrap_or_default();
    if presenter != holder {
        return Err(BundleError::new(BundleCode::HolderUnbound).with("presented_by", presenter));
    }
    if !has_type(&document, "VerifiablePresentation") {
        return Err(BundleError::new(Code::DiMalformed.into()).with("detail", "not a presentation"));
    }
    let proof = proof::verify(&document, holder, Suite::EddsaRdfc2022)
        .map_err(|error| BundleError { code: error.code.into(), details: error.details })?;
    if (&proof.domain, &proof.challenge, &proof.expires)
        != (&manifest_proof.domain, &manifest_proof.challenge, &manifest_proof.expires)
    {
        let audience = proof.domain.as_deref().unwrap_or_default();
        return Err(BundleError::new(BundleCode::Audience).with("made_for", audience));
    }
    let known: Vec<Option<Value>> =
        badges.iter().map(|badge| badge.as_ref().ok().and_then(presented_form)).collect();
    let mut presented = BTreeSet::new();
    for (position, credential) in members(document.get("verifiableCredential")).enumerate() {
        let before = presented.len();
        let equal = known.iter().enumerate().filter(|(_, known)| known.as_ref() == Some(credential));
        presented.extend(equal.map(|(index, _)| index));
        if presented.len() == before {
            return Err(BundleError::new(BundleCode::Presentation)
                .with("pointer", format_args!("/verifiableCredential/{position}")));
        }
    }
    Ok(presented)
}

/// Returns the members of an array, or the value itself if it is not an array.
fn members(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    match value {
        Some(Value::Array(members)) => members.as_slice(),
        Some(value) => std::slice::from_ref(value),
        None => &[],
    }
    .iter()
}

fn has_type(document: &Value, name: &str) -> bool {
    members(document.get("type")).any(|kind| kind.as_str() == Some(name))
}

/// Returns the id of `holder`, which is a string or an object with an id (VCDM 2.0, section 4.13).
fn id_of(value: Option<&Value>) -> Option<&str> {
    value.and_then(|value| value.as_str().or_else(|| value.get("id").and_then(Value::as_str)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// A JSON-LD processor must read the whole credential inside a presentation, with the credential's own contexts.
    #[test]
    fn presentation_keeps_every_statement_of_a_credential() {
        let contexts = [
            ["https://www.w3.org/ns/credentials/v2", "validFrom"],
            ["https://www.w3.org/2018/credentials/v1", "issuanceDate"],
        ];
        for [base, start] in contexts {
            let credential = json!({
                "@context": [base, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
                "id": "urn:uuid:1",
                "type": ["VerifiableCredential", "OpenBadgeCredential"],
                "issuer": { "id": "did:example:issuer", "type": ["Profile"], "name": "Town College" },
                start: "2025-01-01T00:00:00Z",
                "credentialSubject": { "id": "did:example:holder", "type": ["AchievementSubject"] },
            });
            let alone = linked_data::canonical_nquads(&credential).unwrap();
            let presented =
                linked_data::canonical_nquads(&unsigned("did:example:h", vec![credential])).unwrap();
            for statement in alone.lines() {
                let statement = statement.trim_end_matches(" .");
                assert!(presented.contains(statement), "{base}: {statement} is missing from\n{presented}");
            }
        }
    }

    #[test]
    fn counts_statements_only_with_canonical_form() {
        let envelope = json!({ "@context": CONTEXT, "id": format!("{ENVELOPE}a.b.c"), "type": "EnvelopedVerifiableCredential" });
        let strange = json!({ "@context": CONTEXT, "type": "VerifiableCredential", "strange": "term" });
        let unknown = json!({ "@context": "https://example.org/context", "type": "VerifiableCredential" });
        let unnamed = json!({ "@context": CONTEXT, "id": "urn:uuid:1", "type": "Something" });
        assert!(count_statements(&envelope).is_some());
        for credential in [strange, unknown, unnamed] {
            assert_eq!(count_statements(&credential), None, "{credential}");
        }
    }
}
