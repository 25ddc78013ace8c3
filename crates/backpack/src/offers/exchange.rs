//! Exchanges of the VC API (VCALM 1.0, section 3.6 "Workflows and Exchanges"): messages in both directions
//! until the service returns a presentation with the issued credentials.
//!
//! Only a request for the learner's identity (`DIDAuthentication`) is answered. Requests to show badges and
//! requests for capabilities are reported as unsupported.

use openbadges::{
    json::{self, Value},
    proof::data_integrity::Suite,
};
use serde_json::json;
use url::Url;

use super::{
    Holder, OfferError,
    holder::suite,
    limits,
    message::{host_of, issued, members, object, text},
};
use crate::network::named_host;
use badge_intake::IntakeCode;

/// The response of a service to a message.
#[derive(Debug)]
pub(super) enum Message {
    /// The service requests something first.
    Request(Box<IdentityRequest>),
    /// The service returns these presentations, each as its own text.
    Presentations(Vec<String>),
}

/// A request for the learner's identity.
#[derive(Debug)]
pub(super) struct IdentityRequest {
    suite: Suite,
    challenge: String,
    /// The domain that the response must name, as the service states it.
    domain: Option<String>,
    /// The value that the next message must repeat (VCALM 1.0, section 3.6.5 `referenceId`).
    reference: Option<String>,
}

/// Parses a service's response.
pub(super) fn read(bytes: &[u8]) -> Result<Message, OfferError> {
    // Parsing the whole message first rejects ambiguous JSON.
    let message = object(bytes, crate::network::limits::PICTURE_BYTES)?;
    if message.get("verifiablePresentation").is_some_and(|presentation| !presentation.is_null()) {
        return Ok(Message::Presentations(presentations(bytes)?));
    }
    match message.get("verifiablePresentationRequest") {
        Some(request) if !request.is_null() => {
            let reference = text(&message, "referenceId", limits::CODE_BYTES)?.map(str::to_owned);
            Ok(Message::Request(Box::new(IdentityRequest { reference, ..identity_request(request)? })))
        }
        _ if message.get("redirectUrl").is_some() => {
            Err(OfferError::of(IntakeCode::OfferSignIn, "it continues in a web browser"))
        }
        _ => Err(OfferError::of(IntakeCode::OfferNoBadge, "the exchange ended without a badge")),
    }
}

/// Returns the presentations of a message byte for byte, because originals are never rewritten.
fn presentations(bytes: &[u8]) -> Result<Vec<String>, OfferError> {
    let text = std::str::from_utf8(bytes).map_err(|error| OfferError::malformed(error.to_string()))?;
    let text = text.trim_start_matches('\u{feff}');
    let presentation = json::value_text(text, &["verifiablePresentation"])?.unwrap_or_default();
    if presentation.starts_with('[') {
        return json::elements(presentation.as_bytes())?.into_iter().map(issued).collect();
    }
    Ok(vec![issued(presentation)?])
}

/// Parses a verifiable presentation request (VCALM 1.0, section 3.4.3.1 "The DID Authentication Query
/// Format").
fn identity_request(request: &Value) -> Result<IdentityRequest, OfferError> {
    let mut suites = None;
    for query in members(request.get("query")) {
        match query.get("type").and_then(Value::as_str) {
            Some("DIDAuthentication") if suites.is_none() => suites = Some(authentication(query)?),
            Some("DIDAuthentication") if query.get("required") == Some(&Value::Bool(false)) => {}
            Some("DIDAuthentication") => {
                return Err(OfferError::unsupported("more than one identity request"));
            }
            other => {
                let detail =
                    format!("a request for more than your identity: {}", other.unwrap_or("something"));
                return Err(OfferError::unsupported(detail));
            }
        }
    }
    let suite = suites.ok_or_else(|| OfferError::unsupported("an empty request"))?;
    let challenge = text(request, "challenge", limits::CHALLENGE_BYTES)?
        .ok_or_else(|| OfferError::malformed("`challenge` is missing"))?;
    let domain = text(request, "domain", limits::CHALLENGE_BYTES)?.map(str::to_owned);
    Ok(IdentityRequest { suite, challenge: challenge.to_owned(), domain, reference: None })
}

/// Returns the cryptosuite for the response, if the service accepts `did:key`.
fn authentication(query: &Value) -> Result<Suite, OfferError> {
    if let Some(methods) = query.get("acceptedMethods") {
        let accepted = |method: &Value| method.get("method").unwrap_or(method) == "key";
        if !members(Some(methods)).iter().any(accepted) {
            return Err(OfferError::unsupported("an identifier other than did:key"));
        }
    }
    let Some(suites) = query.get("acceptedCryptosuites") else { return Ok(Suite::EddsaRdfc2022) };
    let named =
        members(Some(suites)).iter().filter_map(|named| named.get("cryptosuite").unwrap_or(named).as_str());
    named.filter_map(suite).next().ok_or_else(|| OfferError::unsupported("an unsupported kind of signature"))
}

impl IdentityRequest {
    /// Builds the response with the learner's identity for the exchange at `url`.
    ///
    /// `from` is the address that led to the exchange. `answered` lists the challenges that were already
    /// answered; a repeated one is an error.
    pub(super) fn answer(
        &self,
        holder: &Holder,
        url: &Url,
        from: Option<&Url>,
        answered: &mut Vec<String>,
    ) -> Result<Value, OfferError> {
        if answered.contains(&self.challenge) {
            return Err(OfferError::malformed("a repeated challenge"));
        }
        let domain = match &self.domain {
            None => host_of(url),
            Some(domain) if [Some(url), from].into_iter().flatten().any(|url| names_host(domain, url)) => {
                domain.clone()
            }
            Some(domain) => return Err(OfferError::of(IntakeCode::OfferOtherHost, domain)),
        };
        answered.push(self.challenge.clone());
        let presentation = holder.presentation(self.suite, Some(&self.challenge), &domain)?;
        let mut message = json!({ "verifiablePresentation": presentation });
        if let Some(reference) = &self.reference {
            message["referenceId"] = reference.as_str().into();
        }
        Ok(message)
    }
}

/// Returns whether `domain` (a host, with or without its port, or an address) names the host of `url`.
///
/// If other hosts were accepted, a service could obtain a response for such a host and use it there in the
/// learner's name.
fn names_host(domain: &str, url: &Url) -> bool {
    let Some(named) = named_host(domain) else { return false };
    let bare = !domain.contains(':') && url.host_str().is_some_and(|host| host == named);
    bare || named == host_of(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(message: &Value) -> String {
        match read(message.to_string().as_bytes()) {
            Err(OfferError::Offer { code, .. }) => code.to_string(),
            other => format!("{other:?}"),
        }
    }

    fn request(change: impl FnOnce(&mut Value)) -> Value {
        let mut request = json!({
            "query": [{ "type": "DIDAuthentication", "acceptedMethods": [{ "method": "key" }] }],
            "challenge": "99612b24", "domain": "issuer.example",
        });
        change(&mut request);
        json!({ "verifiablePresentationRequest": request })
    }

    fn suite_of(message: &Value) -> Suite {
        match read(message.to_string().as_bytes()) {
            Ok(Message::Request(identity)) => identity.suite,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn answers_only_identity_requests() {
        let accepted =
            |suites: Value| request(|request| request["query"][0]["acceptedCryptosuites"] = suites);
        let rows = [
            (request(|_| {}), Suite::EddsaRdfc2022),
            (request(|request| request["query"] = request["query"][0].clone()), Suite::EddsaRdfc2022),
            (
                accepted(json!([{"cryptosuite": "ecdsa-rdfc-2019"}, {"cryptosuite": "eddsa-jcs-2022"}])),
                Suite::EddsaJcs2022,
            ),
            (accepted(json!(["Ed25519Signature2020"])), Suite::Ed25519Signature2020),
        ];
        for (message, suite) in rows {
            assert_eq!(suite_of(&message), suite, "{message}");
        }
        let refused = [
            (accepted(json!([{"cryptosuite": "bbs-2023"}])), "OFFER_UNSUPPORTED"),
            (
                request(|request| request["query"][0]["acceptedMethods"] = json!([{"method": "web"}])),
                "OFFER_UNSUPPORTED",
            ),
            (request(|request| request["query"] = json!([])), "OFFER_UNSUPPORTED"),
            (request(|request| request["query"] = json!([{"type": "QueryByExample"}])), "OFFER_UNSUPPORTED"),
            (
                request(|request| {
                    request["query"].as_array_mut().unwrap().push(json!({"type": "ZcapQuery"}));
                }),
                "OFFER_UNSUPPORTED",
            ),
            (
                request(|request| {
                    request["query"].as_array_mut().unwrap().push(json!({"type": "DIDAuthentication"}));
                }),
                "OFFER_UNSUPPORTED",
            ),
            (request(|request| request["challenge"] = Value::Null), "OFFER_MALFORMED"),
            (request(|request| request["challenge"] = json!({"a": 1})), "OFFER_MALFORMED"),
            (request(|request| request["challenge"] = "x".repeat(513).into()), "OFFER_MALFORMED"),
            (json!({}), "OFFER_NO_BADGE"),
            (json!({"verifiablePresentation": null}), "OFFER_NO_BADGE"),
            (json!({"redirectUrl": "https://issuer.example/thanks"}), "OFFER_SIGN_IN"),
            (json!([]), "OFFER_MALFORMED"),
        ];
        for (message, code) in refused {
            assert_eq!(refusal(&message), code, "{message}");
        }
    }

    #[test]
    fn signs_once_for_the_requesting_host() {
        let holder = Holder::new(ed25519_dalek::SigningKey::from_bytes(&[7; 32]));
        let url: Url = "https://exchange.example:8443/e/1".parse().unwrap();
        let from: Url = "https://school.example/i/1?iuv=1".parse().unwrap();
        let answer = |domain: Option<&str>, from: Option<&Url>| {
            let identity = IdentityRequest {
                suite: Suite::EddsaJcs2022,
                challenge: "c".into(),
                domain: domain.map(str::to_owned),
                reference: Some("urn:uuid:1".into()),
            };
            identity.answer(&holder, &url, from, &mut Vec::new())
        };
        let rows = [
            (None, None, Some("exchange.example:8443")),
            (Some("exchange.example:8443"), None, Some("exchange.example:8443")),
            (Some("exchange.example"), None, Some("exchange.example")),
            (Some("https://exchange.example:8443/e"), None, Some("https://exchange.example:8443/e")),
            (Some("https://exchange.example/"), None, None),
            (Some("school.example"), Some(&from), Some("school.example")),
            (Some("school.example"), None, None),
            (Some("bank.example"), Some(&from), None),
            (Some("exchange.example.bank.example"), None, None),
            (Some("https://exchange.example:8443@bank.example/"), None, None),
            (Some("not a host"), None, None),
        ];
        for (domain, from, signed) in rows {
            let result = answer(domain, from);
            match signed {
                Some(signed) => {
                    let message = result.unwrap();
                    assert_eq!(message["verifiablePresentation"]["proof"]["domain"], signed, "{domain:?}");
                    assert_eq!(message["referenceId"], "urn:uuid:1");
                }
                None => assert!(
                    matches!(result, Err(OfferError::Offer { code: IntakeCode::OfferOtherHost, .. })),
                    "{domain:?}"
                ),
            }
        }
        let identity = IdentityRequest {
            suite: Suite::EddsaJcs2022,
            challenge: "c".into(),
            domain: None,
            reference: None,
        };
        let mut answered = Vec::new();
        assert!(identity.answer(&holder, &url, None, &mut answered).is_ok());
        assert!(
            identity.answer(&holder, &url, None, &mut answered).is_err(),
            "answers a challenge only once"
        );
    }

    #[test]
    fn keeps_presentations_byte_for_byte() {
        let single = r#"{"verifiablePresentation": {"type":  ["VerifiablePresentation"], "n": 1.0}, "redirectUrl": "x"}"#;
        let several = r#"{"verifiablePresentation": [{"a":  1}, {"b": 2}]}"#;
        for (message, expected) in [
            (single, vec![r#"{"type":  ["VerifiablePresentation"], "n": 1.0}"#]),
            (several, vec![r#"{"a":  1}"#, r#"{"b": 2}"#]),
        ] {
            match read(message.as_bytes()).unwrap() {
                Message::Presentations(presentation) => assert_eq!(presentation, expected),
                Message::Request(_) => panic!("{message}"),
            }
        }
    }
}
