//! A parser of N-Quads (RDF 1.1 N-Quads) for expected results.

use std::{collections::BTreeMap, iter::Peekable, str::Chars};

use openbadges::linked_data::rdf::{Literal, Quad, Term};

/// A parsed dataset and the labels of its blank nodes.
#[derive(Default)]
pub(crate) struct Dataset {
    pub(crate) quads: Vec<Quad>,
    pub(crate) labels: BTreeMap<String, u32>,
}

impl Dataset {
    pub(crate) fn read(text: &str) -> Self {
        let mut dataset = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let mut chars = line.chars().peekable();
            let mut terms = Vec::new();
            while let Some(term) = dataset.term(&mut chars) {
                terms.push(term);
            }
            let mut terms = terms.into_iter();
            dataset.quads.push(Quad {
                subject: terms.next().unwrap(),
                predicate: terms.next().unwrap(),
                object: terms.next().unwrap(),
                graph: terms.next(),
            });
        }
        dataset
    }

    fn term(&mut self, chars: &mut Peekable<Chars>) -> Option<Term> {
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        match chars.next()? {
            '<' => Some(Term::Iri(until(chars, '>').into())),
            '_' => {
                let mut label = String::new();
                while let Some(c) = chars.next_if(|c| !c.is_whitespace()) {
                    label.push(c);
                }
                let next = self.labels.len() as u32;
                Some(Term::Blank(*self.labels.entry(label[1..].to_owned()).or_insert(next)))
            }
            '"' => {
                let value = until(chars, '"').into();
                let (datatype, language) = match chars.peek() {
                    Some('@') => {
                        let mut tag = String::new();
                        chars.next();
                        while let Some(c) = chars.next_if(|c| !c.is_whitespace()) {
                            tag.push(c);
                        }
                        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString".to_owned(), Some(tag.into()))
                    }
                    Some('^') => {
                        assert_eq!(chars.by_ref().take(3).collect::<String>(), "^^<");
                        (until(chars, '>'), None)
                    }
                    _ => ("http://www.w3.org/2001/XMLSchema#string".to_owned(), None),
                };
                Some(Term::Literal(Literal { value, datatype: datatype.into(), language }))
            }
            '.' => None,
            other => panic!("{other:?} starts no term"),
        }
    }
}

/// Returns the text up to `end`, with escapes resolved.
fn until(chars: &mut Peekable<Chars>, end: char) -> String {
    let mut text = String::new();
    loop {
        match chars.next().expect("an end") {
            c if c == end => return text,
            '\\' => text.push(match chars.next().unwrap() {
                't' => '\t',
                'b' => '\u{8}',
                'n' => '\n',
                'r' => '\r',
                'f' => '\u{c}',
                'u' => code_point(chars, 4),
                'U' => code_point(chars, 8),
                other => other,
            }),
            c => text.push(c),
        }
    }
}

fn code_point(chars: &mut Peekable<Chars>, digits: usize) -> char {
    let hex: String = chars.by_ref().take(digits).collect();
    char::from_u32(u32::from_str_radix(&hex, 16).unwrap()).unwrap()
}
