//! Telling channels of a run: claimed while the run is still open, so that a program that is killed in between tells
//! them when it is started again, and tells none twice.

use super::event::Event;
use super::notify::{Message, Secrets, Sender};
use super::{Desk, ScanError, news_of};
use crate::config::Channel;
use crate::store::{MessageRow, MessageState, RunId};
use jiff::Timestamp;

/// How many runs back a channel is told what it was not told in time.
const RUNS: usize = 7;

/// A channel, and the secrets that its messages are sent with.
pub struct Outlet {
    /// The channel.
    pub channel: Channel,
    /// Its address and key.
    pub secrets: Secrets,
}

/// Claims the messages of a run whose pages are all visited, before it ends: one for each channel that something is new
/// for.
pub async fn claim(desk: &Desk, run: RunId, outlets: &[Outlet], holder: &str) -> Result<(), ScanError> {
    let Some(news) = news_of(&desk.store, run).await? else { return Ok(()) };
    for outlet in outlets.iter().filter(|outlet| Message::of(&news, &outlet.channel).is_some()) {
        desk.store.claim_message(run, &outlet.channel.name, holder, Timestamp::now()).await?;
    }
    Ok(())
}

/// Sends what was claimed for a run that ended, to each channel at most one message.
pub async fn spread(desk: &Desk, run: RunId, outlets: &[Outlet], sender: &Sender) -> Result<(), ScanError> {
    for outlet in outlets {
        tell(desk, run, outlet, sender).await?;
    }
    Ok(())
}

/// Sends what earlier programs claimed for the last runs and did not send, or could not; the oldest first. A channel that
/// cannot be told of one is not asked for the next.
pub async fn catch_up(
    desk: &Desk,
    outlets: &[Outlet],
    sender: &Sender,
    holder: &str,
) -> Result<(), ScanError> {
    let mut runs = desk.store.runs().await?;
    runs.retain(|run| run.ended.is_some());
    for outlet in outlets {
        for run in &runs[runs.len().saturating_sub(RUNS)..] {
            let rows = desk.store.messages(run.id).await?;
            let is_owed =
                |row: &MessageRow| row.channel == outlet.channel.name && row.state != MessageState::Sent;
            if !rows.iter().any(is_owed) {
                continue;
            }
            desk.store.claim_message(run.id, &outlet.channel.name, holder, Timestamp::now()).await?;
            if !tell(desk, run.id, outlet, sender).await? {
                break;
            }
        }
    }
    Ok(())
}

/// Sends a message that was claimed and not sent, and says whether the channel could be told.
async fn tell(desk: &Desk, run: RunId, outlet: &Outlet, sender: &Sender) -> Result<bool, ScanError> {
    let channel = &outlet.channel;
    let is_claimed = |row: &MessageRow| row.channel == channel.name && row.state == MessageState::Claimed;
    if !desk.store.messages(run).await?.iter().any(is_claimed) {
        return Ok(true);
    }
    let Some(news) = news_of(&desk.store, run).await? else { return Ok(true) };
    // Deleted pages may have left nothing to tell.
    let Some(message) = Message::of(&news, channel) else { return Ok(true) };
    // What is left in the middle stays claimed, and is claimed from this program when it is started again.
    let Some(sent) = desk.unless_stopped(sender.send(&message, &outlet.secrets)).await else {
        return Ok(false);
    };
    let error = sent.err().map(|error| error.to_string());
    match &error {
        None => desk.store.message_sent(run, &channel.name, Timestamp::now()).await?,
        Some(error) => desk.store.message_failed(run, &channel.name, error).await?,
    }
    let told = error.is_none();
    desk.tell(&Event::Told { channel: channel.name.clone(), error });
    Ok(told)
}
