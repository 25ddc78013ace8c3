//! VC-JWTs (Open Badges 3.0 "JSON Web Token Proof Format"; for the data model 2.0 also Securing Verifiable
//! Credentials using JOSE and COSE 1.0, selected by the token's `typ`).
//!
//! Three checks: the header and the signature are valid (`proof.signature`), the key belongs to the issuer
//! (`issuer.key`), and the claims agree with the credential (`proof.claims`, in [`claims`](super::claims)).

use jiff::Timestamp;

use super::{
    Authenticity,
    claims::{self, Profile},
};
use crate::{
    check::{Check, CheckId, Rule},
    code::{Code, Details},
    documents::Documents,
    formats::{ob3, time::date_time},
    json::{self, Value},
    proof::jws::{Algorithm, Jws, JwsError},
    verify::issuer::{
        issuer_id,
        keys::{IssuerKey, KeyProblem, Selector, assertion_key, is_foreign},
    },
};

/// Verifies the VC-JWT `text`: `proof.signature`, `issuer.key` and `proof.claims`.
///
/// The payload is parsed again from the signed bytes. The header only selects one of the issuer's keys. If it
/// selects none, the signature is not checked.
pub(crate) async fn authenticate(
    text: &str,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Authenticity {
    let jws = match Jws::parse(text) {
        Ok(jws) => jws,
        Err(error) => return not_a_vc_jwt(&error),
    };
    let payload = match json::parse(&jws.payload) {
        Ok(payload) => payload,
        Err(error) => return not_a_vc_jwt(&JwsError::new(error.code, error.to_string())),
    };
    let credential = ob3::credential_in(&payload);
    let rule = |check| rule(check, profile(&jws.header));
    let claims = Some(claims::check(&payload, credential, profile(&jws.header), rule(CheckId::Claims)));
    if let Err(fault) = check_header(&jws.header) {
        return Authenticity {
            signature: fault.check(Check::failed(CheckId::Signature, rule(CheckId::Signature), fault.code)),
            claims,
            issuer_key: Check::unknown(CheckId::IssuerKey, rule(CheckId::IssuerKey), fault.code),
        };
    }
    let (signature, issuer_key) = match find_selected_key(&jws, issuer_id(credential), documents, at).await {
        Ok(key) => (signature(&jws, &key, rule(CheckId::Signature)), key.check(rule(CheckId::IssuerKey))),
        Err(problem) => (
            signature_without_key(&jws, &problem, rule(CheckId::Signature)),
            problem.check(rule(CheckId::IssuerKey)),
        ),
    };
    Authenticity { signature, claims, issuer_key }
}

/// Returns the credential in `payload`, the payload of `text`, with the validity period of the token.
/// `proof.claims` reports invalid times.
///
/// Under Open Badges 3.0 ("JWT Payload"), `exp` replaces an end that the credential omits. Under VC JOSE COSE
/// (section 3.1.3), `nbf` and `exp` limit the signature, so the credential is unsigned outside of them.
pub(crate) fn credential(text: &str, payload: &Value) -> Value {
    let profile = Jws::parse(text).map_or(Profile::OpenBadges, |jws| profile(&jws.header));
    let mut credential = ob3::credential_in(payload).clone();
    let claimed = |claim| payload.get(claim).and_then(claims::numeric_date);
    let stated = |members: [&str; 2]| {
        let mut times = members.into_iter().filter_map(|member| credential.get(member));
        times.find(|time| !time.is_null()).map(|time| time.as_str().and_then(|text| date_time(text).ok()))
    };
    let end = match (claimed("exp"), stated(["validUntil", "expirationDate"])) {
        (Some(exp), None) => Some(exp),
        (Some(exp), Some(Some(until))) if profile == Profile::VcJose && exp < until => Some(exp),
        _ => None,
    };
    let begin = match (claimed("nbf"), stated(["validFrom", "issuanceDate"])) {
        (Some(nbf), Some(Some(from))) if profile == Profile::VcJose && nbf > from => Some(nbf),
        _ => None,
    };
    if let Value::Object(members) = &mut credential {
        for (member, time) in [("validUntil", end), ("validFrom", begin)] {
            if let Some(time) = time {
                members.insert(member.into(), time.to_string().into());
            }
        }
    }
    credential
}

/// Returns the specification that secures the token.
fn profile(header: &Value) -> Profile {
    let of_vc_jose = header.get("typ").is_some_and(|typ| is_media_type(typ, VC_JOSE_TYPES));
    if of_vc_jose { Profile::VcJose } else { Profile::OpenBadges }
}

/// The header parameters that OB 3.0 allows ("JOSE Header"), and `cty`, which Securing Verifiable Credentials using
/// JOSE and COSE, section 3.1.1, adds.
const HEADER_PARAMETERS: &[&str] = &["alg", "kid", "jwk", "typ", "cty"];

/// Parameters that refer to external keys. VC JOSE COSE, section 3.1.3, requires ignoring unknown parameters; these
/// are known and rejected.
const KEY_POINTERS: &[&str] = &["jku", "x5u", "x5c", "x5t", "x5t#S256"];

/// The media types that OB 3.0 allows in `typ` ("JOSE Header").
const TYPES: &[&str] = &["jwt"];

/// The media types that VC JOSE COSE, section 3.1.1, and its drafts allow in `typ`.
const VC_JOSE_TYPES: &[&str] = &["vc+jwt", "vc+ld+jwt", "vc-ld+jwt", "vc+ld+json+jwt"];

/// The media types allowed in `cty`.
const CONTENT_TYPES: &[&str] = &["vc", "vc+ld+json", "json", "ld+json"];

/// The error in a header.
struct HeaderFault {
    code: Code,
    parameter: String,
}

impl HeaderFault {
    fn check(&self, check: Check) -> Check {
        if self.parameter.is_empty() { check } else { check.with("header", &self.parameter) }
    }
}

fn check_header(header: &Value) -> Result<(), HeaderFault> {
    let fault =
        |code, parameter: &str| Err(HeaderFault { code, parameter: parameter.chars().take(64).collect() });
    for parameter in header.as_object().into_iter().flat_map(serde_json::Map::keys) {
        let allowed = match profile(header) {
            Profile::OpenBadges => HEADER_PARAMETERS.contains(&parameter.as_str()),
            Profile::VcJose => !KEY_POINTERS.contains(&parameter.as_str()),
        };
        if !allowed {
            return fault(Code::JwtHeaderForbidden, parameter);
        }
    }
    for (parameter, allowed) in [("typ", &[TYPES, VC_JOSE_TYPES][..]), ("cty", &[CONTENT_TYPES])] {
        let is_allowed = |value| allowed.iter().any(|allowed| is_media_type(value, allowed));
        if !header.get(parameter).is_none_or(is_allowed) {
            return fault(Code::JwtHeaderForbidden, parameter);
        }
    }
    match (header.get("kid"), header.get("jwk")) {
        (None, None) => fault(Code::JwtHeaderMissing, ""),
        (Some(kid), _) if kid.as_str().is_none_or(str::is_empty) => fault(Code::JwtHeaderMissing, "kid"),
        (_, Some(jwk)) if !jwk.is_object() => fault(Code::JwtHeaderMissing, "jwk"),
        _ => Ok(()),
    }
}

/// Compares media types without case. `application/` may be omitted (RFC 7515, section 4.1.9).
pub(crate) fn is_media_type(value: &Value, allowed: &[&str]) -> bool {
    let Some(name) = value.as_str().map(str::to_ascii_lowercase) else { return false };
    allowed.contains(&name.strip_prefix("application/").unwrap_or(&name))
}

/// Finds the issuer's key that the header selects by its `jwk`, otherwise by its `kid`.
async fn find_selected_key(
    jws: &Jws,
    issuer: Option<&str>,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Result<IssuerKey, KeyProblem> {
    if let (Some(issuer), Some(kid)) = (issuer, jws.kid())
        && is_foreign(issuer, kid)
    {
        return Err(KeyProblem::failed(Code::JwtKidScope).with("kid", kid).with("issuer", issuer));
    }
    match jws.jwk() {
        Some(Ok(jwk)) if jwk.private_exposed => Err(KeyProblem::failed(Code::KeyPrivateExposed)),
        Some(Ok(jwk)) => assertion_key(issuer, Selector::Key(&jwk.key), documents, at).await,
        Some(Err(error)) => Err(KeyProblem::of_key(&error)),
        None => {
            let kid = jws.kid().unwrap_or_default();
            assertion_key(issuer, Selector::Name(kid), documents, at).await
        }
    }
}

fn signature(jws: &Jws, key: &IssuerKey, rule: Rule) -> Check {
    match jws.verify_bound(&key.key, key.algorithm.as_deref()) {
        Ok(()) => Check::passed(CheckId::Signature, rule).with("algorithm", jws.algorithm.name()),
        Err(error) => Check::failed(CheckId::Signature, rule, error.code).with("detail", &error.detail),
    }
}

/// Returns `proof.signature` if no key was found. The check fails if the key's family does not fit the algorithm,
/// otherwise it is unknown. EdDSA also allows Ed448, which is not supported.
fn signature_without_key(jws: &Jws, problem: &KeyProblem, rule: Rule) -> Check {
    match problem.details.get("family") {
        Some(family) if !(jws.algorithm == Algorithm::EdDsa && family == "Ed448") => {
            Check::failed(CheckId::Signature, rule, Code::JwtAlgKeyMismatch)
                .with("algorithm", jws.algorithm.name())
                .with("family", family)
        }
        _ => Check {
            details: problem.details.clone(),
            ..Check::unknown(CheckId::Signature, rule, problem.code)
        },
    }
}

/// Returns the result for a text that is not a VC-JWT.
fn not_a_vc_jwt(error: &JwsError) -> Authenticity {
    let details = Details::from([("detail".to_owned(), error.detail.clone())]);
    let rule = |check| rule(check, Profile::OpenBadges);
    Authenticity {
        signature: Check {
            details,
            ..Check::failed(CheckId::Signature, rule(CheckId::Signature), error.code)
        },
        claims: Some(Check::unknown(CheckId::Claims, rule(CheckId::Claims), error.code)),
        issuer_key: Check::unknown(CheckId::IssuerKey, rule(CheckId::IssuerKey), error.code),
    }
}

fn rule(check: CheckId, profile: Profile) -> Rule {
    match (check, profile) {
        (CheckId::IssuerKey, _) => {
            Rule::new("Open Badges Implementation Guide", "Verify the Proof's key is the issuer's")
        }
        (CheckId::Claims, Profile::OpenBadges) => {
            Rule::new("Open Badges 3.0", "JWT Proof Format: Verify a Credential")
        }
        (_, Profile::OpenBadges) => {
            Rule::new("Open Badges 3.0", "JWT Proof Format: Verify a JWT; RFC 7515, 5.2")
        }
        (CheckId::Claims, Profile::VcJose) => {
            Rule::new(VC_JOSE_COSE, "3.1.3 JOSE Header Parameters and JWT Claims")
        }
        (_, Profile::VcJose) => Rule::new(VC_JOSE_COSE, "3.1.1 Securing with JOSE; RFC 7515, 5.2"),
    }
}

const VC_JOSE_COSE: &str = "Securing Verifiable Credentials using JOSE and COSE 1.0";
