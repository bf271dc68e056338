//! Genres of titles and openings, labelled before the program was run on them.

mod common;

use claimlint::document::{Document, Format, Hint, read};
use claimlint::knowledge::{Genre, Knowledge};
use common::{files, fixtures};
use serde::Deserialize;
use std::fs;

#[derive(Deserialize)]
struct Labelled {
    article: Vec<Article>,
}

#[derive(Deserialize)]
struct Article {
    genre: Genre,
    text: String,
}

/// Least share of the articles whose genre is told as labelled.
const TOLD: f64 = 0.9;

fn articles() -> Vec<Article> {
    toml::from_str::<Labelled>(include_str!("data/genres.toml")).unwrap().article
}

fn document(text: &str, hint: &Hint) -> Document {
    read(text.trim().as_bytes(), hint, Knowledge::builtin().unwrap()).unwrap()
}

fn cues(document: &Document) -> Vec<&str> {
    document.genre_cues.iter().map(|p| document.blocks[p.block].shown(p.range())).collect()
}

/// What is told wrongly, with the words that decided.
fn wrong(articles: &[Article], is_wrong: impl Fn(&Article, Genre) -> bool) -> Vec<String> {
    let told = articles.iter().map(|a| (a, document(&a.text, &Hint::default())));
    told.filter(|(article, document)| is_wrong(article, document.genre))
        .map(|(article, document)| {
            let title = article.text.trim().lines().next().unwrap_or_default();
            format!("{:?} told as {:?} by {:?}: {title}", article.genre, document.genre, cues(&document))
        })
        .collect()
}

#[test]
fn titles_and_openings_are_of_the_genre_an_editor_gives_them() {
    let articles = articles();
    let wrong = wrong(&articles, |article, told| told != article.genre);
    let right = 1.0 - wrong.len() as f64 / articles.len() as f64;
    assert!(right >= TOLD, "{} of {} wrong:\n{}", wrong.len(), articles.len(), wrong.join("\n"));
}

#[test]
fn a_genre_that_cannot_be_told_is_other_and_none_is_told_wrongly() {
    let wrong = wrong(&articles(), |article, told| told != article.genre && told != Genre::Other);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_label_does_not_make_an_advertisement_a_debunk() {
    let rumour = "# 关节疼，怎么办\n\n谣言：关节炎治不好。\n\n真相：";
    let truth =
        document(&format!("{rumour}多数人可以控制。\n\n谣言：不能走路。\n\n真相：能走。"), &Hint::default());
    assert_eq!(truth.genre, Genre::Debunk);
    let sold = "贴上就好，名额有限，限时特价198元，加微信下单。";
    for text in [format!("{rumour}{sold}"), format!("{rumour}{sold}\n\n谣言：不能走路。\n\n真相：能走。")]
    {
        assert_eq!(document(&text, &Hint::default()).genre, Genre::Advertisement, "{text}");
    }
    let quoted = document(
        "# 三个谣言\n\n谣言：限时特价，加微信，无效退款。\n\n真相：是骗局。\n\n谣言：能根治。\n\n真相：不能。",
        &Hint::default(),
    );
    assert_eq!(quoted.genre, Genre::Debunk, "what a rumour says is not what the article says");
}

#[test]
fn a_genre_that_is_named_is_taken_and_nothing_is_told() {
    let text = &articles()[0].text;
    let hinted = document(text, &Hint { genre: Some(Genre::Leaflet), ..Hint::default() });
    assert_eq!((hinted.genre, hinted.genre_cues.len()), (Genre::Leaflet, 0));
    let named = document(
        &format!("---\ngenre: patient_story\n---\n\n{text}"),
        &Hint { format: Some(Format::Markdown), ..Hint::default() },
    );
    assert_eq!((named.genre, named.genre_cues.len()), (Genre::PatientStory, 0));
}

/// Words in the names of ordinary pages, and their genres.
const NAMED: [(&str, Genre); 10] = [
    ("research", Genre::ResearchNews),
    ("leaflet", Genre::Leaflet),
    ("-qa-", Genre::Qa),
    ("debunk", Genre::Debunk),
    ("recipe", Genre::TcmOrRecipe),
    ("drug-label", Genre::DrugLabel),
    ("hospital-news", Genre::HospitalNews),
    ("insurance", Genre::PolicyOrInsurance),
    ("patient-story", Genre::PatientStory),
    ("vaccination-notice", Genre::Other),
];

#[test]
fn ordinary_pages_are_of_the_genre_in_their_name() {
    let pages = files(&fixtures().join("clean"), "");
    for (word, genre) in NAMED {
        let path = pages.iter().find(|p| p.to_string_lossy().contains(word)).unwrap();
        let hint = Hint { name: Some(path.to_string_lossy().into_owned()), ..Hint::default() };
        let document = document(&fs::read_to_string(path).unwrap(), &hint);
        assert_eq!(document.genre, genre, "{} by {:?}", path.display(), cues(&document));
    }
}

#[test]
fn an_article_is_of_one_genre_in_every_layout() {
    let folder = fixtures().join("articles/rescue");
    let layouts = files(&folder, "")
        .into_iter()
        .filter(|p| !p.ends_with("README.md") && p.extension().is_some_and(|e| e != "json" && e != "toml"));
    let genres: Vec<Genre> = layouts
        .map(|path| {
            let hint = Hint { name: Some(path.to_string_lossy().into_owned()), ..Hint::default() };
            document(&fs::read_to_string(&path).unwrap(), &hint).genre
        })
        .collect();
    assert!(genres.len() == 5 && genres.iter().all(|g| *g == genres[0]), "{genres:?}");
}
