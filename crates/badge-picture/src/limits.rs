//! Limits of drawn pictures.

/// The longest side of a drawn picture in pixels. A larger requested side is reduced to it.
pub const LONGEST_SIDE: u32 = 1024;
