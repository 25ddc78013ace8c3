//! Stable codes of problems with mails and offers.
//!
//! Scripts, user interfaces and translations depend on these codes. A code is never renamed or reused.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// A stable code of this crate.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum IntakeCode {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl IntakeCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the stable name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    // mail
    /// A mail exceeds a limit of size or parts and was read only partly.
    MailLimit = "MAIL_LIMIT",
    /// A mail is malformed or truncated.
    MailMalformed = "MAIL_MALFORMED",
    // offers
    /// The offer or the issuer's response does not follow its specification.
    OfferMalformed = "OFFER_MALFORMED",
    /// The issuer requires something that this program does not support.
    OfferUnsupported = "OFFER_UNSUPPORTED",
    /// The person has to sign in on the issuer's page first.
    OfferSignIn = "OFFER_SIGN_IN",
    /// The offer refers to a host or issuer other than the one contacted.
    OfferOtherHost = "OFFER_OTHER_HOST",
    /// The issuer requires a transaction code, and the typed code is missing or does not have the required form.
    OfferCodeNeeded = "OFFER_CODE_NEEDED",
    /// The issuer rejects the code, or the offer has expired; issuers return the same error for both.
    OfferCodeWrong = "OFFER_CODE_WRONG",
    /// The offer was used already or has expired.
    OfferEnded = "OFFER_ENDED",
    /// The issuer refused the request. The detail contains the issuer's reason.
    OfferRefused = "OFFER_REFUSED",
    /// The issuer will issue the badge later.
    OfferLater = "OFFER_LATER",
    /// The issuer's response contains no badge.
    OfferNoBadge = "OFFER_NO_BADGE",
}

impl fmt::Display for IntakeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip() {
        for code in IntakeCode::ALL {
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<IntakeCode>(&json).unwrap(), *code);
        }
    }
}
