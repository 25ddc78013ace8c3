//! Navigation limits. The window shows only the program's own page and opens no second window. Only `https`
//! links are opened in the browser, after the person has seen the host.

use backpack::view::ErrorDetail;
use tauri::{Runtime, Url, plugin::TauriPlugin};

/// Returns the plugin that blocks every navigation away from the program's own page.
pub(crate) fn block_navigation<R: Runtime>() -> TauriPlugin<R> {
    tauri::plugin::Builder::<R>::new("stay-here").on_navigation(|_, url| is_own_page(url)).build()
}

/// Returns whether `url` is the program's own page.
///
/// That is `tauri://localhost`, `http://tauri.localhost` on Windows, and also Vite's page in development
/// builds.
fn is_own_page(url: &Url) -> bool {
    match (url.scheme(), url.host_str(), url.port()) {
        ("tauri", Some("localhost"), None) => true,
        ("http" | "https", Some("tauri.localhost"), None) => cfg!(windows),
        ("http", Some("localhost"), Some(1420)) => cfg!(dev),
        _ => false,
    }
}

/// Returns `link` as a URL that may be opened in the browser: `https`, with a host, without a user name.
///
/// # Errors
///
/// `LINK_BLOCKED` for every other link.
pub(crate) fn outside_link(link: &str) -> Result<Url, ErrorDetail> {
    let blocked = || ErrorDetail::new("LINK_BLOCKED").with_found(link.chars().take(80).collect::<String>());
    let url = Url::parse(link).map_err(|_| blocked())?;
    let plain = url.scheme() == "https"
        && url.host_str().is_some()
        && url.username().is_empty()
        && url.password().is_none();
    if plain { Ok(url) } else { Err(blocked()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allows_only_the_own_page() {
        let rows = [
            ("tauri://localhost/index.html", true),
            ("tauri://localhost.evil.example/", false),
            ("tauri://evil/", false),
            ("http://app.tauri.localhost/", false),
            ("https://evil.example/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
            ("badge://localhost/badge/1", false),
            ("about:blank", false),
        ];
        for (url, expected) in rows {
            assert_eq!(is_own_page(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn opens_only_plain_https_links() {
        assert!(outside_link("https://example.org/evidence?x=1#y").is_ok());
        let blocked = [
            "http://example.org/",
            "mailto:a@example.org",
            "tel:1",
            "file:///etc/passwd",
            "smb://host/share",
            "ms-msdt:/id",
            "data:text/html,x",
            "javascript:alert(1)",
            "-flag",
            "https://a b",
            "https://user@example.org/",
            "https://user:secret@example.org/",
            "",
        ];
        for link in blocked {
            assert_eq!(outside_link(link).unwrap_err().code, "LINK_BLOCKED", "{link}");
        }
    }
}
