//! Questions to the person at the terminal.

use std::io::{self, BufRead, IsTerminal, Write};

use backpack_messages::Facts;
use secrecy::SecretString;

use crate::output::Output;

/// Returns whether a person can answer a question.
pub(crate) fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks whether to add `count` badges. Without a terminal it prints a hint to use `--yes`, and returns
/// `false`.
pub(crate) fn confirm_add(count: usize, output: &Output) -> io::Result<bool> {
    if !io::stdin().is_terminal() {
        output.say_on_stderr("terminal-add-needs-yes", &[])?;
        return Ok(false);
    }
    let is_confirmed = confirm(&output.text("terminal-add", &Facts::from([("count", count)])))?;
    if !is_confirmed {
        output.say_on_stderr("terminal-nothing-added", &[])?;
    }
    Ok(is_confirmed)
}

/// Asks a question, and returns whether the answer is yes.
pub(crate) fn confirm(question: &str) -> io::Result<bool> {
    Ok(is_yes(&ask(question)?))
}

/// Asks a question, and returns the line that the person types.
pub(crate) fn ask(question: &str) -> io::Result<String> {
    eprint!("{question} ");
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(answer)
}

/// Asks for a secret without echo. `id` is the catalogue entry of the question.
pub(crate) fn ask_secret(id: &str, output: &Output) -> io::Result<SecretString> {
    Ok(rpassword::prompt_password(format!("{} ", output.word(id)))?.into())
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim(), "y" | "Y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_yes_is_consent() {
        for answer in ["y\n", "Y", " yes "] {
            assert!(is_yes(answer), "{answer:?}");
        }
        for answer in ["", "\n", "n", "no", "yess", "yeah"] {
            assert!(!is_yes(answer), "{answer:?}");
        }
    }
}
