//! Looking at what was handed over: each thing in its turn, and what is found inside it after it.
//!
//! This is the queue. What one thing is, and whether its badges hold, is judged in `judging`.

use std::collections::VecDeque;

use openbadges::{Code, ReadError, VerifyOptions};

use super::{
    Cancel, ImportInput, ProgressCallback,
    asking::Asking,
    mails::{GoingThrough, note_recipients},
    origin::Origin,
    verifier::{Candidate, Inspector},
};
use crate::{
    error::AppCode,
    intake::{self, Item, limits},
    view::*,
};

/// What came of one item.
#[derive(Default)]
pub(super) struct Looked {
    /// Badges, links and errors.
    pub(super) seen: Vec<Candidate>,
    /// What is inside it, to be looked at next.
    pub(super) further: Vec<Item>,
    /// The rest of a file of mails, to be gone through after that.
    pub(super) mails: Option<Box<GoingThrough>>,
}

/// What is to be done next.
enum Step {
    /// Look at something.
    Look(Item),
    /// Go on in a file of mails.
    GoOn(Box<GoingThrough>),
}

impl Inspector {
    /// Looks at everything that was handed over, and tells each thing as soon as it was seen. What was finished before a
    /// cancel is told.
    pub(super) async fn look(
        &self,
        handed: Vec<ImportInput>,
        asked: &VerifyOptions,
        asking: &Asking,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
        each: &mut (dyn FnMut(Candidate) + Send),
    ) {
        self.look_at_each(intake::items(handed), asked, asking, cancel, progress, each).await;
    }

    /// Looks at items, and at what is inside them.
    pub(super) async fn look_at_each(
        &self,
        items: Vec<Item>,
        asked: &VerifyOptions,
        asking: &Asking,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
        each: &mut (dyn FnMut(Candidate) + Send),
    ) {
        let mut queue: VecDeque<Step> = items.into_iter().map(Step::Look).collect();
        let alone = queue.len() == 1;
        let mut done = 0;
        // How far we are in a mailbox that is all there is.
        let mut mailbox = None;
        while let Some(step) = queue.pop_front() {
            if let (Step::GoOn(mails), true) = (&step, alone) {
                mailbox = Some(mails.position());
            }
            let (behind, total) = mailbox.unwrap_or((done as u32, (done + 1 + queue.len()) as u32));
            progress(Progress::new(behind, total, step.called().to_owned()));
            if cancel.is_cancelled() {
                each(step.origin().nothing(ErrorDetail::new(AppCode::Cancelled)));
                continue;
            }
            let looked = match step {
                Step::Look(item) => {
                    done += 1;
                    self.look_at(item, asked, asking).await
                }
                Step::GoOn(mails) => self.go_on(*mails),
            };
            for mut seen in looked.seen {
                note_recipients(&mut seen);
                each(seen);
            }
            let room = limits::ITEMS.saturating_sub(done + queue.len());
            if looked.further.len() > room
                && let Some(first) = looked.further.get(room)
            {
                let error = ReadError::new(Code::ImportTooLarge, "more things than are looked at");
                each(Origin::beside(first).nothing(error));
            }
            if let Some(mails) = looked.mails {
                queue.push_front(Step::GoOn(mails));
            }
            for item in looked.further.into_iter().take(room).rev() {
                queue.push_front(Step::Look(item));
            }
        }
        let (_, total) = mailbox.unwrap_or((0, done as u32));
        progress(Progress::finished(total));
    }
}

impl Step {
    fn called(&self) -> &str {
        match self {
            Self::Look(item) => &item.source,
            Self::GoOn(mails) => &mails.origin.source,
        }
    }

    fn origin(self) -> Origin {
        match self {
            Self::Look(item) => Origin::of(item).0,
            Self::GoOn(mails) => mails.origin,
        }
    }
}

impl From<Candidate> for Looked {
    fn from(one: Candidate) -> Self {
        Self { seen: vec![one], ..Self::default() }
    }
}
