//! Offers: a text that says where a badge is to be had, and getting it with the learner's key.
//!
//! [`read`] tells an offer from its text alone. [`learn`] asks what it is about, and whom getting it would ask; a face shows
//! that. [`get`] then does what its protocol wants, with a proof by the learner's key, and hands back the texts that were
//! issued: what they are worth is `openbadges`' to say. Three protocols:
//!
//! * `oid4vci`: OpenID for Verifiable Credential Issuance 1.0 with a pre-authorized code, and draft 13 of it;
//! * `exchange`: exchanges of the VC API (W3C VCALM 1.0) and its interaction URLs;
//! * the credential request of the Digital Credentials Consortium (`dccrequest:`).
//!
//! An offer proves nothing: anybody can make one, in anybody's name. So a host is only asked after it was agreed to, a proof
//! is made for the host that asked for it and no other (`holder`), and nothing that an issuer sends is ever signed.

mod exchange;
mod getting;
mod holder;
mod oid4vci;

pub use badge_intake::offers::{
    CredentialOffer, CredentialRequest, Offer, OfferError, TransactionCode, limits, read,
};
use badge_intake::offers::{message, offer};

pub use self::{
    getting::{Got, Plan, get, learn},
    holder::Holder,
    oid4vci::Issuance,
};
