//! What `json-ld` and `rdf-canon` are known to do otherwise than the specifications say: each with the rule, and with how a
//! document looks without it. A document that has none of them must have the same canonical form.

use openbadges::json::Value;

/// A known fault of the oracle.
pub(crate) struct Fault {
    pub(crate) what: &'static str,
    pub(crate) rule: &'static str,
    /// What stands in a value's place so that the oracle reads it right; `None` where it does.
    instead: fn(&Value) -> Option<Value>,
}

pub(crate) const FAULTS: &[Fault] = &[
    Fault {
        what: "a double is written with all of its digits",
        rule: "JSON-LD 1.1 API 8.6: the mantissa is rounded to 15 digits after the point",
        instead: |value| {
            let number = value.as_f64()?;
            let double = number.fract() != 0.0 || number.abs() >= 1e21;
            (double && written(number) != format!("{number:E}")).then(|| {
                match format!("{number:.14E}").parse::<f64>() {
                    // Fifteen digits are always all.
                    Ok(rounded) if rounded != number && rounded.is_finite() => Value::from(rounded),
                    _ => Value::from(0.5),
                }
            })
        },
    },
    Fault {
        what: "an integer beyond 53 bits is rounded, or a double",
        rule: "JSON-LD 1.1 API 8.6: a number below 1e21 without a fraction is an integer, with all of its digits",
        instead: |value| {
            let number = value.as_f64()?;
            let beyond = number.fract() == 0.0 && (9_007_199_254_740_992.0..1e21).contains(&number.abs());
            beyond.then(|| Value::from(9_007_199_254_740_991_i64))
        },
    },
    Fault {
        what: "U+FFFE and U+FFFF are not escaped",
        rule: "RDFC-1.0 appendix A: what is no character of XML 1.1 is written \\uFFFE",
        instead: |value| {
            let text = value.as_str()?;
            let noncharacter = |c| matches!(c, '\u{fffe}' | '\u{ffff}');
            text.contains(noncharacter).then(|| text.replace(noncharacter, "\u{fffd}").into())
        },
    },
    Fault {
        what: "the members of a JSON literal are sorted by code points, which puts U+10000 and above behind U+FFFF",
        rule: "JSON-LD 1.1 10.2 and RFC 8785 3.2.3: by UTF-16 code units",
        instead: |value| {
            let members = value.as_object()?;
            let above = |c| c > '\u{ffff}';
            members.keys().any(|key| key.contains(above)).then(|| {
                members.iter().map(|(key, value)| (key.replace(above, "*"), value.clone())).collect()
            })
        },
    },
];

/// The fault that cannot be taken out of a document: with it, nothing but the labels of blank nodes differs.
pub(crate) const TWICE: Fault = Fault {
    what: "a statement that names one blank node twice counts twice",
    rule: "RDFC-1.0 4.4.3, step 2.1: for each blank node a reference to the quad",
    instead: |_| None,
};

/// Whether two canonical forms differ in labels only, and hold a statement that names one node twice.
pub(crate) fn differ_by_twice(ours: &str, theirs: &str) -> bool {
    let names_twice = |line: &str| {
        let mut blanks = line.split(' ').filter(|part| part.starts_with(BLANK));
        blanks.next().is_some_and(|first| line.starts_with(BLANK) && blanks.next() == Some(first))
    };
    ours.lines().any(names_twice) && unlabelled(ours) == unlabelled(theirs)
}

const BLANK: &str = "_:c14n";

/// The lines of a canonical form without its labels.
fn unlabelled(text: &str) -> Vec<String> {
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
    /// Takes what the oracle does wrong out of `document`; whether there was any.
    pub(crate) fn take_out(&self, document: &mut Value) -> bool {
        let instead = (self.instead)(document);
        let here = instead.is_some();
        if let Some(instead) = instead {
            *document = instead;
        }
        let inside = |found: bool, value: &mut Value| self.take_out(value) || found;
        match document {
            Value::Array(items) => items.iter_mut().fold(here, inside),
            Value::Object(members) => members.values_mut().fold(here, inside),
            _ => here,
        }
    }
}

/// A number with 16 digits, without the zeros at their end.
fn written(number: f64) -> String {
    let text = format!("{number:.15E}");
    let (mantissa, exponent) = text.split_once('E').unwrap();
    format!("{}E{exponent}", mantissa.trim_end_matches('0').trim_end_matches('.'))
}
