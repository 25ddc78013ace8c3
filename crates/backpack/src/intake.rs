//! Recognition of imports (the crate `badge-intake`), and baking.

pub use badge_intake::*;

pub use crate::baking::{bake, unbake};
