//! Full reports as text: every check with its result, its rule and the documents that it used.

use backpack::view::{BadgeReport, CheckDetail, NoteDetail};
use backpack_messages::safe_text;
use openbadges::{Outcome, documents::DocumentRef};

use super::{Output, mark, mark_of_verdict};
use crate::messages::facts;

/// Returns the lines of a report.
pub(super) fn lines(badge: &BadgeReport, output: &Output) -> Vec<String> {
    let report = ReportLines { output };
    let (name, verdict) = (output.name(badge.name.as_deref()), output.verdict_word(badge.verdict));
    let mut lines = vec![format!("{} {name}  [{verdict}]", mark_of_verdict(badge.verdict))];
    lines.push(format!("  {}", output.sentence(&badge.headline)));
    lines.push(format!("  {}", report.say("terminal-report-checked-for", &[("date", &badge.checked_for)])));
    for (id, date) in [
        ("terminal-report-valid-from", &badge.valid_from),
        ("terminal-report-valid-until", &badge.valid_until),
    ] {
        lines.extend(date.iter().map(|date| format!("  {}", report.say(id, &[("date", date)]))));
    }
    lines.extend(report.issuer(badge));
    lines.extend(report.heading("terminal-report-recipient"));
    lines.push(format!("  {}", output.sentence(&badge.recipient.message)));
    lines.extend(badge.recipient.identity.iter().map(|identity| format!("  {}", safe_text(identity))));
    lines.extend(report.heading("terminal-report-checks"));
    lines.extend(badge.checks.iter().flat_map(|check| report.check(check)));
    lines.extend(report.heading("terminal-assessment-facts"));
    for fact in &badge.assurance {
        let place = report.say("terminal-report-where", &[("pointer", &fact.place)]);
        let fact = match fact.place.is_empty() {
            true => format!("  {}", output.sentence(&fact.message)),
            false => format!("  {} ({place})", output.sentence(&fact.message)),
        };
        lines.push(fact);
    }
    if !badge.notes.is_empty() {
        lines.extend(report.heading("terminal-notes"));
        let note = |note: &NoteDetail| format!("  * {} [{}]", output.sentence(&note.message), note.code);
        lines.extend(badge.notes.iter().map(note));
    }
    for endorsement in &badge.endorsements {
        lines.extend([String::new(), output.sentence(&endorsement.message)]);
        lines.extend(endorsement.comment.iter().map(|comment| {
            format!("  {}", report.say("terminal-endorsement-says", &[("comment", comment)]))
        }));
        lines.extend(inner_report(&endorsement.report, output));
    }
    if !badge.inner.is_empty() {
        lines.extend(report.heading("terminal-inner"));
        lines.extend(badge.inner.iter().flat_map(|inner| inner_report(inner, output)));
    }
    let origin = [("source", badge.source.as_str()), ("format", badge.format.as_str())];
    lines.push(String::new());
    lines.push(format!("  {}", report.say("terminal-source", &origin)));
    if !badge.sha256.is_empty() {
        lines.push(format!("  {}", report.say("terminal-report-original", &[("sha256", &badge.sha256)])));
    }
    lines
}

/// Returns the indented report of a credential inside another, or of an endorsement.
fn inner_report(badge: &BadgeReport, output: &Output) -> Vec<String> {
    let indent = |line: String| if line.is_empty() { line } else { format!("    {line}") };
    lines(badge, output).into_iter().map(indent).collect()
}

struct ReportLines<'o> {
    output: &'o Output,
}

impl ReportLines<'_> {
    fn say(&self, id: &str, texts: &[(&str, &str)]) -> String {
        self.output.text(id, &facts(texts))
    }

    fn word(&self, id: &str) -> String {
        self.output.word(id)
    }

    fn heading(&self, id: &str) -> [String; 2] {
        [String::new(), self.word(id)]
    }

    fn issuer(&self, badge: &BadgeReport) -> Vec<String> {
        let issuer = &badge.issuer;
        let mut lines = self.heading("terminal-report-issuer").to_vec();
        lines.push(format!("  {}", self.output.sentence(&issuer.message)));
        lines.extend(issuer.id.iter().map(|id| format!("  {}", safe_text(id))));
        let lists = issuer.lists.iter().map(|list| &list.message);
        let pin = issuer.pin.iter().map(|pin| &pin.message);
        let confusable = issuer.confusable.iter().map(|other| &other.message);
        let messages = lists.chain(pin).chain(confusable);
        lines.extend(messages.map(|message| format!("  {}", self.output.sentence(message))));
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
            format!("      {}", self.output.sentence(&check.message)),
        ];
        let step = self.output.step(check.next_step.as_ref()).filter(|_| check.outcome != Outcome::Passed);
        lines.extend(step.map(|step| format!("      {} {step}", self.word("terminal-next-step"))));
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
        let url = [("url", document.url.as_str())];
        let fetched_at = document.fetched_at.to_string();
        let fetched = [("date", fetched_at.as_str()), ("sha256", document.sha256.as_str())];
        let mut lines = vec![format!("      {}", self.say("terminal-report-document", &url))];
        lines.extend(document.final_url.iter().map(|url| {
            format!("        {}", self.say("terminal-report-document-answered", &[("url", url)]))
        }));
        lines.push(format!("        {}", self.say("terminal-report-document-fetched", &fetched)));
        lines
    }
}
