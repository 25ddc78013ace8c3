//! Walks through one message part by part and counts the cost.
//!
//! A part is decoded only if it may contain a badge or a link. Only the first bytes of other pictures, films
//! and office documents are read.

use std::borrow::Cow;

use openbadges::limits::BADGE_FILE_BYTES;

use super::{
    Attachment, Finding, ScanProblem, SkippedPart, UnexaminedReason,
    content::{Content, display_name},
    encoding::{self, Transfer},
    headers::{self, MessageHeader, PartHeader, add_address},
    limits,
    links::Links,
    outlook::{self, Compound, OutlookMessage},
    relevance::{Relevance, relevance},
    tnef,
};
use crate::mail_kind::split_header;

/// The walk through one message.
#[derive(Default)]
pub(super) struct Walk {
    finding: Finding,
    links: Links,
    parts: usize,
    text: usize,
    examined: usize,
    pdfs: usize,
    attached_bytes: usize,
    /// Whether a limit stopped the walk.
    stopped: bool,
}

impl Walk {
    /// Scans a message (RFC 5322).
    pub(super) fn of_message(message: &[u8]) -> Finding {
        let mut walk = Self::default();
        let (header, _) = split_header(message);
        let read = MessageHeader::read(header);
        if !read.is_mail {
            walk.problem(ScanProblem::malformed("no mail header"));
        }
        let envelope = &mut walk.finding.envelope;
        (envelope.subject, envelope.from, envelope.date) = (read.subject, read.from, read.date);
        walk.message(message, 0);
        walk.finish()
    }

    /// Scans an Outlook message, if the file is one.
    pub(super) fn of_outlook(file: &[u8]) -> Option<Finding> {
        let mut walk = Self::default();
        let message = match outlook::message(file) {
            Compound::Message(message) => *message,
            Compound::Other => return None,
            Compound::Unreadable => {
                walk.problem(ScanProblem::malformed("an unreadable Outlook or old office file"));
                return Some(walk.finish());
            }
        };
        let envelope = &mut walk.finding.envelope;
        envelope.subject.clone_from(&message.subject);
        envelope.from.clone_from(&message.from);
        envelope.date = message.date;
        walk.outlook(message, 0);
        Some(walk.finish())
    }

    fn finish(mut self) -> Finding {
        for address in std::mem::take(&mut self.links.recipients) {
            add_address(&mut self.finding.envelope.recipients, &address);
        }
        if self.links.are_too_many() {
            self.problem(ScanProblem::limit(format!("more than {} links to badges", limits::LINKS)));
        }
        self.finding.links = self.links.ranked();
        self.finding
    }

    /// Records a problem. Only the first one is reported.
    fn problem(&mut self, problem: ScanProblem) {
        self.finding.problem.get_or_insert(problem);
    }

    fn stop(&mut self, found: impl Into<String>) {
        self.stopped = true;
        self.problem(ScanProblem::limit(found));
    }

    /// Returns whether the walk may go to this depth, and reports a limit otherwise.
    fn may_enter(&mut self, depth: usize) -> bool {
        if depth > limits::DEPTH {
            self.stop(format!("parts nested more than {} deep", limits::DEPTH));
        }
        !self.stopped
    }

    /// Scans a message, the outermost or a forwarded one.
    fn message(&mut self, message: &[u8], depth: usize) {
        if !self.may_enter(depth) {
            return;
        }
        let (header, body) = split_header(message);
        for address in MessageHeader::read(header).recipients {
            add_address(&mut self.finding.envelope.recipients, &address);
        }
        self.entity(&PartHeader::read(header), body, depth, "text/plain");
    }

    /// Scans an entity with a parsed header: a multipart, a message, or a single part.
    fn entity(&mut self, header: &PartHeader, body: &[u8], depth: usize, default_type: &str) {
        self.parts += 1;
        if self.parts > limits::PARTS {
            self.stop(format!("more than {} parts", limits::PARTS));
        }
        if self.stopped {
            return;
        }
        let media_type = header.media_type.as_deref().unwrap_or(default_type);
        match (&header.boundary, media_type) {
            (Some(boundary), _) if media_type.starts_with("multipart/") => {
                self.multipart(boundary, media_type, body, depth);
            }
            (_, "message/rfc822" | "message/global") => {
                if self.may_enter(depth + 1)
                    && let Some(message) = self.decoded(header.transfer, header.name.as_deref(), body)
                {
                    self.message(&message, depth + 1);
                }
            }
            _ => self.leaf(header, media_type, body, depth),
        }
    }

    fn multipart(&mut self, boundary: &str, media_type: &str, body: &[u8], depth: usize) {
        if !self.may_enter(depth + 1) {
            return;
        }
        // RFC 2046, section 5.1.5.
        let default_type = if media_type == "multipart/digest" { "message/rfc822" } else { "text/plain" };
        for part in headers::parts(body, boundary) {
            let (header, body) = split_header(part);
            self.entity(&PartHeader::read(header), body, depth + 1, default_type);
            if self.stopped {
                return;
            }
        }
    }

    /// Scans a single part by its content, or by its type if the content has no known format.
    fn leaf(&mut self, header: &PartHeader, media_type: &str, body: &[u8], depth: usize) {
        let Some(beginning) = header.transfer.beginning(body, limits::SNIFFED_BYTES) else {
            return self.skipped(header.name.as_deref(), UnexaminedReason::Undecodable);
        };
        let content = Content::of(&beginning);
        let is_named = header.attached || header.name.is_some();
        match (content, media_type) {
            (Content::Other | Content::Message, "text/html") => self.html(header, body),
            // A text with mail headers is a message if it is attached. Otherwise it quotes a message.
            (Content::Other | Content::Message, "text/plain") if !is_named => self.plain_text(header, body),
            (Content::Candidate, "text/plain") if !is_named => {
                self.attachment(Content::Candidate, None, header.transfer, body, depth);
                self.plain_text(header, body);
            }
            (Content::Candidate, "text/html") => self.html(header, body),
            _ if media_type.starts_with("application/pgp-encrypted")
                || media_type == "application/pkcs7-mime" =>
            {
                self.skipped(header.name.as_deref(), UnexaminedReason::Encrypted);
            }
            (Content::Other, _) if is_named && header.transfer == Transfer::Unknown => {
                self.skipped(header.name.as_deref(), UnexaminedReason::Undecodable);
            }
            _ => self.attachment(content, header.name.as_deref(), header.transfer, body, depth),
        }
    }

    fn attachment(
        &mut self,
        content: Content,
        name: Option<&str>,
        transfer: Transfer,
        body: &[u8],
        depth: usize,
    ) {
        match content {
            Content::Other => {}
            Content::Archive => self.skipped(name, UnexaminedReason::Archive),
            Content::Candidate | Content::Pdf => {
                // Base64 uses four characters for three bytes, and adds line ends.
                if body.len() > BADGE_FILE_BYTES / 2 * 3 {
                    return self
                        .problem(ScanProblem::limit(format!("the attachment {}", display_name(name))));
                }
                if let Some(bytes) = self.decoded(transfer, name, body) {
                    self.candidate(content, name, &bytes);
                }
            }
            Content::Message => {
                if let Some(message) = self.decoded(transfer, name, body) {
                    self.message(&message, depth + 1);
                }
            }
            Content::Tnef => {
                if self.may_enter(depth + 1)
                    && let Some(bytes) = self.decoded(transfer, name, body)
                {
                    self.contents(tnef::contents(&bytes), depth + 1);
                }
            }
            Content::Compound => {
                if self.may_enter(depth + 1)
                    && let Some(bytes) = self.decoded(transfer, name, body)
                {
                    match outlook::message(&bytes) {
                        Compound::Message(message) => self.outlook(*message, depth + 1),
                        // An old office document.
                        Compound::Other => {}
                        Compound::Unreadable => self.skipped(name, UnexaminedReason::Unreadable),
                    }
                }
            }
        }
    }

    /// Decodes a part's bytes. Reports a non-empty part that cannot be decoded.
    fn decoded<'b>(
        &mut self,
        transfer: Transfer,
        name: Option<&str>,
        body: &'b [u8],
    ) -> Option<Cow<'b, [u8]>> {
        let decoded = transfer.decode(body);
        if decoded.is_none() {
            self.skipped(name, UnexaminedReason::Undecodable);
        }
        decoded
    }

    /// Examines an attachment that may contain a badge, and adds it if it does.
    fn candidate(&mut self, content: Content, name: Option<&str>, bytes: &[u8]) {
        let pdf = content == Content::Pdf;
        if self.examined >= limits::ATTACHMENTS || (pdf && self.pdfs >= limits::PDFS) {
            return self.problem(ScanProblem::limit(format!("more than {} attachments", self.examined)));
        }
        self.examined += 1;
        self.pdfs += usize::from(pdf);
        if bytes.len() > BADGE_FILE_BYTES {
            return self.problem(ScanProblem::limit(format!("the attachment {}", display_name(name))));
        }
        if self.finding.attachments.iter().any(|known| known.bytes == bytes) {
            return;
        }
        match relevance(bytes) {
            Relevance::Relevant => {}
            Relevance::Irrelevant => return,
            Relevance::Unexamined(why) => return self.skipped(name, why),
        }
        if self.attached_bytes + bytes.len() > limits::ATTACHED_BYTES {
            return self.problem(ScanProblem::limit(format!(
                "badges of more than {} MiB",
                limits::ATTACHED_BYTES >> 20
            )));
        }
        self.attached_bytes += bytes.len();
        self.finding.attachments.push(Attachment { name: display_name(name), bytes: bytes.to_vec() });
    }

    /// Scans the contents of a `winmail.dat` or an Outlook message.
    fn contents(&mut self, contents: tnef::Contents, depth: usize) {
        if contents.damaged {
            self.problem(ScanProblem::malformed("a truncated Outlook attachment"));
        }
        if let Some(text) = contents.text {
            self.search_links(text.len(), |links| links.in_text(&text));
        }
        if let Some(html) = contents.html {
            let html = String::from_utf8_lossy(&html);
            self.search_links(html.len(), |links| links.in_html(&html));
        }
        for name in contents.unreadable {
            self.skipped(name.as_deref(), UnexaminedReason::Unreadable);
        }
        for (name, bytes) in contents.attachments {
            self.parts += 1;
            if self.parts > limits::PARTS {
                self.stop(format!("more than {} parts", limits::PARTS));
            }
            if self.stopped {
                return;
            }
            let beginning = bytes.get(..limits::SNIFFED_BYTES).unwrap_or(&bytes);
            self.attachment(Content::of(beginning), name.as_deref(), Transfer::Plain, &bytes, depth);
        }
    }

    fn outlook(&mut self, message: OutlookMessage, depth: usize) {
        if !self.may_enter(depth) {
            return;
        }
        let by_header = message.header.map(|header| MessageHeader::read(header.as_bytes()).recipients);
        for address in message.recipients.into_iter().chain(by_header.unwrap_or_default()) {
            add_address(&mut self.finding.envelope.recipients, &address);
        }
        self.contents(message.contents, depth);
        for attached in message.attached {
            self.outlook(attached, depth + 1);
        }
    }

    /// Records a part that was not examined, up to the limit of attachments.
    fn skipped(&mut self, name: Option<&str>, why: UnexaminedReason) {
        if self.finding.skipped.len() < limits::ATTACHMENTS {
            self.finding.skipped.push(SkippedPart { name: display_name(name), why });
        }
    }

    fn plain_text(&mut self, header: &PartHeader, body: &[u8]) {
        if self.has_text_budget(body.len())
            && let Some(bytes) = self.decoded(header.transfer, header.name.as_deref(), body)
        {
            let text = encoding::text(&bytes, header.charset.as_deref());
            self.forwarded_recipients(&text);
            self.search_links(text.len(), |links| links.in_text(&text));
        }
    }

    fn html(&mut self, header: &PartHeader, body: &[u8]) {
        if self.has_text_budget(body.len())
            && let Some(bytes) = self.decoded(header.transfer, header.name.as_deref(), body)
        {
            let text = encoding::text(&bytes, header.charset.as_deref());
            self.search_links(text.len(), |links| links.in_html(&text));
        }
    }

    fn has_text_budget(&mut self, bytes: usize) -> bool {
        let is_within_limit = self.text + bytes <= limits::TEXT_BYTES;
        if !is_within_limit {
            self.problem(ScanProblem::limit(format!("more than {} MiB of text", limits::TEXT_BYTES >> 20)));
        }
        is_within_limit
    }

    fn search_links(&mut self, bytes: usize, search: impl FnOnce(&mut Links)) {
        if self.has_text_budget(bytes) {
            self.text += bytes;
            search(&mut self.links);
        }
    }

    /// Adds the recipients of messages that a plain text quotes with their headers.
    fn forwarded_recipients(&mut self, text: &str) {
        let lines = text.lines().map(|line| line.trim_start_matches(['>', '|', ' ', '\t', '*']));
        for line in lines.filter(|line| line.len() < limits::FIELD_BYTES && line.contains('@')) {
            let Some((name, addresses)) = line.split_once([':', '：']) else { continue };
            if QUOTED_TO.contains(&name.trim().trim_matches('*').to_lowercase().as_str()) {
                let separators = |c: char| c.is_whitespace() || ",;<>()[]\"*".contains(c);
                for address in addresses.split(separators).map(|part| part.trim_start_matches("mailto:")) {
                    add_address(&mut self.finding.envelope.recipients, address);
                }
            }
        }
    }
}

/// `To` and `Cc` as mail programs write them above a quoted message.
const QUOTED_TO: &[&str] = &[
    "to",
    "cc",
    "an",
    "kopie",
    "à",
    "aan",
    "para",
    "a",
    "til",
    "till",
    "kopia",
    "do",
    "komu",
    "кому",
    "宛先",
    "收件人",
];
