//! What is told of works that no longer stand: services, a list of retractions, a library and the entry
//! itself, together and against each other, through the whole program.
#![cfg(feature = "fetch")]

#[path = "common/service/mod.rs"]
mod service;
#[path = "common/site.rs"]
mod site;

use serde_json::{Value, json};
use service::Server;
use service::world::{Fate, Paper, World, paper};
use site::Site;
use std::collections::BTreeMap;
use std::process::Command;

/// A case: the paper, what stands in the list of retractions, and what must be told: severity, who says
/// so, and who does not.
struct Case {
    what: &'static str,
    paper: Paper,
    entry: String,
    rows: Vec<String>,
    told: Option<(&'static str, &'static str, &'static str)>,
}

const HEADER: &str = "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes,\n";

fn row(day: &str, notice: &str, doi: &str, pmid: &str, nature: &str) -> String {
    format!(
        "7,\"On \"\"this\"\", and that\",(X) Y;,\"A, B;\",J,P,C,D;,,Research Article;,{day},{notice},0,1/2/2010 0:00,\"{doi}\",{pmid},{nature},+Reason;,No,,\n"
    )
}

fn fated(n: usize, fate: Fate) -> Paper {
    Paper { fate, ..paper(n) }
}

fn cases() -> Vec<Case> {
    let case = |what, n, fate, told| {
        let paper = fated(n, fate);
        Case { what, entry: paper.entry(true, false), paper, rows: Vec::new(), told }
    };
    let listed = |what, n: usize, rows: &[(&str, &str)], told| {
        let mut case = case(what, n, Fate::Fine, told);
        let doi = case.paper.doi.to_uppercase();
        case.rows = rows.iter().map(|(day, nature)| row(day, "10.5555/notice", &doi, "0", nature)).collect();
        case
    };
    let mut cases = vec![
        case(
            "a notice in another record, after a correction",
            1,
            Fate::RetractedByCrossref,
            Some(("error", "2020-02-06, Crossref", "PubMed")),
        ),
        case(
            "a notice in place",
            2,
            Fate::RetractedInPlace,
            Some(("error", "2021-02-06, Crossref", "PubMed")),
        ),
        case("the notice is not the work", 3, Fate::Notice, None),
        case("a correction only", 4, Fate::Corrected, Some(("info", "2022-02-06, Crossref", "PubMed"))),
        case(
            "an expression of concern",
            6,
            Fate::Concern,
            Some(("warning", "2022-02-06, Crossref", "PubMed")),
        ),
        case(
            "a DOI with comma and brackets, written in capitals",
            7,
            Fate::RetractedByCrossref,
            Some(("error", "2020-02-06, Crossref", "PubMed")),
        ),
        case(
            "PubMed's type alone, against Crossref",
            8,
            Fate::RetractedByPubmed,
            Some(("error", "2023, PubMed", "Crossref")),
        ),
        case(
            "OpenAlex alone, against both",
            9,
            Fate::RetractedByOpenalex,
            Some(("error", "OpenAlex", "Crossref, PubMed")),
        ),
        case("nothing against it", 10, Fate::Fine, None),
        listed(
            "the list alone",
            11,
            &[("8/16/2023 0:00", "Retraction")],
            Some(("error", "2023-08-16, Retraction Watch", "Crossref, PubMed")),
        ),
        listed(
            "retracted, then reinstated",
            12,
            &[("1/6/2020 0:00", "Retraction"), ("1/6/2021 0:00", "Reinstatement")],
            None,
        ),
        listed(
            "concern, then retracted",
            14,
            &[("1/6/2020 0:00", "Expression of concern"), ("1/6/2021 0:00", "Retraction")],
            Some(("error", "2021-01-06, Retraction Watch", "Crossref, PubMed")),
        ),
    ];
    // It is the notice in the list, of a work that the article does not cite.
    let mut notice = case("a notice that the list names as such", 16, Fate::Fine, None);
    notice.rows.push(row("1/6/2020 0:00", &notice.paper.doi, "10.5555/elsewhere", "0", "Retraction"));
    cases.push(notice);
    // Rows without keys are of no work, least of all of one without identifiers.
    let mut keyless = case("rows with empty keys", 15, Fate::Fine, None);
    keyless.entry = keyless.paper.entry(false, false);
    keyless.rows = [("", "0"), ("unavailable", ""), ("", "")]
        .map(|(doi, pmid)| row("1/6/2020 0:00", "", doi, pmid, "Retraction"))
        .to_vec();
    cases.push(keyless);
    let mut by_pmid = case(
        "the list, by PubMed id",
        17,
        Fate::Fine,
        Some(("error", "2020-01-06, Retraction Watch", "Crossref, PubMed")),
    );
    by_pmid.rows.push(row("1/6/2020 0:00", "unavailable", "", &by_pmid.paper.pmid, "Retraction"));
    cases.push(by_pmid);
    cases
}

fn told(report: &Value) -> BTreeMap<String, (String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["documents"][0]["findings"].as_array().unwrap();
    let row = |f: &Value| {
        (
            text(&f["args"]["index"]),
            (text(&f["severity"]), text(&f["args"]["by"]), text(&f["args"]["others"])),
        )
    };
    findings.iter().filter(|f| f["rule"] == "CI008").map(row).collect()
}

fn claimlint(site: &Site, server: &Server, args: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimlint"));
    let output = command.args(args).current_dir(site.path()).envs(server.environment()).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|c| c < 2) && err.is_empty(), "{err}");
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

fn prepared(cases: &[Case]) -> (Site, Server) {
    let papers = cases.iter().map(|c| c.paper.clone()).collect();
    let server = Server::start(World { papers, ..World::default() }, 0);
    let cited: Vec<String> =
        (1..=cases.len()).map(|n| format!("The intervention of study {n} helped [{n}].")).collect();
    let entries: Vec<String> =
        cases.iter().enumerate().map(|(i, c)| format!("[{}] {}\n", i + 1, c.entry)).collect();
    let rows: String = cases.iter().flat_map(|c| c.rows.clone()).collect();
    let site = Site::new(&[
        ("claimlint.toml", "allow-hosts = [\"127.0.0.1\"]\n"),
        ("a.md", &format!("# Studies\n\n{}\n\n## References\n\n{}", cited.join("\n\n"), entries.join("\n"))),
        ("list.csv", &format!("{HEADER}{rows}")),
    ]);
    claimlint(&site, &server, &["refs", "update", "a.md", "--as-of", "2026-11-23"]);
    (site, server)
}

const CHECK: [&str; 8] = ["check", "a.md", "--format", "json", "--select", "CI008", "--as-of", "2026-11-23"];

#[test]
fn fifteen_cases() {
    let cases = cases();
    let (site, server) = prepared(&cases);
    let told = told(&claimlint(&site, &server, &[&CHECK[..], &["--retractions", "list.csv"]].concat()));
    for (i, case) in cases.iter().enumerate() {
        let got = told.get(&(i + 1).to_string()).map(|(s, b, o)| (s.as_str(), b.as_str(), o.as_str()));
        let expected = case.told.map(|(severity, by, others)| {
            // The list, too, does not say so where it has no row of the work.
            let others = if by.contains("Retraction Watch") {
                others.to_owned()
            } else {
                format!("{others}, Retraction Watch")
            };
            (severity, by, others)
        });
        // PubMed does not have every paper.
        let expected = expected
            .map(|(s, b, o)| (s, b, if case.paper.in_pubmed { o } else { o.replace("PubMed, ", "") }));
        assert_eq!(got, expected.as_ref().map(|(s, b, o)| (*s, *b, o.as_str())), "{}", case.what);
    }
}

#[test]
fn the_list_may_be_frozen_into_the_lock_file() {
    let cases = cases();
    let (site, server) = prepared(&cases);
    claimlint(
        &site,
        &server,
        &["refs", "update", "a.md", "--as-of", "2026-11-23", "--retractions", "list.csv"],
    );
    let told = told(&claimlint(&site, &server, &CHECK));
    for (i, case) in cases.iter().enumerate() {
        assert_eq!(told.contains_key(&(i + 1).to_string()), case.told.is_some(), "{}", case.what);
    }
}

#[test]
fn a_library_that_knows_better_is_believed_and_the_others_are_named() {
    let cases: Vec<Case> = cases().into_iter().filter(|c| c.what == "nothing against it").collect();
    let (site, server) = prepared(&cases);
    let item =
        json!([{"id": "x", "title": cases[0].paper.title, "DOI": cases[0].paper.doi, "status": "retracted"}]);
    site.write("library.json", item.to_string());
    let told = told(&claimlint(&site, &server, &[&CHECK[..], &["--library", "library.json"]].concat()));
    assert_eq!(told["1"], ("error".into(), "library.json".into(), "Crossref, PubMed".into()));
}

#[test]
fn what_nobody_was_asked_about_is_never_taken_to_stand() {
    let site = Site::new(&[(
        "a.md",
        "# A\n\nIt helped [1].\n\n## References\n\n[1] Okafor A. Walking. Ex J Med. 2019;1:2-3. doi:10.5555/x\n",
    )]);
    let server = Server::start(World::default(), 0);
    let report = claimlint(&site, &server, &CHECK);
    assert_eq!(report["documents"][0]["coverage"][0]["why"], json!({"no-record": 1}));
    assert!(server.log().is_empty());
}
