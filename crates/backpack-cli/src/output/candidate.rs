//! Candidates: what an import or a verification found, and the result of adding it.

use std::io;

use backpack::view::{AddResult, AddStatus, CandidateDetail, LinkDetail, Message};

use super::{Output, mark_of_verdict};
use crate::messages::facts;

impl Output {
    /// Prints a candidate.
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
                self.badge_report(badge)?;
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

    /// Prints a badge from a mail in four to six lines.
    pub(crate) fn candidate_in_short(&self, candidate: &CandidateDetail) -> io::Result<()> {
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

    /// Prints the totals of an import.
    pub(crate) fn add_summary(&self, added: usize, held: usize, failed: usize) -> io::Result<()> {
        let (added, held, failed) = (added.to_string(), held.to_string(), failed.to_string());
        self.say("terminal-summary", &[("added", &added), ("held", &held), ("failed", &failed)])
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
    pub(crate) fn imported(&self, candidate: &CandidateDetail, result: Option<&AddResult>) -> io::Result<()> {
        let Some(badge) = &candidate.badge else { return self.candidate(candidate) };
        let already_held = match result {
            Some(result) if result.outcome == AddStatus::AlreadyHeld => Some("ALREADY_HELD"),
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
                    "outcome": result.map_or(serde_json::json!("not-kept"), |result| serde_json::json!(result.outcome)),
                    "badge_id": result.map_or(&candidate.held_as, |result| &result.badge_id),
                    "code": already_held,
                    "message": already_held.map(Message::code),
                    "error": result.and_then(|result| result.error.as_ref()),
                }),
            );
        }
        self.object(&line)
    }
}
