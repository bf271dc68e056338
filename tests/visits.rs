//! Visits to pages over real HTTP: by the rules of their hosts, at their pace, and through their faults.
#![cfg(feature = "desk")]

#[path = "common/raw.rs"]
mod raw;

use claimlint::config::Source;
use claimlint::document::{Hint, read};
use claimlint::fetch::discover::{Discovered, discover};
use claimlint::fetch::{Client, FetchError, Options, Robots, Validators, Visit, Visited, visit};
use claimlint::knowledge::Knowledge;
use raw::{Raw, reply};
use std::time::{Duration, Instant};

fn client() -> Client {
    client_with(Options::default())
}

fn client_with(options: Options) -> Client {
    let allow_hosts = vec!["127.0.0.1".into()];
    let timeout = Duration::from_secs(2);
    Client::new(Options { allow_hosts, timeout, longest: 100_000, ..options }).unwrap()
}

fn wait<T>(future: impl Future<Output = T> + Send) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn go(client: &Client, robots: &Robots, address: &str) -> Result<Visit, FetchError> {
    wait(visit(client, robots, address, None))
}

fn page(visit: Result<Visit, FetchError>) -> Visited {
    match visit {
        Ok(Visit::Page(visited)) => visited,
        other => panic!("no page: {other:?}"),
    }
}

/// The path that the head of a request asks for.
fn path(head: &str) -> &str {
    head.split(' ').nth(1).unwrap_or_default()
}

fn html(body: &str) -> Vec<u8> {
    reply("200 OK", "Content-Type: text/html; charset=utf-8\r\n", body.as_bytes())
}

fn not_found() -> Vec<u8> {
    reply("404 Not Found", "", b"")
}

/// What was asked for, in its order.
fn asked(server: &Raw) -> Vec<String> {
    server.heads().iter().map(|head| path(head).to_owned()).collect()
}

#[test]
fn what_visits_are_made_of_may_go_to_other_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    fn sent<T: Send>(_: &T) {}
    let (client, robots) = (client(), Robots::new());
    shared(&client);
    shared(&robots);
    sent(&visit(&client, &robots, "https://example.org/", None));
    let source: Source =
        serde_json::from_str(r#"{"name":"a","kind":"page","at":"https://example.org/"}"#).unwrap();
    let found = discover(&client, &robots, &source);
    sent(&found);
    let found: Discovered = wait(found);
    assert_eq!(found.found[0].address, "https://example.org/");
}

#[test]
fn what_robots_are_asked_not_to_read_is_never_asked_for() {
    let server = Raw::start(|_, head| {
        match path(head) {
        "/robots.txt" => reply(
            "200 OK",
            "",
            b"User-agent: *\nDisallow: /\n\nUser-agent: Claimlint\nDisallow: /secret\nDisallow: /*.php$\nAllow: /secret/open\n",
        ),
        "/to-secret" => reply("302 Found", "Location: /secret/of-old\r\n", b""),
        _ => html("<p>a page</p>"),
    }
    });
    let (client, robots) = (client(), Robots::new());
    let go = |path: &str| go(&client, &robots, &format!("{}{path}", server.address));
    assert_eq!(go("/secret"), Ok(Visit::Disallowed));
    assert_eq!(go("/a.php"), Ok(Visit::Disallowed));
    assert_eq!(go("/to-secret"), Ok(Visit::Disallowed));
    page(go("/secret/open"));
    page(go("/a.php?x=1"));
    assert_eq!(asked(&server), ["/robots.txt", "/to-secret", "/secret/open", "/a.php?x=1"]);
    // Another run asks again.
    assert_eq!(
        wait(visit(&client, &Robots::new(), &server.address, None)).map(|v| matches!(v, Visit::Page(_))),
        Ok(true)
    );
    assert_eq!(asked(&server)[4], "/robots.txt");
}

#[test]
fn redirects_are_asked_of_their_host_by_its_own_rules() {
    let other = Raw::start(|_, head| match path(head) {
        "/robots.txt" => reply("200 OK", "", b"User-agent: *\nDisallow: /private\n"),
        _ => html("<p>moved here</p>"),
    });
    let base = other.address.clone();
    let server = Raw::start(move |_, head| match path(head) {
        "/robots.txt" => not_found(),
        from => {
            let (status, to) = match from {
                "/for-good" => ("301 Moved Permanently", format!("{base}/new")),
                "/for-now" => ("302 Found", format!("{base}/new")),
                "/both" => ("308 Permanent Redirect", "/for-now".to_owned()),
                _ => ("301 Moved Permanently", format!("{base}/private/x")),
            };
            reply(status, &format!("Location: {to}\r\n"), b"")
        }
    });
    let (client, robots) = (client(), Robots::new());
    let go = |path: &str| go(&client, &robots, &format!("{}{path}", server.address));
    let new = format!("{}/new", other.address);
    let moved = page(go("/for-good"));
    assert_eq!((moved.page.url.as_str(), moved.moved_to.as_deref()), (new.as_str(), Some(new.as_str())));
    assert_eq!(page(go("/for-now")).moved_to, None);
    assert_eq!(page(go("/both")).moved_to, None, "one redirect of two is for now");
    assert_eq!(go("/away"), Ok(Visit::Disallowed));
    assert!(!asked(&other).contains(&"/private/x".to_owned()));
}

#[test]
fn a_host_whose_rules_cannot_be_had_is_not_read() {
    let server = Raw::start(|_, head| match path(head) {
        "/robots.txt" => reply("503 Service Unavailable", "Retry-After: 0\r\n", b""),
        _ => html("<p>a page</p>"),
    });
    let (client, robots) = (client(), Robots::new());
    for _ in 0..2 {
        let outcome = go(&client, &robots, &format!("{}/a", server.address));
        assert_eq!(outcome, Err(FetchError::Robots("127.0.0.1".into())));
    }
    assert!(asked(&server).iter().all(|path| path == "/robots.txt"));
    assert_eq!(asked(&server).len(), 5, "several times for the first page, and not again for the next");
}

#[test]
fn a_robots_file_may_be_anything() {
    let bodies: Vec<Vec<u8>> = vec![
        b"<!doctype html><p>Not found</p>".to_vec(),
        vec![0xff; 10_000],
        [b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /no\r\n".to_vec(), b"# more\n".repeat(200_000)].concat(),
        Vec::new(),
    ];
    for (n, body) in bodies.into_iter().enumerate() {
        let server = Raw::start(move |_, head| match path(head) {
            "/robots.txt" => reply("200 OK", "", &body),
            _ => html("<p>a page</p>"),
        });
        let (client, robots) = (client(), Robots::new());
        page(go(&client, &robots, &format!("{}/yes", server.address)));
        let no = go(&client, &robots, &format!("{}/no", server.address));
        assert_eq!(matches!(no, Ok(Visit::Disallowed)), n == 2, "{n}: {no:?}");
    }
}

#[test]
fn a_delay_that_is_asked_for_is_kept() {
    let server = Raw::start(|_, head| match path(head) {
        "/robots.txt" => reply("200 OK", "", b"User-agent: *\nCrawl-delay: 0.4\n"),
        _ => html("<p>a page</p>"),
    });
    let (client, robots) = (client(), Robots::new());
    let start = Instant::now();
    for n in 0..3 {
        page(go(&client, &robots, &format!("{}/{n}", server.address)));
    }
    assert!(start.elapsed() >= Duration::from_millis(1_150), "{:?}", start.elapsed());
}

#[test]
fn an_interval_of_the_user_holds_whatever_a_host_allows() {
    // Its answers allow a thousand requests a second.
    let server = Raw::start(|_, _| not_found());
    let client = client_with(Options { interval: Some(Duration::from_millis(300)), ..Options::default() });
    let robots = Robots::new();
    let start = Instant::now();
    for _ in 0..3 {
        assert_eq!(go(&client, &robots, &format!("{}/a", server.address)), Ok(Visit::Gone(404)));
    }
    assert!(start.elapsed() >= Duration::from_millis(890), "{:?}", start.elapsed());
}

#[test]
fn a_page_is_asked_for_by_its_validators_and_shown_to_no_other() {
    let server = Raw::start(|_, head| match (path(head), head.contains("if-none-match: \"1\"")) {
        ("/robots.txt", _) => not_found(),
        ("/from", _) => reply("302 Found", "Location: /to\r\n", b""),
        ("/elsewhere", _) => reply("302 Found", "Location: /other\r\n", b""),
        (_, true) => reply("304 Not Modified", "", b""),
        _ => reply("200 OK", "ETag: \"1\"\r\nLast-Modified: Mon, 02 Nov 2026 10:00:00 GMT\r\n", b"text"),
    });
    let (client, robots) = (client(), Robots::new());
    let at = |path: &str| format!("{}{path}", server.address);
    let first = page(go(&client, &robots, &at("/from"))).validators;
    assert_eq!((first.address, first.etag.as_str()), (at("/to"), "\"1\""));
    let known = Validators { address: at("/to"), etag: "\"1\"".into(), ..Validators::default() };
    let again = |path: &str| wait(visit(&client, &robots, &at(path), Some(&known)));
    assert_eq!(again("/from"), Ok(Visit::NotModified));
    // The same tag on another page says nothing.
    assert_eq!(page(again("/elsewhere")).page.body, b"text");
}

#[test]
fn what_is_gone_and_what_fails_are_told_apart() {
    let server = Raw::start(|_, head| match path(head) {
        "/gone" => reply("410 Gone", "", b""),
        "/forbidden" => reply("403 Forbidden", "", b""),
        "/none" => reply("204 No Content", "", b""),
        "/unasked" => reply("304 Not Modified", "", b""),
        _ => not_found(),
    });
    let (client, robots) = (client(), Robots::new());
    let go = |path: &str| go(&client, &robots, &format!("{}{path}", server.address));
    assert_eq!((go("/gone"), go("/lost")), (Ok(Visit::Gone(410)), Ok(Visit::Gone(404))));
    for (path, status) in [("/forbidden", 403), ("/none", 204), ("/unasked", 304)] {
        assert_eq!(go(path), Err(FetchError::Status { host: "127.0.0.1".into(), status }));
    }
    assert_eq!(server.heads().len(), 6, "none of them was asked for again");
}

#[test]
fn a_failing_page_is_asked_for_again_and_a_busy_host_left_alone() {
    let server = Raw::start(|n, head| match (path(head), n) {
        ("/robots.txt", _) => not_found(),
        ("/a", 1 | 2) => reply("500 Internal Server Error", "", b""),
        ("/a", 3) => html("a page that breaks off")[..120].to_vec(),
        ("/b", 5) => reply("429 Too Many Requests", "Retry-After: 1\r\n", b""),
        ("/c", _) => reply("503 Service Unavailable", "Retry-After: 3600\r\n", b""),
        _ => html("<p>a page</p>"),
    });
    let (client, robots) = (client(), Robots::new());
    let go = |path: &str| go(&client, &robots, &format!("{}{path}", server.address));
    page(go("/a"));
    assert_eq!(server.heads().len(), 5);
    let start = Instant::now();
    page(go("/b"));
    assert!(start.elapsed() >= Duration::from_secs(1));
    for path in ["/c", "/a"] {
        assert!(matches!(go(path), Err(FetchError::Busy { .. })), "{path}");
    }
    assert_eq!(server.heads().len(), 8, "nothing is asked of a host that wants to be left alone");
}

#[test]
fn a_redirect_into_a_private_network_is_refused() {
    let inner = Raw::start(|_, _| html("secret"));
    let target = inner.address.replace("127.0.0.1", "localhost");
    let outer = Raw::start(move |_, head| match path(head) {
        "/robots.txt" => not_found(),
        "/number" => reply("302 Found", "Location: http://10.0.0.1/\r\n", b""),
        "/loop" => reply("302 Found", "Location: /loop\r\n", b""),
        "/file" => reply("302 Found", "Location: file:///etc/passwd\r\n", b""),
        _ => reply("302 Found", &format!("Location: {target}/\r\n"), b""),
    });
    let (client, robots) = (client(), Robots::new());
    let go = |path: &str| go(&client, &robots, &format!("{}{path}", outer.address));
    assert_eq!(go("/number"), Err(FetchError::NotPublic("10.0.0.1".into())));
    assert_eq!(go("/name"), Err(FetchError::NotPublic("localhost".into())));
    assert!(matches!(go("/loop"), Err(FetchError::Redirects(_))));
    assert!(matches!(go("/file"), Err(FetchError::Address(_))));
    assert!(inner.heads().is_empty(), "nothing was asked of the inner server");
}

#[test]
fn a_page_that_unpacks_to_too_much_is_refused() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packed, &vec![b' '; 5_000_000]).unwrap();
    let packed = packed.finish().unwrap();
    let server = Raw::start(move |_, head| match path(head) {
        // What is behind the first half megabyte of it is not read.
        "/robots.txt" => reply("200 OK", "Content-Encoding: gzip\r\n", &packed),
        _ => reply("200 OK", "Content-Encoding: gzip\r\nContent-Type: text/html\r\n", &packed),
    });
    let outcome = go(&client(), &Robots::new(), &format!("{}/a", server.address));
    assert_eq!(outcome, Err(FetchError::TooLong { host: "127.0.0.1".into(), limit: 100_000 }));
    assert_eq!(server.heads().len(), 2);
}

/// An article in three parts; how the third one fares depends on the test.
fn in_parts(third: fn() -> Vec<u8>) -> Raw {
    let part = |text: &str, next: &str| {
        html(&format!(
            "<!doctype html><html><head><title>高血压怎么吃</title></head><body><h1>高血压怎么吃</h1><article>{}\
             </article><a href=\"/a/12.html\">下一篇</a><a href=\"{next}\">下一页</a></body></html>",
            format!("<p>{text}，每天食盐不超过五克，多吃蔬菜和水果，并且规律运动，定期测量血压。</p>")
                .repeat(4)
        ))
    };
    Raw::start(move |_, head| match path(head) {
        "/a/11.html" => part("第一部分说盐", "11_2.html"),
        "/a/11_2.html" => part("第二部分说运动", "/a/11_3.html"),
        "/a/11_3.html" => third(),
        _ => not_found(),
    })
}

#[test]
fn the_parts_of_an_article_are_one_page() {
    let server = in_parts(|| {
        html(
            "<p>第三部分说药物，请遵照医生的意见服用，不要自行停药或者换药。</p><a href=/a/12.html>下一页</a>",
        )
    });
    let whole = page(go(&client(), &Robots::new(), &format!("{}/a/11.html", server.address)));
    let at = |path: &str| format!("{}{path}", server.address);
    assert_eq!(whole.parts, [at("/a/11_2.html"), at("/a/11_3.html")]);
    assert_eq!(whole.page.url, at("/a/11.html"));
    assert!(whole.validators.is_empty());
    let text = String::from_utf8(whole.page.body.clone()).unwrap();
    assert!(text.contains(&format!("\n<!-- claimlint: part {} -->\n", at("/a/11_2.html"))));
    let document = read(&whole.page.body, &Hint::default(), Knowledge::builtin().unwrap()).unwrap();
    let body: String = document.blocks.iter().filter(|b| b.kind.is_body()).map(|b| b.as_str()).collect();
    for part in ["第一部分", "第二部分", "第三部分"] {
        assert!(body.contains(part), "{part} is read: {body}");
    }
    assert!(!asked(&server).contains(&"/a/12.html".to_owned()));
}

#[test]
fn an_article_of_which_a_part_cannot_be_had_is_no_article() {
    let server = in_parts(|| reply("403 Forbidden", "", b""));
    let outcome = go(&client(), &Robots::new(), &format!("{}/a/11.html", server.address));
    assert_eq!(outcome, Err(FetchError::Status { host: "127.0.0.1".into(), status: 403 }));
    // A part that is not there is none.
    let server = in_parts(not_found);
    assert_eq!(page(go(&client(), &Robots::new(), &format!("{}/a/11.html", server.address))).parts.len(), 1);
}

#[test]
fn an_article_without_end_has_twenty_parts() {
    let server = Raw::start(|n, head| {
        let number = path(head).rsplit('/').next().unwrap_or_default().parse().unwrap_or(1);
        match path(head) {
            "/robots.txt" => not_found(),
            _ => html(&format!("<p>{n}</p><a rel=next href='/a/{}'>→</a>", number + 1)),
        }
    });
    let whole = page(go(&client(), &Robots::new(), &format!("{}/a", server.address)));
    assert_eq!(whole.parts.len(), 19);
}

#[test]
fn a_host_that_does_not_answer_is_left_alone_in_the_end() {
    let server = Raw::start(|_, head| match path(head) {
        "/robots.txt" => not_found(),
        "/inside" => reply("302 Found", "Location: http://10.0.0.1/\r\n", b""),
        _ => reply("502 Bad Gateway", "", b""),
    });
    let (client, robots) = (client(), Robots::new());
    let at = |path: &str| format!("{}{path}", server.address);
    // Where pages lead says nothing against their host.
    for _ in 0..12 {
        assert_eq!(go(&client, &robots, &at("/inside")), Err(FetchError::NotPublic("10.0.0.1".into())));
    }
    let asked = server.heads().len();
    let failing = async {
        let visits = (0..14).map(|n| {
            let address = at(&format!("/{n}"));
            let (client, robots) = (&client, &robots);
            async move { visit(client, robots, &address, None).await }
        });
        futures_util::future::join_all(visits).await
    };
    let outcomes = wait(failing);
    assert!(outcomes.iter().all(Result::is_err));
    assert_eq!(go(&client, &robots, &at("/more")), Err(FetchError::Down("127.0.0.1".into())));
    assert!(server.heads().len() <= asked + 14 * 5);
}
