//! Opening someone else's bundle.

use backpack::{
    ReviewRequest,
    network::NetworkPolicy,
    store::StoreCode,
    view::{ErrorDetail, Progress, ReviewDetail},
};
use tauri::{State, ipc::Channel};

use crate::{
    handed::{HandedOver, Tickets},
    session::Session,
    work::Works,
};

/// Opens and re-checks someone else's bundle; nothing is kept. `hosts` may be asked this once, beside those that always may.
#[tauri::command]
#[specta::specta]
pub(crate) async fn review_bundle(
    session: State<'_, Session>,
    tickets: State<'_, Tickets>,
    works: State<'_, Works>,
    ticket: String,
    hosts: Vec<String>,
    work: u32,
    progress: Channel<Progress>,
) -> Result<ReviewDetail, ErrorDetail> {
    let backpack = session.backpack()?;
    let bundle = tickets
        .redeem(vec![HandedOver::File { ticket }])?
        .pop()
        .ok_or_else(|| ErrorDetail::new(StoreCode::NotFound))?;
    let asked = ReviewRequest { bundle, challenge: None, hosts: NetworkPolicy::allow(&hosts) };
    let review = |cancel, told: Box<_>| async move { backpack.review(asked, &cancel, &*told).await };
    works.run(work, progress, review).await?
}
