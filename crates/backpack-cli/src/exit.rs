//! Exit codes of the program.

use std::process::ExitCode;

use backpack::view::{CandidateDetail, ErrorDetail};
use openbadges::Verdict;

/// The result of a run. If several apply, the one with the highest [`Exit::rank`] wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: success.
    Success,
    /// 1: finished, and some badge is not verified.
    NotVerified,
    /// 2: usage error.
    Usage,
    /// 3: some input could not be read.
    Unreadable,
    /// 4: store or key not available.
    Unavailable,
    /// 5: the network was needed and is not available.
    NetworkUnavailable,
}

impl Exit {
    /// Returns the exit for an error, from its stable code.
    pub(crate) fn of_error(error: &ErrorDetail) -> Self {
        match error.code.as_str() {
            "INPUT_INVALID" | "NOT_FOUND" | "AMBIGUOUS_ID" | "COLLECTION_EMPTY" | "OFFER_CODE_NEEDED"
            | "RECORD_REFUSED" => Self::Usage,
            code if code.starts_with("STORE_") || code.starts_with("KEY_UNAVAILABLE") => Self::Unavailable,
            "KEY_MISMATCH" | "PASSPHRASE_NEEDED" | "FILE_NOT_WRITTEN" => Self::Unavailable,
            // An attachment that cannot be opened is reported, and is not a failure.
            "ATTACH_SKIPPED" => Self::Success,
            "NET_TIMEOUT" | "NET_UNAVAILABLE" | "NET_OFFLINE" | "NET_CONSENT" | "NET_TLS" => {
                Self::NetworkUnavailable
            }
            "MAIL_TLS" | "MAIL_SERVER" => Self::NetworkUnavailable,
            "MAIL_AUTH" | "MAIL_PASSWORD" | "MAIL_PASSWORD_STAYS" => Self::Unavailable,
            _ => Self::Unreadable,
        }
    }

    /// Returns the exit for a verdict.
    pub(crate) fn of_verdict(verdict: Verdict) -> Self {
        if verdict == Verdict::Verified { Self::Success } else { Self::NotVerified }
    }

    /// Returns the exit for the candidates of an import or a verification.
    pub(crate) fn of_candidates(candidates: &[CandidateDetail]) -> Self {
        let exits = candidates.iter().map(|candidate| match (&candidate.badge, &candidate.error) {
            (Some(badge), _) => Self::of_verdict(badge.verdict),
            // A link in a mail is for the person to open, so it is not a failure.
            (None, _) if candidate.link.is_some() => Self::Success,
            (None, Some(error)) => Self::of_error(error),
            // A link in a page that was not followed.
            (None, None) => Self::NotVerified,
        });
        exits.fold(Self::Success, Self::and)
    }

    /// Returns the exit of the two that takes precedence.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        if other.rank() > self.rank() { other } else { self }
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::NotVerified => 1,
            Self::NetworkUnavailable => 2,
            Self::Unreadable => 3,
            Self::Usage => 4,
            Self::Unavailable => 5,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Success => 0,
            Exit::NotVerified => 1,
            Exit::Usage => 2,
            Exit::Unreadable => 3,
            Exit::Unavailable => 4,
            Exit::NetworkUnavailable => 5,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_error_codes_to_exits() {
        let rows = [
            ("STORE_FULL", Exit::Unavailable),
            ("KEY_UNAVAILABLE", Exit::Unavailable),
            ("PASSPHRASE_NEEDED", Exit::Unavailable),
            ("KEY_WEAK", Exit::Unreadable),
            ("PNG_NO_BADGE", Exit::Unreadable),
            ("NET_UNAVAILABLE", Exit::NetworkUnavailable),
            ("NET_BLOCKED_ADDRESS", Exit::Unreadable),
            ("NOT_FOUND", Exit::Usage),
            ("ATTACH_SKIPPED", Exit::Success),
            ("MAIL_NO_BADGE", Exit::Unreadable),
            ("MAIL_TLS", Exit::NetworkUnavailable),
            ("MAIL_AUTH", Exit::Unavailable),
            ("OFFER_CODE_NEEDED", Exit::Usage),
            ("OFFER_ENDED", Exit::Unreadable),
        ];
        for (code, exit) in rows {
            assert_eq!(Exit::of_error(&ErrorDetail::new(code)), exit, "{code}");
        }
    }

    #[test]
    fn unreadable_input_outranks_unverified_badge() {
        assert_eq!(Exit::NotVerified.and(Exit::Unreadable), Exit::Unreadable);
        assert_eq!(Exit::Unreadable.and(Exit::Success), Exit::Unreadable);
    }
}
