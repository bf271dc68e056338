//! `claimlint refs` against services on loopback, over real HTTP, with one request in ten failing: every
//! answer right, no rate exceeded, the same lock file again, and nothing lost when it is killed.
#![cfg(feature = "fetch")]

#[path = "common/service/mod.rs"]
mod service;
#[path = "common/site.rs"]
mod site;

use claimlint::evidence::{Answer, LockFile, LockRecord, Status};
use serde_json::Value;
use service::world::{Fate, Paper, World, paper};
use service::{Fault, LIMIT, SERVICES, Seen, Server};
use site::Site;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What an entry must come to.
#[derive(Debug)]
enum Expected {
    Paper(Box<Paper>),
    NoSuchId,
    Elsewhere,
    NotFound,
}

/// Two hundred entries of every kind, and the world that they are of.
fn two_hundred() -> (World, Vec<(String, Expected)>) {
    let mut world = World { papers: (0..180).map(paper).collect(), ..World::default() };
    // A paper that PubMed alone has.
    world.papers[134].in_crossref = false;
    let mut entries = Vec::new();
    for (n, paper) in world.papers.iter().enumerate() {
        let entry = match n {
            0..120 => paper.entry(true, false),
            120..150 if paper.in_pubmed => paper.entry(false, true),
            _ => paper.entry(false, false),
        };
        entries.push((entry, Expected::Paper(Box::new(paper.clone()))));
    }
    for n in 180..188 {
        entries.push((paper(n).entry(true, false), Expected::NoSuchId));
    }
    for n in 188..193 {
        let doi = format!("10.3760/cma.j.issn.{n}");
        entries.push((
            format!(
                "李某, 王某. 某药治疗第{n}种病的临床观察[J]. 示例中医杂志, 2014, 34(8): 623-627. DOI: {doi}."
            ),
            Expected::Elsewhere,
        ));
        world.elsewhere.push(doi);
    }
    for n in 193..200 {
        entries.push((paper(n).entry(false, false), Expected::NotFound));
    }
    (world, entries)
}

fn site(entries: &[(String, Expected)]) -> Site {
    let site =
        Site::new(&[("claimlint.toml", "mailto = \"editor@example.org\"\nallow-hosts = [\"127.0.0.1\"]\n")]);
    for (part, entries) in entries.chunks(50).enumerate() {
        let listed: Vec<String> =
            entries.iter().enumerate().map(|(i, (entry, _))| format!("[{}] {entry}\n", i + 1)).collect();
        site.write(
            &format!("articles/{part}.md"),
            format!("# On health\n\nA body of text.\n\n## References\n\n{}", listed.join("\n")),
        );
    }
    site
}

fn claimlint(site: &Site, server: &Server, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimlint"));
    command.args(args).current_dir(site.path()).env("RUST_BACKTRACE", "0").envs(server.environment());
    command.env_remove("NCBI_API_KEY").env_remove("OPENALEX_API_KEY");
    command
}

const UPDATE: [&str; 6] = ["refs", "update", "--timeout", "1", "--as-of", "2026-11-23"];

fn update(site: &Site, server: &Server) -> String {
    let output = claimlint(site, server, &UPDATE).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}\n{err}");
    assert_eq!(err, "", "{out}");
    out.into_owned()
}

fn lock(site: &Site) -> String {
    fs::read_to_string(site.path().join("claimlint.lock")).unwrap()
}

fn read(text: &str) -> LockFile {
    LockFile::read("claimlint.lock", text).unwrap()
}

/// The answer of an entry, by how it begins.
fn answer<'a>(file: &'a LockFile, entry: &str) -> &'a Answer {
    let start: String = entry.chars().take(72).collect();
    let shown = |a: &&Answer| match a {
        Answer::Record { entry, .. } | Answer::Elsewhere { entry, .. } | Answer::NotFound { entry, .. } => {
            *entry == start.trim_end()
        }
    };
    let mut found = file.references.values().filter(shown);
    found.next().unwrap_or_else(|| panic!("no answer for {entry}"))
}

fn record<'a>(file: &'a LockFile, entry: &str) -> &'a LockRecord {
    &file.records[answer(file, entry).record().unwrap_or_else(|| panic!("not found: {entry}"))]
}

fn status(paper: &Paper) -> Status {
    match paper.fate {
        Fate::RetractedByPubmed if paper.in_pubmed => Status::Retracted,
        Fate::RetractedByCrossref | Fate::RetractedInPlace if paper.in_crossref => Status::Retracted,
        Fate::RetractedByOpenalex => Status::Retracted,
        Fate::Concern if paper.in_crossref => Status::Concern,
        Fate::Corrected if paper.in_crossref => Status::Corrected,
        _ => Status::Current,
    }
}

fn all_right(text: &str, entries: &[(String, Expected)], site: &Site) {
    let file = read(text);
    for (entry, expected) in entries {
        match expected {
            Expected::Paper(paper) => {
                let record = record(&file, entry);
                assert_eq!(record.doi, paper.doi.to_lowercase(), "{entry}");
                assert_eq!(
                    (record.year, record.volume.as_str()),
                    (Some(paper.year), paper.volume.to_string().as_str())
                );
                assert_eq!(record.status, Some(status(paper)), "{entry}: {:?}", record.said);
                assert_eq!(record.pmid.is_empty(), !paper.in_pubmed, "{entry}");
                let text = fs::read_to_string(
                    site.path().join(".claimlint/abstracts").join(&record.abstract_sha256),
                )
                .unwrap();
                assert!(text.contains(&format!("{} people took part", paper.page)), "{entry}: {text}");
            }
            Expected::NoSuchId => {
                assert!(matches!(answer(&file, entry), Answer::NotFound { no_such_id: true, .. }), "{entry}")
            }
            Expected::Elsewhere => assert!(
                matches!(answer(&file, entry), Answer::Elsewhere { agency, .. } if agency == "ISTIC"),
                "{entry}"
            ),
            Expected::NotFound => {
                let Answer::NotFound { not_found, no_such_id: false, .. } = answer(&file, entry) else {
                    panic!("{entry}")
                };
                assert_eq!(not_found, &["crossref", "pubmed", "europepmc"]);
            }
        }
    }
    assert_eq!(file.references.len(), entries.len());
}

/// No more requests in any second than a service allows, and none while it wants to be left alone.
fn no_rate_exceeded(log: &[Seen]) {
    for service in SERVICES {
        let of: Vec<&Seen> = log.iter().filter(|s| s.service == service).collect();
        for window in of.windows(LIMIT + 1) {
            let took = window[LIMIT].at - window[0].at;
            assert!(took >= Duration::from_secs(1), "{service}: {} requests in {took:?}", LIMIT + 1);
        }
        for limited in of.iter().filter(|s| s.fault == Some(Fault::TooMany)) {
            // Requests that were under way when it said so could not know.
            let rest = Duration::from_millis(150)..Duration::from_millis(950);
            let early: Vec<Duration> = of
                .iter()
                .filter_map(|s| s.at.checked_duration_since(limited.at))
                .filter(|d| rest.contains(d))
                .collect();
            assert!(early.is_empty(), "{service} was asked {early:?} after it asked for a second");
        }
    }
}

#[test]
fn two_hundred_references_with_one_request_in_ten_failing() {
    let (world, entries) = two_hundred();
    let server = Server::start(world, 10);
    let first = site(&entries);
    let said = update(&first, &server);
    assert!(
        said.contains("200 references: 180 found, 15 not found, 5 registered elsewhere; asked for 200"),
        "{said}"
    );
    let log = server.log();
    let failed = log.iter().filter(|s| s.fault.is_some()).count();
    assert!(failed * 14 > log.len(), "{failed} of {} requests failed", log.len());
    let kinds: BTreeSet<String> = log.iter().filter_map(|s| s.fault).map(|f| format!("{f:?}")).collect();
    assert_eq!(kinds.len(), 6, "{kinds:?}");
    assert!(
        log.iter().all(|s| s.agent.contains("claimlint/") && s.agent.contains("mailto:editor@example.org"))
    );
    assert!(
        log.iter()
            .filter(|s| s.service == "crossref")
            .all(|s| s.path.contains("mailto=editor%40example.org"))
    );
    let text = lock(&first);
    all_right(&text, &entries, &first);
    no_rate_exceeded(&log);

    // Asked once more, it has nothing to ask.
    server.forget();
    update(&first, &server);
    assert_eq!((server.log().len(), lock(&first)), (0, text.clone()));

    // Another folder, killed in the middle.
    server.forget();
    let second = site(&entries);
    let mut child =
        claimlint(&second, &server, &UPDATE).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    let written = || {
        fs::read_to_string(second.path().join("claimlint.lock"))
            .map_or(0, |text| text.matches("\"entry\"").count())
    };
    while written() < 80 {
        assert!(start.elapsed() < Duration::from_secs(120) && child.try_wait().unwrap().is_none());
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let half = read(&lock(&second));
    assert!((80..200).contains(&half.references.len()), "{}", half.references.len());
    let asked: BTreeSet<String> = server
        .log()
        .iter()
        .filter(|s| s.fault.is_none())
        .map(|s| format!("{}{}", s.service, s.path))
        .collect();
    server.forget();
    update(&second, &server);
    // What had been answered was not asked again, but for what was under way.
    let again = server.log().iter().filter(|s| asked.contains(&format!("{}{}", s.service, s.path))).count();
    assert!(again <= 8, "{again} requests were made again");
    let whole = read(&lock(&second));
    assert!(half.references.iter().all(|(key, answer)| whole.references.get(key) == Some(answer)));
    assert_eq!(lock(&second), text, "the lock file is the same, killed or not");
    no_rate_exceeded(&server.log());
}

#[test]
fn a_broken_service_breaks_nothing_and_is_asked_again_later() {
    let world = World { papers: (0..8).map(paper).collect(), ..World::default() };
    let entries: Vec<(String, Expected)> = world
        .papers
        .iter()
        .map(|p| (p.entry(p.doi.contains("paper"), false), Expected::Paper(Box::new(p.clone()))))
        .collect();
    let server = Server::start(world, 0);
    let site = site(&entries);
    server.take_down(Some("pubmed"));
    let output = claimlint(&site, &server, &UPDATE).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{err}");
    assert!(err.contains("articles/0.md: [2] pubmed: 127.0.0.1: answered with status 503"), "{err}");
    assert!(err.contains("left alone after several failures"), "{err}");
    let file = read(&lock(&site));
    assert_eq!((file.references.len(), file.checked.len()), (8, 0), "found, and not taken for fully known");
    server.take_down(None);
    update(&site, &server);
    all_right(&lock(&site), &entries, &site);
    assert_eq!(read(&lock(&site)).checked.len(), 8);

    // With Crossref down, nothing is said not to exist.
    let lost = [(paper(50).entry(true, false), Expected::NoSuchId)];
    let other = self::site(&lost);
    server.take_down(Some("crossref"));
    assert!(claimlint(&other, &server, &UPDATE).output().unwrap().status.success());
    assert!(read(&lock(&other)).references.is_empty());
    server.take_down(None);
    update(&other, &server);
    all_right(&lock(&other), &lost, &other);
}

#[test]
fn what_is_old_is_asked_again_and_what_changed_is_told() {
    let mut papers: Vec<Paper> = [0, 1, 2].map(paper).to_vec();
    let entries: Vec<(String, Expected)> =
        papers.iter().map(|p| (p.entry(true, false), Expected::Paper(Box::new(p.clone())))).collect();
    let server = Server::start(World { papers: papers.clone(), ..World::default() }, 0);
    let site = site(&entries);
    update(&site, &server);
    let before = lock(&site);
    let check = |server: &Server, day: &str| {
        let output = claimlint(&site, server, &["refs", "check", "--as-of", day]).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(check(&server, "2027-01-01"), (0, "claimlint.lock: asked for 0 of 3 records\n".into()));
    papers[1].fate = Fate::RetractedByCrossref;
    let later = Server::start(World { papers: papers.clone(), ..World::default() }, 0);
    let (code, said) = check(&later, "2027-03-01");
    let told = format!("current → retracted (crossref): doi:{}: {}\n", papers[1].doi, papers[1].title);
    assert_eq!((code, said), (1, format!("{told}claimlint.lock: asked for 3 of 3 records\n")));
    let after = lock(&site);
    let changed: Vec<&str> =
        after.lines().zip(before.lines()).filter(|(a, b)| a != b).map(|(a, _)| a).collect();
    assert_eq!(changed.len(), 1 + 3, "one record, and three days on which they were asked: {changed:#?}");

    // The check of the articles goes by the lock file alone.
    let report = |as_of: &str| -> Value {
        let args = ["check", "articles/0.md", "--format", "json", "--as-of", as_of, "--select", "CI008"];
        serde_json::from_slice(&claimlint(&site, &later, &args).output().unwrap().stdout).unwrap()
    };
    later.forget();
    let now = report("2027-03-01");
    assert_eq!(now["documents"][0]["findings"][0]["args"]["by"], "2020-02-06, Crossref");
    assert_eq!(now["documents"][0]["verdict"], "block");
    let coverage = |report: &Value| report["documents"][0]["coverage"][0].clone();
    assert_eq!(coverage(&now)["why"], serde_json::json!({}));
    let much_later = report("2028-01-01");
    assert_eq!(coverage(&much_later)["why"], serde_json::json!({"status-too-old": 2}));
    assert!(later.log().is_empty());
}

#[test]
fn keys_are_sent_and_never_shown() {
    let world = World { papers: vec![paper(0)], ..World::default() };
    let entries = [(world.papers[0].entry(true, false), Expected::Paper(Box::new(paper(0))))];
    let (server, site) = (Server::start(world, 0), site(&entries));
    server.take_down(Some("openalex"));
    let mut command = claimlint(&site, &server, &UPDATE);
    let output =
        command.env("NCBI_API_KEY", "s3cret-n").env("OPENALEX_API_KEY", "s3cret-o").output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(err.contains("openalex") && !err.contains("s3cret"), "{err}");
    let sent: BTreeMap<&str, bool> =
        server.log().iter().map(|s| (s.service, s.path.contains("api_key=s3cret"))).collect();
    assert_eq!((sent["pubmed"], sent["openalex"], sent["crossref"]), (true, true, false));
    for file in ignore::WalkBuilder::new(site.path())
        .standard_filters(false)
        .build()
        .flatten()
        .filter(|e| e.path().is_file())
    {
        let text = String::from_utf8_lossy(&fs::read(file.path()).unwrap()).into_owned();
        assert!(!text.contains("s3cret"), "{}", file.path().display());
    }
}
