//! Command line tests. Each file in `cmd/` contains arguments, output and exit code. Tests that need a server
//! are in the whole-system tests.

use std::process::Command;

#[test]
fn command_files_match() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}

/// Every command has a help text, a completion in every shell and a page of the manual.
#[test]
fn every_command_is_documented() {
    let commands = commands();
    assert!(commands.len() > 20 && commands.iter().any(|command| command == "record"), "{commands:?}");
    let pages = tempfile::tempdir().unwrap();
    assert!(stdout(&["man", pages.path().to_str().unwrap()]).is_empty());
    for command in &commands {
        assert!(stdout(&[command, "--help"]).contains(&format!("Usage: backpack {command}")), "{command}");
        assert!(pages.path().join(format!("backpack-{command}.1")).exists(), "{command}");
    }
    assert!(stdout(&["man"]).contains(".TH backpack 1"));
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let completions = stdout(&["completions", shell]);
        for command in &commands {
            assert!(completions.contains(command.as_str()), "{shell}: {command}");
        }
    }
}

/// Returns the commands in the program's own help text, which clap generates from the definitions.
fn commands() -> Vec<String> {
    let help = stdout(&["--help"]);
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    lines
        .take_while(|line| !line.is_empty())
        // Continuation lines are indented further.
        .filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .map(str::to_owned)
        .collect()
}

/// Runs the program, which must succeed, and returns its standard output.
fn stdout(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_backpack")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
