//! The ZIP file of a bundle, restricted so that every reader sees the same entries.
//!
//! Any ZIP tool opens what [`write`] creates. [`read`](read()) is stricter than other tools: every byte of the file belongs
//! to exactly one record, both headers of an entry agree, names are plain relative paths, and sizes are counted during
//! decompression. General ZIP libraries are designed to tolerate such differences, so this crate has its own reader.

mod name;
mod read;
mod record;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use read::{ZipEntry, read};
pub(crate) use write::{Packing, write};
