//! The main window: opening it, raising it for a second instance, and drag and drop.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::Instant,
};

use backpack::view::ErrorDetail;
use serde::{Deserialize, Serialize};
use tauri::{
    App, AppHandle, DragDropEvent, Manager, Runtime, WebviewWindowBuilder, Window, WindowEvent,
    webview::NewWindowResponse,
};
use tauri_specta::Event;

use crate::{
    deep_links::{DeepLinkTarget, DeepLinks, first_deep_link},
    test_hooks,
    tickets::{Ticket, Tickets, file_arguments},
};

const MAIN: &str = "main";

/// Files were dropped on the window, or passed by a second instance.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, Event)]
pub(crate) struct FilesReceived(pub Vec<Ticket>);

/// Whether files are being dragged over the window.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, Event)]
pub(crate) struct FilesHover(pub bool);

/// Another program opened a deep link. The person is asked before its target is inspected.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, Event)]
pub(crate) struct DeepLinkReceived(pub DeepLinkTarget);

/// An error beside a successful operation, e.g. the badges are stored, but the index could not be written.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, Event)]
pub(crate) struct BackgroundError(pub ErrorDetail);

/// Opens the window that `tauri.conf.json` describes. Its content cannot open a second window.
pub(crate) fn open<R: Runtime>(app: &App<R>) -> tauri::Result<()> {
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == MAIN)
        .ok_or(tauri::Error::WindowNotFound)?;
    WebviewWindowBuilder::from_config(app, config)?
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .theme(test_hooks::theme())
        .build()?;
    Ok(())
}

/// Brings the window to the front when a second instance starts, and emits the files or deep link of that
/// instance.
pub(crate) fn raise<R: Runtime>(app: &AppHandle<R>, arguments: Vec<String>, folder: String) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let raised = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
        if let Err(error) = raised {
            eprintln!("the window could not be raised: {error}");
        }
    }
    let arguments: Vec<OsString> = arguments.into_iter().skip(1).map(OsString::from).collect();
    if let Some(link) = first_deep_link(arguments.iter().cloned()) {
        match app.state::<DeepLinks>().receive(&link, Instant::now()) {
            Ok(target) => emit(app, DeepLinkReceived(target)),
            Err(error) => emit(app, BackgroundError(error)),
        }
    }
    emit_files(app, file_arguments(arguments.into_iter(), Path::new(&folder)));
}

/// Handles drag and drop and the closing of the window.
///
/// A closing window no longer accepts input from second instances, so later instances start separately.
pub(crate) fn on_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    match event {
        WindowEvent::DragDrop(drag) => on_drag(window.app_handle(), drag),
        WindowEvent::CloseRequested { .. } => tauri_plugin_single_instance::destroy(window.app_handle()),
        _ => {}
    }
}

fn on_drag<R: Runtime>(app: &AppHandle<R>, drag: &DragDropEvent) {
    match drag {
        DragDropEvent::Enter { .. } => emit(app, FilesHover(true)),
        DragDropEvent::Leave => emit(app, FilesHover(false)),
        DragDropEvent::Drop { paths, .. } => {
            emit(app, FilesHover(false));
            emit_files(app, paths.clone());
        }
        _ => {}
    }
}

fn emit_files<R: Runtime>(app: &AppHandle<R>, files: Vec<PathBuf>) {
    if !files.is_empty() {
        emit(app, FilesReceived(app.state::<Tickets>().issue(files)));
    }
}

fn emit<R: Runtime>(app: &AppHandle<R>, event: impl Event + Serialize + Clone) {
    if let Err(error) = event.emit(app) {
        eprintln!("an event could not be sent to the window: {error}");
    }
}
