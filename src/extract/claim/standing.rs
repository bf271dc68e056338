//! What stands for a thing that was named before: people by what they take (服用者, those on it), the
//! arm that got it (用药组), or the form it comes in (these drops).

use super::slots::trimmed;
use super::{Article, Mention};
use crate::document::Place;
use crate::extract::Quote;
use crate::knowledge::{EffectWord, Relation, Term};
use crate::text::{Language, is_han};
use std::ops::Range;

/// Words that stand for a thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Standing {
    /// Where they are.
    pub(super) range: Range<usize>,
    /// How those who are named by it came by it; none where it is named by its form.
    pub(super) people: Option<Relation>,
}

impl Standing {
    /// The words themselves, for a thing that was never named.
    pub(super) fn mention(&self, article: &Article, block: usize) -> Mention {
        let place = Place::new(block, self.range.clone());
        Mention { quote: Quote::of(article.blocks, place), concept: None }
    }
}

/// Bytes from what says that people take something to the people, in Chinese.
const TAKEN: usize = 48;

/// Longest description of people, in characters; and the fewest Han characters of one.
const DESCRIBED: usize = 90;
const TOLD: usize = 5;

/// The first words of a clause that stand for a thing named before.
pub(super) fn standing(article: &Article, block: usize, clause: &Range<usize>) -> Option<Standing> {
    let words = article.effects(block, clause.clone());
    words.iter().enumerate().find_map(|(i, word)| match word.is {
        EffectWord::Treated(relation) => Some(Standing { range: word.range(), people: Some(relation) }),
        EffectWord::Taking if word.language == Language::Zh => {
            takers(article, block, word, &words[i + 1..]).or_else(|| taken(article, block, word))
        }
        EffectWord::Taker if word.language == Language::En => taking(article, block, word, words.get(i + 1)?),
        EffectWord::Form => form(article, block, clause.start, word),
        _ => None,
    })
}

/// Whether a clause names people by what they take, it or another thing: 每天喝三杯的人.
pub(super) fn has_takers(article: &Article, block: usize, clause: &Range<usize>) -> bool {
    let words = article.effects(block, clause.clone());
    let near = |a: &Term<EffectWord>, b: &Term<EffectWord>| (a.end..=a.end + TAKEN).contains(&b.start);
    words.iter().enumerate().any(|(i, word)| match word.is {
        EffectWord::Treated(relation) => relation == Relation::Associative,
        EffectWord::Taking if word.language == Language::Zh => {
            words[i + 1..].iter().any(|t| t.is == EffectWord::Taker && near(word, t))
        }
        EffectWord::Taker if word.language == Language::En => {
            words[i + 1..].first().is_some_and(|t| t.is == EffectWord::Taking && near(word, t))
        }
        _ => false,
    })
}

/// People behind a Chinese word of taking, where nothing else is named between: 喝它的人.
fn takers(
    article: &Article,
    block: usize,
    taking: &Term<EffectWord>,
    behind: &[Term<EffectWord>],
) -> Option<Standing> {
    let text = article.blocks[block].as_str();
    let near = taking.end..=taking.end + TAKEN;
    let people = behind.iter().find(|t| t.is == EffectWord::Taker && near.contains(&t.start))?;
    let between = &text[taking.end..people.start];
    let bare = between
        .chars()
        .all(|c| !is_han(c) || "它这该过了着上一二两三四五六七八九十几到杯片粒颗针次滴克毫".contains(c));
    let whole = people.language == Language::Zh && !between.contains([',', ';', '。']);
    (bare && whole)
        .then_some(Standing { range: taking.start..people.end, people: Some(Relation::Associative) })
}

/// A Chinese word of taking that leaves out what is taken: 喝满一个月, 吃下去.
fn taken(article: &Article, block: usize, taking: &Term<EffectWord>) -> Option<Standing> {
    let behind = &article.blocks[block].as_str()[taking.end..];
    let bare = [
        "下去",
        "下肚",
        "上",
        "完",
        "满",
        "着",
        "过",
        "它",
        "了一",
        "了两",
        "了三",
        "了半",
        "一个月",
        "一段",
        "上一",
        "个",
        "到",
        "足",
    ];
    bare.iter().any(|w| behind.starts_with(w)).then(|| Standing { range: taking.range(), people: None })
}

/// The words that tell people by what they do or are, where no table knows it: people who eat curry.
pub(super) fn described(
    article: &Article,
    block: usize,
    clause: &Range<usize>,
    trigger: &Range<usize>,
) -> Option<Standing> {
    let text = article.blocks[block].as_str();
    let before = article.effects(block, clause.start..trigger.start);
    let own = article.blocks[block].language;
    let people = before.iter().find(|t| t.is == EffectWord::Taker && t.language == own)?;
    let range = match own {
        Language::Zh => trimmed(text, clause.start..people.end),
        Language::En => {
            let said = text[people.end..trigger.start].trim_start();
            let tells =
                said.strip_prefix("who ").is_some_and(|s| !s.starts_with("had ") && !s.starts_with("have "));
            if !tells {
                return None;
            }
            trimmed(text, people.start..trigger.start)
        }
    };
    let words = &text[range.clone()];
    let long = words.chars().count() > DESCRIBED || words.contains([',', ';']);
    let told = own == Language::En || words.chars().filter(|&c| is_han(c)).count() >= TOLD;
    (!long && told).then_some(Standing { range, people: Some(Relation::Associative) })
}

/// English people who take what was spoken of: those on it, people using them.
fn taking(
    article: &Article,
    block: usize,
    people: &Term<EffectWord>,
    taking: &Term<EffectWord>,
) -> Option<Standing> {
    let text = article.blocks[block].as_str();
    let close = taking.is == EffectWord::Taking && text[people.end..taking.start].trim().is_empty();
    let next = text[taking.end..].split_whitespace().next().unwrap_or_default();
    let points = matches!(next.trim_end_matches([',', '.']), "it" | "them" | "this" | "these");
    (close && points)
        .then_some(Standing { range: people.start..taking.end, people: Some(Relation::Associative) })
}

/// A form with a word that points at it: these eye drops, 这种药粉.
fn form(article: &Article, block: usize, from: usize, form: &Term<EffectWord>) -> Option<Standing> {
    let text = article.blocks[block].as_str();
    let near = match form.language {
        Language::Zh => 6,
        Language::En => 24,
    };
    let mut start = form.start.saturating_sub(near).max(from);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    // So much of it, at the head of its clause, is what was spoken of: 一瓶全管.
    let opens = !text[from..form.start].contains(char::is_alphanumeric);
    let denied = text[form.end..].starts_with(['不', '没', '还', '无']);
    if opens && !denied && text[form.range()].starts_with(['一', '两', '三']) {
        return Some(Standing { range: form.range(), people: None });
    }
    let points = |t: &&Term<EffectWord>| t.is == EffectWord::Pointing && t.language == form.language;
    let pointing = article.effects(block, start..form.start).iter().rev().find(points)?;
    let between = &text[pointing.end..form.start];
    let close = match form.language {
        Language::Zh => between.chars().all(is_han),
        Language::En => between.split_whitespace().count() <= 1 && !between.contains(','),
    };
    let own = article.named_in(block, pointing.end..form.end).is_empty();
    (close && own).then_some(Standing { range: pointing.start..form.end, people: None })
}
