//! The request log, and the hosts that may always be contacted.

use openbadges::documents::Purpose;
use serde::Serialize;

use super::Message;
use crate::{
    network::{RequestOutcome, RequestRecord},
    store::AllowedHost,
};

/// One request that this program made or refused to make.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RequestSummary {
    /// RFC 3339.
    pub at: String,
    /// The host, with its port unless that is the default of the scheme.
    pub host: Option<String>,
    /// The address.
    pub url: String,
    /// The purpose.
    pub purpose: Purpose,
    /// The purpose and the badge, in words.
    pub reason: Message,
    /// The id in the backpack of the badge that the request was for, if known. The badge need not have been
    /// added.
    pub badge_id: Option<String>,
    /// Bytes received.
    pub bytes: u32,
    /// Bytes sent as a body, e.g. the key proof for an offered badge.
    pub sent: u32,
    /// The outcome.
    pub outcome: RequestStatus,
    /// The outcome, in words.
    pub message: Message,
    /// The code of the failure.
    pub failure: Option<String>,
}

/// The outcome of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum RequestStatus {
    /// The host answered with a document.
    #[serde(rename = "had")]
    Answered,
    /// The host redirected to another address, which is the next request.
    Redirected,
    /// The host answered that the document no longer exists.
    Gone,
    /// The request failed.
    Failed,
    /// The request was not made.
    NotMade,
}

/// A host that may always be contacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HostSummary {
    /// The host, with its port unless that is the default of the scheme.
    pub host: String,
    /// When the learner allowed it, RFC 3339.
    pub agreed_at: String,
}

impl From<&RequestRecord> for RequestSummary {
    fn from(request: &RequestRecord) -> Self {
        let (outcome, failure) = match &request.outcome {
            RequestOutcome::Answered => (RequestStatus::Answered, None),
            RequestOutcome::Redirected { .. } => (RequestStatus::Redirected, None),
            RequestOutcome::Gone => (RequestStatus::Gone, Some("gone".to_owned())),
            RequestOutcome::Failed { code, .. } => (RequestStatus::Failed, Some(code.to_string())),
            RequestOutcome::Refused { code, .. } => (RequestStatus::NotMade, Some(code.to_string())),
        };
        let badge = request.badge.as_ref();
        Self {
            at: request.at.to_string(),
            host: Some(request.host.clone()).filter(|host| !host.is_empty()),
            url: request.url.clone(),
            purpose: request.purpose,
            reason: request_reason(request.purpose, badge.and_then(|badge| badge.name.as_deref())),
            badge_id: badge.map(|badge| badge.id.clone()),
            bytes: u32::try_from(request.bytes).unwrap_or(u32::MAX),
            sent: u32::try_from(request.sent).unwrap_or(u32::MAX),
            outcome,
            message: request_outcome(&request.outcome),
            failure,
        }
    }
}

impl From<&AllowedHost> for HostSummary {
    fn from(agreed: &AllowedHost) -> Self {
        Self { host: agreed.host.clone(), agreed_at: agreed.allowed_at.to_string() }
    }
}

/// Returns the reason for a request: its purpose, and the badge that needs it.
pub fn request_reason(purpose: Purpose, badge: Option<&str>) -> Message {
    let id = match purpose {
        Purpose::HostedAssertion => "request-reason-hosted-assertion",
        Purpose::BadgeClass => "request-reason-badge-class",
        Purpose::Issuer => "request-reason-issuer",
        Purpose::PublicKey => "request-reason-public-key",
        Purpose::KeySet => "request-reason-key-set",
        Purpose::DidDocument => "request-reason-did-document",
        Purpose::StatusList => "request-reason-status-list",
        Purpose::RevocationList => "request-reason-revocation-list",
        Purpose::Refresh => "request-reason-refresh",
        Purpose::Schema => "request-reason-schema",
        Purpose::Resource => "request-reason-resource",
        Purpose::Picture => "request-reason-picture",
        Purpose::Badge => "request-reason-badge",
        Purpose::TrustList => "request-reason-trust-list",
        Purpose::Page => "request-reason-page",
        Purpose::Mailbox => "request-reason-mailbox",
        Purpose::Offer => "request-reason-offer",
        Purpose::Issuance => "request-reason-issuance",
    };
    match badge {
        Some(badge) => Message::new(format!("{id}.for")).with("badge", badge),
        None => Message::new(id),
    }
}

fn request_outcome(outcome: &RequestOutcome) -> Message {
    match outcome {
        RequestOutcome::Answered => Message::new("request-answered"),
        RequestOutcome::Redirected { to } => Message::new("request-redirected").with("to", to),
        RequestOutcome::Gone => Message::new("request-gone"),
        RequestOutcome::Failed { code, detail } | RequestOutcome::Refused { code, detail } => {
            Message::code(code).with("detail", detail)
        }
    }
}
