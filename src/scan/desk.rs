//! What a run goes by: the store, the network, who checks, and who listens.

use super::event::{Event, Listener};
use super::{Examiner, ScanError};
use crate::config::Source;
use crate::fetch::{Client, Robots};
use crate::store::Store;
use std::collections::BTreeMap;
use std::future::{Future, pending};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How long what waits for others may go on when the program is to stop.
const GRACE: Duration = Duration::from_secs(2);

/// What a run goes by; a copy is the same desk.
#[derive(Clone)]
pub struct Desk {
    /// Where what is found is kept.
    pub store: Store,
    /// The client that pages are fetched with.
    pub client: Arc<Client>,
    /// What the hosts of this run ask of robots.
    pub robots: Arc<Robots>,
    /// Who checks articles.
    pub examiner: Arc<dyn Examiner>,
    /// Hears what happens.
    pub listener: Arc<Listener>,
    /// The sources that may be scanned, by name.
    pub sources: Arc<BTreeMap<String, Source>>,
    /// Pages under way at the same time.
    pub concurrency: usize,
    /// The most bytes that are read of a page.
    pub longest: usize,
    /// Turns true when the program is to stop: nothing new is begun, and what waits for others is left to the next start.
    pub stop: watch::Receiver<bool>,
}

impl Desk {
    /// Tells the listener.
    pub(super) fn tell(&self, event: &Event) {
        (self.listener)(event);
    }

    /// Whether the program is to stop.
    pub fn stops(&self) -> bool {
        *self.stop.borrow()
    }

    /// What comes of something that waits for others; none if the program is to stop and it is not done soon after.
    pub(super) async fn unless_stopped<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut stop = self.stop.clone();
        let stopped = async {
            if stop.wait_for(|stop| *stop).await.is_err() {
                // Nobody is left who could ask for it.
                pending::<()>().await;
            }
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            done = work => Some(done),
            () = stopped => None,
        }
    }

    /// A source, by name.
    pub(super) fn source(&self, name: &str) -> Result<&Source, ScanError> {
        self.sources.get(name).ok_or_else(|| ScanError::NoSource(name.to_owned()))
    }

    /// The file that jobs wait in, beside the store.
    pub(super) fn queue(&self) -> PathBuf {
        self.store.beside("queue")
    }
}
