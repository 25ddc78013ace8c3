//! What a face shows: plain data with every sentence already in words, made by the application for the window and the
//! command line alike.
//!
//! Nothing here decides anything. Field names are the ones that `--json` promises; fields are added, never renamed.

mod badge;
mod candidate;
mod collection;
mod learner;
mod mail;
mod network;
mod offer;
mod record;
mod report;
mod review;
mod state;

pub use self::{
    badge::{
        BadgeDetail, BadgeSummary, OtherVersion, Query, ReverifiedBadge, SourceSummary, VerificationSummary,
    },
    candidate::{AddResult, AddStatus, CandidateDetail},
    collection::{CollectionDetail, CollectionItemDetail, CollectionSummary, ExportOptions, ExportSummary},
    learner::{
        IdentityDependents, IdentitySummary, IdentityTrial, KnownIssuerSummary, PlatformSummary,
        TrustListSummary, UnclaimedRecipient,
    },
    mail::{LinkDetail, MailSummary, MailboxImport, MailboxLocation, MailboxSummary},
    network::{HostSummary, RequestStatus, RequestSummary},
    offer::{OfferDetail, TransactionCodeDetail},
    record::OtherFileSummary,
    report::{
        AssessmentFactDetail, BadgeReport, CheckDetail, ConfusableNameDetail, EndorsementDetail, ErrorDetail,
        IssuerDetail, ListingDetail, NoteDetail, PinDetail, RecipientDetail,
    },
    review::{BundleCheck, ReviewDetail, ReviewedBadge},
    state::{DamageSummary, DoctorSummary, OpenState, Progress},
};
