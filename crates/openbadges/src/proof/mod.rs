//! Signatures: keys in their written forms, JSON Web Signatures, Data Integrity proofs. One suite, one file.
//!
//! What is said here is only whether a signature fits a given key. Whose key that may be is `verify`'s question.

pub mod data_integrity;
pub mod jcs;
pub mod jwk;
pub mod jws;
pub mod key;
mod rsa;
mod thumbprint;
