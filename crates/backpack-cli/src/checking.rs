//! `verify`, `import` and `review`: badges of files, folders, links and standard input.

use std::{
    io::{self, BufRead, IsTerminal, Read, Write},
    path::{Path, PathBuf},
};

use backpack::{
    Cancel, ImportInput, ReviewRequest, Verifier,
    intake::{self, limits},
    network::NetworkPolicy,
    view::{AddResult, AddStatus, CandidateDetail, ErrorDetail, Progress},
};
use backpack_messages::{Facts, safe_text};
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    arguments::Common,
    exit::Exit,
    messages::message_fact,
    offering,
    opening::{Asked, checker_options, open},
    output::Output,
    sheet::Sheet,
    unlocking,
};

/// `verify`: check without keeping.
pub(crate) async fn verify(
    common: &Common,
    inputs: Vec<String>,
    asked: Asked,
    output: &Output,
) -> io::Result<Exit> {
    let checker = match Verifier::new(checker_options(common, asked)) {
        Ok(checker) => checker,
        Err(error) => {
            output.error(None, &error)?;
            return Ok(Exit::of_error(&error));
        }
    };
    let handed = handed(inputs)?;
    let bar = Bar::new();
    let sightings = checker.look(handed, true, &cancel_on_interrupt(), &|progress| bar.show(&progress)).await;
    bar.done();
    for sighting in &sightings {
        output.candidate(sighting)?;
    }
    Ok(exit_of(&sightings))
}

/// How badges are imported.
pub(crate) struct Import {
    /// The code that an issuer gave the person for an offer.
    pub(crate) tx_code: Option<String>,
    /// Nothing is kept.
    pub(crate) dry_run: bool,
    /// The person is not asked.
    pub(crate) yes: bool,
    /// Only the hosts that are always asked are asked.
    pub(crate) agreed_hosts: bool,
    /// Where the password of a locked backup stands.
    pub(crate) password_file: Option<PathBuf>,
}

/// `import`: check, ask, keep.
pub(crate) async fn import(
    common: &Common,
    inputs: Vec<String>,
    how: Import,
    output: &Output,
) -> io::Result<Exit> {
    let Import { dry_run, yes, agreed_hosts, .. } = how;
    let backpack = match open(common, output)? {
        Ok(backpack) => backpack,
        Err(exit) => return Ok(exit),
    };
    let handed = handed(inputs)?;
    let bar = Bar::new();
    let mut sightings =
        backpack.look(handed, !agreed_hosts, &cancel_on_interrupt(), &|progress| bar.show(&progress)).await;
    bar.done();
    sightings = unlocking::unlock(&backpack, sightings, &how, output).await?;
    sightings = offering::accept(&backpack, sightings, &how, output).await?;
    let is_unasked = |sighting: &CandidateDetail| sighting.badge.is_none() && sighting.link.is_none();
    for sighting in sightings.iter_mut().filter(|sighting| agreed_hosts && is_unasked(sighting)) {
        // A link to a host that is not always asked was not followed.
        sighting.error.get_or_insert_with(|| not_agreed(&sighting.hosts_to_ask));
    }
    if !output.is_json() {
        for sighting in &sightings {
            output.candidate(sighting)?;
        }
        if sightings.iter().any(|sighting| sighting.record.is_some()) {
            output.say_aside("terminal-record-hint", &[])?;
        }
    }
    let keys: Vec<String> = sightings
        .iter()
        .filter(|sighting| sighting.badge.is_some())
        .map(|sighting| sighting.key.clone())
        .collect();
    let (kept, asked) = match keys.len() {
        0 => (Vec::new(), Exit::AllWell),
        _ if dry_run => (Vec::new(), Exit::AllWell),
        count if yes || confirmed(count, output)? => {
            let bar = Bar::new();
            let kept = backpack.keep(&keys, &cancel_on_interrupt(), &|progress| bar.show(&progress));
            bar.done();
            (kept, Exit::AllWell)
        }
        _ if io::stdin().is_terminal() => (Vec::new(), Exit::AllWell),
        _ => (Vec::new(), Exit::Usage),
    };
    let failed = kept.iter().filter_map(|outcome| outcome.error.as_ref());
    let exit = failed.fold(exit_of(&sightings).and(asked), |exit, error| exit.and(Exit::of_error(error)));
    if output.is_json() {
        let mut outcomes = kept.iter();
        for sighting in &sightings {
            let outcome = if sighting.badge.is_some() { outcomes.next() } else { None };
            output.imported(sighting, outcome)?;
        }
    } else if dry_run {
        for sighting in sightings.iter().filter(|sighting| sighting.badge.is_some()) {
            let id = if sighting.held_as.is_some() { "terminal-already-held" } else { "terminal-would-add" };
            output.say(id, &[("name", &name_of(sighting, output))])?;
        }
    } else if kept.len() == keys.len() {
        print_kept(&kept, &sightings, output)?;
    }
    Ok(exit)
}

/// `review`: other people's bundles.
pub(crate) async fn review(
    common: &Common,
    bundles: Vec<PathBuf>,
    sheet: Option<&Path>,
    challenge: Option<String>,
    asked: Asked,
    output: &Output,
) -> io::Result<Exit> {
    let checker = match Verifier::new(checker_options(common, asked)) {
        Ok(checker) => checker,
        Err(error) => {
            output.error(None, &error)?;
            return Ok(Exit::of_error(&error));
        }
    };
    let cancel = cancel_on_interrupt();
    let mut sheet = sheet.map(Sheet::create).transpose()?;
    let mut exit = Exit::AllWell;
    for path in bundles_of(bundles)? {
        let source = path.display().to_string();
        let bar = Bar::new();
        let asked = ReviewRequest {
            bundle: ImportInput::Path(path),
            challenge: challenge.clone(),
            hosts: NetworkPolicy::Any,
        };
        let reviewed = checker.review(asked, &cancel, &|progress| bar.show(&progress)).await;
        bar.done();
        match reviewed {
            Ok(review) => {
                output.review(&review)?;
                if let Some(sheet) = &mut sheet {
                    sheet.review(&review, output)?;
                }
                for badge in &review.badges {
                    exit = exit.and(match (&badge.report, &badge.error) {
                        (Some(report), _) => Exit::of_verdict(report.verdict),
                        (None, Some(error)) => Exit::of_error(error),
                        (None, None) => Exit::AllWell,
                    });
                }
                if review.checks.iter().any(|check| check.outcome == openbadges::Outcome::Failed) {
                    exit = exit.and(Exit::NotVerified);
                }
            }
            Err(error) => {
                output.error(Some(&source), &error)?;
                if let Some(sheet) = &mut sheet {
                    sheet.unreadable(&source, &error, output)?;
                }
                exit = exit.and(Exit::of_error(&error));
            }
        }
    }
    if let Some(sheet) = sheet {
        sheet.finish()?;
    }
    Ok(exit)
}

/// What the arguments name: standard input for `-`, a path where there is one, otherwise text such as a link.
pub(crate) fn handed(inputs: Vec<String>) -> io::Result<Vec<ImportInput>> {
    inputs
        .into_iter()
        .map(|input| match input.as_str() {
            "-" => {
                let mut bytes = Vec::new();
                // One byte more than the limit is enough for the reader to see that it is too much.
                io::stdin().lock().take(limits::BYTES_IN_HAND as u64 + 1).read_to_end(&mut bytes)?;
                Ok(ImportInput::Bytes { name: "-".into(), bytes })
            }
            text if intake::is_address(text) => Ok(ImportInput::Text(input)),
            path => Ok(ImportInput::Path(path.into())),
        })
        .collect()
}

fn bundles_of(paths: Vec<PathBuf>) -> io::Result<Vec<PathBuf>> {
    let mut bundles = Vec::new();
    for path in paths {
        if !path.is_dir() {
            bundles.push(path);
            continue;
        }
        let mut inside: Vec<PathBuf> = path
            .read_dir()?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<Vec<_>>>()?
            .into_iter()
            .filter(|path| path.extension().is_some_and(|extension| extension == "badgebundle"))
            .collect();
        inside.sort();
        bundles.append(&mut inside);
    }
    Ok(bundles)
}

fn exit_of(sightings: &[CandidateDetail]) -> Exit {
    sightings.iter().fold(Exit::AllWell, |exit, sighting| {
        exit.and(match (&sighting.badge, &sighting.error) {
            (Some(badge), _) => Exit::of_verdict(badge.verdict),
            // A link of a mail was told with what to do; that it is for the person to open is no failure.
            (None, _) if sighting.link.is_some() => Exit::AllWell,
            (None, Some(error)) => Exit::of_error(error),
            // A link that a page names and that was not followed.
            (None, None) => Exit::NotVerified,
        })
    })
}

/// What became of everything that was handed over, for people: each badge by its name, what is none by where it came from.
fn print_kept(kept: &[AddResult], sightings: &[CandidateDetail], output: &Output) -> io::Result<()> {
    let count = |kind: AddStatus| kept.iter().filter(|outcome| outcome.outcome == kind).count();
    kept.iter().try_for_each(|outcome| output.add_result(outcome))?;
    // Of one thing, all is said already.
    if sightings.len() < 2 {
        return Ok(());
    }
    let mut failed = count(AddStatus::Failed);
    for sighting in sightings {
        if let Some(error) = sighting.error.as_ref().filter(|_| sighting.link.is_none()) {
            failed += 1;
            let facts = Facts::from([("source", &sighting.source)]).with("why", message_fact(&error.message));
            output.line(&output.text("terminal-not-added", &facts))?;
        }
    }
    let (added, held) = (count(AddStatus::Added).to_string(), count(AddStatus::AlreadyHeld).to_string());
    output.say("terminal-summary", &[("added", &added), ("held", &held), ("failed", &failed.to_string())])
}

pub(crate) fn confirmed(count: usize, output: &Output) -> io::Result<bool> {
    if !io::stdin().is_terminal() {
        output.say_aside("terminal-keep-needs-yes", &[])?;
        return Ok(false);
    }
    let answer = answered(&output.text("terminal-keep", &Facts::from([("count", count)])))?;
    let yes = is_yes(&answer);
    if !yes {
        output.say_aside("terminal-not-kept", &[])?;
    }
    Ok(yes)
}

/// What the person types in answer to a question on the terminal.
pub(crate) fn answered(question: &str) -> io::Result<String> {
    eprint!("{question} ");
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(answer)
}

/// Whether an answer is a yes.
pub(crate) fn is_yes(answer: &str) -> bool {
    matches!(answer.trim(), "y" | "Y" | "yes")
}

fn name_of(sighting: &CandidateDetail, output: &Output) -> String {
    sighting
        .badge
        .as_ref()
        .and_then(|badge| badge.name.clone())
        .unwrap_or_else(|| output.word("terminal-nameless"))
}

/// Returns the error of a link to hosts that nobody agreed to contact.
fn not_agreed(hosts: &[String]) -> ErrorDetail {
    let hosts = hosts.join(", ");
    ErrorDetail::new("NET_CONSENT").with("found", &hosts).with_found(hosts)
}

/// Ctrl-C stops at the next point where nothing is half done; a second one ends the program at once.
pub(crate) fn cancel_on_interrupt() -> Cancel {
    let cancel = Cancel::default();
    let asked = cancel.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            asked.cancel();
        }
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(130);
        }
    });
    cancel
}

/// Progress on standard error, where that is a terminal.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    pub(crate) fn new() -> Self {
        if !io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {wide_msg}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub(crate) fn show(&self, progress: &Progress) {
        self.0.set_length(progress.total.into());
        self.0.set_position(progress.done.into());
        self.0.set_message(safe_text(&progress.current));
    }

    /// Prints something while the bar is out of the way.
    pub(crate) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.0.suspend(print)
    }

    pub(crate) fn done(&self) {
        self.0.finish_and_clear();
    }
}
