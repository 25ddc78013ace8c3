//! Comparison of many documents with the oracle.

use std::collections::BTreeMap;

use openbadges::{json::Value, linked_data::canonical_nquads};

use super::{
    faults::{FAULTS, Fault, REPEATED_BLANK_NODE, differ_by_repeated_blank_node},
    oracle::Oracle,
};

/// The number of differences that are shown in full.
const MAX_SHOWN: usize = 3;

/// The results of comparing documents with the oracle.
pub(crate) struct Comparison {
    title: &'static str,
    oracle: Oracle,
    documents: usize,
    /// The number of documents that show each known fault.
    fault_counts: BTreeMap<&'static str, usize>,
    differences: Vec<String>,
}

impl Comparison {
    pub(crate) fn new(title: &'static str) -> Self {
        Self {
            title,
            oracle: Oracle::built_in(),
            documents: 0,
            fault_counts: BTreeMap::new(),
            differences: Vec::new(),
        }
    }

    /// Compares one document. If the forms differ, removes everything that triggers a known fault of the
    /// oracle and compares again.
    pub(crate) fn add(&mut self, document: &Value) {
        self.documents += 1;
        let mut known_faults: Vec<&Fault> = Vec::new();
        let mut forms = self.forms(document);
        if !forms.agree() {
            let mut rest = document.clone();
            known_faults = FAULTS.iter().filter(|fault| fault.remove_from(&mut rest)).collect();
            forms = self.forms(&rest);
        }
        if !forms.agree()
            && forms.theirs.as_ref().is_ok_and(|theirs| differ_by_repeated_blank_node(&forms.ours, theirs))
        {
            known_faults.push(&REPEATED_BLANK_NODE);
        } else if !forms.agree() {
            return self.differences.push(forms.difference(document));
        }
        known_faults.iter().for_each(|fault| *self.fault_counts.entry(fault.behavior).or_default() += 1);
    }

    fn forms(&self, document: &Value) -> Forms {
        let ours = canonical_nquads(document).unwrap_or_else(|error| panic!("{error}: {document}"));
        Forms { ours, theirs: self.oracle.canonical(document) }
    }

    /// Prints the results. Fails if there is a difference without a known fault.
    pub(crate) fn finish(self) {
        for fault in FAULTS.iter().chain([&REPEATED_BLANK_NODE]) {
            if let Some(count) = self.fault_counts.get(fault.behavior) {
                println!("known, {count} documents: {} ({})", fault.behavior, fault.rule);
            }
        }
        println!(
            "differential: json-ld and rdf-canon: {}: {} documents, {} differences",
            self.title,
            self.documents,
            self.differences.len()
        );
        assert!(self.documents > 0, "{}: nothing was compared", self.title);
        let shown: Vec<&str> = self.differences.iter().take(MAX_SHOWN).map(String::as_str).collect();
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
