//! Writes generated documents with their canonical forms, one JSON object per line, for tests in other
//! languages.
//!
//!     cargo run --release -p differential -- COUNT [SEED]
//!
//! The first line contains the contexts: `{"contexts": {URL: TEXT}}`. Every other line:
//! `{"document", "canonical"}`.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    io::{self, BufWriter, Write},
};

use openbadges::linked_data::{canonical_nquads, contexts::BUILT_IN};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let count: usize = arguments.next().ok_or("usage: differential COUNT [SEED]")?.parse()?;
    let seed: u64 = arguments.next().map_or(Ok(1), |seed| seed.parse())?;
    let mut out = BufWriter::new(io::stdout().lock());

    let mut contexts = BTreeMap::new();
    for context in BUILT_IN {
        // The published edition comes first.
        contexts.entry(context.url).or_insert(context.text);
    }
    writeln!(out, "{}", json!({ "contexts": contexts }))?;

    for document in differential::documents(seed).take(count) {
        let document = document.map_err(|reason| reason.to_string())?;
        let canonical = canonical_nquads(&document)?;
        writeln!(out, "{}", json!({ "document": document, "canonical": canonical }))?;
    }
    out.flush()?;
    Ok(())
}
