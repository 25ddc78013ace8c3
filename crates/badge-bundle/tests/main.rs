//! Bundles as people meet them: honest ones, hostile ones, and what a review says about each.
//!
//! The rows named L01, L02, … are those of the catalogue of bad inputs.

#![allow(clippy::unwrap_used)]

mod building;
mod fixtures;
mod reviewing;
mod tampering;
