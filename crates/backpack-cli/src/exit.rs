//! The stable exit codes, and which one a run ends with.

use std::process::ExitCode;

use backpack::view::ErrorDetail;
use openbadges::Verdict;

/// How a run ended. Where several apply, the highest in the order of [`Exit::rank`] wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: all well.
    AllWell,
    /// 1: done, and some badge is not verified.
    NotVerified,
    /// 2: usage.
    Usage,
    /// 3: input could not be read.
    Unreadable,
    /// 4: store or key unavailable.
    Unavailable,
    /// 5: network needed and not to be had.
    NoNetwork,
}

impl Exit {
    /// The exit that an error leads to, by its stable code.
    pub(crate) fn of_error(error: &ErrorDetail) -> Self {
        match error.code.as_str() {
            "INPUT_INVALID" | "NOT_FOUND" | "AMBIGUOUS_ID" | "COLLECTION_EMPTY" | "OFFER_CODE_NEEDED"
            | "RECORD_REFUSED" => Self::Usage,
            code if code.starts_with("STORE_") || code.starts_with("KEY_UNAVAILABLE") => Self::Unavailable,
            "KEY_MISMATCH" | "PASSPHRASE_NEEDED" | "FILE_NOT_WRITTEN" => Self::Unavailable,
            // What is in an archive is nobody's fault.
            "ATTACH_SKIPPED" => Self::AllWell,
            "NET_TIMEOUT" | "NET_UNAVAILABLE" | "NET_OFFLINE" | "NET_CONSENT" | "NET_TLS" => Self::NoNetwork,
            "MAIL_TLS" | "MAIL_SERVER" => Self::NoNetwork,
            "MAIL_AUTH" | "MAIL_PASSWORD" | "MAIL_PASSWORD_STAYS" => Self::Unavailable,
            _ => Self::Unreadable,
        }
    }

    /// The exit that a verdict leads to.
    pub(crate) fn of_verdict(verdict: Verdict) -> Self {
        if verdict == Verdict::Verified { Self::AllWell } else { Self::NotVerified }
    }

    /// The more telling of two.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        if other.rank() > self.rank() { other } else { self }
    }

    const fn rank(self) -> u8 {
        match self {
            Self::AllWell => 0,
            Self::NotVerified => 1,
            Self::NoNetwork => 2,
            Self::Unreadable => 3,
            Self::Usage => 4,
            Self::Unavailable => 5,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::AllWell => 0,
            Exit::NotVerified => 1,
            Exit::Usage => 2,
            Exit::Unreadable => 3,
            Exit::Unavailable => 4,
            Exit::NoNetwork => 5,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_leads_to_its_exit() {
        let rows = [
            ("STORE_FULL", Exit::Unavailable),
            ("KEY_UNAVAILABLE", Exit::Unavailable),
            ("PASSPHRASE_NEEDED", Exit::Unavailable),
            ("KEY_WEAK", Exit::Unreadable),
            ("PNG_NO_BADGE", Exit::Unreadable),
            ("NET_UNAVAILABLE", Exit::NoNetwork),
            ("NET_BLOCKED_ADDRESS", Exit::Unreadable),
            ("NOT_FOUND", Exit::Usage),
            ("ATTACH_SKIPPED", Exit::AllWell),
            ("MAIL_NO_BADGE", Exit::Unreadable),
            ("MAIL_TLS", Exit::NoNetwork),
            ("MAIL_AUTH", Exit::Unavailable),
            ("OFFER_CODE_NEEDED", Exit::Usage),
            ("OFFER_ENDED", Exit::Unreadable),
        ];
        for (code, exit) in rows {
            assert_eq!(Exit::of_error(&ErrorDetail::new(code)), exit, "{code}");
        }
    }

    #[test]
    fn an_input_that_cannot_be_read_outweighs_a_badge_that_is_not_verified() {
        assert_eq!(Exit::NotVerified.and(Exit::Unreadable), Exit::Unreadable);
        assert_eq!(Exit::Unreadable.and(Exit::AllWell), Exit::Unreadable);
    }
}
