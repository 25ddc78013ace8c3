use std::io;

use backpack::{Backpack, ImportInput};
use backpack_messages::safe_text;
use clap::Subcommand;
use openbadges::limits::TRUST_LIST_BYTES;

use crate::{
    exit::Exit,
    messages::facts,
    open::with_backpack,
    options::{CommonOptions, date_of, standard_input},
    output::Output,
};

/// Manage trust lists (lists of issuers that you rely on) and known issuers.
#[derive(Debug, Subcommand)]
pub(crate) enum TrustCommand {
    /// Add a trust list: a registry in JSON, or one id per line. It replaces a list with the same name.
    Add {
        /// The list, or `-` for standard input.
        #[arg(value_name = "FILE|-")]
        file: String,
        /// Its name in the backpack. The default is the file's name.
        #[arg(long)]
        name: Option<String>,
    },
    /// List the trust lists.
    List,
    /// Remove a trust list.
    Remove {
        /// Its name.
        name: String,
    },
    /// List the known issuers: the issuers of badges that you added.
    Issuers,
    /// Remove a known issuer. Its next badge is treated as its first.
    Forget {
        /// The issuer's id.
        issuer: String,
    },
}

pub(crate) fn run(common: &CommonOptions, command: TrustCommand, output: &Output) -> io::Result<Exit> {
    match command {
        TrustCommand::Add { file, name } => add(common, &file, name.as_deref(), output),
        TrustCommand::List => list(common, output),
        TrustCommand::Remove { name } => with_backpack(
            common,
            output,
            |backpack| backpack.remove_trust_list(&name),
            |()| print_removed(output, "terminal-trust-removed", "name", &name),
        ),
        TrustCommand::Issuers => issuers(common, output),
        TrustCommand::Forget { issuer } => with_backpack(
            common,
            output,
            |backpack| backpack.remove_issuer(&issuer),
            |()| print_removed(output, "terminal-issuer-removed", "issuer", &issuer),
        ),
    }
}

fn add(common: &CommonOptions, file: &str, name: Option<&str>, output: &Output) -> io::Result<Exit> {
    let input = match file {
        "-" => standard_input(TRUST_LIST_BYTES)?,
        path => ImportInput::Path(path.into()),
    };
    with_backpack(
        common,
        output,
        |backpack| backpack.add_trust_list(input, name),
        |list| {
            if output.is_json() {
                output.object(&list)?;
            } else {
                let id = if list.replaced { "terminal-trust-replaced" } else { "terminal-trust-added" };
                let facts = facts(&[("name", &list.name)]).with("count", list.issuers);
                output.line(&output.text(id, &facts))?;
            }
            Ok(Exit::Success)
        },
    )
}

fn list(common: &CommonOptions, output: &Output) -> io::Result<Exit> {
    with_backpack(common, output, Backpack::trust_lists, |lists| {
        if lists.is_empty() && !output.is_json() {
            output.say("terminal-trust-none", &[])?;
        }
        for list in &lists {
            if output.is_json() {
                output.object(list)?;
                continue;
            }
            let facts = facts(&[("name", &list.name), ("date", date_of(&list.added_at))]);
            output.line(&output.text("terminal-trust-line", &facts.with("count", list.issuers)))?;
        }
        Ok(Exit::Success)
    })
}

fn issuers(common: &CommonOptions, output: &Output) -> io::Result<Exit> {
    with_backpack(common, output, Backpack::known_issuers, |issuers| {
        if issuers.is_empty() && !output.is_json() {
            output.say("terminal-issuers-none", &[])?;
        }
        for issuer in &issuers {
            if output.is_json() {
                output.object(issuer)?;
                continue;
            }
            let facts = [("issuer", issuer.id.as_str()), ("date", date_of(&issuer.first_seen))];
            output.say("terminal-issuer-line", &facts)?;
            if let Some(name) = &issuer.name {
                output.line(&format!("  “{}”", safe_text(name)))?;
            }
        }
        Ok(Exit::Success)
    })
}

fn print_removed(output: &Output, id: &str, fact: &str, value: &str) -> io::Result<Exit> {
    if output.is_json() {
        output.object(&serde_json::json!({ "removed": value }))?;
    } else {
        output.say(id, &[(fact, value)])?;
    }
    Ok(Exit::Success)
}
