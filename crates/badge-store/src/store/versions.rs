//! Versions: credentials that are one by issuer and id and differ in their text, and which of two is the newer.

use jiff::Timestamp;
use openbadges::{Badge, Verdict};
use serde::Serialize;

/// Issuer and credential id: what makes two credentials versions of one (Open Badges 3.0, "Credential equality"). In Open
/// Badges 1.x and 2.0 the id is the assertion's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Same(String, String);

impl Same {
    /// `None`: the badge does not say who it is, so it is a version of nothing.
    pub(super) fn of(badge: &Badge) -> Option<Self> {
        Some(Self(badge.issuer.id.clone()?, badge.id.clone()?))
    }
}

/// How a version compares with another, by what both say of themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Age {
    /// It is the later one.
    Newer,
    /// It is the earlier one.
    Older,
    /// Neither says that it is the later one: they state the same dates, or one of them states none.
    Undecided,
}

impl Age {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Newer => "newer",
            Self::Older => "older",
            Self::Undecided => "undecided",
        }
    }

    /// How the other one compares with this one.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Newer => Self::Older,
            Self::Older => Self::Newer,
            Self::Undecided => Self::Undecided,
        }
    }
}

/// The dates by which versions are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dates {
    valid_from: Option<Timestamp>,
    signed_at: Option<Timestamp>,
}

impl Dates {
    pub(super) fn of(badge: &Badge) -> Self {
        Self { valid_from: badge.valid_from.or(badge.issued_on), signed_at: badge.signed_at }
    }

    /// The later `validFrom` is the newer version (Open Badges 3.0, "Credential equality"); in the data model 1.1 that is
    /// `issuanceDate`, before Open Badges 3.0 `issuedOn`. Where these are the same, the later `created` of the proofs is:
    /// a credential that was signed again. A date that only one of the two states decides nothing.
    pub(super) fn beside(self, other: Self) -> Age {
        let dates = [(self.valid_from, other.valid_from), (self.signed_at, other.signed_at)];
        let decided = |(own, other): (Option<Timestamp>, Option<Timestamp>)| match own?.cmp(&other?) {
            std::cmp::Ordering::Less => Some(Age::Older),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Age::Newer),
        };
        dates.into_iter().find_map(decided).unwrap_or(Age::Undecided)
    }
}

/// How far a version is believed. Dates are easily written: a version takes the place only of one that is believed no
/// further than it is itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Belief {
    /// It was altered or forged, or is otherwise not what its issuer issued.
    None,
    /// Nobody knows yet.
    Unconfirmed,
    /// Its issuer issued it, whatever became of it since.
    Issued,
}

impl Belief {
    pub(super) fn of(verdict: Option<Verdict>) -> Self {
        match verdict {
            Some(Verdict::Invalid) => Self::None,
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
    fn the_later_date_decides_and_the_signature_only_where_dates_are_the_same() {
        let at = |second: i64| Timestamp::from_second(second).ok();
        let dates = |valid_from, signed_at| Dates { valid_from, signed_at };
        let rows = [
            ("later validFrom", dates(at(2), None), dates(at(1), None), Age::Newer),
            ("earlier validFrom, later signature", dates(at(1), at(9)), dates(at(2), at(3)), Age::Older),
            ("signed again", dates(at(1), at(9)), dates(at(1), at(3)), Age::Newer),
            ("signed again, no date of its own", dates(None, at(9)), dates(None, at(3)), Age::Newer),
            ("the same dates", dates(at(1), at(3)), dates(at(1), at(3)), Age::Undecided),
            ("the same day, and only one is signed", dates(at(1), at(3)), dates(at(1), None), Age::Undecided),
            ("one states no date", dates(at(1), None), dates(None, None), Age::Undecided),
        ];
        for (name, one, other, age) in rows {
            assert_eq!(one.beside(other), age, "{name}");
            assert_eq!(other.beside(one), age.turned(), "{name}, turned round");
        }
    }
}
