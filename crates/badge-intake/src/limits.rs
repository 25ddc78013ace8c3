//! Limits of an import. Each is counted while reading.

/// The most items of one import, including those inside archives and exports.
pub const ITEMS: usize = 100_000;
/// The deepest folder nesting.
pub const FOLDER_DEPTH: usize = 16;
/// The deepest nesting of contents, e.g. a link in a text in an archive in an archive.
pub const DEPTH: usize = 4;

/// Input in memory, e.g. from standard input: 64 MiB, like a mail or an export.
pub const INPUT_BYTES: usize = 64 << 20;

/// Total size of the other files that are candidates in memory: 32 MiB. More of them need a separate import.
pub const OTHER_FILE_BYTES: usize = 32 << 20;

/// An archive file: 1 GiB. Entries are read one by one, so little of it is in memory.
pub const ARCHIVE_BYTES: u64 = 1 << 30;
/// The deepest nesting of archives.
pub const ARCHIVE_DEPTH: usize = 2;
/// The most entries of one archive.
pub const ARCHIVE_ENTRIES: usize = 5_000;
/// The directory of one archive, which is mostly names: 8 MiB.
pub const ARCHIVE_DIRECTORY_BYTES: u64 = 8 << 20;
/// The inflated size of all entries of one archive: 1 GiB.
pub const ARCHIVE_INFLATED_BYTES: u64 = 1 << 30;
/// The largest inflation ratio of an entry beyond its first [`RATIO_FROM_BYTES`].
pub const ARCHIVE_RATIO: u64 = 100;
/// An entry may inflate to this size at any ratio: 1 MiB. Small repetitive texts are not a threat.
pub const RATIO_FROM_BYTES: u64 = 1 << 20;
/// The most displayed characters of a name in an archive.
pub const NAME_CHARS: usize = 256;

/// An export of another backpack: 64 MiB.
pub const EXPORT_BYTES: usize = 64 << 20;
/// The most members of an export's outermost object. Known exports have far fewer.
pub const EXPORT_MEMBERS: usize = 100;
/// The most badges and links of one export.
pub const EXPORT_PIECES: usize = 10_000;

/// The most links of one text.
pub const TEXT_LINKS: usize = 100;
/// The most text searched for links: 2 MiB.
pub const TEXT_BYTES: usize = 2 << 20;

/// The most memory for decrypting one envelope of a locked backup: 256 MiB. Envelopes that require more are refused.
pub const SEAL_MEMORY_KIB: u32 = 256 << 10;
/// The most Argon2 passes.
pub const SEAL_PASSES: u32 = 10;
/// The most Argon2 lanes.
pub const SEAL_LANES: u32 = 16;

/// The number of bytes at the beginning of a file that are enough to detect its format.
pub const SNIFFED_BYTES: usize = 4 << 10;
