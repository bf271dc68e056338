//! Finding the articles of sources over real HTTP and from files, hostile and broken ones too.
#![cfg(feature = "desk")]

#[path = "common/raw.rs"]
mod raw;

use claimlint::config::Source;
use claimlint::fetch::discover::{Discovered, Held, Problem, discover, read_held};
use claimlint::fetch::{Client, Options, Robots};
use flate2::Compression;
use flate2::write::GzEncoder;
use raw::{Raw, reply};
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

/// Finds the articles of a source, which is written as in the settings.
fn find(kind: &str, at: &str, more: Value) -> Discovered {
    let mut source = json!({ "name": "a", "kind": kind, "at": at });
    source.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let source: Source = serde_json::from_value(source).unwrap();
    let allow_hosts = vec!["127.0.0.1".into()];
    let options = Options { allow_hosts, timeout: Duration::from_secs(5), ..Options::default() };
    let client = Client::new(options).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(discover(&client, &Robots::new(), &source))
}

/// The paths of what was found on a server.
fn paths(server: &Raw, found: &Discovered) -> Vec<String> {
    let path = |address: &str| address.strip_prefix(&server.address).unwrap_or(address).to_owned();
    found.found.iter().map(|f| path(&f.address)).collect()
}

/// A server that answers each path with what is given for it; `HOST` stands for its own address.
fn serve(pages: Vec<(&'static str, &'static str, Vec<u8>)>) -> Raw {
    Raw::start(move |_, head| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        let host = head.lines().find_map(|l| l.strip_prefix("host: ")).unwrap_or_default();
        let Some((_, kind, body)) = pages.iter().find(|(at, ..)| *at == path) else {
            return reply("404 Not Found", "", b"");
        };
        let body = match std::str::from_utf8(body) {
            Ok(text) => text.replace("HOST", &format!("http://{host}")).into_bytes(),
            Err(_) => body.clone(),
        };
        reply("200 OK", &format!("Content-Type: {kind}\r\n"), &body)
    })
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn problems(found: &Discovered) -> Vec<&Problem> {
    found.troubles.iter().map(|t| &t.problem).collect()
}

#[test]
fn a_list_names_each_article_once() {
    let list = "\u{feff}# Articles\nhttps://Example.org:443/a?utm_source=x#top\n\nhttps://example.org/a\n\
        https://example.org/b # checked by hand\n/c\nno address\nftp://example.org/d\nhttps://u:p@example.org/e\n";
    let server = serve(vec![("/list.txt", "text/plain", list.into())]);
    let found = find("list", &format!("{}/list.txt", server.address), json!({}));
    assert_eq!(paths(&server, &found), ["https://example.org/a", "https://example.org/b", "/c"]);
    assert_eq!(problems(&found), [&Problem::NoAddress; 3]);
    assert!(found.complete);
    // From a file, and as much of it as is wanted.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.txt");
    fs::write(&file, "https://a.org/x/1\nhttps://a.org/x/2\nhttps://a.org/y/3\nhttps://b.org/x/4\n").unwrap();
    let of = |more| find("list", file.to_str().unwrap(), more);
    let some = of(json!({ "include": ["https://a.org/*"], "exclude": ["*/y/*"] }));
    assert_eq!(
        some.found.iter().map(|f| f.address.as_str()).collect::<Vec<_>>(),
        ["https://a.org/x/1", "https://a.org/x/2"]
    );
    let few = of(json!({ "limit": 3 }));
    assert_eq!((few.found.len(), few.complete, problems(&few)), (3, false, vec![&Problem::Limit(3)]));
    assert_eq!(problems(&of(json!({ "include": ["https://c.org/*"] }))), [&Problem::Empty]);
}

#[test]
fn a_source_that_cannot_be_had_is_never_empty() {
    let robots = b"User-agent: *\nDisallow: /hidden\n".to_vec();
    let page = b"<!doctype html><p>We have moved.</p>".to_vec();
    let server = serve(vec![("/robots.txt", "text/plain", robots), ("/page", "text/html", page)]);
    for kind in ["list", "feed", "sitemap", "listing"] {
        for path in ["/page", "/gone", "/hidden"] {
            let found = find(kind, &format!("{}{path}", server.address), json!({}));
            assert!(found.found.is_empty() && !found.complete && !found.troubles.is_empty(), "{kind} {path}");
        }
    }
    for kind in ["page", "list", "feed", "sitemap", "listing", "folder", "warc"] {
        let found = find(kind, "/nowhere/at/all", json!({}));
        assert!(found.found.is_empty() && !found.complete && !found.troubles.is_empty(), "{kind}");
    }
    assert!(!server.heads().iter().any(|head| head.starts_with("GET /hidden")));
}

const RSS: &str = r#"<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>健康</title><link>HOST/</link>
<atom:link rel="next" href="HOST/older.xml"/>
<item><title>一</title><link>HOST/1?utm_medium=rss&amp;id=7</link><pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate></item>
<item><title>二</title><guid isPermaLink="true">HOST/2</guid></item>
<item><title>三</title><link>/3</link></item>
<item><title>&b;</title><link>javascript:alert(1)</link></item>
<item><title>x</title><link>file:///etc/passwd</link></item>
<item><title>x</title><link>data:text/html,x</link></item>
<item><title>x</title></item>
<item><title>again</title><link>HOST/1?id=7#comments</link></item>
</channel></rss>"#;

#[test]
fn feeds_of_every_kind_are_read() {
    let older =
        r#"<rss version="2.0"><channel><title>x</title><item><link>HOST/4</link></item></channel></rss>"#;
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><id>x</id><updated>2026-11-02T10:00:00Z</updated>
        <entry><title>a</title><id>urn:1</id><updated>2026-11-02T10:00:00Z</updated>
        <link rel="enclosure" type="audio/mpeg" href="HOST/1.mp3"/><link rel="alternate" type="text/html" href="HOST/1"/></entry></feed>"#;
    let json_feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1","url":"HOST/1","content_text":"t","date_modified":"2026-11-02T10:00:00Z"}]}"#;
    let server = serve(vec![
        ("/rss.xml", "application/rss+xml", RSS.into()),
        ("/older.xml", "application/rss+xml", older.into()),
        ("/atom.xml", "application/atom+xml", atom.into()),
        ("/feed.json", "application/json", json_feed.into()),
    ]);
    let of = |path: &str, more| find("feed", &format!("{}{path}", server.address), more);
    let rss = of("/rss.xml", json!({}));
    assert_eq!(paths(&server, &rss), ["/1?id=7", "/2", "/3"]);
    assert_eq!(rss.found[0].modified.unwrap().to_string(), "2026-11-02T10:00:00Z");
    assert!(rss.complete && problems(&rss) == [&Problem::NoAddress; 4], "{:?}", rss.troubles);
    assert_eq!(paths(&server, &of("/rss.xml", json!({ "depth": 2 }))), ["/1?id=7", "/2", "/3", "/4"]);
    for path in ["/atom.xml", "/feed.json"] {
        let found = of(path, json!({}));
        assert_eq!(paths(&server, &found), ["/1"], "{path}: {:?}", found.troubles);
        assert_eq!(found.found[0].modified.unwrap().to_string(), "2026-11-02T10:00:00Z");
    }
}

#[test]
fn feeds_that_mean_harm_do_none() {
    let deep = |open: &str, close: &str| {
        let (open, close) = (open.repeat(50_000), close.repeat(50_000));
        format!(
            "<rss version=\"2.0\"><channel><title>x</title><item>{open}x{close}<link>HOST/1</link></item></channel></rss>"
        )
    };
    let xhtml = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>x</id><entry><id>HOST/1</id><content type=\"xhtml\"><div>{}x{}</div></content></entry></feed>",
        "<b>".repeat(50_000),
        "</b>".repeat(50_000)
    );
    let json_feed = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":{}1{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let group = deep("<media:group xmlns:media=\"http://search.yahoo.com/mrss/\">", "</media:group>");
    let many: String = (0..60_000).map(|n| format!("<item><link>HOST/{n}</link></item>")).collect();
    let server = serve(vec![
        ("/deep", "text/xml", deep("<a>", "</a>").into()),
        ("/group", "text/xml", group.into()),
        ("/xhtml", "text/xml", xhtml.into()),
        ("/json", "text/json", json_feed.into()),
        ("/cut", "text/xml", RSS.as_bytes()[..700].to_vec()),
        ("/many", "text/xml", format!("<rss version=\"2.0\"><channel>{many}</channel></rss>").into()),
    ]);
    for path in ["/deep", "/group", "/xhtml", "/json", "/cut"] {
        let found = find("feed", &format!("{}{path}", server.address), json!({}));
        assert!(found.found.len() == 1 || !found.complete, "{path}");
    }
    assert_eq!(find("feed", &format!("{}/many", server.address), json!({})).found.len(), 10_000);
}

fn urls(paths: &[&str]) -> String {
    let url = |path: &&str| format!("<url><loc> HOST{path} </loc><lastmod>2026-11-02</lastmod></url>");
    let urls: String = paths.iter().map(url).collect();
    format!(
        "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{urls}</urlset>"
    )
}

fn index(paths: &[&str]) -> String {
    let maps: String = paths.iter().map(|path| format!("<sitemap><loc>HOST{path}</loc></sitemap>")).collect();
    format!("<sitemapindex>{maps}</sitemapindex>")
}

#[test]
fn sitemaps_are_read_packed_and_in_indexes() {
    let pictures = "<urlset xmlns:i=\"x\"><url><loc>HOST/3?a=1&amp;b=&#x32;</loc><lastmod>2026-11-02T18:00:00+08:00</lastmod>\
        <i:image><i:loc>HOST/picture.jpg</i:loc></i:image></url><url><loc><![CDATA[HOST/4]]></loc></url></urlset>";
    let server = serve(vec![
        (
            "/sitemap.xml",
            "text/xml",
            index(&["/a.xml", "/b.xml.gz", "/text.txt", "/sitemap.xml", "/lost.xml"]).into(),
        ),
        ("/a.xml", "text/xml", urls(&["/1", "/2", "/1"]).into()),
        (
            "/b.xml.gz",
            "application/gzip",
            gzip(b"<urlset><url><loc>https://example.org/packed</loc></url></urlset>"),
        ),
        ("/text.txt", "text/plain", "HOST/5\nHOST/6\n".into()),
        ("/pictures.xml", "text/xml", pictures.into()),
        ("/cut.xml", "text/xml", urls(&["/1", "/2"]).as_bytes()[..200].to_vec()),
    ]);
    let of = |path: &str| find("sitemap", &format!("{}{path}", server.address), json!({}));
    let all = of("/sitemap.xml");
    assert_eq!(paths(&server, &all), ["/1", "/2", "https://example.org/packed", "/5", "/6"]);
    assert_eq!(all.found[0].modified.unwrap().to_string(), "2026-11-02T00:00:00Z");
    // One of them is lost, so that what it named may still be there.
    assert!(!all.complete && all.troubles.len() == 1 && all.troubles[0].at.ends_with("/lost.xml"));
    let pictures = of("/pictures.xml");
    assert_eq!(paths(&server, &pictures), ["/3?a=1&b=2", "/4"]);
    assert_eq!(pictures.found[0].modified.unwrap().to_string(), "2026-11-02T10:00:00Z");
    assert!(pictures.complete && !of("/cut.xml").complete);
}

#[test]
fn sitemaps_without_end_end() {
    // Each index names the next one, and each of those many more.
    let endless = Raw::start(|n, head| {
        let host = head.lines().find_map(|l| l.strip_prefix("host: ")).unwrap_or_default();
        let maps: String =
            (0..3).map(|m| format!("<sitemap><loc>http://{host}/{n}/{m}</loc></sitemap>")).collect();
        match head.starts_with("GET /robots.txt") {
            true => reply("404 Not Found", "", b""),
            false => reply("200 OK", "", format!("<sitemapindex>{maps}</sitemapindex>").as_bytes()),
        }
    });
    let found = find("sitemap", &format!("{}/sitemap.xml", endless.address), json!({}));
    assert!(!found.complete && found.found.is_empty());
    assert_eq!(endless.heads().len(), 1 + 1 + 3 + 9 + 27, "three indexes deep");
    let bomb = gzip(&[b"<urlset>".to_vec(), vec![b' '; 60 * 1024 * 1024]].concat());
    let deep = "<a>".repeat(1_000_000);
    let many: String = (0..50_002).map(|n| format!("<url><loc>HOST/{n}</loc></url>")).collect();
    let server = serve(vec![
        ("/bomb", "application/gzip", bomb),
        ("/deep", "text/xml", format!("<urlset>{deep}").into()),
        ("/many", "text/xml", format!("<urlset>{many}</urlset>").into()),
    ]);
    let of = |path: &str| find("sitemap", &format!("{}{path}", server.address), json!({ "limit": 60_000 }));
    assert!(matches!(problems(&of("/bomb"))[..], [Problem::TooMuch(_)]));
    assert!(matches!(problems(&of("/deep"))[..], [Problem::Read(_)]));
    let many = of("/many");
    assert!(!many.complete && many.found.len() == 50_001, "{}", many.found.len());
}

#[test]
fn a_listing_links_to_articles() {
    let first = r#"<base href="/news/"><nav><a href="/">Home</a></nav><ul><li class=item><h2>a</h2><a href="1.html?from=list">One</a></li>
        <li class=item><a href="2.html">Two</a><a href="javascript:x()">share</a></li></ul>
        <a href="https://beian.example.com/">ICP</a><a href="p2.html">2</a><a href="p2.html">下一页&gt;</a>"#;
    let second = r#"<ul><li class=item><a href="3.html">Three</a></li></ul><a href="/news/">首页</a><a rel=next href="/news/">again</a>"#;
    let server =
        serve(vec![("/news/", "text/html", first.into()), ("/news/p2.html", "text/html", second.into())]);
    let of = |more| find("listing", &format!("{}/news/", server.address), more);
    let chosen = of(json!({ "select": "li.item", "depth": 5 }));
    assert_eq!(paths(&server, &chosen), ["/news/1.html", "/news/2.html", "/news/3.html"]);
    assert!(chosen.complete, "{:?}", chosen.troubles);
    let shallow = of(json!({ "select": ".item > a" }));
    assert_eq!(paths(&server, &shallow), ["/news/1.html", "/news/2.html"]);
    assert_eq!(paths(&server, &of(json!({}))), ["/", "/news/1.html", "/news/2.html"]);
    for select in [".gone", "li["] {
        let found = of(json!({ "select": select }));
        assert!(!found.complete && matches!(problems(&found)[..], [Problem::Read(_)]), "{select}");
    }
}

#[test]
fn a_listing_that_means_harm_does_none() {
    let server = serve(vec![
        ("/deep", "text/html", "<div>".repeat(200_000).into()),
        ("/marks", "text/html", "<p><b><i><u><a href=x>".repeat(20_000).into()),
        ("/long", "text/html", format!("<a href=\"/{}\">x</a><a href=/1>y</a>", "x".repeat(9_000)).into()),
    ]);
    let of = |path: &str| find("listing", &format!("{}{path}", server.address), json!({ "select": "b a" }));
    assert!(!of("/deep").complete && of("/marks").found.len() <= 1);
    let long = find("listing", &format!("{}/long", server.address), json!({}));
    assert_eq!(paths(&server, &long), ["/1"]);
}

#[test]
fn a_folder_has_the_files_that_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("b.md", "# b"),
        ("a/x.HTML", "<p>x"),
        ("a/picture.png", ""),
        (".git/x.md", "# x"),
        ("drafts/y.md", "# y"),
        (".gitignore", "drafts\n"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let root = folder.path().to_str().unwrap();
    let found = find("folder", root, json!({}));
    let names: Vec<_> = found.found.iter().map(|f| f.address.strip_prefix(root).unwrap()).collect();
    assert_eq!(names, ["/a/x.HTML", "/b.md"]);
    assert!(found.complete && found.found[0].modified.is_some());
    let held = found.found[1].held.as_ref().unwrap();
    assert_eq!(read_held(held, 100).unwrap().body, b"# b");
    assert!(matches!(read_held(held, 2), Err(Problem::TooMuch(_))));
    let one = find("page", &format!("{root}/b.md"), json!({}));
    assert_eq!(one.found[0].held.as_ref(), Some(held));
}

/// A record of an archive.
fn record(kind: &str, address: &str, date: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: {date}\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

fn answer(headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {headers}\r\n\r\n").as_bytes(), body].concat()
}

fn archive() -> Vec<Vec<u8>> {
    let html = "200 OK\r\nContent-Type: text/html; charset=GBK";
    let packed = gzip("<p>packed</p>".as_bytes());
    let mut chunks = format!("{:x}\r\n", packed.len()).into_bytes();
    chunks.extend([&packed[..], b"\r\n0\r\n\r\n"].concat());
    let sent = format!("{html}\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip");
    let on = "2026-11-02T10:00:00Z";
    vec![
        record("warcinfo", "", on, b"software: x\r\n"),
        record("request", "https://example.org/a", on, b"GET /a HTTP/1.1\r\n\r\n"),
        record("response", "https://example.org/a", on, &answer(html, b"<p>old</p>")),
        record("response", "<https://example.org/b?utm_source=x>", on, &answer(&sent, &chunks)),
        record("response", "https://example.org/taken-out", on, &answer(&sent, b"<p>plain</p>")),
        record(
            "response",
            "https://example.org/c.png",
            on,
            &answer("200 OK\r\nContent-Type: image/png", b"x"),
        ),
        record("response", "https://example.org/d", on, &answer("301 Moved\r\nContent-Type: text/html", b"")),
        record("response", "dns:example.org", on, b"20261102 192.0.2.1"),
        record("response", "https://example.org/a", "2026-11-03T10:00:00Z", &answer(html, b"<p>new</p>")),
    ]
}

fn read_archive(path: &Path, bytes: &[u8]) -> (Discovered, Vec<String>) {
    fs::write(path, bytes).unwrap();
    let found = find("warc", path.to_str().unwrap(), json!({}));
    let read = |held: &Held| String::from_utf8(read_held(held, 1_000).unwrap().body).unwrap();
    let bodies = found.found.iter().map(|f| read(f.held.as_ref().unwrap())).collect();
    (found, bodies)
}

#[test]
fn archives_are_read_packed_and_plain() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.warc");
    let records = archive();
    let members: Vec<Vec<u8>> = records.iter().map(|r| gzip(r)).collect();
    for (way, bytes) in
        [("plain", records.concat()), ("members", members.concat()), ("whole", gzip(&records.concat()))]
    {
        let (found, bodies) = read_archive(&path, &bytes);
        let addresses: Vec<_> =
            found.found.iter().map(|f| f.address.trim_start_matches("https://example.org")).collect();
        assert_eq!(addresses, ["/a", "/b", "/taken-out"], "{way}: {:?}", found.troubles);
        assert_eq!(bodies, ["<p>new</p>", "<p>packed</p>", "<p>plain</p>"], "{way}");
        assert!(found.complete, "{way}");
        let page = read_held(found.found[0].held.as_ref().unwrap(), 1_000).unwrap();
        assert_eq!((page.status, page.content_type.as_str()), (200, "text/html; charset=gbk"));
        // One that breaks off keeps what was whole, and is not complete.
        let (cut, _) = read_archive(&path, &bytes[..bytes.len() - 30]);
        assert!(!cut.complete, "{way}");
    }
    for bytes in [
        &b"no archive"[..],
        &gzip(b"no archive"),
        &[0x1f, 0x8b, 8, 0],
        b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n",
    ] {
        assert!(!read_archive(&path, bytes).0.complete);
    }
    let bomb = record(
        "response",
        "https://example.org/a",
        "2026-11-02T10:00:00Z",
        &answer("200 OK\r\nContent-Type: text/html", &vec![b' '; 3_000_000]),
    );
    fs::write(&path, gzip(&bomb)).unwrap();
    let found = find("warc", path.to_str().unwrap(), json!({}));
    assert!(matches!(read_held(found.found[0].held.as_ref().unwrap(), 1_000), Err(Problem::TooMuch(_))));
}
