//! Every limit that a hostile bundle meets. Each is counted while reading, never after.

/// A bundle as a file: 200 MiB.
pub const BUNDLE_BYTES: usize = 200 << 20;
/// Entries of a bundle.
pub const ENTRIES: usize = 5_000;
/// All entries together, inflated: 500 MiB.
pub const INFLATED_BYTES: u64 = 500 << 20;
/// How many times its packed size an entry may inflate to.
pub const RATIO: u64 = 100;
/// The name of an entry, in bytes.
pub const NAME_BYTES: usize = 255;

/// The presentation of all credentials of a bundle: 64 MiB, since credentials may hold pictures.
pub const PRESENTATION_BYTES: usize = 64 << 20;
/// Values in the presentation's JSON.
pub const PRESENTATION_NODES: usize = 1_000_000;
/// Statements that the credentials of a presentation may come to. What a verifier takes as one dataset, less a reserve for
/// the presentation's own.
pub const PRESENTATION_QUADS: usize = openbadges::limits::RDF_QUADS - 1_000;
