use std::io;

use backpack::Backpack;
use clap::Subcommand;

use crate::{
    exit::Exit,
    open::with_backpack,
    options::{CommonOptions, date_of},
    output::Output,
};

/// Manage the hosts that may be contacted without asking you first.
#[derive(Debug, Subcommand)]
pub(crate) enum HostCommand {
    /// Always allow contacting this host.
    Agree {
        /// The host, or an address at it.
        host: String,
    },
    /// List the hosts that you always allow.
    List,
    /// Remove a host from the hosts that you always allow.
    Forget {
        /// The host.
        host: String,
    },
}

pub(crate) fn run(common: &CommonOptions, command: HostCommand, output: &Output) -> io::Result<Exit> {
    match command {
        HostCommand::Agree { host } => agree(common, &host, output),
        HostCommand::List => list(common, output),
        HostCommand::Forget { host } => forget(common, &host, output),
    }
}

fn agree(common: &CommonOptions, host: &str, output: &Output) -> io::Result<Exit> {
    with_backpack(
        common,
        output,
        |backpack| backpack.allow_host(host),
        |host| {
            if output.is_json() {
                output.object(&host)?;
            } else {
                output.say("terminal-host-allowed", &[("host", &host.host)])?;
            }
            Ok(Exit::Success)
        },
    )
}

fn list(common: &CommonOptions, output: &Output) -> io::Result<Exit> {
    with_backpack(common, output, Backpack::allowed_hosts, |hosts| {
        if hosts.is_empty() && !output.is_json() {
            output.say("terminal-hosts-none", &[])?;
        }
        for host in &hosts {
            if output.is_json() {
                output.object(host)?;
                continue;
            }
            let facts = [("host", host.host.as_str()), ("date", date_of(&host.agreed_at))];
            output.say("terminal-host-line", &facts)?;
        }
        Ok(Exit::Success)
    })
}

fn forget(common: &CommonOptions, host: &str, output: &Output) -> io::Result<Exit> {
    with_backpack(
        common,
        output,
        |backpack| backpack.disallow_host(host),
        |()| {
            if output.is_json() {
                output.object(&serde_json::json!({ "removed": host }))?;
            } else {
                output.say("terminal-host-disallowed", &[("host", host)])?;
            }
            Ok(Exit::Success)
        },
    )
}
