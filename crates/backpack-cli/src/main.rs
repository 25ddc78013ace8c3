//! `backpack`, the command line: arguments in, calls to the application, results out. No badge logic lives here.

mod arguments;
mod asking;
mod baking;
mod checking;
mod collecting;
mod exit;
mod json;
mod keeping;
mod mail;
mod messages;
mod offering;
mod opening;
mod output;
mod recording;
mod report;
mod sheet;
mod trusting;
mod unlocking;

use std::{io, process::ExitCode};

use clap::{CommandFactory, Parser};

use crate::{
    arguments::{Arguments, Verb},
    exit::Exit,
    output::Output,
};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let output = Output::new(arguments.common.json);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return Exit::Unavailable.into();
        }
    };
    match runtime.block_on(run(arguments, &output)) {
        Ok(exit) => exit.into(),
        // The reader of our output has gone away (`backpack list | head`): nobody is left to tell.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::AllWell.into(),
        Err(error) => {
            eprintln!("{error}");
            Exit::Unavailable.into()
        }
    }
}

/// Runs one verb. An error here is one of writing results; everything else is a result.
async fn run(arguments: Arguments, output: &Output) -> io::Result<Exit> {
    let Arguments { common, verb } = arguments;
    match verb {
        Verb::Verify { inputs, at, recipient, trust_list, report } => {
            let options = opening::Asked { at, recipients: recipient, trust_lists: trust_list };
            checking::verify(&common, inputs, options, &output.in_full(report)).await
        }
        Verb::Import { inputs, tx_code, dry_run, yes, agreed_hosts, password_file } => {
            let how = checking::Import { tx_code, dry_run, yes, agreed_hosts, password_file };
            checking::import(&common, inputs, how, output).await
        }
        Verb::Mail { inputs, dry_run, yes, since, from, platforms, again, password_file } => {
            let asked = mail::Asked { since, from, platforms, again, password_file };
            mail::mail(&common, inputs, mail::Then::of(dry_run, yes), asked, output).await
        }
        Verb::Review { bundles, csv, challenge, at, trust_list } => {
            let options = opening::Asked { at, recipients: Vec::new(), trust_lists: trust_list };
            checking::review(&common, bundles, csv.as_deref(), challenge, options, output).await
        }
        Verb::List { query, removed } => keeping::list(&common, &query, removed, output),
        Verb::Show { id, source, report } => {
            keeping::show(&common, &id, source, &output.in_full(report)).await
        }
        Verb::Remove { id, undo } => keeping::remove(&common, &id, undo, output),
        Verb::Recheck { ids, agreed_hosts } => keeping::recheck(&common, ids, agreed_hosts, output).await,
        Verb::Identity(verb) => keeping::identity(&common, verb, output),
        Verb::Record(verb) => recording::record(&common, verb, output),
        Verb::Trust(verb) => trusting::trust(&common, verb, output),
        Verb::Doctor => keeping::doctor(&common, output),
        Verb::Log => asking::log(&common, output),
        Verb::Host(verb) => asking::host(&common, verb, output),
        Verb::Offline { switch } => asking::offline(&common, switch, output),
        Verb::Key(verb) => keeping::key(&common, verb, output),
        Verb::Collection(verb) => collecting::collection(&common, verb, output),
        Verb::Export { collection, output: to, format, audience, challenge, until, disclose } => {
            let options = collecting::export_options(audience, challenge, until, disclose);
            match format {
                arguments::ExportFormat::Bundle => {
                    collecting::export_bundle(&common, &collection, &to, &options, output)
                }
            }
        }
        Verb::Bake { credential, image, output: to } => baking::bake(&credential, &image, &to, output),
        Verb::Unbake { image, output: to } => baking::unbake(&image, to.as_deref(), output),
        Verb::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "backpack", &mut io::stdout());
            Ok(Exit::AllWell)
        }
        Verb::Man { dir } => {
            match dir {
                Some(dir) => clap_mangen::generate_to(Arguments::command(), dir)?,
                None => clap_mangen::Man::new(Arguments::command()).render(&mut io::stdout())?,
            }
            Ok(Exit::AllWell)
        }
    }
}
