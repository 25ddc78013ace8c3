use std::io;

use clap::Args;

use crate::{
    exit::Exit,
    open::with_backpack,
    options::{CommonOptions, short_id},
    output::Output,
};

/// Remove a badge. It can be restored for 30 days.
#[derive(Debug, Args)]
pub(crate) struct RemoveArgs {
    /// The badge's id, or the beginning of it.
    id: String,
    /// Restore the badge instead.
    #[arg(long)]
    undo: bool,
}

pub(crate) fn run(common: &CommonOptions, args: &RemoveArgs, output: &Output) -> io::Result<Exit> {
    let RemoveArgs { id, undo } = args;
    with_backpack(
        common,
        output,
        |backpack| if *undo { backpack.restore_badge(id) } else { backpack.remove_badge(id) },
        |badge| {
            let nameless = output.word("terminal-nameless");
            let name = badge.name.as_deref().unwrap_or(&nameless);
            if output.is_json() {
                output.object(&badge)?;
            } else if *undo {
                output.say("terminal-restored", &[("name", name)])?;
            } else {
                output.say("terminal-removed", &[("name", name), ("id", short_id(&badge.id))])?;
            }
            Ok(Exit::Success)
        },
    )
}
