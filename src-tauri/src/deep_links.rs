//! Deep links: links of the URL schemes for which the desktop starts this program.
//!
//! A deep link has no effect without the person's consent. The window asks whether to inspect its target, and
//! delays the question while the backpack is locked. `backpack::links::DeepLink` decides which links are
//! accepted.

use std::{
    ffi::{OsStr, OsString},
    time::{Duration, Instant},
};

use backpack::{error::AppCode, links::DeepLink, view::ErrorDetail};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

/// The shortest accepted time between two deep links; no person clicks faster.
const MIN_INTERVAL: Duration = Duration::from_secs(1);

/// The target of a deep link. The person is asked before it is inspected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct DeepLinkTarget {
    /// A link, or a credential offer for a wallet.
    pub link: String,
    /// The host of the link. `None` if an offer names no host that can be contacted.
    pub host: Option<String>,
    /// Whether it is a credential offer.
    pub offer: bool,
}

/// The deep links that this window received.
#[derive(Default)]
pub struct DeepLinks {
    at_start: Mutex<Option<OsString>>,
    last: Mutex<Option<Instant>>,
}

impl DeepLinks {
    /// Creates a value with the first deep link among the arguments of the program.
    pub fn with_arguments(arguments: impl Iterator<Item = OsString>) -> Self {
        let at_start = first_deep_link(arguments);
        let last = at_start.is_some().then(Instant::now);
        Self { at_start: Mutex::new(at_start), last: Mutex::new(last) }
    }

    /// Returns the deep link that the program was started with. Later calls return `None`.
    ///
    /// # Errors
    ///
    /// `DEEPLINK_REJECTED` if the link is not accepted.
    pub fn at_start(&self) -> Result<Option<DeepLinkTarget>, ErrorDetail> {
        self.at_start.lock().take().map(|text| parse(&text)).transpose()
    }

    /// Parses a deep link that a second instance received at `now`.
    ///
    /// # Errors
    ///
    /// `DEEPLINK_REJECTED` if the link is not accepted or comes too soon after another one.
    pub(crate) fn receive(&self, text: &OsStr, now: Instant) -> Result<DeepLinkTarget, ErrorDetail> {
        let mut last = self.last.lock();
        let too_soon = last.is_some_and(|last| now.saturating_duration_since(last) < MIN_INTERVAL);
        *last = Some(now);
        if too_soon { Err(rejected("more than one deep link per second".into())) } else { parse(text) }
    }
}

/// Returns the first deep link among the arguments of a start.
pub(crate) fn first_deep_link(mut arguments: impl Iterator<Item = OsString>) -> Option<OsString> {
    arguments.find(|argument| DeepLink::parse(&argument.to_string_lossy()).is_some())
}

fn parse(text: &OsStr) -> Result<DeepLinkTarget, ErrorDetail> {
    match DeepLink::parse(&text.to_string_lossy()) {
        Some(Ok(DeepLink { link, host, is_offer })) => Ok(DeepLinkTarget { link, host, offer: is_offer }),
        Some(Err(error)) => Err(rejected(error.to_string())),
        None => Err(ErrorDetail::new(AppCode::DeepLinkRejected)),
    }
}

fn rejected(found: String) -> ErrorDetail {
    ErrorDetail::new(AppCode::DeepLinkRejected).with("detail", &found).with_found(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "badge-backpack:https://badges.example/a/1";

    fn arguments(texts: &[&str]) -> impl Iterator<Item = OsString> + use<> {
        texts.iter().map(OsString::from).collect::<Vec<_>>().into_iter()
    }

    #[test]
    fn returns_the_first_link_of_a_start_once() {
        let links =
            DeepLinks::with_arguments(arguments(&["--flag", "badge.png", LINK, "openbadges://remove"]));
        let host = Some("badges.example".to_owned());
        let expected = DeepLinkTarget { link: "https://badges.example/a/1".into(), host, offer: false };
        assert_eq!(links.at_start().unwrap(), Some(expected));
        assert_eq!(links.at_start().unwrap(), None);
        let error =
            DeepLinks::with_arguments(arguments(&["openbadges://remove?id=1"])).at_start().unwrap_err();
        assert_eq!(error.code, "DEEPLINK_REJECTED");
        assert_eq!(
            DeepLinks::with_arguments(arguments(&["/home/ada/welding.png"])).at_start().unwrap(),
            None
        );
    }

    #[test]
    fn rejects_links_in_quick_succession() {
        let links = DeepLinks::default();
        let start = Instant::now();
        let after = |milliseconds| start + Duration::from_millis(milliseconds);
        let link = OsStr::new(LINK);
        assert!(links.receive(link, after(0)).is_ok());
        for soon in [1, 999, 1998] {
            assert_eq!(links.receive(link, after(soon)).unwrap_err().code, "DEEPLINK_REJECTED", "{soon} ms");
        }
        assert!(links.receive(link, after(2998)).is_ok());
        let at_start = DeepLinks::with_arguments(arguments(&[LINK]));
        assert!(at_start.receive(link, Instant::now()).is_err(), "counts the link of the start");
    }
}
