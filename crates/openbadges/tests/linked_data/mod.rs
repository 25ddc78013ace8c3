//! JSON-LD expansion and canonical RDF.

mod compact_iris;
mod contexts;
mod dropped_terms;
mod properties;
