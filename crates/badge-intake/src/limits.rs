//! Every limit that handing things over meets, in one place. Each is counted while reading.

/// Things that one handing over may come to, those inside archives and exports included.
pub const ITEMS: usize = 100_000;
/// How deep folders are looked into.
pub const FOLDER_DEPTH: usize = 16;
/// How deep things may be inside others: a link in a text in an archive in an archive.
pub const DEPTH: usize = 4;

/// What is handed over as bytes and not as a file, e.g. on standard input: 64 MiB, as much as a mail or an export may have.
pub const BYTES_IN_HAND: usize = 64 << 20;

/// What is no badge and may be kept as an unverified record is remembered up to this many bytes together: 32 MiB. What is looked
/// at beyond that can be handed over by itself.
pub const RECORD_BYTES_IN_HAND: usize = 32 << 20;

/// An archive as a file: 1 GiB. Its entries are read one by one, so little of it is in memory at a time.
pub const ARCHIVE_BYTES: u64 = 1 << 30;
/// Archives inside each other.
pub const ARCHIVE_DEPTH: usize = 2;
/// Entries of one archive.
pub const ARCHIVE_ENTRIES: usize = 5_000;
/// The directory of one archive, which is names for the most part: 8 MiB.
pub const ARCHIVE_DIRECTORY_BYTES: u64 = 8 << 20;
/// What all entries of one archive inflate to: 1 GiB.
pub const ARCHIVE_INFLATED_BYTES: u64 = 1 << 30;
/// How many times its size an entry may inflate to, beyond its first [`RATIO_FROM_BYTES`].
pub const ARCHIVE_RATIO: u64 = 100;
/// What an entry may inflate to whatever its ratio: 1 MiB. Small texts of one letter are no bomb.
pub const RATIO_FROM_BYTES: u64 = 1 << 20;
/// Characters of a name in an archive that are shown.
pub const NAME_CHARS: usize = 256;

/// An export of another backpack: 64 MiB.
pub const EXPORT_BYTES: usize = 64 << 20;
/// Members of an export's outermost object. None has nearly as many, and a text with more is not read as one.
pub const EXPORT_MEMBERS: usize = 100;
/// Badges and links that one export may hold.
pub const EXPORT_PIECES: usize = 10_000;

/// Links of one text that are offered.
pub const TEXT_LINKS: usize = 100;
/// Text that is looked through for links: 2 MiB.
pub const TEXT_BYTES: usize = 2 << 20;

/// What opening one envelope of a locked backup may cost, whatever it says of itself: 256 MiB of memory.
pub const SEAL_MEMORY_KIB: u32 = 256 << 10;
/// Passes over that memory.
pub const SEAL_PASSES: u32 = 10;
/// And in how many lanes.
pub const SEAL_LANES: u32 = 16;
