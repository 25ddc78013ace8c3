//! One comparison: document by document, what agrees, what does not, and why.

use std::collections::BTreeMap;

use openbadges::{json::Value, linked_data::canonical_nquads};

use crate::{
    faults::{FAULTS, Fault},
    oracle::Oracle,
};

/// Differences that are shown in full.
const SHOWN: usize = 3;

/// A comparison of many documents with the oracle.
pub(crate) struct Comparison {
    what: &'static str,
    oracle: Oracle,
    documents: usize,
    /// How many documents show each known fault.
    known: BTreeMap<&'static str, usize>,
    differences: Vec<String>,
}

impl Comparison {
    pub(crate) fn new(what: &'static str) -> Self {
        Self {
            what,
            oracle: Oracle::built_in(),
            documents: 0,
            known: BTreeMap::new(),
            differences: Vec::new(),
        }
    }

    /// Compares one document. Where the forms differ, what the oracle is known to do wrong is taken out of the document,
    /// and the rest has to be equal.
    pub(crate) fn add(&mut self, document: &Value) {
        self.documents += 1;
        let Err(difference) = self.compare(document) else { return };
        let mut rest = document.clone();
        let found: Vec<&Fault> = FAULTS.iter().filter(|fault| fault.take_out(&mut rest)).collect();
        let difference = match found[..] {
            [] => Err(difference),
            _ => self.compare(&rest),
        };
        match difference {
            Ok(()) => found.iter().for_each(|fault| *self.known.entry(fault.what).or_default() += 1),
            Err(difference) => self.differences.push(difference),
        }
    }

    fn compare(&self, document: &Value) -> Result<(), String> {
        let ours = canonical_nquads(document).unwrap_or_else(|error| panic!("{error}: {document}"));
        match self.oracle.canonical(document) {
            Ok(theirs) if theirs == ours => Ok(()),
            Ok(theirs) => {
                let only = |text: &str, other: &str| -> String {
                    text.lines()
                        .filter(|line| !other.lines().any(|it| it == *line))
                        .collect::<Vec<_>>()
                        .join("\n")
                };
                let (ours, theirs) = (only(&ours, &theirs), only(&theirs, &ours));
                Err(format!("{document}\n-- only ours\n{ours}\n-- only theirs\n{theirs}\n"))
            }
            Err(error) => Err(format!("{document}\n-- theirs: {error}\n")),
        }
    }

    /// Prints what was found. Fails where anything differs without a known reason.
    pub(crate) fn tell(self) {
        for fault in FAULTS {
            if let Some(count) = self.known.get(fault.what) {
                println!("known, {count} documents: {} ({})", fault.what, fault.rule);
            }
        }
        println!(
            "differential: json-ld and rdf-canon: {}: {} documents, {} differences",
            self.what,
            self.documents,
            self.differences.len()
        );
        assert!(self.documents > 0, "{}: nothing was compared", self.what);
        let shown: Vec<&str> = self.differences.iter().take(SHOWN).map(String::as_str).collect();
        assert!(shown.is_empty(), "{}", shown.join("\n"));
    }
}
