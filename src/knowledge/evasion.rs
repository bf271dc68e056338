//! Disguised words: spellings that a reader understands and a filter does not (薇❤, 治liao, 治·疗,
//! 三髙), and the plain words they stand for.

use super::pack::{PackError, PackFile};
use crate::text::{fold, is_han};
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvasionFile {
    source: String,
    reviewed: String,
    /// Words of two characters that a mark may stand beside without disguising anything: 防治·疗养.
    #[serde(default)]
    keep: Vec<String>,
    #[serde(default)]
    alike: Vec<AlikeEntry>,
    #[serde(default)]
    word: Vec<Spanned<WordEntry>>,
}

/// What stands for a character.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AlikeEntry {
    char: char,
    #[serde(rename = "as")]
    spellings: Vec<String>,
}

/// A word that is disguised.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordEntry {
    plain: String,
    /// The syllables of a Chinese word, one a character, with blanks between them.
    #[serde(default)]
    pinyin: String,
    /// Spellings of the whole word.
    #[serde(default)]
    spellings: Vec<String>,
    bad: Vec<String>,
    #[serde(default)]
    good: Vec<String>,
}

/// The words that are disguised, compiled.
#[derive(Debug, Default)]
pub struct Evasion {
    words: Vec<Word>,
    /// Words by the characters that they, or a disguise of them, may start with.
    by_start: HashMap<char, Vec<usize>>,
    keep: Vec<String>,
}

#[derive(Debug)]
struct Word {
    plain: String,
    units: Vec<Unit>,
    spellings: Vec<String>,
    latin: bool,
}

/// A character of a word and what may stand for it.
#[derive(Debug)]
struct Unit {
    plain: char,
    alike: Vec<String>,
    syllable: Option<String>,
}

/// A disguised word in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Disguise<'a> {
    /// Where it stands.
    pub range: Range<usize>,
    /// The word it stands for.
    pub plain: &'a str,
}

/// How a unit was read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    Plain,
    Alike,
    Syllable,
}

/// Marks that stand between the characters of a disguised word.
const MARKS: &[char] = &['·', '•', '・', '*', '.', '|', '丨', '_', '~', '¤', '°'];

impl Evasion {
    /// Loads the files of `evasion/`.
    pub fn load(files: &[&PackFile]) -> Result<Evasion, PackError> {
        let mut out = Evasion::default();
        let mut alike: HashMap<char, Vec<String>> = HashMap::new();
        let mut entries = Vec::new();
        for file in files {
            let parsed: EvasionFile = file.parse()?;
            file.check_header(&parsed.source, &parsed.reviewed)?;
            out.keep.extend(parsed.keep);
            for entry in parsed.alike {
                alike.entry(entry.char).or_default().extend(entry.spellings.iter().map(|s| folded(s)));
            }
            entries.extend(parsed.word.into_iter().map(|w| (*file, w.span().start, w.into_inner())));
        }
        for (file, at, entry) in &entries {
            let syllables: Vec<&str> = entry.pinyin.split_whitespace().collect();
            let length = entry.plain.chars().count();
            if !syllables.is_empty() && syllables.len() != length {
                let reason =
                    format!("`{}` has {length} characters and {} syllables", entry.plain, syllables.len());
                return Err(file.error(*at, reason, "give one syllable a character"));
            }
            let unit = |(i, plain): (usize, char)| Unit {
                plain,
                alike: alike.get(&plain).cloned().unwrap_or_default(),
                syllable: syllables.get(i).map(|s| (*s).to_owned()),
            };
            let units: Vec<Unit> = entry.plain.chars().enumerate().map(unit).collect();
            let spellings: Vec<String> = entry.spellings.iter().map(|s| folded(s)).collect();
            let latin = entry.plain.is_ascii();
            out.add(Word { plain: entry.plain.clone(), units, spellings, latin });
        }
        for (file, at, entry) in &entries {
            let reads =
                |text: &str| out.find(fold(text).as_str()).iter().any(|d| d.plain.contains(&entry.plain));
            if let Some(bad) = entry.bad.iter().find(|bad| !reads(bad)) {
                let reason = format!("`{}` is not read in its own bad example: {bad}", entry.plain);
                return Err(file.error(*at, reason, "change spelling or example"));
            }
            if let Some(good) = entry.good.iter().find(|good| reads(good)) {
                let reason = format!("`{}` is read in its own good example: {good}", entry.plain);
                return Err(file.error(*at, reason, "add what stands beside it to `keep`"));
            }
        }
        Ok(out)
    }

    fn add(&mut self, word: Word) {
        let index = self.words.len();
        let mut starts: Vec<char> = word.spellings.iter().filter_map(|s| s.chars().next()).collect();
        if let Some(first) = word.units.first() {
            starts.push(first.plain);
            starts.extend(first.alike.iter().chain(&first.syllable).filter_map(|s| s.chars().next()));
        }
        let mut starts: Vec<char> = starts.into_iter().map(|c| c.to_ascii_lowercase()).collect();
        starts.sort_unstable();
        starts.dedup();
        starts.into_iter().for_each(|c| self.by_start.entry(c).or_default().push(index));
        self.words.push(word);
    }

    /// The disguised words of a folded text, in order, none overlapping another.
    pub fn find(&self, text: &str) -> Vec<Disguise<'_>> {
        let mut found: Vec<Disguise> = Vec::new();
        let mut free = 0;
        for (at, c) in text.char_indices().filter(|_| !self.words.is_empty()) {
            if at < free {
                continue;
            }
            let Some(words) = self.by_start.get(&c.to_ascii_lowercase()) else { continue };
            let reads = words.iter().filter_map(|&w| {
                let word = &self.words[w];
                self.read(word, text, at).map(|end| Disguise { range: at..end, plain: &word.plain })
            });
            if let Some(disguise) = reads.max_by_key(|d| d.range.end) {
                free = disguise.range.end;
                found.push(disguise);
            }
        }
        found
    }

    /// Where a disguised word that starts at an offset ends.
    fn read(&self, word: &Word, text: &str, at: usize) -> Option<usize> {
        let opens = |rest: &str| !rest.starts_with(is_latin) || !text[..at].ends_with(is_latin);
        let whole =
            word.spellings.iter().filter(|s| starts(&text[at..], s) && opens(s)).map(|s| at + s.len());
        let closed =
            whole.filter(|&end| !text[..end].ends_with(is_latin) || !text[end..].starts_with(is_latin));
        let read = word.read(text, at);
        let by_marks = read.is_some_and(|(_, by_marks)| by_marks);
        let end = closed.chain(read.map(|(end, _)| end)).max()?;
        let kept = |a: Option<char>, b: Option<char>| {
            let pair: String = a.into_iter().chain(b).collect();
            self.keep.contains(&pair)
        };
        let before = kept(text[..at].chars().next_back(), word.plain.chars().next());
        let behind = kept(word.plain.chars().next_back(), text[end..].chars().next());
        (!(before || behind && by_marks)).then_some(end)
    }
}

impl Word {
    /// Where the word ends if it stands at an offset with a character replaced or marks between, and
    /// whether nothing but marks disguises it.
    fn read(&self, text: &str, at: usize) -> Option<(usize, bool)> {
        let (mut end, mut marks, mut last) = (at, 0, Read::Plain);
        let (mut replaced, mut syllables) = (0, 0);
        for (i, unit) in self.units.iter().enumerate() {
            let here = unit.at(&text[end..]);
            let from = if i > 0 && here.is_none() { skip_marks(text, end, &mut marks) } else { end };
            let (length, read) = here.or_else(|| unit.at(&text[from..]))?;
            let letters = read == Read::Syllable && last == Read::Syllable && from == end;
            if read == Read::Syllable && !letters && text[..from].ends_with(is_latin) {
                return None;
            }
            if last == Read::Syllable && read != Read::Syllable && text[from..].starts_with(is_latin) {
                return None;
            }
            replaced += usize::from(read != Read::Plain);
            syllables += usize::from(read == Read::Syllable);
            (end, last) = (from + length, read);
        }
        let has_border = !text[..end].ends_with(is_latin) || !text[end..].starts_with(is_latin);
        let opens = !text[at..].starts_with(is_latin) || !text[..at].ends_with(is_latin);
        let beside_han = text[..at].ends_with(is_han) || text[end..].starts_with(is_han);
        let told = if self.latin { replaced > 0 || marks > 1 } else { replaced + marks > 0 };
        let all_letters = syllables == self.units.len();
        (told && has_border && opens && (!all_letters || beside_han)).then_some((end, replaced == 0))
    }
}

impl Unit {
    /// The length of the unit at the start of a text, and how it is written.
    fn at(&self, text: &str) -> Option<(usize, Read)> {
        let first = text.chars().next()?;
        if first.eq_ignore_ascii_case(&self.plain) {
            return Some((first.len_utf8(), Read::Plain));
        }
        if let Some(alike) = self.alike.iter().find(|a| starts(text, a)) {
            return Some((alike.len(), Read::Alike));
        }
        let syllable = self.syllable.as_deref().filter(|s| starts(text, s))?;
        Some((syllable.len(), Read::Syllable))
    }
}

/// The offset behind the marks that stand at an offset, which are counted; two at most.
fn skip_marks(text: &str, at: usize, marks: &mut usize) -> usize {
    let mut end = at;
    for c in text[at..].chars().take(3) {
        match c {
            '\u{fe0f}' => {}
            c if MARKS.contains(&c) || is_emoji(c) => *marks += 1,
            _ => break,
        }
        end += c.len_utf8();
    }
    end
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}')
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

fn starts(text: &str, with: &str) -> bool {
    text.as_bytes().get(..with.len()).is_some_and(|t| t.eq_ignore_ascii_case(with.as_bytes()))
}

fn folded(spelling: &str) -> String {
    fold(spelling).as_str().to_owned()
}

#[cfg(test)]
mod tests;
