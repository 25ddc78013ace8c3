//! Parses offers of badges from their text. This module makes no requests; the application accepts offers.
//!
//! | protocol | specification |
//! |---|---|
//! | `oid4vci` | OpenID for Verifiable Credential Issuance 1.0 with a pre-authorized code, and draft 13 of it |
//! | `exchange` | exchanges of the VC API (W3C VCALM 1.0) and its interaction URLs |
//! | `dccrequest` | the credential request of the Digital Credentials Consortium |
//!
//! An offer is not evidence of its issuer: anyone can create an offer in another's name.

mod error;
pub mod limits;
pub mod message;
pub mod offer;

pub use self::{
    error::OfferError,
    offer::{CredentialOffer, CredentialRequest, Offer, TransactionCode, read},
};
