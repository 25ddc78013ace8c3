//! The ZIP of a bundle: a narrow form of the format that has one reading only.
//!
//! Any ZIP tool opens what [`write`] makes. [`read`](read()) takes less than such tools do: every byte of the file belongs to
//! exactly one record, the two headers of an entry agree, names are plain relative paths, sizes are counted while
//! inflating. So no two readers can see two different bundles in one file. That is why this part is our own;
//! general ZIP libraries are made to be forgiving. What the entries mean is the rest of the crate's question.

pub(crate) mod name;
mod read;
mod record;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use read::{Unpacked, read};
pub(crate) use write::{Packing, write};
