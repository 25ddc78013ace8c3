//! `mail`: badges in mails, told as they are found and kept as they are told, so that a mailbox of any size takes little
//! memory and a run that is stopped has kept what it came to.

mod password;

use std::{collections::BTreeSet, io, path::PathBuf};

use backpack::{
    Backpack, Cancel, Mailbox,
    error::AppCode,
    view::{AddResult, AddStatus, CandidateDetail, ErrorDetail, Progress},
};
use backpack_messages::Facts;

use crate::{
    arguments::Common,
    checking::{Bar, cancel_on_interrupt, confirmed, handed},
    exit::Exit,
    opening::open,
    output::Output,
};

/// Originals that wait for the answer whether to keep them may take as much: 64 MiB. Beyond it the question comes at once.
const WAITING_BYTES: usize = 64 << 20;

/// What to do with the badges that are found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    Ask,
    Keep,
    Nothing,
}

impl Then {
    pub(crate) const fn of(dry_run: bool, yes: bool) -> Self {
        match (dry_run, yes) {
            (true, _) => Self::Nothing,
            (_, true) => Self::Keep,
            _ => Self::Ask,
        }
    }
}

/// Which messages of a mail server, and how to get in.
pub(crate) struct Asked {
    pub(crate) since: Option<String>,
    pub(crate) from: Vec<String>,
    pub(crate) platforms: bool,
    pub(crate) again: bool,
    pub(crate) password_file: Option<PathBuf>,
}

/// `mail`: look through mails, tell what is in them, keep what is wanted.
pub(crate) async fn mail(
    common: &Common,
    inputs: Vec<String>,
    then: Then,
    asked: Asked,
    output: &Output,
) -> io::Result<Exit> {
    let is_mailbox = |input: &String| input.starts_with("imap://") || input.starts_with("imaps://");
    let (servers, files): (Vec<String>, Vec<String>) = inputs.into_iter().partition(is_mailbox);
    let mut mailboxes = Vec::new();
    for address in servers {
        match mailbox(&address, &asked) {
            Some(mailbox) => mailboxes.push(mailbox),
            None => {
                let error = ErrorDetail::new(AppCode::InputInvalid).with("detail", address);
                output.error(None, &error)?;
                return Ok(Exit::of_error(&error));
            }
        }
    }
    let backpack = match open(common, output)? {
        Ok(backpack) => backpack,
        Err(exit) => return Ok(exit),
    };
    let (cancel, bar) = (cancel_on_interrupt(), Bar::new());
    let progress = |progress: Progress| bar.show(&progress);
    let mut found = Found::new(&backpack, output, then);
    let mut told = Ok(());
    if !files.is_empty() {
        let handed = handed(files)?;
        let each = &mut |sighting: CandidateDetail| found.tell_or_stop(&sighting, &bar, &cancel, &mut told);
        backpack.look_each(handed, false, &cancel, &progress, each).await;
    }
    for mailbox in &mailboxes {
        let Some(mut password) = password::of(mailbox, asked.password_file.as_deref(), output)? else {
            return Ok(Exit::Usage);
        };
        let outcome = loop {
            let each =
                &mut |sighting: CandidateDetail| found.tell_or_stop(&sighting, &bar, &cancel, &mut told);
            let remember = then == Then::Keep;
            let looked = backpack
                .look_in_mailbox(mailbox, password.expose(), remember, &cancel, &progress, each)
                .await;
            match looked {
                Err(error) if error.code == "MAIL_AUTH" && password.may_be_asked_again() => {
                    bar.aside(|| output.error(Some(&mailbox.name()), &error))?;
                    match bar.aside(|| password.again(mailbox, output))? {
                        true => {}
                        false => break Err(error),
                    }
                }
                looked => break looked,
            }
        };
        match outcome {
            Ok(messages) => {
                bar.aside(|| password.keep(mailbox, output))?;
                if !output.is_json() {
                    let line = output.text("terminal-mail-looked", &Facts::from([("count", messages)]));
                    bar.aside(|| output.line(&line))?;
                }
            }
            Err(error) => {
                found.exit = found.exit.and(Exit::of_error(&error));
                bar.aside(|| output.error(Some(&mailbox.name()), &error))?;
            }
        }
    }
    bar.done();
    told?;
    found.finish(&cancel)
}

/// The mailbox that was asked for. `None`: it is not to be understood.
fn mailbox(address: &str, asked: &Asked) -> Option<Mailbox> {
    let mut mailbox = Mailbox::parse(address)?.from_senders(asked.from.iter().cloned());
    if asked.platforms {
        mailbox = mailbox.from_platforms();
    }
    mailbox.again = asked.again;
    match &asked.since {
        Some(day) => mailbox.since(day),
        None => Some(mailbox),
    }
}

/// What was found so far.
struct Found<'a> {
    backpack: &'a Backpack,
    output: &'a Output,
    then: Then,
    /// Badges that the question waits for.
    waiting: Vec<String>,
    /// The mail that was named last.
    mail: String,
    hosts: BTreeSet<String>,
    links: usize,
    added: usize,
    held: usize,
    failed: usize,
    exit: Exit,
}

impl<'a> Found<'a> {
    fn new(backpack: &'a Backpack, output: &'a Output, then: Then) -> Self {
        Self {
            backpack,
            output,
            then,
            waiting: Vec::new(),
            mail: String::new(),
            hosts: BTreeSet::new(),
            links: 0,
            added: 0,
            held: 0,
            failed: 0,
            exit: Exit::AllWell,
        }
    }

    /// Tells what was found. Where nobody reads what is told, the work stops.
    fn tell_or_stop(
        &mut self,
        sighting: &CandidateDetail,
        bar: &Bar,
        cancel: &Cancel,
        told: &mut io::Result<()>,
    ) {
        if told.is_ok() {
            *told = bar.aside(|| self.tell(sighting, cancel));
        }
        if told.is_err() {
            cancel.cancel();
        }
    }

    fn tell(&mut self, sighting: &CandidateDetail, cancel: &Cancel) -> io::Result<()> {
        let mail = sighting.mail.as_ref().map(|mail| self.output.sentence(&mail.message)).unwrap_or_default();
        if mail != self.mail && !self.output.is_json() {
            self.output.line(&mail)?;
            self.mail = mail;
        }
        if let Some(error) = sighting.error.as_ref().filter(|_| sighting.link.is_none()) {
            self.exit = self.exit.and(Exit::of_error(error));
            self.failed += usize::from(Exit::of_error(error) != Exit::AllWell);
        }
        let Some(badge) = &sighting.badge else {
            self.links += usize::from(sighting.link.is_some());
            self.backpack.forget(std::slice::from_ref(&sighting.key));
            return self.output.candidate(sighting);
        };
        self.exit = self.exit.and(Exit::of_verdict(badge.verdict));
        self.hosts.extend(sighting.hosts_to_ask.iter().cloned());
        let key = std::slice::from_ref(&sighting.key);
        if self.then == Then::Keep {
            let kept = self.backpack.keep(key, cancel, &|_| {});
            kept.iter().for_each(|outcome| self.count(outcome));
            if self.output.is_json() {
                return self.output.imported(sighting, kept.first());
            }
            self.output.found(sighting)?;
            return kept.iter().try_for_each(|outcome| self.output.add_result(outcome));
        }
        if self.output.is_json() {
            self.output.imported(sighting, None)?;
        } else {
            self.output.found(sighting)?;
        }
        if self.then == Then::Nothing || sighting.held_as.is_some() {
            self.held += usize::from(sighting.held_as.is_some());
            self.backpack.forget(key);
            return Ok(());
        }
        self.waiting.push(sighting.key.clone());
        if self.backpack.remembered_bytes() > WAITING_BYTES {
            self.ask(cancel)?;
        }
        Ok(())
    }

    /// Asks whether to keep what waits, and does so.
    fn ask(&mut self, cancel: &Cancel) -> io::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return Ok(());
        }
        if !confirmed(waiting.len(), self.output)? {
            self.backpack.forget(&waiting);
            return Ok(());
        }
        for outcome in self.backpack.keep(&waiting, cancel, &|_| {}) {
            self.count(&outcome);
            self.output.add_result(&outcome)?;
        }
        Ok(())
    }

    fn count(&mut self, outcome: &AddResult) {
        match outcome.outcome {
            AddStatus::Added => self.added += 1,
            AddStatus::AlreadyHeld => self.held += 1,
            AddStatus::Failed => self.failed += 1,
        }
        self.exit = outcome.error.iter().fold(self.exit, |exit, error| exit.and(Exit::of_error(error)));
    }

    fn finish(mut self, cancel: &Cancel) -> io::Result<Exit> {
        self.ask(cancel)?;
        if self.output.is_json() {
            return Ok(self.exit);
        }
        let counted = |id: &str, count: usize| self.output.text(id, &Facts::from([("count", count)]));
        if self.added + self.held + self.failed + self.links > 1 {
            let (added, held, failed) =
                (self.added.to_string(), self.held.to_string(), self.failed.to_string());
            self.output
                .say("terminal-summary", &[("added", &added), ("held", &held), ("failed", &failed)])?;
        }
        if self.links > 0 {
            self.output.line(&counted("terminal-mail-links", self.links))?;
        }
        if !self.hosts.is_empty() {
            let hosts = self.hosts.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            self.output.say("terminal-mail-hosts", &[("hosts", &hosts)])?;
        }
        Ok(self.exit)
    }
}
