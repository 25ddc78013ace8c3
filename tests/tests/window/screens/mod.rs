//! A picture of every screen, for people to look at: `target/screenshots/THEME-WIDTH-NAME.png`.

/// A tour with a camera in light and in dark colours, each a test of its own.
macro_rules! in_both_colours {
    ($tour:ident) => {
        #[tokio::test]
        async fn captures_every_screen_in_light_theme() {
            $tour(crate::window::desktop::Theme::Light).await;
        }

        #[tokio::test]
        async fn captures_every_screen_in_dark_theme() {
            $tour(crate::window::desktop::Theme::Dark).await;
        }
    };
}

mod deep_links;
mod errors;
mod import;
mod inner_credentials;
mod issuers;
mod job;
mod mailbox;
mod offers;
mod other_files;
mod progress;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde_json::json;

use crate::window::desktop::{TIME_LIMIT, Theme, Window};

const SIZES: [(u32, u32); 2] = [(1280, 800), (800, 600)];

/// Takes pictures of a window in every size.
struct Camera<'a> {
    window: &'a Window,
    theme: Theme,
    folder: PathBuf,
}

impl<'a> Camera<'a> {
    async fn on(window: &'a Window, theme: Theme) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        window.resize(SIZES[0].0, SIZES[0].1).await;
        Self { window, theme, folder }
    }

    async fn take(&self, name: &str) {
        for (width, height) in SIZES {
            self.window.resize(width, height).await;
            // The window must never be wider than what it shows.
            let spill = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
            let file = self.folder.join(format!("{:?}-{width}-{name}.png", self.theme).to_lowercase());
            self.window.picture(&file).await;
            assert_eq!(self.window.script(spill, vec![]).await, 0, "{name} spills over at {width}");
            // What the window says without being asked covers nothing.
            let covers = "const [strip, window] = ['.notifications', '.window'].map(css => document.querySelector(css)?.getBoundingClientRect()); \
                          return Boolean(strip && window && strip.height > 0 && strip.top < window.bottom)";
            assert_eq!(self.window.script(covers, vec![]).await, false, "a message covers {name} at {width}");
        }
        let (width, height) = SIZES[0];
        self.window.resize(width, height).await;
    }

    /// In every size, the element is wholly in view.
    async fn shows(&self, css: &str) {
        let in_view = "const [element, room] = [arguments[0], 'main'].map(css => \
                       document.querySelector(css).getBoundingClientRect()); \
                       return element.top >= room.top && element.bottom <= room.bottom";
        for (width, height) in SIZES.into_iter().rev() {
            self.window.resize(width, height).await;
            let end = Instant::now() + TIME_LIMIT;
            while self.window.script(in_view, vec![json!(css)]).await != true {
                assert!(Instant::now() < end, "{css} is not in view at {width}");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}
