//! An offer of a badge: what is shown of it before anything is sent.

use serde::Serialize;

/// An offer of a badge. Who offers and what is their own claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct OfferDetail {
    /// The host that the offer names.
    pub host: String,
    /// The issuer's name, by its own claim.
    pub issuer: Option<String>,
    /// What is offered, by the issuer's words; empty where that is not told before.
    pub offered: Vec<String>,
    /// The hosts that getting it asks.
    pub hosts: Vec<String>,
    /// The code that the person was given on another way, where one is wanted.
    pub code: Option<TransactionCodeDetail>,
    /// Whether all is known that has to be shown before. If not, the issuer has to be asked first what it offers.
    pub ready: bool,
    /// Who offers what, in words. A name that is only claimed stands in quotes here.
    pub message: String,
    /// What getting it tells the issuer, in words.
    pub sends: String,
}

/// What is said of the code that is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TransactionCodeDetail {
    /// Only digits.
    pub digits: bool,
    /// How many characters.
    pub length: Option<u32>,
    /// Where the person finds it, by the issuer's words.
    pub hint: Option<String>,
}
