//! Whom a text is about: of what age and sex, and with which conditions.

use crate::document::Block;
use crate::extract::Words;
use crate::extract::claim::QuantityKind;
use crate::knowledge::{ConceptKind, Knowledge, Term};
use regex::Regex;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// A group of people by age, sex or state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Who {
    /// Up to two years.
    Infant,
    /// Up to twelve.
    Child,
    /// Up to eighteen.
    Adolescent,
    /// In their twenties and early thirties.
    Young,
    /// Grown up.
    Adult,
    /// From sixty.
    Older,
    /// Women.
    Women,
    /// Men.
    Men,
    /// Pregnant.
    Pregnant,
    /// Breastfeeding.
    Breastfeeding,
}

impl Who {
    /// Every group, by its id in the pack.
    const ALL: [(&'static str, Who); 10] = [
        ("infant", Who::Infant),
        ("child", Who::Child),
        ("adolescent", Who::Adolescent),
        ("young", Who::Young),
        ("adult", Who::Adult),
        ("older", Who::Older),
        ("women", Who::Women),
        ("men", Who::Men),
        ("pregnant", Who::Pregnant),
        ("breastfeeding", Who::Breastfeeding),
    ];

    /// The group of a pack id.
    pub fn parse(id: &str) -> Option<Who> {
        Who::ALL.iter().find(|(name, _)| *name == id).map(|(_, who)| *who)
    }

    /// Its id.
    pub fn as_str(self) -> &'static str {
        Who::ALL.iter().find(|(_, who)| *who == self).map_or("", |(name, _)| name)
    }

    /// Whether it is a group of age.
    pub fn is_age(self) -> bool {
        self <= Who::Older
    }
}

/// Whom a text is about.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct People {
    /// Groups by age, sex or state.
    pub who: BTreeSet<Who>,
    /// Ids of the conditions that they have.
    pub conditions: BTreeSet<String>,
    /// Groups that are said to be left out.
    pub not_who: BTreeSet<Who>,
    /// Ids of conditions that they are said not to have.
    pub not_conditions: BTreeSet<String>,
}

impl People {
    /// Whom a part of a block names.
    pub fn in_range(block: &Block, range: Range<usize>, knowledge: &Knowledge) -> People {
        let text = &block.as_str()[range];
        let named = knowledge.phrases.find("population-mismatch", text);
        let mut who: BTreeSet<Who> = named.iter().filter_map(|t| Who::parse(&t.is)).collect();
        who.extend(aged(text));
        let (conditions, not_conditions) = (conditions(text, knowledge), lacking(text, knowledge));
        let mut people = People { who, conditions, not_conditions, not_who: BTreeSet::new() };
        people.settle();
        people
    }

    /// Whom a part of a block says to be left out.
    fn left_out(block: &Block, range: Range<usize>, knowledge: &Knowledge) -> People {
        let named = People::in_range(block, range, knowledge);
        // Women with a history of cancer were excluded, and not women.
        let who = if named.conditions.is_empty() { named.who } else { BTreeSet::new() };
        People { not_who: who, not_conditions: named.conditions, ..People::default() }
    }

    /// Adds those of another part.
    pub fn join(&mut self, other: People) {
        self.who.extend(other.who);
        self.conditions.extend(other.conditions);
        self.not_who.extend(other.not_who);
        self.not_conditions.extend(other.not_conditions);
        self.settle();
    }

    /// Women and men together are neither.
    fn settle(&mut self) {
        if self.who.contains(&Who::Pregnant) || self.who.contains(&Who::Breastfeeding) {
            self.who.insert(Who::Women);
            self.who.remove(&Who::Men);
        }
        if self.who.contains(&Who::Women) && self.who.contains(&Who::Men) {
            self.who.remove(&Who::Women);
            self.who.remove(&Who::Men);
        }
        let not = &self.not_conditions;
        self.conditions.retain(|id| !not.contains(id));
        self.who.retain(|who| !self.not_who.contains(who));
    }

    /// Those of others whom these leave out: groups, and conditions.
    pub fn leaves_out(&self, others: &People) -> (Vec<Who>, Vec<String>) {
        let who = others.who.iter().filter(|w| self.not_who.contains(w)).copied().collect();
        let conditions = others.conditions.iter().filter(|id| self.not_conditions.contains(*id));
        (who, conditions.cloned().collect())
    }

    /// In which way they are others than those studied, if they are: these, and those.
    pub fn apart_from(&self, studied: &People) -> Option<(Vec<Who>, Vec<Who>)> {
        crate::evidence::compare::other_people(self, studied)
    }

    /// Those of one kind: ages.
    pub fn ages(&self) -> BTreeSet<Who> {
        self.who.iter().copied().filter(|w| w.is_age()).collect()
    }
}

/// Whom an abstract says were studied: those of its sentences that count, take in or describe people.
pub(super) fn studied(words: &Words, block: usize) -> People {
    let (here, knowledge) = (&words.blocks[block], words.knowledge);
    let text = here.as_str();
    let mut people = People::default();
    for sentence in &here.sentences {
        let range = sentence.range.clone();
        let counts = words
            .quantities(block)
            .iter()
            .any(|q| q.kind == QuantityKind::Count && q.low > 1.0 && range.contains(&q.quote.place.start));
        let taken = || {
            let said = knowledge.phrases.find("abstract", &text[range.clone()]);
            said.iter().any(|t| t.is == "recruited")
        };
        let out = sentence.clauses.iter().filter(|c| {
            let said = knowledge.phrases.find("population-mismatch", &text[(*c).clone()]);
            let out = |t: &Term<String>| LEFT_OUT.iter().any(|w| text[(*c).clone()][t.range()].contains(w));
            said.iter().any(|t| t.is == "excluded" || t.is == "left-out" && out(t))
        });
        let out: Vec<Range<usize>> = out.cloned().collect();
        for clause in &out {
            people.join(People::left_out(here, clause.clone(), knowledge));
        }
        if out.is_empty() && (counts || taken() || !aged(&text[range.clone()]).is_empty()) {
            people.join(People::in_range(here, range, knowledge));
        }
    }
    people
}

/// Of the words by which an article leaves people out, those by which a study does.
const LEFT_OUT: [&str; 7] = ["studied", "includ", "exclud", "纳入", "包括", "排除", "涉及"];

/// Ages told in years.
static AGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)
        (?:\b(?:aged?|ages)\s+(?:of\s+)?(?:between\s+)?(?P<a>\d{1,3})(?:\s*(?:to|-|~|and)\s*(?P<b>\d{1,3}))?)(?P<ao>\s*(?:years?\s*)?(?:or|and)\s+(?:older|over|above))?
        |(?P<c>\d{1,3})(?:\s*(?:to|-|~)\s*(?P<d>\d{1,3}))?[\s-]*years?[\s-]*(?:of\s+age|olds?|(?P<do>(?:or|and)\s+(?:older|over|above)))
        |(?P<e>\d{1,3})(?:\s*[-~至到]\s*(?P<f>\d{1,3}))?\s*(?:周岁|岁)\s*(?P<eo>及?以上)?
        |(?:^|[,。;\s])(?P<woman>女)[,]|(?:^|[,。;\s])(?P<man>男)[,]",
    )
    .ok()
});

/// The groups that ages in years and 女,46岁 tell.
fn aged(text: &str) -> Vec<Who> {
    let Some(pattern) = AGE.as_ref() else { return Vec::new() };
    let mut out = Vec::new();
    for found in pattern.captures_iter(text) {
        let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<u32>().ok());
        let low = number("a").or_else(|| number("c")).or_else(|| number("e"));
        let high = number("b").or_else(|| number("d")).or_else(|| number("f"));
        let open = ["ao", "do", "eo"].iter().any(|n| found.name(n).is_some());
        if let Some(low) = low {
            out.extend(band(low, high.unwrap_or(low), open));
        }
        out.extend(found.name("woman").map(|_| Who::Women));
        out.extend(found.name("man").map(|_| Who::Men));
    }
    out
}

/// The group of an age or range of ages; none of a range across several.
fn band(low: u32, high: u32, open: bool) -> Option<Who> {
    match (low, high) {
        (60.., _) => Some(Who::Older),
        (18.., _) if open => Some(Who::Adult),
        (18..=30, ..=35) => Some(Who::Young),
        (18.., ..=75) => Some(Who::Adult),
        (10.., ..=19) => Some(Who::Adolescent),
        (_, ..=1) => Some(Who::Infant),
        (_, ..=14) => Some(Who::Child),
        _ => None,
    }
}

/// What may stand between people and the condition they have.
static HAVE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:\b(?:with|who\s+(?:have|had)|having|history\s+of|suffering\s+from|diagnosed\s+with|after)\s+(?:an?\s+)?(?:[a-z\-]+\s+){0,2}|\b(?:treatment\s+of|treat|treating)\s+|患有|合并|并发|诊断为|治疗(?:慢性|急性)?)$",
    )
    .ok()
});

/// Words of not having, right before a condition.
static LACK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:\b(?:without|(?:did|do|does)\s+not\s+have|had\s+no|with\s+no|(?:but|and)\s+no|none\s+(?:with|had)|free\s+(?:of|from)|never\s+had)\s+(?:an?\s+)?(?:(?:known|prior|previous|pre-existing|existing|established|any|diagnosed|clinical|overt)\s+)?(?:history\s+of\s+)?(?:an?\s+)?|(?:没有|无|未患|未合并|不伴|不合并|非)(?:已知|明显|既往)?)$",
    )
    .ok()
});

/// The conditions that people in a text are said not to have: adults without diabetes or dementia.
fn lacking(text: &str, knowledge: &Knowledge) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut joined = None;
    for thing in knowledge.concepts.find(text).iter().filter(|n| n.concept.kind == ConceptKind::Condition) {
        let lacks = LACK.as_ref().is_some_and(|lack| lack.is_match(&text[..thing.range.start]));
        let goes_on = joined.is_some_and(|end: usize| {
            let between = text.get(end..thing.range.start).map(str::trim);
            matches!(between, Some("or" | "," | "或" | "、" | ", or"))
        });
        if lacks || goes_on {
            out.insert(thing.concept.id.clone());
            joined = Some(thing.range.end);
        }
    }
    out
}

/// Words for those who have a condition, right behind it in Chinese.
const HAVING: [&str; 9] = ["患者", "病人", "患儿", "女性", "男性", "人群", "孕妇", "成人", "儿童"];

/// The conditions that people in a text are said to have: 老年冠心病患者, patients with asthma and eczema.
fn conditions(text: &str, knowledge: &Knowledge) -> BTreeSet<String> {
    let named = knowledge.concepts.find(text);
    let named_people = knowledge.phrases.find("population-mismatch", text);
    let mut out = BTreeSet::new();
    let mut joined = None;
    for thing in named.iter().filter(|n| n.concept.kind == ConceptKind::Condition) {
        let before = &text[..thing.range.start];
        let behind = text[thing.range.end..].trim_start();
        let had = HAVE.as_ref().is_some_and(|have| have.is_match(before));
        let having = HAVING.iter().any(|w| behind.starts_with(w))
            || ["patients", "patient"].iter().any(|w| behind.starts_with(w));
        let people = |t: &Term<String>| Who::parse(&t.is).is_some();
        let aside = named_people.iter().filter(|t| people(t)).any(|t| {
            let inside = behind.strip_prefix("in ").is_some_and(|rest| {
                let at = text.len() - rest.len();
                t.start >= at && t.start <= at + 12
            });
            inside
                || !text[thing.range.clone()].is_ascii()
                    && matches!(text.get(t.end..thing.range.start), Some("" | "急性" | "慢性"))
        });
        let having = having || aside;
        let goes_on = joined.is_some_and(|end: usize| {
            matches!(
                text.get(end..thing.range.start).map(str::trim),
                Some("and" | "or" | "和" | "与" | "、" | "或")
            )
        });
        if had || having || goes_on {
            out.insert(thing.concept.id.clone());
            joined = Some(thing.range.end);
        }
    }
    out
}
