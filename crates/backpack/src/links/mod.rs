//! Links: what an address says, and the badge behind it.

mod resolve;

pub use badge_intake::links::*;

pub use self::resolve::{Nothing, Resolved, resolve};
