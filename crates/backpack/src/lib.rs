//! The application core, independent of any user interface.
//!
//! [`Backpack`] is a learner's open backpack; [`Verifier`] verifies without storing. Both return the data of
//! [`view`]: codes, facts and message keys, never finished sentences.

mod backpack;
mod badges;
pub mod baking;
mod collections;
pub mod error;
mod files;
mod identities;
mod import;
mod input;
pub mod intake;
mod issuers;
pub mod links;
mod mailboxes;
mod notifications;
pub mod offers;
mod other_files;
mod policy;
mod progress;
mod recipients;
mod request_log;
mod review;
mod settings;
mod sharing;
mod text;
mod verifier;
pub mod view;

pub use badge_intake::{ImportInput, identity, mail};
pub use badge_network::{self as network, NetworkPolicy};
pub use badge_picture as picture;
pub use badge_store::{self as store, collection, vault};
pub use tokio_util::sync::CancellationToken;

pub use crate::{
    backpack::{Backpack, OpenOptions},
    mailboxes::Mailbox,
    progress::ProgressCallback,
    review::ReviewRequest,
    verifier::{Verifier, VerifierOptions},
};
