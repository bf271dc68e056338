//! What hosts ask robots not to read (RFC 9309): asked once a run and host, and kept in memory.

use super::answer::Most;
use super::client::{ATTEMPTS, FIRST_WAIT, REDIRECTS};
use super::hop::{Hop, hop, key};
use super::{Client, FetchError};
use reqwest::Url;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use texting_robots::Robot;
use tokio::sync::OnceCell;

/// The name that rules may be written for.
const AGENT: &str = "claimlint";
/// The most that is read of a robots.txt.
const MOST: usize = 500 * 1024;
/// The longest wait between two requests that a robots.txt may ask for.
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// What the hosts of one run ask for. A new run takes a new one, and a new client, which forgets hosts
/// that failed or wanted to be left alone.
#[derive(Default)]
pub struct Robots {
    hosts: Mutex<HashMap<String, Arc<OnceCell<Rules>>>>,
}

/// What a host asks for.
enum Rules {
    /// Nothing.
    Nothing,
    /// What its robots.txt says.
    These(Robot),
    /// It cannot be told, so nothing may be read.
    Unknown,
    /// It is inside a private network.
    Private,
}

impl Robots {
    /// Of no host yet.
    pub fn new() -> Robots {
        Robots::default()
    }

    /// Whether a page may be read. Asks the host for its robots.txt if this run has not done so yet,
    /// and keeps the delay that it asks for.
    pub(super) async fn allow(&self, client: &Client, url: &Url) -> Result<bool, FetchError> {
        client.permit(url)?;
        let cell = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(hosts.entry(key(url)).or_default())
        };
        match cell.get_or_init(|| rules(client, url)).await {
            Rules::Nothing => Ok(true),
            Rules::These(robot) => Ok(robot.allowed(url.as_str())),
            Rules::Unknown => Err(FetchError::Robots(url.host_str().unwrap_or_default().to_owned())),
            Rules::Private => Err(FetchError::NotPublic(url.host_str().unwrap_or_default().to_owned())),
        }
    }
}

async fn rules(client: &Client, page: &Url) -> Rules {
    let Ok(url) = page.join("/robots.txt") else { return Rules::Unknown };
    for attempt in 0..ATTEMPTS {
        match ask(client, &url).await {
            Ok(rules) => {
                if let Rules::These(robot) = &rules {
                    keep_delay(client, page, robot.delay);
                }
                return rules;
            }
            Err(FetchError::NotPublic(host)) if Some(host.as_str()) == page.host_str() => {
                return Rules::Private;
            }
            Err(error) if error.may_pass() && !matches!(error, FetchError::NotPublic(_)) => {}
            Err(_) => return Rules::Unknown,
        }
        if attempt + 1 < ATTEMPTS {
            tokio::time::sleep(FIRST_WAIT * 2_u32.pow(attempt)).await;
        }
    }
    client.pace(page).ended(false);
    Rules::Unknown
}

async fn ask(client: &Client, url: &Url) -> Result<Rules, FetchError> {
    let mut url = url.clone();
    for _ in 0..=REDIRECTS {
        match hop(client, &url, None, Most::Cut(MOST)).await? {
            Hop::To { url: next, .. } => url = next,
            // One that cannot be parsed asks for something that cannot be told.
            Hop::Answer { status: 200, body, .. } => {
                return Ok(Robot::new(AGENT, whole_lines(&body)).map_or(Rules::Unknown, Rules::These));
            }
            Hop::Answer { .. } | Hop::NotModified => return Ok(Rules::Nothing),
        }
    }
    // So many redirects are as good as no file.
    Ok(Rules::Nothing)
}

/// What was cut may end inside a rule, which would then forbid more than it should.
fn whole_lines(body: &[u8]) -> &[u8] {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    match body.iter().rposition(|b| *b == b'\n') {
        Some(end) if body.len() + 3 >= MOST => &body[..end],
        _ => body,
    }
}

fn keep_delay(client: &Client, url: &Url, seconds: Option<f32>) {
    let delay = seconds.map(|s| s.min(LONGEST_DELAY.as_secs_f32()));
    if let Some(Ok(delay)) = delay.map(Duration::try_from_secs_f32) {
        client.pace(url).slow(delay);
    }
}
