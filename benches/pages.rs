//! Speed of the text stage on whole pages, beside html5ever's own parse of the same pages: those of
//! `fixtures/pages/`, or of the folder that `CLAIMLINT_PAGES` names.

use claimlint::document::{Format, Hint, read};
use claimlint::knowledge::Knowledge;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    divan::main();
}

/// The pages of the folder, those that are UTF-8.
fn pages() -> Vec<String> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let folder = env::var_os("CLAIMLINT_PAGES").map_or(own, PathBuf::from);
    let files = fs::read_dir(folder).expect("the pages are there").map(|file| file.expect("a file").path());
    let pages = files.filter(|path| path.extension().is_some_and(|ending| ending == "html"));
    pages.filter_map(|path| fs::read_to_string(path).ok()).collect()
}

fn bytes(pages: &[String]) -> BytesCount {
    BytesCount::new(pages.iter().map(String::len).sum::<usize>())
}

#[divan::bench]
fn text_of_pages(bencher: Bencher) {
    let (pages, knowledge) = (pages(), Knowledge::builtin().expect("the built-in packs load"));
    let hint = Hint { format: Some(Format::Html), ..Hint::default() };
    bencher.counter(bytes(&pages)).bench(|| {
        for page in &pages {
            black_box(read(page.as_bytes(), &hint, knowledge).expect("it reads"));
        }
    });
}

#[divan::bench]
fn html5ever_alone(bencher: Bencher) {
    let pages = pages();
    bencher.counter(bytes(&pages)).bench(|| {
        for page in &pages {
            black_box(scraper::Html::parse_document(page));
        }
    });
}
