//! Links: parses addresses, and fetches the badges behind them.

mod resolve;

pub use badge_intake::links::*;

pub use self::resolve::{NoBadgeReason, Resolved, resolve};
