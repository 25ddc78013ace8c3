//! Stable codes of what is wrong with a mail or an offer.
//!
//! Scripts, screens and translations depend on them: a code is never renamed and never reused.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// A stable code of intake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum IntakeCode {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl IntakeCode {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as scripts and screens know it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    // -- mail --------------------------------------------------------------------------------
    /// A mail is larger, or made of more parts, than mails are; it was not read to its end.
    MailLimit = "MAIL_LIMIT",
    /// A mail cannot be taken apart, or is cut short.
    MailMalformed = "MAIL_MALFORMED",
    // -- offers ------------------------------------------------------------------------------
    /// The offer, or what its issuer answered to it, is not as its specification has it.
    OfferMalformed = "OFFER_MALFORMED",
    /// The issuer wants something that this program does not do.
    OfferUnsupported = "OFFER_UNSUPPORTED",
    /// The person has to sign in on the issuer's page first.
    OfferSignIn = "OFFER_SIGN_IN",
    /// Something in the offer is of another host or issuer than the one that is asked.
    OfferOtherHost = "OFFER_OTHER_HOST",
    /// A code is wanted that the person was given on another way, and what was typed cannot be it.
    OfferCodeNeeded = "OFFER_CODE_NEEDED",
    /// The issuer does not take the code, or the offer has ended; it tells both in the same way.
    OfferCodeWrong = "OFFER_CODE_WRONG",
    /// The offer was used already, or its time has ended.
    OfferEnded = "OFFER_ENDED",
    /// The issuer refuses, in its own words.
    OfferRefused = "OFFER_REFUSED",
    /// The issuer makes the badge later.
    OfferLater = "OFFER_LATER",
    /// The issuer did as it was asked, and what it handed over is no badge.
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
    fn every_code_reads_back_as_itself() {
        for code in IntakeCode::ALL {
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<IntakeCode>(&json).unwrap(), *code);
        }
    }
}
