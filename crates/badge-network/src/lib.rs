//! The only HTTP and IMAP client of Badge Backpack.
//!
//! The hosts come from badges, and badges may be hostile. Therefore the client requires https unless an option allows
//! cleartext, resolves a name once, checks and pins its addresses (no private or loopback ones), checks each redirect
//! again, and limits size, time and number of requests. It sends no cookies, no referrer and no session tickets, and
//! uses no proxy. It passes each request to the [`RequestLog`] before it returns the response.
//!
//! | type | use |
//! |---|---|
//! | [`HttpClient`] | one for the whole program, built from [`NetworkOptions`] |
//! | [`FetchSession`] | one for each verification or fetch ([`HttpClient::session`]); it implements [`Documents`](openbadges::Documents) for [`openbadges::verify`](openbadges::verify()) and counts its requests |
//! | [`Submission`] | a request with a body, used only for offers; a redirect is an error |
//! | [`imap::Session`] | a read-only mailbox over [`HttpClient::connect_mailbox`] |
//!
//! [`FetchSession::on_behalf_of`] sets the badge for the request log, [`FetchSession::with_policy`] replaces
//! the policy, and [`FetchSession::hosts_without_consent`] lists the hosts that were not contacted for lack
//! of consent. While [`NetworkOptions::switch`] returns `true`, the client resolves no name and contacts no
//! host.
//!
//! Caution: the default [`NetworkPolicy`] of the options allows every host. Set another one unless a person's
//! command is the consent.

mod address;
mod client;
mod error;
mod exchange;
mod expected;
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
