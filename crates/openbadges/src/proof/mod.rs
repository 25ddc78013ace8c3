//! Signatures: public keys, JSON Web Signatures, and Data Integrity proofs.
//!
//! This module checks a signature against a given key. `verify` establishes the owner of the key.

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
