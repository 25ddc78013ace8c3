//! A report in full, for people: each check with what it came to, the rule that it follows and the documents that it
//! stood on. Every sentence is the catalogue's; here is only layout.

use backpack::{
    view::{BadgeReport, CheckDetail},
    words::Words,
};
use openbadges::{Outcome, code::Details, documents::DocumentRef};

use crate::output::{facts, mark, mark_of_verdict};

/// The lines of a report.
pub(crate) fn lines(badge: &BadgeReport, words: &Words) -> Vec<String> {
    let sheet = Sheet { words };
    let name = badge.name.clone().unwrap_or_else(|| sheet.word("terminal-nameless"));
    let verdict = sheet.word(&format!("verdict-word-{}", badge.verdict.as_str()));
    let mut lines = vec![format!("{} {name}  [{verdict}]", mark_of_verdict(badge.verdict))];
    lines.push(format!("  {}", badge.headline));
    lines.push(format!("  {}", sheet.say("terminal-report-checked-for", &[("date", &badge.checked_for)])));
    for (id, date) in [
        ("terminal-report-valid-from", &badge.valid_from),
        ("terminal-report-valid-until", &badge.valid_until),
    ] {
        lines.extend(date.iter().map(|date| format!("  {}", sheet.say(id, &[("date", date)]))));
    }
    lines.extend(sheet.issuer(badge));
    lines.extend(sheet.heading("terminal-report-recipient"));
    lines.push(format!("  {}", badge.recipient.message));
    lines.extend(badge.recipient.identity.iter().map(|identity| format!("  {identity}")));
    lines.extend(sheet.heading("terminal-report-checks"));
    lines.extend(badge.checks.iter().flat_map(|check| sheet.check(check)));
    lines.extend(sheet.heading("terminal-rests-on"));
    for fact in &badge.assurance {
        let place = sheet.say("terminal-report-where", &[("pointer", &fact.place)]);
        lines.push(match fact.place.is_empty() {
            true => format!("  {}", fact.message),
            false => format!("  {} ({place})", fact.message),
        });
    }
    if !badge.notes.is_empty() {
        lines.extend(sheet.heading("terminal-notes"));
        lines.extend(badge.notes.iter().map(|note| format!("  * {} [{}]", note.message, note.code)));
    }
    for endorsement in &badge.endorsements {
        lines.extend([String::new(), endorsement.message.clone()]);
        let says = endorsement.comment.iter();
        lines.extend(
            says.map(|comment| {
                format!("  {}", sheet.say("terminal-endorsement-says", &[("comment", comment)]))
            }),
        );
        lines.extend(inside(&endorsement.told, words));
    }
    if !badge.inner.is_empty() {
        lines.extend(sheet.heading("terminal-inner"));
        lines.extend(badge.inner.iter().flat_map(|inner| inside(inner, words)));
    }
    let origin = [("source", badge.source.as_str()), ("format", badge.format.as_str())];
    lines.push(String::new());
    lines.push(format!("  {}", sheet.say("terminal-source", &origin)));
    if !badge.sha256.is_empty() {
        lines.push(format!("  {}", sheet.say("terminal-report-original", &[("sha256", &badge.sha256)])));
    }
    lines
}

/// The report of a credential inside another, or of an endorsement, set in.
fn inside(badge: &BadgeReport, words: &Words) -> Vec<String> {
    let set_in = |line: String| if line.is_empty() { line } else { format!("    {line}") };
    lines(badge, words).into_iter().map(set_in).collect()
}

struct Sheet<'w> {
    words: &'w Words,
}

impl Sheet<'_> {
    fn say(&self, id: &str, details: &[(&str, &str)]) -> String {
        self.words.say(id, &facts(details))
    }

    fn word(&self, id: &str) -> String {
        self.words.say(id, &Details::new())
    }

    fn heading(&self, id: &str) -> [String; 2] {
        [String::new(), self.word(id)]
    }

    fn issuer(&self, badge: &BadgeReport) -> Vec<String> {
        let issuer = &badge.issuer;
        let mut lines = self.heading("terminal-report-issuer").to_vec();
        lines.push(format!("  {}", issuer.message));
        lines.extend(issuer.id.iter().map(|id| format!("  {id}")));
        let known = issuer.remembered.iter().map(|known| &known.message);
        let told = issuer.lists.iter().map(|list| &list.message).chain(known);
        lines.extend(
            told.chain(issuer.resembles.iter().map(|other| &other.message)).map(|told| format!("  {told}")),
        );
        lines
    }

    fn check(&self, check: &CheckDetail) -> Vec<String> {
        let id = check.id.as_str();
        let label = self.word(&format!("check-{}", id.replace('.', "-")));
        let outcome = self.word(match check.outcome {
            Outcome::Passed => "terminal-report-outcome-passed",
            Outcome::Failed => "terminal-report-outcome-failed",
            Outcome::Unknown => "terminal-report-outcome-unknown",
            Outcome::Absent => "terminal-report-outcome-absent",
        });
        let rule =
            [("specification", check.rule.specification.as_str()), ("section", check.rule.section.as_str())];
        let mut lines = vec![
            format!("  {} {label} [{id}]: {outcome}", mark(check.outcome)),
            format!("      {}", check.message),
        ];
        let next = check.next_step.iter().filter(|_| check.outcome != Outcome::Passed);
        lines.extend(next.map(|step| format!("      {} {step}", self.word("terminal-next-step"))));
        lines.push(format!("      {}", self.say("terminal-report-rule", &rule)));
        lines.extend(
            check
                .code
                .iter()
                .map(|code| format!("      {}", self.say("terminal-report-code", &[("code", code)]))),
        );
        lines.extend(check.documents.iter().flat_map(|document| self.document(document)));
        lines
    }

    fn document(&self, document: &DocumentRef) -> Vec<String> {
        let url = backpack::text::shown(&document.url);
        let had = [("date", document.fetched_at.to_string()), ("sha256", document.sha256.clone())];
        let had: Vec<(&str, &str)> = had.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut lines = vec![format!("      {}", self.say("terminal-report-document", &[("url", &url)]))];
        lines.extend(document.final_url.iter().map(|url| {
            format!("        {}", self.say("terminal-report-document-answered", &[("url", url)]))
        }));
        lines.push(format!("        {}", self.say("terminal-report-document-had", &had)));
        lines
    }
}
