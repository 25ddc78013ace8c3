//! Offers of badges, parsed from their text alone. Nothing is requested here; the application accepts offers.
//!
//! | protocol | what it is |
//! |---|---|
//! | `oid4vci` | OpenID for Verifiable Credential Issuance 1.0 with a pre-authorized code, and draft 13 of it |
//! | `exchange` | exchanges of the VC API (W3C VCALM 1.0) and its interaction URLs |
//! | `dccrequest` | the credential request of the Digital Credentials Consortium |
//!
//! An offer proves nothing: anybody can make one in anybody's name.

mod error;
pub mod limits;
pub mod message;
pub mod offer;

pub use self::{
    error::OfferError,
    offer::{CredentialOffer, CredentialRequest, Offer, TransactionCode, read},
};
