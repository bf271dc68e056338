//! The built binary scanning into a store: started, watched, killed, and what it left behind.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use crate::site::Site;
use crate::web::truth::Truth;
use claimlint::store::{PageId, Store};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::future::Future;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

/// A folder with settings, a store, and what the program says.
pub struct Desk {
    pub site: Site,
    environment: Vec<(String, String)>,
}

/// How a scan ended.
pub struct Scanned {
    pub code: Option<i32>,
    pub news: Value,
    pub took: Duration,
    /// The most memory that it had, in KB.
    pub peak: u64,
    pub log: String,
}

impl Desk {
    /// A desk with these settings. It may ask loopback.
    pub fn new(settings: &str) -> Desk {
        let site = Site::new(&[("claimlint.toml", &format!("allow-hosts = [\"127.0.0.1\"]\n{settings}"))]);
        Desk { site, environment: Vec::new() }
    }

    /// The same with a variable in the environment of the program.
    pub fn with(mut self, name: &str, value: &str) -> Desk {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The program, which writes its log into a file.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_claimlint"));
        let log = File::create(self.site.path().join("log")).unwrap();
        command.args(args).current_dir(self.site.path()).env("RUST_BACKTRACE", "0").stderr(log);
        command.envs(self.environment.iter().cloned());
        command
    }

    /// Starts a scan of all sources.
    pub fn start(&self) -> Child {
        let args = ["scan", "--once", "--format", "json", "--output", "news.json", "--timeout", "10"];
        self.command(&args).spawn().unwrap()
    }

    /// Scans all sources.
    pub fn scan(&self) -> Scanned {
        let began = Instant::now();
        let mut child = self.start();
        let (status, peak) = ended(&mut child, Duration::from_secs(1_800));
        self.scanned(status, began.elapsed(), peak)
    }

    /// What a scan left that ended by itself.
    pub fn scanned(&self, status: ExitStatus, took: Duration, peak: u64) -> Scanned {
        let log = fs::read_to_string(self.site.path().join("log")).unwrap();
        let news = fs::read(self.site.path().join("news.json")).unwrap_or_else(|e| panic!("{e}: {log}"));
        fs::remove_file(self.site.path().join("news.json")).unwrap();
        Scanned { code: status.code(), news: serde_json::from_slice(&news).unwrap(), took, peak, log }
    }

    /// Asks the store, between two programs that write to it.
    pub fn ask<T, F: Future<Output = T>>(&self, ask: impl FnOnce(Store) -> F) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = Store::open(&self.site.path().join(".claimlint/store.db")).await.unwrap();
            let answer = ask(store.clone()).await;
            store.close().await;
            answer
        })
    }

    /// The pages that the last run visited, with when.
    pub fn visited(&self) -> BTreeMap<PageId, String> {
        self.ask(|store| async move {
            let Some(run) = store.runs().await.unwrap().last().map(|run| run.id) else {
                return BTreeMap::new();
            };
            let visits = store.visits(run).await.unwrap().into_iter();
            visits.filter_map(|visit| Some((visit.page, visit.visited?.to_string()))).collect()
        })
    }

    /// How many runs there were, and how many of them ended.
    pub fn runs(&self) -> (usize, usize) {
        self.ask(|store| async move {
            let runs = store.runs().await.unwrap();
            (runs.len(), runs.iter().filter(|run| run.ended.is_some()).count())
        })
    }
}

impl Scanned {
    /// What the report says, in the words of the truth.
    pub fn told(&self) -> Truth {
        let pages = |name: &str| self.news["pages"][name].as_u64().unwrap();
        let findings = |name: &str| {
            let counts = &self.news["findings"][name];
            assert_eq!(counts["info"], 0);
            [counts["error"].as_u64().unwrap(), counts["warning"].as_u64().unwrap()]
        };
        Truth {
            of: pages("of"),
            read: pages("read"),
            unchanged: pages("unchanged"),
            failed: pages("failed"),
            gone: pages("gone"),
            disallowed: pages("disallowed"),
            unlisted: pages("unlisted"),
            unread: pages("unread"),
            new: findings("new"),
            fixed: findings("fixed"),
            open: findings("open"),
        }
    }

    /// The articles that are told of.
    pub fn articles(&self) -> &[Value] {
        self.news["articles"].as_array().unwrap()
    }
}

/// The new findings of an article.
pub fn new_findings(article: &Value) -> Vec<&Value> {
    let cards = article["cards"].as_array().unwrap().iter();
    let folded = cards.flat_map(|card| card["findings"].as_array().unwrap());
    folded.chain(article["loose"].as_array().unwrap()).collect()
}

/// Waits for the end of a program, and gives the most memory that it had, in KB.
pub fn ended(child: &mut Child, longest: Duration) -> (ExitStatus, u64) {
    let began = Instant::now();
    let mut peak = 0;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return (status, peak);
        }
        peak = peak.max(memory(child.id()));
        if began.elapsed() > longest {
            child.kill().unwrap();
            panic!("it did not end within {longest:?}");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The most memory that a process had so far, in KB; 0 where the system does not tell.
fn memory(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// Waits until something is so.
pub fn until(what: &str, longest: Duration, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < longest, "not within {longest:?}: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Numbers that look random, the same for the same seed.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}
