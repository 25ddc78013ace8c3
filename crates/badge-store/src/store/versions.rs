//! Versions: credentials with the same issuer and id but different text, and their order.
//!
//! A newer version supersedes an older one only if its authenticity is established at least as well, because
//! anyone can write a later date. An invalid badge is not a version.

use jiff::Timestamp;
use openbadges::{Badge, Verdict};
use serde::Serialize;

/// Issuer and credential id, which all versions of a credential share (Open Badges 3.0, "Credential equality").
///
/// In Open Badges 1.x and 2.0 the credential id is the assertion's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct VersionKey(String, String);

impl VersionKey {
    /// Returns `None` if the badge has no issuer id or no id of its own.
    pub(super) fn of(badge: &Badge) -> Option<Self> {
        Some(Self(badge.issuer.id.clone()?, badge.id.clone()?))
    }
}

/// How a version compares with another by the dates that both have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum RelativeAge {
    /// It has the later date.
    Newer,
    /// It has the earlier date.
    Older,
    /// The dates are equal, or one of the two has none.
    Undecided,
}

impl RelativeAge {
    /// Returns the stable identifier.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Newer => "newer",
            Self::Older => "older",
            Self::Undecided => "undecided",
        }
    }

    /// Returns how the other version compares with this one.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Newer => Self::Older,
            Self::Older => Self::Newer,
            Self::Undecided => Self::Undecided,
        }
    }
}

/// The dates that order versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct VersionDates {
    valid_from: Option<Timestamp>,
    signed_at: Option<Timestamp>,
}

impl VersionDates {
    pub(super) fn of(badge: &Badge) -> Self {
        Self { valid_from: badge.valid_from.or(badge.issued_on), signed_at: badge.signed_at }
    }

    /// Compares two versions (Open Badges 3.0, "Credential equality").
    ///
    /// The later `validFrom` is newer; in the data model 1.1 that is `issuanceDate`, before Open Badges 3.0
    /// `issuedOn`. If these are equal, the later `created` of the proofs is newer: the credential was signed
    /// again. A date that only one of the two has is ignored.
    pub(super) fn compare(self, other: Self) -> RelativeAge {
        let dates = [(self.valid_from, other.valid_from), (self.signed_at, other.signed_at)];
        let order = |(own, other): (Option<Timestamp>, Option<Timestamp>)| match own?.cmp(&other?) {
            std::cmp::Ordering::Less => Some(RelativeAge::Older),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(RelativeAge::Newer),
        };
        dates.into_iter().find_map(order).unwrap_or(RelativeAge::Undecided)
    }
}

/// How well the authenticity of a version is established, in ascending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Authenticity {
    /// The badge was altered or forged, or is otherwise not what its issuer issued.
    Invalid,
    /// It has not been confirmed.
    Unconfirmed,
    /// Its issuer issued it. It may have expired or been revoked since.
    Issued,
}

impl Authenticity {
    pub(super) fn of(verdict: Option<Verdict>) -> Self {
        match verdict {
            Some(Verdict::Invalid) => Self::Invalid,
            None | Some(Verdict::Unconfirmed) => Self::Unconfirmed,
            Some(Verdict::Verified | Verdict::Expired | Verdict::Revoked | Verdict::NotYetValid) => {
                Self::Issued
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_date_is_newer_and_signing_time_breaks_ties() {
        let at = |second: i64| Timestamp::from_second(second).ok();
        let dates = |valid_from, signed_at| VersionDates { valid_from, signed_at };
        let rows = [
            ("later validFrom", dates(at(2), None), dates(at(1), None), RelativeAge::Newer),
            (
                "earlier validFrom, later signature",
                dates(at(1), at(9)),
                dates(at(2), at(3)),
                RelativeAge::Older,
            ),
            ("signed again", dates(at(1), at(9)), dates(at(1), at(3)), RelativeAge::Newer),
            ("signed again, no other date", dates(None, at(9)), dates(None, at(3)), RelativeAge::Newer),
            ("same dates", dates(at(1), at(3)), dates(at(1), at(3)), RelativeAge::Undecided),
            (
                "same date, one without signing time",
                dates(at(1), at(3)),
                dates(at(1), None),
                RelativeAge::Undecided,
            ),
            ("one without a date", dates(at(1), None), dates(None, None), RelativeAge::Undecided),
        ];
        for (name, own, other, age) in rows {
            assert_eq!(own.compare(other), age, "{name}");
            assert_eq!(other.compare(own), age.reversed(), "{name}, reversed");
        }
    }
}
