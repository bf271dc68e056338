//! Sending: one request a message, again where that may help.

use super::message::Message;
use super::sign::{self, Secrets};
use super::{NotifyError, dingtalk, email, feishu, slack, webhook, wecom};
use crate::config::ChannelKind;
use crate::fetch::{FetchError, Guard, failed, guarded, retry_after};
use jiff::Timestamp;
use reqwest::Url;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use std::time::Duration;

/// Times that a message is sent before it counts as not delivered.
const ATTEMPTS: usize = 5;
/// The longest wait that a receiver may ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(90);
/// Bytes of an answer that are read.
const LONGEST_ANSWER: usize = 64 * 1024;

/// How messages are sent.
#[derive(Clone, Debug)]
pub struct Options {
    /// Hosts that may be asked although their addresses are not public.
    pub allow_hosts: Vec<String>,
    /// Longest time for one attempt.
    pub timeout: Duration,
    /// The wait before the second attempt; it doubles from one to the next.
    pub first_wait: Duration,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            allow_hosts: Vec::new(),
            timeout: Duration::from_secs(30),
            first_wait: Duration::from_secs(1),
        }
    }
}

/// Sends messages.
#[derive(Clone, Debug)]
pub struct Sender {
    http: reqwest::Client,
    guard: Guard,
    options: Options,
}

/// Why an attempt failed, and how long the receiver wants to be left alone.
type Failure = (NotifyError, Option<Duration>);

impl Sender {
    /// A sender: it follows no redirect and asks only public addresses, and hosts that are allowed by name.
    pub fn new(options: Options) -> Result<Sender, NotifyError> {
        let guard = Guard::new(&options.allow_hosts);
        let agent = concat!("claimlint/", env!("CARGO_PKG_VERSION"));
        let http = guarded(&guard, agent, options.timeout)?;
        Ok(Sender { http, guard, options })
    }

    /// Sends a message; again after network errors, 429 and 5xx, and where a bot or mail server says that
    /// it may work later. An answer that is lost on its way back makes a message that came through be sent
    /// again: it has the same `Idempotency-Key` or `Message-ID`.
    pub async fn send(&self, message: &Message, secrets: &Secrets) -> Result<(), NotifyError> {
        let mut attempt = 0;
        loop {
            let Err((error, asked)) = self.once(message, secrets, attempt).await else { return Ok(()) };
            attempt += 1;
            if let (Some(wait), NotifyError::Fetch(FetchError::Status { host, .. })) = (asked, &error)
                && wait > LONGEST_WAIT
            {
                return Err(FetchError::Busy { host: host.clone(), wait }.into());
            }
            if attempt == ATTEMPTS || !error.may_pass() {
                return Err(error);
            }
            let wait = self.options.first_wait * 2_u32.pow(u32::try_from(attempt).unwrap_or(0) - 1);
            tokio::time::sleep(wait.max(asked.unwrap_or_default())).await;
        }
    }

    async fn once(&self, message: &Message, secrets: &Secrets, attempt: usize) -> Result<(), Failure> {
        if message.kind() == ChannelKind::Email {
            let mail = email::mail(message).map_err(at_once)?;
            let server = email::Server::of(&secrets.url, &self.options.allow_hosts).await.map_err(at_once)?;
            let sent = server.send(mail, attempt, self.options.timeout).await;
            return sent.map_err(|error| at_once(without_secrets(error, secrets)));
        }
        let Request { url, headers, body } = request(message, secrets, Timestamp::now()).map_err(at_once)?;
        self.guard.permit(&url).map_err(|e| at_once(e.into()))?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let failed = |e: reqwest::Error| at_once(failed(&host, &e).into());
        let sent = self.http.post(url).headers(headers).body(body).send().await;
        let mut response = sent.map_err(failed)?;
        let status = response.status().as_u16();
        if !response.status().is_success() {
            let wait = retry_after(response.headers());
            return Err((FetchError::Status { host, status }.into(), wait));
        }
        let mut answer = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            answer.extend_from_slice(&chunk);
            if answer.len() > LONGEST_ANSWER {
                break;
            }
        }
        let delivered = match message.kind() {
            ChannelKind::Feishu => feishu::delivered(&host, &answer),
            ChannelKind::Dingtalk => dingtalk::delivered(&host, &answer),
            ChannelKind::Wecom => wecom::delivered(&host, &answer),
            ChannelKind::Webhook | ChannelKind::Slack | ChannelKind::Email => Ok(()),
        };
        delivered.map_err(|error| at_once(without_secrets(error, secrets)))
    }
}

fn at_once(error: NotifyError) -> Failure {
    (error, None)
}

/// The error without words of a receiver that repeat a secret.
fn without_secrets(mut error: NotifyError, secrets: &Secrets) -> NotifyError {
    if let NotifyError::Refused { said, .. } | NotifyError::Mail { said, .. } = &mut error
        && secrets.stand_in(said)
    {
        *said = "…".to_owned();
    }
    error
}

/// What is sent.
struct Request {
    url: Url,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// The request of a message, signed for this time.
fn request(message: &Message, secrets: &Secrets, at: Timestamp) -> Result<Request, NotifyError> {
    let bad = NotifyError::Address("an address of a web page, such as https://example.org/hook");
    let mut url = Url::parse(secrets.url.reveal()).map_err(|_| bad)?;
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    let mut set = |name: &'static str, value: &str| match HeaderValue::from_str(value) {
        Ok(value) => drop(headers.insert(HeaderName::from_static(name), value)),
        Err(_) => drop(headers.remove(name)),
    };
    set("idempotency-key", message.key());
    let body = match (message.kind(), &secrets.secret) {
        (ChannelKind::Webhook, secret) => {
            let body = webhook::body(message)?;
            set("x-claimlint-timestamp", &at.as_second().to_string());
            if let Some(secret) = secret {
                set("x-claimlint-signature", &sign::webhook(secret, at.as_second(), &body)?);
            }
            body
        }
        (ChannelKind::Feishu, secret) => {
            let mut body = feishu::body(message);
            if let Some(secret) = secret {
                feishu::sign(&mut body, secret, at.as_second())?;
            }
            body.to_string().into_bytes()
        }
        (ChannelKind::Dingtalk, secret) => {
            if let Some(secret) = secret {
                dingtalk::sign(&mut url, secret, at.as_millisecond())?;
            }
            dingtalk::body(message).to_string().into_bytes()
        }
        (ChannelKind::Wecom, _) => wecom::body(message).to_string().into_bytes(),
        (ChannelKind::Slack | ChannelKind::Email, _) => slack::body(message).to_string().into_bytes(),
    };
    Ok(Request { url, headers, body })
}
