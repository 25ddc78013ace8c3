//! Calls by name: links of the schemes that this program is registered for, with which the desktop starts it.
//!
//! A call never does anything by itself: the window asks the person whether to look at what it hands over, and holds the
//! question back while the backpack is locked. What a call may say, `backpack::links::Call` decides.

use std::{
    ffi::{OsStr, OsString},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use backpack::{error::AppCode, links::Call, view::ErrorDetail};
use serde::{Deserialize, Serialize};

/// Calls that come closer after each other than this are refused: no person clicks that fast.
const PAUSE: Duration = Duration::from_secs(1);

/// What a call hands over, to ask the person about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Called {
    /// What is to be looked at: a link, or an offer to a wallet.
    pub link: String,
    /// The host that it leads to. An offer may not name one that can be asked.
    pub host: Option<String>,
    /// Whether it is an offer to a wallet.
    pub offer: bool,
}

/// The calls of this window.
#[derive(Default)]
pub struct Calls {
    at_start: Mutex<Option<OsString>>,
    last: Mutex<Option<Instant>>,
}

impl Calls {
    /// With the first call that the program was started with.
    pub fn with_arguments(arguments: impl Iterator<Item = OsString>) -> Self {
        let at_start = first_among(arguments);
        let last = at_start.is_some().then(Instant::now);
        Self { at_start: Mutex::new(at_start), last: Mutex::new(last) }
    }

    /// What the program was started with, once; an error where it is refused.
    pub fn at_start(&self) -> Result<Option<Called>, ErrorDetail> {
        lock(&self.at_start).take().map(|text| read(&text)).transpose()
    }

    /// Takes a call of a second start at `now`.
    pub(crate) fn take(&self, text: &OsStr, now: Instant) -> Result<Called, ErrorDetail> {
        let mut last = lock(&self.last);
        let too_soon = last.is_some_and(|last| now.saturating_duration_since(last) < PAUSE);
        *last = Some(now);
        if too_soon { Err(rejected("more than one call a second".into())) } else { read(text) }
    }
}

/// The first call among a start's arguments.
pub(crate) fn first_among(mut arguments: impl Iterator<Item = OsString>) -> Option<OsString> {
    arguments.find(|argument| Call::read(&argument.to_string_lossy()).is_some())
}

fn read(text: &OsStr) -> Result<Called, ErrorDetail> {
    match Call::read(&text.to_string_lossy()) {
        Some(Ok(Call { link, host, is_offer })) => Ok(Called { link, host, offer: is_offer }),
        Some(Err(error)) => Err(rejected(error.to_string())),
        None => Err(ErrorDetail::new(AppCode::DeepLinkRejected)),
    }
}

fn rejected(found: String) -> ErrorDetail {
    ErrorDetail::new(AppCode::DeepLinkRejected).with("detail", &found).with_found(found)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: &str = "badge-backpack:https://badges.example/a/1";

    fn arguments(texts: &[&str]) -> impl Iterator<Item = OsString> + use<> {
        texts.iter().map(OsString::from).collect::<Vec<_>>().into_iter()
    }

    #[test]
    fn a_start_hands_over_its_first_call_once() {
        let calls = Calls::with_arguments(arguments(&["--flag", "badge.png", CALL, "openbadges://remove"]));
        let host = Some("badges.example".to_owned());
        let called = Called { link: "https://badges.example/a/1".into(), host, offer: false };
        assert_eq!(calls.at_start().unwrap(), Some(called));
        assert_eq!(calls.at_start().unwrap(), None);
        let refused = Calls::with_arguments(arguments(&["openbadges://remove?id=1"])).at_start().unwrap_err();
        assert_eq!(refused.code, "DEEPLINK_REJECTED");
        assert_eq!(Calls::with_arguments(arguments(&["/home/ada/welding.png"])).at_start().unwrap(), None);
    }

    #[test]
    fn calls_that_come_faster_than_people_click_are_refused() {
        let calls = Calls::default();
        let begin = Instant::now();
        let after = |milliseconds| begin + Duration::from_millis(milliseconds);
        let call = OsStr::new(CALL);
        assert!(calls.take(call, after(0)).is_ok());
        for soon in [1, 999, 1998] {
            assert_eq!(calls.take(call, after(soon)).unwrap_err().code, "DEEPLINK_REJECTED", "{soon} ms");
        }
        assert!(calls.take(call, after(2998)).is_ok());
        let at_start = Calls::with_arguments(arguments(&[CALL]));
        assert!(at_start.take(call, Instant::now()).is_err(), "a start with a call counts");
    }
}
