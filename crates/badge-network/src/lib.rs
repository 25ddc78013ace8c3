//! The only HTTP and IMAP client of Badge Backpack.
//!
//! Badges name the hosts, and badges may be hostile. Therefore the client uses https unless an option allows
//! otherwise, resolves a name once, checks and pins its addresses (no private or loopback ones), judges each redirect
//! again, and limits size, time and number of requests. It sends no cookies, no referrer and no session tickets and
//! uses no proxy. Each request goes to the [`RequestLog`] before the caller sees the response.
//!
//! | type | use |
//! |---|---|
//! | [`HttpClient`] | one for the whole program, built from [`NetworkOptions`] |
//! | [`FetchSession`] | one for each verification or fetch ([`HttpClient::session`]); it implements [`Documents`](openbadges::Documents) for [`openbadges::verify`](openbadges::verify()) and counts its requests |
//! | [`Submission`] | the only request with a body, for offers; a redirect is an error |
//! | [`imap::Session`] | a read-only mailbox over [`HttpClient::connect_mailbox`] |
//!
//! [`FetchSession::on_behalf_of`] names the badge in the request log, [`FetchSession::with_policy`] narrows the policy,
//! and [`FetchSession::hosts_without_consent`] lists the hosts that were left out for lack of consent. While
//! [`NetworkOptions::switch`] returns `true`, the client resolves and contacts nothing.
//!
//! Cautions: the default [`NetworkPolicy`] of the options allows every host, so set one wherever a person did not type the
//! command. What a document means is decided by `openbadges`.

mod address;
mod answer;
mod client;
mod error;
mod exchange;
mod hosts;
pub mod imap;
pub mod limits;
mod mailbox;
mod names;
mod options;
mod policy;
mod request_record;
mod resolve;
mod session;
mod submission;
mod target;
mod tls;

pub use self::{
    client::HttpClient,
    hosts::{hosts_of, named_host},
    mailbox::{IMAPS, MailStream},
    options::{NetworkOptions, OfflineSwitch, TimeLimits},
    policy::NetworkPolicy,
    request_record::{NoRequestLog, RequestLog, RequestOutcome, RequestRecord, Subject},
    resolve::{Resolve, ResolveError},
    session::FetchSession,
    submission::{Body, Reply, Submission, Submissions},
    tls::NetworkError,
};
