//! What is in the backpack: `list`, `show`, `remove`, `recheck`, `identity`, `key`, `doctor`.

use std::io;

use backpack::{
    Backpack,
    view::{ErrorDetail, Progress, Query},
};
use backpack_messages::{Facts, safe_text};
use openbadges::Outcome;

use crate::{
    arguments::{Common, IdentityVerb, KeyVerb},
    checking::{Bar, cancel_on_interrupt},
    exit::Exit,
    opening::{open, open_options},
    output::Output,
};

/// Does `what` with the open backpack; says why where that is not possible.
pub(crate) fn with_backpack<T>(
    common: &Common,
    output: &Output,
    what: impl FnOnce(&Backpack) -> Result<T, ErrorDetail>,
    then: impl FnOnce(T) -> io::Result<Exit>,
) -> io::Result<Exit> {
    let backpack = match open(common, output)? {
        Ok(backpack) => backpack,
        Err(exit) => return Ok(exit),
    };
    match what(&backpack) {
        Ok(result) => then(result),
        Err(error) => {
            output.error(None, &error)?;
            Ok(Exit::of_error(&error))
        }
    }
}

/// `list`.
pub(crate) fn list(common: &Common, query: &[String], removed: bool, output: &Output) -> io::Result<Exit> {
    let query = Query { text: query.join(" "), ..Query::default() };
    with_backpack(
        common,
        output,
        |backpack| if removed { backpack.removed() } else { backpack.list(&query) },
        |cards| {
            if cards.is_empty() && !output.is_json() {
                output.say(
                    if query.text.is_empty() { "terminal-no-badges" } else { "terminal-nothing-found" },
                    &[],
                )?;
            }
            for card in &cards {
                output.card(card)?;
            }
            Ok(Exit::AllWell)
        },
    )
}

/// `show`.
pub(crate) async fn show(common: &Common, id: &str, source: bool, output: &Output) -> io::Result<Exit> {
    let backpack = match open(common, output)? {
        Ok(backpack) => backpack,
        Err(exit) => return Ok(exit),
    };
    match backpack.show(id).await {
        Ok(detail) => {
            if source {
                output.line(&detail.original_text)?;
            } else {
                output.detail(&detail)?;
            }
            Ok(Exit::of_verdict(detail.report.verdict))
        }
        Err(error) => {
            output.error(None, &error)?;
            Ok(Exit::of_error(&error))
        }
    }
}

/// `remove`, and taking it back.
pub(crate) fn remove(common: &Common, id: &str, undo: bool, output: &Output) -> io::Result<Exit> {
    with_backpack(
        common,
        output,
        |backpack| if undo { backpack.undo_remove(id) } else { backpack.remove(id) },
        |card| {
            if output.is_json() {
                output.object(&card)?;
            } else if undo {
                output.say(
                    "terminal-restored",
                    &[("name", card.name.as_ref().unwrap_or(&output.word("terminal-nameless")))],
                )?;
            } else {
                let short = card.id.get(..12).unwrap_or(&card.id);
                output.say(
                    "terminal-removed",
                    &[
                        ("name", card.name.as_ref().unwrap_or(&output.word("terminal-nameless"))),
                        ("id", short),
                    ],
                )?;
            }
            Ok(Exit::AllWell)
        },
    )
}

/// `recheck`.
pub(crate) async fn recheck(
    common: &Common,
    ids: Vec<String>,
    agreed_hosts: bool,
    output: &Output,
) -> io::Result<Exit> {
    let backpack = match open(common, output)? {
        Ok(backpack) => backpack,
        Err(exit) => return Ok(exit),
    };
    let bar = Bar::new();
    let (cancel, progress) = (cancel_on_interrupt(), |progress: Progress| bar.show(&progress));
    let reverified = match agreed_hosts {
        true => backpack.recheck_asking(ids, &[], &cancel, &progress).await,
        false => backpack.recheck(ids, &cancel, &progress).await,
    };
    bar.done();
    match reverified {
        Ok(badges) => {
            let mut exit = Exit::AllWell;
            for badge in &badges {
                output.badge(&badge.report)?;
                exit = exit.and(Exit::of_verdict(badge.report.verdict));
            }
            Ok(exit)
        }
        Err(error) => {
            output.error(None, &error)?;
            Ok(Exit::of_error(&error))
        }
    }
}

/// `identity`.
pub(crate) fn identity(common: &Common, verb: IdentityVerb, output: &Output) -> io::Result<Exit> {
    match verb {
        IdentityVerb::Add { identity } => with_backpack(
            common,
            output,
            |backpack| backpack.add_identity(&identity),
            |line| {
                if output.is_json() {
                    output.object(&line)?;
                } else {
                    output.say("terminal-identity-added", &[("identity", &line.value)])?;
                }
                Ok(Exit::AllWell)
            },
        ),
        IdentityVerb::List => with_backpack(common, output, Backpack::identities, |lines| {
            if lines.is_empty() && !output.is_json() {
                output.say("terminal-no-identities", &[])?;
            }
            for line in &lines {
                if output.is_json() {
                    output.object(line)?;
                } else {
                    output.line(&format!("{:<10} {}", line.kind, safe_text(&line.value)))?;
                }
            }
            Ok(Exit::AllWell)
        }),
        IdentityVerb::Remove { identity } => with_backpack(
            common,
            output,
            |backpack| backpack.remove_identity(&identity),
            |()| {
                if !output.is_json() {
                    output.say("terminal-identity-removed", &[("identity", &identity)])?;
                }
                Ok(Exit::AllWell)
            },
        ),
        IdentityVerb::Try { identity, badge } => try_identity(common, &identity, badge, output),
        IdentityVerb::Badges { identity } => identity_badges(common, &identity, output),
    }
}

/// `identity try`.
fn try_identity(common: &Common, identity: &str, badge: Option<String>, output: &Output) -> io::Result<Exit> {
    let of = badge.map(|id| format!("badge/{id}"));
    with_backpack(
        common,
        output,
        |backpack| backpack.try_identity(identity, of.as_deref()),
        |tried| {
            if output.is_json() {
                output.object(&tried)?;
                return Ok(Exit::AllWell);
            }
            output.line(&output.sentence(&tried.message))?;
            tried.badges.iter().filter(|_| of.is_none()).try_for_each(|card| output.card(card))?;
            if tried.outcome == Outcome::Passed && !tried.added {
                output.say("terminal-identity-to-add", &[("identity", &tried.value)])?;
            }
            Ok(Exit::AllWell)
        },
    )
}

/// `identity badges`.
fn identity_badges(common: &Common, identity: &str, output: &Output) -> io::Result<Exit> {
    with_backpack(
        common,
        output,
        |backpack| backpack.badges_issued_to(identity),
        |depending| {
            if output.is_json() {
                output.object(&depending)?;
                return Ok(Exit::AllWell);
            }
            depending.badges.iter().try_for_each(|card| output.card(card))?;
            depending.advice.iter().try_for_each(|advice| output.line(&output.sentence(advice)))?;
            for platform in &depending.platforms {
                output.line(&format!("  {}: {}", platform.name, output.sentence(&platform.next_step)))?;
            }
            Ok(Exit::AllWell)
        },
    )
}

/// `key`.
pub(crate) fn key(common: &Common, verb: KeyVerb, output: &Output) -> io::Result<Exit> {
    let KeyVerb::Show { recovery_phrase } = verb;
    if !recovery_phrase {
        return with_backpack(
            common,
            output,
            |backpack| Ok(backpack.did()),
            |did| {
                if output.is_json() {
                    output.object(&serde_json::json!({ "did": did }))?;
                } else {
                    output.line(&did)?;
                }
                Ok(Exit::AllWell)
            },
        );
    }
    with_backpack(common, output, Backpack::recovery_phrase, |phrase| {
        if output.is_json() {
            output.object(&serde_json::json!({ "recovery_phrase": phrase }))?;
        } else if let Some(phrase) = phrase {
            output.say_aside("terminal-phrase-warning", &[])?;
            output.line(&phrase)?;
        } else {
            output.say("terminal-phrase-noted", &[])?;
        }
        Ok(Exit::AllWell)
    })
}

/// `doctor`: needs no healthy index, so it does not open the backpack the usual way.
pub(crate) fn doctor(common: &Common, output: &Output) -> io::Result<Exit> {
    let options = open_options(common)?;
    let found = match Backpack::doctor(&options) {
        Ok(found) => found,
        Err(error) => {
            output.error(None, &error)?;
            return Ok(Exit::of_error(&error));
        }
    };
    let exit = if found.damaged.is_empty() { Exit::AllWell } else { Exit::Unavailable };
    if output.is_json() {
        output.object(&found)?;
        return Ok(exit);
    }
    if found.rebuilt {
        output.say("terminal-doctor-rebuilt", &[])?;
    }
    for path in &found.moved_aside {
        output.say("terminal-doctor-moved", &[("path", path)])?;
    }
    let id = if found.damaged.is_empty() { "terminal-doctor-well" } else { "terminal-doctor-damage" };
    output.line(&output.text(id, &Facts::from([("count", found.badges)])))?;
    for damage in &found.damaged {
        output.line(&format!("  {} ({})", safe_text(&damage.what), safe_text(&damage.file)))?;
        output.line(&format!("    {}", output.sentence(&damage.advice)))?;
    }
    Ok(exit)
}
