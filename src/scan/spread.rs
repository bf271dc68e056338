//! Telling channels of a run: claimed while the run is still open, so that a program that is killed in between tells
//! them when it is started again, and tells none twice.

use super::event::Event;
use super::news::RunNews;
use super::notify::{Message, Secrets, Sender};
use super::{Desk, ScanError, news_of};
use crate::config::Channel;
use crate::store::{MessageState, RunId};
use jiff::Timestamp;

/// A channel, and the secrets that its messages are sent with.
pub struct Outlet {
    /// The channel.
    pub channel: Channel,
    /// Its address and key.
    pub secrets: Secrets,
}

/// Claims the messages of a run whose pages are all visited, before it ends.
pub async fn claim(desk: &Desk, run: RunId, outlets: &[Outlet], holder: &str) -> Result<(), ScanError> {
    for outlet in outlets {
        desk.store.claim_message(run, &outlet.channel.name, holder, Timestamp::now()).await?;
    }
    Ok(())
}

/// Sends what was claimed for a run that ended, to each channel at most one message.
pub async fn spread(desk: &Desk, run: RunId, outlets: &[Outlet], sender: &Sender) -> Result<(), ScanError> {
    let Some(news) = news_of(&desk.store, run).await? else { return Ok(()) };
    for row in desk.store.messages(run).await? {
        let outlet = outlets.iter().find(|outlet| outlet.channel.name == row.channel);
        if let Some(outlet) = outlet.filter(|_| row.state == MessageState::Claimed) {
            tell(desk, run, &news, outlet, sender).await?;
        }
    }
    Ok(())
}

/// Sends what an earlier program claimed and did not send: those of the last run that ended.
pub async fn catch_up(
    desk: &Desk,
    outlets: &[Outlet],
    sender: &Sender,
    holder: &str,
) -> Result<(), ScanError> {
    let runs = desk.store.runs().await?;
    let Some(run) = runs.iter().rev().find(|run| run.ended.is_some()).map(|run| run.id) else {
        return Ok(());
    };
    for row in desk.store.messages(run).await?.iter().filter(|row| row.state != MessageState::Sent) {
        desk.store.claim_message(run, &row.channel, holder, Timestamp::now()).await?;
    }
    spread(desk, run, outlets, sender).await
}

async fn tell(
    desk: &Desk,
    run: RunId,
    news: &RunNews,
    outlet: &Outlet,
    sender: &Sender,
) -> Result<(), ScanError> {
    let channel = &outlet.channel;
    let sent = match Message::of(news, channel) {
        // What is left in the middle stays claimed, and is claimed from this program when it is started again.
        Some(message) => match desk.unless_stopped(sender.send(&message, &outlet.secrets)).await {
            Some(sent) => sent,
            None => return Ok(()),
        },
        // Nothing is new there, which needs no message.
        None => Ok(()),
    };
    let error = sent.err().map(|error| error.to_string());
    match &error {
        None => desk.store.message_sent(run, &channel.name, Timestamp::now()).await?,
        Some(error) => desk.store.message_failed(run, &channel.name, error).await?,
    }
    desk.tell(&Event::Told { channel: channel.name.clone(), error });
    Ok(())
}
