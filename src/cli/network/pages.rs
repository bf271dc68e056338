//! Pages that are named by their address.

use super::{NetworkArgs, client};
use crate::cli::input::{Input, Page};
use anyhow::Context;
use claimlint::config::Run;
use claimlint::fetch::FetchError;

/// Fetches the inputs that are addresses, one after the other; what cannot be had is told when it is read.
pub fn fetch_pages(inputs: &mut [Input], args: &NetworkArgs, run: &Run) -> anyhow::Result<()> {
    if inputs.iter().all(|input| input.address().is_none()) {
        return Ok(());
    }
    let client = client(args, run, None, true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.context("the network cannot be used")?;
    for input in inputs {
        let Some(address) = input.address() else { continue };
        let page = runtime.block_on(client.ask(address, |page| match page.status {
            200 => Ok(Page { bytes: page.body.clone(), content_type: page.content_type.clone() }),
            status => Err(FetchError::Status { host: page.host(), status }),
        }));
        input.hold(page.map_err(|e| e.to_string()));
    }
    Ok(())
}
