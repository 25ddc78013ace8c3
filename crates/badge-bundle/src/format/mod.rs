//! The content of a bundle, one module per entry.

pub(crate) mod collection;
pub(crate) mod documents;
pub(crate) mod manifest;
pub(crate) mod presentation;
pub(crate) mod proof;
