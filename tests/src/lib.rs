//! The vocabulary of the whole-system tests: an [`Issuer`] that makes and serves badges of every kind, on a
//! [`Server`] of its own on loopback, under an [`Authority`] of its own.
//!
//! Nothing of the application lives here, and nothing here is shipped. Panics are how tests fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc)]

pub mod authority;
pub mod server;

pub use crate::{
    authority::{Authority, Fault},
    server::{Reply, Seen, Server},
};
