use std::io;

use backpack::Backpack;
use clap::{Args, ValueEnum};

use crate::{exit::Exit, options::CommonOptions, output::Output};

/// Show or change offline mode. With `on`, no program contacts a server for this backpack.
#[derive(Debug, Args)]
pub(crate) struct OfflineArgs {
    /// The new setting. Without it, the current setting is shown.
    #[arg(value_enum)]
    switch: Option<Switch>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Switch {
    /// Offline mode is on.
    On,
    /// Offline mode is off.
    Off,
}

/// Needs no key, and works while another program has the backpack open.
pub(crate) fn run(common: &CommonOptions, args: &OfflineArgs, output: &Output) -> io::Result<Exit> {
    let data_dir = common.data_dir.as_deref();
    let is_offline = match args.switch {
        None => Backpack::is_switched_offline(data_dir),
        Some(switch) => Backpack::switch_offline(data_dir, switch == Switch::On),
    };
    let is_offline = match is_offline {
        Ok(is_offline) => is_offline,
        Err(error) => return output.failure(None, &error),
    };
    if output.is_json() {
        output.object(&serde_json::json!({ "offline": is_offline }))?;
    } else {
        output.say(if is_offline { "terminal-offline-on" } else { "terminal-offline-off" }, &[])?;
    }
    Ok(Exit::Success)
}
