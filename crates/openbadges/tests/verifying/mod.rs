//! Verification: the report on badges of every version.

mod chains;
mod containers;
mod digests;
mod endorsements;
mod hosted;
mod issuer_identity;
mod ob1;
mod ob2_bad_inputs;
mod proofs;
mod recipient;
mod refresh;
mod report;
mod schema;
mod signed;
mod status;
mod status_history;
mod status_purposes;
mod suites;
mod tampering;
mod verdict;
