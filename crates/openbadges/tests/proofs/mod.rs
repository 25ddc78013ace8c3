//! Proofs on their own: signing, verifying and rejecting, apart from a full verification.

mod data_integrity;
mod selective_disclosure;
