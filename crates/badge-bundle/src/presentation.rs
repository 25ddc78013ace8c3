//! `presentation.json`: a W3C Verifiable Presentation 2.0 of the bundle's OB 3.0 credentials, for verifiers that do not know
//! bundles.
//!
//! Signed with `eddsa-rdfc-2022` by the holder. Credentials with a Data Integrity proof stand in it as they are (VCDM 1.1
//! ones too: the term `verifiableCredential` ends the presentation's context, so each brings its own); VC-JWT ones are
//! enveloped (VCDM 2.0, section 4.13). A credential without proof, or one that has no canonical form, cannot be presented and
//! is left out, as is what goes beyond a verifier's limits; the bundle holds it all the same.

use std::collections::BTreeSet;

use openbadges::{
    Code, Credential, Format, ParsedBadge,
    check::{Outcome, Rule},
    json::{self, Value},
    linked_data,
    proof::data_integrity::{self, Proof, ProofError, Suite},
};
use serde_json::json;

use crate::{
    code::BundleCode,
    limits,
    manifest::{holders_proof, proof_options},
    review::{BundleCheck, BundleCheckId},
    sign::{BundleOptions, Signer},
};

/// The path of the presentation.
pub(crate) const PATH: &str = "presentation.json";
/// How large it may be.
pub(crate) const BOUNDS: json::Bounds =
    json::Bounds { bytes: limits::PRESENTATION_BYTES, nodes: limits::PRESENTATION_NODES };
/// The base context of VCDM 2.0, section 4.3.
const CONTEXT: &str = "https://www.w3.org/ns/credentials/v2";
/// What an enveloped VC-JWT begins with (VCDM 2.0, section 4.13; Securing VCs using JOSE and COSE 1.0, section 6.1.1).
const ENVELOPE: &str = "data:application/vc+jwt,";

/// The signed presentation of what of `badges` can be presented. `None`: nothing can.
pub(crate) fn sign<'a>(
    badges: impl Iterator<Item = &'a ParsedBadge>,
    signer: &Signer<'_>,
    options: &BundleOptions,
) -> Result<Option<Value>, ProofError> {
    let mut presented: Vec<Value> = Vec::new();
    let (mut quads, mut bytes) = (0, 0);
    for found in badges {
        let Some(credential) = as_presented(found).filter(|credential| !presented.contains(credential))
        else {
            continue;
        };
        let Some(statements) = statements(&credential) else { continue };
        quads += statements;
        bytes += found.credential.text().len();
        if quads > limits::PRESENTATION_QUADS || bytes > limits::PRESENTATION_BYTES / 2 {
            break;
        }
        presented.push(credential);
    }
    if presented.is_empty() {
        return Ok(None);
    }
    let document = unsigned(signer.did(), presented);
    match data_integrity::sign(&document, &proof_options(Suite::EddsaRdfc2022, signer, options), signer.key())
    {
        // Each by itself is within a verifier's budget; together they are not.
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

/// How many statements `credential` comes to in a presentation. `None`: it has no canonical form there.
fn statements(credential: &Value) -> Option<usize> {
    let alone = unsigned("did:example:holder", vec![credential.clone()]);
    linked_data::canonical_nquads(&alone).ok().map(|nquads| nquads.lines().count())
}

/// What stands for a badge in a presentation, whether it has a canonical form or not.
fn as_presented(found: &ParsedBadge) -> Option<Value> {
    match (&found.credential, found.format) {
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

/// The presentation in `bytes`, parsed strictly.
pub(crate) fn parse(bytes: &[u8]) -> Result<Value, json::JsonError> {
    json::parse_within(bytes, BOUNDS)
}

/// Checks the presentation in `document` against the manifest's `holder` and proof, and says which of `badges` it presents.
pub(crate) fn check(
    document: &Value,
    holder: &str,
    manifest: &Proof,
    badges: &[Option<ParsedBadge>],
) -> (BundleCheck, BTreeSet<usize>) {
    let made = BundleCheck::passed(
        BundleCheckId::Presentation,
        Rule::new("Verifiable Credentials Data Model 2.0", "4.13 Verifiable Presentations"),
    );
    match presented(document, holder, manifest, badges) {
        Ok(which) => (made, which),
        Err((code, details)) => {
            (BundleCheck { outcome: Outcome::Failed, code: Some(code), details, ..made }, BTreeSet::new())
        }
    }
}

fn presented(
    document: &Value,
    holder: &str,
    manifest: &Proof,
    badges: &[Option<ParsedBadge>],
) -> Result<BTreeSet<usize>, (BundleCode, openbadges::code::Details)> {
    let wrong =
        |code: BundleCode, name: &str, value: &str| Err((code, [(name.to_owned(), value.to_owned())].into()));
    let presenter = id_of(document.get("holder")).unwrap_or_default();
    if presenter != holder {
        return wrong(BundleCode::HolderUnbound, "presented_by", presenter);
    }
    if !has_type(document, "VerifiablePresentation") {
        return wrong(Code::DiMalformed.into(), "detail", "not a presentation");
    }
    let proof = holders_proof(document, holder, Suite::EddsaRdfc2022)
        .map_err(|error| (error.code.into(), error.details))?;
    if (&proof.domain, &proof.challenge, &proof.expires)
        != (&manifest.domain, &manifest.challenge, &manifest.expires)
    {
        return wrong(BundleCode::Audience, "made_for", proof.domain.as_deref().unwrap_or_default());
    }
    let known: Vec<Option<Value>> =
        badges.iter().map(|badge| badge.as_ref().and_then(as_presented)).collect();
    let mut which = BTreeSet::new();
    for (at, credential) in members(document.get("verifiableCredential")).enumerate() {
        let before = which.len();
        which.extend(
            (0..known.len()).filter(|badge| known.get(*badge).and_then(Option::as_ref) == Some(credential)),
        );
        if which.len() == before {
            return wrong(BundleCode::Presentation, "pointer", &format!("/verifiableCredential/{at}"));
        }
    }
    Ok(which)
}

/// A value that may be written alone or in an array, as members.
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

/// The id of a thing that is written as its id or as an object with one (VCDM 2.0, section 4.13 `holder`).
fn id_of(value: Option<&Value>) -> Option<&str> {
    value.and_then(|value| value.as_str().or_else(|| value.get("id").and_then(Value::as_str)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// What a JSON-LD processor sees of a credential inside a presentation: all of it, by its own contexts.
    #[test]
    fn a_credential_says_inside_a_presentation_what_it_says_alone() {
        let contexts = [
            ["https://www.w3.org/ns/credentials/v2", "validFrom"],
            ["https://www.w3.org/2018/credentials/v1", "issuanceDate"],
        ];
        for [base, beginning] in contexts {
            let credential = json!({
                "@context": [base, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
                "id": "urn:uuid:1",
                "type": ["VerifiableCredential", "OpenBadgeCredential"],
                "issuer": { "id": "did:example:issuer", "type": ["Profile"], "name": "Town College" },
                beginning: "2025-01-01T00:00:00Z",
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
    fn only_what_has_a_canonical_form_is_presented() {
        let envelope = json!({ "@context": CONTEXT, "id": format!("{ENVELOPE}a.b.c"), "type": "EnvelopedVerifiableCredential" });
        let strange = json!({ "@context": CONTEXT, "type": "VerifiableCredential", "strange": "term" });
        let unknown = json!({ "@context": "https://example.org/context", "type": "VerifiableCredential" });
        let unnamed = json!({ "@context": CONTEXT, "id": "urn:uuid:1", "type": "Something" });
        assert!(statements(&envelope).is_some());
        for refused in [strange, unknown, unnamed] {
            assert_eq!(statements(&refused), None, "{refused}");
        }
    }
}
