//! OpenID for Verifiable Credential Issuance 1.0 with a pre-authorized code: builds the requests and parses
//! the responses. Nothing is sent here.
//!
//! Draft 13, which many issuers still use, differs in four places, each marked where it is read: the token
//! response contains the nonce, a credential is requested by its format, the request has a single proof, and
//! the response has a single credential.

use openbadges::{
    json::{self, Value},
    proof::data_integrity::Suite,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use url::{Url, form_urlencoded};

use super::{
    CredentialOffer, Holder, OfferError,
    holder::{Binding, suite},
    limits,
    message::{address, issued, link, object, required, text, texts},
    offer::PRE_AUTHORIZED,
};
use crate::network::{self, Body, Reply};
use badge_intake::IntakeCode;

/// Formats of Open Badges (OpenID4VCI 1.0, section A.1). `jwt_vc` is common with draft 13.
const FORMATS: [&str; 4] = ["ldp_vc", "jwt_vc_json", "jwt_vc_json-ld", "jwt_vc"];

/// The offer and the issuer's metadata, as they are known before a credential is requested.
#[derive(Clone, Debug)]
pub struct Issuance {
    /// The offer.
    pub offer: CredentialOffer,
    /// The issuer's name for itself.
    pub issuer_name: Option<String>,
    /// The offered credentials in a supported format.
    pub(super) configurations: Vec<CredentialConfiguration>,
    pub(super) token_endpoint: Url,
    pub(super) credential_endpoint: Url,
    pub(super) nonce_endpoint: Option<Url>,
}

impl Issuance {
    /// Returns the issuer's names of the offered credentials.
    pub fn offered(&self) -> impl Iterator<Item = &str> {
        self.configurations
            .iter()
            .map(|configuration| configuration.name.as_deref().unwrap_or(&configuration.id))
    }
}

/// The part of an issuer's metadata that an offer needs (OpenID4VCI 1.0, section 12.2.4).
#[derive(Clone, Debug)]
pub(super) struct Metadata {
    pub(super) name: Option<String>,
    pub(super) configurations: Vec<CredentialConfiguration>,
    pub(super) credential_endpoint: Url,
    pub(super) nonce_endpoint: Option<Url>,
    /// The server that issues the token.
    pub(super) authorization_server: Url,
    /// The token endpoint, if the issuer names it itself, as issuers did before draft 13.
    pub(super) token_endpoint: Option<Url>,
}

/// A supported credential configuration.
#[derive(Clone, Debug)]
pub(super) struct CredentialConfiguration {
    pub(super) id: String,
    name: Option<String>,
    format: String,
    definition: Value,
    proof: Option<Proof>,
}

/// The kind of key proof that the issuer requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proof {
    /// Section F.1.
    Jwt(Binding),
    /// Section F.2.
    Presentation(Suite),
}

/// Returns the addresses of an issuer's metadata. The well-known part precedes the path (section 12.2.2); in
/// drafts it follows the path.
pub(super) fn metadata_addresses(issuer: &Url) -> Vec<String> {
    let (origin, path) = (issuer.origin().ascii_serialization(), issuer.path().trim_end_matches('/'));
    let name = "/.well-known/openid-credential-issuer";
    let mut places = vec![format!("{origin}{name}{path}")];
    if !path.is_empty() {
        places.push(format!("{origin}{path}{name}"));
    }
    places
}

/// Returns the addresses of an authorization server's metadata (RFC 8414, section 3.1; OpenID Connect
/// Discovery 1.0, section 4).
pub(super) fn server_addresses(server: &Url) -> [String; 2] {
    let (origin, path) = (server.origin().ascii_serialization(), server.path().trim_end_matches('/'));
    [
        format!("{origin}/.well-known/oauth-authorization-server{path}"),
        format!("{origin}{path}/.well-known/openid-configuration"),
    ]
}

/// Parses an issuer's metadata for an offer.
pub(super) fn metadata(bytes: &[u8], offer: &CredentialOffer) -> Result<Metadata, OfferError> {
    let metadata = object(bytes, limits::METADATA_BYTES)?;
    // Section 12.2.4: metadata that names another issuer must not be used.
    let named = required(&metadata, "credential_issuer", limits::CODE_BYTES)?;
    if named != offer.issuer {
        return Err(OfferError::of(IntakeCode::OfferOtherHost, named));
    }
    for encryption in ["credential_response_encryption", "credential_request_encryption"] {
        if metadata.get(encryption).and_then(|encryption| encryption.get("encryption_required"))
            == Some(&true.into())
        {
            return Err(OfferError::unsupported("encrypted responses"));
        }
    }
    let known = metadata
        .get("credential_configurations_supported")
        .ok_or_else(|| OfferError::unsupported("a draft of OpenID4VCI before draft 13"))?;
    let mut configurations = Vec::new();
    let mut refused = None;
    for id in &offer.configurations {
        let found = known.get(id).ok_or_else(|| {
            OfferError::malformed("the offer names a credential that its issuer does not know")
        })?;
        match configuration(id, found) {
            Ok(supported) => configurations.push(supported),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    if configurations.is_empty()
        && let Some(error) = refused
    {
        return Err(error);
    }
    let endpoint = |name: &str| link(&metadata, name);
    Ok(Metadata {
        name: display_name(metadata.get("display")),
        configurations,
        credential_endpoint: endpoint("credential_endpoint")?
            .ok_or_else(|| OfferError::malformed("`credential_endpoint` is missing"))?,
        nonce_endpoint: endpoint("nonce_endpoint")?,
        authorization_server: authorization_server(&metadata, offer)?,
        token_endpoint: endpoint("token_endpoint")?,
    })
}

/// Returns the server that issues the token (section 12.2.4 `authorization_servers`). Without one, it is the
/// issuer itself.
fn authorization_server(metadata: &Value, offer: &CredentialOffer) -> Result<Url, OfferError> {
    let servers = texts(metadata.get("authorization_servers")).unwrap_or_default();
    match (&offer.authorization_server, servers.as_slice()) {
        (None, []) => Ok(offer.issuer_url.clone()),
        (None, [first, ..]) => address("authorization_servers", first),
        (Some(named), servers) if servers.contains(&named.as_str()) => address("authorization_server", named),
        (Some(named), []) if *named == offer.issuer => Ok(offer.issuer_url.clone()),
        (Some(named), _) => Err(OfferError::of(IntakeCode::OfferOtherHost, named)),
    }
}

fn configuration(id: &str, found: &Value) -> Result<CredentialConfiguration, OfferError> {
    let format = required(found, "format", limits::CODE_BYTES)?;
    if !FORMATS.contains(&format) {
        return Err(OfferError::unsupported(format!("a credential in the format `{format:.64}`")));
    }
    let definition = found.get("credential_definition").and_then(Value::as_object);
    let display = found.get("credential_metadata").and_then(|metadata| metadata.get("display"));
    Ok(CredentialConfiguration {
        id: id.to_owned(),
        name: display_name(display.or_else(|| found.get("display"))),
        format: format.to_owned(),
        definition: definition
            .into_iter()
            .flatten()
            .filter(|(name, _)| matches!(name.as_str(), "type" | "@context"))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        proof: proof(found)?,
    })
}

/// Returns the kind of key proof (section 12.2.4 `proof_types_supported`,
/// `cryptographic_binding_methods_supported`). Some issuers name only the binding methods and mean a JWT.
fn proof(configuration: &Value) -> Result<Option<Proof>, OfferError> {
    let methods = texts(configuration.get("cryptographic_binding_methods_supported"));
    let binding = match &methods {
        None => Binding::Did,
        Some(methods) if methods.iter().any(|method| matches!(*method, "did:key" | "did")) => Binding::Did,
        Some(methods) if methods.contains(&"jwk") => Binding::Jwk,
        Some(_) => return Err(OfferError::unsupported("an unsupported kind of key")),
    };
    let Some(kinds) = configuration.get("proof_types_supported") else {
        return Ok(methods.map(|_| Proof::Jwt(binding)));
    };
    let algorithms = |kind: &str| {
        let kind = kinds.get(kind)?;
        // Only a device that the issuer trusts could attest a key.
        if kind.get("key_attestations_required").is_some() {
            return None;
        }
        texts(kind.get("proof_signing_alg_values_supported"))
    };
    if algorithms("jwt").is_some_and(|algorithms| algorithms.contains(&"EdDSA")) {
        return Ok(Some(Proof::Jwt(binding)));
    }
    let suites = algorithms("di_vp").unwrap_or_default();
    match suites.into_iter().find_map(suite) {
        Some(suite) => Ok(Some(Proof::Presentation(suite))),
        None => Err(OfferError::unsupported("an unsupported kind of proof or signature")),
    }
}

/// Returns the English name, or else the first.
fn display_name(display: Option<&Value>) -> Option<String> {
    let entries = display?.as_array()?;
    let english = |entry: &&Value| {
        entry.get("locale").and_then(Value::as_str).is_some_and(|locale| locale.starts_with("en"))
    };
    let entry = entries.iter().find(english).or_else(|| entries.first())?;
    entry.get("name")?.as_str().filter(|name| !name.trim().is_empty()).map(str::to_owned)
}

/// Returns the token endpoint of an authorization server (RFC 8414, sections 2 and 3.3).
pub(super) fn token_endpoint(bytes: &[u8], server: &Url) -> Result<Url, OfferError> {
    let metadata = object(bytes, limits::METADATA_BYTES)?;
    let issuer = required(&metadata, "issuer", limits::CODE_BYTES)?;
    if issuer.trim_end_matches('/') != server.as_str().trim_end_matches('/') {
        return Err(OfferError::of(IntakeCode::OfferOtherHost, issuer));
    }
    link(&metadata, "token_endpoint")?.ok_or_else(|| OfferError::malformed("`token_endpoint` is missing"))
}

/// Builds the token request (section 6.1).
pub(super) fn token_request(offer: &CredentialOffer, typed: Option<&str>) -> Body {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", PRE_AUTHORIZED);
    form.append_pair("pre-authorized_code", offer.code.expose_secret());
    if let Some(typed) = typed {
        form.append_pair("tx_code", typed);
    }
    Body::Form(SecretString::from(form.finish()))
}

/// An access token, with the other members of its response.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) access: SecretString,
    /// The nonce in the token response (draft 13, section 6.2).
    nonce: Option<String>,
    /// The available data sets by configuration (section 6.2 `credential_identifiers`).
    identifiers: Vec<(String, String)>,
}

/// Parses the response to a token request. `typed` is whether the person typed a code.
pub(super) fn token(reply: &Reply, typed: bool) -> Result<Token, OfferError> {
    if !reply.is_success() {
        let Refusal { error, description, summary } = refusal(reply);
        let detail = description.unwrap_or_default();
        return Err(match error.as_deref() {
            Some(error) if error.contains("tx_code") => OfferError::of(IntakeCode::OfferCodeWrong, detail),
            // Section 6.3: a wrong code and an expired offer return the same error.
            Some("invalid_grant") if typed => OfferError::of(IntakeCode::OfferCodeWrong, detail),
            Some("invalid_grant") => OfferError::of(IntakeCode::OfferEnded, detail),
            // Draft 13, section 6.3.
            Some("authorization_pending") => OfferError::of(IntakeCode::OfferLater, detail),
            _ => OfferError::of(IntakeCode::OfferRefused, summary),
        });
    }
    let answer = object(&reply.bytes, limits::METADATA_BYTES)?;
    let kind = required(&answer, "token_type", limits::CODE_BYTES)?;
    if !kind.eq_ignore_ascii_case("bearer") {
        return Err(OfferError::unsupported(format!("an access token of the kind `{kind:.64}`")));
    }
    let access = required(&answer, "access_token", limits::CODE_BYTES)?;
    // The token becomes a header value (RFC 6750, section 2.1).
    if !access.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(OfferError::malformed("`access_token` contains invalid characters"));
    }
    let details = answer.get("authorization_details").and_then(Value::as_array).into_iter().flatten();
    let identifiers = details
        .filter_map(|detail| {
            let id = detail.get("credential_configuration_id")?.as_str()?;
            Some(
                texts(detail.get("credential_identifiers"))?
                    .into_iter()
                    .map(|set| (id.to_owned(), set.to_owned())),
            )
        })
        .flatten()
        .take(limits::CREDENTIALS)
        .collect();
    Ok(Token {
        access: SecretString::from(access.to_owned()),
        nonce: text(&answer, "c_nonce", limits::CODE_BYTES)?.map(str::to_owned),
        identifiers,
    })
}

/// Parses the response of the nonce endpoint (section 7.2).
pub(super) fn nonce(reply: &Reply) -> Result<String, OfferError> {
    if !reply.is_success() {
        return Err(OfferError::of(IntakeCode::OfferRefused, refusal(reply).summary));
    }
    let answer = object(&reply.bytes, limits::METADATA_BYTES)?;
    Ok(required(&answer, "c_nonce", limits::CODE_BYTES)?.to_owned())
}

/// A credential to request.
pub(super) struct RequestedCredential<'i> {
    configuration: &'i CredentialConfiguration,
    identifier: Option<&'i str>,
}

impl Issuance {
    /// Returns the credentials that the token covers: each data set, if the server listed any (section
    /// 3.3.4).
    pub(super) fn credentials_for<'i>(&'i self, token: &'i Token) -> Vec<RequestedCredential<'i>> {
        let sets = |configuration: &'i CredentialConfiguration| {
            let own = token.identifiers.iter().filter(|(id, _)| *id == configuration.id);
            let own: Vec<_> =
                own.map(|(_, set)| RequestedCredential { configuration, identifier: Some(set) }).collect();
            if own.is_empty() { vec![RequestedCredential { configuration, identifier: None }] } else { own }
        };
        self.configurations.iter().flat_map(sets).take(limits::CREDENTIALS).collect()
    }

    /// Builds the credential request (section 8.2; draft 13, section 7.2), with a proof for `nonce`.
    pub(super) fn request(
        &self,
        credential: &RequestedCredential<'_>,
        token: &Token,
        nonce: Option<&str>,
        holder: &Holder,
    ) -> Result<Body, OfferError> {
        let RequestedCredential { configuration, identifier } = credential;
        let draft_13 = self.nonce_endpoint.is_none() && token.nonce.is_some();
        let mut request = match identifier {
            Some(identifier) => json!({ "credential_identifier": identifier }),
            None if draft_13 => {
                json!({ "format": configuration.format, "credential_definition": configuration.definition })
            }
            None => json!({ "credential_configuration_id": configuration.id }),
        };
        // A server that issues nonces requires a proof, even if its metadata does not state it.
        let proof = configuration.proof.or(nonce.map(|_| Proof::Jwt(Binding::Did)));
        match proof {
            None => {}
            Some(Proof::Jwt(binding)) => {
                let proof = holder.key_proof(&self.offer.issuer, nonce, binding);
                match draft_13 {
                    true => request["proof"] = json!({ "proof_type": "jwt", "jwt": proof }),
                    false => request["proofs"] = json!({ "jwt": [proof] }),
                }
            }
            Some(Proof::Presentation(suite)) => {
                let proof = holder.presentation(suite, nonce, &self.offer.issuer)?;
                request["proofs"] = json!({ "di_vp": [proof] });
            }
        }
        Ok(Body::Json(request))
    }
}

impl Token {
    /// Returns the nonce in the token response (draft 13, section 6.2).
    pub(super) fn nonce(&self) -> Option<&str> {
        self.nonce.as_deref()
    }
}

/// The result of a credential request.
#[derive(Debug)]
pub(super) enum Answer {
    /// The credentials, each as its own text.
    Issued(Vec<String>),
    /// The nonce was stale. In draft 13 the response contains a fresh one.
    StaleNonce(Option<String>),
}

/// Parses the response to a credential request (section 8.3; errors by section 8.3.1.2).
pub(super) fn credentials(reply: &Reply) -> Result<Answer, OfferError> {
    if !reply.is_success() {
        let Refusal { error, summary, .. } = refusal(reply);
        let fresh = object(&reply.bytes, limits::METADATA_BYTES).ok();
        let fresh =
            fresh.as_ref().and_then(|answer| text(answer, "c_nonce", limits::CODE_BYTES).ok().flatten());
        return match error.as_deref() {
            Some("invalid_nonce") => Ok(Answer::StaleNonce(fresh.map(str::to_owned))),
            Some("invalid_proof") if fresh.is_some() => Ok(Answer::StaleNonce(fresh.map(str::to_owned))),
            // Draft 13, section 7.3.1.
            Some("issuance_pending") => Err(OfferError::of(IntakeCode::OfferLater, summary)),
            _ => Err(OfferError::of(IntakeCode::OfferRefused, summary)),
        };
    }
    let answer = object(&reply.bytes, network::limits::PICTURE_BYTES)?;
    if ["transaction_id", "acceptance_token"].iter().any(|name| answer.get(name).is_some()) {
        return Err(OfferError::of(IntakeCode::OfferLater, "the credential is issued later"));
    }
    let body = std::str::from_utf8(&reply.bytes).map_err(|error| OfferError::malformed(error.to_string()))?;
    let body = body.trim_start_matches('\u{feff}');
    let credential = |text: &str| match text.starts_with('{') {
        // Drafts put the credential itself into the list.
        true => issued(json::value_text(text, &["credential"])?.unwrap_or(text)),
        false => issued(text),
    };
    let texts = match (json::value_text(body, &["credentials"])?, json::value_text(body, &["credential"])?) {
        (Some(list), _) if list.starts_with('[') => {
            json::elements(list.as_bytes())?.into_iter().map(credential).collect()
        }
        // Draft 13, section 7.3.
        (_, Some(credential)) if credential != "null" => issued(credential).map(|text| vec![text]),
        _ => Err(OfferError::of(IntakeCode::OfferNoBadge, "a response without credentials")),
    };
    let texts: Vec<String> = texts?;
    match texts.len() {
        0 => Err(OfferError::of(IntakeCode::OfferNoBadge, "an empty list of credentials")),
        1..=limits::CREDENTIALS => Ok(Answer::Issued(texts)),
        count => Err(OfferError::malformed(format!("{count} credentials in one response"))),
    }
}

/// A refusal (RFC 6749, section 5.2; RFC 6750, section 3).
pub(super) struct Refusal {
    /// The error code.
    error: Option<String>,
    /// The description for people.
    description: Option<String>,
    /// Code and description together.
    pub(super) summary: String,
}

/// Parses a refusal.
pub(super) fn refusal(reply: &Reply) -> Refusal {
    let body = object(&reply.bytes, limits::METADATA_BYTES).ok();
    let member = |name: &str| {
        let body = body.as_ref()?;
        text(body, name, limits::CODE_BYTES).ok().flatten().map(str::to_owned)
    };
    let error = member("error");
    let description = member("error_description").or_else(|| member("message"));
    let parts: Vec<&str> = [&error, &description].into_iter().filter_map(Option::as_deref).collect();
    let summary =
        if parts.is_empty() { format!("the answer was {}", reply.status) } else { parts.join(": ") };
    Refusal { error, description, summary }
}

#[cfg(test)]
mod tests;
