//! The one door out: every byte that this program sends to the network goes through here.
//!
//! Hosts are named by badges, and badges are hostile. So: https unless allowed otherwise, addresses checked after
//! one look-up and pinned, each redirect judged again, limits on size, time and number, no cookies, no referrer, no
//! proxy, no ticket kept; and every request told to the [`Activity`] record. What a document means is `openbadges`'
//! to say.
//!
//! A [`Door`] lives as long as the program. For each badge that is checked, [`Door::visit`] gives a [`Visit`], which is
//! what [`openbadges::verify`](openbadges::verify()) takes as [`Documents`], and which counts that check's requests.

mod activity;
mod address;
mod answer;
mod consent;
mod door;
mod exchange;
pub mod limits;
mod names;
mod options;
mod target;
mod tls;
mod visit;

use openbadges::{Code, Unavailable, documents::UnavailableKind};

pub use self::{
    activity::{Activity, RequestOutcome, RequestRecord, Unrecorded},
    consent::{Consent, EveryHost, hosts_of},
    door::Door,
    names::{Resolve, ResolveError},
    options::{DoorOptions, Patience},
    tls::DoorError,
    visit::Visit,
};

fn unavailable(kind: UnavailableKind, code: Code, detail: impl Into<String>) -> Unavailable {
    Unavailable { kind, code, detail: detail.into(), gone_body: None }
}

fn refused(code: Code, detail: impl Into<String>) -> Unavailable {
    unavailable(UnavailableKind::Refused, code, detail)
}

fn failed(code: Code, detail: impl Into<String>) -> Unavailable {
    unavailable(UnavailableKind::Failed, code, detail)
}

fn not_asked(code: Code, detail: impl Into<String>) -> Unavailable {
    unavailable(UnavailableKind::NotAsked, code, detail)
}
