//! Badges: reports, summaries and details.

use std::io;

use backpack::view::{BadgeDetail, BadgeReport, BadgeSummary, CheckDetail};
use backpack_messages::{safe_text, safe_text_full};
use openbadges::{CheckId, Outcome};

use super::{Output, mark, mark_of_verdict};
use crate::{
    messages::facts,
    options::{date_of, short_id},
};

impl Output {
    /// Prints the report of a badge.
    pub(crate) fn badge_report(&self, badge: &BadgeReport) -> io::Result<()> {
        if self.json {
            return self.object(badge);
        }
        self.badge_text(badge)
    }

    pub(super) fn badge_text(&self, badge: &BadgeReport) -> io::Result<()> {
        if self.in_full {
            return super::report::lines(badge, self).iter().try_for_each(|line| self.line(line));
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
        // A changed key and a confusable name are printed as notes, with what to do.
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
            self.line(&format!("  {}: {}", self.word("terminal-assessment-facts"), facts.join(" · ")))?;
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
            self.inner_badge(&endorsement.report)?;
        }
        if !badge.inner.is_empty() {
            self.line(&format!("  {}", self.word("terminal-inner")))?;
        }
        for inner in &badge.inner {
            self.inner_badge(inner)?;
        }
        let origin = [("source", badge.source.as_str()), ("format", badge.format.as_str())];
        self.line(&format!("  {}", self.text("terminal-source", &facts(&origin))))
    }

    /// Prints a credential inside another, or an endorsement: its verdict, and each check that failed or is
    /// unknown.
    fn inner_badge(&self, badge: &BadgeReport) -> io::Result<()> {
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
            self.inner_badge(inner)?;
        }
        Ok(())
    }

    /// Prints a stored badge on one line.
    pub(crate) fn badge_summary(&self, badge: &BadgeSummary) -> io::Result<()> {
        if self.json {
            return self.object(badge);
        }
        let issuer = match (&badge.issuer_name, &badge.issuer_domain) {
            (Some(name), Some(domain)) => format!("{} ({domain})", safe_text(name)),
            (Some(name), None) => format!("“{}”", safe_text(name)),
            (None, Some(domain)) => domain.clone(),
            (None, None) => String::new(),
        };
        let date = badge.date.as_deref().map_or("          ", |date| date_of(date));
        let id = short_id(&badge.id);
        self.line(&format!(
            "{} {id}  {date}  {:<13}  {}  {issuer}",
            mark_of_verdict(badge.verdict),
            self.verdict_word(badge.verdict),
            self.name(badge.name.as_deref())
        ))
    }

    /// Prints everything about a stored badge.
    pub(crate) fn badge_detail(&self, detail: &BadgeDetail) -> io::Result<()> {
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
            let id = short_id(&other.badge_id);
            self.line(&format!("  {} ({id})", self.sentence(&other.message)))?;
        }
        for verification in &detail.history {
            let headline = self.sentence(&verification.headline);
            self.line(&format!("  {}  {headline}", verification.at))?;
        }
        Ok(())
    }
}
