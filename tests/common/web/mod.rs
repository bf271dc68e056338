//! A made-up health site on loopback, over real HTTP: it answers as [`page`] says, counts what is asked of it, and notes
//! every request with its time.
#![allow(dead_code, reason = "each test binary uses a part of it")]

pub mod page;
pub mod truth;

use flate2::Compression;
use flate2::write::GzEncoder;
use http_body_util::{BodyExt, Full, combinators::BoxBody};
use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    LOCATION,
};
use hyper::http::response::Builder;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response};
use hyper_util::rt::TokioIo;
use page::Kind;
use std::collections::HashMap;
use std::future::Future;
use std::io::{self, Write};
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// Pages of the second host, which asks for [`DELAY`] between two requests.
pub const ELSEWHERE: usize = 6;
/// What the second host asks for.
pub const DELAY: Duration = Duration::from_millis(400);
/// How long a slow page takes.
const SLOW: Duration = Duration::from_millis(300);

/// A request, as the server saw it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub at: Instant,
    /// Which host it was for: 0 or 1.
    pub host: usize,
    pub path: String,
    pub conditional: bool,
}

/// A message that somebody sent.
#[derive(Clone, Debug)]
pub struct Posted {
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

#[derive(Default)]
struct Shared {
    pages: usize,
    scan: AtomicU32,
    hosts: Mutex<Vec<String>>,
    log: Mutex<Vec<Seen>>,
    tries: Mutex<HashMap<String, u32>>,
    under_way: [AtomicUsize; 2],
    most: [AtomicUsize; 2],
    /// Connections into the network behind the wall.
    inside: AtomicUsize,
    /// Answers of a test's own: content type and body by path.
    own: Mutex<HashMap<String, (&'static str, Vec<u8>)>>,
    posted: Mutex<Vec<Posted>>,
}

/// The running site.
pub struct Web(Arc<Shared>);

impl Web {
    /// Starts a site of so many pages on two hosts, and a third one behind the wall that nobody may ask.
    pub fn start(pages: usize) -> Web {
        let shared = Arc::new(Shared { pages, scan: AtomicU32::new(1), ..Shared::default() });
        let (send, receive) = std::sync::mpsc::channel();
        let inner = Arc::clone(&shared);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                for (host, at) in ["127.0.0.1:0", "127.0.0.1:0", "127.0.0.2:0"].into_iter().enumerate() {
                    let listener = TcpListener::bind(at).await.unwrap();
                    let address = listener.local_addr().unwrap();
                    inner.hosts.lock().unwrap().push(format!("http://{address}"));
                    tokio::spawn(serve(listener, host, Arc::clone(&inner)));
                }
                send.send(()).unwrap();
                std::future::pending::<()>().await;
            });
        });
        receive.recv().unwrap();
        Web(shared)
    }

    /// The address of something on the first host.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.0.hosts.lock().unwrap()[0])
    }

    /// The site as it is in this scan.
    pub fn turn_to(&self, scan: u32) {
        self.0.scan.store(scan, SeqCst);
        self.forget();
    }

    /// Forgets the requests so far.
    pub fn forget(&self) {
        self.0.log.lock().unwrap().clear();
        self.0.tries.lock().unwrap().clear();
    }

    /// The requests so far.
    pub fn log(&self) -> Vec<Seen> {
        self.0.log.lock().unwrap().clone()
    }

    /// How many requests there were.
    pub fn requests(&self) -> usize {
        self.0.log.lock().unwrap().len()
    }

    /// The most requests to a host that were under way at once.
    pub fn most_at_once(&self, host: usize) -> usize {
        self.0.most[host].load(SeqCst)
    }

    /// How many connections there were to the host behind the wall.
    pub fn inside(&self) -> usize {
        self.0.inside.load(SeqCst)
    }

    /// Answers with this at a path of the first host.
    pub fn put(&self, path: &str, content_type: &'static str, body: impl Into<Vec<u8>>) {
        self.0.own.lock().unwrap().insert(path.to_owned(), (content_type, body.into()));
    }

    /// The messages that were sent to the site.
    pub fn posted(&self) -> Vec<Posted> {
        self.0.posted.lock().unwrap().clone()
    }

    /// The address that the sitemap gives for a page.
    pub fn address(&self, n: usize) -> String {
        self.at(&path(n))
    }
}

/// The path of a page as the sitemap gives it.
pub fn path(n: usize) -> String {
    match Kind::of(n) {
        Kind::Kept => format!("/kept/{n}.html"),
        Kind::Moved => format!("/old/{n}.html"),
        _ => format!("/a/{n}.html"),
    }
}

/// The number of the page that a path leads to.
pub fn number(path: &str) -> Option<usize> {
    let (_, name) = path.strip_prefix('/')?.split_once('/')?;
    name.strip_suffix(".html")?.parse().ok()
}

async fn serve(listener: TcpListener, host: usize, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        if host == 2 {
            shared.inside.fetch_add(1, SeqCst);
            continue;
        }
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let answer = service_fn(move |request| answer(request, host, Arc::clone(&shared)));
            // A connection that the client leaves is no matter.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}

/// A request under way.
struct UnderWay(Arc<Shared>, usize);

impl UnderWay {
    fn new(shared: &Arc<Shared>, host: usize) -> UnderWay {
        let now = shared.under_way[host].fetch_add(1, SeqCst) + 1;
        shared.most[host].fetch_max(now, SeqCst);
        UnderWay(Arc::clone(shared), host)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way[self.1].fetch_sub(1, SeqCst);
    }
}

type Reply = Response<BoxBody<Bytes, io::Error>>;

async fn answer(request: Request<Incoming>, host: usize, shared: Arc<Shared>) -> io::Result<Reply> {
    let _under_way = UnderWay::new(&shared, host);
    let (path, headers) = (request.uri().path().to_owned(), request.headers().clone());
    if request.method() == Method::POST {
        if path == "/refusing-hook" {
            return Ok(Response::builder().status(403).body(full("")).unwrap());
        }
        let body = request.into_body().collect().await.map_err(io::Error::other)?.to_bytes().to_vec();
        shared.posted.lock().unwrap().push(Posted { headers, body });
        if path == "/slow-hook" {
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
        return Ok(Response::builder().body(full("ok")).unwrap());
    }
    let conditional = headers.contains_key(IF_NONE_MATCH) || headers.contains_key(IF_MODIFIED_SINCE);
    let seen = Seen { at: Instant::now(), host, path: path.clone(), conditional };
    shared.log.lock().unwrap().push(seen);
    let reply = Response::builder();
    let own = shared.own.lock().unwrap().get(&path).filter(|_| host == 0).cloned();
    if let Some((content_type, body)) = own {
        return Ok(reply.header(CONTENT_TYPE, content_type).body(full(body)).unwrap());
    }
    let whole = match (path.as_str(), host) {
        ("/robots.txt", 0) => reply.body(full("User-agent: *\nDisallow: /kept/\n")),
        ("/robots.txt", _) => {
            reply.body(full(format!("User-agent: claimlint\nCrawl-delay: {}\n", DELAY.as_secs_f32())))
        }
        ("/", 0) => reply.header(CONTENT_TYPE, "text/html").body(full(page::html(1, 1))),
        ("/sitemap.xml", 0) => reply.header(CONTENT_TYPE, "application/xml").body(full(index(&shared))),
        ("/map/0.xml.gz", 0) => {
            reply.header(CONTENT_TYPE, "application/gzip").body(full(packed(&map(&shared, 0))))
        }
        ("/map/1.xml", 0) => reply.header(CONTENT_TYPE, "application/xml").body(full(map(&shared, 1))),
        _ => match number(&path).filter(|n| *n < shared.pages || host == 1) {
            Some(n) => return page(n, host, &path, &headers, &shared).await,
            None => reply.status(404).body(full("")),
        },
    };
    Ok(whole.unwrap())
}

/// What a host answers for a page.
async fn page(n: usize, host: usize, path: &str, headers: &HeaderMap, shared: &Shared) -> io::Result<Reply> {
    let tries = {
        let mut tries = shared.tries.lock().unwrap();
        let tries = tries.entry(format!("{host}{path}")).or_default();
        *tries += 1;
        *tries
    };
    let scan = shared.scan.load(SeqCst);
    let version = page::version(n, scan);
    let html = page::html(n, version);
    let kind = if host == 1 { Kind::Steady } else { Kind::of(n) };
    let reply = Response::builder().header(CONTENT_TYPE, "text/html; charset=utf-8");
    let status = |reply: Builder, status: u16| reply.status(status).body(full(""));
    let reply = match kind {
        Kind::Broken => status(reply, 500),
        Kind::FailsLater if scan > 1 => status(reply, 500),
        Kind::Flaky if tries == 1 => status(reply, 500),
        Kind::Home if scan > 1 => status(reply.header(LOCATION, "/"), 302),
        Kind::Leaves if scan > 1 => status(reply, 404),
        Kind::Gone => status(reply, 410),
        Kind::CutOnce if tries > 1 => reply.body(full(html)),
        Kind::Cut | Kind::CutOnce => {
            let half = (0..=html.len() / 2).rev().find(|at| html.is_char_boundary(*at)).unwrap();
            reply.header(CONTENT_LENGTH, html.len()).body(BrokenOff::after(&html[..half]).boxed())
        }
        Kind::Inward => {
            let inside = shared.hosts.lock().unwrap()[2].clone();
            let to = if n % 80 == 6 { format!("http://10.77.{}.9/", n % 250) } else { inside };
            status(reply.header(LOCATION, to), 302)
        }
        Kind::Moved if path.starts_with("/old/") => {
            status(reply.header(LOCATION, format!("/new/{n}.html")), 301)
        }
        Kind::Dated => {
            let date = format!("Sun, 0{version} Nov 2026 08:49:37 GMT");
            let known = headers.get(IF_MODIFIED_SINCE).is_some_and(|v| v == date.as_str());
            let reply = reply.header(LAST_MODIFIED, date);
            if known { status(reply, 304) } else { reply.body(full(html)) }
        }
        Kind::Gzip => reply.header(CONTENT_ENCODING, "gzip").body(full(packed(&html))),
        Kind::Plain => reply.body(full(html)),
        _ => {
            if kind == Kind::Slow {
                tokio::time::sleep(SLOW).await;
            }
            let tag = format!("\"{n}-{version}\"");
            let known = headers.get(IF_NONE_MATCH).is_some_and(|v| v == tag.as_str());
            let reply = reply.header(ETAG, tag);
            if known { status(reply, 304) } else { reply.body(full(html)) }
        }
    };
    Ok(reply.unwrap())
}

fn index(shared: &Shared) -> String {
    let host = shared.hosts.lock().unwrap()[0].clone();
    let maps = ["0.xml.gz", "1.xml"].map(|name| format!("<sitemap><loc>{host}/map/{name}</loc></sitemap>"));
    format!("<?xml version=\"1.0\"?><sitemapindex>{}</sitemapindex>", maps.concat())
}

/// One half of the sitemap; the second names the pages of the second host as well.
fn map(shared: &Shared, half: usize) -> String {
    let hosts = shared.hosts.lock().unwrap().clone();
    let scan = shared.scan.load(SeqCst);
    let middle = shared.pages / 2;
    let numbers = if half == 0 { 0..middle } else { middle..shared.pages };
    let named = numbers.filter(|n| scan == 1 || Kind::of(*n) != Kind::Unlisted);
    let mut all: Vec<String> = named.map(|n| format!("{}{}", hosts[0], path(n))).collect();
    if half == 1 {
        // Numbers of steady pages with no sentence that a rule speaks of.
        all.extend((1..=ELSEWHERE).map(|n| format!("{}/b/{}.html", hosts[1], n * 160_000 + 1)));
    }
    let urls: String = all.iter().map(|at| format!("<url><loc>{at}</loc></url>\n")).collect();
    format!("<?xml version=\"1.0\"?><urlset>{urls}</urlset>")
}

/// A text as one member of a gzip file.
pub fn packed(text: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

fn full(body: impl Into<Vec<u8>>) -> BoxBody<Bytes, io::Error> {
    Full::new(Bytes::from(body.into())).map_err(|never| match never {}).boxed()
}

/// A body that breaks off.
struct BrokenOff(Option<String>, Pin<Box<tokio::time::Sleep>>);

impl BrokenOff {
    fn after(text: &str) -> BrokenOff {
        // At once, even the head of the answer would be lost.
        BrokenOff(Some(text.to_owned()), Box::pin(tokio::time::sleep(Duration::from_millis(30))))
    }
}

impl Body for BrokenOff {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.0.take() {
            Some(text) => Poll::Ready(Some(Ok(Frame::data(Bytes::from(text))))),
            None => self.1.as_mut().poll(context).map(|()| Some(Err(io::ErrorKind::ConnectionReset.into()))),
        }
    }
}
