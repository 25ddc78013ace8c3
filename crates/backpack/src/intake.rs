//! What a person can import, and baking.

pub use badge_intake::*;

pub use crate::baking::{bake, unbake};
