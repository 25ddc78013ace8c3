//! The one door out: every byte that this program sends to the network goes through here.
//!
//! Hosts are named by badges, and badges are hostile. So: https unless allowed otherwise, addresses checked after
//! one look-up and pinned, each redirect judged again, limits on size, time and number, no cookies, no referrer, no
//! proxy, no ticket kept; and every request told to the [`Activity`] record. What a document means is `openbadges`'
//! to say.
//!
//! A [`Door`] lives as long as the program. For each badge that is checked, and for each thing that is fetched otherwise,
//! [`Door::visit`] gives a [`Visit`]: it is the [`Documents`](openbadges::Documents) that
//! [`openbadges::verify`](openbadges::verify()) takes, and it counts what is asked through it. The one thing that sends
//! anything is a [`Submission`], for offers: by the same rules, and never to where a redirect leads. [`Visit::on_behalf_of`] says
//! which badge the requests are for, [`Visit::asking`] narrows whom they may go to, and [`Visit::unasked`] tells which
//! hosts were left out for that. While the [`OfflineSwitch`] is on, nothing is resolved and nobody is asked.

mod activity;
mod address;
mod answer;
mod consent;
mod door;
mod exchange;
pub mod limits;
mod mailbox;
mod names;
mod options;
mod submission;
mod switch;
mod target;
mod tls;
mod visit;

use openbadges::{Code, FetchError, documents::FetchErrorKind};

pub use self::{
    activity::{Activity, RequestOutcome, RequestRecord, Subject, Unrecorded},
    consent::{Consent, EveryHost, hosts_of, named_host},
    door::Door,
    mailbox::{IMAPS, MailStream},
    names::{Resolve, ResolveError},
    options::{DoorOptions, Patience},
    submission::{Body, Reply, Submission, Submissions},
    switch::OfflineSwitch,
    tls::DoorError,
    visit::Visit,
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
