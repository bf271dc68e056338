//! A retraction that comes into the library between two scans.

use crate::desk::{Desk, new_findings, until};
use crate::web::Web;
use serde_json::{Value, json};
use std::time::Duration;

const ARTICLES: usize = 8;
const DOI: &str = "10.5555/walk.2019.7";

/// An article that cites the work, if its number is even, or another one.
fn article(n: usize) -> String {
    let doi = if n.is_multiple_of(2) { DOI.to_owned() } else { format!("10.5555/other.{n}") };
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Walking, part {n}</title></head><body><article>\
         <h1>Walking, part {n}</h1><p>People of the town walk along the river in the evening, and this is part {n} of \
         what they told us. One study looked at walking and sleep [1]. The neighbours did not ask for it, but they \
         read it all the same, and some of them wrote down what they thought of it.</p>\
         <h2>References</h2><ol><li>Okafor A, Lind B. Evening walks in part {n}. Ex J Med. 2019;1:2-3. doi:{doi}</li></ol>\
         </article></body></html>"
    )
}

fn library(status: Option<&str>) -> String {
    let mut work = json!({
        "id": "okafor", "type": "article-journal", "title": "Evening walks", "DOI": DOI,
        "container-title": "Ex J Med", "issued": {"date-parts": [[2019]]},
    });
    if let Some(status) = status {
        work["status"] = json!(status);
    }
    json!([work]).to_string()
}

#[test]
fn a_message_cut_short_by_a_kill_is_sent_again_under_the_same_key() {
    let web = Web::start(0);
    web.put("/r/2.html", "text/html", article(2));
    let desk = Desk::new(&format!(
        "select = [\"CI008\"]\nlibraries = [\"library.json\"]\n[scan]\ninterval-ms = 0\n\
         [[source]]\nname = \"river\"\nkind = \"page\"\nat = \"{}\"\n\
         [[notify]]\nname = \"desk\"\nkind = \"webhook\"\nurl-env = \"DESK_HOOK\"\n",
        web.at("/r/2.html")
    ))
    .with("DESK_HOOK", &web.at("/slow-hook"));
    desk.site.write("library.json", library(Some("retracted")));
    let mut child = desk.start();
    until("a message", Duration::from_secs(60), || !web.posted().is_empty());
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(desk.scan().told().new, [0, 0]);
    assert_eq!(desk.scan().told().new, [0, 0]);
    let posted = web.posted();
    assert_eq!(posted.len(), 2, "the first may not have come through, the second did");
    assert_eq!(posted[0].headers["idempotency-key"], posted[1].headers["idempotency-key"]);
    assert_eq!(posted[0].body, posted[1].body);
}

#[test]
fn a_channel_that_refused_is_told_later_and_of_each_run_once() {
    let web = Web::start(0);
    (0..2).for_each(|n| web.put(&format!("/r/{n}.html"), "text/html", article(0)));
    let mut desk = Desk::new(
        "select = [\"CI008\"]\nlibraries = [\"library.json\"]\n[scan]\ninterval-ms = 0\n\
         [[source]]\nname = \"river\"\nkind = \"list\"\nat = \"list.txt\"\n\
         [[notify]]\nname = \"desk\"\nkind = \"webhook\"\nurl-env = \"DESK_HOOK\"\n",
    );
    desk.site.write("library.json", library(Some("retracted")));
    desk = desk.with("DESK_HOOK", &web.at("/refusing-hook"));
    for n in 0..2 {
        let addresses: String = (0..=n).map(|n| web.at(&format!("/r/{n}.html")) + "\n").collect();
        desk.site.write("list.txt", addresses);
        assert_eq!(desk.scan().told().new, [1, 0]);
    }
    assert!(web.posted().is_empty());
    desk = desk.with("DESK_HOOK", &web.at("/hook"));
    for _ in 0..2 {
        assert_eq!(desk.scan().told().new, [0, 0]);
        let told: Vec<Value> =
            web.posted().iter().map(|p| serde_json::from_slice(&p.body).unwrap()).collect();
        let told: Vec<&Value> = told.iter().map(|body| &body["news"]["articles"][0]["address"]).collect();
        assert_eq!(told, [&json!(web.at("/r/0.html")), &json!(web.at("/r/1.html"))]);
    }
}

#[test]
fn a_library_that_cannot_be_read_mends_nothing() {
    let web = Web::start(0);
    web.put("/r/2.html", "text/html", article(2));
    let desk = Desk::new(&format!(
        "select = [\"CI008\"]\nlibraries = [\"library\"]\n[scan]\ninterval-ms = 0\n\
         [[source]]\nname = \"river\"\nkind = \"page\"\nat = \"{}\"\n",
        web.at("/r/2.html")
    ));
    desk.site.write("library/works.json", library(Some("retracted")));
    assert_eq!(desk.scan().told().new, [1, 0]);
    desk.site.write("library/works.json", "[{\"id\": \"okafor\", \"ti");
    let said = desk.site.run(&["scan", "--once"]);
    assert!(said.code == 2 && said.err.contains("works.json"), "{}", said.err);
    std::fs::remove_file(desk.site.path().join("library/works.json")).unwrap();
    assert_eq!(desk.site.run(&["scan", "--once"]).code, 2);
    assert_eq!(desk.runs(), (1, 1));
    desk.site.write("library/works.json", library(Some("retracted")));
    let again = desk.scan().told();
    assert_eq!((again.unchanged, again.new, again.fixed, again.open), (1, [0, 0], [0, 0], [1, 0]));
}

#[test]
fn a_retraction_is_told_of_every_article_that_cites_it_and_once() {
    let web = Web::start(0);
    let addresses: String = (0..ARTICLES).map(|n| web.at(&format!("/r/{n}.html")) + "\n").collect();
    (0..ARTICLES).for_each(|n| web.put(&format!("/r/{n}.html"), "text/html", article(n)));
    let desk = Desk::new(
        "select = [\"CI008\"]\nlibraries = [\"library.json\"]\n[scan]\ninterval-ms = 0\n\
         [[source]]\nname = \"river\"\nkind = \"list\"\nat = \"list.txt\"\nowner = \"Lin\"\n\
         [[notify]]\nname = \"desk\"\nkind = \"webhook\"\nurl-env = \"DESK_HOOK\"\nsecret-env = \"DESK_KEY\"\n",
    )
    .with("DESK_HOOK", &web.at("/hook"))
    .with("DESK_KEY", "a long secret");
    desk.site.write("list.txt", addresses);
    desk.site.write("library.json", library(None));
    let first = desk.scan();
    assert_eq!((first.code, first.told().read, first.told().new), (Some(0), 8, [0, 0]), "{}", first.log);
    assert!(web.posted().is_empty(), "nothing is new");

    desk.site.write("library.json", library(Some("retracted")));
    let second = desk.scan();
    assert_eq!((second.code, second.told().new), (Some(1), [4, 0]), "{}", second.log);
    let mut told: Vec<&str> = Vec::new();
    for article in second.articles() {
        let new = new_findings(article);
        assert_eq!(new.len(), 1);
        assert_eq!(
            (&new[0]["rule"], &new[0]["why"], &new[0]["again"]),
            (&json!("CI008"), &json!("evidence"), &json!(false))
        );
        told.push(article["address"].as_str().unwrap());
    }
    told.sort_unstable();
    let citing: Vec<String> = (0..ARTICLES).step_by(2).map(|n| web.at(&format!("/r/{n}.html"))).collect();
    assert_eq!(told, citing);
    let posted = web.posted();
    assert_eq!(posted.len(), 1);
    let body: Value = serde_json::from_slice(&posted[0].body).unwrap();
    assert_eq!(body["news"]["articles"].as_array().unwrap().len(), 4);
    assert!(
        posted[0].headers.contains_key("x-claimlint-signature")
            && posted[0].headers.contains_key("idempotency-key")
    );
    assert!(!second.log.contains("/hook") && !second.log.contains("secret"), "{}", second.log);

    let third = desk.scan();
    assert_eq!((third.code, third.told().new, third.told().open), (Some(0), [0, 0], [4, 0]), "{}", third.log);
    assert_eq!(third.told().unchanged, 8);
    assert_eq!(web.posted().len(), 1, "it is told once");

    desk.site.write("library.json", library(None));
    let fourth = desk.scan();
    assert_eq!((fourth.told().new, fourth.told().fixed, fourth.told().open), ([0, 0], [4, 0], [0, 0]));
    assert!(fourth.articles().iter().all(|article| article["fixed"][0]["why"] == "evidence"));
    assert_eq!(web.posted().len(), 1, "what is fixed needs no message");
}
