//! Verifiable presentations (W3C Verifiable Credentials Data Model 1.1 section 4.10, 2.0 section 4.13): containers in
//! which a holder presents credentials.

use serde_json::Value;

use super::{
    vc,
    wire::{self, Fault, Requirement, Shape, optional, required},
};
use crate::code::Code;

/// Returns whether `document` is a presentation.
pub fn is_presentation(document: &Value) -> bool {
    wire::types(document).contains(&"VerifiablePresentation")
}

/// Returns the presentation in the payload of a JWT, if there is one.
///
/// It is the `vp` claim (VCDM 1.1 section 6.3.1) or the payload itself (Securing Verifiable Credentials using JOSE and
/// COSE 1.0, section 3.1.2).
pub fn in_payload(payload: &Value) -> Option<&Value> {
    let claim = payload.get("vp").filter(|presentation| presentation.is_object());
    claim.or_else(|| is_presentation(payload).then_some(payload))
}

/// Returns the id of the `holder`, which is an id or an object with an id.
pub fn holder(presentation: &Value) -> Option<&str> {
    let holder = presentation.get("holder")?;
    holder.as_str().or_else(|| holder.get("id")?.as_str())
}

/// Returns the text in the `data:` URL of an enveloped credential or presentation; `None` if `document` is not an
/// envelope.
///
/// VCDM 2.0 section 4.13 "Enveloped Verifiable Credentials" and "Enveloped Verifiable Presentations". The error describes
/// an envelope that cannot be read.
pub fn enveloped(document: &Value) -> Option<Result<&str, String>> {
    const ENVELOPES: &[&str] = &["EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"];
    if !wire::types(document).iter().any(|name| ENVELOPES.contains(name)) {
        return None;
    }
    let id = document.get("id").and_then(Value::as_str).unwrap_or_default();
    let content = id.strip_prefix("data:").and_then(|rest| rest.split_once(','));
    let Some((media_type, text)) = content else { return Some(Err("an envelope without content".into())) };
    // The test vectors of the W3C suite write `;base64url` after the type, although the text is a plain JWT.
    let name = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    Some(match MEDIA_TYPES.contains(&name.as_str()) {
        true => Ok(text),
        false => Err(format!(
            "an enveloped credential of the type `{}`",
            name.chars().take(64).collect::<String>()
        )),
    })
}

/// The media types of compact JWSs in envelopes, including those of drafts.
const MEDIA_TYPES: &[&str] = &[
    "application/vc+jwt",
    "application/vp+jwt",
    "application/vc+ld+jwt",
    "application/vc-ld+jwt",
    "application/vc+ld+json+jwt",
    "application/vp+ld+jwt",
    "application/vp-ld+jwt",
    "application/vp+ld+json+jwt",
    "application/jwt",
];

/// Returns the faults of a presentation according to the VC data model.
///
/// Checks only that the values of `verifiableCredential` are credentials, and reports the first that is not.
pub fn faults(presentation: &Value) -> Vec<Fault> {
    let mut faults: Vec<Fault> = vc::context_fault(presentation).into_iter().collect();
    faults.extend(wire::check(presentation, PRESENTATION));
    let members = wire::values_at(presentation, "/verifiableCredential/*");
    let is_v1 = vc::is_v1(presentation);
    faults.extend(members.iter().find_map(|(pointer, member)| member_fault(pointer, member, is_v1)));
    if !is_v1 {
        faults.extend(unproven_claim_fault(presentation, &members));
    }
    faults
}

/// Checks a value of `verifiableCredential`.
///
/// VCDM 2.0 section 4.13 "Verifiable Presentations" allows only credentials and enveloped credentials. VCDM 1.1 section
/// 4.10 also allows "data derived from" credentials, such as a JWT.
fn member_fault(pointer: &str, member: &Value, is_v1: bool) -> Option<Fault> {
    let types = wire::types(member);
    if types.contains(&"VerifiableCredential") || is_v1 && member.is_string() {
        return None;
    }
    if types.contains(&"EnvelopedVerifiableCredential") {
        return wire::with_prefix(pointer, wire::check(member, ENVELOPE)).into_iter().next();
    }
    Some(Fault { code: Code::FieldType, pointer: pointer.into(), expected: "a credential".into() })
}

/// Returns a fault for the first credential without a proof whose issuer is not the holder.
///
/// VCDM 2.0 section 4.13 "Presentations Including Holder Claims": a credential without its own proof is a claim of the
/// holder, so the holder must be its issuer.
fn unproven_claim_fault(presentation: &Value, members: &[(String, &Value)]) -> Option<Fault> {
    let mut claims = members.iter().filter(|(_, member)| {
        wire::types(member).contains(&"VerifiableCredential") && member.get("proof").is_none()
    });
    let holder = holder(presentation);
    let (pointer, _) = claims.find(|(_, claim)| {
        let issuer =
            claim.get("issuer").and_then(|issuer| issuer.as_str().or_else(|| issuer.get("id")?.as_str()));
        issuer.is_none() || issuer != holder
    })?;
    let expected =
        holder.map_or_else(|| "a proof, or a holder".into(), |holder| format!("a proof, or {holder}"));
    Some(Fault { code: Code::FieldType, pointer: format!("{pointer}/issuer"), expected })
}

/// VCDM 2.0 section 4.13 "Verifiable Presentations"; VCDM 1.1 section 4.10 "Presentations".
const PRESENTATION: &[Requirement] = &[
    optional("", "id", Shape::Uri),
    required("", "type", Shape::Type(&["VerifiablePresentation"])),
    optional("", "holder", Shape::UriOrObject),
    required("/holder", "id", Shape::Uri),
    optional("", "proof", Shape::Objects),
    required("/proof/*", "type", Shape::Texts),
];

/// VCDM 2.0 section 4.13 "Enveloped Verifiable Credentials".
const ENVELOPE: &[Requirement] =
    &[required("", "@context", Shape::UrisOrObjects), required("", "id", Shape::DataUrl)];
