//! Helpers for the whole-system tests.
//!
//! An [`Issuer`] issues badges of every kind and serves their documents. Each issuer has its own [`Server`]
//! on loopback and its own certificate [`Authority`]. A [`Backpack`] is a learner's data folder, with
//! functions that run the built program.
//!
//! This crate contains no part of the application and is not shipped. Its functions panic on failure.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc)]

mod archive;
pub mod authority;
pub mod backpack;
pub mod disclosure;
pub mod dovecot;
mod embedded;
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
    archive::{archive, encrypt_envelope},
    authority::{Authority, Fault},
    backpack::{Backpack, Outcome, RunningProgram},
    dovecot::Dovecot,
    issuer::{Award, COURSES, IssuedBadge, Issuer, Kind, Status},
    offers::OfferingPeer,
    report::{faults, outcome},
    server::{ReceivedRequest, Reply, Server},
};
