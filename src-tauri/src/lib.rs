//! The desktop shell of Badge Backpack: one window, its commands and its events.
//!
//! The shell contains no badge logic. A command takes its arguments, calls [`backpack::Backpack`] outside the
//! window's thread and returns the result. Errors are passed on unchanged. Three places decide what the web
//! view can reach: `capabilities/main.json` (commands), `tauri.conf.json` (content security policy) and
//! `boundary.rs` (navigation).

mod boundary;
mod commands;
mod deep_links;
mod environment;
mod file_dialogs;
mod pictures;
mod session;
mod single_instance;
mod tasks;
mod test_hooks;
mod tickets;
mod window;

use std::process::ExitCode;

pub use crate::{
    commands::bindings, deep_links::DeepLinks, session::Session, tasks::Tasks, tickets::Tickets,
};

/// Opens the window and returns when it is closed.
pub fn run() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            single_instance::restart_after(&error);
            eprintln!("the window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> tauri::Result<()> {
    let bindings = bindings();
    tauri::Builder::default()
        // Must be the first plugin, so that a second instance ends before it opens anything.
        .plugin(tauri_plugin_single_instance::init(window::raise))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(boundary::block_navigation())
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::serve)
        .manage(Session::default())
        .manage(Tasks::default())
        .manage(DeepLinks::with_arguments(std::env::args_os().skip(1)))
        .manage(Tickets::with_arguments(std::env::args_os().skip(1)))
        .invoke_handler(bindings.invoke_handler())
        .on_window_event(window::on_event)
        .setup(move |app| {
            bindings.mount_events(app);
            Ok(window::open(app)?)
        })
        .run(tauri::generate_context!())
}
