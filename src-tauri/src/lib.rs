//! The desktop shell of Badge Backpack: one window, its commands and its events.
//!
//! Nothing here knows what a badge is. A command takes its arguments, calls [`backpack::Backpack`] away from the window's
//! thread, and returns the result; errors are passed on unchanged. What the web view can reach is decided in
//! three places: `capabilities/main.json` (which commands), `tauri.conf.json` (its content security policy) and
//! [`boundary`] (where it may go).

mod boundary;
mod called;
mod commands;
mod desk;
mod handed;
mod parting;
mod pictures;
mod seams;
mod session;
mod surroundings;
mod window;
mod work;

use std::process::ExitCode;

pub use crate::{called::Calls, commands::bindings, handed::Tickets, session::Session, work::Works};

/// Opens the window and stays until it is closed.
pub fn run() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            parting::start_anew_after(&error);
            eprintln!("the window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> tauri::Result<()> {
    let bindings = bindings();
    tauri::Builder::default()
        // First, so that a second start ends before it opens anything.
        .plugin(tauri_plugin_single_instance::init(window::raise))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(boundary::stay_here())
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::serve)
        .manage(Session::default())
        .manage(Works::default())
        .manage(Calls::with_arguments(std::env::args_os().skip(1)))
        .manage(Tickets::with_arguments(std::env::args_os().skip(1)))
        .invoke_handler(bindings.invoke_handler())
        .on_window_event(window::on_event)
        .setup(move |app| {
            bindings.mount_events(app);
            Ok(window::open(app)?)
        })
        .run(tauri::generate_context!())
}
