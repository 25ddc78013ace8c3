//! Hostile badges and code injected into the page: neither can leave the page.

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
    desktop.select_files(&[&badge]);
    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;
    window
        .run_script(
            "window.violations = 0; addEventListener('securitypolicyviolation', () => window.violations++)",
            vec![],
        )
        .await;
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.wait_for_text("<img src=x").await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    window.click("footer .primary").await;
    window.click("[data-badge]").await;
    window.find("[data-verdict]").await;
    window.wait_for_text("onerror=").await;
    assert_eq!(
        window.run_script("return [window.hacked ?? null, window.violations]", vec![]).await,
        json!([null, 0])
    );
    assert!(window.attributes("img", "src").await.iter().all(|address| address.starts_with("badge:")));
    window.close().await.unwrap();
}

#[tokio::test]
async fn page_code_reaches_no_other_command_page_or_host() {
    let desktop = Desktop::new();
    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;

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
        let result = window
            .run_async_script(&format!(
                "const done = arguments[0]; \
                 window.__TAURI_INTERNALS__.invoke('{command}', {{}}).then(() => done('allowed'), () => done('refused'))"
            ))
            .await;
        assert_eq!(result, "refused", "{command}");
    }

    let open_link = |link: &str| {
        format!(
            "const done = arguments[0]; window.__TAURI_INTERNALS__.invoke('open_link', {{ link: '{link}' }})\
             .then(() => done('allowed'), (error) => done(error.code))"
        )
    };
    for link in
        ["file:///etc/passwd", "http://example.org/", "javascript:alert(1)", "-flag", "smb://host/share"]
    {
        assert_eq!(window.run_async_script(&open_link(link)).await, "LINK_BLOCKED", "{link}");
    }

    let inspect_path = "const done = arguments[0]; window.__TAURI_INTERNALS__.invoke('inspect', { inputs: [{ kind: 'file', ticket: \
                '/etc/passwd' }], work: 1, progress: '__CHANNEL__:1' }).then(() => done('allowed'), (error) => \
                done(error.code ?? 'refused'))";
    assert_eq!(window.run_async_script(inspect_path).await, "NOT_FOUND", "a path is not a ticket");

    let page = window.run_script("return location.href", vec![]).await;
    for target in
        ["https://evil.example/", "http://app.tauri.localhost/", "data:text/html,x", "file:///etc/passwd"]
    {
        window.run_script("try { location.href = arguments[0] } catch {}", vec![json!(target)]).await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(window.run_script("return location.href", vec![]).await, page, "{target}");
    }
    assert_eq!(window.run_script("return window.open('https://evil.example/')", vec![]).await, json!(null));

    let fetch = "const done = arguments[0]; fetch('https://evil.example/').then(() => done('allowed'), () => done('refused'))";
    assert_eq!(window.run_async_script(fetch).await, "refused");
    let inline = "const script = document.createElement('script'); script.textContent = 'window.hacked = 1'; \
                  document.head.append(script); return window.hacked ?? null";
    assert_eq!(window.run_script(inline, vec![]).await, json!(null), "inline scripts do not run");
    let picture = "const done = arguments[0]; const script = document.createElement('script'); \
                   script.src = 'badge://localhost/badge/x'; script.onload = () => done('ran'); \
                   script.onerror = () => done('refused'); document.head.append(script)";
    assert_eq!(window.run_async_script(picture).await, "refused", "a picture does not run as a script");
    window.close().await.unwrap();
}
