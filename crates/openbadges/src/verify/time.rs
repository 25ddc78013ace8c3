//! `time.validity`: the time of the verification is within the badge's validity period.
//!
//! OB 0.5 uses `issued_on` and `expires`, OB 1.x and 2.0 `issuedOn` and `expires`, OB 3.0 `validFrom` and
//! `validUntil`, and the W3C data model 1.1 `issuanceDate` and `expirationDate`. If both spellings are present,
//! both apply. Clocks may differ by [`CLOCK_SKEW_SECONDS`].

use jiff::{SignedDuration, Timestamp};

use super::rules::Version;
use crate::{
    check::{Check, CheckId},
    code::Code,
    formats::time::{date_time, ob1_time, ob2_time},
    json::Value,
    limits::CLOCK_SKEW_SECONDS,
};

/// Checks `time.validity` of `document` at the time `at`.
pub(super) fn check(document: &Value, version: Version, at: Timestamp) -> Check {
    let id = CheckId::Validity;
    let rule = || version.rule(id);
    let (begins, ends) = match version {
        Version::Ob05 => (["issued_on"].as_slice(), ["expires"].as_slice()),
        Version::Ob10 | Version::Ob11 => (["issuedOn"].as_slice(), ["expires"].as_slice()),
        Version::Ob2 => (["issuedOn"].as_slice(), ["expires"].as_slice()),
        Version::Ob3 | Version::Clr2 | Version::Endorsement3 | Version::Vc => {
            (["validFrom", "issuanceDate"].as_slice(), ["validUntil", "expirationDate"].as_slice())
        }
    };
    let read = |value: &Value| match (version, value.as_str()) {
        (Version::Ob05 | Version::Ob10 | Version::Ob11, _) => ob1_time(value).ok(),
        (Version::Ob2, Some(text)) => ob2_time(text).ok(),
        (_, text) => text.and_then(|text| date_time(text).ok()),
    };
    let times = |members| times(document, members, read);
    let span = times(begins).and_then(|begin| Ok((begin, times(ends)?)));
    let (begin, end) = match span {
        Ok((begin, end)) => (begin.into_iter().max(), end.into_iter().min()),
        Err(InvalidTime { member, text }) => {
            return Check::failed(id, rule(), Code::TimeFormat)
                .with("pointer", format!("/{member}"))
                .with("value", text);
        }
    };
    let dated = |check: Check| {
        let check = check.with("at", at.to_string());
        let check = begin.iter().fold(check, |check, begin| check.with("from", begin.to_string()));
        end.iter().fold(check, |check, end| check.with("until", end.to_string()))
    };
    if begin.zip(end).is_some_and(|(begin, end)| end < begin) {
        return dated(Check::failed(id, rule(), Code::TimeOrder));
    }
    if begin.is_some_and(|begin| is_future(begin, at)) {
        return dated(Check::failed(id, rule(), Code::NotYetValid));
    }
    if end.is_some_and(|end| is_past(end, at)) {
        return dated(Check::failed(id, rule(), Code::Expired));
    }
    match (begin, end) {
        (None, None) => Check::absent(id, rule()),
        _ => dated(Check::passed(id, rule())),
    }
}

/// Returns whether `begin` is in the future, beyond the clock skew.
pub(super) fn is_future(begin: Timestamp, at: Timestamp) -> bool {
    begin.duration_since(at) > SignedDuration::from_secs(CLOCK_SKEW_SECONDS)
}

/// Returns whether `end` is in the past, beyond the clock skew.
pub(super) fn is_past(end: Timestamp, at: Timestamp) -> bool {
    at.duration_since(end) > SignedDuration::from_secs(CLOCK_SKEW_SECONDS)
}

struct InvalidTime {
    member: &'static str,
    text: String,
}

fn times(
    document: &Value,
    members: &[&'static str],
    read: impl Fn(&Value) -> Option<Timestamp>,
) -> Result<Vec<Timestamp>, InvalidTime> {
    let stated = members.iter().filter_map(|member| Some((*member, document.get(member)?)));
    stated
        .filter(|(_, value)| !value.is_null())
        .map(|(member, value)| match read(value) {
            Some(time) => Ok(time),
            None => Err(InvalidTime {
                member,
                text: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
            }),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::check::Outcome;

    #[test]
    fn compares_time_with_validity_period() {
        use Outcome::*;
        let at: Timestamp = "2026-11-21T00:00:00Z".parse().unwrap();
        let v2 = |from: &str, until: &str| json!({"validFrom": from, "validUntil": until});
        let cases = [
            ("within", v2("2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"), Passed, None),
            ("without an end", json!({"validFrom": "2020-01-01T00:00:00Z"}), Passed, None),
            ("no time", json!({}), Absent, None),
            ("tomorrow", json!({"validFrom": "2026-11-22T00:00:00Z"}), Failed, Some(Code::NotYetValid)),
            ("in four minutes", json!({"validFrom": "2026-11-21T00:04:00Z"}), Passed, None),
            ("in six minutes", json!({"validFrom": "2026-11-21T00:06:00Z"}), Failed, Some(Code::NotYetValid)),
            ("yesterday", v2("2020-01-01T00:00:00Z", "2026-11-20T00:00:00Z"), Failed, Some(Code::Expired)),
            ("four minutes ago", v2("2020-01-01T00:00:00Z", "2026-11-20T23:56:00Z"), Passed, None),
            (
                "a second before it begins",
                v2("2020-01-01T00:00:01Z", "2020-01-01T00:00:00Z"),
                Failed,
                Some(Code::TimeOrder),
            ),
            ("no such day", json!({"validFrom": "2024-02-30T00:00:00Z"}), Failed, Some(Code::TimeFormat)),
            ("no zone", json!({"validFrom": "2024-01-01T00:00:00"}), Failed, Some(Code::TimeFormat)),
            ("only a date", json!({"validFrom": "2024-01-01"}), Failed, Some(Code::TimeFormat)),
            (
                "year ten thousand",
                json!({"validFrom": "+10000-01-01T00:00:00Z"}),
                Failed,
                Some(Code::TimeFormat),
            ),
            ("a number", json!({"validFrom": 1_380_833_967}), Failed, Some(Code::TimeFormat)),
            ("a list", json!({"validFrom": ["2020-01-01T00:00:00Z"]}), Failed, Some(Code::TimeFormat)),
            (
                "the older names",
                json!({"issuanceDate": "2020-01-01T00:00:00Z", "expirationDate": "2021-01-01T00:00:00Z"}),
                Failed,
                Some(Code::Expired),
            ),
            (
                "both names apply",
                json!({"validUntil": "2030-01-01T00:00:00Z", "expirationDate": "2021-01-01T00:00:00Z"}),
                Failed,
                Some(Code::Expired),
            ),
        ];
        for (name, document, outcome, code) in cases {
            let check = check(&document, Version::Ob3, at);
            assert_eq!((check.outcome, check.code), (outcome, code), "{name}");
        }
        let ob2 = json!({"issuedOn": "2016-12-31T23:59:59+00:00", "expires": "2022-11-15T23:59:59Z"});
        let expired = check(&ob2, Version::Ob2, at);
        assert_eq!((expired.outcome, expired.code), (Failed, Some(Code::Expired)));
        assert_eq!(expired.details["until"], "2022-11-15T23:59:59Z");
    }
}
