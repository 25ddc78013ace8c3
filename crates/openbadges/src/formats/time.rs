//! Times as badges write them.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use serde_json::Value;

use crate::code::Code;

/// The text is not a time that its specification allows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("TIME_FORMAT: {0:?}")]
pub struct TimeError(pub String);

impl TimeError {
    /// `TIME_FORMAT`.
    pub const fn code(&self) -> Code {
        Code::TimeFormat
    }
}

/// Reads a time of OB 2.0 and later: what RFC 3339 and `xsd:dateTimeStamp` (XML Schema 1.1, 3.4.28) both allow.
///
/// So the zone is required, the year has four digits, and there is neither a second 60 (XML Schema has none) nor an
/// hour 24 (RFC 3339 has none). Digits of a fraction beyond the nanosecond are read and dropped.
pub fn date_time(text: &str) -> Result<Timestamp, TimeError> {
    read_date_time(text).ok_or_else(|| TimeError(text.into()))
}

fn read_date_time(text: &str) -> Option<Timestamp> {
    let (date_and_time, rest) = text.split_at_checked("YYYY-MM-DDTHH:MM:SS".len())?;
    let shape = |text: &str, shape: &str| {
        text.len() == shape.len()
            && text.bytes().zip(shape.bytes()).all(|(found, wanted)| match wanted {
                b'0' => found.is_ascii_digit(),
                _ => found == wanted,
            })
    };
    if !shape(date_and_time, "0000-00-00T00:00:00") || date_and_time.ends_with("60") {
        return None;
    }
    let zone = rest.trim_start_matches(|character: char| character == '.' || character.is_ascii_digit());
    let fraction = rest.get(..rest.len() - zone.len())?;
    let fraction = match fraction.strip_prefix('.') {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!(".{}", digits.get(..9).unwrap_or(digits))
        }
        Some(_) => return None,
        None if fraction.is_empty() => String::new(),
        None => return None,
    };
    // XML Schema 1.1, 3.3.7.2: a zone is at most 14 hours away.
    let (hours, minutes) = (zone.get(1..3), zone.get(4..6));
    let zoned = zone == "Z"
        || (shape(zone, "+00:00") || shape(zone, "-00:00"))
            && (hours < Some("14") && minutes < Some("60") || (hours, minutes) == (Some("14"), Some("00")));
    if !zoned {
        return None;
    }
    format!("{date_and_time}{fraction}{zone}").parse().ok()
}

/// Reads a time of OB 0.5 to 1.1: also a date alone, a time without a zone (taken as UTC), and Unix seconds.
pub fn ob1_time(value: &Value) -> Result<Timestamp, TimeError> {
    let unix = |seconds: i64| Timestamp::from_second(seconds).ok();
    let utc = |time: DateTime| TimeZone::UTC.to_timestamp(time).ok();
    match value {
        Value::Number(seconds) => seconds.as_i64().and_then(unix),
        Value::String(text) => date_time(text)
            .ok()
            .or_else(|| text.parse::<i64>().ok().and_then(unix))
            .or_else(|| {
                let parse = text.len() == "YYYY-MM-DD".len();
                parse.then(|| text.parse::<Date>().ok())?.and_then(|date| utc(date.at(0, 0, 0, 0)))
            })
            .or_else(|| date_time(&format!("{text}Z")).ok()),
        _ => None,
    }
    .ok_or_else(|| TimeError(value.to_string()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_are_those_that_both_specifications_allow() {
        for (text, expected) in [
            ("2010-01-01T00:00:00Z", "2010-01-01T00:00:00Z"),
            ("2016-12-31T23:59:59+00:00", "2016-12-31T23:59:59Z"),
            ("2024-02-29T12:00:00.123456789123-05:00", "2024-02-29T17:00:00.123456789Z"),
            ("2024-01-01T00:00:00+14:00", "2023-12-31T10:00:00Z"),
            ("9999-12-30T00:00:00Z", "9999-12-30T00:00:00Z"),
        ] {
            assert_eq!(date_time(text).map(|time| time.to_string()), Ok(expected.to_owned()), "{text}");
        }
        for text in [
            "",
            "2024-02-30T00:00:00Z",
            "2024-01-01",
            "2024-01-01T00:00:00",
            "+10000-01-01T00:00:00Z",
            "10000-01-01T00:00:00Z",
            "-2024-01-01T00:00:00Z",
            "1380833967",
            "2016-12-31T23:59:60Z",
            "2016-12-31T24:00:00Z",
            "2024-01-01t00:00:00z",
            "2024-01-01 00:00:00Z",
            "2024-01-01T00:00:00Z ",
            "2024-01-01T00:00:00.Z",
            "2024-01-01T00:00:00.1.2Z",
            "2024-01-01T00:00:00+14:01",
            "2024-01-01T00:00:00+1400",
            "2024-01-01T00:00:00Z[UTC]",
            "2024-01-01T00:00:00é",
        ] {
            assert_eq!(date_time(text), Err(TimeError(text.into())), "{text}");
        }
    }

    #[test]
    fn old_badges_write_times_in_more_ways() {
        for (value, expected) in [
            (json!("2013-11-05"), "2013-11-05T00:00:00Z"),
            (json!(1380833967), "2013-10-03T20:59:27Z"),
            (json!("1380833967"), "2013-10-03T20:59:27Z"),
            (json!("2013-11-05T10:00:00"), "2013-11-05T10:00:00Z"),
            (json!("2013-11-05T10:00:00+01:00"), "2013-11-05T09:00:00Z"),
        ] {
            assert_eq!(ob1_time(&value).map(|time| time.to_string()), Ok(expected.to_owned()), "{value}");
        }
        for value in [json!("2013-02-30"), json!("yesterday"), json!(null), json!(1e300), json!({})] {
            assert!(ob1_time(&value).is_err(), "{value}");
        }
    }
}
