//! The queue: inspects items one by one, and the contents of a container right after the container.

use std::collections::VecDeque;

use openbadges::{Code, ReadError};

use super::{
    candidate::Candidate,
    inspect::Inspection,
    inspector::{Inspector, VerificationSettings},
    item::{Item, items},
    mail::MailFile,
    origin::Origin,
};
use crate::{
    intake::{ImportInput, limits},
    progress::ProgressCallback,
    view::*,
};

/// One step of the queue.
enum Step {
    /// Inspects an item.
    Inspect(Item),
    /// Reads the next part of a file of mails.
    Continue(Box<MailFile>),
}

impl Inspector {
    /// Inspects inputs and reports each candidate immediately. A cancellation stops the running fetch; its
    /// item and each remaining item are reported as cancelled.
    pub(crate) async fn inspect_inputs(
        &self,
        inputs: Vec<ImportInput>,
        settings: VerificationSettings<'_>,
        progress: ProgressCallback<'_>,
        each: &mut (dyn FnMut(Candidate) + Send),
    ) {
        self.inspect_items(items(inputs), settings, progress, each).await;
    }

    /// Inspects items, and the items in them.
    pub(crate) async fn inspect_items(
        &self,
        items: Vec<Item>,
        settings: VerificationSettings<'_>,
        progress: ProgressCallback<'_>,
        each: &mut (dyn FnMut(Candidate) + Send),
    ) {
        let mut queue: VecDeque<Step> = items.into_iter().map(Step::Inspect).collect();
        let single = queue.len() == 1;
        let mut done = 0;
        // The position in a file of mails, if that is the whole import.
        let mut position = None;
        while let Some(step) = queue.pop_front() {
            if let (Step::Continue(mails), true) = (&step, single) {
                position = Some(mails.position());
            }
            let (finished, total) = position.unwrap_or((done as u32, (done + 1 + queue.len()) as u32));
            progress(Progress::new(finished, total, step.name().to_owned()));
            if settings.cancel.is_cancelled() {
                each(Candidate::cancelled(&step.origin()));
                continue;
            }
            let inspection = match step {
                Step::Inspect(item) => {
                    done += 1;
                    self.inspect(item, settings).await
                }
                Step::Continue(mails) => mails.read_on().into(),
            };
            let Inspection { candidates, items, mails } = inspection;
            for mut candidate in candidates {
                candidate.note_mail_recipients();
                each(candidate);
            }
            let room = limits::ITEMS.saturating_sub(done + queue.len());
            if let Some(first) = items.get(room) {
                let error = ReadError::new(Code::ImportTooLarge, "too many items");
                each(Candidate::failed(&Origin::beside(first), error));
            }
            if let Some(mails) = mails {
                queue.push_front(Step::Continue(mails));
            }
            for item in items.into_iter().take(room).rev() {
                queue.push_front(Step::Inspect(item));
            }
        }
        let (_, total) = position.unwrap_or((0, done as u32));
        progress(Progress::finished(total));
    }
}

impl Step {
    fn name(&self) -> &str {
        match self {
            Self::Inspect(item) => &item.source,
            Self::Continue(mails) => &mails.origin.source,
        }
    }

    fn origin(self) -> Origin {
        match self {
            Self::Inspect(item) => Origin::of(item).0,
            Self::Continue(mails) => mails.origin,
        }
    }
}
