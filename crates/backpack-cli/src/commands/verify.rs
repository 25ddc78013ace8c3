use std::{io, path::PathBuf};

use backpack::{NetworkPolicy, Verifier};
use clap::Args;

use crate::{
    exit::Exit,
    open::{VerificationOptions, verifier_options},
    options::{CommonOptions, import_inputs},
    output::Output,
    progress::{Bar, cancel_on_interrupt},
};

/// Verify badges without storing them.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// Files, folders, archives, exports of other backpacks, links, or `-` for standard input.
    #[arg(required = true, value_name = "FILE|DIR|URL|-")]
    inputs: Vec<String>,
    /// Verify for this time instead of now (RFC 3339).
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Compare the recipient with this identity (an e-mail address, URL, telephone number or DID).
    #[arg(long, value_name = "ID")]
    recipient: Vec<String>,
    /// Compare the issuers with this trust list (a registry in JSON, or one id per line).
    #[arg(long, value_name = "FILE")]
    trust_list: Vec<PathBuf>,
    /// Show each check in full: its rule, and the documents that it used.
    #[arg(long, conflicts_with = "json")]
    report: bool,
}

pub(crate) async fn run(common: &CommonOptions, args: VerifyArgs, output: &Output) -> io::Result<Exit> {
    let VerifyArgs { inputs, at, recipient, trust_list, report } = args;
    let options = VerificationOptions { at, recipients: recipient, trust_lists: trust_list };
    let verifier = match Verifier::new(verifier_options(common, options)) {
        Ok(verifier) => verifier,
        Err(error) => return output.failure(None, &error),
    };
    let inputs = import_inputs(inputs)?;
    let bar = Bar::new();
    let candidates = verifier
        .inspect(inputs, &NetworkPolicy::Any, &cancel_on_interrupt(), &|progress| bar.show(&progress))
        .await;
    bar.finish();
    let output = output.in_full(report);
    for candidate in &candidates {
        output.candidate(candidate)?;
    }
    Ok(Exit::of_candidates(&candidates))
}
