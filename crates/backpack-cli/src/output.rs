//! The layout of results: one JSON object on a line, or text for people. Sentences come from the message catalogue.

use std::{
    io::{self, Write},
    sync::Arc,
};

use backpack::view::{
    AddResult, AddStatus, BadgeDetail, BadgeReport, BadgeSummary, BundleCheck, CandidateDetail, CheckDetail,
    CollectionDetail, ErrorDetail, LinkDetail, Message, ReviewDetail, ReviewedBadge,
};
use backpack_messages::{Catalogue, Facts, safe_text, safe_text_full};
use openbadges::{CheckId, Outcome, Verdict};
use serde::Serialize;

use crate::{
    json,
    messages::{facts, facts_of},
};

/// Where results go, and in which form.
pub(crate) struct Output {
    json: bool,
    /// Whether every check is printed with its rule and its documents.
    in_full: bool,
    catalogue: Arc<Catalogue>,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json, in_full: false, catalogue: Arc::new(Catalogue::english()) }
    }

    /// Returns the same output, which prints reports in full if `in_full`.
    pub(crate) fn in_full(&self, in_full: bool) -> Self {
        Self { json: self.json, in_full, catalogue: Arc::clone(&self.catalogue) }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Returns the sentence of a catalogue entry. Its textual facts are made safe to display.
    pub(crate) fn text(&self, id: &str, facts: &Facts) -> String {
        self.catalogue.text(id, facts)
    }

    /// Returns a catalogue entry without facts.
    pub(crate) fn word(&self, id: &str) -> String {
        self.catalogue.text(id, &Facts::new())
    }

    /// Returns the sentence of a message.
    pub(crate) fn sentence(&self, message: &Message) -> String {
        self.catalogue.text(&message.id, &facts_of(message))
    }

    /// Returns the sentence of a next step, if the catalogue has one.
    pub(crate) fn step(&self, message: Option<&Message>) -> Option<String> {
        let message = message?;
        self.catalogue.format(&message.id, &facts_of(message))
    }

    /// Prints one object on a line (NDJSON), with its messages as sentences.
    pub(crate) fn object(&self, object: &impl Serialize) -> io::Result<()> {
        let mut value = serde_json::to_value(object).map_err(io::Error::other)?;
        self.catalogue.render(&mut value);
        self.line(&json::line(&value)?)
    }

    /// Prints a line of text, which has to be safe to display.
    pub(crate) fn line(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.write_all(b"\n")
    }

    /// Prints a catalogue entry.
    pub(crate) fn say(&self, id: &str, texts: &[(&str, &str)]) -> io::Result<()> {
        self.line(&self.text(id, &facts(texts)))
    }

    /// Prints a catalogue entry on standard error.
    pub(crate) fn say_aside(&self, id: &str, texts: &[(&str, &str)]) -> io::Result<()> {
        writeln!(io::stderr().lock(), "{}", self.text(id, &facts(texts)))
    }

    /// Prints an error: as an object with its source, or as sentences on standard error.
    pub(crate) fn error(&self, source: Option<&str>, error: &ErrorDetail) -> io::Result<()> {
        if self.json {
            return match source {
                Some(source) => self.object(&serde_json::json!({ "source": source, "error": error })),
                None => self.object(&serde_json::json!({ "error": error })),
            };
        }
        let mut err = io::stderr().lock();
        let subject = source.map(|source| format!("{}: ", safe_text(source))).unwrap_or_default();
        writeln!(err, "{subject}{} [{}]", self.sentence(&error.message), error.code)?;
        match self.step(error.next_step.as_ref()) {
            Some(step) => writeln!(err, "  {}", self.next(&step)),
            None => Ok(()),
        }
    }

    pub(crate) fn candidate(&self, candidate: &CandidateDetail) -> io::Result<()> {
        if let Some(link) = &candidate.link {
            return self.link(candidate, link);
        }
        if let (true, Some(offer)) = (self.json, &candidate.offer) {
            return self.object(&serde_json::json!({
                "source": candidate.source, "error": candidate.error, "offer": offer,
            }));
        }
        match (&candidate.badge, &candidate.error) {
            (Some(badge), _) => {
                self.badge(badge)?;
                match &candidate.other_version {
                    Some(other) if !self.json => self.line(&format!("  {}", self.sentence(&other.message))),
                    _ => Ok(()),
                }
            }
            (None, Some(error)) => self.error(Some(&candidate.source), error),
            (None, None) if self.json => self.object(&serde_json::json!({
                "source": candidate.source, "hosts_to_ask": candidate.hosts_to_ask,
            })),
            (None, None) => self.say("terminal-link-not-followed", &[("link", &candidate.source)]),
        }
    }

    /// Prints a badge that was found among other things, in short.
    pub(crate) fn found(&self, candidate: &CandidateDetail) -> io::Result<()> {
        let Some(badge) = &candidate.badge else { return Ok(()) };
        let name = self.name(badge.name.as_deref());
        let (mark, verdict) = (mark_of_verdict(badge.verdict), self.verdict_word(badge.verdict));
        self.line(&format!("{mark} {name}  [{verdict}]"))?;
        self.line(&format!("  {}", self.sentence(&badge.headline)))?;
        self.line(&format!("  {}", self.sentence(&badge.issuer.message)))?;
        if candidate.held_as.is_some() {
            self.line(&format!("  {}", self.word("code-ALREADY_HELD")))?;
        }
        if let Some(other) = &candidate.other_version {
            self.line(&format!("  {}", self.sentence(&other.message)))?;
        }
        let origin = [("source", badge.source.as_str()), ("format", badge.format.as_str())];
        self.line(&format!("  {}", self.text("terminal-source", &facts(&origin))))
    }

    /// Prints the result of adding a badge, for people.
    pub(crate) fn add_result(&self, result: &AddResult) -> io::Result<()> {
        let nameless = self.word("terminal-nameless");
        let name = result.name.as_deref().unwrap_or(&nameless);
        match (&result.outcome, &result.error) {
            (AddStatus::Added, _) => self.say("terminal-added", &[("name", name)]),
            (AddStatus::AlreadyHeld, _) => self.say("terminal-already-held", &[("name", name)]),
            (AddStatus::Failed, Some(error)) => self.error(Some(&result.source), error),
            (AddStatus::Failed, None) => Ok(()),
        }
    }

    /// Prints a link to a badge that was found in a mail and not followed.
    fn link(&self, candidate: &CandidateDetail, link: &LinkDetail) -> io::Result<()> {
        let CandidateDetail { source, hosts_to_ask, mail, .. } = candidate;
        if self.json {
            let fields = serde_json::json!({
                "source": source, "hosts_to_ask": hosts_to_ask, "link": link, "mail": mail,
            });
            return self.object(&fields);
        }
        self.line(&format!("→ {}", self.sentence(&link.message)))?;
        match self.step(link.next_step.as_ref()) {
            Some(step) => self.line(&format!("  {}", self.next(&step))),
            None => Ok(()),
        }
    }

    /// Prints a candidate in JSON: the report of the badge, with the result of adding it.
    pub(crate) fn imported(&self, candidate: &CandidateDetail, kept: Option<&AddResult>) -> io::Result<()> {
        let Some(badge) = &candidate.badge else { return self.candidate(candidate) };
        let held = match kept {
            Some(kept) if kept.outcome == AddStatus::AlreadyHeld => Some("ALREADY_HELD"),
            None if candidate.held_as.is_some() => Some("ALREADY_HELD"),
            _ => None,
        };
        let mut line = serde_json::to_value(badge).map_err(io::Error::other)?;
        if let Some(fields) = line.as_object_mut() {
            if let Some(mail) = &candidate.mail {
                fields.insert("mail".into(), serde_json::json!(mail));
            }
            if let Some(other) = &candidate.other_version {
                fields.insert("other_version".into(), serde_json::json!(other));
            }
            fields.insert(
                "kept".into(),
                serde_json::json!({
                    "outcome": kept.map_or(serde_json::json!("not-kept"), |kept| serde_json::json!(kept.outcome)),
                    "badge_id": kept.map_or(&candidate.held_as, |kept| &kept.badge_id),
                    "code": held,
                    "message": held.map(Message::code),
                    "error": kept.and_then(|kept| kept.error.as_ref()),
                }),
            );
        }
        self.object(&line)
    }

    pub(crate) fn badge(&self, badge: &BadgeReport) -> io::Result<()> {
        if self.json {
            return self.object(badge);
        }
        self.badge_text(badge)
    }

    fn badge_text(&self, badge: &BadgeReport) -> io::Result<()> {
        if self.in_full {
            return crate::report::lines(badge, self).iter().try_for_each(|line| self.line(line));
        }
        let name = self.name(badge.name.as_deref());
        self.line(&format!(
            "{} {}  [{}]",
            mark_of_verdict(badge.verdict),
            name,
            self.verdict_word(badge.verdict)
        ))?;
        self.line(&format!("  {}", self.sentence(&badge.headline)))?;
        self.line(&format!("  {}", self.sentence(&badge.issuer.message)))?;
        let lists = badge.issuer.lists.iter().map(|listing| &listing.message);
        // A changed key and a confusable name are remarks, which say what to do about them.
        let pin = badge.issuer.pin.iter().filter(|pin| !pin.changed).map(|pin| &pin.message);
        for message in lists.chain(pin) {
            self.line(&format!("  {}", self.sentence(message)))?;
        }
        let recipient = self.sentence(&badge.recipient.message);
        match &badge.recipient.identity {
            Some(identity) => self.line(&format!("  {recipient} ({})", safe_text(identity)))?,
            None => self.line(&format!("  {recipient}"))?,
        }
        for check in &badge.checks {
            let label = self.word(&format!("check-{}", check.id.as_str().replace('.', "-")));
            self.line(&format!("  {} {label:<16} {}", mark(check.outcome), self.sentence(&check.message)))?;
            let step = self.step(check.next_step.as_ref()).filter(|_| check.outcome == Outcome::Failed);
            if let Some(step) = step {
                self.line(&format!("  {:18} {}", "", self.next(&step)))?;
            }
        }
        if !badge.assurance.is_empty() {
            let facts: Vec<String> =
                badge.assurance.iter().map(|fact| self.sentence(&fact.message)).collect();
            self.line(&format!("  {}: {}", self.word("terminal-rests-on"), facts.join(" · ")))?;
        }
        for note in &badge.notes {
            self.line(&format!("  * {} [{}]", self.sentence(&note.message), note.code))?;
        }
        for endorsement in &badge.endorsements {
            self.line(&format!("  {}", self.sentence(&endorsement.message)))?;
            if let Some(comment) = &endorsement.comment {
                let comment = self.text("terminal-endorsement-says", &facts(&[("comment", comment)]));
                self.line(&format!("  {comment}"))?;
            }
            self.inside(&endorsement.report)?;
        }
        if !badge.inner.is_empty() {
            self.line(&format!("  {}", self.word("terminal-inner")))?;
        }
        for inner in &badge.inner {
            self.inside(inner)?;
        }
        let origin = [("source", badge.source.as_str()), ("format", badge.format.as_str())];
        self.line(&format!("  {}", self.text("terminal-source", &facts(&origin))))
    }

    /// Prints a credential inside another, or an endorsement: its verdict, and every check that failed or could not be made.
    fn inside(&self, badge: &BadgeReport) -> io::Result<()> {
        let name = self.name(badge.name.as_deref());
        let mark_and_name = format!("{} {name}", mark_of_verdict(badge.verdict));
        self.line(&format!("    {mark_and_name}  [{}]", self.verdict_word(badge.verdict)))?;
        self.line(&format!("      {}", self.sentence(&badge.issuer.message)))?;
        let is_open = |outcome: Outcome| matches!(outcome, Outcome::Failed | Outcome::Unknown);
        let is_listed = |check: &&CheckDetail| check.id != CheckId::Recipient && is_open(check.outcome);
        for check in badge.checks.iter().filter(is_listed) {
            self.line(&format!("      {} {}", mark(check.outcome), self.sentence(&check.message)))?;
        }
        for note in &badge.notes {
            self.line(&format!("      * {} [{}]", self.sentence(&note.message), note.code))?;
        }
        for inner in &badge.inner {
            self.inside(inner)?;
        }
        Ok(())
    }

    /// Prints a stored badge on one line.
    pub(crate) fn card(&self, card: &BadgeSummary) -> io::Result<()> {
        if self.json {
            return self.object(card);
        }
        let issuer = match (&card.issuer_name, &card.issuer_domain) {
            (Some(name), Some(domain)) => format!("{} ({domain})", safe_text(name)),
            (Some(name), None) => format!("“{}”", safe_text(name)),
            (None, Some(domain)) => domain.clone(),
            (None, None) => String::new(),
        };
        let date = card.date.as_deref().map_or("          ", |date| date.get(..10).unwrap_or(date));
        let id = card.id.get(..12).unwrap_or(&card.id);
        self.line(&format!(
            "{} {id}  {date}  {:<13}  {}  {issuer}",
            mark_of_verdict(card.verdict),
            self.verdict_word(card.verdict),
            self.name(card.name.as_deref())
        ))
    }

    pub(crate) fn detail(&self, detail: &BadgeDetail) -> io::Result<()> {
        if self.json {
            return self.object(detail);
        }
        self.badge_text(&detail.report)?;
        let parts = [
            detail.description.as_deref(),
            detail.criteria.as_deref(),
            detail.criteria_url.as_deref(),
            detail.narrative.as_deref(),
        ];
        for part in parts.into_iter().flatten() {
            self.line(&format!("\n  {}", safe_text_full(part)))?;
        }
        for evidence in &detail.evidence {
            let parts = [evidence.name.as_deref(), evidence.narrative.as_deref(), evidence.url.as_deref()];
            let parts: Vec<String> = parts.into_iter().flatten().map(safe_text_full).collect();
            self.line(&format!("\n  {}", parts.join(" · ")))?;
        }
        for other in &detail.other_versions {
            let id = other.badge_id.get(..12).unwrap_or(&other.badge_id);
            self.line(&format!("  {} ({id})", self.sentence(&other.message)))?;
        }
        for line in &detail.history {
            self.line(&format!("  {}  {}", line.at, self.sentence(&line.headline)))?;
        }
        Ok(())
    }

    pub(crate) fn collection(&self, collection: &CollectionDetail) -> io::Result<()> {
        if self.json {
            return self.object(collection);
        }
        self.line(&safe_text(&collection.title))?;
        if !collection.introduction.is_empty() {
            self.line(&format!("  {}", safe_text_full(&collection.introduction)))?;
        }
        if collection.items.is_empty() {
            return self.say("terminal-empty-collection", &[]);
        }
        for (at, item) in collection.items.iter().enumerate() {
            let name = item.badge.as_ref().map(|badge| self.name(badge.name.as_deref()));
            let name = name.as_deref().unwrap_or(&item.badge_id);
            let id = item.badge_id.get(..12).unwrap_or(&item.badge_id);
            self.line(&format!("  {}. {id}  {name}", at + 1))?;
            if !item.note.is_empty() {
                self.line(&format!("       {}", safe_text_full(&item.note)))?;
            }
        }
        Ok(())
    }

    /// Prints a reviewed bundle: in JSON one line for each badge, each with the data of the bundle.
    pub(crate) fn review(&self, review: &ReviewDetail) -> io::Result<()> {
        if self.json {
            for badge in &review.badges {
                self.object(&reviewed_line(review, badge)?)?;
            }
            return Ok(());
        }
        self.line(&format!("{}  ({})", safe_text(&review.title), safe_text(&review.source)))?;
        if !review.introduction.is_empty() {
            self.line(&format!("  {}", safe_text_full(&review.introduction)))?;
        }
        self.say("terminal-holder", &[("holder", &review.holder)])?;
        self.say("terminal-made-on", &[("date", &review.created_at)])?;
        for BundleCheck { outcome, message, .. } in &review.checks {
            self.line(&format!("{} {}", mark(*outcome), self.sentence(message)))?;
        }
        for badge in &review.badges {
            self.line("")?;
            match (&badge.report, &badge.error) {
                (Some(report), _) => self.badge_text(report)?,
                (None, Some(error)) => self.error(None, error)?,
                (None, None) => {}
            }
            let holder = self.sentence(&badge.holder_message);
            self.line(&format!("  {} {holder}", mark(badge.holder_is_recipient)))?;
            if let Some(changed) = &badge.changed {
                self.line(&format!("  * {}", self.sentence(changed)))?;
            }
            if !badge.note.is_empty() {
                let note = self.text("terminal-note-by-holder", &facts(&[("note", &badge.note)]));
                self.line(&format!("  {note}"))?;
            }
        }
        Ok(())
    }

    /// Returns a next step behind its label.
    fn next(&self, step: &str) -> String {
        format!("{} {step}", self.word("terminal-next-step"))
    }

    /// Returns a badge's name, safe to display, or a placeholder if it has none.
    pub(crate) fn name(&self, name: Option<&str>) -> String {
        name.map_or_else(|| self.word("terminal-nameless"), safe_text)
    }

    pub(crate) fn verdict_word(&self, verdict: Verdict) -> String {
        self.word(&format!("verdict-word-{}", verdict.as_str()))
    }
}

/// Returns the JSON of a reviewed badge: its report, with the data of the bundle.
fn reviewed_line(review: &ReviewDetail, badge: &ReviewedBadge) -> io::Result<serde_json::Value> {
    let mut line = match &badge.report {
        Some(report) => serde_json::to_value(report),
        None => serde_json::to_value(serde_json::json!({ "source": review.source, "error": badge.error })),
    }
    .map_err(io::Error::other)?;
    if let Some(fields) = line.as_object_mut() {
        fields.insert(
            "bundle".into(),
            serde_json::json!({
                "source": review.source, "title": review.title, "holder": review.holder,
                "created_at": review.created_at, "audience": review.audience, "until": review.until,
                "checks": review.checks,
            }),
        );
        fields.insert("holder_is_recipient".into(), serde_json::json!(badge.holder_is_recipient));
        fields.insert("note".into(), serde_json::json!(badge.note));
        fields.insert("verdict_at_export".into(), serde_json::json!(badge.verdict_at_export));
        fields.insert("changed".into(), serde_json::json!(badge.changed));
    }
    Ok(line)
}

/// Returns the mark of an outcome. Marks differ in shape, not in colour.
pub(crate) const fn mark(outcome: Outcome) -> char {
    match outcome {
        Outcome::Passed => '✓',
        Outcome::Failed => '✗',
        Outcome::Unknown => '?',
        Outcome::Absent => '·',
    }
}

pub(crate) const fn mark_of_verdict(verdict: Verdict) -> char {
    match verdict {
        Verdict::Verified => '✓',
        Verdict::Unconfirmed => '?',
        Verdict::Invalid | Verdict::Revoked | Verdict::Expired | Verdict::NotYetValid => '✗',
    }
}
