//! The guarded client: what it refuses, how it bounds what it reads, and what its cache keeps.
#![cfg(feature = "fetch")]

#[path = "common/raw.rs"]
mod raw;

use claimlint::fetch::{Client, FetchError, Options, Page};
use raw::{Raw, reply};
use std::time::Duration;

fn options(cache: Option<&std::path::Path>) -> Options {
    Options {
        mailto: Some("editor@example.org".into()),
        allow_hosts: vec!["127.0.0.1".into()],
        timeout: Duration::from_secs(1),
        longest: 100_000,
        cache: cache.map(Into::into),
        ask_again: false,
        ..Options::default()
    }
}

fn ask(client: &Client, address: &str) -> Result<Page, FetchError> {
    let malformed = |page: &Page| FetchError::Malformed { host: page.host(), reason: "not ours".into() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let read =
        |page: &Page| if page.body.starts_with(b"bad") { Err(malformed(page)) } else { Ok(page.clone()) };
    runtime.block_on(client.ask(address, read))
}

fn client(options: Options) -> Client {
    Client::new(options).unwrap()
}

#[test]
fn private_addresses_are_refused_wherever_they_come_from() {
    let inner = Raw::start(|_, _| reply("200 OK", "", b"secret"));
    let port = inner.address.rsplit(':').next().unwrap().to_owned();
    let target = format!("http://localhost:{port}/");
    let outer = Raw::start(move |_, _| reply("302 Found", &format!("Location: {target}\r\n"), b""));
    let guarded = client(options(None));
    // By number, by name, and by a redirect to either.
    let closed = client(Options { allow_hosts: Vec::new(), ..options(None) });
    assert_eq!(ask(&closed, &inner.address), Err(FetchError::NotPublic("127.0.0.1".into())));
    let by_name = inner.address.replace("127.0.0.1", "localhost");
    assert_eq!(ask(&closed, &by_name), Err(FetchError::NotPublic("localhost".into())));
    assert_eq!(ask(&guarded, &outer.address), Err(FetchError::NotPublic("localhost".into())));
    for address in [
        "http://169.254.169.254/latest/",
        "http://[::1]/",
        "http://0/",
        "http://user:pw@127.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
    ] {
        assert!(
            matches!(ask(&guarded, address), Err(FetchError::NotPublic(_) | FetchError::Address(_))),
            "{address}"
        );
    }
    assert!(inner.heads().is_empty(), "nothing was asked of the inner server");
    // A host that is named may be asked by its name.
    let named =
        client(Options { allow_hosts: vec!["localhost".into(), "127.0.0.1".into()], ..options(None) });
    assert_eq!(ask(&named, &outer.address).unwrap().body, b"secret");
    assert!(
        inner.heads()[0].contains("user-agent: claimlint/")
            && inner.heads()[0].contains("(mailto:editor@example.org)")
    );
}

#[test]
fn redirects_end() {
    let server = Raw::start(|n, _| reply("302 Found", &format!("Location: /{n}\r\n"), b""));
    assert!(matches!(ask(&client(options(None)), &server.address), Err(FetchError::Redirects(_))));
}

/// 200,000 digits, packed.
const PACKED: &str = "1f8b0800000000000203edc13101000000c2a04aeb9fce0cfe4001";
const PACKED_END: &str = "af01947d2336400d0300";

fn packed() -> Vec<u8> {
    let zeros = "0".repeat(230 * 2 - PACKED.len() - PACKED_END.len());
    let digits = format!("{PACKED}{zeros}{PACKED_END}");
    (0..digits.len()).step_by(2).map(|i| u8::from_str_radix(&digits[i..i + 2], 16).unwrap()).collect()
}

#[test]
fn what_is_too_long_is_refused_unpacked_too() {
    let server = Raw::start(|_, head| {
        let packed_too = head.starts_with("GET /packed");
        match packed_too {
            true => reply("200 OK", "Content-Encoding: gzip\r\n", &packed()),
            false => reply("200 OK", "", &[b'0'; 100_001]),
        }
    });
    for path in ["packed", "plain"] {
        let answer = ask(&client(options(None)), &format!("{}/{path}", server.address));
        assert!(matches!(answer, Err(FetchError::TooLong { limit: 100_000, .. })), "{path}: {answer:?}");
    }
    let roomy = client(Options { longest: 300_000, ..options(None) });
    assert_eq!(ask(&roomy, &format!("{}/packed", server.address)).unwrap().body.len(), 200_000);
}

#[test]
fn only_whole_and_good_answers_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let server = Raw::start(|n, _| match n {
        0..5 => reply("503 Service Unavailable", "", b""),
        5 => reply("404 Not Found", "", b"nothing here"),
        6 => reply("200 OK", "", b"bad answer"),
        7 => reply("200 OK", "", b"0123456789").split_last_chunk::<4>().unwrap().0.to_vec(),
        8 => reply("200 OK", "Cache-Control: max-age=600\r\n", b"good"),
        _ => reply("200 OK", "", b"later"),
    });
    let address = format!("{}/a", server.address);
    let client = || client(options(Some(folder.path())));
    assert!(matches!(ask(&client(), &address), Err(FetchError::Status { status: 503, .. })));
    assert_eq!(ask(&client(), &address).unwrap().status, 404);
    assert_eq!(
        ask(&client(), &address).unwrap().body,
        b"good",
        "asked again after a bad and a broken answer"
    );
    assert_eq!(ask(&client(), &address).unwrap().body, b"good");
    assert_eq!(server.heads().len(), 9, "the last one came from the cache");
    let again = Client::new(Options { ask_again: true, ..options(Some(folder.path())) }).unwrap();
    assert_eq!(ask(&again, &address).unwrap().body, b"later");
}

#[test]
fn what_is_no_longer_fresh_is_asked_for_by_its_tag() {
    let folder = tempfile::tempdir().unwrap();
    let headers = "Cache-Control: max-age=0\r\nETag: \"one\"\r\nLast-Modified: Mon, 02 Nov 2026 10:00:00 GMT\r\nContent-Type: application/json\r\n";
    let server = Raw::start(move |n, head| {
        match head.contains("if-none-match: \"one\"") && head.contains("if-modified-since:") {
            true => reply("304 Not Modified", "", b""),
            false => reply("200 OK", headers, format!("answer {n}").as_bytes()),
        }
    });
    let client = client(options(Some(folder.path())));
    for _ in 0..3 {
        let page = ask(&client, &server.address).unwrap();
        assert_eq!(
            (page.body.as_slice(), page.status, page.content_type.as_str()),
            (&b"answer 0"[..], 200, "application/json")
        );
    }
    // The answer that was not modified is fresh for a day where the host says nothing else.
    assert_eq!(server.heads().len(), 2);
}

#[test]
fn a_host_that_is_slow_is_given_up_and_then_left_alone() {
    let server = Raw::start(|_, _| {
        std::thread::sleep(Duration::from_millis(1_300));
        Vec::new()
    });
    let brief = client(Options { timeout: Duration::from_millis(100), ..options(None) });
    assert!(matches!(
        ask(&brief, &server.address),
        Err(FetchError::TimedOut(_) | FetchError::Connection { .. })
    ));
    let asks_much = Raw::start(|_, _| reply("429 Too Many Requests", "Retry-After: 3600\r\n", b""));
    for _ in 0..3 {
        assert!(matches!(ask(&brief, &asks_much.address), Err(FetchError::Busy { .. })));
    }
    assert!(matches!(ask(&brief, &asks_much.address), Err(FetchError::Down(_))));
    assert_eq!(asks_much.heads().len(), 3);
}
