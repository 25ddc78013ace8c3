//! Errors as user interfaces show them, and the conversions from the errors of every module.

use badge_intake::IntakeCode;
use badge_store::StoreCode;
use std::{borrow::Borrow, collections::BTreeMap};

use badge_bundle::{BuildError, BundleError};
use openbadges::{FetchError, ReadError, baking::BakingError, trust::TrustListError};
use serde::{Deserialize, Serialize};

use super::{Fact, Message};
use badge_intake::{OtherFormat, archive::ArchiveError};

use crate::{
    error::AppCode,
    links::{Link, NoBadgeReason},
    offers::OfferError,
    store::StoreError,
    vault::VaultError,
};

/// An error, for `--json`, standard error and screens.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ErrorDetail {
    /// The stable code.
    pub code: String,
    /// What happened.
    pub message: Message,
    /// What was found instead of a badge, in a few words.
    pub found: Option<String>,
    /// What to do next. The catalogue may have no entry for it.
    pub next_step: Option<Box<Message>>,
}

impl ErrorDetail {
    /// Creates the error of a code, without facts.
    pub fn new(code: impl std::fmt::Display) -> Self {
        Self {
            message: Message::code(&code),
            next_step: Some(Box::new(Message::next_step(&code))),
            found: None,
            code: code.to_string(),
        }
    }

    /// Adds a fact to the message and to the next step.
    #[must_use]
    pub fn with(mut self, name: &str, fact: impl Into<Fact>) -> Self {
        let fact = fact.into();
        self.next_step = self.next_step.map(|step| Box::new(step.with(name, fact.clone())));
        self.message = self.message.with(name, fact);
        self
    }

    /// Sets what was found, unless it is empty.
    #[must_use]
    pub fn with_found(self, found: impl Into<String>) -> Self {
        Self { found: Some(found.into()).filter(|found| !found.is_empty()), ..self }
    }

    /// Replaces the next step by a more specific one.
    #[must_use]
    pub fn with_next_step(self, next_step: Message) -> Self {
        Self { next_step: Some(Box::new(next_step)), ..self }
    }

    /// Returns the error for a name that is not in the backpack.
    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(StoreCode::NotFound).with("what", what)
    }

    /// Returns the error for an invalid option or typed value.
    pub(crate) fn invalid_input(detail: impl Into<Fact>) -> Self {
        Self::new(AppCode::InputInvalid).with("detail", detail)
    }

    /// Returns the error for a link without a badge. If its platform is known, the next step is specific to
    /// it.
    pub(crate) fn behind_link(link: &Link, reason: NoBadgeReason) -> Self {
        let platform = link.known.as_ref().map(|known| known.platform);
        let error = |code: AppCode| match platform {
            Some(platform) => Self::new(code).with("platform", &platform.name),
            None => Self::new(code),
        };
        let error = match reason {
            NoBadgeReason::SignIn => error(AppCode::LinkSignIn),
            NoBadgeReason::Offer(offer) => return offer.into(),
            NoBadgeReason::Gone => return error(AppCode::LinkGone),
            NoBadgeReason::NotFound => error(AppCode::LinkNoBadge),
            NoBadgeReason::Unreadable(error) => error.into(),
            NoBadgeReason::FetchError(error) => return error.into(),
        };
        match platform {
            Some(platform) => error.with_next_step(Message::new(format!("platform-{}", platform.id))),
            None => error,
        }
    }

    /// Adds facts by name.
    fn with_facts<N: Borrow<str>>(self, facts: impl IntoIterator<Item = (N, String)>) -> Self {
        facts.into_iter().fold(self, |error, (name, value)| error.with(name.borrow(), value))
    }
}

impl From<ReadError> for ErrorDetail {
    fn from(error: ReadError) -> Self {
        Self::new(error.code).with("found", &error.found).with_found(error.found)
    }
}

impl From<BakingError> for ErrorDetail {
    fn from(error: BakingError) -> Self {
        Self::new(error.code).with("found", &error.detail).with_found(error.detail)
    }
}

impl From<FetchError> for ErrorDetail {
    fn from(error: FetchError) -> Self {
        Self::new(error.code).with("detail", &error.detail).with_found(error.detail)
    }
}

impl From<TrustListError> for ErrorDetail {
    fn from(error: TrustListError) -> Self {
        Self::new(error.code).with("detail", &error.detail).with_found(error.detail)
    }
}

impl From<BundleError> for ErrorDetail {
    fn from(error: BundleError) -> Self {
        let found = error.details.get("detail").or_else(|| error.details.get("found")).cloned();
        Self::new(error.code).with_facts(error.details).with_found(found.unwrap_or_default())
    }
}

impl From<BuildError> for ErrorDetail {
    fn from(error: BuildError) -> Self {
        let code = error.code().map_or(AppCode::FileNotWritten.as_str(), |code| code.as_str());
        Self::new(code).with("detail", error.to_string()).with_found(error.to_string())
    }
}

impl From<StoreError> for ErrorDetail {
    fn from(error: StoreError) -> Self {
        let details = with_default_detail(error.details(), &error);
        Self::new(error.code()).with_facts(details)
    }
}

impl From<VaultError> for ErrorDetail {
    fn from(error: VaultError) -> Self {
        let details = with_default_detail(error.details(), &error);
        Self::new(error.code()).with_facts(details)
    }
}

impl From<ArchiveError> for ErrorDetail {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::OtherFormat(format) => format.into(),
            ArchiveError::Unreadable(detail) => Self::new(AppCode::ArchiveUnreadable).with("detail", detail),
            ArchiveError::Encrypted(name) => Self::new(AppCode::ArchiveEncrypted).with("name", name),
            ArchiveError::Sealed(entries) => Self::new(AppCode::BackupLocked).with("count", entries.len()),
            ArchiveError::Limit(detail) => Self::new(AppCode::ArchiveLimit).with("detail", detail),
        }
    }
}

impl From<OfferError> for ErrorDetail {
    fn from(error: OfferError) -> Self {
        match error {
            OfferError::Offer { code, detail } if detail.is_empty() => Self::new(code),
            OfferError::Offer { code, detail } => Self::new(code).with("detail", &detail).with_found(detail),
            OfferError::FetchError(error) => error.into(),
            OfferError::Proof(error) => {
                Self::new(IntakeCode::OfferUnsupported).with("detail", error.to_string())
            }
        }
    }
}

/// A credential, pass or document that is not an Open Badge.
impl From<OtherFormat> for ErrorDetail {
    fn from(format: OtherFormat) -> Self {
        let name = format.as_str();
        let code = if format.is_offer() { AppCode::CredentialOffer } else { AppCode::NotAnOpenBadge };
        Self::new(code)
            .with("what", Message::new(format!("format-{name}")))
            .with_found(name)
            .with_next_step(Message::new(format!("format-{name}-next")))
    }
}

/// Returns the details of an error, with its text as `detail` if they have none.
fn with_default_detail(
    mut details: BTreeMap<&'static str, String>,
    error: &impl std::error::Error,
) -> BTreeMap<&'static str, String> {
    details.entry("detail").or_insert_with(|| error.to_string());
    details
}
