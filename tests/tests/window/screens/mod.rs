//! Takes a screenshot of every screen: `target/screenshots/THEME-WIDTH-NAME.png`.

/// Defines two tests that call a function with the light and the dark theme.
macro_rules! in_both_themes {
    ($capture_screens:ident) => {
        #[tokio::test]
        async fn captures_every_screen_in_light_theme() {
            $capture_screens(crate::window::desktop::Theme::Light).await;
        }

        #[tokio::test]
        async fn captures_every_screen_in_dark_theme() {
            $capture_screens(crate::window::desktop::Theme::Dark).await;
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

/// Takes screenshots of a window in every size.
struct Camera<'a> {
    window: &'a Window,
    theme: Theme,
    folder: PathBuf,
}

impl<'a> Camera<'a> {
    async fn new(window: &'a Window, theme: Theme) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        window.resize(SIZES[0].0, SIZES[0].1).await;
        Self { window, theme, folder }
    }

    async fn take(&self, name: &str) {
        for (width, height) in SIZES {
            self.window.resize(width, height).await;
            // The content must not be wider than the window.
            let overflow =
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
            let file = self.folder.join(format!("{:?}-{width}-{name}.png", self.theme).to_lowercase());
            self.window.take_screenshot(&file).await;
            let excess_width = self.window.run_script(overflow, vec![]).await;
            assert_eq!(excess_width, 0, "{name} is wider than the window at {width}");
            // Notifications must not cover the content.
            let covers = "const [strip, window] = ['.notifications', '.window'].map(css => document.querySelector(css)?.getBoundingClientRect()); \
                          return Boolean(strip && window && strip.height > 0 && strip.top < window.bottom)";
            let is_covered = self.window.run_script(covers, vec![]).await;
            assert_eq!(is_covered, false, "a notification covers {name} at {width}");
        }
        let (width, height) = SIZES[0];
        self.window.resize(width, height).await;
    }

    /// Asserts that in every size the whole element is in view.
    async fn assert_in_view(&self, css: &str) {
        let in_view = "const [element, main] = [arguments[0], 'main'].map(css => \
                       document.querySelector(css).getBoundingClientRect()); \
                       return element.top >= main.top && element.bottom <= main.bottom";
        for (width, height) in SIZES.into_iter().rev() {
            self.window.resize(width, height).await;
            let end = Instant::now() + TIME_LIMIT;
            while self.window.run_script(in_view, vec![json!(css)]).await != true {
                assert!(Instant::now() < end, "{css} is not in view at {width}");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}
