//! The wire types of each Open Badges version, and how each becomes a [`Badge`](crate::Badge). One version, one file.

pub mod ob2;
pub mod ob3;
