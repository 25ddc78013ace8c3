//! Offers of badges, accepted by the built program.
//!
//! `accepted` uses an issuer of independent software that verifies the learner's proofs
//! (`tests/peers/offers.mjs`), `hostile` uses hostile and faulty issuers.
mod accepted;
mod hostile;
