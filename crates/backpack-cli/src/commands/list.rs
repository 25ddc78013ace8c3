use std::io;

use backpack::view::Query;
use clap::Args;

use crate::{exit::Exit, open::with_backpack, options::CommonOptions, output::Output};

/// List the badges in the backpack.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Words that must all occur in name, issuer, description or tags.
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// List the removed badges that can still be restored.
    #[arg(long)]
    removed: bool,
}

pub(crate) fn run(common: &CommonOptions, args: &ListArgs, output: &Output) -> io::Result<Exit> {
    let query = Query { text: args.query.join(" "), ..Query::default() };
    with_backpack(
        common,
        output,
        |backpack| if args.removed { backpack.removed_badges() } else { backpack.list_badges(&query) },
        |badges| {
            if badges.is_empty() && !output.is_json() {
                let id = if query.text.is_empty() { "terminal-no-badges" } else { "terminal-nothing-found" };
                output.say(id, &[])?;
            }
            badges.iter().try_for_each(|badge| output.badge_summary(badge))?;
            Ok(Exit::Success)
        },
    )
}
