//! Each kind of source once: a listing, a feed, a folder, an archive.

use crate::desk::Desk;
use crate::web::{Web, page};

/// A number of a page with one sentence of each rule.
const FULL: usize = 85;

fn settings(source: &str) -> Desk {
    Desk::new(&format!(
        "select = [{}]\n[scan]\ninterval-ms = 0\n[[source]]\nname = \"s\"\n{source}\n",
        page::RULES
    ))
}

/// Scans twice: all is new, then all is as it was.
fn assert_pages(desk: &Desk, pages: u64) {
    let first = desk.scan();
    let told = first.told();
    assert_eq!(
        (told.of, told.read, told.new),
        (pages, pages, [pages, pages]),
        "{}\n{:#}",
        first.log,
        first.news
    );
    assert_eq!(first.code, Some(1));
    assert!(first.articles().iter().all(|article| article["title"].as_str().is_some_and(|t| !t.is_empty())));
    let second = desk.scan();
    let told = second.told();
    assert_eq!((told.unchanged, told.new, told.open), (pages, [0, 0], [pages, pages]), "{}", second.log);
    assert_eq!(second.code, Some(0));
}

fn put(web: &Web, paths: &[&str]) {
    paths.iter().for_each(|path| web.put(path, "text/html; charset=utf-8", page::html(FULL, 1)));
}

#[test]
fn a_listing() {
    let web = Web::start(0);
    put(&web, &["/n/1.html", "/n/2.html", "/n/3.html", "/about.html"]);
    let link = |path: &str| format!("<li class=\"article\"><a href=\"{path}\">A story</a></li>");
    let about = "<a href=\"/about.html\">About</a>";
    let first = format!(
        "<ul>{}{}</ul>{about}<a rel=\"next\" href=\"/list?page=2\">2</a>",
        link("/n/1.html"),
        link("n/2.html#top")
    );
    web.put("/list", "text/html", first);
    // The path alone tells answers of the site apart, so the second page is the first again.
    let desk = settings(&format!(
        "kind = \"listing\"\nat = \"{}\"\nselect = \"li.article a\"\ndepth = 2",
        web.at("/list")
    ));
    assert_pages(&desk, 2);
    assert!(web.log().iter().all(|seen| seen.path != "/about.html"));
}

#[test]
fn a_feed() {
    let web = Web::start(0);
    put(&web, &["/n/1.html", "/n/2.html", "/n/3.html"]);
    let item = |n: u32| {
        let at = web.at(&format!("/n/{n}.html?utm_source=feed"));
        format!(
            "<item><title>Story {n}</title><link>{at}</link><pubDate>Sun, 01 Nov 2026 08:00:00 GMT</pubDate></item>"
        )
    };
    let items: String = (1..=3).map(item).collect();
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title>{items}</channel></rss>"
    );
    web.put("/feed.xml", "application/rss+xml", feed);
    let desk = settings(&format!("kind = \"feed\"\nat = \"{}\"", web.at("/feed.xml")));
    assert_pages(&desk, 3);
}

#[test]
fn a_folder() {
    let desk = settings("kind = \"folder\"\nat = \"drafts\"");
    desk.site.write("drafts/one.html", page::html(FULL, 1));
    desk.site.write("drafts/in/two.html", page::html(FULL, 1));
    desk.site.write("drafts/picture.png", "no article");
    assert_pages(&desk, 2);
    // A file that is taken away is no file that was mended.
    std::fs::remove_file(desk.site.path().join("drafts/in/two.html")).unwrap();
    let third = desk.scan();
    assert_eq!((third.told().fixed, third.told().new), ([0, 0], [0, 0]), "{:#}", third.news);
}

#[test]
fn an_archive() {
    let record = |kind: &str, at: &str, body: &str| {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
        let block = format!("{head}{body}");
        format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {at}\r\nWARC-Date: 2026-11-01T08:00:00Z\r\n\
             Content-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let html = page::html(FULL, 1);
    let records = [
        record("response", "https://example.org/1.html", &html),
        record("request", "https://example.org/1.html", ""),
        record("response", "https://example.org/2.html", &html),
    ];
    for ending in ["warc", "warc.gz"] {
        let desk = settings(&format!("kind = \"warc\"\nat = \"crawl.{ending}\""));
        let bytes: Vec<u8> = match ending {
            "warc" => records.concat().into_bytes(),
            _ => records.iter().flat_map(|record| crate::web::packed(record)).collect(),
        };
        desk.site.write(&format!("crawl.{ending}"), bytes);
        assert_pages(&desk, 2);
    }
}
