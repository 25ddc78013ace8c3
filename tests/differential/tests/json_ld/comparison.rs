//! One comparison: document by document, what agrees, what does not, and why.

use std::collections::BTreeMap;

use openbadges::{json::Value, linked_data::canonical_nquads};

use crate::{
    faults::{FAULTS, Fault, TWICE, differ_by_twice},
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
        let mut known: Vec<&Fault> = Vec::new();
        let mut forms = self.forms(document);
        if !forms.agree() {
            let mut rest = document.clone();
            known = FAULTS.iter().filter(|fault| fault.take_out(&mut rest)).collect();
            forms = self.forms(&rest);
        }
        if !forms.agree() && forms.theirs.as_ref().is_ok_and(|theirs| differ_by_twice(&forms.ours, theirs)) {
            known.push(&TWICE);
        } else if !forms.agree() {
            return self.differences.push(forms.difference(document));
        }
        known.iter().for_each(|fault| *self.known.entry(fault.what).or_default() += 1);
    }

    fn forms(&self, document: &Value) -> Forms {
        let ours = canonical_nquads(document).unwrap_or_else(|error| panic!("{error}: {document}"));
        Forms { ours, theirs: self.oracle.canonical(document) }
    }

    /// Prints what was found. Fails where anything differs without a known reason.
    pub(crate) fn tell(self) {
        for fault in FAULTS.iter().chain([&TWICE]) {
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

/// The canonical forms of one document.
struct Forms {
    ours: String,
    theirs: Result<String, String>,
}

impl Forms {
    fn agree(&self) -> bool {
        self.theirs.as_ref() == Ok(&self.ours)
    }

    fn difference(&self, document: &Value) -> String {
        let only = |text: &str, other: &str| -> String {
            text.lines()
                .filter(|line| !other.lines().any(|it| it == *line))
                .map(|line| format!("{line}\n"))
                .collect()
        };
        match &self.theirs {
            Ok(theirs) => {
                let (ours, theirs) = (only(&self.ours, theirs), only(theirs, &self.ours));
                format!("{document}\n-- only ours\n{ours}-- only theirs\n{theirs}")
            }
            Err(error) => format!("{document}\n-- theirs: {error}\n"),
        }
    }
}
