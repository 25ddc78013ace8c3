//! What a face shows: plain data with every sentence already in words, made by the application for the window and the
//! command line alike.
//!
//! Nothing here decides anything. Field names are the ones that `--json` promises; fields are added, never renamed.

mod badge;
mod collection;
mod learner;
mod mail;
mod network;
mod offer;
mod record;
mod review;
mod sighting;
mod state;
mod told;

pub use self::{
    badge::{BadgeCard, BadgeDetail, HistoryLine, OtherVersion, Query, Rechecked, SourceLine},
    collection::{CollectionCard, CollectionDetail, CollectionLine, ExportOptions, Exported},
    learner::{
        IdentityBadges, IdentityLine, KnownIssuerLine, PlatformLine, TriedIdentity, TrustListLine, Unclaimed,
    },
    mail::{MailboxAsked, MailboxLine, MailboxLooked, ToldLink, ToldMail},
    network::{ActivityLine, ActivityOutcome, HostLine},
    offer::{ToldCode, ToldOffer},
    record::RecordLine,
    review::{BundleCheck, ReviewView, ReviewedBadge},
    sighting::{KeptKind, KeptOutcome, Sighting},
    state::{DamageLine, DoctorView, OpenState, Progress},
    told::{
        ToldBadge, ToldCheck, ToldEndorsement, ToldError, ToldFact, ToldIssuer, ToldListing, ToldNote,
        ToldRecipient, ToldRemembered, ToldResemblance,
    },
};
