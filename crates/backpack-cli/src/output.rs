//! How results look: one JSON object a line, or text for people. Words come from the catalogue; here is only layout.

use std::{
    io::{self, Write},
    sync::Arc,
};

use backpack::{
    view::{
        AddResult, AddStatus, BadgeDetail, BadgeReport, BadgeSummary, BundleCheck, CandidateDetail,
        CheckDetail, CollectionDetail, ErrorDetail, LinkDetail, ReviewDetail, ReviewedBadge,
    },
    words::Words,
};
use openbadges::{CheckId, Outcome, Verdict, code::Details};
use serde::Serialize;

/// Where results go, and in which form.
pub(crate) struct Output {
    json: bool,
    /// Each check is told with its rule and its documents.
    in_full: bool,
    pub(crate) words: Arc<Words>,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json, in_full: false, words: Arc::new(Words::english()) }
    }

    /// The same output, which tells reports in full where that is asked for.
    pub(crate) fn in_full(&self, in_full: bool) -> Self {
        Self { json: self.json, in_full, words: Arc::clone(&self.words) }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// One object a line (NDJSON). A reader that has gone away is no error worth a word.
    pub(crate) fn object(&self, object: &impl Serialize) -> io::Result<()> {
        let line = serde_json::to_string(object).map_err(io::Error::other)?;
        self.line(&line)
    }

    /// A line of text on standard output.
    pub(crate) fn line(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.write_all(b"\n")
    }

    /// A message of the catalogue on standard output.
    pub(crate) fn say(&self, id: &str, details: &[(&str, &str)]) -> io::Result<()> {
        self.line(&self.words.say(id, &facts(details)))
    }

    /// A message of the catalogue on standard error.
    pub(crate) fn say_aside(&self, id: &str, details: &[(&str, &str)]) -> io::Result<()> {
        writeln!(io::stderr().lock(), "{}", self.words.say(id, &facts(details)))
    }

    /// An error: as an object with its source, or as sentences on standard error.
    pub(crate) fn error(&self, source: Option<&str>, error: &ErrorDetail) -> io::Result<()> {
        if self.json {
            return match source {
                Some(source) => self.object(&serde_json::json!({ "source": source, "error": error })),
                None => self.object(&serde_json::json!({ "error": error })),
            };
        }
        let mut err = io::stderr().lock();
        let subject = source.map(|source| format!("{source}: ")).unwrap_or_default();
        writeln!(err, "{subject}{} [{}]", error.message, error.code)?;
        if let Some(step) = &error.next_step {
            writeln!(err, "  {}", self.next(step))?;
        }
        Ok(())
    }

    /// An error that the command line itself meets, by its code and what was found.
    pub(crate) fn told(&self, code: &str, found: &str) -> ErrorDetail {
        let details = facts(&[("found", found)]);
        ErrorDetail {
            code: code.into(),
            message: self.words.code(code, &details),
            found: Some(found.into()),
            next_step: self.words.next_step(code, &details),
        }
    }

    pub(crate) fn sighting(&self, sighting: &CandidateDetail) -> io::Result<()> {
        if let Some(link) = &sighting.link {
            return self.link(sighting, link);
        }
        if let (true, Some(offer)) = (self.json, &sighting.offer) {
            return self.object(&serde_json::json!({
                "source": sighting.source, "error": sighting.error, "offer": offer,
            }));
        }
        match (&sighting.badge, &sighting.error) {
            (Some(badge), _) => {
                self.badge(badge)?;
                match &sighting.other_version {
                    Some(other) if !self.json => self.line(&format!("  {}", other.message)),
                    _ => Ok(()),
                }
            }
            (None, Some(error)) => self.error(Some(&sighting.source), error),
            (None, None) if self.json => self.object(&serde_json::json!({
                "source": sighting.source, "hosts_to_ask": sighting.hosts_to_ask,
            })),
            (None, None) => {
                let link = [("link", sighting.source.as_str())];
                self.line(&self.words.say("terminal-link-not-followed", &facts(&link)))
            }
        }
    }

    /// A badge that was found among other things, in short.
    pub(crate) fn found(&self, sighting: &CandidateDetail) -> io::Result<()> {
        let Some(badge) = &sighting.badge else { return Ok(()) };
        let nameless = self.words.say("terminal-nameless", &Details::new());
        let name = badge.name.as_deref().unwrap_or(&nameless);
        let (mark, verdict) = (mark_of_verdict(badge.verdict), self.verdict_word(badge.verdict));
        self.line(&format!("{mark} {name}  [{verdict}]"))?;
        self.line(&format!("  {}", badge.headline))?;
        self.line(&format!("  {}", badge.issuer.message))?;
        if sighting.held_as.is_some() {
            self.line(&format!("  {}", self.words.code("ALREADY_HELD", &Details::new())))?;
        }
        if let Some(other) = &sighting.other_version {
            self.line(&format!("  {}", other.message))?;
        }
        let origin = [("source", badge.source.as_str()), ("format", badge.format.as_str())];
        self.line(&format!("  {}", self.words.say("terminal-source", &facts(&origin))))
    }

    /// What became of a badge that was to be kept, for people.
    pub(crate) fn kept(&self, outcome: &AddResult) -> io::Result<()> {
        let nameless = self.words.say("terminal-nameless", &Details::new());
        let name = outcome.name.as_deref().unwrap_or(&nameless);
        match (&outcome.outcome, &outcome.error) {
            (AddStatus::Added, _) => self.say("terminal-added", &[("name", name)]),
            (AddStatus::AlreadyHeld, _) => self.say("terminal-already-held", &[("name", name)]),
            (AddStatus::Failed, Some(error)) => self.error(Some(&outcome.source), error),
            (AddStatus::Failed, None) => Ok(()),
        }
    }

    /// A link to a badge that was found in a mail and not followed.
    fn link(&self, sighting: &CandidateDetail, link: &LinkDetail) -> io::Result<()> {
        let CandidateDetail { source, hosts_to_ask, mail, .. } = sighting;
        if self.json {
            let fields = serde_json::json!({
                "source": source, "hosts_to_ask": hosts_to_ask, "link": link, "mail": mail,
            });
            return self.object(&fields);
        }
        self.line(&format!("→ {}", link.message))?;
        match &link.next_step {
            Some(step) => self.line(&format!("  {}", self.next(step))),
            None => Ok(()),
        }
    }

    /// What was handed over for keeping, in JSON: the line of the badge, and what became of it beside it.
    pub(crate) fn imported(&self, sighting: &CandidateDetail, kept: Option<&AddResult>) -> io::Result<()> {
        let Some(badge) = &sighting.badge else { return self.sighting(sighting) };
        let held = match kept {
            Some(kept) if kept.outcome == AddStatus::AlreadyHeld => Some("ALREADY_HELD"),
            None if sighting.held_as.is_some() => Some("ALREADY_HELD"),
            _ => None,
        };
        let mut line = serde_json::to_value(badge).map_err(io::Error::other)?;
        if let Some(fields) = line.as_object_mut() {
            if let Some(mail) = &sighting.mail {
                fields.insert("mail".into(), serde_json::json!(mail));
            }
            if let Some(other) = &sighting.other_version {
                fields.insert("other_version".into(), serde_json::json!(other));
            }
            fields.insert(
                "kept".into(),
                serde_json::json!({
                    "outcome": kept.map_or(serde_json::json!("not-kept"), |kept| serde_json::json!(kept.outcome)),
                    "badge_id": kept.map_or(&sighting.held_as, |kept| &kept.badge_id),
                    "code": held,
                    "message": held.map(|code| self.words.code(code, &Details::new())),
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
            return crate::report::lines(badge, &self.words).iter().try_for_each(|line| self.line(line));
        }
        let nameless = self.words.say("terminal-nameless", &Details::new());
        let name = badge.name.as_deref().unwrap_or(&nameless);
        self.line(&format!(
            "{} {}  [{}]",
            mark_of_verdict(badge.verdict),
            name,
            self.verdict_word(badge.verdict)
        ))?;
        self.line(&format!("  {}", badge.headline))?;
        self.line(&format!("  {}", badge.issuer.message))?;
        let lists = badge.issuer.lists.iter().map(|listing| &listing.message);
        // A changed key and a likeness are remarks, with what to do about them.
        let known = badge.issuer.remembered.iter().filter(|known| !known.changed).map(|known| &known.message);
        for message in lists.chain(known) {
            self.line(&format!("  {message}"))?;
        }
        match &badge.recipient.identity {
            Some(identity) => self.line(&format!("  {} ({identity})", badge.recipient.message))?,
            None => self.line(&format!("  {}", badge.recipient.message))?,
        }
        for check in &badge.checks {
            let label =
                self.words.say(&format!("check-{}", check.id.as_str().replace('.', "-")), &Details::new());
            self.line(&format!("  {} {label:<16} {}", mark(check.outcome), check.message))?;
            if let Some(step) = check.next_step.as_ref().filter(|_| check.outcome == Outcome::Failed) {
                self.line(&format!("  {:18} {}", "", self.next(step)))?;
            }
        }
        if !badge.assurance.is_empty() {
            let told: Vec<&str> = badge.assurance.iter().map(|fact| fact.message.as_str()).collect();
            self.line(&format!(
                "  {}: {}",
                self.words.say("terminal-rests-on", &Details::new()),
                told.join(" · ")
            ))?;
        }
        for note in &badge.notes {
            self.line(&format!("  * {} [{}]", note.message, note.code))?;
        }
        for endorsement in &badge.endorsements {
            self.line(&format!("  {}", endorsement.message))?;
            if let Some(comment) = &endorsement.comment {
                let says = facts(&[("comment", comment)]);
                self.line(&format!("  {}", self.words.say("terminal-endorsement-says", &says)))?;
            }
            self.inside(&endorsement.told)?;
        }
        if !badge.inner.is_empty() {
            self.line(&format!("  {}", self.words.say("terminal-inner", &Details::new())))?;
        }
        for inner in &badge.inner {
            self.inside(inner)?;
        }
        let origin = [("source", badge.source.as_str()), ("format", badge.format.as_str())];
        self.line(&format!("  {}", self.words.say("terminal-source", &facts(&origin))))
    }

    /// A credential inside another, or an endorsement: what it comes to, and every check that does not simply hold.
    fn inside(&self, badge: &BadgeReport) -> io::Result<()> {
        let nameless = self.words.say("terminal-nameless", &Details::new());
        let name = badge.name.as_deref().unwrap_or(&nameless);
        let mark_and_name = format!("{} {name}", mark_of_verdict(badge.verdict));
        self.line(&format!("    {mark_and_name}  [{}]", self.verdict_word(badge.verdict)))?;
        self.line(&format!("      {}", badge.issuer.message))?;
        let telling = |outcome: Outcome| matches!(outcome, Outcome::Failed | Outcome::Unknown);
        let besides = |check: &&CheckDetail| check.id != CheckId::Recipient && telling(check.outcome);
        for check in badge.checks.iter().filter(besides) {
            self.line(&format!("      {} {}", mark(check.outcome), check.message))?;
        }
        for note in &badge.notes {
            self.line(&format!("      * {} [{}]", note.message, note.code))?;
        }
        for inner in &badge.inner {
            self.inside(inner)?;
        }
        Ok(())
    }

    pub(crate) fn card(&self, card: &BadgeSummary) -> io::Result<()> {
        if self.json {
            return self.object(card);
        }
        let issuer = match (&card.issuer_name, &card.issuer_domain) {
            (Some(name), Some(domain)) => format!("{name} ({domain})"),
            (Some(name), None) => format!("“{name}”"),
            (None, Some(domain)) => domain.clone(),
            (None, None) => String::new(),
        };
        let date = card.date.as_deref().map_or("          ", |date| date.get(..10).unwrap_or(date));
        let id = card.id.get(..12).unwrap_or(&card.id);
        self.line(&format!(
            "{} {id}  {date}  {:<13}  {}  {issuer}",
            mark_of_verdict(card.verdict),
            self.verdict_word(card.verdict),
            card.name
        ))
    }

    pub(crate) fn detail(&self, detail: &BadgeDetail) -> io::Result<()> {
        if self.json {
            return self.object(detail);
        }
        self.badge_text(&detail.told)?;
        let parts = [
            detail.description.as_deref(),
            detail.criteria.as_deref(),
            detail.criteria_url.as_deref(),
            detail.narrative.as_deref(),
        ];
        for part in parts.into_iter().flatten() {
            self.line(&format!("\n  {part}"))?;
        }
        for evidence in &detail.evidence {
            let parts = [evidence.name.as_deref(), evidence.narrative.as_deref(), evidence.url.as_deref()];
            self.line(&format!("\n  {}", parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")))?;
        }
        for other in &detail.other_versions {
            let id = other.badge_id.get(..12).unwrap_or(&other.badge_id);
            self.line(&format!("  {} ({id})", other.message))?;
        }
        for line in &detail.history {
            self.line(&format!("  {}  {}", line.at, line.headline))?;
        }
        Ok(())
    }

    pub(crate) fn collection(&self, collection: &CollectionDetail) -> io::Result<()> {
        if self.json {
            return self.object(collection);
        }
        self.line(&collection.title)?;
        if !collection.introduction.is_empty() {
            self.line(&format!("  {}", collection.introduction))?;
        }
        if collection.items.is_empty() {
            return self.say("terminal-empty-collection", &[]);
        }
        for (at, item) in collection.items.iter().enumerate() {
            let name = item.card.as_ref().map_or(item.badge_id.as_str(), |card| card.name.as_str());
            let id = item.badge_id.get(..12).unwrap_or(&item.badge_id);
            self.line(&format!("  {}. {id}  {name}", at + 1))?;
            if !item.note.is_empty() {
                self.line(&format!("       {}", item.note))?;
            }
        }
        Ok(())
    }

    /// A bundle: in JSON one line a badge, each with what is common to the bundle.
    pub(crate) fn review(&self, review: &ReviewDetail) -> io::Result<()> {
        if self.json {
            for badge in &review.badges {
                self.object(&reviewed_line(review, badge)?)?;
            }
            return Ok(());
        }
        self.line(&format!("{}  ({})", review.title, review.source))?;
        if !review.introduction.is_empty() {
            self.line(&format!("  {}", review.introduction))?;
        }
        self.say("terminal-holder", &[("holder", &review.holder)])?;
        self.say("terminal-made-on", &[("date", &review.created_at)])?;
        for BundleCheck { outcome, message, .. } in &review.checks {
            self.line(&format!("{} {message}", mark(*outcome)))?;
        }
        for badge in &review.badges {
            self.line("")?;
            match (&badge.told, &badge.error) {
                (Some(told), _) => self.badge_text(told)?,
                (None, Some(error)) => self.error(None, error)?,
                (None, None) => {}
            }
            self.line(&format!("  {} {}", mark(badge.holder_is_recipient), badge.holder_message))?;
            if let Some(changed) = &badge.changed {
                self.line(&format!("  * {changed}"))?;
            }
            if !badge.note.is_empty() {
                self.line(&format!(
                    "  {}",
                    self.words.say("terminal-note-by-holder", &facts(&[("note", &badge.note)]))
                ))?;
            }
        }
        Ok(())
    }

    /// What to do next: a sentence of the catalogue behind a word of the catalogue, neither of them a stranger's.
    fn next(&self, step: &str) -> String {
        format!("{} {step}", self.words.say("terminal-next-step", &Details::new()))
    }

    fn verdict_word(&self, verdict: Verdict) -> String {
        self.words.say(&format!("verdict-word-{}", verdict.as_str()), &Details::new())
    }
}

/// The line of a reviewed badge: the badge's own line, and what belongs to the bundle beside it.
fn reviewed_line(review: &ReviewDetail, badge: &ReviewedBadge) -> io::Result<serde_json::Value> {
    let mut line = match &badge.told {
        Some(told) => serde_json::to_value(told),
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

/// Facts for a sentence.
pub(crate) fn facts(details: &[(&str, &str)]) -> Details {
    details.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Marks differ in shape, not in colour.
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
