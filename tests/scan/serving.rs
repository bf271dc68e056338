//! `claimlint serve`: it scans when sources are due, answers, stops when asked, and goes on after it was killed.

use crate::desk::{Desk, ended, until};
use crate::web::truth::Truth;
use crate::web::{ELSEWHERE, Web, page};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

/// What is answered at an address; none if nobody listens.
fn get(at: SocketAddr, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect_timeout(&at, Duration::from_secs(1)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

fn is_well(at: SocketAddr) -> bool {
    get(at, "/healthz").is_some_and(|answer| answer.starts_with("HTTP/1.1 200"))
}

fn terminate(child: &Child) {
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
}

/// Asks a program to stop, and says how long it took to do so.
fn stop(mut child: Child) -> Duration {
    let began = Instant::now();
    terminate(&child);
    let (status, _) = ended(&mut child, Duration::from_secs(10));
    assert!(status.success(), "{status}");
    began.elapsed()
}

#[test]
fn it_scans_answers_stops_and_goes_on() {
    let web = Web::start(20);
    let at = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let desk = Desk::new(&format!(
        "select = [{}]\n[scan]\nconcurrency = 2\ninterval-ms = 30\n\
         [[source]]\nname = \"site\"\nkind = \"sitemap\"\nat = \"{}\"\nschedule = \"* * * * * *\"\n\
         include = [\"{}*\", \"{}*\"]\nexclude = [\"*0.html\", \"*2.html\", \"*4.html\", \"*6.html\", \"*8.html\"]\n",
        page::RULES,
        web.at("/map/1.xml"),
        web.at("/a/"),
        web.at("/old/"),
    ));
    let serve = || desk.command(&["serve", "--listen", &at.to_string()]).spawn().unwrap();
    let first = serve();
    until("a healthy answer", PATIENCE, || is_well(at));
    until("two runs", PATIENCE, || get(at, "/metrics").is_some_and(|m| runs(&m) >= 2));
    let metrics = get(at, "/metrics").unwrap();
    assert!(metrics.contains("claimlint_pages_total{status=\"read\"}"), "{metrics}");
    assert!(get(at, "/").is_some_and(|answer| answer.starts_with("HTTP/1.1 404")));
    // Settings that are wrong for a while are told, and end nothing.
    let settings = std::fs::read_to_string(desk.site.path().join("claimlint.toml")).unwrap();
    desk.site.write("claimlint.toml", "[scan]\ninterval");
    let told = || std::fs::read_to_string(desk.site.path().join("log")).unwrap().contains("\"ERROR\"");
    until("the wrong settings are told", PATIENCE, told);
    assert!(is_well(at));
    let before = runs(&get(at, "/metrics").unwrap());
    desk.site.write("claimlint.toml", settings);
    until("a run after that", PATIENCE, || get(at, "/metrics").is_some_and(|m| runs(&m) > before));
    let took = stop(first);
    println!("serve stopped within {took:?}");
    let (begun, _) = desk.runs();
    assert!(begun >= 2);

    // Killed in the middle of a run.
    let mut second = serve();
    web.forget();
    until("visits", PATIENCE, || web.log().iter().filter(|seen| seen.path.starts_with("/a/")).count() >= 2);
    second.kill().unwrap();
    second.wait().unwrap();
    let (begun, over) = desk.runs();
    let third = serve();
    until("it goes on", PATIENCE, || is_well(at) && get(at, "/metrics").is_some_and(|m| runs(&m) >= 2));
    let took = stop(third);
    println!(
        "started again, serve stopped within {took:?}; runs begun and over when it was killed: {begun}, {over}"
    );
    let (now, ended) = desk.runs();
    assert!(now > begun && ended >= begun, "{now} runs, {ended} over");
}

#[test]
fn it_stops_within_seconds_in_the_middle_of_slow_answers() {
    let web = Web::start(2_400);
    let at = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let addresses: String = (0..60).map(|n| web.at(&format!("/a/{}.html", n * 40)) + "\n").collect();
    let desk = Desk::new(
        "[scan]\ninterval-ms = 200\n\
         [[source]]\nname = \"site\"\nkind = \"list\"\nat = \"list.txt\"\nschedule = \"* * * * *\"\n",
    );
    desk.site.write("list.txt", addresses);
    let child = desk.command(&["serve", "--listen", &at.to_string()]).spawn().unwrap();
    until("visits", PATIENCE, || web.requests() >= 5);
    let took = stop(child);
    println!("serve stopped within {took:?} in the middle of a run");
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_eq!(desk.runs(), (1, 0));
}

#[test]
fn a_scan_that_is_asked_to_stop_goes_on_when_it_is_started_again() {
    let (web, desk) = crate::trial(40);
    let mut child = desk.start();
    until("visits", PATIENCE, || web.requests() >= 12);
    terminate(&child);
    let (status, _) = ended(&mut child, Duration::from_secs(5));
    assert_eq!(status.code(), Some(2));
    let log = std::fs::read_to_string(desk.site.path().join("log")).unwrap();
    assert!(log.contains("start it again"), "{log}");
    assert_eq!(desk.runs(), (1, 0));
    assert_eq!(desk.scan().told(), Truth::of(40, ELSEWHERE, 1));
}

/// How many runs the metrics count.
fn runs(metrics: &str) -> u64 {
    let line = metrics.lines().find_map(|line| line.strip_prefix("claimlint_runs_total "));
    line.and_then(|n| n.trim().parse().ok()).unwrap_or(0)
}
