//! Accepts offers of badges with the learner's key.
//!
//! | step | function | consent before it |
//! |---|---|---|
//! | read the offer's text | [`read`] | none, nothing is requested |
//! | request the details of the offer, with the hosts that accepting it contacts | [`request_details`] | the host of the offer |
//! | request the credentials with a proof of the learner's key | [`request_credentials`] | the hosts that the previous step found |
//! | add the badges | the import, as for any other file | the learner adds each candidate |
//!
//! | protocol | description |
//! |---|---|
//! | `oid4vci` | OpenID for Verifiable Credential Issuance 1.0 with a pre-authorized code, and draft 13 of it |
//! | `exchange` | exchanges of the VC API (W3C VCALM 1.0) and its interaction URLs |
//! | `dccrequest:` | the credential request of the Digital Credentials Consortium |
//!
//! An offer proves nothing: anybody can make one in anybody's name. A proof is made only for the host that
//! requests it (`holder`), and nothing that an issuer sends is signed except its challenge. A submission
//! never follows a redirect. The links in an issued badge are not followed, and codes, PINs and tokens appear
//! in no log.

mod exchange;
mod holder;
mod oid4vci;
mod plan;

pub use badge_intake::offers::{
    CredentialOffer, CredentialRequest, Offer, OfferError, TransactionCode, limits, read,
};
use badge_intake::offers::{message, offer};

pub use self::{
    holder::Holder,
    oid4vci::Issuance,
    plan::{IssuedCredentials, Plan, request_credentials, request_details},
};
