//! Scans of a made-up site with faults, through the built binary: what they come to, to the page, and what they never do.
#![cfg(all(feature = "desk", unix))]

#[path = "common/desk.rs"]
mod desk;
#[path = "scan/kinds.rs"]
mod kinds;
#[path = "scan/retraction.rs"]
mod retraction;
#[path = "scan/serving.rs"]
mod serving;
#[path = "common/site.rs"]
mod site;
#[path = "scan/speed.rs"]
mod speed;
#[path = "common/web/mod.rs"]
mod web;

use claimlint::store::PageId;
use desk::{Desk, Random, ended, until};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};
use web::page::Kind;
use web::truth::Truth;
use web::{DELAY, ELSEWHERE, Seen, Web, page};

/// Requests to a host at the same time, and from one to the next.
const PER_HOST: usize = 3;
const INTERVAL: Duration = Duration::from_millis(20);
/// The most memory of a scan in KB, however many pages it has.
const MEMORY: u64 = 256_000;

fn trial(pages: usize) -> (Web, Desk) {
    let web = Web::start(pages);
    let desk = Desk::new(&format!(
        "select = [{}]\n[scan]\nconcurrency = 8\ninterval-ms = {}\nper-host = {PER_HOST}\n\
         [[source]]\nname = \"site\"\nkind = \"sitemap\"\nat = \"{}\"\n",
        page::RULES,
        INTERVAL.as_millis(),
        web.at("/sitemap.xml"),
    ));
    (web, desk)
}

/// What no scan may do, from the log of the server.
fn assert_manners(web: &Web) {
    let log = web.log();
    assert!(log.iter().all(|seen| !seen.path.starts_with("/kept/")), "robots.txt was not kept to");
    assert_eq!(web.inside(), 0, "somebody asked inside the wall");
    for (host, interval) in [(0, INTERVAL), (1, DELAY)] {
        assert!(web.most_at_once(host) <= PER_HOST, "{} at once", web.most_at_once(host));
        let times: Vec<Instant> = log.iter().filter(|seen| seen.host == host).map(|seen| seen.at).collect();
        assert_intervals(&times, interval);
    }
    let robots = |host| log.iter().filter(|seen| seen.host == host && seen.path == "/robots.txt").count();
    assert_eq!((robots(0), robots(1)), (1, 1));
}

/// Requests start evenly, though one may be late on its way and the next not.
fn assert_intervals(times: &[Instant], interval: Duration) {
    for many in [1, 10, 50] {
        for window in times.windows(many + 1).skip(2) {
            let (took, least) = (window[many] - window[0], interval * many as u32);
            assert!(took + Duration::from_millis(250) >= least, "{many} requests in {took:?}");
        }
    }
    let all = times[times.len() - 1] - times[0];
    assert!(all + DELAY * 2 >= interval * (times.len() as u32 - 1), "{} requests in {all:?}", times.len());
}

/// Every page is asked for as often as it must be.
fn assert_requests(pages: usize, scan: u32, log: &[Seen]) {
    let mut requests: HashMap<&str, Vec<&Seen>> = HashMap::new();
    log.iter().filter(|s| s.host == 0).for_each(|s| requests.entry(&s.path).or_default().push(s));
    for n in 0..pages {
        let kind = Kind::of(n);
        let asked = requests.get(web::path(n).as_str()).map_or(&[][..], Vec::as_slice);
        let expected = match kind {
            Kind::Broken | Kind::Cut => 5,
            Kind::FailsLater if scan > 1 => 5,
            Kind::Flaky | Kind::CutOnce => 2,
            Kind::Kept => 0,
            _ => 1,
        };
        assert_eq!(asked.len(), expected, "page {n}, {kind:?}");
        if kind == Kind::Steady && scan > 1 {
            assert!(asked[0].conditional, "page {n} was asked for whole");
        }
    }
}

/// Scans, lets the site change, scans, and scans again.
fn trial_of(pages: usize) {
    let (web, desk) = trial(pages);
    for scan in 1..=3 {
        web.turn_to(scan);
        let scanned = desk.scan();
        println!(
            "{pages} pages, scan {scan}: {:.1} s, {} requests, {} MB",
            scanned.took.as_secs_f32(),
            web.requests(),
            scanned.peak / 1024
        );
        assert_eq!(scanned.told(), Truth::of(pages, ELSEWHERE, scan), "scan {scan}: {}", scanned.log);
        assert_eq!(scanned.code, Some(3), "pages that could not be had are told");
        assert_manners(&web);
        assert_requests(pages, scan, &web.log());
        assert!(scanned.peak < MEMORY, "{} KB", scanned.peak);
        for article in scanned.articles() {
            let why = desk::new_findings(article).into_iter().chain(article["fixed"].as_array().unwrap());
            assert!(why.into_iter().all(|finding| finding["why"] == "article"), "{article}");
        }
    }
}

#[test]
fn what_is_new_and_fixed_is_told_to_the_page() {
    trial_of(200);
}

#[test]
#[ignore = "minutes"]
fn what_is_new_and_fixed_is_told_to_the_page_of_two_thousand() {
    trial_of(2_000);
}

/// The page of an address in the store.
fn pages_by_path(web: &Web, pages: usize) -> HashMap<String, PageId> {
    let mut by_path = HashMap::new();
    for n in 0..pages {
        let id = PageId::of("site", &web.address(n));
        by_path.insert(web::path(n), id.clone());
        by_path.insert(format!("/new/{n}.html"), id);
    }
    by_path
}

/// A scan that is killed at random moments, and started again each time.
fn killed(web: &Web, desk: &Desk, pages: usize, random: &mut Random, kills: usize) -> desk::Scanned {
    let by_path = pages_by_path(web, pages);
    let mut before: Vec<(Instant, BTreeMap<PageId, String>)> = Vec::new();
    for _ in 0..kills {
        let mut child = desk.start();
        let goal = web.requests() + random.below((pages * 6 / 5 / kills) as u64) as usize;
        until("requests", Duration::from_secs(120), || web.requests() >= goal);
        std::thread::sleep(Duration::from_millis(random.below(60)));
        child.kill().unwrap();
        child.wait().unwrap();
        before.push((Instant::now(), desk.visited()));
    }
    let scanned = desk.scan();
    let after = desk.visited();
    let log = web.log();
    for (at, visited) in &before {
        for (page, when) in visited {
            assert_eq!(after.get(page), Some(when), "a page was visited twice");
        }
        let again = log.iter().filter(|seen| seen.at > *at);
        let mut again =
            again.filter_map(|seen| by_path.get(&seen.path)).filter(|page| visited.contains_key(page));
        assert_eq!(again.next(), None, "a page was asked for after its visit was written");
    }
    // Pages that need one request each: one more at most for each that was under way.
    let simple = |n: &usize| matches!(Kind::of(*n), Kind::Steady | Kind::Plain | Kind::Dated | Kind::Gzip);
    let paths: HashSet<String> = (0..pages).filter(simple).map(web::path).collect();
    let asked = log.iter().filter(|seen| paths.contains(&seen.path)).count();
    println!(
        "{kills} kills, visits before each: {:?}",
        before.iter().map(|(_, v)| v.len()).collect::<Vec<_>>()
    );
    println!("{} pages of one request each: {asked} requests", paths.len());
    assert!((paths.len()..=paths.len() + kills * PER_HOST).contains(&asked), "{asked} of {}", paths.len());
    scanned
}

/// Two scans that are killed again and again, with the site changed in between.
fn killed_trial_of(pages: usize, kills: usize) {
    let (web, desk) = trial(pages);
    let mut random = Random(2026);
    for scan in 1..=2 {
        web.turn_to(scan);
        let scanned = killed(&web, &desk, pages, &mut random, kills);
        assert_eq!(scanned.told(), Truth::of(pages, ELSEWHERE, scan), "scan {scan}: {}", scanned.log);
        assert!(web.log().iter().all(|seen| !seen.path.starts_with("/kept/")) && web.inside() == 0);
        assert_eq!(desk.runs(), (scan as usize, scan as usize));
    }
}

#[test]
fn killed_at_any_moment_it_loses_and_repeats_nothing() {
    killed_trial_of(200, 5);
}

#[test]
#[ignore = "minutes"]
fn killed_at_any_moment_it_loses_and_repeats_nothing_of_two_thousand() {
    killed_trial_of(2_000, 10);
}

#[test]
fn two_programs_never_scan_into_a_store_at_once() {
    let (web, desk) = trial(40);
    let mut first = desk.start();
    until("requests", Duration::from_secs(60), || web.requests() > 3);
    let second = desk.command(&["scan", "--once"]).output().unwrap();
    assert_eq!(second.status.code(), Some(2));
    assert_eq!(desk.runs().0, 1);
    let (status, _) = ended(&mut first, Duration::from_secs(120));
    assert_eq!(status.code(), Some(3));
}
