//! Shapes: sayings put together from classes of words that stand in an order, with room between them.

mod read;

use super::matcher::Matcher;
use super::pack::{PackError, PackFile, Term};
use crate::text::{Language, fold};
use read::Loading;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use toml::Spanned;

/// The shapes of `claims/shapes`: a file a rule, named as the rule is, beside files of classes alone.
#[derive(Debug)]
pub struct Shapes {
    words: Matcher<Word>,
    rules: BTreeMap<String, Vec<Shape>>,
}

/// What a listed word is.
#[derive(Clone, Copy, Debug)]
enum Word {
    /// One of a class.
    Of(u32),
    /// A longer term in which words of classes mean something else.
    Fixed,
}

/// One way of saying something.
#[derive(Debug)]
struct Shape {
    is: String,
    language: Language,
    /// The first part must open its clause.
    opens: bool,
    /// The last part must close its clause.
    closes: bool,
    parts: Vec<Part>,
}

/// One part of a shape: a word of one of some classes.
#[derive(Debug)]
struct Part {
    classes: Vec<u32>,
    optional: bool,
    /// Most characters between the part before and this one.
    room: usize,
    /// Whether a comma may stand among them.
    commas: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShapeFile {
    source: String,
    reviewed: String,
    #[serde(default)]
    class: Vec<Spanned<ClassEntry>>,
    #[serde(default)]
    shape: Vec<Spanned<ShapeEntry>>,
}

/// A class of words, known to every shape file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassEntry {
    id: String,
    words: Vec<String>,
    #[serde(default)]
    fixed: Vec<String>,
}

/// Ways of saying one thing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShapeEntry {
    id: String,
    #[serde(default)]
    zh: Vec<String>,
    #[serde(default)]
    en: Vec<String>,
    bad: Vec<String>,
    #[serde(default)]
    good: Vec<String>,
    /// What it says to other rules: `rule/id`.
    #[serde(default)]
    also: Vec<String>,
}

/// Words by which English joins a clause to the one before.
const JOINS: &[&str] = &["and", "so", "then", "just", "or", "please", "simply", "but", "now"];

impl Shapes {
    /// Loads shape files; every class is known in all of them.
    pub fn load(files: &[&PackFile]) -> Result<Shapes, PackError> {
        let mut loading = Loading::default();
        let mut parsed = Vec::new();
        for file in files {
            let read: ShapeFile = file.parse()?;
            file.check_header(&read.source, &read.reviewed)?;
            for spanned in read.class {
                loading.class(file, spanned.span().start, spanned.into_inner())?;
            }
            parsed.push((*file, read.shape));
        }
        let (mut rules, mut examples) = (BTreeMap::<String, Vec<Shape>>::new(), Vec::new());
        for (file, entries) in parsed {
            let name = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
            for spanned in entries {
                let (at, entry) = (spanned.span().start, spanned.into_inner());
                let also = entry.also.iter().filter_map(|to| to.split_once('/'));
                for (rule, id) in also.chain([(name, entry.id.as_str())]) {
                    let own = rules.entry(rule.to_owned()).or_default();
                    for (list, language) in [(&entry.zh, Language::Zh), (&entry.en, Language::En)] {
                        for written in list {
                            own.push(loading.shape(file, at, id, written, language)?);
                        }
                    }
                }
                examples.push((file, at, name.to_owned(), entry));
            }
        }
        let shapes = Shapes { words: Matcher::new(loading.words), rules };
        for (file, at, rule, entry) in examples {
            shapes.check(file, at, &rule, &entry)?;
        }
        Ok(shapes)
    }

    fn check(&self, file: &PackFile, at: usize, rule: &str, entry: &ShapeEntry) -> Result<(), PackError> {
        let found = |text: &str| self.find(rule, fold(text).as_str()).iter().any(|t| t.is == entry.id);
        if entry.bad.is_empty() {
            return Err(file.error(at, format!("`{}` has no bad example", entry.id), "give one"));
        }
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

    /// What the shapes of a rule find in a folded text, in order.
    pub fn find(&self, rule: &str, text: &str) -> Vec<Term<String>> {
        let Some(shapes) = self.rules.get(rule) else { return Vec::new() };
        let hits = self.hits(text);
        if hits.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<Term<String>> = Vec::new();
        for shape in shapes {
            let mut free = 0;
            for range in shape.find(text, &hits) {
                if range.start >= free {
                    free = range.end;
                    let Range { start, end } = range;
                    found.push(Term { start, end, is: shape.is.clone(), language: shape.language });
                }
            }
        }
        found.sort_by(|a, b| (a.start, a.end, &a.is).cmp(&(b.start, b.end, &b.is)));
        found.dedup_by(|b, a| a.is == b.is && b.start < a.end);
        found
    }

    /// Where words of each class stand, but for those inside a fixed term.
    fn hits(&self, text: &str) -> HashMap<u32, Vec<Range<usize>>> {
        let all = self.words.every(text);
        let fixed: Vec<Range<usize>> =
            all.iter().filter(|m| matches!(m.value, Word::Fixed)).map(|m| m.range.clone()).collect();
        let mut hits: HashMap<u32, Vec<Range<usize>>> = HashMap::new();
        for found in all {
            let Word::Of(class) = found.value else { continue };
            if !fixed.iter().any(|f| f.start <= found.range.start && found.range.end <= f.end) {
                hits.entry(*class).or_default().push(found.range);
            }
        }
        hits.values_mut().for_each(|ranges| ranges.sort_by_key(|r| (r.start, r.end)));
        hits
    }
}

impl Shape {
    /// Where it stands in a text.
    fn find(&self, text: &str, hits: &HashMap<u32, Vec<Range<usize>>>) -> Vec<Range<usize>> {
        let there = |p: &Part| p.optional || p.classes.iter().any(|c| hits.contains_key(c));
        if !self.parts.iter().all(there) {
            return Vec::new();
        }
        let mut found: Vec<Range<usize>> = Vec::new();
        for class in self.parts.first().map_or(&[][..], |p| &p.classes) {
            for first in hits.get(class).into_iter().flatten() {
                if self.opens && !opens(text, first.start) {
                    continue;
                }
                if let Some(end) = self.rest(1, first.end, text, hits) {
                    found.push(first.start..end);
                }
            }
        }
        found.sort_by_key(|r| (r.start, r.end));
        found
    }

    /// The end of the parts from one of them on, behind an offset.
    fn rest(
        &self,
        part: usize,
        from: usize,
        text: &str,
        hits: &HashMap<u32, Vec<Range<usize>>>,
    ) -> Option<usize> {
        let Some(next) = self.parts.get(part) else {
            return (!self.closes || closes(text, from)).then_some(from);
        };
        for class in &next.classes {
            let ranges = hits.get(class).map_or(&[][..], Vec::as_slice);
            let first = ranges.partition_point(|r| r.start < from);
            for range in &ranges[first..] {
                if !next.spans(&text[from..range.start]) {
                    break;
                }
                if let Some(end) = self.rest(part + 1, range.end, text, hits) {
                    return Some(end);
                }
            }
        }
        if next.optional { self.rest(part + 1, from, text, hits) } else { None }
    }
}

impl Part {
    /// Whether a text is short enough to stand in front of it, and ends no sentence.
    fn spans(&self, between: &str) -> bool {
        if between.len() > self.room * 4 {
            return false;
        }
        let mut chars = between.chars().peekable();
        let mut count = 0;
        while let Some(c) = chars.next() {
            count += 1;
            let comma = matches!(c, ',' | '、' | ';' | ':') && !self.commas;
            let stop = matches!(c, '。' | '!' | '?' | '\n') || c == '.' && chars.peek() == Some(&' ');
            if count > self.room || comma || stop {
                return false;
            }
        }
        true
    }
}

/// Whether nothing but marks and words of joining stands before an offset in its clause.
fn opens(text: &str, at: usize) -> bool {
    let mark = |c: char| !c.is_alphanumeric() && c != ' ';
    let mut before = text[..at].trim_end();
    while let Some(word) = JOINS.iter().find(|w| before.ends_with(*w)) {
        let rest = &before[..before.len() - word.len()];
        if rest.ends_with(|c: char| c.is_alphanumeric()) {
            break;
        }
        before = rest.trim_end();
    }
    before.is_empty() || before.ends_with(mark)
}

/// Whether nothing but a mark stands behind an offset in its clause.
fn closes(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_none_or(|c| !c.is_alphanumeric() && c != ' ')
}

#[cfg(test)]
mod tests;
