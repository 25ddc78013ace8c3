//! Presentations around a badge: their form and their proof (VCDM 2.0 section 4.13; VC Data Integrity 1.0 section
//! 4.4; Securing Verifiable Credentials using JOSE and COSE 1.0 section 3.1.2).
//!
//! These checks never affect the verdict, because anyone can put a badge into a presentation. Challenge and domain
//! are not compared, because this verifier did not request the presentation.

use jiff::Timestamp;

use super::{
    format::with_faults,
    issuer::{
        controller::Relationship,
        keys::{Selector, selected_key},
    },
    proofs::{claims::numeric_date, vc_jwt::is_media_type},
    rules::Version,
    time,
};
use crate::{
    check::{Check, CheckId, Rule},
    code::Code,
    did::split_fragment,
    documents::Documents,
    formats::{
        Credential,
        presentation::{faults, holder, in_payload},
        vc::is_v1,
    },
    json::{self, Value},
    limits::PROOFS,
    proof::{
        data_integrity::{Proof, proofs, verify},
        jws::Jws,
    },
};

/// Returns `presentation.format` and `presentation.holder`.
pub(super) async fn checks(
    presentation: &Credential,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> [Check; 2] {
    [form(presentation), signed(presentation, documents, at).await]
}

/// Checks `presentation.format`: the presentation has the form that its data model requires.
fn form(presentation: &Credential) -> Check {
    let id = CheckId::PresentationFormat;
    let document = match presentation {
        Credential::Json { document, .. } => Some(document),
        Credential::Jws { payload, .. } => in_payload(payload),
        Credential::Reference { .. } => None,
    };
    let rule = match document {
        Some(document) if is_v1(document) => Rule::new("VC Data Model 1.1", "4.10 Presentations"),
        _ => Version::Vc.rule(id),
    };
    let Some(document) = document else { return Check::absent(id, rule) };
    let faults = faults(document);
    let Some(first) = faults.first() else { return Check::passed(id, rule) };
    with_faults(Check::failed(id, rule, Code::PresentationMalformed), first, &faults)
        .with("cause", first.code.as_str())
}

/// Checks `presentation.holder`: the holder signed the presentation.
async fn signed(presentation: &Credential, documents: &(impl Documents + Sync), at: Timestamp) -> Check {
    match presentation {
        Credential::Json { document, .. } => in_json(document, documents, at).await,
        Credential::Jws { text, payload } => in_jwt(text, payload, documents, at).await,
        Credential::Reference { .. } => Check::absent(ID, rule()),
    }
}

const ID: CheckId = CheckId::Presentation;

fn rule() -> Rule {
    Version::Vc.rule(ID)
}

/// Checks a presentation with Data Integrity proofs. Returns the first valid proof, otherwise the error of the last
/// one.
async fn in_json(presentation: &Value, documents: &(impl Documents + Sync), at: Timestamp) -> Check {
    let mut last = Check::absent(ID, rule());
    for proof in proofs(presentation).into_iter().take(PROOFS) {
        let found = match proof {
            Ok(proof) => by_proof(presentation, &proof, documents, at).await,
            Err(error) => Err(error.code),
        };
        match found {
            Ok(check) => return check,
            Err(code) => last = not_passed(presentation_holder(presentation), code),
        }
    }
    last
}

async fn by_proof(
    presentation: &Value,
    proof: &Proof,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Result<Check, Code> {
    // VCDM 2.0 section 4.13 allows any purpose. The holder must list the key for the purpose that the proof names
    // (VC Data Integrity 1.0, section 4.4).
    let relationship = Relationship::of_purpose(&proof.purpose).ok_or(Code::DiPurpose)?;
    if proof.created.is_some_and(|created| time::is_future(created, at))
        || proof.expires.is_some_and(|expires| time::is_past(expires, at))
    {
        return Err(Code::DiTime);
    }
    let method = proof.verification_method.as_str();
    // If the presentation names no holder, the owner of the key is the holder.
    let holder = holder(presentation).unwrap_or_else(|| split_fragment(method).0);
    let key = selected_key(Some(holder), Selector::Name(method), relationship, documents, at)
        .await
        .map_err(|problem| problem.code)?;
    verify(presentation, proof, &key.key).map_err(|error| error.code)?;
    Ok(passed(holder, key.documents))
}

/// Checks a presentation as a JWT: `iss`, or the presentation's holder, owns the key and lists it for
/// authentication (Controlled Identifiers 1.0, section 2.3.2).
async fn in_jwt(text: &str, payload: &Value, documents: &(impl Documents + Sync), at: Timestamp) -> Check {
    let issuer = payload.get("iss").and_then(Value::as_str);
    let named = in_payload(payload).and_then(holder);
    let holder = issuer.or(named).unwrap_or_default();
    if issuer.zip(named).is_some_and(|(issuer, named)| issuer != named) {
        return not_passed(holder, Code::JwtClaimMismatch);
    }
    match by_jws(text, holder, documents, at).await {
        Ok(check) => check,
        Err(code) => not_passed(holder, code),
    }
}

async fn by_jws(
    text: &str,
    holder: &str,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Result<Check, Code> {
    let jws = Jws::parse(text).map_err(|error| error.code)?;
    for (parameter, allowed) in [("typ", TYPES), ("cty", CONTENT_TYPES)] {
        if !jws.header.get(parameter).is_none_or(|value| is_media_type(value, allowed)) {
            return Err(Code::JwtHeaderForbidden);
        }
    }
    if !is_in_validity_period(&jws.payload, at)? {
        return Err(Code::DiTime);
    }
    let relationship = Relationship::Authentication;
    let selected = match jws.jwk() {
        Some(Err(error)) => return Err(error.code),
        Some(Ok(jwk)) => {
            selected_key(Some(holder), Selector::Key(&jwk.key), relationship, documents, at).await
        }
        None => {
            let kid = jws.kid().unwrap_or(holder);
            selected_key(Some(holder), Selector::Name(kid), relationship, documents, at).await
        }
    };
    let key = selected.map_err(|problem| problem.code)?;
    jws.verify_bound(&key.key, key.algorithm.as_deref()).map_err(|error| error.code)?;
    Ok(passed(holder, key.documents))
}

/// The media types allowed in `typ`: of VC JOSE COSE, section 3.1.2, its drafts, and the data model 1.1.
const TYPES: &[&str] = &["vp+jwt", "vp+ld+jwt", "vp-ld+jwt", "vp+ld+json+jwt", "jwt"];

/// The media types allowed in `cty`.
const CONTENT_TYPES: &[&str] = &["vp", "vp+ld+json", "json", "ld+json"];

/// Returns whether `at` is within `nbf` and `exp`, if present (RFC 7519, sections 4.1.4 and 4.1.5).
fn is_in_validity_period(payload: &[u8], at: Timestamp) -> Result<bool, Code> {
    let payload = json::parse(payload).map_err(|error| error.code)?;
    let time = |claim| match payload.get(claim) {
        None => Ok(None),
        Some(value) => numeric_date(value).map(Some).ok_or(Code::TimeFormat),
    };
    let (begin, end) = (time("nbf")?, time("exp")?);
    Ok(!begin.is_some_and(|begin| time::is_future(begin, at))
        && !end.is_some_and(|end| time::is_past(end, at)))
}

fn presentation_holder(presentation: &Value) -> &str {
    holder(presentation).unwrap_or_default()
}

fn passed(holder: &str, documents: Vec<crate::documents::DocumentRef>) -> Check {
    documents.into_iter().fold(Check::passed(ID, rule()).with("holder", holder), Check::with_document)
}

/// Unavailable or unsupported keys and proofs are unknown, not failed.
fn not_passed(holder: &str, cause: Code) -> Check {
    let unknown = matches!(
        cause,
        Code::IssuerUnavailable
            | Code::IssuerMethodUnsupported
            | Code::KeyUnsupported
            | Code::NetCleartext
            | Code::DiSuiteUnsupported
            | Code::DiContextUnknown
            | Code::DiGraphBudget
    );
    let check = match unknown {
        true => Check::unknown(ID, rule(), cause),
        false => Check::failed(ID, rule(), Code::PresentationHolder),
    };
    check.with("holder", holder).with("cause", cause.as_str())
}
