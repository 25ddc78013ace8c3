//! The `badge:` scheme, which serves the pictures of badges as PNGs drawn by the application.
//!
//! The web view treats a custom scheme as part of its own origin, so nothing else may be served over it.
//! Every response is `image/png` without content sniffing, in a sandbox, and never cached on disk.

use percent_encoding::percent_decode_str;
use tauri::{
    Manager, Runtime, UriSchemeContext, UriSchemeResponder,
    http::{Request, Response, StatusCode, header},
};

use crate::session::Session;

/// The name of the scheme. The window's content security policy allows it for pictures only.
pub(crate) const SCHEME: &str = "badge";

/// Answers `badge://localhost/badge/ID`, `…/other-file/ID`, `…/candidate/KEY` and `…/reviewed-badge/KEY`.
pub(crate) fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    let path =
        percent_decode_str(request.uri().path().trim_start_matches('/')).decode_utf8_lossy().into_owned();
    tauri::async_runtime::spawn_blocking(move || {
        let picture = app.state::<Session>().backpack().map(|backpack| backpack.picture(&path));
        responder.respond(picture.map_or_else(
            |_| response(StatusCode::FORBIDDEN, Vec::new()),
            |png| response(StatusCode::OK, png),
        ));
    });
}

fn response(status: StatusCode, png: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(png);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "image/png"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, header::HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serves_only_sandboxed_pictures() {
        for status in [StatusCode::OK, StatusCode::FORBIDDEN] {
            let response = response(status, b"<script>alert(1)</script>".to_vec());
            let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
            assert_eq!(header(header::CONTENT_TYPE), Some("image/png"));
            assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), Some("nosniff"));
            assert_eq!(header(header::CONTENT_SECURITY_POLICY), Some("default-src 'none'; sandbox"));
            assert_eq!(header(header::CACHE_CONTROL), Some("no-store"));
        }
    }
}
