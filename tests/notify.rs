//! Messages to channels: what is said, how it is signed, how often it is sent, and that no text of an
//! article is more than text in it. Receivers are real ones, on loopback.
#![cfg(feature = "desk")]

#[path = "common/news.rs"]
mod made;
#[path = "common/receiver.rs"]
mod receiver;

use claimlint::config::{Channel, ChannelKind};
use claimlint::rules::Severity;
use claimlint::scan::news::{RunNews, Why};
use claimlint::scan::notify::{Message, NotifyError, Options, Secrets, Sender};
use claimlint::text::Language;
use hmac::{Hmac, KeyInit, Mac};
use made::{article, finding, hostile, news};
use mail_parser::MessageParser;
use receiver::{Http, Smtp};
use serde_json::Value;
use std::time::{Duration, Instant};

const SECRET: &str = "SEC0123456789abcdef";
const CHATS: [ChannelKind; 4] =
    [ChannelKind::Slack, ChannelKind::Feishu, ChannelKind::Dingtalk, ChannelKind::Wecom];
/// What each kind of bot answers when all is well.
const FINE: (&str, &str) = ("200 OK", "{\"code\": 0, \"errcode\": 0}");

fn channel(kind: ChannelKind) -> Channel {
    Channel {
        name: "编辑部".to_owned(),
        kind,
        url_env: "HOOK".to_owned(),
        secret_env: None,
        from: Some("claimlint <desk@example.org>".to_owned()),
        to: vec!["Wang <wang@example.org>".to_owned(), "li@example.org".to_owned()],
        sources: Vec::new(),
        ui_lang: None,
        rule_changes: false,
    }
}

fn some() -> RunNews {
    news(vec![
        article(
            "a",
            "site",
            vec![finding("1", Severity::Error, Why::Article), finding("2", Severity::Info, Why::Article)],
        ),
        article("b", "feed", vec![finding("3", Severity::Warning, Why::Evidence)]),
        article("c", "site", vec![finding("4", Severity::Error, Why::Rules)]),
    ])
}

fn send(message: &Message, url: &str) -> Result<(), NotifyError> {
    let allow_hosts = vec!["127.0.0.1".to_owned()];
    let options =
        Options { allow_hosts, timeout: Duration::from_secs(5), first_wait: Duration::from_millis(5) };
    let secrets = Secrets::new(url, Some(SECRET));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(Sender::new(options).unwrap().send(message, &secrets))
}

#[test]
fn a_message_may_be_sent_from_any_thread() {
    fn is_send<T: Send>(_: &T) {}
    let message = Message::of(&some(), &channel(ChannelKind::Email)).unwrap();
    let (sender, secrets) = (Sender::new(Options::default()).unwrap(), Secrets::new("smtp://[::1]", None));
    is_send(&sender.send(&message, &secrets));
}

fn sent(kind: ChannelKind, news: &RunNews) -> receiver::Received {
    let server = Http::start(&[FINE]);
    send(&Message::of(news, &channel(kind)).unwrap(), &server.url).unwrap();
    let [received] = server.received().try_into().unwrap();
    received
}

/// Every text that a body holds.
fn texts(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text}\n"),
        Value::Array(values) => values.iter().map(texts).collect(),
        Value::Object(fields) => fields.values().map(texts).collect(),
        _ => String::new(),
    }
}

#[test]
fn a_message_says_only_what_is_new_to_its_channel() {
    let all = Message::of(&some(), &channel(ChannelKind::Slack)).unwrap();
    assert_eq!(all.findings(), 2);
    let of = |change: &dyn Fn(&mut Channel)| {
        let mut channel = channel(ChannelKind::Slack);
        change(&mut channel);
        Message::of(&some(), &channel)
    };
    assert_eq!(of(&|c| c.sources = vec!["feed".into()]).unwrap().findings(), 1);
    assert_eq!(of(&|c| c.sources = vec!["nowhere".into()]), None);
    // Rules alone are no news, but where a channel asks for them a digest in numbers is.
    let mut quiet = some();
    quiet.articles.retain(|a| a.address.ends_with('c'));
    assert_eq!(Message::of(&quiet, &channel(ChannelKind::Slack)), None);
    let asking = Channel { rule_changes: true, ..channel(ChannelKind::Slack) };
    let digest = Message::of(&quiet, &asking).unwrap();
    assert_eq!(digest.findings(), 0);
    let server = Http::start(&[FINE]);
    send(&digest, &server.url).unwrap();
    let told = texts(&server.received()[0].json());
    assert!(
        told.contains("因规则或词表更新，1 篇文章的结果有变：新增 错误 1") && !told.contains("SA003"),
        "{told}"
    );
    // Infos alone open no card, and are no news.
    let infos = news(vec![article("a", "site", vec![finding("1", Severity::Info, Why::Article)])]);
    assert_eq!(Message::of(&infos, &channel(ChannelKind::Slack)), None);
    assert_eq!(Message::of(&news(Vec::new()), &asking), None);
}

#[test]
fn every_chat_is_told_the_same_in_its_own_form() {
    for kind in CHATS {
        let received = sent(kind, &some());
        let told = texts(&received.json());
        for part in [
            "2 篇文章有 2 处新问题",
            "文章 a",
            "删除或改写不安全的内容",
            "SA003",
            "写明先问医生",
            "来源有变",
            "Ginger and nausea",
        ] {
            assert!(told.contains(part), "{kind:?} lacks {part}: {told}");
        }
        assert!(!told.contains("文章 c") && !told.contains("left_out"), "{kind:?}: {told}");
        assert!(received.header("content-type").starts_with("application/json"));
        assert_eq!(received.header("idempotency-key").len(), 32);
    }
    let english = Channel { ui_lang: Some(Language::En), ..channel(ChannelKind::Wecom) };
    let server = Http::start(&[FINE]);
    send(&Message::of(&some(), &english).unwrap(), &server.url).unwrap();
    let told = texts(&server.received()[0].json());
    assert!(told.contains("2 new findings in 2 articles") && told.contains("write instead"), "{told}");
}

#[test]
fn messages_look_as_they_should() {
    for kind in CHATS {
        let mut body = sent(kind, &some()).json();
        for signed in ["timestamp", "sign"] {
            if let Some(fields) = body.as_object_mut() {
                fields.remove(signed);
            }
        }
        let name = format!("{kind:?}").to_lowercase();
        insta::assert_snapshot!(name, serde_json::to_string_pretty(&body).unwrap());
    }
}

#[test]
fn hostile_texts_are_text_and_long_news_keep_to_the_limits() {
    let news = hostile(40, 30);
    for kind in CHATS {
        let received = sent(kind, &news);
        let (body, length) = (received.json(), received.body.len());
        let told = texts(&body);
        for mark in [
            "<!",
            "<@",
            "<at",
            "@all",
            "@everyone",
            "](http://evil",
            "**b**",
            "www.evil",
            "<script",
            "\u{1b}",
            "\u{202e}",
        ] {
            assert!(!told.contains(mark), "{kind:?} has {mark}: {told}");
        }
        assert!(!told.replace("https://example.org/", "").contains("://"), "{kind:?}: {told}");
        assert!(told.contains("另有") && told.contains("条未列出"), "{kind:?} does not say that it is cut");
        match kind {
            ChannelKind::Slack => {
                let blocks = body["blocks"].as_array().unwrap();
                assert!(blocks.len() <= 50);
                assert!(blocks.iter().all(|b| b["text"]["text"].as_str().unwrap().chars().count() <= 3_000));
                assert!(blocks.iter().all(|b| b["text"]["verbatim"] == true));
            }
            ChannelKind::Feishu => assert!(length <= 20_000, "{length}"),
            ChannelKind::Dingtalk => assert!(length <= 20_000, "{length}"),
            _ => {
                let content = body["markdown"]["content"].as_str().unwrap();
                assert!(content.len() <= 4_096 && content.len() > 2_000, "{}", content.len());
            }
        }
    }
    let received = sent(ChannelKind::Webhook, &hostile(200, 30));
    assert!(received.body.len() < 400_000);
    let body = received.json();
    let kept: usize = body["news"]["articles"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|a| a["cards"].as_array().unwrap())
        .map(|c| c["findings"].as_array().unwrap().len())
        .sum();
    assert_eq!(body["left_out"].as_u64().unwrap() as usize + kept, 200 * 30);
    assert!(kept > 100, "{kept}");
}

#[test]
fn signatures_hold_before_whoever_checks_them() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let mac = |key: &str, text: &[u8]| {
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key.as_bytes()).unwrap();
        mac.update(text);
        mac.finalize().into_bytes().to_vec()
    };
    let webhook = sent(ChannelKind::Webhook, &some());
    let signed = [webhook.header("x-claimlint-timestamp").as_bytes(), b".", &webhook.body].concat();
    let hex: String = mac(SECRET, &signed).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(webhook.header("x-claimlint-signature"), format!("sha256={hex}"));
    assert_eq!(webhook.json()["schema"], "claimlint-news/1");
    assert_eq!(webhook.json()["key"], webhook.header("idempotency-key"));

    let feishu = sent(ChannelKind::Feishu, &some()).json();
    let key = format!("{}\n{SECRET}", feishu["timestamp"].as_str().unwrap());
    assert_eq!(feishu["sign"], STANDARD.encode(mac(&key, b"")));

    let dingtalk = sent(ChannelKind::Dingtalk, &some());
    let path = dingtalk.line.split(' ').nth(1).unwrap();
    let url = reqwest::Url::parse(&format!("http://x{path}")).unwrap();
    let query: std::collections::HashMap<_, _> = url.query_pairs().into_owned().collect();
    assert_eq!(query["timestamp"].len(), 13);
    let signed = format!("{}\n{SECRET}", query["timestamp"]);
    assert_eq!(query["sign"], STANDARD.encode(mac(SECRET, signed.as_bytes())));
}

#[test]
fn what_may_pass_is_tried_again_and_nothing_else() {
    let message = |kind| Message::of(&some(), &channel(kind)).unwrap();
    let tries = |kind, answers: &[(&str, &str)]| {
        let server = Http::start(answers);
        let result = send(&message(kind), &server.url);
        let received = server.received();
        let keys: std::collections::BTreeSet<&str> =
            received.iter().map(|r| r.header("idempotency-key")).collect();
        assert_eq!(keys.len(), 1, "the key changes");
        (received.len(), result)
    };
    let busy = ("503 Service Unavailable", "");
    assert_eq!(tries(ChannelKind::Webhook, &[busy, ("429 Too Many Requests", ""), FINE]), (3, Ok(())));
    let (n, result) = tries(ChannelKind::Webhook, &[busy]);
    assert!(n == 5 && result.unwrap_err().may_pass());
    for answer in [
        ("400 Bad Request", "invalid_payload"),
        ("404 Not Found", ""),
        ("302 Found\r\nLocation: http://127.0.0.1:9/", ""),
    ] {
        let (n, result) = tries(ChannelKind::Slack, &[answer]);
        assert!(n == 1 && !result.unwrap_err().may_pass(), "{answer:?}");
    }
    let (n, result) = tries(ChannelKind::Webhook, &[("429 Too Many Requests\r\nRetry-After: 3600", "")]);
    assert!(n == 1 && result.as_ref().unwrap_err().may_pass(), "{result:?}");
    let begun = Instant::now();
    assert_eq!(
        tries(ChannelKind::Webhook, &[("429 Too Many Requests\r\nRetry-After: 1", ""), FINE]),
        (2, Ok(()))
    );
    assert!(begun.elapsed() >= Duration::from_secs(1));
    // Bots say in a body of status 200 that they did not deliver.
    let wrong = (
        "200 OK",
        "{\"code\": 19021, \"msg\": \"sign match fail\", \"errcode\": 310000, \"errmsg\": \"sign not match\"}",
    );
    let later = ("200 OK", "{\"code\": 11232, \"msg\": \"busy\", \"errcode\": -1, \"errmsg\": \"busy\"}");
    for kind in [ChannelKind::Feishu, ChannelKind::Dingtalk, ChannelKind::Wecom] {
        let (n, result) = tries(kind, &[wrong, FINE]);
        let error = result.unwrap_err();
        assert!(n == 1 && error.to_string().contains("sign"), "{kind:?}: {error}");
        assert_eq!(tries(kind, &[later, FINE]), (2, Ok(())), "{kind:?}");
        let (n, result) = tries(kind, &[("200 OK", "<html>")]);
        assert!(n == 1 && result.is_err(), "{kind:?}");
    }
}

#[test]
fn errors_repeat_no_secret() {
    let said = format!("{{\"errcode\": 300001, \"errmsg\": \"no token-0123456789abcdef or {SECRET}\"}}");
    let server = Http::start(&[("200 OK", &said)]);
    let message = Message::of(&some(), &channel(ChannelKind::Dingtalk)).unwrap();
    let refused = send(&message, &server.url).unwrap_err();
    let unreachable = send(&message, "http://127.0.0.1:1/hook/token-0123456789abcdef").unwrap_err();
    let private = send(&message, "http://127.0.0.2/hook/token-0123456789abcdef").unwrap_err();
    let bad = send(&message, "hook/token-0123456789abcdef").unwrap_err();
    let password = send(&message, "https://user:token-0123456789abcdef@example.org/").unwrap_err();
    for error in [refused, unreachable, private, bad, password] {
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("0123456789abcdef"), "{shown}");
    }
}

#[test]
fn only_public_addresses_are_asked_unless_allowed_by_name() {
    let message = Message::of(&some(), &channel(ChannelKind::Webhook)).unwrap();
    let server = Http::start(&[FINE]);
    for url in [server.url.replace("127.0.0.1", "localhost"), server.url.replace("127.0.0.1", "127.0.0.3")] {
        assert!(send(&message, &url).unwrap_err().to_string().contains("not a public address"), "{url}");
    }
    assert!(server.received().is_empty());
}

fn mail_url(server: &Smtp) -> String {
    format!("smtp://desk:p%40ss-0123456789@127.0.0.1:{}", server.port)
}

#[test]
fn an_e_mail_has_a_text_and_a_page_and_comes_once() {
    let server = Smtp::start(&["451 greylisted, come again"]);
    let message = Message::of(&some(), &channel(ChannelKind::Email)).unwrap();
    send(&message, &mail_url(&server)).unwrap();
    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    let mail = MessageParser::default().parse(&mails[0]).unwrap();
    assert_eq!(mail.subject(), Some("claimlint：2 篇文章有 2 处新问题"));
    assert_eq!(mail.message_id().unwrap(), format!("{}@claimlint", message.key()));
    let (text, html) = (mail.body_text(0).unwrap(), mail.body_html(0).unwrap());
    for part in ["文章 a", "SA003", "写明先问医生", "https://example.org/a"] {
        assert!(text.contains(part) && html.contains(part), "{part}: {text}\n{html}");
    }
    let commands = server.commands();
    let count = |name: &str| commands.iter().filter(|c| c.starts_with(name)).count();
    assert_eq!((count("MAIL"), count("RCPT"), count("AUTH")), (2, 2, 2));
}

#[test]
fn an_e_mail_of_hostile_texts_is_harmless() {
    let server = Smtp::start(&[]);
    send(&Message::of(&hostile(3, 3), &channel(ChannelKind::Email)).unwrap(), &mail_url(&server)).unwrap();
    let mails = server.mails();
    let mail = MessageParser::default().parse(&mails[0]).unwrap();
    assert!(mail.bcc().is_none() && mail.parts.len() == 3);
    let html = mail.body_html(0).unwrap();
    let page = scraper::Html::parse_document(&html);
    let select = |selector: &str| page.select(&scraper::Selector::parse(selector).unwrap()).count();
    assert_eq!(select("script, img, svg, at, style, form"), 0);
    assert_eq!(select("a"), select("a[href^='https://example.org/']"));
    assert!(!mail.body_text(0).unwrap().contains("http://evil"));
}

#[test]
fn an_e_mail_that_is_refused_for_good_is_not_sent_again() {
    let server = Smtp::start(&["550 no such desk, p@ss-0123456789"]);
    let message = Message::of(&some(), &channel(ChannelKind::Email)).unwrap();
    let error = send(&message, &mail_url(&server)).unwrap_err();
    assert!(!error.may_pass() && server.mails().is_empty());
    assert!(!format!("{error} {error:?}").contains("0123456789"), "{error}");
    assert_eq!(server.commands().iter().filter(|c| c.starts_with("MAIL")).count(), 1);
    let no_mail = Channel { to: vec!["nobody".into()], ..channel(ChannelKind::Email) };
    let error = send(&Message::of(&some(), &no_mail).unwrap(), &mail_url(&server)).unwrap_err();
    assert_eq!(error, NotifyError::Mailbox("to"));
    // A server of a private network is asked only where it is allowed, and only by TLS.
    let error = send(&message, "smtp://10.0.0.1").unwrap_err();
    assert!(error.to_string().contains("not a public address"), "{error}");
    let error = send(&message, "https://mail.example.org").unwrap_err();
    assert!(error.to_string().contains("smtps://"), "{error}");
}
