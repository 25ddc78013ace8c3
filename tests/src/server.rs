//! An HTTPS server on loopback that serves many hosts on one port.
//!
//! The server writes responses itself, without an HTTP library, because many tests need invalid responses.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use rustls::{
    ServerConfig,
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpListener,
    sync::oneshot,
};
use tokio_rustls::TlsAcceptor;

use crate::authority::{Authority, Fault};

/// The response of a page.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Status 200 with a document.
    Document {
        /// The media type.
        media_type: String,
        /// The body.
        bytes: Vec<u8>,
    },
    /// A status and a body.
    Status(u16, Vec<u8>),
    /// A redirect: status and location.
    Redirect(u16, String),
    /// The first reply for clients that accept HTML, the second for all others.
    Negotiated(Box<Reply>, Box<Reply>),
    /// The complete response, including the head.
    Raw(Vec<u8>),
    /// A response without an end, until the client disconnects.
    Endless {
        /// The first bytes.
        start: Vec<u8>,
        /// The bytes that are repeated.
        again: Vec<u8>,
        /// The pause between repetitions.
        every: Duration,
    },
}

impl Reply {
    /// Returns a reply with JSON.
    pub fn json(document: &serde_json::Value) -> Self {
        Self::document("application/json", serde_json::to_vec_pretty(document).expect("JSON"))
    }

    /// Returns a reply with a document.
    pub fn document(media_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self::Document { media_type: media_type.into(), bytes: bytes.into() }
    }

    /// Returns a reply with a web page.
    pub fn web_page() -> Self {
        Self::document(
            "text/html; charset=utf-8",
            "<!DOCTYPE html><title>Sign in</title><p>Welcome to the network.",
        )
    }
}

/// A request that the server received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedRequest {
    /// The requested host, without the port.
    pub host: String,
    /// The path and query.
    pub path: String,
    /// The head of the request.
    pub head: String,
    /// The body, which may be empty.
    pub body: String,
}

impl ReceivedRequest {
    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = self.head.lines().filter_map(|line| line.split_once(':'));
        headers.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// An HTTPS server. Dropping it stops it.
pub struct Server {
    state: Arc<State>,
    port: u16,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

struct State {
    authority: Authority,
    certificates: Mutex<HashMap<String, Arc<CertifiedKey>>>,
    pages: Mutex<HashMap<(String, String), Reply>>,
    requests: Mutex<Vec<ReceivedRequest>>,
}

impl Server {
    /// Starts a server on a free port.
    pub fn start() -> Self {
        let state = Arc::new(State {
            authority: Authority::new(),
            certificates: Mutex::default(),
            pages: Mutex::default(),
            requests: Mutex::default(),
        });
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        listener.set_nonblocking(true).expect("a socket that does not block");
        let port = listener.local_addr().expect("a bound socket").port();
        let (stop, stopped) = oneshot::channel();
        let thread = thread::spawn({
            let state = state.clone();
            move || {
                let runtime =
                    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
                runtime.block_on(async {
                    let listener = TcpListener::from_std(listener).expect("a listener");
                    tokio::select! {
                        () = serve(listener, state) => {}
                        _ = stopped => {}
                    }
                });
            }
        });
        Self { state, port, stop: Some(stop), thread: Some(thread) }
    }

    /// Returns the port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Returns the certificate of the server's authority, for `--cacert`.
    pub fn ca_pem(&self) -> &str {
        self.state.authority.pem()
    }

    /// Returns the URL of a page.
    pub fn url(&self, host: &str, path: &str) -> String {
        format!("https://{host}:{}{path}", self.port)
    }

    /// Returns `HOST:PORT:ADDRESS` for `--resolve`.
    pub fn resolve(&self, host: &str) -> String {
        format!("{host}:{}:127.0.0.1", self.port)
    }

    /// Returns the values for `--resolve` of all hosts that have a page.
    pub fn resolve_all(&self) -> Vec<String> {
        let mut hosts: Vec<String> =
            self.state.pages.lock().expect("no panic").keys().map(|(host, _)| self.resolve(host)).collect();
        hosts.sort_unstable();
        hosts.dedup();
        hosts
    }

    /// Serves a page, or replaces its reply. All other pages have status 404.
    pub fn serve(&self, host: &str, path: &str, reply: Reply) {
        self.state.pages.lock().expect("no panic").insert((host.into(), path.into()), reply);
    }

    /// Returns all documents in UTF-8 that the server serves, by URL.
    pub fn documents(&self) -> BTreeMap<String, String> {
        let pages = self.state.pages.lock().expect("no panic");
        let text = |((host, path), reply): (&(String, String), &Reply)| match reply {
            Reply::Document { bytes, .. } => {
                Some((self.url(host, path), String::from_utf8(bytes.clone()).ok()?))
            }
            _ => None,
        };
        pages.iter().filter_map(text).collect()
    }

    /// Gives a host a certificate with a fault.
    pub fn use_faulty_certificate(&self, host: &str, fault: Fault) {
        let certificate = self.state.authority.certify(host, Some(fault));
        self.state.certificates.lock().expect("no panic").insert(host.into(), certificate);
    }

    /// Gives a host another certificate.
    pub fn use_certificate(&self, host: &str, certificate: Arc<CertifiedKey>) {
        self.state.certificates.lock().expect("no panic").insert(host.into(), certificate);
    }

    /// Returns the requests received so far.
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.state.requests.lock().expect("no panic").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let (Some(stop), Some(thread)) = (self.stop.take(), self.thread.take())
            && stop.send(()).is_ok()
        {
            thread.join().expect("the server did not panic");
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("port", &self.port).finish_non_exhaustive()
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("State")
    }
}

impl ResolvesServerCert for State {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let host = hello.server_name()?;
        let mut certificates = self.certificates.lock().expect("no panic");
        let make = || self.authority.certify(host, None);
        Some(certificates.entry(host.into()).or_insert_with(make).clone())
    }
}

async fn serve(listener: TcpListener, state: Arc<State>) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring supports the default versions")
        .with_no_client_auth()
        .with_cert_resolver(state.clone());
    let acceptor = TlsAcceptor::from(Arc::new(config));
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, state) = (acceptor.clone(), state.clone());
        tokio::spawn(async move {
            // Clients that disconnect early are part of many tests and no error of the server.
            if let Ok(stream) = acceptor.accept(stream).await
                && let Err(error) = respond(stream, &state).await
                && error.kind() == std::io::ErrorKind::InvalidData
            {
                panic!("invalid request: {error}");
            }
        });
    }
}

async fn respond(mut stream: impl AsyncRead + AsyncWrite + Unpin, state: &State) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut request = ReceivedRequest { host: String::new(), path, head, body: String::new() };
    let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0_usize);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    request.body = String::from_utf8_lossy(&body).into_owned();
    let host = request.header("host").unwrap_or_default();
    request.host = host.rsplit_once(':').map_or(host, |(host, _)| host).to_owned();
    let key = (request.host.clone(), request.path.clone());
    let accepts_html = request.header("accept").is_some_and(|accepted| accepted.contains("text/html"));
    state.requests.lock().expect("no panic").push(request);
    let reply = state.pages.lock().expect("no panic").get(&key).cloned();
    let mut reply = reply.unwrap_or_else(|| Reply::Status(404, b"not found".to_vec()));
    while let Reply::Negotiated(page, other) = reply {
        reply = if accepts_html { *page } else { *other };
    }
    match reply {
        Reply::Document { media_type, bytes } => {
            stream.write_all(&response(200, &format!("Content-Type: {media_type}\r\n"), &bytes)).await?;
        }
        Reply::Status(status, body) => stream.write_all(&response(status, "", &body)).await?,
        Reply::Redirect(status, to) => {
            stream.write_all(&response(status, &format!("Location: {to}\r\n"), b"")).await?;
        }
        Reply::Negotiated(..) => {}
        Reply::Raw(bytes) => stream.write_all(&bytes).await?,
        Reply::Endless { start, again, every } => {
            stream.write_all(&start).await?;
            loop {
                stream.write_all(&again).await?;
                stream.flush().await?;
                tokio::time::sleep(every).await;
            }
        }
    }
    stream.shutdown().await
}

fn response(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status} Test\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}
