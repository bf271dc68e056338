//! Journals, however they are named: 《柳叶刀》, the Lancet, N Engl J Med.

use crate::knowledge::{Knowledge, Term};
use crate::text::{fold, is_han};
use std::ops::Range;

/// A journal, for comparing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Journal {
    /// Its name, folded.
    name: String,
    /// Its id in the pack, where that has it.
    id: Option<String>,
    /// Its name in small letters, word by word.
    words: Vec<String>,
    /// Whether another journal of its house is meant: 《柳叶刀》子刊.
    sister: bool,
}

/// Words that abbreviations of titles leave out.
const SMALL: &[&str] = &["the", "of", "and", "for", "in", "on", "a", "de", "et", "der", "und"];

impl Journal {
    /// The journal of a name; none where there are no letters in it.
    pub fn named(name: &str, knowledge: &Knowledge) -> Option<Journal> {
        let folded = fold(name);
        let name = folded.as_str().trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
        let words = words(name);
        (!words.is_empty()).then(|| Journal {
            id: id_of(name, knowledge),
            name: name.to_owned(),
            words,
            sister: false,
        })
    }

    /// Another journal of the same house.
    pub fn sister(mut self) -> Journal {
        self.sister = true;
        self
    }

    /// Whether the pack has it.
    pub fn is_known(&self) -> bool {
        self.id.is_some()
    }

    /// Whether a journal as mentioned is the one of an entry.
    pub fn is(&self, entry: &Journal, knowledge: &Knowledge) -> bool {
        if self.sister {
            return self.id.is_some() && self.id != entry.id && self.is_house_of(entry, knowledge);
        }
        match (&self.id, &entry.id) {
            (Some(a), Some(b)) => a == b,
            _ => abbreviates(&self.words, &entry.words) || abbreviates(&entry.words, &self.words),
        }
    }

    /// Whether the name of another begins with its own: Lancet Oncology.
    fn is_house_of(&self, other: &Journal, knowledge: &Knowledge) -> bool {
        let ends = other.name.match_indices([' ', ':', '·', '-']).map(|(at, _)| at);
        ends.take(LONGEST_HOUSE).any(|end| id_of(&other.name[..end], knowledge) == self.id)
    }
}

/// Most words of a journal's name that another may begin with.
const LONGEST_HOUSE: usize = 6;

/// The id of the journal that just this name is of.
fn id_of(name: &str, knowledge: &Knowledge) -> Option<String> {
    let found = knowledge.journals.find(name).into_iter();
    found.filter(|t| t.range() == (0..name.len())).map(|t| t.is).next()
}

/// The words of a name, without those that abbreviations leave out; Chinese names are one word.
fn words(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let lower = parts.filter(|p| !p.is_empty()).map(str::to_lowercase);
    let kept: Vec<String> = lower.filter(|w| !SMALL.contains(&w.as_str())).collect();
    if kept.iter().any(|w| w.starts_with(is_han)) { vec![kept.concat()] } else { kept }
}

/// Whether each word of a short name begins the word of the long one at its place: Eur Heart J.
fn abbreviates(short: &[String], long: &[String]) -> bool {
    short.len() == long.len()
        && short
            .iter()
            .zip(long)
            .all(|(s, l)| l.starts_with(s.as_str()) && (s == l || !s.starts_with(is_han)))
}

/// The journals of the pack that a text names; those that are ordinary words too only in 《》 or
/// behind "in".
pub(super) fn named_in(text: &str, knowledge: &Knowledge) -> Vec<Range<usize>> {
    let set_off = |t: &Term<String>| {
        let (before, after) = (&text[..t.start], &text[t.end..]);
        let bracketed = before.ends_with('《') && after.starts_with('》');
        let alone = !after.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_uppercase());
        bracketed || (before.ends_with(" in ") || before.ends_with(" in the journal ")) && alone
    };
    let found = knowledge.journals.find(text).into_iter();
    found.filter(|t| t.is.starts_with("name.") || set_off(t)).map(|t| t.range()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(mentioned: &str, listed: &str) -> bool {
        let knowledge = Knowledge::builtin().unwrap();
        let of = |name| Journal::named(name, knowledge).unwrap();
        of(mentioned).is(&of(listed), knowledge)
    }

    #[test]
    fn one_journal_under_several_names() {
        assert!(same("柳叶刀", "Lancet"));
        assert!(same("The New England Journal of Medicine", "N Engl J Med"));
        assert!(same("Journal of Sleep Research", "J Sleep Res"));
        assert!(same("中国针灸", "中国针灸"));
        assert!(!same("柳叶刀", "Lancet Oncol"));
        assert!(!same("中国针灸", "中国针灸与推拿"));
        assert!(!same("Sleep", "Sleep Medicine"));
    }

    #[test]
    fn sisters_bear_the_name_of_their_house() {
        let knowledge = Knowledge::builtin().unwrap();
        let of = |name| Journal::named(name, knowledge).unwrap();
        let sister = of("柳叶刀").sister();
        assert!(sister.is(&of("Lancet Gastroenterol Hepatol"), knowledge));
        assert!(!sister.is(&of("Lancet"), knowledge));
        assert!(!sister.is(&of("BMJ Open"), knowledge));
    }

    #[test]
    fn ordinary_words_are_journals_only_where_set_off() {
        let knowledge = Knowledge::builtin().unwrap();
        let found = |text: &str| named_in(text, knowledge).len();
        assert_eq!(found("《自然》杂志"), 1);
        assert_eq!(found("a 2019 study in Nature"), 1);
        assert_eq!(found("自然条件下"), 0);
        assert_eq!(found("Sleep is good"), 0);
        assert_eq!(found("the Lancet trial"), 1);
    }
}
