//! Recognises what people import: files, folders, archives, exports of other backpacks, links, offers and mail.
//!
//! [`classify()`] decides from the content alone. Nothing is fetched or stored here.

pub mod archive;
mod classify;
mod code;
pub mod exports;
mod files;
pub mod identity;
pub mod limits;
pub mod links;
pub mod mail;
pub mod offers;
mod other_file;
pub mod other_format;
mod read_error;
pub mod sealed;

pub use crate::{
    classify::{Kind, classify},
    code::IntakeCode,
    files::{ImportInput, Item, Opened, Place, is_address, is_answer, items, open_file, read_file},
    other_file::OtherFileKind,
    other_format::OtherFormat,
};
