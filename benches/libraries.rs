//! Speed of reading libraries: records a second, format by format, to CSL-JSON; and from there to
//! records whose abstracts are read.

use claimlint::evidence::{Library, read_library};
use claimlint::knowledge::Knowledge;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use std::fs;

fn main() {
    divan::main();
}

/// Samples that may be joined by writing them one after the other.
const SAMPLES: [&str; 9] = [
    "records.ris",
    "records.bib",
    "records.enw",
    "endnote.xml",
    "noteexpress.net",
    "cnki.txt",
    "sinomed.txt",
    "pubmed.nbib",
    "pubmed.xml",
];

/// Times that a sample is repeated.
const TIMES: usize = 300;

fn sample(name: &str) -> Vec<u8> {
    fs::read(format!("{}/tests/data/libraries/{name}", env!("CARGO_MANIFEST_DIR")))
        .expect("the sample is there")
}

#[divan::bench(args = SAMPLES)]
fn read(bencher: Bencher, name: &str) {
    let bytes = sample(name).repeat(TIMES);
    let count = read_library(name, &bytes).expect("it is a library").items.len();
    bencher.counter(ItemsCount::new(count)).bench(|| read_library(name, black_box(&bytes)));
}

#[divan::bench]
fn abstracts(bencher: Bencher) {
    let knowledge = Knowledge::builtin().expect("the built-in packs load");
    let items = read_library("a", &sample("records.ris").repeat(30)).expect("it is a library").items;
    bencher.counter(ItemsCount::new(items.len())).bench(|| {
        let mut library = Library::default();
        library.add("a", black_box(&items), knowledge);
        library
    });
}
