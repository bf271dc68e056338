//! Services of the literature on loopback, over real HTTP: they know a small world of made-up papers,
//! answer in the forms of Crossref, PubMed, Europe PMC, OpenAlex and doi.org, and fail as asked.
#![allow(dead_code, reason = "each test binary uses a part of it")]

mod answers;
pub mod world;

use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER, USER_AGENT};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::collections::HashMap;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use world::World;

/// The services, in the order of their addresses.
pub const SERVICES: [&str; 5] = ["crossref", "pubmed", "europepmc", "openalex", "doi"];

/// Requests a second that a service allows.
pub const LIMIT: usize = 50;

/// What a request gets instead of its answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    TooMany,
    Timeout,
    Truncated,
    WrongType,
    Private,
    Broken,
}

const FAULTS: [Fault; 6] =
    [Fault::TooMany, Fault::Timeout, Fault::Truncated, Fault::WrongType, Fault::Private, Fault::Broken];

/// A request, as the server saw it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub at: Instant,
    pub service: &'static str,
    pub path: String,
    pub agent: String,
    pub fault: Option<Fault>,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub content_type: &'static str,
    pub body: String,
}

struct Shared {
    world: World,
    /// One request in so many fails at first; none if 0.
    faults: u64,
    log: Mutex<Vec<Seen>>,
    tries: Mutex<HashMap<String, u32>>,
    down: Mutex<Option<&'static str>>,
}

/// The running services.
pub struct Server {
    pub addresses: Vec<String>,
    shared: Arc<Shared>,
}

impl Server {
    /// Starts the services; of the addresses asked for, one in `faults` fails the first time.
    pub fn start(world: World, faults: u64) -> Server {
        let shared = Arc::new(Shared {
            world,
            faults,
            log: Mutex::default(),
            tries: Mutex::default(),
            down: Mutex::default(),
        });
        let (send, receive) = std::sync::mpsc::channel();
        let inner = Arc::clone(&shared);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                for service in SERVICES {
                    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                    send.send(format!("http://{}", listener.local_addr().unwrap())).unwrap();
                    tokio::spawn(serve(listener, service, Arc::clone(&inner)));
                }
                std::future::pending::<()>().await;
            });
        });
        let addresses = SERVICES.iter().map(|_| receive.recv().unwrap()).collect();
        Server { addresses, shared }
    }

    /// What the environment says to a program that is to ask these services.
    pub fn environment(&self) -> Vec<(String, String)> {
        let name = |service: &str| format!("CLAIMLINT_{}_URL", service.to_uppercase());
        SERVICES.iter().zip(&self.addresses).map(|(s, a)| (name(s), a.clone())).collect()
    }

    /// The requests so far.
    pub fn log(&self) -> Vec<Seen> {
        self.shared.log.lock().unwrap().clone()
    }

    /// Forgets the requests so far.
    pub fn forget(&self) {
        self.shared.log.lock().unwrap().clear();
        self.shared.tries.lock().unwrap().clear();
    }

    /// Lets a service answer with errors only, or none.
    pub fn take_down(&self, service: Option<&'static str>) {
        *self.shared.down.lock().unwrap() = service;
    }
}

async fn serve(listener: TcpListener, service: &'static str, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let answer = service_fn(move |request| answer(request, service, Arc::clone(&shared)));
            // A connection that the client leaves is no matter.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}

type Reply = Response<BoxBody<Bytes, io::Error>>;

async fn answer(request: Request<Incoming>, service: &'static str, shared: Arc<Shared>) -> io::Result<Reply> {
    let path = request.uri().to_string();
    let agent = request.headers().get(USER_AGENT).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default();
    let tries = {
        let mut tries = shared.tries.lock().unwrap();
        let tries = tries.entry(format!("{service}{path}")).or_default();
        *tries += 1;
        *tries
    };
    let hash = fnv(&format!("{service}{path}"));
    let fails = shared.faults > 0 && hash.is_multiple_of(shared.faults) && tries == 1;
    let mut fault = fails.then(|| FAULTS[(hash / shared.faults % 6) as usize]);
    if *shared.down.lock().unwrap() == Some(service) {
        fault = Some(Fault::Broken);
    }
    shared.log.lock().unwrap().push(Seen { at: Instant::now(), service, path: path.clone(), agent, fault });
    let whole = answers::answer(service, &path, &shared.world);
    let mut reply = Response::builder()
        .header("x-rate-limit-limit", LIMIT.to_string())
        .header("x-rate-limit-interval", "1s")
        .header("x-concurrency-limit", "3");
    let full = |text: &str| Full::new(Bytes::from(text.to_owned())).map_err(|never| match never {}).boxed();
    Ok(match fault {
        None => reply.status(whole.status).header(CONTENT_TYPE, whole.content_type).body(full(&whole.body)),
        Some(Fault::TooMany) => reply.status(429).header(RETRY_AFTER, "1").body(full("slow down")),
        Some(Fault::Broken) => reply.status(503).body(full("")),
        Some(Fault::WrongType) => reply
            .header(CONTENT_TYPE, "text/html")
            .body(full("<html><body>Please log in to this network</body></html>")),
        Some(Fault::Private) => {
            let hosts = [
                "10.0.0.1",
                "localhost:1",
                "[::1]:1",
                "169.254.169.254/latest",
                "127.0.0.2:9",
                "192.168.1.1",
            ];
            let host = hosts[(hash / 77 % 6) as usize];
            reply.status(302).header(LOCATION, format!("http://{host}/")).body(full(""))
        }
        Some(Fault::Timeout) => {
            tokio::time::sleep(Duration::from_secs(3)).await;
            reply.body(full(""))
        }
        Some(Fault::Truncated) => {
            let half = whole.body.len() / 2;
            let half = (0..=half).rev().find(|at| whole.body.is_char_boundary(*at)).unwrap();
            reply = reply.status(whole.status).header(CONTENT_TYPE, whole.content_type);
            reply
                .header(CONTENT_LENGTH, whole.body.len())
                .body(BrokenOff(Some(whole.body[..half].to_owned())).boxed())
        }
    }
    .unwrap())
}

/// A body that breaks off.
struct BrokenOff(Option<String>);

impl Body for BrokenOff {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(Some(match self.0.take() {
            Some(text) => Ok(Frame::data(Bytes::from(text))),
            None => Err(io::ErrorKind::ConnectionReset.into()),
        }))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}

pub fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)) >> 7
}
