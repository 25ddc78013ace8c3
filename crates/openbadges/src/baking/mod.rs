//! Baking: badges inside pictures. One kind of picture, one file.
//!
//! Unbaking yields the text that was baked; what the text is, is `read`'s question. Baking writes the text unchanged.

pub mod png;
pub mod svg;
