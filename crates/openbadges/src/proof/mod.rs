//! Signatures: keys in their written forms, JSON Web Signatures, Data Integrity proofs. One suite, one row of a table.
//!
//! What is said here is only whether a signature fits a given key. Whose key that may be is `verify`'s question.

pub mod algorithm;
pub mod data_integrity;
mod ecdsa;
pub mod family;
pub mod jwk;
pub mod jws;
pub mod key;
mod multikey;
mod rsa;
mod thumbprint;

pub use self::ecdsa::Curve;
