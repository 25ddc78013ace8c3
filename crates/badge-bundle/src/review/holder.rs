//! Whether the one who signed the bundle is shown to be the one to whom a badge was issued.
//!
//! Anyone may sign a bundle of someone else's badges. A badge issued to the holder's own DID is shown to be the holder's
//! by the bundle's signature. A badge issued to an address that the holder discloses is shown to be issued to that address;
//! that the address is the holder's, nothing in a bundle can show.

use openbadges::{Outcome, Report};
use serde::Serialize;

use crate::code::BundleCode;

/// What is shown about holder and recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Holder {
    /// The badge was issued to an identity of the holder.
    Recipient {
        /// What makes it the holder's.
        how: Binding,
        /// The identity, in the form that matched.
        identity: String,
    },
    /// Not shown to be the holder's.
    Unbound {
        /// Always `HOLDER_UNBOUND`.
        code: BundleCode,
    },
}

/// What makes an identity the holder's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Binding {
    /// It is the DID whose key signed the bundle.
    Key,
    /// The holder says so, and names it openly.
    Disclosed,
}

/// How the badge of `report`, which was asked about the holder's identities, is bound to `holder`.
pub(super) fn bound(holder: &str, report: &Report) -> Holder {
    let issued_to_holder =
        report.badge.recipients.iter().any(|recipient| !recipient.hashed && recipient.identity == holder);
    if issued_to_holder {
        return Holder::Recipient { how: Binding::Key, identity: holder.into() };
    }
    match (&report.recipient.outcome, &report.recipient.identity) {
        (Outcome::Passed, Some(identity)) => {
            Holder::Recipient { how: Binding::Disclosed, identity: identity.clone() }
        }
        _ => Holder::Unbound { code: BundleCode::HolderUnbound },
    }
}
