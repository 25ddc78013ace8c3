use std::io;

use backpack::Backpack;
use backpack_messages::safe_text;
use clap::Subcommand;
use openbadges::Outcome;

use crate::{exit::Exit, open::with_backpack, options::CommonOptions, output::Output};

/// Manage the identities that badges are issued to.
#[derive(Debug, Subcommand)]
pub(crate) enum IdentityCommand {
    /// Add an identity: an e-mail address, URL, telephone number or DID.
    Add {
        /// The identity.
        identity: String,
    },
    /// List the identities.
    List,
    /// Remove an identity. Its badges stay in the backpack.
    Remove {
        /// The identity.
        identity: String,
    },
    /// Test whether badges were issued to an identity, without adding it. Contacts no server.
    Try {
        /// The identity.
        identity: String,
        /// The badge's id, or the beginning of it. Without it, all badges are compared.
        badge: Option<String>,
    },
    /// List the badges that depend on an identity, and show what to do before you lose the identity.
    Badges {
        /// The identity.
        identity: String,
    },
}

pub(crate) fn run(common: &CommonOptions, command: IdentityCommand, output: &Output) -> io::Result<Exit> {
    match command {
        IdentityCommand::Add { identity } => add(common, &identity, output),
        IdentityCommand::List => list(common, output),
        IdentityCommand::Remove { identity } => remove(common, &identity, output),
        IdentityCommand::Try { identity, badge } => try_identity(common, &identity, badge, output),
        IdentityCommand::Badges { identity } => badges(common, &identity, output),
    }
}

fn add(common: &CommonOptions, identity: &str, output: &Output) -> io::Result<Exit> {
    with_backpack(
        common,
        output,
        |backpack| backpack.add_identity(identity),
        |identity| {
            if output.is_json() {
                output.object(&identity)?;
            } else {
                output.say("terminal-identity-added", &[("identity", &identity.value)])?;
            }
            Ok(Exit::Success)
        },
    )
}

fn list(common: &CommonOptions, output: &Output) -> io::Result<Exit> {
    with_backpack(common, output, Backpack::identities, |identities| {
        if identities.is_empty() && !output.is_json() {
            output.say("terminal-no-identities", &[])?;
        }
        for identity in &identities {
            if output.is_json() {
                output.object(identity)?;
            } else {
                output.line(&format!("{:<10} {}", identity.kind, safe_text(&identity.value)))?;
            }
        }
        Ok(Exit::Success)
    })
}

fn remove(common: &CommonOptions, identity: &str, output: &Output) -> io::Result<Exit> {
    with_backpack(
        common,
        output,
        |backpack| backpack.remove_identity(identity),
        |()| {
            if !output.is_json() {
                output.say("terminal-identity-removed", &[("identity", identity)])?;
            }
            Ok(Exit::Success)
        },
    )
}

fn try_identity(
    common: &CommonOptions,
    identity: &str,
    badge: Option<String>,
    output: &Output,
) -> io::Result<Exit> {
    let key = badge.map(|id| format!("badge/{id}"));
    with_backpack(
        common,
        output,
        |backpack| backpack.try_identity(identity, key.as_deref()),
        |trial| {
            if output.is_json() {
                output.object(&trial)?;
                return Ok(Exit::Success);
            }
            output.line(&output.sentence(&trial.message))?;
            if key.is_none() {
                trial.badges.iter().try_for_each(|badge| output.badge_summary(badge))?;
            }
            if trial.outcome == Outcome::Passed && !trial.added {
                output.say("terminal-identity-to-add", &[("identity", &trial.value)])?;
            }
            Ok(Exit::Success)
        },
    )
}

fn badges(common: &CommonOptions, identity: &str, output: &Output) -> io::Result<Exit> {
    with_backpack(
        common,
        output,
        |backpack| backpack.identity_dependents(identity),
        |dependents| {
            if output.is_json() {
                output.object(&dependents)?;
                return Ok(Exit::Success);
            }
            dependents.badges.iter().try_for_each(|badge| output.badge_summary(badge))?;
            dependents.advice.iter().try_for_each(|advice| output.line(&output.sentence(advice)))?;
            for platform in &dependents.platforms {
                output.line(&format!("  {}: {}", platform.name, output.sentence(&platform.next_step)))?;
            }
            Ok(Exit::Success)
        },
    )
}
