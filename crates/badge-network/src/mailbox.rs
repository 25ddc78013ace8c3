//! Connections to mail servers, encrypted from the first byte (RFC 8314, section 3: implicit TLS).
//!
//! STARTTLS is not supported, because an attacker on the path can keep such a connection in clear text.

use std::{io, sync::Arc};

use jiff::Timestamp;
use openbadges::{Code, FetchError, documents::Purpose};
use rustls::pki_types::ServerName;
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::{
    client::HttpClient,
    error::{failed, not_requested, refused},
    names,
    options::NetworkOptions,
    request_record::{RequestOutcome, RequestRecord},
    target::Target,
};

/// The port of IMAP over TLS (RFC 8314, section 7.2).
pub const IMAPS: u16 = 993;

/// An encrypted connection to a mail server.
pub type MailStream = TlsStream<TcpStream>;

impl HttpClient {
    /// Connects to a mail server that the person named. The rules are those of every other host; the port is that of
    /// IMAP over TLS.
    pub async fn connect_mailbox(&self, host: &str, port: u16) -> Result<MailStream, FetchError> {
        let options = &self.inner.options;
        if self.is_offline() {
            return Err(not_requested(Code::NetOffline, format!("`{host}` was not contacted")));
        }
        let at = Timestamp::now();
        let connected = match server(host, port, options) {
            Ok(target) => self.connect(&target).await,
            Err(error) => Err(error),
        };
        let outcome = match &connected {
            Ok(_) => RequestOutcome::Answered,
            Err(error) => RequestOutcome::Failed { code: error.code, detail: error.detail.clone() },
        };
        let url = format!("imaps://{host}:{port}/");
        let record = RequestRecord {
            at,
            host: host.to_owned(),
            url,
            purpose: Purpose::Mailbox,
            badge: None,
            sent: 0,
            bytes: 0,
            outcome,
        };
        options.request_log.record(record);
        connected
    }

    async fn connect(&self, target: &Target) -> Result<MailStream, FetchError> {
        let options = &self.inner.options;
        let tls = self.inner.tls.as_ref().map_err(|error| failed(Code::NetTls, error.to_string()))?;
        let name = ServerName::try_from(target.host.clone())
            .map_err(|error| failed(Code::NetUrlInvalid, error.to_string()))?;
        let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for address in names::addresses(target, &*self.inner.names, options).await? {
            let stream = match timeout(options.time_limits.connect, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => stream,
                Ok(Err(error)) => {
                    last = error;
                    continue;
                }
                Err(_) => {
                    last = io::ErrorKind::TimedOut.into();
                    continue;
                }
            };
            let connector = TlsConnector::from(Arc::new(tls.clone()));
            return timeout(options.time_limits.total, connector.connect(name, stream))
                .await
                .map_err(|_| failed(Code::NetTls, "the TLS handshake took too long"))?
                .map_err(|error| failed(Code::NetTls, error.to_string()));
        }
        let code =
            if last.kind() == io::ErrorKind::TimedOut { Code::NetTimeout } else { Code::NetUnavailable };
        Err(failed(code, format!("`{}`: {last}", target.host)))
    }
}

/// Checks the server's address. A port other than 993 needs the same options as a non-default port of a page.
fn server(host: &str, port: u16, options: &NetworkOptions) -> Result<Target, FetchError> {
    let target = Target::parse(&format!("https://{host}/"), options)?;
    if port != IMAPS && !options.allows_port(&target.host, port) {
        return Err(refused(Code::NetUrlInvalid, format!("port {port} is not that of IMAP over TLS")));
    }
    Ok(Target { port, ..target })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_servers_follow_the_rules_of_hosts() {
        let rows: &[(&str, u16, Result<u16, Code>)] = &[
            ("mail.learner.example", IMAPS, Ok(IMAPS)),
            ("mail.learner.example", 143, Err(Code::NetUrlInvalid)),
            ("127.0.0.1", IMAPS, Err(Code::NetBlockedAddress)),
            ("localhost", IMAPS, Err(Code::NetBlockedAddress)),
            ("a b", IMAPS, Err(Code::NetUrlInvalid)),
            ("", IMAPS, Err(Code::NetUrlInvalid)),
        ];
        for (host, port, expected) in rows {
            let got = server(host, *port, &NetworkOptions::default());
            assert_eq!(got.map(|target| target.port).map_err(|error| error.code), *expected, "{host}:{port}");
        }
    }

    #[tokio::test]
    async fn offline_mailbox_is_not_connected() {
        let client = HttpClient::new(NetworkOptions { offline: true, ..NetworkOptions::default() }).unwrap();
        let error = client.connect_mailbox("mail.learner.example", IMAPS).await.err().unwrap();
        assert_eq!(error.code, Code::NetOffline);
    }
}
