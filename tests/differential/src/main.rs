//! Writes generated documents with our canonical form, one JSON object a line, for software in other languages.
//!
//!     cargo run --release -p differential -- COUNT [SEED]
//!
//! The first line holds the contexts: `{"contexts": {ADDRESS: TEXT}}`. Every other: `{"document", "canonical"}`.

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
        // Of two editions the first is the published one.
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
