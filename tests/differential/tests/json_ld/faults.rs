//! Known faults of `json-ld` and `rdf-canon`, each with the rule of the specification and a replacement for
//! values that trigger it. Documents that trigger none must have equal canonical forms.

use openbadges::json::Value;

/// A known fault of the oracle.
pub(crate) struct Fault {
    pub(crate) behavior: &'static str,
    pub(crate) rule: &'static str,
    /// Returns a replacement for a value that triggers the fault, or `None`.
    replace: fn(&Value) -> Option<Value>,
}

pub(crate) const FAULTS: &[Fault] = &[
    Fault {
        behavior: "a double is written with all of its digits",
        rule: "JSON-LD 1.1 API 8.6: the mantissa is rounded to 15 digits after the point",
        replace: |value| {
            let number = value.as_f64()?;
            let double = number.fract() != 0.0 || number.abs() >= 1e21;
            (double && format_16_digits(number) != format!("{number:E}")).then(|| {
                match format!("{number:.14E}").parse::<f64>() {
                    // 15 digits are never rounded.
                    Ok(rounded) if rounded != number && rounded.is_finite() => Value::from(rounded),
                    _ => Value::from(0.5),
                }
            })
        },
    },
    Fault {
        behavior: "an integer beyond 53 bits is rounded, or a double",
        rule: "JSON-LD 1.1 API 8.6: a number below 1e21 without a fraction is an integer, with all of its digits",
        replace: |value| {
            let number = value.as_f64()?;
            let beyond = number.fract() == 0.0 && (9_007_199_254_740_992.0..1e21).contains(&number.abs());
            beyond.then(|| Value::from(9_007_199_254_740_991_i64))
        },
    },
    Fault {
        behavior: "U+FFFE and U+FFFF are not escaped",
        rule: "RDFC-1.0 appendix A: noncharacters of XML 1.1 are escaped as \\uFFFE",
        replace: |value| {
            let text = value.as_str()?;
            let noncharacter = |c| matches!(c, '\u{fffe}' | '\u{ffff}');
            text.contains(noncharacter).then(|| text.replace(noncharacter, "\u{fffd}").into())
        },
    },
    Fault {
        behavior: "the members of a JSON literal are sorted by code points, which puts U+10000 and above after U+FFFF",
        rule: "JSON-LD 1.1 10.2 and RFC 8785 3.2.3: by UTF-16 code units",
        replace: |value| {
            let members = value.as_object()?;
            let above = |c| c > '\u{ffff}';
            members.keys().any(|key| key.contains(above)).then(|| {
                members.iter().map(|(key, value)| (key.replace(above, "*"), value.clone())).collect()
            })
        },
    },
];

/// The fault that no replacement can avoid. Only the labels of blank nodes differ.
pub(crate) const REPEATED_BLANK_NODE: Fault = Fault {
    behavior: "a statement that contains a blank node twice counts twice",
    rule: "RDFC-1.0 4.4.3, step 2.1: for each blank node a reference to the quad",
    replace: |_| None,
};

/// Returns whether two canonical forms differ in labels only and contain a statement with the same blank node
/// twice.
pub(crate) fn differ_by_repeated_blank_node(ours: &str, theirs: &str) -> bool {
    let repeats_blank_node = |line: &str| {
        let mut blanks = line.split(' ').filter(|part| part.starts_with(BLANK));
        blanks.next().is_some_and(|first| line.starts_with(BLANK) && blanks.next() == Some(first))
    };
    ours.lines().any(repeats_blank_node) && lines_without_labels(ours) == lines_without_labels(theirs)
}

const BLANK: &str = "_:c14n";

/// Returns the sorted lines of a canonical form without the numbers of its labels.
fn lines_without_labels(text: &str) -> Vec<String> {
    let without = |line: &str| {
        let mut parts = line.split(BLANK);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |line, part| line + BLANK + part.trim_start_matches(|c: char| c.is_ascii_digit()))
    };
    let mut lines: Vec<String> = text.lines().map(without).collect();
    lines.sort_unstable();
    lines
}

impl Fault {
    /// Replaces all values in `document` that trigger the fault. Returns whether there were any.
    pub(crate) fn remove_from(&self, document: &mut Value) -> bool {
        let replacement = (self.replace)(document);
        let removed = replacement.is_some();
        if let Some(replacement) = replacement {
            *document = replacement;
        }
        let in_children = |found: bool, value: &mut Value| self.remove_from(value) || found;
        match document {
            Value::Array(items) => items.iter_mut().fold(removed, in_children),
            Value::Object(members) => members.values_mut().fold(removed, in_children),
            _ => removed,
        }
    }
}

/// Formats a number with 16 digits, without trailing zeros.
fn format_16_digits(number: f64) -> String {
    let text = format!("{number:.15E}");
    let (mantissa, exponent) = text.split_once('E').unwrap();
    format!("{}E{exponent}", mantissa.trim_end_matches('0').trim_end_matches('.'))
}
