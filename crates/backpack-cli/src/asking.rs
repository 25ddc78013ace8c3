//! What is asked of hosts: `log`, `host`, `offline`.

use std::io;

use backpack::{Backpack, store::REQUEST_LOG_LIMIT, view::RequestSummary};
use backpack_messages::safe_text_full;

use crate::{
    arguments::{Common, HostVerb, Switch},
    exit::Exit,
    keeping::with_backpack,
    output::Output,
};

/// `log`.
pub(crate) fn log(common: &Common, output: &Output) -> io::Result<Exit> {
    with_backpack(
        common,
        output,
        |backpack| backpack.log(REQUEST_LOG_LIMIT),
        |lines| {
            if lines.is_empty() && !output.is_json() {
                output.say("terminal-log-empty", &[])?;
            }
            for line in &lines {
                request(line, output)?;
            }
            Ok(Exit::AllWell)
        },
    )
}

fn request(line: &RequestSummary, output: &Output) -> io::Result<()> {
    if output.is_json() {
        return output.object(line);
    }
    let no_host = output.word("terminal-log-no-host");
    let host = line.host.as_deref().unwrap_or(&no_host);
    let size = indicatif::HumanBytes(line.bytes.into()).to_string();
    output.say("terminal-log-line", &[("date", &line.at), ("host", host), ("size", &size)])?;
    output.line(&format!("  {}", output.sentence(&line.reason)))?;
    let code = line.failure.as_ref().map(|code| format!(" [{code}]")).unwrap_or_default();
    output.line(&format!("  {}{code}", output.sentence(&line.message)))?;
    output.line(&format!("  {}", safe_text_full(&line.url)))
}

/// `host`.
pub(crate) fn host(common: &Common, verb: HostVerb, output: &Output) -> io::Result<Exit> {
    match verb {
        HostVerb::Agree { host } => with_backpack(
            common,
            output,
            |backpack| backpack.agree_to_host(&host),
            |line| {
                if output.is_json() {
                    output.object(&line)?;
                } else {
                    output.say("terminal-host-agreed", &[("host", &line.host)])?;
                }
                Ok(Exit::AllWell)
            },
        ),
        HostVerb::List => with_backpack(common, output, Backpack::agreed_hosts, |lines| {
            if lines.is_empty() && !output.is_json() {
                output.say("terminal-hosts-none", &[])?;
            }
            for line in &lines {
                if output.is_json() {
                    output.object(line)?;
                    continue;
                }
                let day = line.agreed_at.get(..10).unwrap_or(&line.agreed_at);
                output.say("terminal-host-line", &[("host", &line.host), ("date", day)])?;
            }
            Ok(Exit::AllWell)
        }),
        HostVerb::Forget { host } => with_backpack(
            common,
            output,
            |backpack| backpack.forget_host(&host),
            |()| {
                if output.is_json() {
                    output.object(&serde_json::json!({ "removed": host }))?;
                } else {
                    output.say("terminal-host-forgotten", &[("host", &host)])?;
                }
                Ok(Exit::AllWell)
            },
        ),
    }
}

/// `offline`: needs no key, and works while another program has the backpack open.
pub(crate) fn offline(common: &Common, to: Option<Switch>, output: &Output) -> io::Result<Exit> {
    let switched = match to {
        None => Backpack::is_switched_offline(common.data_dir.as_deref()),
        Some(to) => Backpack::switch_offline(common.data_dir.as_deref(), to == Switch::On),
    };
    let offline = match switched {
        Ok(offline) => offline,
        Err(error) => {
            output.error(None, &error)?;
            return Ok(Exit::of_error(&error));
        }
    };
    if output.is_json() {
        output.object(&serde_json::json!({ "offline": offline }))?;
    } else {
        output.say(if offline { "terminal-offline-on" } else { "terminal-offline-off" }, &[])?;
    }
    Ok(Exit::AllWell)
}
