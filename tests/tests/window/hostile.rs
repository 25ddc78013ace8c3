//! A badge that attacks, and code that got into the page: neither reaches anything.

use serde_json::json;
use whole_system::{Award, Issuer, Kind};

use crate::window::desktop::Desktop;

const ATTACK: &str = r#"<img src=x onerror="window.hacked=1"><svg onload="window.hacked=1"></svg>"#;

#[tokio::test]
async fn markup_in_a_badge_is_shown_as_text() {
    let issuer = Issuer::default();
    let desktop = Desktop::new();
    let badge =
        desktop.file("attack.json", issuer.issue(Kind::RdfcDidKey, &Award::of(ATTACK)).text.as_bytes());
    desktop.will_choose(&[&badge]);
    let window = desktop.open().await;
    window.says("Your backpack is empty").await;
    window
        .script(
            "window.violations = 0; addEventListener('securitypolicyviolation', () => window.violations++)",
            vec![],
        )
        .await;
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.says("<img src=x").await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    window.click("footer .primary").await;
    window.click("[data-badge]").await;
    window.find("[data-verdict]").await;
    window.says("onerror=").await;
    assert_eq!(
        window.script("return [window.hacked ?? null, window.violations]", vec![]).await,
        json!([null, 0])
    );
    assert!(window.all("img", "src").await.iter().all(|address| address.starts_with("badge:")));
    window.close().await.unwrap();
}

#[tokio::test]
async fn page_code_reaches_no_other_command_page_or_host() {
    let desktop = Desktop::new();
    let window = desktop.open().await;
    window.says("Your backpack is empty").await;

    for command in [
        "plugin:fs|read_text_file",
        "plugin:shell|open",
        "plugin:shell|execute",
        "plugin:http|fetch",
        "plugin:path|resolve_directory",
        "plugin:opener|open_url",
        "plugin:opener|open_path",
        "plugin:dialog|open",
        "plugin:dialog|save",
        "plugin:window|create",
        "plugin:webview|create_webview_window",
        "plugin:event|emit",
        "plugin:app|version",
        "plugin:window-state|restore_state",
        "no_such_command",
    ] {
        let answer = window
            .script_later(&format!(
                "const done = arguments[0]; \
                 window.__TAURI_INTERNALS__.invoke('{command}', {{}}).then(() => done('let in'), () => done('refused'))"
            ))
            .await;
        assert_eq!(answer, "refused", "{command}");
    }

    let open_link = |link: &str| {
        format!(
            "const done = arguments[0]; window.__TAURI_INTERNALS__.invoke('open_link', {{ link: '{link}' }})\
             .then(() => done('let in'), (error) => done(error.code))"
        )
    };
    for link in
        ["file:///etc/passwd", "http://example.org/", "javascript:alert(1)", "-flag", "smb://host/share"]
    {
        assert_eq!(window.script_later(&open_link(link)).await, "LINK_BLOCKED", "{link}");
    }

    let read = "const done = arguments[0]; window.__TAURI_INTERNALS__.invoke('inspect', { inputs: [{ kind: 'file', ticket: \
                '/etc/passwd' }], work: 1, progress: '__CHANNEL__:1' }).then(() => done('let in'), (error) => \
                done(error.code ?? 'refused'))";
    assert_eq!(window.script_later(read).await, "NOT_FOUND", "a path is no ticket");

    let here = window.script("return location.href", vec![]).await;
    for away in
        ["https://evil.example/", "http://app.tauri.localhost/", "data:text/html,x", "file:///etc/passwd"]
    {
        window.script("try { location.href = arguments[0] } catch {}", vec![json!(away)]).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(window.script("return location.href", vec![]).await, here, "{away}");
    }
    assert_eq!(window.script("return window.open('https://evil.example/')", vec![]).await, json!(null));

    let outside = "const done = arguments[0]; fetch('https://evil.example/').then(() => done('let out'), () => done('refused'))";
    assert_eq!(window.script_later(outside).await, "refused");
    let inline = "const one = document.createElement('script'); one.textContent = 'window.hacked = 1'; document.head.append(one); \
                  return window.hacked ?? null";
    assert_eq!(window.script(inline, vec![]).await, json!(null), "no inline script runs");
    let served = "const done = arguments[0]; const one = document.createElement('script'); one.src = 'badge://localhost/badge/x'; \
                  one.onload = () => done('ran'); one.onerror = () => done('refused'); document.head.append(one)";
    assert_eq!(window.script_later(served).await, "refused", "pictures are never scripts");
    window.close().await.unwrap();
}
