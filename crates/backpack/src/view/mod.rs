//! Data for user interfaces. The window and the command line use the same types.
//!
//! The types contain no decisions and no sentences: a text for people is a [`Message`], a key of the message
//! catalogue with its facts. Texts of badges, files and servers are untrusted and unchanged; user interfaces
//! make them safe where they display them.
//!
//! Serialised field names are the ones that `--json` promises: fields are added, never renamed.

mod badge;
mod candidate;
mod collection;
mod error;
mod learner;
mod mail;
mod message;
mod network;
mod offer;
mod record;
mod report;
mod review;
mod state;

pub(crate) use self::report::headline;
pub use self::{
    badge::{
        BadgeDetail, BadgeSummary, OtherVersion, Query, ReverifiedBadge, SourceSummary, VerificationSummary,
    },
    candidate::{AddResult, AddStatus, CandidateDetail},
    collection::{CollectionDetail, CollectionItemDetail, CollectionSummary, ExportOptions, ExportSummary},
    error::ErrorDetail,
    learner::{
        IdentityDependents, IdentitySummary, IdentityTrial, KnownIssuerSummary, PlatformSummary,
        TrustListSummary, UnclaimedRecipient,
    },
    mail::{LinkDetail, MailSummary, MailboxImport, MailboxLocation, MailboxSummary},
    message::{Fact, Message},
    network::{HostSummary, RequestStatus, RequestSummary, request_reason},
    offer::{OfferDetail, TransactionCodeDetail},
    record::OtherFileSummary,
    report::{
        AssessmentFactDetail, BadgeReport, CheckDetail, ConfusableNameDetail, EndorsementDetail,
        IssuerDetail, ListingDetail, NoteDetail, PinDetail, RecipientDetail,
    },
    review::{BundleCheck, ReviewDetail, ReviewedBadge},
    state::{DamageSummary, DoctorSummary, OpenState, Progress},
};
