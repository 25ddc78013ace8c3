//! What goes wrong behind work that succeeds, told to the face at once.

use badge_store::StoreCode;

use super::{Backpack, lock};
use crate::{store::RebuildReason, tell::Teller, view::ErrorDetail};

/// Who listens, and what nobody has heard yet.
#[derive(Default)]
pub(super) struct Notices {
    listener: Option<Box<dyn Fn(ErrorDetail) + Send>>,
    unheard: Vec<ErrorDetail>,
}

impl Notices {
    pub(super) fn tell(&mut self, notice: ErrorDetail) {
        match &self.listener {
            Some(listener) => listener(notice),
            None => self.unheard.push(notice),
        }
    }
}

impl Backpack {
    /// Tells `listener` what goes wrong behind work that succeeds: first what nobody has heard yet, then each thing at
    /// once, before the call that met it returns. The listener must not call the backpack.
    pub fn on_notice(&self, listener: impl Fn(ErrorDetail) + Send + 'static) {
        let mut notices = lock(&self.inner.notices);
        notices.unheard.drain(..).for_each(&listener);
        notices.listener = Some(Box::new(listener));
    }
}

/// That the index failed: the badges are safe, and the disk may not be.
pub(super) fn index_failed(teller: &Teller, reason: &RebuildReason) -> ErrorDetail {
    teller.app_error(StoreCode::IndexFailed, details_of(reason))
}

/// What is known of the failure, for its sentence.
fn details_of(reason: &RebuildReason) -> Option<(&'static str, String)> {
    match reason {
        RebuildReason::Unwritable { detail } | RebuildReason::Unreadable { detail } => {
            Some(("reason", detail.clone()))
        }
        RebuildReason::Missing | RebuildReason::ManifestDisagrees | RebuildReason::Unresponsive => None,
    }
}
