//! Reading one pack file: TOML entries with a source and a review date, checked by their own examples.

use super::matcher::{Match, Matcher};
use crate::text::{Fault, Language, did_you_mean, fold};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use toml::Spanned;

/// One file of a pack, as it was read.
#[derive(Clone, Debug)]
pub struct PackFile {
    /// Path below the pack's folder, with `/`: `lexicon/certainty.toml`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Why a pack was refused, where, and what to do.
pub type PackError = Fault;

impl PackFile {
    /// The pack it belongs to: what stands before its kind (`lexicon/`) in its path; the builtin
    /// packs have nothing there.
    pub fn pack(&self) -> &str {
        let end = self.path.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at);
        &self.path[..end]
    }

    /// Its kind: the folder it lies in; nothing for `genres.toml` of the builtin packs.
    pub fn kind(&self) -> &str {
        self.path.rsplit('/').nth(1).unwrap_or_default()
    }

    /// The error at a byte of this file.
    pub fn error(&self, at: usize, reason: impl Into<String>, mend: impl Into<String>) -> PackError {
        Fault::at(&self.path, &self.text, at, reason, mend)
    }

    /// Parses the file; an unknown key or a wrong type is refused at its line.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, PackError> {
        let keys_at = "see CONTRIBUTING.md for the keys of this kind of pack";
        toml::from_str(&self.text).map_err(|e| Fault::of_toml(&self.path, &self.text, &e, keys_at))
    }

    /// Checks the two keys that every pack file opens with.
    pub fn check_header(&self, source: &str, reviewed: &str) -> Result<(), PackError> {
        if source.trim().is_empty() {
            return Err(self.error(0, "the file names no source", "name where its entries come from"));
        }
        if reviewed.parse::<jiff::civil::Date>().is_err() {
            let reason = format!("`reviewed = \"{reviewed}\"` is no date");
            return Err(self.error(0, reason, "write it as 2026-11-23"));
        }
        Ok(())
    }
}

/// A file of phrases: `claims/lexicon`, `claims/notices`, `claims/rules`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermFile {
    source: String,
    reviewed: String,
    term: Vec<Spanned<TermEntry>>,
}

/// One entry of a phrase file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermEntry {
    id: String,
    #[serde(default)]
    zh: Vec<String>,
    #[serde(default)]
    en: Vec<String>,
    /// Longer terms in which the phrase means something else.
    #[serde(default)]
    fixed: Vec<String>,
    bad: Vec<String>,
    #[serde(default)]
    good: Vec<String>,
    source: Option<String>,
    reviewed: Option<String>,
    note: Option<String>,
}

/// A set of phrases that look for each other's borders: the longest of all of them wins.
#[derive(Debug)]
pub struct Terms<T> {
    matcher: Matcher<Entry<T>>,
}

#[derive(Clone, Debug)]
enum Entry<T> {
    Term(T, Language),
    Fixed,
}

/// A phrase found in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Term<T> {
    /// First byte in the folded text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// What the pack says it is.
    pub is: T,
    /// The language it is a phrase of.
    pub language: Language,
}

impl<T> Term<T> {
    /// Its range in the folded text.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

impl<T: Clone + PartialEq> Terms<T> {
    /// Loads phrase files; `meaning` turns an entry's id into a value, or says which ids there are.
    pub fn load(
        files: &[&PackFile],
        meaning: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Terms<T>, PackError> {
        let mut phrases: Vec<(String, Entry<T>)> = Vec::new();
        let mut examples = Vec::new();
        let mut ids = BTreeMap::new();
        for file in files {
            let parsed: TermFile = file.parse()?;
            file.check_header(&parsed.source, &parsed.reviewed)?;
            for spanned in parsed.term {
                let at = spanned.span().start;
                let entry = spanned.into_inner();
                let id = (file.pack(), entry.id.clone());
                if let Some(first) = ids.insert(id, file.path.clone()) {
                    let reason = format!("the id `{}` is taken (in {first})", entry.id);
                    return Err(file.error(at, reason, "join the two entries"));
                }
                check_entry(file, at, &entry, &parsed.source, &parsed.reviewed)?;
                let own = phrases.len();
                let is = meaning(&entry.id).map_err(|known| {
                    let names: Vec<&str> = known.split(", ").collect();
                    let mend = did_you_mean(&entry.id, &names, || format!("known: {known}"));
                    file.error(at, format!("`{}` is no known id", entry.id), mend)
                })?;
                for (list, language) in [(&entry.zh, Language::Zh), (&entry.en, Language::En)] {
                    phrases.extend(list.iter().map(|p| (folded(p), Entry::Term(is.clone(), language))));
                }
                phrases.extend(entry.fixed.iter().map(|p| (folded(p), Entry::Fixed)));
                let mut listed = HashSet::new();
                let twice = phrases[own..].iter().find(|(p, _)| !listed.insert(p.to_ascii_lowercase()));
                if let Some((phrase, _)) = twice {
                    let reason = format!("`{}` lists `{phrase}` twice", entry.id);
                    return Err(file.error(at, reason, "keep one"));
                }
                examples.push((*file, at, is, entry));
            }
        }
        let matcher = Matcher::new(phrases);
        let terms = Terms { matcher };
        for (file, at, is, entry) in examples {
            terms.check_examples(file, at, &is, &entry)?;
        }
        Ok(terms)
    }

    fn check_examples(&self, file: &PackFile, at: usize, is: &T, entry: &TermEntry) -> Result<(), PackError> {
        let found = |text: &str| self.find(fold(text).as_str()).iter().any(|t| t.is == *is);
        if let Some(bad) = entry.bad.iter().find(|bad| !found(bad)) {
            let reason = format!("`{}` does not match its own bad example: {bad}", entry.id);
            return Err(file.error(at, reason, "a longer phrase may hide it; change phrase or example"));
        }
        if let Some(good) = entry.good.iter().find(|good| found(good)) {
            let reason = format!("`{}` matches its own good example: {good}", entry.id);
            return Err(file.error(at, reason, "add the fixed term that should win there to `fixed`"));
        }
        Ok(())
    }

    /// The phrases in a folded text, in order.
    pub fn find(&self, text: &str) -> Vec<Term<T>> {
        self.matcher.find(text).into_iter().filter_map(term).collect()
    }

    /// The phrases that start anywhere in a folded text, in order, even within one another: what shapes
    /// are made of. Nothing is found inside a fixed term.
    pub fn overlapping(&self, text: &str) -> Vec<Term<T>> {
        let fixed = self.fixed(text);
        let mut after_word = false;
        let mut found = Vec::new();
        for (at, c) in text.char_indices() {
            let inside = after_word && c.is_ascii_alphanumeric();
            after_word = c.is_ascii_alphanumeric();
            if !inside {
                found.extend(self.matcher.all_at(text, at).into_iter().filter_map(term));
            }
        }
        let inside =
            |t: &Term<T>, f: &Range<usize>| f.start <= t.start && t.end <= f.end && f.len() > t.end - t.start;
        found.retain(|t| !fixed.iter().any(|f| inside(t, f)));
        found
    }

    /// The longest phrase at an offset of a folded text, whatever stands before it, with all that it
    /// means.
    pub fn at(&self, text: &str, at: usize) -> impl Iterator<Item = Term<T>> {
        self.matcher.at(text, at).into_iter().filter_map(term)
    }

    /// What the phrases mean, each as often as it is listed.
    pub fn meanings(&self) -> impl Iterator<Item = &T> {
        self.matcher.values().filter_map(|entry| match entry {
            Entry::Term(is, _) => Some(is),
            Entry::Fixed => None,
        })
    }

    /// The fixed terms in a folded text: places where a phrase means something else.
    pub fn fixed(&self, text: &str) -> Vec<Range<usize>> {
        let found = self.matcher.find(text).into_iter();
        found.filter(|m| matches!(m.value, Entry::Fixed)).map(|m| m.range).collect()
    }
}

/// What was found, unless it is a fixed term.
fn term<T: Clone>(found: Match<Entry<T>>) -> Option<Term<T>> {
    match found.value {
        Entry::Term(is, language) => {
            Some(Term { start: found.range.start, end: found.range.end, is: is.clone(), language: *language })
        }
        Entry::Fixed => None,
    }
}

fn check_entry(
    file: &PackFile,
    at: usize,
    entry: &TermEntry,
    source: &str,
    reviewed: &str,
) -> Result<(), PackError> {
    let id = &entry.id;
    file.check_header(
        entry.source.as_deref().unwrap_or(source),
        entry.reviewed.as_deref().unwrap_or(reviewed),
    )?;
    if entry.zh.is_empty() && entry.en.is_empty() {
        return Err(file.error(at, format!("`{id}` has no phrase"), "give `zh` or `en`"));
    }
    if entry.bad.is_empty() {
        return Err(file.error(at, format!("`{id}` has no bad example"), "give one text that it must match"));
    }
    for phrase in entry.zh.iter().chain(&entry.en).chain(&entry.fixed) {
        if phrase.trim_matches(['*', '=']).trim().is_empty() || phrase.trim() != phrase {
            return Err(file.error(
                at,
                format!("`{id}` has an empty phrase or one with a blank at its end: `{phrase}`"),
                "remove it",
            ));
        }
    }
    if entry.note.as_deref().is_some_and(str::is_empty) {
        return Err(file.error(at, format!("`{id}` has an empty note"), "remove it"));
    }
    Ok(())
}

fn folded(phrase: &str) -> String {
    fold(phrase).as_str().to_owned()
}
