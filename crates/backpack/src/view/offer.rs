//! An offer of a badge, as it is shown before anything is sent.

use serde::Serialize;

use super::{ErrorDetail, Message};
use badge_intake::OtherFormat;

use crate::offers::{Offer, Plan};

/// An offer of a badge. The issuer's name and what it offers are its own claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct OfferDetail {
    /// The host of the offer.
    pub host: String,
    /// The issuer's name, by its own claim.
    pub issuer: Option<String>,
    /// The names of the offered badges, in the issuer's words. Empty if the issuer does not name them in
    /// advance.
    pub offered: Vec<String>,
    /// The hosts that accepting the offer contacts.
    pub hosts: Vec<String>,
    /// The transaction code, if one is needed.
    pub code: Option<TransactionCodeDetail>,
    /// Whether the offer can be accepted. If not, its details have to be requested first.
    pub ready: bool,
    /// Who offers a badge, in words. A name that is only claimed is in quotes.
    pub message: Message,
    /// What the issuer learns when the badge is fetched, in words.
    pub sends: Message,
}

/// A transaction code, which the issuer gave to the person separately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TransactionCodeDetail {
    /// Whether it has only digits.
    pub digits: bool,
    /// How many characters it has.
    pub length: Option<u32>,
    /// Where the person finds it, in the issuer's words.
    pub hint: Option<String>,
}

impl OfferDetail {
    /// Returns the view of an offer. `plan` is `None` until its details were requested.
    pub(crate) fn new(offer: &Offer, plan: Option<&Plan>) -> Self {
        let (issuer, offered) = match (plan, offer) {
            (Some(Plan::Issuance(issuance)), _) => {
                (issuance.issuer_name.clone(), issuance.offered().map(str::to_owned).collect())
            }
            (_, Offer::Request(request)) => (Some(request.issuer.clone()), Vec::new()),
            _ => (None, Vec::new()),
        };
        let host = offer.host();
        let message = match &issuer {
            Some(issuer) => Message::new("offer-by").with("issuer", issuer),
            None => Message::new("offer-from"),
        };
        let code = plan.and_then(Plan::transaction_code).map(|code| TransactionCodeDetail {
            digits: code.digits,
            length: code.length.and_then(|length| u32::try_from(length).ok()),
            hint: code.hint.clone(),
        });
        let sends = if code.is_some() { "offer-sends-code" } else { "offer-sends" };
        Self {
            message: message.with("host", &host),
            sends: Message::new(sends).with("host", &host),
            host,
            issuer,
            offered,
            hosts: plan.map(Plan::hosts).unwrap_or_default(),
            code,
            ready: plan.is_some(),
        }
    }
}

impl ErrorDetail {
    /// Returns the error for an offer that was not accepted yet.
    pub(crate) fn offered(format: OtherFormat) -> Self {
        Self::from(format).with_next_step(Message::new("offer-next"))
    }
}
