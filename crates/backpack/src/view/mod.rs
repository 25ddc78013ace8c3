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
mod report;
mod review;
mod sighting;
mod state;

pub use self::{
    badge::{BadgeCard, BadgeDetail, HistoryLine, OtherVersion, Query, Rechecked, SourceLine},
    collection::{CollectionCard, CollectionDetail, CollectionLine, ExportOptions, Exported},
    learner::{
        IdentityBadges, IdentityLine, KnownIssuerLine, PlatformLine, TriedIdentity, TrustListLine, Unclaimed,
    },
    mail::{LinkDetail, MailSummary, MailboxAsked, MailboxLine, MailboxLooked},
    network::{ActivityLine, ActivityOutcome, HostLine},
    offer::{OfferDetail, TransactionCodeDetail},
    record::RecordLine,
    report::{
        AssessmentFactDetail, BadgeReport, CheckDetail, ConfusableNameDetail, EndorsementDetail, ErrorDetail,
        IssuerDetail, ListingDetail, NoteDetail, PinDetail, RecipientDetail,
    },
    review::{BundleCheck, ReviewView, ReviewedBadge},
    sighting::{KeptKind, KeptOutcome, Sighting},
    state::{DamageLine, DoctorView, OpenState, Progress},
};
