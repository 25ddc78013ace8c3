//! Reading badges: formats, containers, required fields and limits on hostile input.

mod assessment;
mod badge_connect;
mod bytes;
mod images;
mod json;
mod pdf;
mod required_fields;
