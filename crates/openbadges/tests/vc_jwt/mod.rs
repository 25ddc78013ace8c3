//! VC-JWT proofs of Open Badges 3.0, and VC JOSE COSE.

mod bad_tokens;
mod issuers;
mod jose;
mod tampering;
