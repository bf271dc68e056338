//! Libraries of every format: the same records read alike, what is broken told and the rest read, and
//! what `refs import` makes of them.

#[path = "common/site.rs"]
mod site;

use claimlint::evidence::{Format, Library, Status, read_library};
use claimlint::knowledge::Knowledge;
use proptest::prelude::*;
use serde_json::{Value, json};
use site::Site;
use std::fs;
use std::path::{Path, PathBuf};

/// The samples, each with its format.
const SAMPLES: [(&str, Format); 11] = [
    ("records.json", Format::CslJson),
    ("records.ris", Format::Ris),
    ("records.bib", Format::BibTex),
    ("records.enw", Format::EndNote),
    ("endnote.xml", Format::EndNoteXml),
    ("noteexpress.net", Format::NoteExpress),
    ("refworks.txt", Format::RefWorks),
    ("cnki.txt", Format::Labels),
    ("sinomed.txt", Format::Labels),
    ("pubmed.nbib", Format::Nbib),
    ("pubmed.xml", Format::PubMedXml),
];

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/libraries").join(name)
}

fn items(name: &str) -> Vec<Value> {
    let read = read_library(name, &fs::read(sample(name)).unwrap()).unwrap();
    assert_eq!(read.faults, [], "{name}");
    read.items
}

/// What every format can say of a work.
fn common(item: &Value) -> Value {
    let keys =
        ["type", "title", "author", "container-title", "publisher", "volume", "issue", "page", "DOI", "PMID"];
    let mut common = json!({"language": item["language"], "year": item["issued"]["date-parts"][0][0]});
    for key in keys.into_iter().chain(["abstract"]) {
        common[key] = item[key].clone();
    }
    common
}

#[test]
fn every_format_gives_the_same_records() {
    let expected: Vec<Value> = items("records.json").iter().map(common).collect();
    insta::assert_json_snapshot!(expected);
    for (name, format) in SAMPLES {
        let read = read_library(name, &fs::read(sample(name)).unwrap()).unwrap();
        assert_eq!(read.format, format, "{name}");
        if !name.starts_with("pubmed") {
            let found: Vec<Value> = read.items.iter().map(common).collect();
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(found, expected, "{name}");
            }
            assert_eq!(found.len(), expected.len(), "{name}");
        }
    }
}

#[test]
fn both_forms_of_pubmed_give_the_same_records() {
    let read: Vec<Vec<Value>> = ["pubmed.xml", "pubmed.nbib"].map(items).to_vec();
    insta::assert_json_snapshot!(read[0]);
    let plain = |items: &[Value]| {
        let mut items = items.to_vec();
        items.iter_mut().for_each(|item| {
            // The text names the journal twice, and words the notice otherwise.
            item["container-title-short"] = Value::Null;
            item["custom"]["notices"] = json!(item["custom"]["notices"].is_array());
            item["ISSN"] = Value::Null;
        });
        items
    };
    assert_eq!(plain(&read[0]), plain(&read[1]));
}

#[test]
fn what_a_library_says_comes_into_the_record() {
    let mut library = Library::default();
    library.add("pubmed.xml", &items("pubmed.xml"), Knowledge::builtin().unwrap());
    let record = |id: &str| library.records.iter().find(|r| r.pmid == id).unwrap();
    let retracted = record("90000002");
    assert_eq!((retracted.status, retracted.language.as_str()), (Status::Retracted, "en"));
    assert_eq!(retracted.publication_types[2], "Retracted Publication");
    let rats = record("90000003");
    assert_eq!(rats.mesh, ["Animals", "Rats", "Curcumin"]);
    assert_eq!((rats.year, rats.container.as_str()), (Some(2020), "Sample Archives of Hepatology"));
    let salt = record("90000005");
    assert_eq!(
        (salt.language.as_str(), salt.other_title.as_str()),
        ("zh", "低钠盐对社区老年人血压影响的随机对照试验")
    );
    assert_eq!(record("90000001").design.map(|d| format!("{d:?}")).as_deref(), Some("RandomisedTrial"));
    assert!(library.records.iter().all(|r| r.abstract_.is_some()));
}

/// Reads a text, and gives the titles and what was told.
fn told(name: &str, text: &[u8]) -> (Vec<String>, Vec<String>) {
    match read_library(name, text) {
        Ok(read) => {
            let title = |item: &Value| item["title"].as_str().unwrap_or_default().to_owned();
            (read.items.iter().map(title).collect(), read.faults.iter().map(ToString::to_string).collect())
        }
        Err(error) => (Vec::new(), vec![error.to_string()]),
    }
}

#[test]
fn what_is_broken_is_told_with_its_line_and_the_rest_is_read() {
    let cases: [(&str, &[u8]); 13] = [
        ("items.json", b"{\"items\": [{\"title\": \"One\"}, {\"type\": \"book\"}]}"),
        ("cut.json", b"[{\"title\": \"One\"},\n {\"title\": \"Tw"),
        ("nameless.json", b"[{\"title\": \"One\"},\n {\"publisher\": \"x\"},\n 7]"),
        ("open.json", b"[{\"title\": \"One\"},\n"),
        ("broken.json", b"{\n\"title\" \"One\"}"),
        ("cut.ris", b"TY  - JOUR\nTI  - One\nER  - \nTY  - JOUR\nTI  - Two"),
        ("nameless.ris", b"TY  - JOUR\nAU  - Lee, A\nER  - \nTY  - JOUR\nTI  - Two\nER  - \n"),
        ("cut.bib", b"@article{a, title = {One}}\n\n@article{b, title = {Two},\n\n@article{c, title = {Three}}\n"),
        ("broken.bib", b"@article{a, title = }\n@article{b, title = {Two}}\n"),
        ("cut.xml", b"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>One</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n<PubmedArticle><MedlineCitation><PMID>2</PM"),
        ("mixed.xml", b"<xml><records><record><titles><title>One</titles></record>\n<record><titles><title>Two</title></titles></record></records></xml>"),
        ("page.html", b"<!DOCTYPE html><html><body>Sign in to go on</body></html>"),
        ("empty.ris", b""),
    ];
    let all: Vec<_> = cases.iter().map(|(name, text)| (name, told(name, text))).collect();
    insta::assert_debug_snapshot!(all);
}

#[test]
fn any_usual_encoding_is_read_and_noise_is_refused() {
    let text = "TY  - JOUR\r\nTI  - 某药对血压的影响：随机对照试验\r\nAB  - 目的 观察疗效。\r\nER  - \r\n";
    let wide = |big: bool| -> Vec<u8> {
        let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    };
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for bytes in [wide(true), wide(false), marked, text.as_bytes().to_vec()] {
        assert_eq!(told("a.ris", &bytes), (vec!["某药对血压的影响：随机对照试验".to_owned()], vec![]));
    }
    let noise: Vec<u8> = (0..4_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    assert_eq!(told("a.ris", &noise).1.len(), 1);
}

#[test]
fn nesting_and_many_faults_cost_little() {
    let deep = format!("<xml><records><record>{}", "<a>".repeat(200_000));
    assert_eq!(told("deep.xml", deep.as_bytes()).0.len(), 0);
    let deep = format!("@article{{a, title = {}", "{".repeat(200_000));
    assert_eq!(told("deep.bib", deep.as_bytes()).0.len(), 0);
    let many = "TY  - JOUR\nER  - \n".repeat(30_000);
    let faults = told("many.ris", many.as_bytes()).1;
    assert_eq!(faults.len(), 20);
    assert!(faults[19].contains("and 29980 more"), "{}", faults[19]);
    let comments = "<PubmedArticle><!-- ".repeat(3_000);
    assert!(told("comments.xml", comments.as_bytes()).1[0].contains("1000 records cannot be read"));
    let round = "@article(a, title = x\n".repeat(5_000);
    assert_eq!(told("round.bib", round.as_bytes()).0.len(), 0);
    let open = "@article{a, title = {x\n".repeat(3_000);
    assert!(!told("open.bib", open.as_bytes()).1.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_a_reader_panic(which in 0..SAMPLES.len(), cut in 0.0..1.0f64, at in 0.0..1.0f64, noise in prop::collection::vec(any::<u8>(), 0..40)) {
        let mut bytes = fs::read(sample(SAMPLES[which].0)).unwrap();
        bytes.truncate((bytes.len() as f64 * cut) as usize);
        let at = (bytes.len() as f64 * at) as usize;
        let end = (at + noise.len()).min(bytes.len());
        bytes.splice(at..end, noise.iter().copied());
        let _ = read_library("any", &bytes);
        let _ = read_library("any", &noise);
    }

    #[test]
    fn no_text_makes_a_reader_panic(head in "(TY  - |PMID- |%0 |RT |\\{Title\\}: |【标题】|@article\\{|\\[\\{|<record>|<PubmedArticle>)", text in "\\PC{0,80}") {
        let _ = read_library("any", format!("{head}{text}\n{text}").as_bytes());
    }
}

/// What a command says on standard output and error, together.
fn said(site: &Site, args: &[&str], code: i32) -> String {
    let said = site.run(args);
    assert_eq!(said.code, code, "{args:?}: {}{}", said.out, said.err);
    said.out + &said.err
}

fn copied(names: &[&str]) -> Site {
    let site = Site::new(&[]);
    for name in names {
        site.write(&format!("library/{name}"), "");
        fs::copy(sample(name), site.path().join("library").join(name)).unwrap();
    }
    site
}

#[test]
fn one_library_is_made_of_a_folder_and_is_the_same_twice() {
    let site = copied(&SAMPLES.map(|(name, _)| name));
    let import = |args: &[&str]| said(&site, &[&["refs", "import"], args].concat(), 0);
    let whole = import(&["library"]);
    let items: Vec<Value> = serde_json::from_str(&whole).unwrap();
    let with_doi: Vec<&Value> = items.iter().filter(|i| i["DOI"].is_string()).collect();
    assert_eq!(with_doi.len(), 6, "each work once");
    assert!(with_doi.iter().all(|i| i["custom"]["publication_types"].is_array()), "filled from PubMed");
    assert_eq!(whole, import(&["library"]));
    import(&["library", "--into", "all.json"]);
    let first = fs::read_to_string(site.path().join("all.json")).unwrap();
    import(&["library", "--into", "all.json"]);
    assert_eq!(first, fs::read_to_string(site.path().join("all.json")).unwrap(), "nothing is added twice");
}

const ARTICLE: &str = "低钠盐与血压\n\n一项研究发现，低钠盐可降低血压[1]。\n\n参考文献\n\n[1] 王晓梅, 陈思远. 低钠盐对社区老年人血压影响的随机对照试验[J]. 示例全科医学, 2022, 25(5): 561-567.\n[2] 甲某. 另一研究[J]. 示例医学, 2020, 1(1): 1-5.\n";

#[test]
fn an_abstract_is_added_by_hand_with_who_and_when() {
    let site = Site::new(&[
        ("article.txt", ARTICLE),
        ("text.txt", "两组差异无统计学意义。\n"),
        ("label.txt", "每日最大剂量4 g。"),
    ]);
    let by = ["--by", "李编辑", "--on", "2026-11-23"];
    let run = |args: &[&str], code: i32| {
        let args = [&["refs", "import", "--into", "own.json"], args, &by].concat();
        said(&site, &args, code)
    };
    run(&["article.txt", "--abstract", "text.txt", "--for", "2"], 0);
    run(&["--abstract", "label.txt", "--kind", "label", "--title", "某片说明书"], 0);
    run(&["--abstract", "text.txt", "--for", "10.5555/own"], 0);
    insta::assert_snapshot!(fs::read_to_string(site.path().join("own.json")).unwrap());
    assert!(run(&["article.txt", "--abstract", "text.txt", "--for", "2"], 2).contains("has a text already"));
    assert!(run(&["article.txt", "--abstract", "text.txt", "--for", "9"], 2).contains("no entry 9"));
    assert!(
        run(&["--abstract", "text.txt", "--for", "nobody"], 2)
            .contains("no library given has a record nobody")
    );
}

#[test]
fn a_library_that_is_not_wholly_read_is_not_written_over() {
    let broken = "[{\"title\": \"One\"}, {\"publisher\": \"x\"}]";
    let site = copied(&["records.ris"]);
    site.write("own.json", broken);
    let import = |into: &str| said(&site, &["refs", "import", "library", "--into", into], 2);
    assert!(import("own.json").contains("own.json:1: the entry has none of title"));
    assert_eq!(fs::read_to_string(site.path().join("own.json")).unwrap(), broken);
    assert!(import("library/records.ris").contains("is not CSL-JSON"));
}

#[test]
fn abbreviations_of_bibtex_hold_for_the_entries_that_use_them() {
    let text = "@string{a = {One}}\n@string{b = a # { more}}\n@string{broken = }\n@article{x, title = b}\n@article{y, title = {Two}, author = {{A group of names}}}\n";
    assert_eq!(told("a.bib", text.as_bytes()), (vec!["One more".to_owned(), "Two".to_owned()], vec![]));
}

#[test]
fn what_exports_do_in_their_own_ways_is_understood() {
    let authors = |name: &str, text: &str| -> Vec<String> {
        let read = read_library(name, text.as_bytes()).unwrap();
        assert_eq!(read.faults, [], "{name}");
        let name = |a: &Value| a["literal"].as_str().or(a["family"].as_str()).unwrap().to_owned();
        let of = |item: &Value| {
            item["author"].as_array().into_iter().flatten().map(name).collect::<Vec<_>>().join(" ")
        };
        read.items
            .iter()
            .map(|item| format!("{} | {} | {}", item["title"].as_str().unwrap(), of(item), item["page"]))
            .collect()
    };
    let cases = [
        (
            "key.bib",
            "@article{ 1,\n Author={张三丰 and 李四},\n Title={键中有空格}\n}\n@article{,\n title={没有键}, author={王小五, 赵六}, pages={1--9},}\n",
        ),
        (
            "others.bib",
            "@article{a, title={{Upper Case}}, author={Smith, J. and Others}, abstract={5% & more}}",
        ),
        (
            "tight.ris",
            "TY - JOUR\nT1 - 标题一\nA1 - 张三丰;李四光\nSP - 5-9\nER -\nTY  - JOUR\nTI  - 标题二\nAU  - 张, 三\nSP  - 5\nEP  - 9\nER  -\n",
        ),
        (
            "pages.txt",
            "RT Journal Article\nSR 1\nA1 张三丰\nA1 李四光\nT1 标题\nSP 5\nOP 9\n\nRT Journal Article\nA1 Lee, A\nT1 Title that\ngoes on\nOP 7\n",
        ),
        ("bare.enw", "%A Lee, A\n%T One\n%X Text\n\n%A 张三丰\n%A 李四光\n%T 二\n%P 3-4\n"),
        (
            "blank.net",
            "{Reference Type}: Journal Article\n{Title}: 甲\n\n{Author}: 张三丰\n{Abstract}: 第一行\n第二行\n{Pages}: 3-4\n",
        ),
        (
            "labels.txt",
            "【标题】甲\n【作者】张三丰；李四光\n\n【标题】乙\n【作者】王小五\n【出处】示例医学 2020;3(1):5-9\n",
        ),
    ];
    insta::assert_debug_snapshot!(cases.map(|(name, text)| (name, authors(name, text))));
}

#[test]
fn a_check_reads_libraries_of_any_format() {
    for (name, _) in SAMPLES {
        let site = copied(&[name]);
        site.write("article.txt", ARTICLE.replace("可降低血压", "使不良事件发生率达到3.1%"));
        let args = ["check", "--format", "json", "--select", "EV003", "--fail-on", "never", "--library"];
        let report: Value =
            serde_json::from_str(&said(&site, &[&args[..], &["library", "article.txt"]].concat(), 0))
                .unwrap();
        let coverage = report["documents"][0]["coverage"].as_array().unwrap();
        let numbers = coverage.iter().find(|c| c["rule"] == "EV003").unwrap();
        assert_eq!((&numbers["of"], &numbers["checked"]), (&json!(1), &json!(1)), "{name}: {numbers}");
    }
}

#[test]
fn what_is_no_library_in_a_folder_is_told_and_by_name_refused() {
    let site = copied(&["records.ris"]);
    site.write("library/readme.txt", "Dear all, this is no library.");
    site.write("library/old.ris", "Dear all, this is no library.");
    site.write("article.txt", ARTICLE);
    let told = said(&site, &["check", "--library", "library", "--fail-on", "never", "article.txt"], 3);
    assert!(told.contains("old.ris:1: not a library") && !told.contains("readme.txt"), "{told}");
    let refused = said(&site, &["check", "--library", "library/readme.txt", "article.txt"], 2);
    assert!(refused.contains("export it as RIS"), "{refused}");
}
