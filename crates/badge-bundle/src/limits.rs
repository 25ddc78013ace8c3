//! Limits on the size of a bundle, enforced while reading.

/// Size of a bundle file: 200 MiB.
pub const BUNDLE_BYTES: usize = 200 << 20;
/// Number of entries.
pub const ENTRIES: usize = 5_000;
/// Total size of all entries after decompression: 500 MiB.
pub const INFLATED_BYTES: u64 = 500 << 20;
/// Largest ratio of an entry's size to its compressed size.
pub const RATIO: u64 = 100;
/// Length of an entry's name in bytes.
pub const NAME_BYTES: usize = 255;

/// Size of `presentation.json`: 64 MiB, because credentials may contain pictures.
pub const PRESENTATION_BYTES: usize = 64 << 20;
/// Number of JSON values in the presentation.
pub const PRESENTATION_NODES: usize = 1_000_000;
/// Number of RDF statements of the credentials in a presentation.
///
/// This is what a verifier accepts as one dataset, minus a reserve for the presentation's own statements.
pub const PRESENTATION_QUADS: usize = openbadges::limits::RDF_QUADS - 1_000;
