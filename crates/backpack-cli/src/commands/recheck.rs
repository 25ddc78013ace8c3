use std::io;

use backpack::{
    error::AppCode,
    view::{ErrorDetail, Progress},
};
use clap::Args;

use crate::{
    exit::Exit,
    open::open,
    options::{CommonOptions, policy},
    output::Output,
    progress::{Bar, cancel_on_interrupt},
};

/// Verify stored badges again.
#[derive(Debug, Args)]
pub(crate) struct RecheckArgs {
    /// Ids, or beginnings of ids. Without any, all badges.
    ids: Vec<String>,
    /// Contact only the hosts that you always allow (`backpack host list`).
    #[arg(long)]
    agreed_hosts: bool,
}

pub(crate) async fn run(common: &CommonOptions, args: RecheckArgs, output: &Output) -> io::Result<Exit> {
    let RecheckArgs { ids, agreed_hosts } = args;
    let backpack = match open(common, output)? {
        Ok(backpack) => backpack,
        Err(exit) => return Ok(exit),
    };
    let bar = Bar::new();
    let (cancel, progress) = (cancel_on_interrupt(), |progress: Progress| bar.show(&progress));
    let reverified = backpack.reverify(ids, &policy(agreed_hosts), &cancel, &progress).await;
    bar.finish();
    match reverified {
        Ok(badges) => {
            let mut exit = Exit::Success;
            for badge in &badges {
                output.badge_report(&badge.report)?;
                exit = exit.and(Exit::of_verdict(badge.report.verdict));
            }
            if cancel.is_cancelled() {
                return output.failure(None, &ErrorDetail::new(AppCode::Cancelled));
            }
            Ok(exit)
        }
        Err(error) => output.failure(None, &error),
    }
}
