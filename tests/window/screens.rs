//! A picture of every screen, for people to look at: `target/screenshots/THEME-WIDTH-NAME.png`.

use std::path::{Path, PathBuf};

use whole_system::{Award, Issuer, Kind};

use crate::desktop::{Desktop, Theme, Window};

const SIZES: [(u32, u32); 2] = [(1280, 800), (800, 600)];

#[tokio::test]
async fn every_screen_in_light_colours() {
    tour(Theme::Light).await;
}

#[tokio::test]
async fn every_screen_in_dark_colours() {
    tour(Theme::Dark).await;
}

/// Takes pictures of a window in every size.
struct Camera<'a> {
    window: &'a Window,
    theme: Theme,
    folder: PathBuf,
}

impl Camera<'_> {
    async fn take(&self, name: &str) {
        for (width, height) in SIZES {
            self.window.resize(width, height).await;
            // The window must never be wider than what it shows.
            let spill = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
            let file = self.folder.join(format!("{:?}-{width}-{name}.png", self.theme).to_lowercase());
            self.window.picture(&file).await;
            assert_eq!(self.window.script(spill, vec![]).await, 0, "{name} spills over at {width}");
            // What the window says without being asked covers nothing.
            let covers = "const [strip, window] = ['.messages', '.window'].map(css => document.querySelector(css)?.getBoundingClientRect()); \
                          return Boolean(strip && window && strip.height > 0 && strip.top < window.bottom)";
            assert_eq!(self.window.script(covers, vec![]).await, false, "a message covers {name} at {width}");
        }
        let (width, height) = SIZES[0];
        self.window.resize(width, height).await;
    }
}

async fn tour(theme: Theme) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    let issuer = Issuer::default();
    let desktop = Desktop::new().in_colours(theme).reaching(&issuer);
    let files: Vec<PathBuf> = Kind::ALL
        .iter()
        .zip([
            "Robotics",
            "Welding",
            "First Aid",
            "Statistics",
            "Bookbinding",
            "Beekeeping",
            "Rhetoric",
            "Chemistry",
            "Law",
        ])
        .map(|(kind, name)| {
            desktop.file(&format!("{name}.png"), &issuer.issue(*kind, &Award::of(name)).png())
        })
        .collect();
    let mut chosen: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let ended = Award { until: Some("2025-12-31T00:00:00Z".parse().unwrap()), ..Award::of("Fire Safety") };
    let expired = desktop.file("expired.png", &issuer.issue(Kind::RdfcDidKey, &ended).png());
    let tampered = issuer.issue(Kind::JwtEdDsa, &Award::of("Forged"));
    let (body, _) = tampered.text.rsplit_once('.').unwrap();
    let tampered = desktop.file("forged.jwt", format!("{body}.{}", "A".repeat(86)).as_bytes());
    let holiday = desktop.file("holiday.png", include_bytes!("../../icons/32x32.png"));
    chosen.extend([expired.as_path(), tampered.as_path(), holiday.as_path()]);

    let window = desktop.open().await;
    let camera = Camera { window: &window, theme, folder: folder.clone() };
    window.resize(SIZES[0].0, SIZES[0].1).await;
    window.says("Your backpack is empty").await;
    camera.take("01-empty").await;
    window.click("[data-nav=settings]").await;
    window.type_into("input[autocomplete=email]", Award::EMAIL).await;
    window.click("form button[type=submit]").await;
    window.says(Award::EMAIL).await;
    window.click("[data-action=show-phrase]").await;
    window.find("section ol li").await;
    camera.take("02-settings").await;
    window.click("[data-nav=collections]").await;
    window.says("No collections yet").await;
    camera.take("03-collections-empty").await;
    window.click("[data-nav=add]").await;
    window.find(".drop").await;
    camera.take("04-add").await;
    desktop.will_choose(&[&holiday]);
    window.click(".drop .button").await;
    window.find("[data-sighting] [role=alert]").await;
    camera.take("05-no-badge").await;
    window.click("footer .primary").await;
    desktop.will_choose(&chosen);
    window.click(".drop .button").await;
    window.find("[data-question=hosts]").await;
    camera.take("06-found").await;
    window.click("[data-question=hosts] .primary").await;
    window.find("[data-sighting='Law'] [data-verdict=verified]").await;
    camera.take("07-asked").await;
    window.click("[data-action=keep]").await;
    window.find("[data-kept=added]").await;
    camera.take("08-kept").await;
    window.click("footer .primary").await;
    window.find("[data-badge]").await;
    camera.take("09-grid").await;
    window.click(".filter summary").await;
    camera.take("10-filter").await;
    window.click(".filter summary").await;
    window.click(".views button:last-child").await;
    camera.take("11-list").await;
    window.type_into("input[type=search]", "zzz").await;
    window.says("No badge fits").await;
    camera.take("12-nothing-found").await;
    window.click(".empty button").await;
    for (name, picture) in
        [("Robotics", "13-badge"), ("Forged", "14-badge-invalid"), ("Fire Safety", "15-badge-expired")]
    {
        open_badge(&window, name).await;
        camera.take(picture).await;
        window.click("header .icon").await;
    }
    open_badge(&window, "Robotics").await;
    window.click("[data-action=collect]").await;
    window.type_into("#collect-new", "For my application at City Hospital").await;
    camera.take("16-collect").await;
    window.click("dialog button[type=submit]").await;
    window.says("Added to").await;
    window.click("[data-nav=collections]").await;
    window.find("[data-collection]").await;
    camera.take("17-collections").await;
    window.click("[data-collection]").await;
    window.click("[data-action=pick]").await;
    for name in ["Forged", "Fire Safety", "Rhetoric"] {
        window.click(&format!("[data-pick='{name}']")).await;
    }
    camera.take("18-picker").await;
    window.click("dialog .primary").await;
    window.find("[data-name='Rhetoric']").await;
    window.type_into("#introduction", "I am Ada. These are courses that I took beside my work.").await;
    window.click("h1").await;
    camera.take("19-collection").await;
    window.click("[data-action=preview]").await;
    window.find("article").await;
    camera.take("20-preview").await;
    window.click("[data-action=export]").await;
    window.type_into("#audience", "City Hospital").await;
    camera.take("21-export").await;
    window.click("[data-action=save]").await;
    window.find("[data-exported]").await;
    camera.take("22-exported").await;
    window.click("dialog .primary").await;
    window.click("[data-nav=review]").await;
    window.find("[data-action=pick-bundle]").await;
    camera.take("23-review-empty").await;
    desktop.will_choose(&[&desktop.saved()]);
    window.click("[data-action=pick-bundle]").await;
    window.find("[data-reviewed]").await;
    camera.take("24-review").await;
    window.script("document.querySelector('.body').scrollTop = 700", vec![]).await;
    camera.take("25-review-badges").await;
    window.click("[data-nav=backpack]").await;
    open_badge(&window, "Rhetoric").await;
    window.click("[data-action=remove]").await;
    window.says("Removed: Rhetoric").await;
    camera.take("26-undo").await;
    window.close().await.unwrap();

    let desktop = Desktop::new().in_colours(theme).without_keyring();
    let window = desktop.open().await;
    window.find("[data-unlock]").await;
    Camera { window: &window, theme, folder }.take("27-unlock").await;
    window.close().await.unwrap();
}

/// Opens a badge by searching for it: of a long list, only what is in view is drawn.
async fn open_badge(window: &Window, name: &str) {
    let search = window.find("input[type=search]").await;
    search.clear().await.unwrap();
    search.send_keys(name).await.unwrap();
    window.click(&format!("[data-badge='{name}']")).await;
    window.find("[data-check]").await;
}
