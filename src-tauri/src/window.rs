//! The one window: how it opens, how a second start raises it, and what is dropped on it.

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
    called::{Called, Calls, first_among},
    handed::{Ticket, Tickets, files_among},
    seams,
};

const MAIN: &str = "main";

/// Files came in: dropped on the window, or handed over by a second start.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, Event)]
pub(crate) struct FilesCame(pub Vec<Ticket>);

/// Files are being dragged over the window (`true`), or not any more.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, Event)]
pub(crate) struct FilesHover(pub bool);

/// Another program called this one by name, with something to look at. The person is asked first.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, Event)]
pub(crate) struct CallCame(pub Called);

/// Something went wrong behind work that succeeded, e.g. the index failed while the badges are safe.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type, Event)]
pub(crate) struct Noticed(pub ErrorDetail);

/// Opens the window as `tauri.conf.json` describes it. Nothing that it shows can open a second one.
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
        .theme(seams::theme())
        .build()?;
    Ok(())
}

/// A second start: the window that is there comes to the front, with the files or the call that the second one was given.
pub(crate) fn raise<R: Runtime>(app: &AppHandle<R>, arguments: Vec<String>, folder: String) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let raised = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
        if let Err(error) = raised {
            eprintln!("the window could not be raised: {error}");
        }
    }
    let arguments: Vec<OsString> = arguments.into_iter().skip(1).map(OsString::from).collect();
    if let Some(call) = first_among(arguments.iter().cloned()) {
        match app.state::<Calls>().take(&call, Instant::now()) {
            Ok(called) => tell(app, CallCame(called)),
            Err(refused) => tell(app, Noticed(refused)),
        }
    }
    hand_over(app, files_among(arguments.into_iter(), Path::new(&folder)));
}

/// What happens to the window: files dropped on it are handed over as tickets. From its closing on, nothing can be handed
/// over to this program any more, so a start from then on is one of its own.
pub(crate) fn on_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    match event {
        WindowEvent::DragDrop(drag) => on_drag(window.app_handle(), drag),
        WindowEvent::CloseRequested { .. } => tauri_plugin_single_instance::destroy(window.app_handle()),
        _ => {}
    }
}

fn on_drag<R: Runtime>(app: &AppHandle<R>, drag: &DragDropEvent) {
    match drag {
        DragDropEvent::Enter { .. } => tell(app, FilesHover(true)),
        DragDropEvent::Leave => tell(app, FilesHover(false)),
        DragDropEvent::Drop { paths, .. } => {
            tell(app, FilesHover(false));
            hand_over(app, paths.clone());
        }
        _ => {}
    }
}

fn hand_over<R: Runtime>(app: &AppHandle<R>, files: Vec<PathBuf>) {
    if !files.is_empty() {
        tell(app, FilesCame(app.state::<Tickets>().issue(files)));
    }
}

fn tell<R: Runtime>(app: &AppHandle<R>, event: impl Event + Serialize + Clone) {
    if let Err(error) = event.emit(app) {
        eprintln!("the window could not be told: {error}");
    }
}
