//! Review of bundles that other people made.

use backpack::{
    ReviewRequest,
    network::NetworkPolicy,
    store::StoreCode,
    view::{ErrorDetail, Progress, ReviewDetail},
};
use tauri::{State, ipc::Channel};

use crate::{
    session::Session,
    tasks::Tasks,
    tickets::{Tickets, WindowInput},
};

/// Opens and verifies someone else's bundle. Stores nothing. `hosts` may be contacted this time only.
#[tauri::command]
#[specta::specta]
pub(crate) async fn review_bundle(
    session: State<'_, Session>,
    tickets: State<'_, Tickets>,
    tasks: State<'_, Tasks>,
    ticket: String,
    hosts: Vec<String>,
    work: u32,
    progress: Channel<Progress>,
) -> Result<ReviewDetail, ErrorDetail> {
    let backpack = session.backpack()?;
    let bundle = tickets
        .redeem(vec![WindowInput::File { ticket }])?
        .pop()
        .ok_or_else(|| ErrorDetail::new(StoreCode::NotFound))?;
    let request = ReviewRequest { bundle, challenge: None, hosts: NetworkPolicy::allow(&hosts) };
    let review = |cancel, report: Box<_>| async move { backpack.review(request, &cancel, &*report).await };
    tasks.run(work, progress, review).await?
}
