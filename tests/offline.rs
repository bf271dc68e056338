//! A check never opens a socket: the kernel is asked. Needs `strace`, so `.ci/run` names it.
#![cfg(all(feature = "fetch", target_os = "linux"))]

#[path = "common/raw.rs"]
mod raw;
#[path = "common/site.rs"]
mod site;

use raw::{Raw, reply};
use site::Site;
use std::fs;
use std::process::Command;

const ARTICLE: &str = "# Walking\n\nWalking improved sleep in 900 people [1].\n\n## References\n\n[1] Okafor A. Walking and sleep. Ex J Med. 2019;1:2-3. doi:10.5555/x\n";
const LOCK: &str = "{\"version\": 1, \"references\": {}, \"records\": {\"doi:10.5555/x\": {\"title\": \"Walking and sleep\", \"doi\": \"10.5555/x\", \"said\": [{\"by\": \"crossref\", \"status\": \"retracted\"}]}}, \"checked\": {\"doi:10.5555/x\": \"2026-11-01\"}}";
const LIST: &str = "RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature\n";

/// System calls of the network that a run makes, and what it wrote.
fn calls(site: &Site, args: &[&str]) -> (Vec<String>, String) {
    let trace = site.path().join("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-e", "trace=%network", "-o"]).arg(&trace).arg(env!("CARGO_BIN_EXE_claimlint"));
    let output = command.args(args).current_dir(site.path()).output().expect("strace is installed");
    let calls = fs::read_to_string(trace).unwrap();
    let calls = calls.lines().filter(|line| line.contains('(') && !line.contains("resumed"));
    (calls.map(str::to_owned).collect(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
#[ignore = "needs strace"]
fn a_check_opens_no_socket() {
    let site =
        Site::new(&[("a.md", ARTICLE), ("b.md", ARTICLE), ("claimlint.lock", LOCK), ("list.csv", LIST)]);
    site.write("library.json", "[{\"id\": \"x\", \"title\": \"Walking and sleep\", \"DOI\": \"10.5555/x\", \"abstract\": \"554 people took part.\"}]");
    let runs: [&[&str]; 4] = [
        &[
            "check",
            ".",
            "--library",
            "library.json",
            "--retractions",
            "list.csv",
            "--format",
            "json",
            "--as-of",
            "2026-11-23",
        ],
        &["check", "a.md", "--cache", "cache"],
        &["inspect", "references", "a.md"],
        &["refs", "show"],
    ];
    for args in runs {
        let (calls, out) = calls(&site, args);
        assert_eq!(calls, Vec::<String>::new(), "{args:?}");
        assert!(!out.is_empty(), "{args:?}");
    }
    let (_, out) = calls(&site, runs[0]);
    assert!(out.contains("CI008") && out.contains("EV003"), "the lock file and the library were read");
    // The test itself sees the network where it is used.
    let server = Raw::start(|_, _| reply("200 OK", "Content-Type: text/html\r\n", b"<p>A page.</p>"));
    let (calls, _) = calls(&site, &["check", &server.address, "--allow-host", "127.0.0.1"]);
    assert!(calls.iter().any(|call| call.contains("connect(")), "{calls:?}");
}
