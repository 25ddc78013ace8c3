//! Breaks a real store on purpose and counts what is lost: `kill -9`, power cuts, full disks.
//!
//! The program starts itself again as the writer that is to be broken, and keeps the list of what the writer said was
//! saved outside that process. See README.md beside this file for the commands and what they measure.

mod faults;
mod writer;

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["write", dir, first, count, size] => {
            writer::write(dir.as_ref(), number(first), number(count), number(size))
        }
        ["check", dir, size, saved] => writer::check(dir.as_ref(), number(size), saved.as_ref()),
        ["kill", rounds] => faults::kill(number(rounds)),
        ["power-cut", rounds, size] => faults::power_cut(number(rounds), number(size)),
        ["full-disk", steps] => faults::full_disk(number(steps)),
        _ => Err("usage: durability kill ROUNDS | power-cut ROUNDS BYTES | full-disk STEPS".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("FAILED: {error}");
            ExitCode::FAILURE
        }
    }
}

fn number(text: &str) -> u64 {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
}
