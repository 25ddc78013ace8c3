//! Strict JSON: rows D01–D08 of the catalogue of bad inputs.

use openbadges::{
    Code,
    json::{self, Value},
};
use proptest::prelude::*;

fn code(bytes: &[u8]) -> Option<Code> {
    json::parse(bytes).err().map(|error| error.code)
}

/// D02: texts that must parse, modelled on JSONTestSuite's `y_` files.
#[test]
fn parses_valid_json() {
    let cases: &[(&str, &str)] = &[
        ("array_arrays_with_spaces", "[[]   ]"),
        ("array_empty", "[]"),
        ("array_empty_string", r#"[""]"#),
        ("array_ending_with_newline", "[\"a\"]\n"),
        ("array_false", "[false]"),
        ("array_heterogeneous", r#"[null, 1, "1", {}]"#),
        ("array_null", "[null]"),
        ("array_with_leading_space", " [1]"),
        ("array_with_several_null", "[1,null,null,null,2]"),
        ("number", "[123e65]"),
        ("number_0e+1", "[0e+1]"),
        ("number_0e1", "[0e1]"),
        ("number_after_space", "[ 4]"),
        (
            "number_close_to_zero",
            "[-0.00000000000000000000000000000000000000000000000000000000000000000000000000001]",
        ),
        ("number_int_with_exp", "[20e1]"),
        ("number_negative_int", "[-123]"),
        ("number_negative_one", "[-1]"),
        ("number_real_capital_e_neg_exp", "[1E-2]"),
        ("number_real_capital_e_pos_exp", "[1E+2]"),
        ("number_real_exponent", "[123e45]"),
        ("number_real_fraction_exponent", "[123.456e78]"),
        ("number_simple_real", "[123.456789]"),
        ("object", r#"{"asd":"sdf", "dfg":"fgh"}"#),
        ("object_empty", "{}"),
        ("object_empty_key", r#"{"":0}"#),
        ("object_long_strings", r#"{"x":[{"id": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}]}"#),
        ("object_string_unicode", r#"{"title":"\u041f\u043e\u043b" }"#),
        ("object_with_newlines", "{\n\"a\": \"b\"\n}"),
        ("string_accepted_surrogate_pair", r#"["\ud801\udc37"]"#),
        ("string_allowed_escapes", r#"["\"\\\/\b\f\n\r\t"]"#),
        ("string_backslash_and_u_escaped", r#"["\\u0000"]"#),
        ("string_comments", r#"["a/*b*/c/*d//e"]"#),
        ("string_del_character", "[\"a\u{7f}a\"]"),
        ("string_last_surrogates", r#"["\uDBFF\uDFFF"]"#),
        ("string_nbsp", "[\"new\u{a0}line\"]"),
        ("string_u+2028", "[\"\u{2028}\"]"),
        ("string_unescaped_emoji", "[\"\u{1f600}\"]"),
        ("structure_lonely_false", "false"),
        ("structure_lonely_int", "42"),
        ("structure_lonely_null", "null"),
        ("structure_lonely_string", r#""asd""#),
        ("structure_whitespace_array", " [] \t\r\n"),
        ("byte_order_mark", "\u{feff}{}"),
    ];
    for (name, text) in cases {
        assert!(json::parse(text.as_bytes()).is_ok(), "y_{name}: {:?}", json::parse(text.as_bytes()));
    }
}

/// D01: texts that must not parse, modelled on JSONTestSuite's `n_` files.
#[test]
fn rejects_invalid_json() {
    let cases: &[(&str, &str)] = &[
        ("array_1_true_without_comma", "[1 true]"),
        ("array_colon_instead_of_comma", r#"["": 1]"#),
        ("array_comma_after_close", r#"[""],"#),
        ("array_comma_and_number", "[,1]"),
        ("array_double_comma", "[1,,2]"),
        ("array_extra_close", r#"["x"]]"#),
        ("array_extra_comma", r#"["",]"#),
        ("array_incomplete", r#"["x""#),
        ("array_items_separated_by_semicolon", "[1:2]"),
        ("array_just_comma", "[,]"),
        ("array_just_minus", "[-]"),
        ("array_missing_value", "[   , \"\"]"),
        ("array_star_inside", "[*]"),
        ("array_unclosed", r#"["""#),
        ("incomplete_false", "[fals]"),
        ("incomplete_null", "[nul]"),
        ("incomplete_true", "[tru]"),
        ("number_++", "[++1234]"),
        ("number_+1", "[+1]"),
        ("number_-01", "[-01]"),
        ("number_-2.", "[-2.]"),
        ("number_-NaN", "[-NaN]"),
        ("number_.2e-3", "[.2e-3]"),
        ("number_0.1.2", "[0.1.2]"),
        ("number_0.3e+", "[0.3e+]"),
        ("number_0_capital_E", "[0E]"),
        ("number_1.0e-", "[1.0e-]"),
        ("number_1_000", "[1 000.0]"),
        ("number_1eE2", "[1eE2]"),
        ("number_expression", "[1+2]"),
        ("number_hex", "[0x1]"),
        ("number_infinity", "[Infinity]"),
        ("number_leading_zero", "[012]"),
        ("number_NaN", "[NaN]"),
        ("number_fullwidth_digit", "[\u{ff11}]"),
        ("object_bad_value", r#"["x", truth]"#),
        ("object_bracket_key", "{[: \"x\"}"),
        ("object_double_colon", r#"{"x"::"b"}"#),
        ("object_emoji", "{\u{1f1e8}\u{1f1ed}}"),
        ("object_key_without_quotes", r#"{a: "b"}"#),
        ("object_missing_colon", r#"{"a" b}"#),
        ("object_missing_value", r#"{"a":"#),
        ("object_non_string_key", "{1:1}"),
        ("object_single_quotes", "{'a':0}"),
        ("object_trailing_comma", r#"{"id":0,}"#),
        ("object_trailing_comment", r#"{"a":"b"}/**/"#),
        ("object_two_commas", r#"{"a":"b",,"c":"d"}"#),
        ("object_with_single_string", r#"{ "foo" : "bar", "a" }"#),
        ("single_space", " "),
        ("empty", ""),
        ("string_escape_x", r#"["\x00"]"#),
        ("string_escaped_emoji", "[\"\\\u{1f300}\"]"),
        ("string_incomplete_escape", r#"["\"]"#),
        ("string_incomplete_escaped_character", r#"["\u00A"]"#),
        ("string_invalid_unicode_escape", r#"["\uqqqq"]"#),
        ("string_signed_unicode_escape", r#"["\u+041"]"#),
        ("string_leading_uescaped_thinspace", r#"[\u0020"asd"]"#),
        ("string_single_quote", "['single quote']"),
        ("string_unescaped_newline", "[\"new\nline\"]"),
        ("string_unescaped_tab", "[\"\t\"]"),
        ("string_with_trailing_garbage", r#"""x"#),
        ("structure_angle_bracket", "<.>"),
        ("structure_capitalized_True", "[True]"),
        ("structure_comma_instead_of_closing_brace", r#"{"x": true,"#),
        ("structure_double_array", "[][]"),
        ("structure_no_data_behind_bom", "\u{feff}"),
        ("structure_second_bom", "\u{feff}\u{feff}{}"),
        ("structure_number_with_trailing_garbage", "2@"),
        ("structure_open_object_string", r#"{"a"#),
        ("structure_trailing_#", "{\"a\":\"b\"}#{}"),
        ("structure_unclosed_array_partial_null", "[ false, nul"),
        ("structure_u+2060_word_joined", "[\u{2060}]"),
        ("structure_whitespace_formfeed", "[\u{c}]"),
    ];
    for (name, text) in cases {
        assert_eq!(code(text.as_bytes()), Some(Code::JsonSyntax), "n_{name}");
    }
}

/// D03, D04, D07, D08.
#[test]
fn rejects_hostile_json() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth)).into_bytes();
    let items = |count: usize| format!("[{}1]", "1,".repeat(count - 1)).into_bytes();
    let cases: Vec<(&str, Vec<u8>, Option<Code>)> = vec![
        ("depth 64", nested(64), None),
        ("depth 65", nested(65), Some(Code::JsonDepth)),
        ("100,000 arrays", "[".repeat(100_000).into(), Some(Code::JsonDepth)),
        ("100,000 objects", r#"{"a":"#.repeat(100_000).into(), Some(Code::JsonDepth)),
        (
            "two issuers",
            br#"{"issuer":"did:key:A","issuer":"https://harvard.edu"}"#.into(),
            Some(Code::JsonDupKey),
        ),
        ("a key twice, once escaped", br#"{"a":{"id":1,"\u0069d":2}}"#.into(), Some(Code::JsonDupKey)),
        ("the same key in two objects", br#"[{"a":1},{"a":{"a":1}}]"#.into(), None),
        ("lone high surrogate", br#""\ud800""#.into(), Some(Code::TextEncoding)),
        ("lone low surrogate", br#""\udc00""#.into(), Some(Code::TextEncoding)),
        ("high surrogate, then a letter", br#""\ud800\u0041""#.into(), Some(Code::TextEncoding)),
        ("surrogates in the wrong order", br#""\udc00\ud800""#.into(), Some(Code::TextEncoding)),
        ("NUL, escaped", br#""\u0000""#.into(), Some(Code::TextEncoding)),
        ("NUL, raw", b"\"a\0b\"".into(), Some(Code::TextEncoding)),
        ("U+FFFE, escaped", br#""\uFFFE""#.into(), Some(Code::TextEncoding)),
        ("U+FFFE, raw", "\"\u{fffe}\"".into(), Some(Code::TextEncoding)),
        ("overlong UTF-8", b"\"\xc0\xaf\"".into(), Some(Code::TextEncoding)),
        ("UTF-8 surrogate", b"\"\xed\xa0\x80\"".into(), Some(Code::TextEncoding)),
        ("invalid UTF-8", b"\"\xc3\x28\"".into(), Some(Code::TextEncoding)),
        ("UTF-16", b"\xff\xfe{\0}\0".into(), Some(Code::TextEncoding)),
        ("100,000 values", items(99_999), None),
        ("100,001 values", items(100_000), Some(Code::JsonLimit)),
        ("a string of more than 2 MiB", format!("\"{}\"", "a".repeat(2 << 20)).into(), Some(Code::JsonLimit)),
        ("a string of 1 MB", format!("\"{}\"", "a".repeat(1_000_000)).into(), None),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(code(&bytes), expected, "{name}");
    }
    let duplicate = json::parse(br#"{"issuer":1,"issuer":2}"#).unwrap_err();
    assert_eq!((duplicate.detail.as_str(), duplicate.offset), ("issuer", 12));
}

/// D06: a number is accepted if every reader of doubles gets exactly the written number.
#[test]
fn rejects_numbers_that_lose_digits() {
    for exact in [
        "0",
        "0.0",
        "0e400",
        "1.0",
        "0.10",
        "4.50",
        "2e-3",
        "1E30",
        "100",
        "-1",
        "0.1",
        "1e308",
        "5e-324",
        "9007199254740991",
        "9007199254740992",
        "9007199254740994",
        "-9007199254740992",
        "1152921504606847000",
        "18446744073709552000",
        "333333333.33333329",
        "0.000000000000000000000000001",
        "0.10000000000000001",
        "1.7976931348623157e308",
        "1000000000000000000000000000000",
        "1e00000000000000000000000000000000002",
    ] {
        assert_eq!(code(exact.as_bytes()), None, "{exact}");
    }
    for altered in [
        "-0",
        "-0.0",
        "-0e5",
        "1e400",
        "-1e400",
        "1e-400",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "1.0000000000000000001",
        "1.0000000000000001",
        "9007199254740992.5",
        "3e-324",
        "9007199254740993",
        "-9007199254740993",
        "123456789012345678901234567890",
        "1152921504606846976",
        "0.1000000000000000055511151231257827",
        "12345678901234567",
        "1.7976931348623159e308",
    ] {
        assert_eq!(code(altered.as_bytes()), Some(Code::JsonNumber), "{altered}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..9_007_199_254_740_992).prop_map(Value::from),
        any::<f64>()
            .prop_filter("finite, not -0", |n| n.is_finite() && n.to_bits() != (-0.0_f64).to_bits())
            .prop_map(Value::from),
        "[^\u{0}\u{fffe}]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec(("[^\u{0}\u{fffe}]{0,6}", inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    /// Text that `serde_json` writes is read as the same value.
    #[test]
    fn parses_serialised_values(value in any_json()) {
        prop_assert_eq!(json::parse(value.to_string().as_bytes()), Ok(value.clone()));
        let pretty = serde_json::to_vec_pretty(&value).unwrap();
        prop_assert_eq!(json::parse(&pretty), Ok(value));
    }

    /// `serde_json` reads every accepted text as the same value, because our rules are only stricter.
    #[test]
    fn accepts_only_json(text in r#"[\[\]{}:,"\\u0-9eE.+\- truefalsn\n]{0,24}"#) {
        if let Ok(value) = json::parse(text.as_bytes()) {
            prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        }
    }
}
