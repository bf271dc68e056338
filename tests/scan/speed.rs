//! Pages a second over loopback with limits lifted, against the same pages checked from disk.

use crate::desk::Desk;
use crate::web::{Web, page, path};
use std::process::Stdio;
use std::time::Instant;

const PAGES: usize = 1_000;

/// `cargo test --release --test scan pages_a_second -- --ignored --nocapture`, on a machine with nothing else to do.
#[test]
#[ignore = "a measurement"]
fn pages_a_second() {
    let web = Web::start(0);
    let desk = Desk::new(&format!(
        "[scan]\nconcurrency = 8\nper-host = 8\ninterval-ms = 0\n\
         [[source]]\nname = \"site\"\nkind = \"list\"\nat = \"{}\"\n",
        web.at("/list.txt")
    ));
    let mut addresses = String::new();
    for n in 0..PAGES {
        let html = page::html(n, 1);
        web.put(&path(n), "text/html; charset=utf-8", html.clone());
        addresses.push_str(&format!("{}\n", web.address(n)));
        desk.site.write(&format!("pages/{n}.html"), html);
    }
    web.put("/list.txt", "text/plain", addresses);
    let began = Instant::now();
    let checked =
        desk.command(&["check", "pages", "--format", "json"]).stdout(Stdio::null()).status().unwrap();
    let disk = began.elapsed().as_secs_f64();
    assert_eq!(checked.code(), Some(1));
    let first = desk.scan();
    let kept = (0..PAGES).filter(|n| path(*n).starts_with("/kept/")).count();
    assert_eq!(first.told().read as usize, PAGES - kept);
    let second = desk.scan();
    assert_eq!(second.told().unchanged as usize, PAGES - kept);
    let rate = |seconds: f64| PAGES as f64 / seconds;
    println!("from disk: {disk:.2} s, {:.0} pages a second", rate(disk));
    for (what, scanned) in [("first scan", first), ("second scan, nothing changed", second)] {
        let seconds = scanned.took.as_secs_f64();
        println!("{what}: {seconds:.2} s, {:.0} pages a second, {} MB", rate(seconds), scanned.peak / 1024);
    }
}
