//! Shapes as packs write them: classes of words, and parts with room between.

use super::class::{Classes, Word};
use super::file::{ShapeEntry, ShapeFile};
use super::{Mark, Part, Room, Shape, Way, stem};
use crate::knowledge::pack::{PackError, PackFile};
use crate::text::{Language, fold};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Words between the parts of `any`, if the entry names no other number.
const GAP: usize = 6;

/// What is known while files are read.
pub(super) struct Loading<'t> {
    /// The phrases of rules.
    terms: &'t BTreeMap<&'t str, BTreeSet<&'t str>>,
    numbers: HashMap<String, u32>,
    scopes: Vec<(String, bool)>,
    /// The scopes of files without shapes, whose classes all know.
    shared: Vec<u32>,
    words: Vec<(String, Word)>,
    marks: Vec<(Mark, u32)>,
    used: BTreeMap<String, Vec<(String, u32)>>,
}

/// What a part of a shape is, beside its number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    /// A word.
    Word,
    /// What the text itself writes.
    Here,
    /// What is told by others: a phrase of the rule, a concept, a cue.
    Given,
}

/// What was read: the classes, the marks with their numbers, and the phrases that each rule's shapes use.
type Loaded = (Classes, Vec<(Mark, u32)>, BTreeMap<String, Vec<(String, u32)>>);

impl<'t> Loading<'t> {
    pub(super) fn new(terms: &'t BTreeMap<&'t str, BTreeSet<&'t str>>) -> Loading<'t> {
        Loading {
            terms,
            numbers: HashMap::new(),
            scopes: Vec::new(),
            shared: Vec::new(),
            words: Vec::new(),
            marks: Vec::new(),
            used: BTreeMap::new(),
        }
    }

    pub(super) fn done(self) -> Loaded {
        let longest = self.scopes.into_iter().map(|(_, longest)| longest).collect();
        (Classes::new(self.words, longest), self.marks, self.used)
    }

    /// The number of a name, and whether it is new.
    fn number(&mut self, name: String) -> (u32, bool) {
        let next = self.numbers.len() as u32;
        let number = *self.numbers.entry(name).or_insert(next);
        (number, number == next)
    }

    fn scope(&mut self, name: &str) -> u32 {
        let known = self.scopes.iter().position(|(scope, _)| scope == name);
        let at = known.unwrap_or_else(|| {
            self.scopes.push((name.to_owned(), false));
            self.scopes.len() - 1
        });
        at as u32
    }

    /// Takes in the classes of a file.
    pub(super) fn classes(&mut self, file: &PackFile, read: &ShapeFile) -> Result<(), PackError> {
        let scope = self.scope(stem(file));
        self.scopes[scope as usize].1 |= read.longest;
        if read.shape.is_empty() && !self.shared.contains(&scope) {
            self.shared.push(scope);
        }
        for spanned in &read.class {
            let (at, entry) = (spanned.span().start, spanned.get_ref());
            let (number, new) = self.number(format!("{scope}/{}", entry.id));
            if !new {
                return Err(file.error(at, format!("the class `{}` is taken", entry.id), "join the two"));
            }
            if entry.words.is_empty() || entry.words.iter().any(|w| w.trim().is_empty()) {
                let reason = format!("the class `{}` has an empty word", entry.id);
                return Err(file.error(at, reason, "remove it"));
            }
            let word = |w: &String, class| (fold(w).as_str().to_owned(), Word { class, scope });
            self.words.extend(entry.words.iter().map(|w| word(w, Some(number))));
            self.words.extend(entry.fixed.iter().map(|w| word(w, None)));
        }
        Ok(())
    }

    /// Reads a shape; whether its examples can be checked without concepts and cues.
    pub(super) fn shape(
        &mut self,
        file: &PackFile,
        at: usize,
        rule: &str,
        entry: &ShapeEntry,
    ) -> Result<(Shape, bool), PackError> {
        if entry.bad.is_empty() {
            return Err(file.error(at, format!("`{}` has no bad example", entry.id), "give one"));
        }
        let mut told = Told::Word;
        let mut guard = |list: &[String]| {
            let mut all = Vec::new();
            for written in list {
                all.extend(self.any(file, at, rule, written, &mut told)?);
            }
            Ok::<_, PackError>(all)
        };
        let (without, between, tail) = (guard(&entry.without)?, guard(&entry.between)?, guard(&entry.tail)?);
        let plain = without.is_empty() && between.is_empty() && tail.is_empty() && !entry.story;
        let mut ways = Vec::new();
        let lists = [(&entry.zh, Some(Language::Zh)), (&entry.en, Some(Language::En)), (&entry.any, None)];
        for (list, language) in lists {
            let beside = match language {
                Some(language) => Room::Chars(usize::from(language == Language::En), false),
                None => Room::Words(entry.gap.unwrap_or(GAP)),
            };
            for written in list {
                let mut own = Told::Word;
                let mut way = self.way(file, at, rule, written, beside, &mut own)?;
                way.language = language;
                let side_by_side = way.parts.iter().all(|p| matches!(p.room, Room::Chars(..)));
                way.near = plain && own == Told::Word && side_by_side && way.without.is_empty();
                told = told.max(own);
                ways.push(way);
            }
        }
        let (is, story) = (entry.id.clone(), entry.story);
        Ok((Shape { is, ways, without, between, tail, story }, told != Told::Given))
    }

    /// Reads a way as it is written: parts in order, `a|b` for either, `?` behind what may be missing; before
    /// a part its room: a number for the characters that may stand between, `,12` if a comma may be one, `3w`
    /// for words, `..` for the sentence, `//` for the next sentence; `-` before what must not stand in the
    /// sentence; `^` and `$` for the ends of a clause.
    fn way(
        &mut self,
        file: &PackFile,
        at: usize,
        rule: &str,
        written: &str,
        beside: Room,
        told: &mut Told,
    ) -> Result<Way, PackError> {
        let (mut parts, mut without) = (Vec::<Part>::new(), Vec::new());
        let (mut opens, mut closes, mut room) = (false, false, beside);
        for token in written.split_whitespace() {
            match token {
                "^" => opens = true,
                "$" => closes = true,
                ".." => room = Room::Far,
                "//" => room = Room::Next,
                _ => {
                    if let Some(measured) = measure(token) {
                        room = measured;
                    } else if let Some(absent) = token.strip_prefix('-') {
                        without.extend(self.any(file, at, rule, absent, told)?);
                    } else {
                        let any = self.any(file, at, rule, token.trim_end_matches('?'), told)?;
                        parts.push(Part { any, optional: token.ends_with('?'), room });
                        room = beside;
                    }
                }
            }
        }
        if parts.first().is_none_or(|p| p.optional) {
            return Err(file.error(at, format!("`{written}` begins with nothing"), "begin with a class"));
        }
        Ok(Way { language: None, opens, closes, near: false, parts, without })
    }

    /// The numbers of what may stand in one place: `{class}`, `[phrase]` of the rule, marks, or words themselves
    /// with `_` for a blank.
    fn any(
        &mut self,
        file: &PackFile,
        at: usize,
        rule: &str,
        written: &str,
        told: &mut Told,
    ) -> Result<Vec<u32>, PackError> {
        let scope = self.scope(rule);
        let mut all = Vec::new();
        for name in written.split('|') {
            let within =
                |open: char, close: char| name.strip_prefix(open).and_then(|n| n.strip_suffix(close));
            if let Some(class) = within('{', '}') {
                all.push(self.class(scope, class).ok_or_else(|| {
                    file.error(at, format!("`{class}` is no known class"), "give it a [[class]]")
                })?);
            } else if let Some(id) = within('[', ']') {
                all.push(self.phrases(rule, scope, id).ok_or_else(|| {
                    let mend = format!("name a [[term]] of claims/rules/{rule}.toml");
                    file.error(at, format!("`{id}` is no phrase of the rule"), mend)
                })?);
                *told = Told::Given;
            } else if name.starts_with(['@', '%', '#']) {
                let marks = Mark::parse(name).ok_or_else(|| {
                    let mend = "a mark is a @kind of concept, a %cue, %number, %percent, %count, #numeral, #share, #most, \
                                #money, #name or #brand";
                    file.error(at, format!("`{name}` is no known mark"), mend)
                })?;
                for mark in marks {
                    *told = (*told).max(if mark.is_written() { Told::Here } else { Told::Given });
                    all.push(self.mark(mark));
                }
            } else {
                let (number, new) = self.number(format!("{scope}={name}"));
                if new {
                    let word = fold(&name.replace('_', " ")).as_str().to_owned();
                    self.words.push((word, Word { class: Some(number), scope }));
                }
                all.push(number);
            }
        }
        Ok(all)
    }

    /// A class of the file, else one for all.
    fn class(&self, scope: u32, class: &str) -> Option<u32> {
        let scopes = std::iter::once(scope).chain(self.shared.iter().copied());
        scopes.into_iter().find_map(|s| self.numbers.get(&format!("{s}/{class}")).copied())
    }

    /// The phrases of the rule with an id.
    fn phrases(&mut self, rule: &str, scope: u32, id: &str) -> Option<u32> {
        if !self.terms.get(rule)?.contains(id) {
            return None;
        }
        let (number, new) = self.number(format!("{scope}:{id}"));
        if new {
            self.used.entry(rule.to_owned()).or_default().push((id.to_owned(), number));
        }
        Some(number)
    }

    fn mark(&mut self, mark: Mark) -> u32 {
        if let Some((_, number)) = self.marks.iter().find(|(own, _)| *own == mark) {
            return *number;
        }
        let (number, _) = self.number(format!("#{}", self.marks.len()));
        self.marks.push((mark, number));
        number
    }
}

/// A room as it is written: `8`, `,12`, `3w`.
fn measure(token: &str) -> Option<Room> {
    if let Some(words) = token.strip_suffix('w') {
        return words.parse().ok().map(Room::Words);
    }
    let most = token.trim_start_matches(',').parse().ok()?;
    Some(Room::Chars(most, token.starts_with(',')))
}
