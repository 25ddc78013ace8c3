//! The time formats of Open Badges: `xsd:dateTimeStamp` and RFC 3339, and ISO 8601 before OB 3.0.

use std::str::FromStr;

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use serde_json::Value;

use crate::code::Code;

/// The text is not a valid time in its specification.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("TIME_FORMAT: {0:?}")]
pub struct TimeError(pub String);

impl TimeError {
    /// Returns `TIME_FORMAT`.
    pub const fn code(&self) -> Code {
        Code::TimeFormat
    }
}

/// Parses a time of OB 2.0 or later, in the format that both RFC 3339 and `xsd:dateTimeStamp` (XML Schema 1.1, 3.4.28)
/// allow.
///
/// The zone is required and the year has four digits. Second 60 (not in XML Schema) and hour 24 (not in RFC 3339) are
/// invalid. Digits beyond nanoseconds are ignored.
pub fn date_time(text: &str) -> Result<Timestamp, TimeError> {
    parse_date_time(text).ok_or_else(|| TimeError(text.into()))
}

fn parse_date_time(text: &str) -> Option<Timestamp> {
    let (date_and_time, rest) = text.split_at_checked("YYYY-MM-DDTHH:MM:SS".len())?;
    let shape = |text: &str, shape: &str| {
        text.len() == shape.len()
            && text.bytes().zip(shape.bytes()).all(|(byte, expected)| match expected {
                b'0' => byte.is_ascii_digit(),
                _ => byte == expected,
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
    // XML Schema 1.1, 3.3.7.2: the offset is at most 14 hours.
    let (hours, minutes) = (zone.get(1..3), zone.get(4..6));
    let valid_zone = zone == "Z"
        || (shape(zone, "+00:00") || shape(zone, "-00:00"))
            && (hours < Some("14") && minutes < Some("60") || (hours, minutes) == (Some("14"), Some("00")));
    if !valid_zone {
        return None;
    }
    format!("{date_and_time}{fraction}{zone}").parse().ok()
}

/// Parses a time of OB 2.0 ("Primitive datatypes": DateTime): ISO 8601 with time and zone. Unlike in OB 3.0, seconds are
/// optional.
pub fn ob2_time(text: &str) -> Result<Timestamp, TimeError> {
    let parse = || {
        let (date, clock) = text.split_once('T')?;
        let (time, zone) = split_zone(clock);
        let is_extended = date.len() == "YYYY-MM-DD".len() && time.get(2..3) == Some(":");
        if !is_extended || zone.is_empty() {
            return None;
        }
        in_zone(iso_date(date)?.to_datetime(iso_time(time)?), zone)
    };
    parse().ok_or_else(|| TimeError(text.into()))
}

/// Parses a time of OB 0.5 to 1.1 ("Primitives": DateTime): an ISO 8601 date with or without time, or a Unix time of ten
/// digits. A time without zone is UTC.
pub fn ob1_time(value: &Value) -> Result<Timestamp, TimeError> {
    let unix = |seconds: i64| {
        let ten_digits = (0..=9_999_999_999).contains(&seconds);
        ten_digits.then(|| Timestamp::from_second(seconds).ok()).flatten()
    };
    match value {
        Value::Number(seconds) => seconds.as_i64().and_then(unix),
        Value::String(text) if text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            text.parse().ok().and_then(unix)
        }
        Value::String(text) => match text.split_once('T') {
            Some((date, clock)) => {
                let (time, zone) = split_zone(clock);
                let date = iso_date(date).filter(|_| date.len() >= "YYYYMMDD".len());
                date.zip(iso_time(time)).and_then(|(date, time)| in_zone(date.to_datetime(time), zone))
            }
            None => iso_date(text).and_then(|date| in_zone(date.at(0, 0, 0, 0), "")),
        },
        _ => None,
    }
    .ok_or_else(|| TimeError(value.to_string()))
}

/// Parses an ISO 8601 date, with or without hyphens. Without a day, it is the first of the month.
fn iso_date(text: &str) -> Option<Date> {
    let (year, month, day) = match text.len() {
        6 => (text.get(..4)?, text.get(4..)?, "01"),
        7 if text.get(4..5) == Some("-") => (text.get(..4)?, text.get(5..)?, "01"),
        8 => (text.get(..4)?, text.get(4..6)?, text.get(6..)?),
        10 if text.get(4..5) == Some("-") && text.get(7..8) == Some("-") => {
            (text.get(..4)?, text.get(5..7)?, text.get(8..)?)
        }
        _ => return None,
    };
    Date::new(digits(year)?, digits(month)?, digits(day)?).ok()
}

/// Parses an ISO 8601 time of day, with or without colons and seconds. A fraction belongs to the last part.
fn iso_time(text: &str) -> Option<Time> {
    let (whole, fraction) = match text.split_once(['.', ',']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let parts: Vec<&str> = match whole.contains(':') {
        true => whole.split(':').collect(),
        false => [whole.get(..2), whole.get(2..4), whole.get(4..).filter(|seconds| !seconds.is_empty())]
            .into_iter()
            .flatten()
            .collect(),
    };
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (digits(hour)?, digits(minute)?, 0),
        [hour, minute, second] => (digits(hour)?, digits(minute)?, digits(second)?),
        _ => return None,
    };
    let unit_seconds = if parts.len() == 3 { 1 } else { 60 };
    let rest = match fraction {
        None => 0,
        Some(digits) if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            return None;
        }
        Some(digits) => {
            format!("{:0<9}", digits.get(..9).unwrap_or(digits)).parse::<i64>().ok()? * unit_seconds
        }
    };
    let nanoseconds = i32::try_from(rest % 1_000_000_000).ok()?;
    let second: i8 = i8::try_from(rest / 1_000_000_000).ok()?.checked_add(second)?;
    Time::new(hour, minute, second, nanoseconds).ok()
}

/// Parses exactly two or four digits.
fn digits<N: FromStr>(text: &str) -> Option<N> {
    let valid = matches!(text.len(), 2 | 4) && text.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| text.parse().ok()).flatten()
}

/// Splits a text into the time of day and the zone: `Z`, an offset, or nothing.
fn split_zone(clock: &str) -> (&str, &str) {
    clock.split_at_checked(clock.find(['Z', '+', '-']).unwrap_or(clock.len())).unwrap_or((clock, ""))
}

/// Returns the timestamp of `local` in an ISO 8601 zone: `Z`, `+hh`, `+hhmm`, `+hh:mm`, or none for UTC.
fn in_zone(local: DateTime, zone: &str) -> Option<Timestamp> {
    let utc = TimeZone::UTC.to_timestamp(local).ok()?;
    if matches!(zone, "" | "Z") {
        return Some(utc);
    }
    let (sign, offset) = zone.split_at_checked(1)?;
    let (hours, minutes) = match offset.len() {
        2 => (offset, "00"),
        4 => (offset.get(..2)?, offset.get(2..)?),
        5 if offset.get(2..3) == Some(":") => (offset.get(..2)?, offset.get(3..)?),
        _ => return None,
    };
    let (hours, minutes): (i64, i64) = (digits(hours)?, digits(minutes)?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    let ahead = SignedDuration::from_secs((hours * 60 + minutes) * 60);
    match sign {
        "+" => utc.checked_sub(ahead).ok(),
        "-" => utc.checked_add(ahead).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn date_time_accepts_only_the_common_format() {
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
    fn ob1_time_accepts_more_formats() {
        for (value, expected) in [
            (json!("2013-11-05"), "2013-11-05T00:00:00Z"),
            (json!(1380833967), "2013-10-03T20:59:27Z"),
            (json!("1380833967"), "2013-10-03T20:59:27Z"),
            (json!("2013-11-05T10:00:00"), "2013-11-05T10:00:00Z"),
            (json!("2013-11-05T10:00:00+01:00"), "2013-11-05T09:00:00Z"),
            (json!("2013-02-18T18:10+0500"), "2013-02-18T13:10:00Z"),
            (json!("20130221T1518.5-05"), "2013-02-21T20:18:30Z"),
            (json!("2013-02"), "2013-02-01T00:00:00Z"),
        ] {
            assert_eq!(ob1_time(&value).map(|time| time.to_string()), Ok(expected.to_owned()), "{value}");
        }
        for value in [
            json!("2013-02-30"),
            json!("yesterday"),
            json!(null),
            json!(1e300),
            json!({}),
            json!("1361561085305"),
            json!("-13615610"),
            json!("2013-02T10:00"),
            json!("2013-02-01T24:00"),
            json!("2013-02-01T10:00+15:00"),
            json!("2013-02-01T10:00é"),
            json!("2é13-02-01"),
        ] {
            assert!(ob1_time(&value).is_err(), "{value}");
        }
    }

    #[test]
    fn ob2_time_requires_a_zone_but_no_seconds() {
        for (text, expected) in [
            ("2016-12-31T23:59:59+00:00", "2016-12-31T23:59:59Z"),
            ("2017-10-01T00:00Z", "2017-10-01T00:00:00Z"),
            ("2017-10-01T00:00:00.25-0130", "2017-10-01T01:30:00.25Z"),
        ] {
            assert_eq!(ob2_time(text).map(|time| time.to_string()), Ok(expected.to_owned()), "{text}");
        }
        for text in
            ["2017-10-01T00:00", "2017-10-01", "20171001T0000Z", "1506816000", "2017-02-30T00:00Z", "soon"]
        {
            assert_eq!(ob2_time(text), Err(TimeError(text.into())), "{text}");
        }
    }

    proptest! {
        /// A time with a zone has the same value in every version, and no text causes a panic.
        #[test]
        fn time_is_the_same_in_every_version(second in 0_i64..253_000_000_000, text in "\\PC{0,24}") {
            let time = Timestamp::from_second(second).unwrap();
            let formatted = time.to_string();
            prop_assert_eq!(date_time(&formatted), Ok(time));
            prop_assert_eq!(ob2_time(&formatted), Ok(time));
            prop_assert_eq!(ob1_time(&json!(formatted)), Ok(time));
            prop_assert!(ob2_time(&text).is_err() || ob1_time(&json!(text)).is_ok(), "{}", text);
        }
    }
}
