//! Speed: reading, extracting and checking, beside html5ever's own parse of the same page.

use claimlint::check::check;
use claimlint::document::{Format, Hint, read};
use claimlint::evidence::Library;
use claimlint::extract::{Words, claim, extract, reference};
use claimlint::knowledge::{Genre, Knowledge};
use claimlint::rules::{Settings, registry};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

fn knowledge() -> &'static Knowledge {
    Knowledge::builtin().expect("the built-in packs load")
}

/// Some 10 KB of a Chinese article with claims, doses, citations and references.
fn article() -> String {
    let text = include_str!("../fixtures/articles/rescue/article.txt");
    let mut cut = 10_000.min(text.len());
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    text[..cut].to_owned()
}

const PAGE: &str = include_str!("../fixtures/articles/rescue/portal.html");

fn hint(format: Format) -> Hint {
    Hint { format: Some(format), ..Hint::default() }
}

#[divan::bench(args = [1, 10, 100])]
fn check_text(bencher: Bencher, times: usize) {
    let (text, knowledge) = (article().repeat(times), knowledge());
    let (library, rules) = (Library::default(), registry().expect("the rules load"));
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let document = read(black_box(text.as_bytes()), &hint(Format::Plain), knowledge).expect("it reads");
        check("article.txt", &document, knowledge, &library, rules, &Settings::default())
    });
}

#[divan::bench(args = [1, 10, 100])]
fn claims_of_text(bencher: Bencher, times: usize) {
    let (text, knowledge) = (article().repeat(times), knowledge());
    let document = read(text.as_bytes(), &hint(Format::Plain), knowledge).expect("it reads");
    let facts = extract(&Words::new(&document.blocks, knowledge));
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let words = Words::new(black_box(&document.blocks), knowledge);
        claim::claims(&words, &facts.gates, &facts.citations)
    });
}

/// Reading a text whose genre is named, and one whose genre is to be told.
#[divan::bench(args = [Some(Genre::Other), None])]
fn read_text(bencher: Bencher, genre: Option<Genre>) {
    let (text, knowledge) = (article(), knowledge());
    let hint = Hint { genre, ..hint(Format::Plain) };
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| read(black_box(text.as_bytes()), &hint, knowledge).expect("it reads"));
}

#[divan::bench]
fn read_html(bencher: Bencher) {
    let knowledge = knowledge();
    bencher
        .counter(BytesCount::of_str(PAGE))
        .bench(|| read(black_box(PAGE.as_bytes()), &hint(Format::Html), knowledge).expect("it reads"));
}

#[divan::bench]
fn html5ever_alone(bencher: Bencher) {
    bencher.counter(BytesCount::of_str(PAGE)).bench(|| scraper::Html::parse_document(black_box(PAGE)));
}

#[divan::bench]
fn parse_reference(bencher: Bencher) {
    let (raw, knowledge) =
        ("[1] 李某, 王某. 某药的体外研究[J]. 示例医学杂志, 2014, 34(8): 623-627.", knowledge());
    bencher.counter(ItemsCount::new(1_usize)).bench(|| reference::parse(black_box(raw), knowledge));
}

#[divan::bench]
fn load_packs(bencher: Bencher) {
    bencher.bench(Knowledge::load_builtin);
}
