use std::io;

use backpack::{store::REQUEST_LOG_LIMIT, view::RequestSummary};
use backpack_messages::safe_text_full;
use clap::Args;

use crate::{exit::Exit, open::with_backpack, options::CommonOptions, output::Output};

/// Show the request log: which hosts were contacted, when, why, how much they sent, and the result. Newest
/// first.
#[derive(Debug, Args)]
pub(crate) struct LogArgs {}

pub(crate) fn run(common: &CommonOptions, output: &Output) -> io::Result<Exit> {
    with_backpack(
        common,
        output,
        |backpack| backpack.log(REQUEST_LOG_LIMIT),
        |requests| {
            if requests.is_empty() && !output.is_json() {
                output.say("terminal-log-empty", &[])?;
            }
            requests.iter().try_for_each(|request| print(request, output))?;
            Ok(Exit::Success)
        },
    )
}

fn print(request: &RequestSummary, output: &Output) -> io::Result<()> {
    if output.is_json() {
        return output.object(request);
    }
    let no_host = output.word("terminal-log-no-host");
    let host = request.host.as_deref().unwrap_or(&no_host);
    let size = indicatif::HumanBytes(request.bytes.into()).to_string();
    output.say("terminal-log-line", &[("date", &request.at), ("host", host), ("size", &size)])?;
    output.line(&format!("  {}", output.sentence(&request.reason)))?;
    let code = request.failure.as_ref().map(|code| format!(" [{code}]")).unwrap_or_default();
    output.line(&format!("  {}{code}", output.sentence(&request.message)))?;
    output.line(&format!("  {}", safe_text_full(&request.url)))
}
