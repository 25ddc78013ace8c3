//! The plan for accepting an offer: its requests and their order.

use openbadges::{
    Code, Document, Documents, FetchError,
    documents::{FetchErrorKind, Purpose, Request},
};
use secrecy::SecretString;
use url::Url;

use super::{
    CredentialOffer, CredentialRequest, Holder, Issuance, Offer, OfferError, TransactionCode,
    exchange::{self, Message},
    holder::suite,
    limits,
    message::{host_of, object},
    offer::{credential_offer, protocol},
    oid4vci::{self, Answer},
};
use crate::network::{Body, Reply, Submission, Submissions};
use badge_intake::IntakeCode;

/// How to accept an offer: everything that is known before the learner accepts it.
#[derive(Clone, Debug)]
pub enum Plan {
    /// A request of the Digital Credentials Consortium.
    Request(CredentialRequest),
    /// An exchange.
    Exchange {
        /// The address of the exchange.
        url: Url,
        /// The interaction URL that named it.
        from: Option<Url>,
    },
    /// OpenID4VCI.
    Issuance(Box<Issuance>),
}

impl Plan {
    /// Returns the plan of an offer that can be accepted without a request for its details.
    pub fn of(offer: &Offer) -> Option<Self> {
        match offer {
            Offer::Request(request) => Some(Self::Request(request.clone())),
            Offer::Exchange { url, from } => Some(Self::Exchange { url: url.clone(), from: from.clone() }),
            Offer::Interaction(_) | Offer::Referenced(_) | Offer::Credentials(_) => None,
        }
    }

    /// Returns the hosts that accepting contacts, each once, the issuer's first.
    pub fn hosts(&self) -> Vec<String> {
        let urls: Vec<&Url> = match self {
            Self::Request(request) => vec![&request.url],
            Self::Exchange { url, .. } => vec![url],
            Self::Issuance(issuance) => {
                let Issuance { credential_endpoint, token_endpoint, nonce_endpoint, .. } = &**issuance;
                [credential_endpoint, token_endpoint].into_iter().chain(nonce_endpoint).collect()
            }
        };
        let mut hosts = Vec::new();
        for host in urls.into_iter().map(host_of) {
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        hosts
    }

    /// Returns the transaction code that the person must type, if the issuer wants one.
    pub fn transaction_code(&self) -> Option<&TransactionCode> {
        match self {
            Self::Issuance(issuance) => issuance.offer.transaction_code.as_ref(),
            Self::Request(_) | Self::Exchange { .. } => None,
        }
    }

    /// Returns the origin that is stored with the badge, without single-use secrets.
    pub fn origin(&self) -> String {
        let mut url = match self {
            Self::Request(request) => request.url.clone(),
            Self::Exchange { url, from } => from.as_ref().unwrap_or(url).clone(),
            Self::Issuance(issuance) => issuance.offer.issuer_url.clone(),
        };
        url.set_query(None);
        url.set_fragment(None);
        url.into()
    }
}

/// Requests the details of `offer`.
///
/// The results are stored in `offer`, so that no request is repeated after the learner agrees to a further
/// host.
pub async fn request_details(offer: &mut Offer, documents: &impl Documents) -> Result<Plan, OfferError> {
    let mut interactions = 0;
    loop {
        *offer = match offer {
            Offer::Interaction(url) if interactions < limits::INTERACTIONS => {
                interactions += 1;
                let answer = fetch(documents, url.as_str()).await?;
                let answer = object(&answer.bytes, limits::METADATA_BYTES)?;
                let protocols = answer.get("protocols").filter(|protocols| protocols.is_object());
                let protocols = protocols.ok_or_else(|| OfferError::malformed("`protocols` is missing"))?;
                protocol(protocols, Some(url))?
            }
            Offer::Interaction(_) => {
                return Err(OfferError::malformed("too many interaction URLs in a row"));
            }
            Offer::Referenced(url) => {
                let answer = fetch(documents, url.as_str()).await?;
                Offer::Credentials(Box::new(credential_offer(&answer.bytes)?))
            }
            Offer::Credentials(offer) => {
                return issuance(offer, documents).await.map(|issuance| Plan::Issuance(Box::new(issuance)));
            }
            Offer::Request(request) => return Ok(Plan::Request(request.clone())),
            Offer::Exchange { url, from } => {
                return Ok(Plan::Exchange { url: url.clone(), from: from.clone() });
            }
        };
    }
}

/// Fetches the metadata of the issuer and of its authorization server.
async fn issuance(offer: &CredentialOffer, documents: &impl Documents) -> Result<Issuance, OfferError> {
    let addresses = oid4vci::metadata_addresses(&offer.issuer_url);
    let answer = first(documents, &addresses).await?;
    let metadata = oid4vci::metadata(&answer.bytes, offer)?;
    let server = &metadata.authorization_server;
    let token_endpoint = match first(documents, &oid4vci::server_addresses(server)).await {
        Ok(answer) => oid4vci::token_endpoint(&answer.bytes, server)?,
        Err(error) => match (error.kind, metadata.token_endpoint) {
            (FetchErrorKind::Failed | FetchErrorKind::Gone, Some(named)) => named,
            _ => return Err(error.into()),
        },
    };
    Ok(Issuance {
        offer: offer.clone(),
        issuer_name: metadata.name,
        configurations: metadata.configurations,
        token_endpoint,
        credential_endpoint: metadata.credential_endpoint,
        nonce_endpoint: metadata.nonce_endpoint,
    })
}

async fn fetch(documents: &impl Documents, url: &str) -> Result<Document, FetchError> {
    documents.get(&Request { url: url.to_owned(), purpose: Purpose::Offer }).await
}

/// Returns the first document that one of several addresses serves.
async fn first(documents: &impl Documents, addresses: &[String]) -> Result<Document, FetchError> {
    let mut last = None;
    for address in addresses {
        match fetch(documents, address).await {
            Err(error) if error.code == Code::NetNotFound => last = Some(error),
            result => return result,
        }
    }
    Err(last.unwrap_or_else(|| FetchError {
        kind: FetchErrorKind::Failed,
        code: Code::NetNotFound,
        detail: "no address to contact".into(),
        gone_body: None,
    }))
}

/// The issued credentials. An offer works only once, so credentials received before an error are returned,
/// too.
#[derive(Debug)]
pub struct IssuedCredentials {
    /// Each credential or presentation as it was issued.
    pub texts: Vec<String>,
    /// The error that ended the requests.
    pub error: Option<OfferError>,
}

/// Accepts a plan and returns what was issued. `typed` is the transaction code that the person typed.
pub async fn request_credentials(
    plan: &Plan,
    typed: Option<&str>,
    holder: &Holder,
    issuer: &impl Submissions,
) -> IssuedCredentials {
    let mut texts = Vec::new();
    let error = match plan {
        Plan::Request(request) => by_request(request, holder, issuer, &mut texts).await,
        Plan::Exchange { url, from } => by_exchange(url, from.as_ref(), holder, issuer, &mut texts).await,
        Plan::Issuance(issuance) => by_issuance(issuance, typed, holder, issuer, &mut texts).await,
    };
    IssuedCredentials { texts, error: error.err() }
}

async fn send(
    issuer: &impl Submissions,
    url: &Url,
    body: Body,
    bearer: Option<&SecretString>,
) -> Result<Reply, FetchError> {
    let submission =
        Submission { url: url.to_string(), purpose: Purpose::Issuance, body, bearer: bearer.cloned() };
    issuer.submit(&submission).await
}

/// Accepts a DCC request (Credential Request Flow): sends the presentation to the address of the offer and
/// receives the credential. It signs with `Ed25519Signature2020`, the suite that the Consortium's issuers
/// verify.
async fn by_request(
    request: &CredentialRequest,
    holder: &Holder,
    issuer: &impl Submissions,
    texts: &mut Vec<String>,
) -> Result<(), OfferError> {
    let suite = suite("Ed25519Signature2020")
        .ok_or_else(|| OfferError::unsupported("an unsupported kind of signature"))?;
    let host = host_of(&request.url);
    let presentation = holder.presentation(suite, Some(&request.challenge), &host)?;
    let reply = send(issuer, &request.url, Body::Json(presentation), None).await?;
    check_accepted(&reply)?;
    texts.push(String::from_utf8(reply.bytes).map_err(|error| OfferError::malformed(error.to_string()))?);
    Ok(())
}

/// Takes part in an exchange (VCALM 1.0, section 3.6.5 "Participate in an Exchange"): sends an empty message,
/// then the requested response.
async fn by_exchange(
    url: &Url,
    from: Option<&Url>,
    holder: &Holder,
    issuer: &impl Submissions,
    texts: &mut Vec<String>,
) -> Result<(), OfferError> {
    let (mut message, mut answered) = (serde_json::json!({}), Vec::new());
    for _ in 0..limits::MESSAGES {
        let reply = send(issuer, url, Body::Json(message), None).await?;
        check_accepted(&reply)?;
        match exchange::read(&reply.bytes)? {
            Message::Presentations(presentations) => {
                texts.extend(presentations);
                return Ok(());
            }
            Message::Request(identity) => message = identity.answer(holder, url, from, &mut answered)?,
        }
    }
    Err(OfferError::malformed("an exchange with too many messages"))
}

/// Returns an error if the response is a refusal. Issuers do not distinguish a used offer, an expired offer
/// and a rejected response.
fn check_accepted(reply: &Reply) -> Result<(), OfferError> {
    match reply.is_success() {
        true => Ok(()),
        false => Err(OfferError::of(IntakeCode::OfferRefused, oid4vci::refusal(reply).summary)),
    }
}

/// Runs the pre-authorized code flow (OpenID4VCI 1.0, section 3.5): token, nonce, credentials.
async fn by_issuance(
    issuance: &Issuance,
    typed: Option<&str>,
    holder: &Holder,
    issuer: &impl Submissions,
    texts: &mut Vec<String>,
) -> Result<(), OfferError> {
    let expected = issuance.offer.transaction_code.as_ref();
    let typed = expected.map(|code| checked_code(code, typed)).transpose()?;
    let body = oid4vci::token_request(&issuance.offer, typed);
    let reply = send(issuer, &issuance.token_endpoint, body, None).await?;
    let token = oid4vci::token(&reply, typed.is_some())?;
    for credential in issuance.credentials_for(&token) {
        let mut nonce = match &issuance.nonce_endpoint {
            Some(endpoint) => Some(oid4vci::nonce(&send(issuer, endpoint, Body::Empty, None).await?)?),
            None => token.nonce().map(str::to_owned),
        };
        let mut retried = false;
        loop {
            let body = issuance.request(&credential, &token, nonce.as_deref(), holder)?;
            let endpoint = &issuance.credential_endpoint;
            match oid4vci::credentials(&send(issuer, endpoint, body, Some(&token.access)).await?)? {
                Answer::Issued(issued) => {
                    texts.extend(issued);
                    break;
                }
                Answer::StaleNonce(_) if retried => {
                    return Err(OfferError::of(
                        IntakeCode::OfferRefused,
                        "the issuer rejected a fresh nonce",
                    ));
                }
                Answer::StaleNonce(fresh) => {
                    retried = true;
                    nonce = match &issuance.nonce_endpoint {
                        Some(endpoint) => {
                            Some(oid4vci::nonce(&send(issuer, endpoint, Body::Empty, None).await?)?)
                        }
                        None => fresh,
                    };
                }
            }
        }
    }
    Ok(())
}

/// Returns the typed code if it has the required form. An invalid code would only use up an attempt.
fn checked_code<'t>(code: &TransactionCode, typed: Option<&'t str>) -> Result<&'t str, OfferError> {
    let typed = typed.map(str::trim).filter(|typed| !typed.is_empty());
    let typed = typed.ok_or_else(|| OfferError::of(IntakeCode::OfferCodeNeeded, "no code was typed"))?;
    let count = typed.chars().count();
    if count > limits::TYPED_CHARS || code.length.is_some_and(|length| length != count) {
        return Err(OfferError::of(IntakeCode::OfferCodeNeeded, format!("a code of {count} characters")));
    }
    if code.digits && !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(OfferError::of(IntakeCode::OfferCodeNeeded, "a code with other characters than digits"));
    }
    Ok(typed)
}

#[cfg(test)]
mod tests {
    use std::{collections::VecDeque, sync::Mutex};

    use serde_json::{Value, json};

    use super::*;
    use crate::offers::offer::PRE_AUTHORIZED;

    /// An issuer that returns these responses in turn and records the addresses.
    struct ScriptedIssuer {
        answers: Mutex<VecDeque<(u16, Value)>>,
        requests: Mutex<Vec<String>>,
    }

    impl Submissions for ScriptedIssuer {
        async fn submit(&self, submission: &Submission) -> Result<Reply, FetchError> {
            let path = submission.url.rsplit('/').next().unwrap_or_default().to_owned();
            self.requests.lock().unwrap().push(path);
            let (status, body) = self.answers.lock().unwrap().pop_front().unwrap();
            Ok(Reply { status, bytes: body.to_string().into_bytes() })
        }
    }

    /// Requests two credentials from an issuer with these responses.
    async fn accept(answers: Vec<(u16, Value)>) -> (IssuedCredentials, Vec<String>) {
        let issuer = "https://issuer.example";
        let offer = json!({
            "credential_issuer": issuer,
            "credential_configuration_ids": ["One", "Two"],
            "grants": { PRE_AUTHORIZED: { "pre-authorized_code": "c0de" } },
        });
        let offer = credential_offer(offer.to_string().as_bytes()).unwrap();
        let configuration =
            json!({ "format": "ldp_vc", "cryptographic_binding_methods_supported": ["did:key"] });
        let metadata = json!({
            "credential_issuer": issuer,
            "credential_endpoint": "https://issuer.example/credential",
            "nonce_endpoint": "https://issuer.example/nonce",
            "credential_configurations_supported": { "One": configuration, "Two": configuration },
        });
        let metadata = oid4vci::metadata(metadata.to_string().as_bytes(), &offer).unwrap();
        let issuance = Issuance {
            offer,
            issuer_name: metadata.name,
            configurations: metadata.configurations,
            token_endpoint: "https://issuer.example/token".parse().unwrap(),
            credential_endpoint: metadata.credential_endpoint,
            nonce_endpoint: metadata.nonce_endpoint,
        };
        let issuer = ScriptedIssuer { answers: Mutex::new(answers.into()), requests: Mutex::default() };
        let holder = Holder::new(ed25519_dalek::SigningKey::from_bytes(&[7; 32]));
        let issued = request_credentials(&Plan::Issuance(Box::new(issuance)), None, &holder, &issuer).await;
        (issued, issuer.requests.into_inner().unwrap())
    }

    #[tokio::test]
    async fn keeps_credentials_issued_before_an_error() {
        let token = (200, json!({ "access_token": "t", "token_type": "Bearer" }));
        let nonce = (200, json!({ "c_nonce": "n" }));
        let badge = |name: &str| (200, json!({ "credentials": [{ "credential": name }] }));
        let refused = (400, json!({ "error": "credential_request_denied" }));
        let answers = vec![token.clone(), nonce.clone(), badge("one"), nonce.clone(), refused];
        let (issued, requests) = accept(answers).await;
        assert_eq!(issued.texts, ["one"]);
        assert!(matches!(issued.error, Some(OfferError::Offer { code: IntakeCode::OfferRefused, .. })));
        assert_eq!(requests, ["token", "nonce", "credential", "nonce", "credential"]);
    }

    /// OpenID4VCI 1.0, section 8.3.1.2 `invalid_nonce`.
    #[tokio::test]
    async fn requests_a_fresh_nonce_once() {
        let token = (200, json!({ "access_token": "t", "token_type": "Bearer" }));
        let nonce = (200, json!({ "c_nonce": "n" }));
        let badge = |name: &str| (200, json!({ "credentials": [{ "credential": name }] }));
        let stale = (400, json!({ "error": "invalid_nonce" }));
        let answers = vec![
            token.clone(),
            nonce.clone(),
            stale.clone(),
            nonce.clone(),
            badge("one"),
            nonce.clone(),
            badge("two"),
        ];
        let (all, _) = accept(answers).await;
        assert_eq!((all.texts, all.error.is_none()), (vec!["one".to_owned(), "two".to_owned()], true));
        let (none, requests) = accept(vec![token, nonce.clone(), stale.clone(), nonce, stale]).await;
        assert!(none.texts.is_empty() && none.error.is_some());
        assert_eq!(requests.len(), 5, "only one retry");
    }

    #[test]
    fn malformed_transaction_code_is_not_sent() {
        let code = |digits, length| TransactionCode { digits, length, hint: None };
        let rows = [
            (code(true, Some(4)), Some(" 1234 "), Ok("1234")),
            (code(true, None), Some("1"), Ok("1")),
            (code(false, Some(4)), Some("a b7"), Ok("a b7")),
            (code(true, Some(4)), Some("12345"), Err(())),
            (code(true, Some(4)), Some("12a4"), Err(())),
            (code(true, None), Some("  "), Err(())),
            (code(false, None), None, Err(())),
        ];
        for (code, typed, expected) in rows {
            assert_eq!(checked_code(&code, typed).map_err(|_| ()), expected, "{code:?} {typed:?}");
        }
        let long = "1".repeat(limits::TYPED_CHARS + 1);
        assert!(checked_code(&code(true, None), Some(&long)).is_err());
    }
}
