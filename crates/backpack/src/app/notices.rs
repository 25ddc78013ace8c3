//! Notifications: errors behind work that succeeds, reported to the user interface at once.

use badge_store::StoreCode;

use super::{Backpack, lock};
use crate::{store::RebuildReason, view::ErrorDetail};

/// The listener, and the notifications that it has not received yet.
#[derive(Default)]
pub(super) struct Notices {
    listener: Option<Box<dyn Fn(ErrorDetail) + Send>>,
    pending: Vec<ErrorDetail>,
}

impl Notices {
    pub(super) fn report(&mut self, notice: ErrorDetail) {
        match &self.listener {
            Some(listener) => listener(notice),
            None => self.pending.push(notice),
        }
    }
}

impl Backpack {
    /// Reports errors behind work that succeeds to `listener`: pending ones first, then each at once, before the call that
    /// met it returns. The listener must not call the backpack.
    pub fn on_notice(&self, listener: impl Fn(ErrorDetail) + Send + 'static) {
        let mut notices = lock(&self.inner.notices);
        notices.pending.drain(..).for_each(&listener);
        notices.listener = Some(Box::new(listener));
    }
}

/// Returns the error that the index failed. The badges are safe; the disk may not be.
pub(super) fn index_failed(reason: &RebuildReason) -> ErrorDetail {
    let error = ErrorDetail::new(StoreCode::IndexFailed);
    match reason {
        RebuildReason::Unwritable { detail } | RebuildReason::Unreadable { detail } => {
            error.with("reason", detail)
        }
        RebuildReason::Missing | RebuildReason::ManifestDisagrees | RebuildReason::Unresponsive => error,
    }
}
