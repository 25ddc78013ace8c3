//! Strategies for simple values: text in all scripts, edge-case numbers, times and ids.

use openbadges::json::Value;
use proptest::prelude::*;
use serde_json::json;

use crate::{ValueStrategy, one_of, one_or_array};

/// Generates a string.
pub(crate) fn text() -> ValueStrategy {
    prop_oneof![
        3 => "[A-Za-z][a-z ]{0,20}".prop_map(Value::from),
        2 => any::<String>().prop_map(Value::from),
        1 => one_of(&[
            "",
            " ",
            "\"\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}\u{7f}",
            "a\u{85}b\u{2028}c\u{2029}d",
            "Ünïcödé مثال 例え 😀 e\u{301}",
            "_:b0",
            "@id",
            "https://example.org/not an id",
            "{\"json\": true}",
        ]),
    ]
    .boxed()
}

/// Generates a string, or language-tagged strings.
pub(crate) fn localized_text() -> ValueStrategy {
    let tagged = (text(), one_of(&["en", "de-CH", "ar-Arab-EG", "zh-Hant"]))
        .prop_map(|(text, language)| json!({"@value": text, "@language": language}))
        .boxed();
    prop_oneof![4 => text(), 1 => one_or_array(tagged, 3)].boxed()
}

/// Generates a number that a double can represent.
pub(crate) fn number() -> ValueStrategy {
    const EXACT: i64 = 1 << 53;
    prop_oneof![
        3 => (-1_000i64..1_000).prop_map(Value::from),
        1 => (-EXACT..=EXACT).prop_map(Value::from),
        2 => (-1.0e6..1.0e6).prop_map(Value::from),
        1 => any::<f64>().prop_filter("JSON has finite numbers only", |it| it.is_finite()).prop_map(Value::from),
        1 => prop::sample::select(vec![0.0, -0.0, 0.1, 1e-7, 1e20, 1e21, 1e22, 5e-324, f64::MAX, 0.30000000000000004])
            .prop_map(Value::from),
        // Ties between two numbers of 16 digits.
        1 => prop::sample::select(vec![1_019_355_388_342_262.5, -1_019_355_388_342_263.5, 12_345.000244140625])
            .prop_map(Value::from),
    ]
    .boxed()
}

/// Generates a string, number or boolean.
pub(crate) fn scalar() -> ValueStrategy {
    prop_oneof![localized_text(), number(), any::<bool>().prop_map(Value::from)].boxed()
}

/// Generates a timestamp.
pub(crate) fn time() -> ValueStrategy {
    (2000..2040u16, 1..=12u8, 1..=28u8, 0..24u8, one_of(&["Z", "+05:30", ".123Z", "-11:00"]))
        .prop_map(|(year, month, day, hour, end)| {
            let end = end.as_str().unwrap_or_default();
            Value::from(format!("{year}-{month:02}-{day:02}T{hour:02}:30:00{end}"))
        })
        .boxed()
}

/// Generates a date.
pub(crate) fn day() -> ValueStrategy {
    (1950..2040u16, 1..=12u8, 1..=28u8)
        .prop_map(|(year, month, day)| Value::from(format!("{year}-{month:02}-{day:02}")))
        .boxed()
}

/// Generates an id: from a small set, so that nodes share ids, or from a large one. Some are blank node
/// identifiers.
pub(crate) fn id() -> ValueStrategy {
    prop_oneof![
        3 => any::<u32>().prop_map(|number| Value::from(format!("urn:uuid:00000000-0000-4000-8000-0000{number:08x}"))),
        2 => (0..6u8).prop_map(|number| Value::from(format!("https://school.example/things/{number}#it"))),
        1 => (0..4u8).prop_map(|number| Value::from(format!("_:n{number}"))),
        1 => one_of(&[
            "did:example:learner",
            "did:web:school.example:a%20b",
            "mailto:learner@school.example",
            "https://schule.example/ä?q=1&r=(2)#ü",
            "tag:school.example,2026:x",
        ]),
    ]
    .boxed()
}

/// Generates a URL.
pub(crate) fn url() -> ValueStrategy {
    "https://[a-z]{3,8}\\.example/[a-zA-Z0-9._~-]{0,12}".prop_map(Value::from).boxed()
}
