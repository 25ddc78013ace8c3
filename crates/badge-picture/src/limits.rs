//! Limits of drawn pictures.

/// The longest side of a drawn picture in pixels, whatever the caller asks for.
pub const LONGEST_SIDE: u32 = 1024;
