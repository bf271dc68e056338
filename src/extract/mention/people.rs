//! Authors and teams in the text: 刘海燕等人, Smith and colleagues, 哈佛大学团队, the same team.

use super::names::Found;
use crate::extract::pattern::folded_regex;
use crate::knowledge::{Knowledge, MentionWord};
use crate::text::is_han;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Authors as the text names them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct People {
    pub names: Vec<String>,
    /// Whether they may stand anywhere in the list of names.
    pub any_author: bool,
    pub year: Option<i32>,
    pub letter: Option<char>,
}

/// A team that is not named by an author.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Team {
    /// The one told of before: 该团队, the same team.
    Same,
    /// By where it works: 哈佛大学团队, researchers at Harvard.
    At(Institution),
    /// By a person whom no entry names.
    Stranger,
}

/// What makes a Chinese name an author's, behind it. A leader may be any author of the paper.
static ZH_TAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(
        r"^(?:(?P<leads>(?:教授|博士|医生|医师|主任|院士|研究员)?(?:所在的?|领导的?|带领的?|的)?(?:研究)?(?:团队|课题组|研究组|小组)|教授|院士)|等(?:人|学者)?(?:\s*\(?(?P<year>(?:19|20)\d\d)(?P<letter>[a-z])?年?\)?)?|及其同事|[、和与][\p{Han}]{2,4}(?:等|的|\()|的(?:研究|试验|论文|文章|综述))",
    )
});
/// The same behind a name in Latin letters.
static EN_TAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(
        r"^(?:\s+et\s+al(?-u:\b)\.?|\s+and\s+(?:colleagues|co-?workers|co-?authors|others|(?P<second>[A-Z][A-Za-z\-']+))|(?P<leads>'s\s+(?:team|group|lab|laboratory)|\s*(?:教授)?(?:的)?(?:研究)?(?:团队|课题组|研究组)|\s*教授)|'s\s+(?:trial|study|paper|review|analysis|cohort|colleagues)|\s*等(?:人|学者)?|\s*及其同事)?(?:,?\s*\((?P<year>(?:19|20)\d\d)(?P<letter>[a-z])?\))?",
    )
});
/// What stands before the name of one who leads a team.
static EN_HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(
        r"(?:led by|by|(?-u:\b)Dr\.?|(?-u:\b)Prof(?:essor|\.)?)(?:\s+[A-Z][a-z\-]+|\s+[A-Z]\.?){0,2}\s+$",
    )
});

/// The authors that the text names as such, of those that the list names.
pub(super) fn people<'a>(text: &str, named: impl Iterator<Item = &'a Found>) -> Vec<(Range<usize>, People)> {
    let mut out: Vec<(Range<usize>, People)> = Vec::new();
    for found in named {
        if let Some((last, before)) = out.last_mut().filter(|(last, _)| found.range.start < last.end) {
            // The second of "Delgado and Kim (2022)" belongs to the first.
            if !before.any_author {
                before.names.push(found.name.clone());
            }
            last.end = last.end.max(found.range.end);
            continue;
        }
        let after = &text[found.range.end..];
        let han = found.name.starts_with(is_han);
        let pattern = if han { ZH_TAIL.as_ref() } else { EN_TAIL.as_ref() };
        let Some(tail) = pattern.and_then(|p| p.captures(after)) else { continue };
        let length = tail.get(0).map_or(0, |m| m.end());
        let led = !han && {
            let mut from = found.range.start.saturating_sub(40);
            while !text.is_char_boundary(from) {
                from += 1;
            }
            EN_HEAD.as_ref().is_some_and(|h| h.is_match(&text[from..found.range.start]))
        };
        if length == 0 && !led {
            continue;
        }
        let year = tail.name("year").and_then(|y| y.as_str().parse().ok());
        let letter = tail.name("letter").and_then(|l| l.as_str().chars().next());
        let people = People {
            names: vec![found.name.clone()],
            any_author: led || tail.name("leads").is_some(),
            year,
            letter,
        };
        out.push((found.range.start..found.range.end + length, people));
    }
    out
}

/// A team told of before.
static SAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(
        r"(?:该|这个|这支|这一|上述|同一个?|此)(?:研究)?(?:团队|课题组|研究组|研究小组)|(?-u:\b)(?:[Tt]he\s+same|[Tt]his|[Tt]hat)\s+(?:team|group of researchers|research group|researchers|authors)(?-u:\b)",
    )
});
/// A team by where it works.
static AT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(
        r"(?P<zh>[\p{Han}]{2,16}?)(?:的)?(?:一个|一支)?(?:研究)?(?:团队|课题组|研究组)|(?:[Rr]esearchers|[Ss]cientists|[Aa]\s+(?:research\s+)?(?:team|group))\s+(?:at|from)\s+(?:the\s+)?(?P<at>[A-Z][\w\-']*(?:\s+(?:of|and|the|[A-Z][\w\-']*))*)|(?-u:\b)[Tt]he\s+(?P<en>[A-Z][\w\-']*(?:\s+[A-Z][\w\-']*)*)\s+(?:team|group|researchers|scientists)(?-u:\b)",
    )
});
/// A person with colleagues or a team.
static PERSON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(
        r"(?P<zh>[\p{Han}]{2,4})等(?:人|学者|\s*\()|(?P<en>[A-Z][A-Za-z\-']+)(?:\s+et\s+al|\s*等人|\s*及其同事|\s+and\s+colleagues|'s\s+(?:team|group))",
    )
});

/// The teams of a text, in order.
pub(super) fn teams(text: &str, knowledge: &Knowledge) -> Vec<(Range<usize>, Team)> {
    let mut out: Vec<(Range<usize>, Team)> = Vec::new();
    // Most blocks name no team: the words of the patterns are looked for first, which is faster.
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if has(&["团队", "课题组", "研究组", "小组", "team", "group", "esearchers", "cientists", "authors"])
    {
        let same = SAME.iter().flat_map(|p| p.find_iter(text)).map(|m| (m.range(), Team::Same));
        add(&mut out, same.collect());
        let at = AT.iter().flat_map(|p| p.captures_iter(text)).filter_map(|found| {
            let place = ["zh", "at", "en"].iter().find_map(|g| found.name(g))?;
            Some((found.get(0)?.range(), Team::At(institution(place.as_str(), knowledge))))
        });
        add(&mut out, at.collect());
    }
    if has(&["等人", "等学者", "等(", "等 (", "et al", "及其同事", "colleagues", "'s team", "'s group"])
    {
        let people = |m: &regex::Match| !text[m.end()..].starts_with(['群', '类', '士', '员', '体']);
        let strangers = PERSON.iter().flat_map(|p| p.find_iter(text)).filter(people);
        add(&mut out, strangers.map(|m| (m.range(), Team::Stranger)).collect());
    }
    out
}

/// Adds what overlaps nothing so far; both lists are in order.
fn add(known: &mut Vec<(Range<usize>, Team)>, mut more: Vec<(Range<usize>, Team)>) {
    more.retain(|(range, _)| {
        let next = known.partition_point(|(r, _)| r.end <= range.start);
        known.get(next).is_none_or(|(r, _)| r.start >= range.end)
    });
    known.extend(more);
    known.sort_by_key(|(r, _)| r.start);
}

/// A place of work, by the telling part of its name, and whether it is named in full.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Institution {
    /// 复旦, Harvard.
    pub name: String,
    /// Whether the name can be of nothing else: 复旦大学, and not 医疗 in 医疗团队.
    pub full: bool,
}

impl Institution {
    /// Whether both may be the same.
    pub fn is(&self, other: &Institution) -> bool {
        self.name.contains(&other.name) || other.name.contains(&self.name)
    }
}

fn institution(name: &str, knowledge: &Knowledge) -> Institution {
    let ends = knowledge.mention_words.find(name).into_iter().filter(|t| t.is == MentionWord::Institution);
    let end = ends.map(|t| t.start).find(|&at| at > 0);
    let full = end.is_some() || name.starts_with(|c: char| c.is_ascii_uppercase()) || name.contains('国');
    Institution { name: name[..end.unwrap_or(name.len())].trim().to_owned(), full }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::mention::names::NameKind;

    fn found(text: &str, names: &[&str]) -> Vec<(String, People)> {
        let mut named: Vec<Found> = names
            .iter()
            .flat_map(|n| text.match_indices(n).map(|(at, _)| (at, *n)).collect::<Vec<_>>())
            .map(|(at, n)| Found { range: at..at + n.len(), kind: NameKind::Person, name: n.to_owned() })
            .collect();
        named.sort_by_key(|f| f.range.start);
        people(text, named.iter()).into_iter().map(|(range, p)| (text[range].to_owned(), p)).collect()
    }

    #[test]
    fn a_name_is_an_author_where_the_words_behind_it_say_so() {
        let one = |text: &str, name: &str| {
            let all = found(text, &[name]);
            assert_eq!(all.len(), 1, "{text}: {all:?}");
            all[0].clone()
        };
        assert_eq!(one("刘海燕等人做了试验", "刘海燕").0, "刘海燕等人");
        assert_eq!(one("王芳等2020年的系统评价", "王芳").1.year, Some(2020));
        assert!(one("张伟教授团队也参与过", "张伟").1.any_author);
        assert!(!one("Smith and colleagues followed them", "Smith").1.any_author);
        assert!(one("Brandt's team came to another view", "Brandt").1.any_author);
        assert!(one("a trial led by Anna Smith", "Smith").1.any_author);
        let chen = one("Chen (2019b) saw no difference", "Chen").1;
        assert_eq!((chen.year, chen.letter), (Some(2019), Some('b')));
        let both = &found("Delgado and Kim (2022) did not look", &["Delgado", "Kim"])[0];
        assert_eq!((both.0.as_str(), both.1.names.len()), ("Delgado and Kim (2022)", 2));
        for text in ["刘海燕喜欢跑步", "Smith likes to run", "The Smith diet"] {
            assert_eq!(found(text, &["刘海燕", "Smith"]), [], "{text}");
        }
    }

    #[test]
    fn teams_by_place_by_person_and_told_of_before() {
        let knowledge = Knowledge::builtin().unwrap();
        let at = |text: &str| teams(text, knowledge).into_iter().map(|(_, t)| t).collect::<Vec<_>>();
        let place = |name: &str, full| Team::At(Institution { name: name.to_owned(), full });
        assert_eq!(at("该团队又公布了结果"), [Team::Same]);
        assert_eq!(at("the same team reported"), [Team::Same]);
        assert_eq!(at("哈佛大学的一个团队发现"), [place("哈佛", true)]);
        assert_eq!(at("Researchers at Harvard followed"), [place("Harvard", true)]);
        assert_eq!(at("The Harvard team warned"), [place("Harvard", true)]);
        assert_eq!(at("医疗团队"), [place("医疗", false)]);
        assert_eq!(at("Miller and colleagues"), [Team::Stranger]);
        assert_eq!(at("老年人等人群"), []);
    }
}
