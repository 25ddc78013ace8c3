mod password;

use std::{collections::BTreeSet, io, path::PathBuf};

use backpack::{
    Backpack, CancellationToken, Mailbox, NetworkPolicy,
    error::AppCode,
    view::{AddResult, AddStatus, CandidateDetail, ErrorDetail, Progress},
};
use backpack_messages::Facts;
use clap::Args;

use self::password::Password;
use crate::{
    exit::Exit,
    open::open,
    options::{CommonOptions, import_inputs},
    output::Output,
    progress::{Bar, cancel_on_interrupt},
    prompt::confirm_add,
};

/// Find badges in mails, attached or linked. Contacts no host except the mail server.
#[derive(Debug, Args)]
pub(crate) struct MailArgs {
    /// Mails (.eml, .msg), mailboxes (.mbox), Maildirs, folders of them, `-` for standard input, or
    /// `imap://USER@HOST/FOLDER`, which is read over TLS and never changed.
    #[arg(required = true, value_name = "FILE|DIR|-|imap://…")]
    inputs: Vec<String>,
    /// Only show what was found.
    #[arg(long)]
    dry_run: bool,
    /// Add every attached badge without asking.
    #[arg(long, short = 'y', conflicts_with = "dry_run")]
    yes: bool,
    /// On a mail server: only messages that arrived on or after this day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// On a mail server: only messages from this sender. A part of an address is enough.
    #[arg(long, value_name = "SENDER")]
    from: Vec<String>,
    /// On a mail server: only messages from known badge platforms.
    #[arg(long)]
    platforms: bool,
    /// On a mail server: start at the beginning, not where the last run stopped.
    #[arg(long)]
    again: bool,
    /// Read the password of the mail server from the first line of this file.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// The most bytes of originals that wait for the person's answer: 64 MiB. Above this limit, the person is
/// asked immediately.
const PENDING_BYTES: usize = 64 << 20;

/// Prints and adds badges while mails are read. So a mailbox of any size needs little memory, and an
/// interrupted run keeps the badges that it added.
pub(crate) async fn run(common: &CommonOptions, mut args: MailArgs, output: &Output) -> io::Result<Exit> {
    let is_mailbox = |input: &String| input.starts_with("imap://") || input.starts_with("imaps://");
    let (servers, files): (Vec<String>, Vec<String>) =
        std::mem::take(&mut args.inputs).into_iter().partition(is_mailbox);
    let mut mailboxes = Vec::new();
    for address in servers {
        match mailbox(&address, &args) {
            Some(mailbox) => mailboxes.push(mailbox),
            None => {
                let error = ErrorDetail::new(AppCode::InputInvalid).with("detail", address);
                return output.failure(None, &error);
            }
        }
    }
    let backpack = match open(common, output)? {
        Ok(backpack) => backpack,
        Err(exit) => return Ok(exit),
    };
    let (cancel, bar) = (cancel_on_interrupt(), Bar::new());
    let mut import = MailImport {
        backpack: &backpack,
        output,
        mode: Mode::of(&args),
        cancel: &cancel,
        bar: &bar,
        totals: Totals::default(),
        pending: Vec::new(),
        mail: String::new(),
        exit: Exit::Success,
        written: Ok(()),
    };
    if !files.is_empty() {
        import.read_files(files).await?;
    }
    for mailbox in &mailboxes {
        let Some(password) = Password::of(mailbox, args.password_file.as_deref(), output)? else {
            return Ok(Exit::Usage);
        };
        import.read_mailbox(mailbox, password).await?;
    }
    import.finish()
}

/// Returns the mailbox that the arguments name, or `None` if they are invalid.
fn mailbox(address: &str, args: &MailArgs) -> Option<Mailbox> {
    let mut mailbox = Mailbox::parse(address)?.from_senders(args.from.iter().cloned());
    if args.platforms {
        mailbox = mailbox.from_platforms();
    }
    mailbox.again = args.again;
    match &args.since {
        Some(day) => mailbox.since(day),
        None => Some(mailbox),
    }
}

/// What to do with attached badges.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Ask,
    Add,
    DryRun,
}

impl Mode {
    const fn of(args: &MailArgs) -> Self {
        match (args.dry_run, args.yes) {
            (true, _) => Self::DryRun,
            (_, true) => Self::Add,
            _ => Self::Ask,
        }
    }
}

/// The state of one run.
struct MailImport<'a> {
    backpack: &'a Backpack,
    output: &'a Output,
    mode: Mode,
    cancel: &'a CancellationToken,
    bar: &'a Bar,
    totals: Totals,
    /// Keys of the badges that wait for the person's answer.
    pending: Vec<String>,
    /// The mail that was printed last.
    mail: String,
    exit: Exit,
    /// The first error of printing a candidate.
    written: io::Result<()>,
}

/// Totals for the summary.
#[derive(Default)]
struct Totals {
    hosts: BTreeSet<String>,
    links: usize,
    added: usize,
    held: usize,
    failed: usize,
}

impl MailImport<'_> {
    async fn read_files(&mut self, files: Vec<String>) -> io::Result<()> {
        let (backpack, cancel, bar) = (self.backpack, self.cancel, self.bar);
        let progress = |progress: Progress| bar.show(&progress);
        let receive = &mut |candidate: CandidateDetail| self.receive(&candidate);
        backpack
            .inspect_each(import_inputs(files)?, &NetworkPolicy::allow([]), cancel, &progress, receive)
            .await;
        std::mem::replace(&mut self.written, Ok(()))
    }

    async fn read_mailbox(&mut self, mailbox: &Mailbox, mut password: Password) -> io::Result<()> {
        let (backpack, output, cancel, bar) = (self.backpack, self.output, self.cancel, self.bar);
        let progress = |progress: Progress| bar.show(&progress);
        let save_position = self.mode == Mode::Add;
        let outcome = loop {
            let receive = &mut |candidate: CandidateDetail| self.receive(&candidate);
            let outcome = backpack
                .search_mailbox(mailbox, password.expose(), save_position, cancel, &progress, receive)
                .await;
            match outcome {
                Err(error) if error.code == "MAIL_AUTH" && password.can_retry() => {
                    bar.suspend(|| output.error(Some(&mailbox.name()), &error))?;
                    if !bar.suspend(|| password.ask(mailbox, output))? {
                        break Err(error);
                    }
                }
                outcome => break outcome,
            }
        };
        match outcome {
            Ok(messages) => {
                bar.suspend(|| password.store(mailbox, output))?;
                if !output.is_json() {
                    let line = output.text("terminal-mail-searched", &Facts::from([("count", messages)]));
                    bar.suspend(|| output.line(&line))?;
                }
            }
            Err(error) => {
                let exit = bar.suspend(|| output.failure(Some(&mailbox.name()), &error))?;
                self.exit = self.exit.and(exit);
            }
        }
        std::mem::replace(&mut self.written, Ok(()))
    }

    /// Prints a candidate and adds it. Cancels the run if the output cannot be written.
    fn receive(&mut self, candidate: &CandidateDetail) {
        if self.written.is_ok() {
            let bar = self.bar;
            self.written = bar.suspend(|| self.process(candidate));
        }
        if self.written.is_err() {
            self.cancel.cancel();
        }
    }

    fn process(&mut self, candidate: &CandidateDetail) -> io::Result<()> {
        let output = self.output;
        let mail = candidate.mail.as_ref().map(|mail| output.sentence(&mail.message)).unwrap_or_default();
        if mail != self.mail && !output.is_json() {
            output.line(&mail)?;
            self.mail = mail;
        }
        if let Some(error) = candidate.error.as_ref().filter(|_| candidate.link.is_none()) {
            self.exit = self.exit.and(Exit::of_error(error));
            self.totals.failed += usize::from(Exit::of_error(error) != Exit::Success);
        }
        let key = std::slice::from_ref(&candidate.key);
        let Some(badge) = &candidate.badge else {
            self.totals.links += usize::from(candidate.link.is_some());
            self.backpack.dismiss_candidates(key);
            return output.candidate(candidate);
        };
        self.exit = self.exit.and(Exit::of_verdict(badge.verdict));
        self.totals.hosts.extend(candidate.hosts_to_ask.iter().cloned());
        if self.mode == Mode::Add {
            let results = self.backpack.add_candidates(key, self.cancel, &|_| {});
            results.iter().for_each(|result| self.count(result));
            if output.is_json() {
                return output.imported(candidate, results.first());
            }
            output.candidate_in_short(candidate)?;
            return results.iter().try_for_each(|result| output.add_result(result));
        }
        if output.is_json() {
            output.imported(candidate, None)?;
        } else {
            output.candidate_in_short(candidate)?;
        }
        if self.mode == Mode::DryRun || candidate.held_as.is_some() {
            self.totals.held += usize::from(candidate.held_as.is_some());
            self.backpack.dismiss_candidates(key);
            return Ok(());
        }
        self.pending.push(candidate.key.clone());
        if self.backpack.candidate_bytes() > PENDING_BYTES {
            self.confirm_pending()?;
        }
        Ok(())
    }

    /// Asks whether to add the pending badges, then adds or dismisses them.
    fn confirm_pending(&mut self) -> io::Result<()> {
        let pending = std::mem::take(&mut self.pending);
        if pending.is_empty() {
            return Ok(());
        }
        if !confirm_add(pending.len(), self.output)? {
            self.backpack.dismiss_candidates(&pending);
            return Ok(());
        }
        for result in self.backpack.add_candidates(&pending, self.cancel, &|_| {}) {
            self.count(&result);
            self.output.add_result(&result)?;
        }
        Ok(())
    }

    fn count(&mut self, result: &AddResult) {
        match result.outcome {
            AddStatus::Added => self.totals.added += 1,
            AddStatus::AlreadyHeld => self.totals.held += 1,
            AddStatus::Failed => self.totals.failed += 1,
        }
        self.exit = result.error.iter().map(Exit::of_error).fold(self.exit, Exit::and);
    }

    fn finish(mut self) -> io::Result<Exit> {
        self.bar.finish();
        self.confirm_pending()?;
        if self.output.is_json() {
            return Ok(self.exit);
        }
        let Totals { hosts, links, added, held, failed } = self.totals;
        if added + held + failed + links > 1 {
            self.output.add_summary(added, held, failed)?;
        }
        if links > 0 {
            let line = self.output.text("terminal-mail-links", &Facts::from([("count", links)]));
            self.output.line(&line)?;
        }
        if !hosts.is_empty() {
            let hosts = hosts.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            self.output.say("terminal-mail-hosts", &[("hosts", &hosts)])?;
        }
        Ok(self.exit)
    }
}
