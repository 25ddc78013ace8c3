//! Notifications: errors that occur beside successful operations, reported to the user interface immediately.

use badge_store::StoreCode;

use crate::{store::RebuildReason, view::ErrorDetail};

/// The listener, and the notifications that it has not received yet.
#[derive(Default)]
pub(crate) struct Notifications {
    listener: Option<Box<dyn Fn(ErrorDetail) + Send>>,
    pending: Vec<ErrorDetail>,
}

impl Notifications {
    pub(crate) fn report(&mut self, notification: ErrorDetail) {
        match &self.listener {
            Some(listener) => listener(notification),
            None => self.pending.push(notification),
        }
    }

    pub(crate) fn listen(&mut self, listener: impl Fn(ErrorDetail) + Send + 'static) {
        self.pending.drain(..).for_each(&listener);
        self.listener = Some(Box::new(listener));
    }
}

/// Returns the error for a failed index. The badges are stored, but the disk may be failing.
pub(crate) fn index_failed(reason: &RebuildReason) -> ErrorDetail {
    let error = ErrorDetail::new(StoreCode::IndexFailed);
    match reason {
        RebuildReason::Unwritable { detail } | RebuildReason::Unreadable { detail } => {
            error.with("reason", detail)
        }
        RebuildReason::Missing | RebuildReason::ManifestDisagrees | RebuildReason::Unresponsive => error,
    }
}
