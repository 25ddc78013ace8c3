//! Recognises what people import: files, folders, archives, exports of other backpacks, links, offers and mail.
//!
//! | task | item |
//! |---|---|
//! | turn paths, texts and bytes into items to read | [`items`], [`open_file`], [`read_file`] |
//! | classify bytes by their content | [`classify()`], which returns a [`Kind`] |
//! | read the entries of a ZIP archive | [`archive::Archive`] |
//! | split another backpack's export | [`exports::parse`] |
//! | decrypt a locked backup | [`sealed::SealedFile`] |
//! | normalise a link and remove personal identifiers | [`links::Link`] |
//! | find badges in a mail or a mailbox | [`mail::find`], [`mail::Mails`] |
//! | read an offer of a badge | [`offers::read`] |
//! | decide whether a file is stored as an other file | [`OtherFileKind`] |
//!
//! Formats are detected by content only; file names and media types are not trusted. The crate fetches and stores
//! nothing.
//!
//! Cautions: all input is untrusted. Names of files and attachments are for display only. Links in the
//! results have not been fetched.

pub mod archive;
mod classify;
mod code;
pub mod exports;
mod files;
pub mod identity;
pub mod limits;
pub mod links;
pub mod mail;
mod mail_kind;
pub mod offers;
mod other_file;
pub mod other_format;
mod read_error;
pub mod sealed;

pub use crate::{
    classify::{Kind, classify},
    code::IntakeCode,
    files::{
        ImportInput, Item, ItemLocation, OpenedFile, check_for_badge, is_address, items, open_file, read_file,
    },
    other_file::OtherFileKind,
    other_format::OtherFormat,
};
