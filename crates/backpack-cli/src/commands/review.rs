mod spreadsheet;

use std::{
    io,
    path::{Path, PathBuf},
};

use backpack::{ImportInput, ReviewRequest, Verifier, network::NetworkPolicy, view::ReviewDetail};
use clap::Args;
use openbadges::Outcome;

use self::spreadsheet::Spreadsheet;
use crate::{
    exit::Exit,
    open::{VerificationOptions, verifier_options},
    options::CommonOptions,
    output::Output,
    progress::{Bar, cancel_on_interrupt},
};

/// Verify other people's bundles.
#[derive(Debug, Args)]
pub(crate) struct ReviewArgs {
    /// Bundles, or folders of bundles.
    #[arg(required = true, value_name = "BUNDLE|DIR")]
    bundles: Vec<PathBuf>,
    /// Also write one row per badge into this file, for a spreadsheet.
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    csv: Option<PathBuf>,
    /// The challenge that you gave to the holder.
    #[arg(long, value_name = "TEXT")]
    challenge: Option<String>,
    /// Verify for this time instead of now (RFC 3339).
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Compare the issuers with this trust list (a registry in JSON, or one id per line).
    #[arg(long, value_name = "FILE")]
    trust_list: Vec<PathBuf>,
}

pub(crate) async fn run(common: &CommonOptions, args: ReviewArgs, output: &Output) -> io::Result<Exit> {
    let ReviewArgs { bundles, csv, challenge, at, trust_list } = args;
    let options = VerificationOptions { at, recipients: Vec::new(), trust_lists: trust_list };
    let verifier = match Verifier::new(verifier_options(common, options)) {
        Ok(verifier) => verifier,
        Err(error) => return output.failure(None, &error),
    };
    let cancel = cancel_on_interrupt();
    let mut spreadsheet = csv.as_deref().map(Spreadsheet::create).transpose()?;
    let mut exit = Exit::Success;
    for path in bundle_files(bundles)? {
        let source = path.display().to_string();
        let bar = Bar::new();
        let request = ReviewRequest {
            bundle: ImportInput::Path(path),
            challenge: challenge.clone(),
            hosts: NetworkPolicy::Any,
        };
        let reviewed = verifier.review(request, &cancel, &|progress| bar.show(&progress)).await;
        bar.finish();
        match reviewed {
            Ok(review) => {
                output.review(&review)?;
                if let Some(spreadsheet) = &mut spreadsheet {
                    spreadsheet.add_review(&review, output)?;
                }
                exit = exit.and(exit_of(&review));
            }
            Err(error) => {
                exit = exit.and(output.failure(Some(&source), &error)?);
                if let Some(spreadsheet) = &mut spreadsheet {
                    spreadsheet.add_error(&source, &error, output)?;
                }
            }
        }
    }
    if let Some(spreadsheet) = spreadsheet {
        spreadsheet.finish()?;
    }
    Ok(exit)
}

/// Replaces each folder with the bundles in it, sorted by name.
fn bundle_files(paths: Vec<PathBuf>) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.append(&mut bundles_in(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

fn bundles_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in folder.read_dir()? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "badgebundle") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn exit_of(review: &ReviewDetail) -> Exit {
    let badges = review.badges.iter().map(|badge| match (&badge.report, &badge.error) {
        (Some(report), _) => Exit::of_verdict(report.verdict),
        (None, Some(error)) => Exit::of_error(error),
        (None, None) => Exit::Success,
    });
    let has_failed_check = review.checks.iter().any(|check| check.outcome == Outcome::Failed);
    badges.fold(if has_failed_check { Exit::NotVerified } else { Exit::Success }, Exit::and)
}
