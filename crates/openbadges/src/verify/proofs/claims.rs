//! `proof.claims`: the registered claims of a VC-JWT agree with its credential (Open Badges 3.0 "JWT Payload";
//! Securing Verifiable Credentials using JOSE and COSE, section 3.1.3).
//!
//! Readers of the claims and readers of the credential must see the same badge.

use jiff::{SignedDuration, Timestamp};

use crate::{
    check::{Check, CheckId, Rule},
    code::Code,
    formats::time::date_time,
    json::Value,
    verify::issuer::issuer_id,
};

/// The specification that secures a token. The `typ` header selects it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Open Badges 3.0, "JWT Proof Format": claims are required and repeat the credential.
    OpenBadges,
    /// Securing Verifiable Credentials using JOSE and COSE 1.0: the payload is the credential. Claims are optional
    /// and repeat the credential, except `nbf` and `exp`, which limit the signature.
    VcJose,
}

/// Checks `proof.claims` of `payload`, which contains `credential`. Reports the first faulty claim.
pub(crate) fn check(payload: &Value, credential: &Value, profile: Profile, rule: Rule) -> Check {
    let faults = match profile {
        Profile::OpenBadges => open_badges(payload, credential),
        Profile::VcJose => vc_jose(payload, credential),
    };
    match faults {
        Ok(()) => Check::passed(CheckId::Claims, rule),
        Err(fault) => Check::failed(CheckId::Claims, rule, fault.code).with("claim", fault.claim),
    }
}

struct Fault {
    code: Code,
    claim: &'static str,
}

fn open_badges(payload: &Value, credential: &Value) -> Result<(), Fault> {
    one_credential(payload)?;
    text(payload, "iss", issuer_id(credential), Required::Always)?;
    subject(payload, credential, Required::Always)?;
    text(payload, "jti", credential.get("id").and_then(Value::as_str), Required::Always)?;
    time(payload, "nbf", credential, &["validFrom", "issuanceDate"], Required::Always)?;
    time(payload, "exp", credential, &["validUntil", "expirationDate"], Required::WhereStated)
}

fn vc_jose(payload: &Value, credential: &Value) -> Result<(), Fault> {
    if let Some(claim) = ["vc", "vp"].into_iter().find(|claim| payload.get(claim).is_some()) {
        return Err(Fault { code: Code::JwtClaimMismatch, claim });
    }
    text(payload, "iss", issuer_id(credential), Required::Never)?;
    subject(payload, credential, Required::Never)?;
    text(payload, "jti", credential.get("id").and_then(Value::as_str), Required::Never)?;
    match ["nbf", "exp"]
        .into_iter()
        .find(|claim| payload.get(claim).is_some_and(|time| numeric_date(time).is_none()))
    {
        Some(claim) => Err(Fault { code: Code::TimeFormat, claim }),
        None => Ok(()),
    }
}

/// Checks that a token contains one credential: as its payload (VC data model 2.0), or in `vc` (1.1). VC JOSE COSE, section
/// 3.1, allows neither `vc` nor `vp` beside the former.
fn one_credential(payload: &Value) -> Result<(), Fault> {
    let wrapped = payload.get("vc").is_some();
    let bare = payload.get("@context").is_some() || payload.get("credentialSubject").is_some();
    let fault = |claim| Err(Fault { code: Code::JwtClaimMismatch, claim });
    match (wrapped, bare) {
        _ if payload.get("vp").is_some() => fault("vp"),
        (true, true) => fault("vc"),
        (true, false) if !payload.get("vc").is_some_and(Value::is_object) => fault("vc"),
        _ => Ok(()),
    }
}

/// The condition under which a claim is required.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Required {
    /// Always.
    Always,
    /// If the credential states the value.
    WhereStated,
    /// Never. If present, it repeats the credential.
    Never,
}

/// Checks a claim that repeats a text of the credential.
fn text(payload: &Value, claim: &'static str, stated: Option<&str>, required: Required) -> Result<(), Fault> {
    match payload.get(claim) {
        None if required == Required::Always || required == Required::WhereStated && stated.is_some() => {
            Err(Fault { code: Code::JwtClaimMissing, claim })
        }
        None => Ok(()),
        Some(Value::String(_)) if required == Required::Never && stated.is_none() => Ok(()),
        Some(value) if value.as_str().is_some() && value.as_str() == stated => Ok(()),
        Some(_) => Err(Fault { code: Code::JwtClaimMismatch, claim }),
    }
}

/// Checks `sub`, which repeats the subject's id. A subject that has only identifiers is not compared.
fn subject(payload: &Value, credential: &Value, required: Required) -> Result<(), Fault> {
    let subject = match credential.get("credentialSubject") {
        Some(Value::Array(subjects)) => subjects.first(),
        other => other,
    };
    match subject.and_then(|subject| subject.get("id")) {
        Some(id) => text(payload, "sub", id.as_str(), required),
        None => match payload.get("sub") {
            None | Some(Value::String(_)) => Ok(()),
            Some(_) => Err(Fault { code: Code::JwtClaimMismatch, claim: "sub" }),
        },
    }
}

/// Checks a claim that repeats a time of the credential. Fractions of a second may differ, because a NumericDate
/// may omit them.
fn time(
    payload: &Value,
    claim: &'static str,
    credential: &Value,
    members: &[&str],
    required: Required,
) -> Result<(), Fault> {
    let mut stated =
        members.iter().filter_map(|member| credential.get(member)).filter(|time| !time.is_null());
    let Some(value) = payload.get(claim) else {
        return match required {
            Required::WhereStated if stated.next().is_none() => Ok(()),
            _ => Err(Fault { code: Code::JwtClaimMissing, claim }),
        };
    };
    let claimed = numeric_date(value).ok_or(Fault { code: Code::TimeFormat, claim })?;
    for time in stated {
        // `time.validity` reports an invalid time.
        let Some(time) = time.as_str().and_then(|text| date_time(text).ok()) else { continue };
        if claimed.duration_since(time).abs() >= SignedDuration::from_secs(1) {
            return Err(Fault { code: Code::JwtClaimMismatch, claim });
        }
    }
    Ok(())
}

/// The latest second that a NumericDate may name: the end of the year 9999, as for every other time of a badge.
const LAST_SECOND: f64 = 253_402_300_799.0;

/// Parses a NumericDate (RFC 7519, section 2): a JSON number of seconds, with or without a fraction. Rejects strings,
/// and times before 1970 or after 9999.
pub(crate) fn numeric_date(value: &Value) -> Option<Timestamp> {
    let seconds = value.as_f64().filter(|_| value.is_number())?;
    if !(0.0..=LAST_SECOND).contains(&seconds) {
        return None;
    }
    let since_epoch = SignedDuration::try_from_secs_f64(seconds).ok()?;
    Timestamp::UNIX_EPOCH.checked_add(since_epoch).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn credential() -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": "urn:uuid:1",
            "issuer": {"id": "https://issuer.example/1"},
            "credentialSubject": {"id": "did:example:learner"},
            "validFrom": "2026-01-01T00:00:00Z",
            "validUntil": "2036-01-01T00:00:00.250Z",
        })
    }

    fn claims() -> Value {
        json!({
            "iss": "https://issuer.example/1",
            "sub": "did:example:learner",
            "jti": "urn:uuid:1",
            "nbf": 1_767_225_600,
            "exp": 2_082_758_400,
        })
    }

    /// In the data model 2.0 the payload contains the claims beside the credential's members, in 1.1 the claim `vc`
    /// contains the credential.
    fn payloads(credential: &Value, claims: &Value) -> [Value; 2] {
        let mut merged = credential.clone();
        merged.as_object_mut().unwrap().extend(claims.as_object().unwrap().clone());
        let mut wrapped = claims.clone();
        wrapped["vc"] = credential.clone();
        [merged, wrapped]
    }

    fn changed(mut value: Value, member: &str, to: Value) -> Value {
        value[member] = to;
        value
    }

    fn without(mut value: Value, member: &str) -> Value {
        value.as_object_mut().unwrap().remove(member);
        value
    }

    /// Rows E10, E11 and E22, over both data models.
    #[test]
    fn claims_agree_with_the_credential() {
        use Code::*;
        let c = claims;
        let sound = credential();
        let bearer = changed(sound.clone(), "credentialSubject", json!({"achievement": {}}));
        let endless = without(sound.clone(), "validUntil");
        let no_issuer = without(sound.clone(), "issuer");
        type Case<'c> = (&'c str, &'c Value, Value, Option<(Code, &'c str)>);
        let cases: Vec<Case<'_>> = vec![
            ("sound", &sound, c(), None),
            ("a fraction of a second", &sound, changed(c(), "exp", json!(2_082_758_400.25)), None),
            (
                "iss of another",
                &sound,
                changed(c(), "iss", json!("https://evil.example")),
                Some((JwtClaimMismatch, "iss")),
            ),
            (
                "iss as a list",
                &sound,
                changed(c(), "iss", json!(["https://issuer.example/1"])),
                Some((JwtClaimMismatch, "iss")),
            ),
            ("no iss", &sound, without(c(), "iss"), Some((JwtClaimMissing, "iss"))),
            ("no issuer inside", &no_issuer, c(), Some((JwtClaimMismatch, "iss"))),
            (
                "sub of another",
                &sound,
                changed(c(), "sub", json!("did:example:thief")),
                Some((JwtClaimMismatch, "sub")),
            ),
            ("no sub", &sound, without(c(), "sub"), Some((JwtClaimMissing, "sub"))),
            ("a subject without id, no sub", &bearer, without(c(), "sub"), None),
            ("a subject without id, sub", &bearer, c(), None),
            (
                "jti of another",
                &sound,
                changed(c(), "jti", json!("urn:uuid:2")),
                Some((JwtClaimMismatch, "jti")),
            ),
            ("no jti", &sound, without(c(), "jti"), Some((JwtClaimMissing, "jti"))),
            (
                "nbf a second early",
                &sound,
                changed(c(), "nbf", json!(1_767_225_599)),
                Some((JwtClaimMismatch, "nbf")),
            ),
            ("no nbf", &sound, without(c(), "nbf"), Some((JwtClaimMissing, "nbf"))),
            ("nbf as text", &sound, changed(c(), "nbf", json!("1767225600")), Some((TimeFormat, "nbf"))),
            (
                "exp of another time",
                &sound,
                changed(c(), "exp", json!(1_999_999_999)),
                Some((JwtClaimMismatch, "exp")),
            ),
            ("no exp", &sound, without(c(), "exp"), Some((JwtClaimMissing, "exp"))),
            ("no end", &endless, without(c(), "exp"), None),
            ("exp as text", &sound, changed(c(), "exp", json!("2082758400")), Some((TimeFormat, "exp"))),
            ("exp as 1e20", &sound, changed(c(), "exp", json!(1e20)), Some((TimeFormat, "exp"))),
            ("exp negative", &sound, changed(c(), "exp", json!(-1)), Some((TimeFormat, "exp"))),
            ("exp null", &sound, changed(c(), "exp", json!(null)), Some((TimeFormat, "exp"))),
            (
                "exp null, no end inside",
                &endless,
                changed(c(), "exp", json!(null)),
                Some((TimeFormat, "exp")),
            ),
            ("exp as a list", &sound, changed(c(), "exp", json!([2_082_758_400])), Some((TimeFormat, "exp"))),
        ];
        for (name, credential, claims, expected) in cases {
            for payload in payloads(credential, &claims) {
                let inside = payload.get("vc").unwrap_or(&payload);
                let check = check(&payload, inside, Profile::OpenBadges, Rule::new("test", "0"));
                let found = check.code.map(|code| (code, check.details["claim"].as_str()));
                assert_eq!(found, expected, "{name}: {payload}");
            }
        }
    }

    #[test]
    fn rejects_tokens_with_two_credentials() {
        let [merged, wrapped] = payloads(&credential(), &claims());
        for (name, payload) in [
            ("a second one in vc", changed(merged.clone(), "vc", credential())),
            ("vc is not an object", changed(merged.clone(), "vc", json!("x"))),
            ("a presentation beside it", changed(merged, "vp", json!({}))),
            ("a context beside vc", changed(wrapped.clone(), "@context", json!([]))),
            ("a subject beside vc", changed(wrapped, "credentialSubject", json!({}))),
        ] {
            let check = check(&payload, &credential(), Profile::OpenBadges, Rule::new("test", "0"));
            assert_eq!(check.code, Some(Code::JwtClaimMismatch), "{name}");
        }
    }

    /// VC JOSE COSE, section 3.1.3: claims are optional but must not contradict the credential.
    #[test]
    fn vc_jose_claims_are_optional_but_must_agree() {
        use Code::*;
        let [merged, _] = payloads(&credential(), &claims());
        let bare = credential();
        let anonymous = without(without(credential(), "id"), "credentialSubject");
        for (name, payload, expected) in [
            ("every claim", merged, None),
            ("none", bare.clone(), None),
            ("jti without an id", changed(anonymous, "jti", json!("urn:uuid:9")), None),
            (
                "iss of another",
                changed(bare.clone(), "iss", json!("https://evil.example")),
                Some((JwtClaimMismatch, "iss")),
            ),
            (
                "sub of another",
                changed(bare.clone(), "sub", json!("did:example:thief")),
                Some((JwtClaimMismatch, "sub")),
            ),
            (
                "jti of another",
                changed(bare.clone(), "jti", json!("urn:uuid:2")),
                Some((JwtClaimMismatch, "jti")),
            ),
            ("iss as a list", changed(bare.clone(), "iss", json!([])), Some((JwtClaimMismatch, "iss"))),
            ("the signature's own end", changed(bare.clone(), "exp", json!(1_999_999_999)), None),
            ("exp as text", changed(bare.clone(), "exp", json!("1999999999")), Some((TimeFormat, "exp"))),
            ("nbf null", changed(bare.clone(), "nbf", json!(null)), Some((TimeFormat, "nbf"))),
            ("vc", changed(bare.clone(), "vc", json!("x")), Some((JwtClaimMismatch, "vc"))),
            ("vp", changed(bare, "vp", json!({})), Some((JwtClaimMismatch, "vp"))),
        ] {
            let check = check(&payload, &payload, Profile::VcJose, Rule::new("test", "0"));
            let found = check.code.map(|code| (code, check.details["claim"].as_str()));
            assert_eq!(found, expected, "{name}: {payload}");
        }
    }
}
