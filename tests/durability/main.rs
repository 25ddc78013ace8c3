//! Causes faults in a real store and checks that nothing is lost: `kill -9`, power cuts, full disks, failing calls. Also
//! measures how long a store with many badges takes to open.
//!
//! The program starts itself as the writer, and records outside that process what the writer acknowledged. README.md in
//! this folder has the commands.

mod calls;
mod faults;
mod opening;
#[path = "../../crates/badge-store/tests/world/report.rs"]
mod report;
mod writer;

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["write", dir, first, count, size] => {
            writer::write(dir.as_ref(), number(first), number(count), number(size))
        }
        ["check", dir, size, saved] => writer::check(dir.as_ref(), number(size), saved.as_ref()),
        ["kill", rounds] => faults::kill(number(rounds)),
        ["terminate", rounds] => faults::terminate(number(rounds)),
        ["power-cut", rounds, size] => faults::power_cut(number(rounds), number(size)),
        ["full-disk", steps] => faults::full_disk(number(steps)),
        ["failing-calls", library, every] => calls::each_call_fails(library.as_ref(), number(every)),
        ["failing-syncs", library, every] => {
            calls::syncs_in_the_background_fail(library.as_ref(), number(every))
        }
        ["few-handles"] => calls::few_handles(),
        ["opening", badges, size] => opening::measure(number(badges), number(size)),
        ["open", dir] => opening::open(dir.as_ref()),
        _ => Err("usage: see tests/durability/README.md".into()),
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
    text.parse().unwrap_or_else(|_| panic!("`{text}` is not a number"))
}
