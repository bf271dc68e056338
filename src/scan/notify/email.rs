//! An e-mail by SMTP: plain text and HTML, with a Message-ID that is the same for the same run and channel.
//!
//! `smtps://user:password@host` speaks TLS from the first byte (port 465), `smtp://…` begins it with STARTTLS
//! (port 587) and goes no further without; only to this machine itself does it speak without TLS (port 25).

use super::lines::{Kind, Line, fit, title};
use super::message::Message;
use super::sign::Secret;
use super::{NotifyError, plain};
use crate::fetch::{FetchError, Guard};
use crate::report::safe::one_line;
use crate::rules::Severity;
use crate::text::Language;
use askama::Template;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message as Mail, Tokio1Executor};
use percent_encoding::percent_decode_str;
use reqwest::Url;
use reqwest::dns::{Name, Resolve};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// Bytes of the text.
const LONGEST: usize = 100_000;
const ADDRESS: &str = "smtps://user:password@host or smtp://user:password@host";

#[derive(Template)]
#[template(path = "email.html", config = "src/scan/askama.toml")]
struct Page {
    lang: &'static str,
    title: String,
    lines: Vec<Line>,
}

/// The e-mail.
pub(super) fn mail(message: &Message) -> Result<Mail, NotifyError> {
    let written = |e: &dyn std::fmt::Display| NotifyError::Written(e.to_string());
    let lines = fit(message, LONGEST, Line::clone, |line| line.text.len() + line.head.len() + 200);
    let from = message.channel.from.as_deref().and_then(|from| from.parse::<Mailbox>().ok());
    let mut mail = Mail::builder()
        .from(from.ok_or(NotifyError::Mailbox("from"))?)
        .subject(one_line(&title(message)))
        .message_id(Some(format!("<{}@claimlint>", message.key)))
        .date_now();
    if message.channel.to.is_empty() {
        return Err(NotifyError::Mailbox("to"));
    }
    for to in &message.channel.to {
        mail = mail.to(to.parse().map_err(|_| NotifyError::Mailbox("to"))?);
    }
    let lang = match message.language {
        Language::Zh => "zh",
        Language::En => "en",
    };
    let shown = |line: Line| Line { text: one_line(&line.text), ..line };
    let lines: Vec<Line> = lines.into_iter().map(shown).collect();
    let text = lines.iter().map(in_text).collect::<Vec<_>>().join("\r\n");
    let page = Page { lang, title: one_line(&title(message)), lines };
    let html = page.render().map_err(|e| written(&e))?;
    mail.multipart(MultiPart::alternative_plain_html(text, html)).map_err(|e| written(&e))
}

fn in_text(line: &Line) -> String {
    // Programs make links of words in plain text by themselves.
    let text = plain::unlinked(&line.text);
    match (line.kind, &line.link) {
        (Kind::Article, Some(link)) => format!("\r\n{text}\r\n<{link}>"),
        (Kind::Article, None) => format!("\r\n{text}"),
        (Kind::Card, _) => format!("\r\n{text}"),
        (Kind::Finding(_), _) => format!("- {} {text}", line.head),
        (Kind::Title | Kind::Note, _) => text,
    }
}

/// A mail server.
pub(super) struct Server {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    addresses: Vec<IpAddr>,
}

impl Server {
    /// The server that an address names; where its host stands for an address of a private network it
    /// must be this machine, or be allowed by name.
    pub(super) async fn of(url: &Secret, allow_hosts: &[String]) -> Result<Server, NotifyError> {
        let url = Url::parse(url.reveal()).map_err(|_| NotifyError::Address(ADDRESS))?;
        if !matches!(url.scheme(), "smtp" | "smtps") {
            return Err(NotifyError::Address(ADDRESS));
        }
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let named_here = host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        let mut allowed = allow_hosts.to_vec();
        allowed.extend(named_here.then(|| host.clone()));
        let name: Name = host.parse().map_err(|_| NotifyError::Address(ADDRESS))?;
        let found = Guard::new(&allowed).resolve(name).await;
        let found = found.map_err(|error| match error.is::<std::io::Error>() {
            true => FetchError::Connection { host: host.clone(), reason: error.to_string() },
            false => FetchError::NotPublic(host.clone()),
        })?;
        let addresses: Vec<IpAddr> = found.map(|address: SocketAddr| address.ip()).collect();
        let is_here = named_here && addresses.iter().all(IpAddr::is_loopback);
        let parameters = || TlsParameters::new(host.clone()).map_err(|e| refused(&host, &e));
        let (tls, port) = match (url.scheme() == "smtps", is_here) {
            (true, _) => (Tls::Wrapper(parameters()?), 465),
            (false, true) => (Tls::None, 25),
            (false, false) => (Tls::Required(parameters()?), 587),
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let credentials =
            url.password().map(|password| Credentials::new(decoded(url.username()), decoded(password)));
        Ok(Server { port: url.port().unwrap_or(port), host, tls, credentials, addresses })
    }

    /// Hands an e-mail over, to the address whose turn it is.
    pub(super) async fn send(&self, mail: Mail, turn: usize, timeout: Duration) -> Result<(), NotifyError> {
        let address = self.addresses.get(turn % self.addresses.len().max(1));
        let address = address.map_or_else(|| self.host.clone(), IpAddr::to_string);
        // What was resolved and looked at is what is asked; TLS asks for the name.
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(address)
            .port(self.port)
            .tls(self.tls.clone())
            .timeout(Some(timeout));
        if let Some(credentials) = &self.credentials {
            transport = transport.credentials(credentials.clone());
        }
        transport.build().send(mail).await.map(|_| ()).map_err(|e| refused(&self.host, &e))
    }
}

fn refused(host: &str, error: &lettre::transport::smtp::Error) -> NotifyError {
    let causes = std::iter::successors(std::error::Error::source(error), |&e| e.source());
    let innermost = causes.last().map_or_else(|| error.to_string(), ToString::to_string);
    let never = error.is_permanent() || error.is_client();
    NotifyError::Mail { host: host.to_owned(), said: plain::cut(&innermost, 200), may_pass: !never }
}
