//! `check URL` and `check --online`: through the guarded client, and only where they are asked for.
#![cfg(feature = "fetch")]

#[path = "common/raw.rs"]
mod raw;
#[path = "common/service/mod.rs"]
mod service;
#[path = "common/site.rs"]
mod site;

use raw::{Raw, reply};
use serde_json::Value;
use service::Server;
use service::world::{Fate, Paper, World, paper};
use site::Site;
use std::process::{Command, Output};

fn claimlint(site: &Site, environment: &[(String, String)], args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimlint"));
    command.args(args).current_dir(site.path()).envs(environment.iter().cloned()).output().unwrap()
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

const PAGE: &str = "<!doctype html><html><head><title>银屑病</title></head><body><h1>银屑病</h1><p>本疗法保证根治银屑病。</p></body></html>";

#[test]
fn a_page_is_checked_by_its_address() {
    let gbk = encoding_rs::GBK.encode(PAGE).0.into_owned();
    let server = Raw::start(move |_, head| match head.split(' ').nth(1).unwrap() {
        "/a?id=7&x=*" => reply("200 OK", "Content-Type: text/html; charset=utf-8\r\n", PAGE.as_bytes()),
        "/gbk" => reply("200 OK", "Content-Type: text/html; charset=gbk\r\n", &gbk),
        "/moved" => reply("301 Moved", "Location: /a?id=7&x=*\r\n", b""),
        _ => reply("404 Not Found", "Content-Type: text/html\r\n", PAGE.as_bytes()),
    });
    let site = Site::new(&[]);
    let check = |path: &str| {
        let address = format!("{}{path}", server.address);
        let output =
            claimlint(&site, &[], &["check", &address, "--format", "json", "--allow-host", "127.0.0.1"]);
        (output.status.code().unwrap(), report(&output), address)
    };
    for path in ["/a?id=7&x=*", "/gbk", "/moved"] {
        let (code, report, address) = check(path);
        assert_eq!(
            (report["documents"][0]["path"].as_str(), code),
            (Some(address.as_str()), 3),
            "too short for an article"
        );
        assert_eq!(report["documents"][0]["findings"][0]["rule"], "AD002", "{path}");
    }
    let (code, report, address) = check("/none");
    assert_eq!((code, report["errors"][0]["path"].as_str()), (3, Some(address.as_str())));
    assert!(report["errors"][0]["message"].as_str().unwrap().contains("status 404"));
}

#[test]
fn a_page_of_a_private_network_is_not_fetched() {
    let server = Raw::start(|_, _| reply("200 OK", "Content-Type: text/html\r\n", PAGE.as_bytes()));
    let site = Site::new(&[]);
    let output = claimlint(&site, &[], &["check", &server.address, "--format", "json"]);
    let message = report(&output)["errors"][0]["message"].as_str().unwrap().to_owned();
    assert!(
        output.status.code() == Some(3) && message.contains("127.0.0.1 is not a public address"),
        "{message}"
    );
    assert!(message.contains("--allow-host") && server.heads().is_empty());
}

#[test]
fn online_asks_for_this_run_alone() {
    let retracted = Paper { fate: Fate::RetractedByCrossref, ..paper(1) };
    let article =
        format!("# Walking\n\nIt helped [1].\n\n## References\n\n[1] {}\n", retracted.entry(true, false));
    let server = Server::start(World { papers: vec![retracted], ..World::default() }, 0);
    let site = Site::new(&[("a.md", &article), ("claimlint.toml", "allow-hosts = [\"127.0.0.1\"]\n")]);
    let rules = |args: &[&str]| -> Vec<String> {
        let args = [&["check", "a.md", "--format", "json", "--select", "CI006,CI007,CI008"], args].concat();
        let output = claimlint(&site, &server.environment(), &args);
        let report = report(&output);
        let findings = report["documents"][0]["findings"].as_array().unwrap().clone();
        findings.iter().map(|f| f["rule"].as_str().unwrap().to_owned()).collect()
    };
    assert!(rules(&[]).is_empty() && server.log().is_empty());
    assert_eq!(rules(&["--online"]), ["CI008"]);
    assert!(!server.log().is_empty() && !site.path().join("claimlint.lock").exists());
    // Nothing is asked for that the lock file knows.
    let update = claimlint(&site, &server.environment(), &["refs", "update"]);
    assert!(update.status.success(), "{}", String::from_utf8_lossy(&update.stderr));
    server.forget();
    assert_eq!(rules(&["--online"]), ["CI008"]);
    assert!(server.log().is_empty());
}
