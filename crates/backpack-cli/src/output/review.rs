//! Reviewed bundles.

use std::io;

use backpack::view::{BundleCheck, ReviewDetail, ReviewedBadge};
use backpack_messages::{safe_text, safe_text_full};

use super::{Output, mark};
use crate::messages::facts;

impl Output {
    /// Prints a reviewed bundle: in JSON one line per badge, each with the data of the bundle.
    pub(crate) fn review(&self, review: &ReviewDetail) -> io::Result<()> {
        if self.json {
            for badge in &review.badges {
                self.object(&reviewed_badge(review, badge)?)?;
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
}

/// Returns the JSON of a reviewed badge: its report, with the data of the bundle.
fn reviewed_badge(review: &ReviewDetail, badge: &ReviewedBadge) -> io::Result<serde_json::Value> {
    let mut object = match &badge.report {
        Some(report) => serde_json::to_value(report),
        None => serde_json::to_value(serde_json::json!({ "source": review.source, "error": badge.error })),
    }
    .map_err(io::Error::other)?;
    if let Some(fields) = object.as_object_mut() {
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
    Ok(object)
}
