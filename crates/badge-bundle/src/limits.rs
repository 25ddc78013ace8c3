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
