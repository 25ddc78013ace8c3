use std::io;

use clap::Args;

use crate::{exit::Exit, open::open, options::CommonOptions, output::Output};

/// Show everything about one badge.
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The badge's id, or the beginning of it.
    id: String,
    /// Print only the badge's original text, as the issuer issued it.
    #[arg(long)]
    source: bool,
    /// Show each check in full: its rule, and the documents that it used.
    #[arg(long, conflicts_with_all = ["json", "source"])]
    report: bool,
}

pub(crate) async fn run(common: &CommonOptions, args: &ShowArgs, output: &Output) -> io::Result<Exit> {
    let backpack = match open(common, output)? {
        Ok(backpack) => backpack,
        Err(exit) => return Ok(exit),
    };
    match backpack.show_badge(&args.id).await {
        Ok(detail) => {
            if args.source {
                output.line(&detail.original_text)?;
            } else {
                output.in_full(args.report).badge_detail(&detail)?;
            }
            Ok(Exit::of_verdict(detail.report.verdict))
        }
        Err(error) => output.failure(None, &error),
    }
}
