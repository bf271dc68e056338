//! The words by which the genre of an article is told, and where they count.

use super::pack::{PackError, PackFile, Term, Terms};
use super::words::{Genre, words};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

words! {
    /// Where in an article a phrase tells of its genre.
    CuePlace {
        /// In the title.
        Title,
        /// In a heading.
        Heading,
        /// In the title or the opening.
        Opening,
        /// In the title or the opening, at least four times.
        Often,
        /// Anywhere in the body.
        Anywhere,
        /// As a label: `食材:`, `【适应症】`, or alone in its block.
        Label,
        /// As the label of a question or rumour, which another of [`CuePlace::Answer`] answers.
        Ask,
        /// As the label of its answer.
        Answer,
    }
}

words! {
    /// How much a phrase tells.
    CueWeight {
        /// Fits other genres as well.
        Weak,
        /// Is more usual in this genre.
        Fair,
        /// Is hardly found in another.
        Strong,
        /// Is what the genre is about: where a genre has such entries, it is not told without one.
        Required,
    }
}

impl CueWeight {
    /// Its points.
    pub fn points(self) -> u32 {
        match self {
            CueWeight::Weak | CueWeight::Required => 1,
            CueWeight::Fair => 2,
            CueWeight::Strong => 3,
        }
    }
}

/// What a phrase of `claims/genres` says. All phrases of one entry are one piece of evidence: the
/// entry counts once, however many of them are found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GenreCue {
    /// The genre it is a sign of.
    pub genre: Genre,
    /// Where it counts.
    pub place: CuePlace,
    /// How much it tells; labels in pairs count by their pairs.
    pub weight: CueWeight,
    /// The entry.
    pub entry: Arc<str>,
}

impl GenreCue {
    /// The cue of a pack id: `genre.place.weight.what`, where labels in pairs have no weight, as in
    /// `advertisement.anywhere.strong.offer` and `qa.ask.letter`.
    pub fn parse_id(id: &str) -> Result<GenreCue, String> {
        GenreCue::parse(id).ok_or_else(|| {
            let genres = names(Genre::ALL, Genre::as_str);
            let places = names(CuePlace::ALL, CuePlace::as_str);
            let weights = names(CueWeight::ALL, CueWeight::as_str);
            format!(
                "GENRE.PLACE.WEIGHT.WHAT, or GENRE.ask.WHAT and GENRE.answer.WHAT; \
                 genres {genres}; places {places}; weights {weights}"
            )
        })
    }

    fn parse(id: &str) -> Option<GenreCue> {
        let parts: Vec<&str> = id.split('.').collect();
        let (&[genre, place], rest) = parts.split_first_chunk()?;
        let (genre, place) = (Genre::parse(genre)?, CuePlace::parse(place)?);
        let weight = match (place, rest) {
            (CuePlace::Ask | CuePlace::Answer, [_]) => CueWeight::Weak,
            (CuePlace::Ask | CuePlace::Answer, _) => return None,
            (_, [weight, _]) => CueWeight::parse(weight)?,
            _ => return None,
        };
        Some(GenreCue { genre, place, weight, entry: id.into() })
    }
}

/// The phrases of `claims/genres`.
#[derive(Debug)]
pub struct GenreCues {
    terms: Terms<GenreCue>,
    /// Genres with entries of [`CueWeight::Required`].
    demanding: BTreeSet<Genre>,
}

impl GenreCues {
    /// Loads phrase files.
    pub fn load(files: &[&PackFile]) -> Result<GenreCues, PackError> {
        let demanding = RefCell::default();
        let terms = Terms::load(files, |id| {
            let cue = GenreCue::parse_id(id)?;
            if cue.weight == CueWeight::Required {
                RefCell::<BTreeSet<Genre>>::borrow_mut(&demanding).insert(cue.genre);
            }
            Ok(cue)
        })?;
        Ok(GenreCues { terms, demanding: demanding.into_inner() })
    }

    /// The phrases in a folded text, in order.
    pub fn find(&self, text: &str) -> Vec<Term<GenreCue>> {
        self.terms.find(text)
    }

    /// Whether a genre is told only with an entry of [`CueWeight::Required`].
    pub fn demands(&self, genre: Genre) -> bool {
        self.demanding.contains(&genre)
    }
}

fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> String {
    all.iter().map(|v| name(*v)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_say_genre_place_and_weight() {
        let cue = GenreCue::parse_id("drug_label.label.fair.storage").unwrap();
        assert_eq!((cue.genre, cue.place, cue.weight), (Genre::DrugLabel, CuePlace::Label, CueWeight::Fair));
        assert_eq!(GenreCue::parse_id("qa.ask.letter").unwrap().place, CuePlace::Ask);
        for wrong in ["qa", "qa.ask", "qa.ask.weak.letter", "debunk.title.myth", "news.title.weak.study"] {
            assert!(GenreCue::parse_id(wrong).unwrap_err().contains("hospital_news"), "{wrong}");
        }
    }
}
