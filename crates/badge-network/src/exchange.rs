//! Makes one request and reads its response. Every limit is counted while reading. The caller follows redirects.

use std::{error::Error, io, net::SocketAddr};

use openbadges::{Code, FetchError, documents::Purpose};
use reqwest::{
    Client, Response, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, LOCATION},
};
use rustls::ClientConfig;
use secrecy::ExposeSecret;

use crate::{
    error::failed,
    expected, limits,
    names::PinnedAddresses,
    options::NetworkOptions,
    submission::{Reply, Submission},
    target::Target,
};

/// The `User-Agent` header. It is the same for every user.
const USER_AGENT: &str = concat!("BadgeBackpack/", env!("CARGO_PKG_VERSION"));

/// A host's response.
pub(super) enum HostResponse {
    /// A document.
    Document { media_type: String, bytes: Vec<u8> },
    /// A redirect to this address, as the host wrote it.
    Redirect(String),
    /// `410 Gone`, with its body.
    Gone(Vec<u8>),
}

/// Requests `target` from one of `addresses`, which the caller has checked. `read` counts the bytes of the body.
pub(super) async fn exchange(
    target: &Target,
    addresses: Vec<SocketAddr>,
    purpose: Purpose,
    tls: &ClientConfig,
    options: &NetworkOptions,
    read: &mut u64,
) -> Result<HostResponse, FetchError> {
    let client = client(addresses, tls, options).map_err(|error| failure(&error))?;
    let request = client.get(target.url.clone()).header(ACCEPT, expected::accept(purpose));
    let mut response = request.send().await.map_err(|error| failure(&error))?;
    check_headers(&response)?;
    match response.status() {
        StatusCode::MOVED_PERMANENTLY
        | StatusCode::FOUND
        | StatusCode::SEE_OTHER
        | StatusCode::TEMPORARY_REDIRECT
        | StatusCode::PERMANENT_REDIRECT => location(&response).map(HostResponse::Redirect),
        StatusCode::GONE => body(&mut response, limits::DOCUMENT_BYTES, read).await.map(HostResponse::Gone),
        StatusCode::OK | StatusCode::NON_AUTHORITATIVE_INFORMATION => {
            let media_type = media_type(&response);
            let bytes = body(&mut response, expected::max_bytes(purpose), read).await?;
            match expected::unexpected_kind(purpose, &bytes) {
                Some(kind) => Err(failed(Code::NetContentType, format!("the response was {kind}"))),
                None => Ok(HostResponse::Document { media_type, bytes }),
            }
        }
        StatusCode::NOT_FOUND => Err(failed(Code::NetNotFound, "the response was 404 Not Found")),
        status => Err(failed(Code::NetUnavailable, format!("the response was {status}"))),
    }
}

/// Sends `submission` to `target` at one of `addresses`.
///
/// A refusal (4xx) is returned as a reply. A redirect is an error, because the body is meant only for this host.
pub(super) async fn submit(
    target: &Target,
    addresses: Vec<SocketAddr>,
    submission: &Submission,
    tls: &ClientConfig,
    options: &NetworkOptions,
    read: &mut u64,
) -> Result<Reply, FetchError> {
    let client = client(addresses, tls, options).map_err(|error| failure(&error))?;
    let mut request = client.post(target.url.clone()).header(ACCEPT, expected::accept(submission.purpose));
    if let Some(media_type) = submission.body.media_type() {
        request = request.header(CONTENT_TYPE, media_type);
    }
    if let Some(token) = &submission.bearer {
        request = request.bearer_auth(token.expose_secret());
    }
    let request = request.body(submission.body.bytes());
    let mut response = request.send().await.map_err(|error| failure(&error))?;
    check_headers(&response)?;
    let status = response.status();
    if status.is_redirection() {
        return Err(failed(Code::NetRedirect, "a request with a body is not redirected to another address"));
    }
    let limit = match status {
        status if status.is_success() => expected::max_bytes(submission.purpose),
        status if status.is_client_error() => limits::DOCUMENT_BYTES,
        status => return Err(failed(Code::NetUnavailable, format!("the response was {status}"))),
    };
    let bytes = body(&mut response, limit, read).await?;
    Ok(Reply { status: status.as_u16(), bytes })
}

/// Builds a client for one request. It connects only to the checked addresses, and uses no proxy, cookies,
/// redirects or retries.
fn client(
    addresses: Vec<SocketAddr>,
    tls: &ClientConfig,
    options: &NetworkOptions,
) -> Result<Client, reqwest::Error> {
    Client::builder()
        .tls_backend_preconfigured(tls.clone())
        .dns_resolver(PinnedAddresses(addresses))
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .http1_only()
        .http1_max_headers(limits::HEADERS)
        .user_agent(USER_AGENT)
        .connect_timeout(options.time_limits.connect)
        .read_timeout(options.time_limits.idle)
        .build()
}

fn check_headers(response: &Response) -> Result<(), FetchError> {
    let bytes: usize = response.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if bytes > limits::HEADER_BYTES {
        return Err(failed(Code::NetLimit, format!("the response has {bytes} bytes of headers")));
    }
    Ok(())
}

fn location(response: &Response) -> Result<String, FetchError> {
    response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned).ok_or_else(
        || failed(Code::NetRedirect, format!("the response was {} without an address", response.status())),
    )
}

/// Returns the media type without parameters, in lower case.
fn media_type(response: &Response) -> String {
    let value = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.split(';').next()).unwrap_or_default().trim().to_ascii_lowercase()
}

/// Reads the body after decompression, up to `limit` bytes.
async fn body(response: &mut Response, limit: usize, read: &mut u64) -> Result<Vec<u8>, FetchError> {
    let too_large = || failed(Code::NetTooLarge, format!("the response is larger than {limit} bytes"));
    if response.content_length().is_some_and(|stated| stated > limit as u64) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
        *read += chunk.len() as u64;
        if chunk.len() > limit - bytes.len() {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Maps a failed request to a stable code.
fn failure(error: &reqwest::Error) -> FetchError {
    let causes = causes(error);
    let tls = causes.iter().any(|cause| cause.is::<rustls::Error>());
    // hyper has a method for this error only for servers (`is_parse_too_large`). A test checks the wording.
    let too_many_headers = causes
        .iter()
        .filter_map(|cause| cause.downcast_ref::<hyper::Error>())
        .any(|error| error.is_parse() && error.to_string().contains("too large"));
    let code = match () {
        () if error.is_timeout() => Code::NetTimeout,
        () if tls => Code::NetTls,
        () if too_many_headers => Code::NetLimit,
        () => Code::NetUnavailable,
    };
    // The innermost cause has the useful text; the outer errors repeat the address.
    failed(code, causes.last().map_or_else(|| error.to_string(), ToString::to_string))
}

/// Returns the chain of causes, the outermost first. `source` does not return the inner error of an `io::Error`.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut causes = Vec::new();
    let mut next = Some(error);
    while let Some(cause) = next {
        causes.push(cause);
        next = match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    causes
}
