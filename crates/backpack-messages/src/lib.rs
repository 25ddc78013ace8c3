//! The message catalogue: turns the codes and facts that the application core returns into sentences.
//!
//! The core returns messages: the id of a catalogue entry and the facts that its sentence needs. In JSON a
//! message is `{"message_id": "code-EXPIRED", "facts": {"until": "2026-01-01T00:00:00Z"}}`.
//! [`Catalogue::format`] returns the sentence of one message; [`Catalogue::render`] replaces every message
//! inside a JSON value.
//!
//! ```
//! use backpack_messages::{Catalogue, Facts};
//!
//! let catalogue = Catalogue::english();
//! let facts = Facts::from([("until", "2025-12-31T00:00:00Z")]);
//! let sentence = catalogue.format("code-EXPIRED", &facts).unwrap();
//! assert!(sentence.ends_with("December 31, 2025."));
//! ```
//!
//! # Message ids
//!
//! - `name` is a message of the Fluent files, `name.attribute` one of its attributes.
//! - `code-CODE` is the sentence of an error code or remark, followed by its attribute `.detail` if all facts of that
//!   attribute are known.
//! - `code-CODE.next` is the next step. Not every code has one.
//!
//! # Untrusted text
//!
//! Facts contain untrusted text. [`Catalogue::format`] applies [`safe_text`] and [`isolate`] to each textual fact.
//! The caller applies [`safe_text`] or [`safe_text_full`] to text that it displays without a catalogue entry.
//!
//! # Languages
//!
//! To add a language, add a folder beside `locales/en` with the same files, and a constructor beside
//! [`Catalogue::english`].
//! The window formats the same files with `@fluent/bundle`.

mod catalogue;
mod facts;
mod safe_text;

pub use crate::{
    catalogue::Catalogue,
    facts::{Fact, Facts, Message},
    safe_text::{SHOWN_GRAPHEMES, is_hidden, isolate, safe_text, safe_text_full},
};
