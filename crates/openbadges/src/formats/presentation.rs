//! Verifiable presentations (W3C Verifiable Credentials Data Model 1.1 section 4.10, 2.0 section 4.13): what a holder
//! puts around credentials to show them. A presentation is a container; the credentials in it are what matters.

use serde_json::Value;

use super::{
    vc,
    wire::{self, Fault, Requirement, Shape, optional, required},
};
use crate::code::Code;

/// Whether `document` is a presentation.
pub fn is_presentation(document: &Value) -> bool {
    wire::types(document).contains(&"VerifiablePresentation")
}

/// The presentation in the payload of a JWT: the `vp` claim (VCDM 1.1 section 6.3.1), or the payload itself (Securing
/// Verifiable Credentials using JOSE and COSE 1.0, section 3.1.2). `None` where there is none.
pub fn in_payload(payload: &Value) -> Option<&Value> {
    let claimed = payload.get("vp").filter(|presentation| presentation.is_object());
    claimed.or_else(|| is_presentation(payload).then_some(payload))
}

/// Who presents: the `holder`, as an id or as an object with one.
pub fn holder(presentation: &Value) -> Option<&str> {
    let holder = presentation.get("holder")?;
    holder.as_str().or_else(|| holder.get("id")?.as_str())
}

/// What an enveloped credential or presentation holds (VCDM 2.0 section 4.13 "Enveloped Verifiable Credentials" and
/// "Enveloped Verifiable Presentations"): the text in its `data:` URL. `None` where `document` is no envelope.
pub fn enveloped(document: &Value) -> Option<Result<&str, String>> {
    const ENVELOPES: &[&str] = &["EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"];
    if !wire::types(document).iter().any(|name| ENVELOPES.contains(name)) {
        return None;
    }
    let id = document.get("id").and_then(Value::as_str).unwrap_or_default();
    let content = id.strip_prefix("data:").and_then(|rest| rest.split_once(','));
    let Some((media_type, text)) = content else { return Some(Err("an envelope without content".into())) };
    // The suite's own vectors write `;base64url` behind the type, though the text is a JWT as it stands.
    let name = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    Some(match MEDIA_TYPES.contains(&name.as_str()) {
        true => Ok(text),
        false => Err(format!(
            "an enveloped credential of the type `{}`",
            name.chars().take(64).collect::<String>()
        )),
    })
}

/// The media types of compact JWSs that envelopes hold, with the names that drafts had for them.
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

/// What the VC data model requires of a presentation; of the credentials in it, only that they are credentials. Of many that
/// are none, the first is told.
pub fn faults(presentation: &Value) -> Vec<Fault> {
    let mut faults: Vec<Fault> = vc::context_fault(presentation).into_iter().collect();
    faults.extend(wire::unmet(presentation, PRESENTATION));
    let members = wire::places(presentation, "/verifiableCredential/*");
    let is_v1 = vc::is_v1(presentation);
    faults.extend(members.iter().find_map(|(pointer, member)| member_fault(pointer, member, is_v1)));
    if !is_v1 {
        faults.extend(of_another_than_the_holder(presentation, &members));
    }
    faults
}

/// VCDM 2.0 section 4.13 "Verifiable Presentations": `verifiableCredential` holds credentials and enveloped credentials,
/// and nothing that is no object. In VCDM 1.1, section 4.10, it may also be "data derived from" credentials, such as a JWT.
fn member_fault(pointer: &str, member: &Value, is_v1: bool) -> Option<Fault> {
    let types = wire::types(member);
    if types.contains(&"VerifiableCredential") || is_v1 && member.is_string() {
        return None;
    }
    if types.contains(&"EnvelopedVerifiableCredential") {
        return wire::beneath(pointer, wire::unmet(member, ENVELOPE)).into_iter().next();
    }
    Some(Fault { code: Code::FieldType, pointer: pointer.into(), expected: "a credential".into() })
}

/// VCDM 2.0 section 4.13 "Presentations Including Holder Claims": a credential without a proof of its own is the holder's own
/// claim, so its issuer must be the holder. The first whose issuer is not.
fn of_another_than_the_holder(presentation: &Value, members: &[(String, &Value)]) -> Option<Fault> {
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
