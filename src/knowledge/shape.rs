//! Shapes: sayings put together from classes of words, concepts and cues that stand in an order, with room between.

mod class;
mod file;
mod mark;
mod read;
mod search;
mod written;

use super::pack::{PackError, PackFile, Term};
use crate::text::{Language, fold, is_han, sentences};
use class::Classes;
pub use class::Hits;
use file::{ShapeEntry, ShapeFile};
pub use mark::Mark;
use read::Loading;
use search::Search;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

/// The shapes of `claims/shapes`: a file a rule, named as the rule is, beside files of classes alone.
#[derive(Debug)]
pub struct Shapes {
    classes: Classes,
    /// What is no word: concepts, cues and numbers that shapes are made of, and the number of each.
    marks: Vec<(Mark, u32)>,
    rules: BTreeMap<String, Vec<Shape>>,
    /// The phrases of each rule that its shapes are made of, and the number of each.
    terms: BTreeMap<String, Vec<(String, u32)>>,
    /// Examples that only who knows concepts and cues can check.
    examples: Vec<Example>,
}

/// A shape's examples.
#[derive(Clone, Debug)]
pub struct Example {
    /// The rule.
    pub rule: String,
    /// What the shape means to it.
    pub is: String,
    /// Texts in which it stands.
    pub bad: Vec<String>,
    /// Texts in which it does not.
    pub good: Vec<String>,
}

/// Ways of saying one thing.
#[derive(Clone, Debug)]
struct Shape {
    is: String,
    ways: Vec<Way>,
    /// What must not stand anywhere in its sentences.
    without: Vec<u32>,
    /// What must not stand between the first part and the last.
    between: Vec<u32>,
    /// What must not stand in the sentence of the last part.
    tail: Vec<u32>,
    /// It may run on into the next sentence.
    story: bool,
}

/// One way of saying something.
#[derive(Clone, Debug)]
struct Way {
    /// The language it is of; none if it is of both.
    language: Option<Language>,
    /// The first part must open its clause.
    opens: bool,
    /// The last part must close its clause.
    closes: bool,
    /// It is all of words, side by side: no sentence, concept or cue need be known.
    near: bool,
    parts: Vec<Part>,
    /// What must not stand anywhere in its sentences.
    without: Vec<u32>,
}

/// One part of a shape: a word of one of some classes, or a mark.
#[derive(Clone, Debug)]
struct Part {
    any: Vec<u32>,
    optional: bool,
    room: Room,
}

/// What may stand between a part and the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Room {
    /// So many characters; whether a comma may be one of them.
    Chars(usize, bool),
    /// So many words; two Chinese characters count as one.
    Words(usize),
    /// The sentence: `..`.
    Far,
    /// It stands in the next sentence: `//`.
    Next,
}

impl Shapes {
    /// Loads shape files; a file knows its own classes, those of the files without shapes, and the
    /// phrases of its rule, whose ids are given.
    pub fn load(files: &[&PackFile], terms: &BTreeMap<&str, BTreeSet<&str>>) -> Result<Shapes, PackError> {
        let parsed: Vec<(&PackFile, ShapeFile)> = files
            .iter()
            .map(|file| {
                let read: ShapeFile = file.parse()?;
                file.check_header(&read.source, &read.reviewed)?;
                Ok((*file, read))
            })
            .collect::<Result<_, PackError>>()?;
        let mut loading = Loading::new(terms);
        for (file, read) in &parsed {
            loading.classes(file, read)?;
        }
        let (mut rules, mut examples) = (BTreeMap::<String, Vec<Shape>>::new(), Vec::new());
        for (file, read) in parsed {
            let name = stem(file);
            for spanned in read.shape {
                let (at, entry) = (spanned.span().start, spanned.into_inner());
                let (shape, known) = loading.shape(file, at, name, &entry)?;
                for (rule, id) in entry.also.iter().filter_map(|to| to.split_once('/')) {
                    let shape = Shape { is: id.to_owned(), ..shape.clone() };
                    rules.entry(rule.to_owned()).or_default().push(shape);
                }
                rules.entry(name.to_owned()).or_default().push(shape);
                examples.push((file, at, known, entry));
            }
        }
        let (classes, marks, terms) = loading.done();
        let mut shapes = Shapes { classes, marks, rules, terms, examples: Vec::new() };
        for (file, at, known, entry) in examples {
            let (rule, is) = (stem(file).to_owned(), entry.id.clone());
            match known {
                true => shapes.check(file, at, &rule, &entry)?,
                false => shapes.examples.push(Example { rule, is, bad: entry.bad, good: entry.good }),
            }
        }
        Ok(shapes)
    }

    fn check(&self, file: &PackFile, at: usize, rule: &str, entry: &ShapeEntry) -> Result<(), PackError> {
        let found = |text: &str| {
            let folded = fold(text);
            let text = folded.as_str();
            let hits = self.hits(text);
            let near = || self.near(rule, text, &hits).iter().any(|t| t.is == entry.id);
            let own = || sentences(text).into_iter().map(|s| s.range).collect::<Vec<_>>();
            let far =
                || self.far(rule, text, &hits, &Hits::default(), &own(), || Rc::new(self.marks(text, [])));
            near() || far().iter().any(|t| t.is == entry.id)
        };
        if let Some(bad) = entry.bad.iter().find(|bad| !found(bad)) {
            let reason = format!("`{}` does not match its own bad example: {bad}", entry.id);
            return Err(file.error(at, reason, "change the shape or the example"));
        }
        if let Some(good) = entry.good.iter().find(|good| found(good)) {
            let reason = format!("`{}` matches its own good example: {good}", entry.id);
            return Err(file.error(at, reason, "narrow the shape, or fix the term in a class"));
        }
        Ok(())
    }

    /// Whether a rule has shapes.
    pub fn has(&self, rule: &str) -> bool {
        self.rules.contains_key(rule)
    }

    /// The examples that nobody checked when they were loaded.
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// Where the words of all classes stand in a folded text.
    pub fn hits(&self, text: &str) -> Hits {
        self.classes.hits(text)
    }

    /// Where marks stand in a folded text: those given, and what the text itself writes.
    pub fn marks(&self, text: &str, given: impl IntoIterator<Item = (Range<usize>, Mark)>) -> Hits {
        let written = written::marks(text);
        let all = given.into_iter().chain(written);
        let numbered = all.flat_map(|(range, mark)| {
            let fits = self.marks.iter().filter(move |(own, _)| own.takes(&mark));
            fits.map(move |(_, number)| (*number, range.clone()))
        });
        Hits::of(numbered)
    }

    /// Where the phrases of a rule stand that its shapes are made of.
    pub fn own(&self, rule: &str, terms: &[Term<String>]) -> Hits {
        let known = self.terms.get(rule).map_or(&[][..], Vec::as_slice);
        let number =
            |t: &Term<String>| known.iter().find(|(id, _)| *id == t.is).map(|(_, n)| (*n, t.range()));
        Hits::of(terms.iter().filter_map(number))
    }

    /// Whether the shapes of a rule are made of its phrases.
    pub fn takes_terms(&self, rule: &str) -> bool {
        self.terms.contains_key(rule)
    }

    /// What the shapes of a rule find whose parts are words side by side, in order.
    pub fn near(&self, rule: &str, text: &str, hits: &Hits) -> Vec<Term<String>> {
        let search = Search { text, found: &[hits], sentences: &[] };
        let mut found = Vec::new();
        for shape in self.rules.get(rule).into_iter().flatten() {
            for way in shape.ways.iter().filter(|w| w.near) {
                let mut free = 0;
                for range in search.every(way) {
                    if range.start >= free {
                        free = range.end;
                        found.push(term(text, range, shape, way));
                    }
                }
            }
        }
        in_order(found)
    }

    /// What the other shapes of a rule find in the sentences of a text, each once in a sentence; the
    /// phrases of the rule and the marks as they stand there.
    pub fn far(
        &self,
        rule: &str,
        text: &str,
        hits: &Hits,
        own: &Hits,
        sentences: &[Range<usize>],
        marks: impl FnOnce() -> Rc<Hits>,
    ) -> Vec<Term<String>> {
        let words = Search { text, found: &[hits, own], sentences };
        let is_mark = |number: u32| self.marks.iter().any(|(_, n)| *n == number);
        let could = |w: &&Way| !w.near && words.could(w, is_mark);
        let hopeful: Vec<(&Shape, Vec<&Way>)> = self
            .rules
            .get(rule)
            .into_iter()
            .flatten()
            .map(|shape| (shape, shape.ways.iter().filter(could).collect::<Vec<_>>()))
            .filter(|(_, ways)| !ways.is_empty())
            .collect();
        if hopeful.is_empty() {
            return Vec::new();
        }
        let marks = marks();
        let search = Search { text, found: &[hits, own, &marks], sentences };
        let mut found = Vec::new();
        for at in 0..sentences.len() {
            for (shape, ways) in &hopeful {
                for language in [Some(Language::Zh), Some(Language::En), None] {
                    let mut own = ways.iter().filter(|w| w.language == language);
                    let hit = own.find_map(|way| Some((search.first(shape, way, at)?, way)));
                    found.extend(hit.map(|(range, way)| term(text, range, shape, way)));
                }
            }
        }
        found.sort_by_key(|t| (t.start, t.end));
        found
    }
}

/// The name of the rule, or of the group of classes, that a file is of.
fn stem(file: &PackFile) -> &str {
    file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml")
}

fn term(text: &str, range: Range<usize>, shape: &Shape, way: &Way) -> Term<String> {
    let told = || if text[range.clone()].chars().any(is_han) { Language::Zh } else { Language::En };
    let language = way.language.unwrap_or_else(told);
    Term { start: range.start, end: range.end, is: shape.is.clone(), language }
}

fn in_order(mut found: Vec<Term<String>>) -> Vec<Term<String>> {
    found.sort_by(|a, b| (a.start, a.end, &a.is).cmp(&(b.start, b.end, &b.is)));
    found.dedup_by(|b, a| a.is == b.is && b.start < a.end);
    found
}

#[cfg(test)]
mod tests;
