//! The vocabulary of the whole-system tests: an [`Issuer`] that makes and serves badges of every kind, on a
//! [`Server`] of its own on loopback, under an [`Authority`] of its own; and a person with a [`Backpack`] who runs the
//! built program.
//!
//! Nothing of the application lives here, and nothing here is shipped. Panics are how tests fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc)]

mod archive;
pub mod authority;
pub mod backpack;
pub mod disclosure;
pub mod dovecot;
mod inside;
pub mod issuer;
pub mod keys;
pub mod ob2;
mod ob3;
pub mod offers;
pub mod picture;
pub mod report;
mod schemas;
pub mod server;

pub use crate::{
    archive::{archive, sealed},
    authority::{Authority, Fault},
    backpack::{Backpack, Outcome, Running},
    dovecot::Dovecot,
    issuer::{Award, COURSES, Issued, Issuer, Kind, Status},
    offers::OfferingPeer,
    report::{faults, outcome},
    server::{Reply, Seen, Server},
};
