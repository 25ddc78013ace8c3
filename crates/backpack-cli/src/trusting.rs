//! `trust`: lists of issuers, and the issuers that the learner has met.

use std::io::{self, Read};

use backpack::ImportInput;
use backpack_messages::safe_text;
use openbadges::limits::TRUST_LIST_BYTES;

use crate::{
    arguments::{Common, TrustVerb},
    exit::Exit,
    keeping::with_backpack,
    messages::facts,
    output::Output,
};

/// `trust`.
pub(crate) fn trust(common: &Common, verb: TrustVerb, output: &Output) -> io::Result<Exit> {
    match verb {
        TrustVerb::Add { file, name } => add(common, &file, name.as_deref(), output),
        TrustVerb::List => list(common, output),
        TrustVerb::Remove { name } => with_backpack(
            common,
            output,
            |backpack| backpack.remove_trust_list(&name),
            |()| done(output, "terminal-trust-removed", "name", &name),
        ),
        TrustVerb::Issuers => issuers(common, output),
        TrustVerb::Forget { issuer } => with_backpack(
            common,
            output,
            |backpack| backpack.forget_issuer(&issuer),
            |()| done(output, "terminal-issuer-forgotten", "issuer", &issuer),
        ),
    }
}

fn add(common: &Common, file: &str, name: Option<&str>, output: &Output) -> io::Result<Exit> {
    let handed = match file {
        "-" => {
            let mut bytes = Vec::new();
            io::stdin().lock().take(TRUST_LIST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
            ImportInput::Bytes { name: "-".into(), bytes }
        }
        path => ImportInput::Path(path.into()),
    };
    with_backpack(
        common,
        output,
        |backpack| backpack.add_trust_list(handed, name),
        |line| {
            if output.is_json() {
                output.object(&line)?;
            } else {
                let id = if line.replaced { "terminal-trust-replaced" } else { "terminal-trust-added" };
                let facts = facts(&[("name", &line.name)]).with("count", line.issuers);
                output.line(&output.text(id, &facts))?;
            }
            Ok(Exit::AllWell)
        },
    )
}

fn list(common: &Common, output: &Output) -> io::Result<Exit> {
    with_backpack(common, output, backpack::Backpack::trust_lists, |lines| {
        if lines.is_empty() && !output.is_json() {
            output.say("terminal-trust-none", &[])?;
        }
        for line in &lines {
            if output.is_json() {
                output.object(line)?;
                continue;
            }
            let facts = facts(&[("name", &line.name), ("date", day(&line.added_at))]);
            output.line(&output.text("terminal-trust-line", &facts.with("count", line.issuers)))?;
        }
        Ok(Exit::AllWell)
    })
}

fn issuers(common: &Common, output: &Output) -> io::Result<Exit> {
    with_backpack(common, output, backpack::Backpack::known_issuers, |lines| {
        if lines.is_empty() && !output.is_json() {
            output.say("terminal-issuers-none", &[])?;
        }
        for line in &lines {
            if output.is_json() {
                output.object(line)?;
                continue;
            }
            output.say("terminal-issuer-line", &[("issuer", &line.id), ("date", day(&line.first_seen))])?;
            if let Some(name) = &line.name {
                output.line(&format!("  “{}”", safe_text(name)))?;
            }
        }
        Ok(Exit::AllWell)
    })
}

fn done(output: &Output, id: &str, what: &str, value: &str) -> io::Result<Exit> {
    if output.is_json() {
        output.object(&serde_json::json!({ "removed": value }))?;
    } else {
        output.say(id, &[(what, value)])?;
    }
    Ok(Exit::AllWell)
}

/// The day of an RFC 3339 time.
fn day(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}
