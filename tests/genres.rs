//! Genres of titles and openings, labelled before the program was run on them.

use claimlint::document::{Hint, read};
use claimlint::knowledge::{Genre, Knowledge};
use serde::Deserialize;

#[derive(Deserialize)]
struct Labelled {
    article: Vec<Article>,
}

#[derive(Deserialize)]
struct Article {
    genre: Genre,
    text: String,
}

/// Least number of articles whose genre is told as labelled.
const TOLD: usize = 54;

fn articles() -> Vec<Article> {
    toml::from_str::<Labelled>(include_str!("data/genres.toml")).unwrap().article
}

#[test]
fn titles_and_openings_are_of_the_genre_an_editor_gives_them() {
    let mut wrong = Vec::new();
    let articles = articles();
    for article in &articles {
        let document =
            read(article.text.trim().as_bytes(), &Hint::default(), Knowledge::builtin().unwrap()).unwrap();
        if document.genre != article.genre {
            let title = article.text.trim().lines().next().unwrap_or_default();
            let words: Vec<&str> =
                document.genre_cues.iter().map(|p| document.blocks[p.block].shown(p.range())).collect();
            wrong.push(format!("{:?} told as {:?} by {words:?}: {title}", article.genre, document.genre));
        }
    }
    let right = articles.len() - wrong.len();
    assert!(right >= TOLD, "{right} of {} right:\n{}", articles.len(), wrong.join("\n"));
    eprintln!("{right} of {} right:\n{}", articles.len(), wrong.join("\n"));
}
