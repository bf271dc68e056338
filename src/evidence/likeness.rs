//! How far an entry of a reference list and a record are of one work, field by field. A field that
//! one of the two lacks, or that they give in different scripts, says nothing.

use super::library::plain_doi;
use super::record::Record;
use super::standing::unmarked;
use super::traits::letters;
use crate::extract::mention::Journal;
use crate::extract::reference::{Fields, Reference};
use crate::knowledge::Knowledge;
use crate::text::{fold, is_han};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// What a record says of a work, for holding an entry against it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Described<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its title in the language it is written in, where the title is a translation.
    pub other_title: &'a str,
    /// Its authors.
    pub authors: &'a [String],
    /// The journal, and how it is abbreviated.
    pub containers: [&'a str; 2],
    /// Year of publication.
    pub year: Option<i32>,
    /// Volume.
    pub volume: &'a str,
    /// Pages.
    pub pages: &'a str,
    /// DOI.
    pub doi: &'a str,
    /// PubMed id.
    pub pmid: &'a str,
}

impl<'a> From<&'a Record> for Described<'a> {
    fn from(record: &'a Record) -> Described<'a> {
        Described {
            title: &record.title,
            other_title: &record.other_title,
            authors: &record.authors,
            containers: [&record.container, &record.container_short],
            year: record.year,
            volume: &record.volume,
            pages: &record.pages,
            doi: &record.doi,
            pmid: &record.pmid,
        }
    }
}

/// How like the fields are.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Likeness {
    /// Of the titles: 0 to 1.
    pub title: Option<f64>,
    /// Whether the first author of the entry is an author of the record.
    pub author: Option<bool>,
    /// Whether the years are the same, or next to each other: online and in print.
    pub year: Option<bool>,
    /// Whether the journals are the same.
    pub container: Option<bool>,
    /// Whether the volumes are the same.
    pub volume: Option<bool>,
    /// Whether the first pages are the same.
    pub pages: Option<bool>,
    /// Whether the DOIs are the same.
    pub doi: Option<bool>,
    /// Whether the PubMed ids are the same.
    pub pmid: Option<bool>,
}

/// From here on two titles are taken for the same.
pub const SAME_TITLE: f64 = 0.85;
/// Below this they are of different works.
const OTHER_TITLE: f64 = 0.5;
/// Letters from which on a title may stand for one with a subtitle.
const WITHOUT_SUBTITLE: usize = 16;
/// Letters below which a title names no one work by itself.
const TELLING: usize = 24;
/// The same for Chinese titles.
const TELLING_HAN: usize = 8;

impl Likeness {
    /// Compares the fields of an entry with a record.
    pub fn of(fields: &Fields, record: &Described, knowledge: &Knowledge) -> Likeness {
        let year = fields.year.as_deref().and_then(|y| y.get(..4)?.parse::<i32>().ok());
        let same = |a: &str, b: &str| (!a.is_empty() && !b.is_empty()).then(|| a == b);
        let (volume, pages) = (fields.volume.as_deref(), fields.pages.as_deref());
        Likeness {
            title: best(titles(&fields.title, record.title), titles(&fields.title, record.other_title)),
            author: author(fields, record.authors),
            year: year.zip(record.year).map(|(a, b)| (a - b).abs() <= 1),
            container: container(&fields.container, record.containers, knowledge),
            volume: number(volume.unwrap_or_default()).zip(number(record.volume)).map(|(a, b)| a == b),
            pages: pages.and_then(|own| same_page(own, record.pages)),
            doi: same(&versionless(&plain_doi(&fields.doi)), &versionless(&plain_doi(record.doi))),
            pmid: same(&fields.pmid, record.pmid),
        }
    }

    /// Whether a record that was found by words, not by an identifier, is the work of the entry: the
    /// titles are the same and neither author nor year speaks against it, or nearly so and more speaks
    /// for it than against it; without a title, journal, year, volume and page must agree.
    pub fn is_same_work(&self, title: &str) -> bool {
        let others = [self.author, self.year, self.container, self.volume, self.pages];
        let agree = others.iter().filter(|o| **o == Some(true)).count();
        let differ = others[..3].iter().filter(|o| **o == Some(false)).count();
        let near = [self.container, self.year, self.volume, self.pages];
        match self.title {
            Some(t) if t >= 0.9 && differ == 0 => agree > 0 || is_telling(title),
            Some(t) if t >= 0.95 && differ == 1 => agree >= 2,
            Some(_) => false,
            None => title.is_empty() && near.iter().all(|n| *n == Some(true)) && self.author != Some(false),
        }
    }

    /// Whether a record has the very title and author of an entry, whatever else this tells of it.
    pub fn is_told_wrongly(&self, title: &str) -> bool {
        self.title.is_some_and(|t| t >= 0.97) && self.author == Some(true) && is_telling(title)
    }

    /// Whether an identifier leads to another work than the one the entry describes.
    pub fn is_other_work(&self) -> bool {
        let agree = [self.author, self.year, self.container, self.volume, self.pages];
        let agree = agree.iter().filter(|o| **o == Some(true)).count();
        let differ = [self.author, self.year, self.container].contains(&Some(false));
        self.title.is_some_and(|t| t < OTHER_TITLE) && (differ || agree < 2)
    }

    /// How much speaks for the record, to choose among several.
    pub fn weight(&self) -> u32 {
        let others = [self.author, self.year, self.container, self.volume, self.pages, self.doi, self.pmid];
        let agree = others.iter().filter(|o| **o == Some(true)).count() as u32;
        (self.title.unwrap_or_default() * 100.0) as u32 + agree * 10
    }
}

/// Whether a title by itself names one work.
fn is_telling(title: &str) -> bool {
    let letters = letters(title);
    let han = letters.chars().filter(|&c| is_han(c)).count();
    letters.chars().count() >= TELLING || han >= TELLING_HAN
}

/// Whether a text is written in Chinese characters, where it has letters at all.
fn script(letters: &str) -> Option<bool> {
    (!letters.is_empty())
        .then(|| letters.chars().filter(|&c| is_han(c)).count() * 3 > letters.chars().count())
}

/// How like two titles are; none where they cannot be compared.
fn titles(a: &str, b: &str) -> Option<f64> {
    let (a, b) = (letters(unmarked(a)), letters(unmarked(b)));
    if script(&a)? != script(&b)? {
        return None;
    }
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if long.starts_with(short.as_str()) && short.chars().count() >= WITHOUT_SUBTITLE {
        return Some(1.0);
    }
    Some(strsim::normalized_levenshtein(&a, &b))
}

/// The greater of two likenesses, where one is known.
fn best(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    a.zip(b).map_or(a.or(b), |(a, b)| Some(a.max(b)))
}

/// Letters without accents, small.
fn bare(name: &str) -> String {
    let plain = name.nfd().filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-');
    plain.flat_map(char::to_lowercase).collect()
}

/// The words of a name that tell it: two letters or more.
fn names(name: &str) -> BTreeSet<String> {
    let bare = bare(name);
    let words = bare.split([' ', '-']).filter(|w| w.chars().count() >= 2);
    words
        .map(str::to_owned)
        .chain([bare.replace([' ', '-'], "")])
        .filter(|w| w.chars().count() >= 2)
        .collect()
}

fn author(fields: &Fields, authors: &[String]) -> Option<bool> {
    let first = fields.authors.first().or(fields.authors_family.first())?;
    let own: BTreeSet<String> = names(first)
        .into_iter()
        .chain(fields.authors_family.first().into_iter().flat_map(|f| names(f)))
        .collect();
    let theirs: BTreeSet<String> = authors.iter().flat_map(|a| names(a)).collect();
    let han = |all: &BTreeSet<String>| all.iter().any(|n| n.contains(is_han));
    if own.is_empty() || theirs.is_empty() {
        return None;
    }
    let alike = |a: &String| {
        let near = |b: &String| a == b || a.len() >= 4 && strsim::jaro_winkler(a, b) >= 0.88;
        theirs.iter().any(near)
    };
    // Names in Chinese characters are cut differently into family and given name.
    let within =
        || own.iter().any(|a| theirs.iter().any(|b| a.contains(b.as_str()) || b.contains(a.as_str())));
    if own.iter().any(alike) || han(&own) && han(&theirs) && within() {
        return Some(true);
    }
    // Organisations are written in too many ways to be held against each other.
    let people = first.split_whitespace().count() <= 3;
    (people && han(&own) == han(&theirs)).then_some(false)
}

fn container(own: &str, theirs: [&str; 2], knowledge: &Knowledge) -> Option<bool> {
    let own_script = script(&letters(own))?;
    let plain = |name: &str| {
        let bare = name.split(['(', '（', '[']).next().unwrap_or_default().trim();
        bare.replace(['\'', '’'], "")
    };
    let journal = Journal::named(&plain(own), knowledge)?;
    let mut known = None;
    for name in theirs.iter().filter(|name| script(&letters(name)) == Some(own_script)) {
        let same = letters(own) == letters(name)
            || Journal::named(&plain(name), knowledge).is_some_and(|other| journal.is(&other, knowledge))
            || is_initials(own, name)
            || is_initials(name, own);
        known = Some(known == Some(true) || same);
    }
    known
}

/// Whether a name is made of the first letters of another: JAMA, PNAS.
fn is_initials(short: &str, long: &str) -> bool {
    const SMALL: &[&str] = &["the", "of", "and", "for", "in", "on", "a"];
    let words = long.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).filter(|w| !SMALL.contains(&w.as_str())).collect();
    let initials: String = words.iter().filter_map(|w| w.chars().next()).collect();
    words.len() >= 3 && letters(short) == initials
}

/// The number that a volume is; none for one with other signs.
fn number(volume: &str) -> Option<u32> {
    volume.trim().parse().ok()
}

/// Whether two ranges of pages begin alike; none where only one of them is an article number (e33693).
fn same_page(a: &str, b: &str) -> Option<bool> {
    let first = |pages: &str| -> Option<(bool, u64)> {
        let digits = pages.trim_start_matches(|c: char| !c.is_ascii_digit());
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        Some((digits.len() < pages.trim().len(), digits[..end].parse().ok()?))
    };
    let ((a_marked, a), (b_marked, b)) = (first(a)?, first(b)?);
    (a == b || a_marked == b_marked).then_some(a == b)
}

/// A DOI without the number of its version: Cochrane's `.pub2`, preprints' `v1`.
fn versionless(doi: &str) -> String {
    let bare = doi.trim_end_matches(|c: char| c.is_ascii_digit());
    let cut = [".pub", "/v", ".v", "v"].iter().find_map(|mark| bare.strip_suffix(mark));
    let versioned = bare.len() < doi.len();
    cut.filter(|c| versioned && c.ends_with(|c: char| c.is_ascii_digit())).unwrap_or(doi).to_owned()
}

/// Characters from which on words are found without their blanks.
const LONG: usize = 24;

/// The words of an entry without its identifiers, to see whether it shows something anywhere.
#[derive(Clone, Debug)]
pub struct Shown(String);

impl Shown {
    /// The words of an entry.
    pub fn of(reference: &Reference) -> Shown {
        let folded = fold(&reference.quote.text);
        let lower = folded.as_str().to_lowercase();
        let doi = reference.fields.doi.as_str();
        Shown(plain(&if doi.is_empty() { lower } else { lower.replace(doi, " ") }))
    }

    /// Whether it shows these words, in this order.
    pub fn shows(&self, words: &str) -> bool {
        let words = plain(&fold(words).as_str().to_lowercase());
        // Long words may have lost their blanks, or gained some, on the way through a PDF.
        let joined = |text: &str| text.replace(' ', "");
        let long = words.chars().count() > LONG;
        words.len() > 2 && (self.0.contains(&words) || long && joined(&self.0).contains(&joined(&words)))
    }
}

/// Words with one blank around each.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.fold(String::from(" "), |all, word| all + word + " ")
}

#[cfg(test)]
mod tests;
