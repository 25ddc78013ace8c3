use std::io;

use backpack::Backpack;
use backpack_messages::{Facts, safe_text};
use clap::Args;

use crate::{exit::Exit, open::open_options, options::CommonOptions, output::Output};

/// Check the store for damage, and rebuild what can be rebuilt.
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {}

/// Does not open the backpack with `open`, because that needs an undamaged index.
pub(crate) fn run(common: &CommonOptions, output: &Output) -> io::Result<Exit> {
    let options = open_options(common)?;
    let report = match Backpack::doctor(&options) {
        Ok(report) => report,
        Err(error) => return output.failure(None, &error),
    };
    let exit = if report.damaged.is_empty() { Exit::Success } else { Exit::Unavailable };
    if output.is_json() {
        output.object(&report)?;
        return Ok(exit);
    }
    if report.rebuilt {
        output.say("terminal-doctor-rebuilt", &[])?;
    }
    for path in &report.moved_aside {
        output.say("terminal-doctor-moved", &[("path", path)])?;
    }
    let id = if report.damaged.is_empty() { "terminal-doctor-well" } else { "terminal-doctor-damage" };
    output.line(&output.text(id, &Facts::from([("count", report.badges)])))?;
    for damage in &report.damaged {
        output.line(&format!("  {} ({})", safe_text(&damage.what), safe_text(&damage.file)))?;
        output.line(&format!("    {}", output.sentence(&damage.advice)))?;
    }
    Ok(exit)
}
