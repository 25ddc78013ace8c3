//! The one door out: every byte that this program sends to the network goes through here.
//!
//! Hosts are named by badges, and badges are hostile. So: https unless allowed otherwise, addresses checked after
//! one look-up and pinned, each redirect judged again, limits on size, time and number, no cookies, no referrer, no
//! proxy, no ticket kept; and every request told to the [`RequestLog`] record. What a document means is `openbadges`'
//! to say.
//!
//! A [`HttpClient`] lives as long as the program. For each badge that is checked, and for each thing that is fetched otherwise,
//! [`HttpClient::visit`] gives a [`FetchSession`]: it is the [`Documents`](openbadges::Documents) that
//! [`openbadges::verify`](openbadges::verify()) takes, and it counts what is asked through it. The one thing that sends
//! anything is a [`Submission`], for offers: by the same rules, and never to where a redirect leads. [`FetchSession::on_behalf_of`] says
//! which badge the requests are for, [`FetchSession::asking`] narrows whom they may go to, and [`FetchSession::unasked`] tells which
//! hosts were left out for that. While [`NetworkOptions::switch`] says so, nothing is resolved and nobody is asked.

mod address;
mod answer;
mod client;
mod exchange;
pub mod imap;
pub mod limits;
mod mailbox;
mod names;
mod options;
mod policy;
mod request_record;
mod session;
mod submission;
mod target;
mod tls;

use openbadges::{Code, FetchError, documents::FetchErrorKind};

pub use self::{
    client::HttpClient,
    mailbox::{IMAPS, MailStream},
    names::{Resolve, ResolveError},
    options::{NetworkOptions, OfflineSwitch, TimeLimits},
    policy::{NetworkPolicy, hosts_of, named_host},
    request_record::{NoRequestLog, RequestLog, RequestOutcome, RequestRecord, Subject},
    session::FetchSession,
    submission::{Body, Reply, Submission, Submissions},
    tls::NetworkError,
};

fn unavailable(kind: FetchErrorKind, code: Code, detail: impl Into<String>) -> FetchError {
    FetchError { kind, code, detail: detail.into(), gone_body: None }
}

fn refused(code: Code, detail: impl Into<String>) -> FetchError {
    unavailable(FetchErrorKind::Refused, code, detail)
}

fn failed(code: Code, detail: impl Into<String>) -> FetchError {
    unavailable(FetchErrorKind::Failed, code, detail)
}

fn not_asked(code: Code, detail: impl Into<String>) -> FetchError {
    unavailable(FetchErrorKind::NotAsked, code, detail)
}
