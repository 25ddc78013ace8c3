//! Parses an offer strictly from its text. This module makes no requests.
//!
//! | form | specification |
//! |---|---|
//! | `openid-credential-offer://?credential_offer(_uri)=…`, `haip-vci://…`, `https://…?credential_offer(_uri)=…` | OpenID4VCI 1.0, section 4.1 |
//! | `interaction:https://…?iuv=1`, `web+interaction:…`, `https://…?iuv=1` | VCALM 1.0, section 3.7 |
//! | `dccrequest://…`, `org.dcconsortium://…`, `https://lcw.app/…` with `vc_request_url` | DCC, Credential Request Flow |
//! | the same with `request=JSON` | a message with the address of one of the other forms |

use openbadges::json::Value;
use secrecy::SecretString;
use url::Url;

use super::{
    OfferError, limits,
    message::{address, host_of, link, object, required, text},
};
use crate::code::IntakeCode;

/// An offer of a badge.
#[derive(Clone, Debug)]
pub enum Offer {
    /// A credential request. The holder replies with a presentation.
    Request(CredentialRequest),
    /// An address that lists the protocols of an interaction.
    Interaction(Url),
    /// An exchange that can start at once.
    Exchange {
        /// The address of the exchange.
        url: Url,
        /// The interaction URL that led to it.
        from: Option<Url>,
    },
    /// The address of an OpenID4VCI offer.
    Referenced(Url),
    /// An OpenID4VCI offer.
    Credentials(Box<CredentialOffer>),
}

impl Offer {
    /// Returns the host that the offer names. Nothing confirms that the offer comes from it.
    pub fn host(&self) -> String {
        host_of(match self {
            Self::Request(request) => &request.url,
            Self::Exchange { url, from } => from.as_ref().unwrap_or(url),
            Self::Interaction(url) | Self::Referenced(url) => url,
            Self::Credentials(offer) => &offer.issuer_url,
        })
    }
}

/// The Digital Credentials Consortium's request (Credential Request Flow, "Request Credential Initial State").
#[derive(Clone, Debug)]
pub struct CredentialRequest {
    /// The issuer, as the offer states it.
    pub issuer: String,
    /// The address of the request.
    pub url: Url,
    /// The challenge to sign.
    pub challenge: String,
}

/// A Credential Offer with a pre-authorized code (OpenID4VCI 1.0, section 4.1.1).
#[derive(Clone, Debug)]
pub struct CredentialOffer {
    /// The Credential Issuer Identifier as written. Proofs must repeat it exactly.
    pub issuer: String,
    /// The Credential Issuer Identifier as an address.
    pub issuer_url: Url,
    /// The issuer's identifiers of the offered credentials.
    pub configurations: Vec<String>,
    /// The pre-authorized code, which is exchanged for the access token.
    pub code: SecretString,
    /// The transaction code that the person must type, if any.
    pub transaction_code: Option<TransactionCode>,
    /// The authorization server that issues the token, if the issuer has several.
    pub authorization_server: Option<String>,
}

/// The description of a transaction code (OpenID4VCI 1.0, section 4.1.1 `tx_code`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionCode {
    /// Whether the code consists of digits.
    pub digits: bool,
    /// Its length in characters.
    pub length: Option<usize>,
    /// The issuer's hint about where to find the code.
    pub hint: Option<String>,
}

/// Parses an offer, or returns `None` if the text has none of the supported forms.
pub fn read(text: &str) -> Option<Result<Offer, OfferError>> {
    let text = text.trim();
    if let Some(inner) =
        ["interaction:", "web+interaction:"].iter().find_map(|scheme| text.strip_prefix(scheme))
    {
        return Some(interaction(inner));
    }
    let url = Url::parse(text).ok()?;
    let has = |name: &str| url.query_pairs().any(|(parameter, _)| parameter == name);
    let openid = matches!(url.scheme(), "openid-credential-offer" | "haip-vci");
    let dcc = matches!(url.scheme(), "dccrequest" | "org.dcconsortium");
    let web = url.scheme() == "https";
    let read = match () {
        () if text.len() > limits::OFFER_BYTES && (openid || dcc || web) => {
            Err(OfferError::malformed(format!("{} bytes long", text.len())))
        }
        () if openid || (web && (has("credential_offer") || has("credential_offer_uri"))) => {
            openid_offer(&url)
        }
        () if dcc || (web && (has("vc_request_url") || (is_wallet(&url) && has("request")))) => request(&url),
        () if web && has("iuv") => interaction(text),
        () => return None,
    };
    Some(read)
}

/// Returns whether the host is that of the Consortium's wallet.
fn is_wallet(url: &Url) -> bool {
    matches!(url.host_str(), Some("lcw.app" | "www.lcw.app"))
}

/// Parses an interaction URL (VCALM 1.0, sections 3.7.1 "Interaction URL Format" and 3.7.3 "Interaction Scheme
/// Format"). Some issuers percent-encode the address after the scheme, which the specification does not allow.
fn interaction(text: &str) -> Result<Offer, OfferError> {
    let decoded = match text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https%3a")) {
        true => percent_encoding::percent_decode_str(text).decode_utf8_lossy(),
        false => text.into(),
    };
    let url = address("interaction", &decoded)?;
    match single(&url, "iuv")? {
        Some(version) if version == "1" => Ok(Offer::Interaction(url)),
        Some(_) => Err(OfferError::unsupported("another version of interaction URLs")),
        None => Err(OfferError::malformed("`iuv` is missing")),
    }
}

/// Returns the value of a parameter. A repeated parameter is ambiguous and an error.
fn single(url: &Url, name: &str) -> Result<Option<String>, OfferError> {
    let mut values = url.query_pairs().filter(|(parameter, _)| parameter == name);
    match (values.next(), values.next()) {
        (_, Some(_)) => Err(OfferError::malformed(format!("`{name}` is repeated"))),
        (value, None) => Ok(value.map(|(_, value)| value.into_owned())),
    }
}

/// Parses an OpenID4VCI offer (section 4.1): either parameter, never both.
fn openid_offer(url: &Url) -> Result<Offer, OfferError> {
    match (single(url, "credential_offer")?, single(url, "credential_offer_uri")?) {
        (Some(offer), None) => Ok(Offer::Credentials(Box::new(credential_offer(offer.as_bytes())?))),
        (None, Some(at)) => Ok(Offer::Referenced(address("credential_offer_uri", &at)?)),
        (Some(_), Some(_)) => Err(OfferError::malformed("`credential_offer` and `credential_offer_uri`")),
        (None, None) => Err(OfferError::malformed("neither `credential_offer` nor `credential_offer_uri`")),
    }
}

/// The grant type of OpenID4VCI 1.0, section 4.1.1.
pub const PRE_AUTHORIZED: &str = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

/// Parses a Credential Offer object (OpenID4VCI 1.0, section 4.1.1).
pub fn credential_offer(bytes: &[u8]) -> Result<CredentialOffer, OfferError> {
    let offer = object(bytes, limits::OFFER_BYTES)?;
    let issuer = required(&offer, "credential_issuer", limits::CODE_BYTES)?;
    let issuer_url = address("credential_issuer", issuer)?;
    if issuer_url.query().is_some() || issuer_url.fragment().is_some() {
        return Err(OfferError::malformed("`credential_issuer` has a query or a fragment"));
    }
    let Some(listed) = offer.get("credential_configuration_ids") else {
        return Err(match offer.get("credentials") {
            Some(_) => OfferError::unsupported("a draft of OpenID4VCI before draft 13"),
            None => OfferError::malformed("`credential_configuration_ids` is missing"),
        });
    };
    let configurations = configurations(listed)?;
    let Some(grant) = offer.get("grants").and_then(|grants| grants.get(PRE_AUTHORIZED)) else {
        return Err(OfferError::of(IntakeCode::OfferSignIn, host_of(&issuer_url)));
    };
    let code = required(grant, "pre-authorized_code", limits::CODE_BYTES)?;
    Ok(CredentialOffer {
        issuer: issuer.to_owned(),
        configurations,
        code: SecretString::from(code.to_owned()),
        transaction_code: grant.get("tx_code").map(transaction_code).transpose()?,
        authorization_server: text(grant, "authorization_server", limits::CODE_BYTES)?.map(str::to_owned),
        issuer_url,
    })
}

fn configurations(listed: &Value) -> Result<Vec<String>, OfferError> {
    let wrong = || OfferError::malformed("`credential_configuration_ids` is not a list of different names");
    let listed = listed.as_array().ok_or_else(wrong)?;
    if listed.len() > limits::CREDENTIALS {
        return Err(OfferError::malformed(format!("{} credentials in one offer", listed.len())));
    }
    let mut names: Vec<String> = Vec::new();
    for name in listed {
        match name.as_str() {
            Some(name) if name.len() <= limits::CODE_BYTES && !names.iter().any(|known| known == name) => {
                names.push(name.to_owned());
            }
            _ => return Err(wrong()),
        }
    }
    if names.is_empty() { Err(wrong()) } else { Ok(names) }
}

/// Parses `tx_code` (OpenID4VCI 1.0, section 4.1.1). Even an empty object means that a code is required.
fn transaction_code(value: &Value) -> Result<TransactionCode, OfferError> {
    if !value.is_object() {
        return Err(OfferError::malformed("`tx_code` is not an object"));
    }
    let digits = match value.get("input_mode").map(Value::as_str) {
        None | Some(Some("numeric")) => true,
        Some(Some("text")) => false,
        Some(_) => return Err(OfferError::malformed("`input_mode` is neither `numeric` nor `text`")),
    };
    let length = match value.get("length") {
        None => None,
        Some(length) => match length.as_u64().and_then(|length| usize::try_from(length).ok()) {
            Some(length @ 1..=limits::TYPED_CHARS) => Some(length),
            _ => return Err(OfferError::malformed("`length` of the code is out of range")),
        },
    };
    let hint = text(value, "description", limits::OFFER_BYTES)?.map(str::to_owned);
    if hint.as_ref().is_some_and(|hint| hint.chars().count() > limits::HINT_CHARS) {
        return Err(OfferError::malformed("`description` of the code is too long"));
    }
    Ok(TransactionCode { digits, length, hint })
}

/// Parses a DCC Credential Request: parameters in the address, or a message in `request`.
fn request(url: &Url) -> Result<Offer, OfferError> {
    if let Some(message) = single(url, "request")? {
        return invitation(&object(message.as_bytes(), limits::OFFER_BYTES)?);
    }
    let parameter = |name: &str| {
        single(url, name)?
            .filter(|value| !value.is_empty())
            .ok_or_else(|| OfferError::malformed(format!("`{name}` is missing")))
    };
    let issuer = parameter("issuer")?;
    let at = address("vc_request_url", &parameter("vc_request_url")?)?;
    // The Consortium's wallet treats a missing `auth_type` as `code`: the person signs in on the issuer's page first.
    if single(url, "auth_type")?.as_deref() != Some("bearer") {
        return Err(OfferError::of(IntakeCode::OfferSignIn, host_of(&at)));
    }
    let challenge = parameter("challenge")?;
    if challenge.len() > limits::CHALLENGE_BYTES || issuer.len() > limits::CODE_BYTES {
        return Err(OfferError::malformed("`challenge` or `issuer` is too long"));
    }
    Ok(Offer::Request(CredentialRequest { issuer, url: at, challenge }))
}

/// Parses a message that names the protocols of an issuance.
fn invitation(message: &Value) -> Result<Offer, OfferError> {
    match message.get("protocols") {
        Some(protocols) => protocol(protocols, None),
        None => Err(OfferError::unsupported("a request that names no protocol")),
    }
}

/// Returns the first supported protocol (VCALM 1.0, section 3.7.4 "Interaction Protocols Response").
pub fn protocol(protocols: &Value, from: Option<&Url>) -> Result<Offer, OfferError> {
    if let Some(url) = link(protocols, "vcapi")? {
        return Ok(Offer::Exchange { url, from: from.cloned() });
    }
    if let Some(offer) = text(protocols, "OID4VCI", limits::OFFER_BYTES)? {
        return match read(offer) {
            Some(Ok(offer @ (Offer::Referenced(_) | Offer::Credentials(_)))) => Ok(offer),
            Some(Err(error)) => Err(error),
            _ => Err(OfferError::malformed("`OID4VCI` is no credential offer")),
        };
    }
    if let Some(other) = text(protocols, "interact", limits::CODE_BYTES)? {
        return interaction(other);
    }
    let named: Vec<&str> =
        protocols.as_object().into_iter().flat_map(|named| named.keys()).map(String::as_str).collect();
    Err(OfferError::unsupported(match named.as_slice() {
        [] => "no protocol at all".to_owned(),
        named => named.join(", "),
    }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use secrecy::ExposeSecret;

    use super::*;

    /// Formats a parsed offer for comparison.
    fn summary(text: &str) -> String {
        match read(text) {
            None => "none".into(),
            Some(Err(OfferError::Offer { code, detail })) => format!("{code}: {detail}"),
            Some(Err(error)) => error.to_string(),
            Some(Ok(Offer::Request(request))) => {
                format!("request {} {} {}", request.issuer, request.url, request.challenge)
            }
            Some(Ok(Offer::Interaction(url))) => format!("interaction {url}"),
            Some(Ok(Offer::Exchange { url, .. })) => format!("exchange {url}"),
            Some(Ok(Offer::Referenced(url))) => format!("referenced {url}"),
            Some(Ok(Offer::Credentials(offer))) => {
                let code = offer.transaction_code.as_ref().map(|code| (code.digits, code.length));
                format!("{} {:?} {} {code:?}", offer.issuer, offer.configurations, offer.code.expose_secret())
            }
        }
    }

    fn encoded(value: &Value) -> String {
        url::form_urlencoded::byte_serialize(value.to_string().as_bytes()).collect()
    }

    fn openid(offer: &Value) -> String {
        format!("openid-credential-offer://?credential_offer={}", encoded(offer))
    }

    /// Parses an OpenID4VCI 1.0 offer with a change.
    fn offered(change: impl FnOnce(&mut Value)) -> String {
        let mut offer = json!({
            "credential_issuer": "https://issuer.example/tenant",
            "credential_configuration_ids": ["Welding"],
            "grants": { PRE_AUTHORIZED: { "pre-authorized_code": "c0de" } },
        });
        change(&mut offer);
        summary(&openid(&offer))
    }

    #[test]
    fn parses_every_form() {
        let rows = [
            (
                "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fissuer.example%2Foffer%2F1",
                "referenced https://issuer.example/offer/1",
            ),
            (
                "haip-vci://?credential_offer_uri=https%3A%2F%2Fissuer.example%2F1",
                "referenced https://issuer.example/1",
            ),
            (
                "https://wallet.example/offer?credential_offer_uri=https%3A%2F%2Fissuer.example%2F1",
                "referenced https://issuer.example/1",
            ),
            ("interaction:https://issuer.example/i/1?iuv=1", "interaction https://issuer.example/i/1?iuv=1"),
            (
                "web+interaction:https://issuer.example/i/1?iuv=1",
                "interaction https://issuer.example/i/1?iuv=1",
            ),
            (
                "interaction:https%3A%2F%2Fissuer.example%2Fi%2F1%3Fiuv%3D1",
                "interaction https://issuer.example/i/1?iuv=1",
            ),
            ("  https://issuer.example/i/1?iuv=1\n", "interaction https://issuer.example/i/1?iuv=1"),
            (
                "dccrequest://request?auth_type=bearer&issuer=Harbour&vc_request_url=https%3A%2F%2Fissuer.example%2Fr&challenge=8d3f",
                "request Harbour https://issuer.example/r 8d3f",
            ),
            (
                "org.dcconsortium://request?auth_type=bearer&issuer=Harbour&vc_request_url=https%3A%2F%2Fissuer.example%2Fr&challenge=8d3f",
                "request Harbour https://issuer.example/r 8d3f",
            ),
            (
                "https://lcw.app/request?auth_type=bearer&issuer=Harbour&vc_request_url=https%3A%2F%2Fissuer.example%2Fr&challenge=8d3f",
                "request Harbour https://issuer.example/r 8d3f",
            ),
            (
                "https://lcw.app/mobile?auth_type=bearer&issuer=Harbour&vc_request_url=https%3A%2F%2Fissuer.example%2Fr&challenge=8d3f",
                "request Harbour https://issuer.example/r 8d3f",
            ),
            ("openid-initiate-issuance://?issuer=https%3A%2F%2Fissuer.example", "none"),
            ("openid4vp://?client_id=x", "none"),
            ("https://issuer.example/badge/1", "none"),
            ("https://issuer.example/?request=%7B%7D", "none"),
            ("not an address", "none"),
            ("", "none"),
        ];
        for (text, expected) in rows {
            assert_eq!(summary(text), expected, "{text}");
        }
    }

    #[test]
    fn request_message_leads_to_another_protocol() {
        let parsed = |message: &Value| summary(&format!("dccrequest://request?request={}", encoded(message)));
        let rows = [
            (
                json!({"protocols": {"vcapi": "https://issuer.example/e/1"}}),
                "exchange https://issuer.example/e/1",
            ),
            (
                json!({"protocols": {"OID4VCI": "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fissuer.example%2F1"}}),
                "referenced https://issuer.example/1",
            ),
            (
                json!({"protocols": {"interact": "https://issuer.example/i/2?iuv=1"}}),
                "interaction https://issuer.example/i/2?iuv=1",
            ),
            (
                json!({"protocols": {"inviteRequest": "https://issuer.example/"}}),
                "OFFER_UNSUPPORTED: inviteRequest",
            ),
            (json!({"protocols": {}}), "OFFER_UNSUPPORTED: no protocol at all"),
            (
                json!({"protocols": {"OID4VCI": "dccrequest://request"}}),
                "OFFER_MALFORMED: `issuer` is missing",
            ),
            (
                json!({"protocols": {"vcapi": "http://issuer.example/e/1"}}),
                "OFFER_MALFORMED: `vcapi` is not protected (https)",
            ),
            (
                json!({"verifiablePresentationRequest": {}}),
                "OFFER_UNSUPPORTED: a request that names no protocol",
            ),
        ];
        for (message, expected) in rows {
            assert_eq!(parsed(&message), expected, "{message}");
        }
        let wallet = encoded(&json!({"protocols": {"vcapi": "https://issuer.example/e/1"}}));
        assert_eq!(
            summary(&format!("https://lcw.app/request?request={wallet}")),
            "exchange https://issuer.example/e/1"
        );
    }

    /// OpenID4VCI 1.0, section 4.1.1.
    #[test]
    fn parses_credential_offers_strictly() {
        let expected = r#"https://issuer.example/tenant ["Welding"] c0de"#;
        let grant = |offer: &mut Value, grant: Value| offer["grants"][PRE_AUTHORIZED] = grant;
        assert_eq!(offered(|_| {}), format!("{expected} None"));
        assert_eq!(offered(|offer| offer["unknown"] = json!([1])), format!("{expected} None"));
        let with_code = |code: Value| {
            offered(|offer| grant(offer, json!({"pre-authorized_code": "c0de", "tx_code": code})))
        };
        assert_eq!(with_code(json!({})), format!("{expected} Some((true, None))"));
        assert_eq!(
            with_code(json!({"input_mode": "text", "length": 8, "description": "In your e-mail"})),
            format!("{expected} Some((false, Some(8)))")
        );
        for wrong in [
            json!(true),
            json!({"input_mode": "braille"}),
            json!({"length": 0}),
            json!({"length": 100_000}),
            json!({"length": -1}),
            json!({"description": "x".repeat(301)}),
            json!({"description": 7}),
        ] {
            let summary = with_code(wrong.clone());
            assert!(summary.starts_with("OFFER_MALFORMED"), "{wrong}: {summary}");
        }
        type Change = fn(&mut Value);
        let rows: [(&str, Change); 16] = [
            ("OFFER_MALFORMED", |offer| offer["credential_issuer"] = json!("http://issuer.example")),
            ("OFFER_MALFORMED", |offer| offer["credential_issuer"] = json!("https://issuer.example/?a=1")),
            ("OFFER_MALFORMED", |offer| offer["credential_issuer"] = json!("https://issuer.example/#a")),
            ("OFFER_MALFORMED", |offer| {
                offer["credential_issuer"] = json!("https://bank.example@issuer.example/")
            }),
            ("OFFER_MALFORMED", |offer| offer["credential_issuer"] = json!("did:web:issuer.example")),
            ("OFFER_MALFORMED", |offer| offer["credential_issuer"] = json!(["https://issuer.example"])),
            ("OFFER_MALFORMED", |offer| offer["credential_configuration_ids"] = json!([])),
            ("OFFER_MALFORMED", |offer| offer["credential_configuration_ids"] = json!(["a", "a"])),
            ("OFFER_MALFORMED", |offer| offer["credential_configuration_ids"] = json!([1])),
            ("OFFER_MALFORMED", |offer| offer["credential_configuration_ids"] = json!("a")),
            ("OFFER_MALFORMED", |offer| {
                offer["credential_configuration_ids"] =
                    (0..=limits::CREDENTIALS).map(|n| n.to_string()).collect();
            }),
            ("OFFER_MALFORMED", |offer| offer["grants"][PRE_AUTHORIZED] = json!({})),
            ("OFFER_MALFORMED", |offer| offer["grants"][PRE_AUTHORIZED] = json!({"pre-authorized_code": 1})),
            ("OFFER_SIGN_IN", |offer| offer["grants"] = json!({"authorization_code": {}})),
            ("OFFER_SIGN_IN", |offer| offer["grants"] = json!(null)),
            ("OFFER_UNSUPPORTED", |offer| {
                offer.as_object_mut().unwrap().remove("credential_configuration_ids");
                offer["credentials"] = json!(["Welding"]);
            }),
        ];
        for (at, (code, change)) in rows.into_iter().enumerate() {
            let summary = offered(change);
            assert!(summary.starts_with(code), "row {at}: {summary}");
        }
    }

    #[test]
    fn refuses_ambiguous_offers() {
        let reference = "credential_offer_uri=https%3A%2F%2Fissuer.example%2F1";
        let rows = [
            (format!("openid-credential-offer://?{reference}&{reference}"), "OFFER_MALFORMED"),
            (format!("openid-credential-offer://?{reference}&credential_offer=%7B%7D"), "OFFER_MALFORMED"),
            ("openid-credential-offer://".into(), "OFFER_MALFORMED"),
            (r#"openid-credential-offer://?credential_offer={"a":1,"a":2}"#.into(), "OFFER_MALFORMED"),
            ("openid-credential-offer://?credential_offer_uri=http%3A%2F%2Fissuer.example".into(), "OFFER_MALFORMED"),
            ("openid-credential-offer://?credential_offer_uri=file%3A%2F%2F%2Fetc%2Fpasswd".into(), "OFFER_MALFORMED"),
            (format!("openid-credential-offer://?credential_offer={}", "a".repeat(limits::OFFER_BYTES)), "OFFER_MALFORMED"),
            ("interaction:http://issuer.example/?iuv=1".into(), "OFFER_MALFORMED"),
            ("interaction:https://issuer.example/".into(), "OFFER_MALFORMED"),
            ("interaction:https://issuer.example/?iuv=1&iuv=1".into(), "OFFER_MALFORMED"),
            ("interaction:https://issuer.example/?iuv=2".into(), "OFFER_UNSUPPORTED"),
            ("interaction:javascript:alert(1)".into(), "OFFER_MALFORMED"),
            ("dccrequest://request?issuer=a&vc_request_url=https%3A%2F%2Fissuer.example&challenge=1".into(), "OFFER_SIGN_IN"),
            ("dccrequest://request?issuer=a&vc_request_url=https%3A%2F%2Fissuer.example&challenge=1&auth_type=code".into(), "OFFER_SIGN_IN"),
            ("dccrequest://request?issuer=a&vc_request_url=https%3A%2F%2Fissuer.example&auth_type=bearer".into(), "OFFER_MALFORMED"),
            ("dccrequest://request?issuer=a&vc_request_url=http%3A%2F%2Fissuer.example&auth_type=bearer&challenge=1".into(), "OFFER_MALFORMED"),
            ("dccrequest://request".into(), "OFFER_MALFORMED"),
            ("dccrequest://request?request=%5B%5D".into(), "OFFER_MALFORMED"),
        ];
        for (text, code) in rows {
            let summary = summary(&text);
            assert!(summary.starts_with(code), "{text:.90}: {summary}");
        }
    }

    proptest! {
        #[test]
        fn no_offer_text_causes_a_panic(
            scheme in prop::sample::select(vec![
                "", "openid-credential-offer://?", "openid-credential-offer://?credential_offer=", "interaction:",
                "interaction:https%3A", "dccrequest://request?request=", "dccrequest://request?vc_request_url=",
                "https://lcw.app/request?request=", "https://issuer.example/?iuv=",
            ]),
            rest in "\\PC*",
        ) {
            if let Some(Ok(offer)) = read(&format!("{scheme}{rest}")) {
                let summary = format!("{offer:?}");
                prop_assert!(!summary.is_empty());
            }
        }

        #[test]
        fn no_offer_json_causes_a_panic(code in "\\PC*", issuer in "\\PC*", length in any::<i64>()) {
            let offer = json!({
                "credential_issuer": issuer,
                "credential_configuration_ids": [code.clone()],
                "grants": { PRE_AUTHORIZED: { "pre-authorized_code": code, "tx_code": { "length": length } } },
            });
            prop_assert!(read(&openid(&offer)).is_some());
        }
    }

    #[test]
    fn codes_never_appear_in_debug_output() {
        let offer = json!({
            "credential_issuer": "https://issuer.example",
            "credential_configuration_ids": ["Welding"],
            "grants": { PRE_AUTHORIZED: { "pre-authorized_code": "very-secret" } },
        });
        assert!(!format!("{:?}", read(&openid(&offer))).contains("very-secret"));
    }
}
