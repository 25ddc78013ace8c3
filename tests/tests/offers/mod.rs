//! Offers of badges, taken by the built program: from an issuer made of independent software, which verifies the learner's
//! proofs for real (`tests/peers/offers.mjs`), and from issuers that mean harm.
mod accepted;
mod hostile;
