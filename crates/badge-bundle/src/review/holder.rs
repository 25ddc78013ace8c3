//! Compares the holder of a bundle with the recipient of a badge.
//!
//! Anyone can sign a bundle of someone else's badges. The bundle's signature binds only badges that were issued to the
//! holder's DID. If a badge was issued to an address that the holder discloses, the match shows that the badge was issued to
//! that address; nothing in a bundle can show that the address belongs to the holder.

use openbadges::{Outcome, Report};
use serde::Serialize;

use crate::code::BundleCode;

/// Whether the holder of the bundle is shown to be the recipient of a badge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum HolderBinding {
    /// The badge was issued to an identity of the holder.
    Recipient {
        /// How the identity is bound to the holder.
        #[serde(rename = "how")]
        method: BindingMethod,
        /// The identity, in the form that matched.
        identity: String,
    },
    /// Nothing shows that the badge was issued to the holder.
    Unbound {
        /// Always `HOLDER_UNBOUND`.
        code: BundleCode,
    },
}

impl HolderBinding {
    pub(super) const UNBOUND: Self = Self::Unbound { code: BundleCode::HolderUnbound };
}

/// How an identity is bound to the holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BindingMethod {
    /// The identity is the DID whose key signed the bundle.
    Key,
    /// The holder discloses the identity and claims it.
    Disclosed,
}

/// Returns how the badge of `report` is bound to `holder`. The report must have been made with the holder's identities.
pub(super) fn holder_binding(holder: &str, report: &Report) -> HolderBinding {
    let mut recipients = report.badge.recipients.iter();
    if recipients.any(|recipient| !recipient.hashed && recipient.identity == holder) {
        return HolderBinding::Recipient { method: BindingMethod::Key, identity: holder.into() };
    }
    match (&report.recipient.outcome, &report.recipient.identity) {
        (Outcome::Passed, Some(identity)) => {
            HolderBinding::Recipient { method: BindingMethod::Disclosed, identity: identity.clone() }
        }
        _ => HolderBinding::UNBOUND,
    }
}
