//! The entries of a bundle as specified in `docs/format.md`: how each one is written and read.

pub(crate) mod collection;
pub(crate) mod documents;
pub(crate) mod layout;
pub(crate) mod manifest;
pub(crate) mod presentation;
pub(crate) mod proof;
pub(crate) mod report;
