//! Parts whose names shut each other out and do not come to their whole: 1260例，其中大三阳740例、小三阳620例.

use super::arithmetic_inconsistent::RULE;
use super::implied::{Item, Kind, PART, WHOLE, items};
use crate::document::Place;
use crate::knowledge::Term;
use crate::rules::places::clauses;
use crate::rules::{Candidate, Confidence, Context, Severity};
use crate::text::{Language, is_han};

/// Characters by which the names of two parts of one whole are told apart: 大三阳 and 小三阳.
const APART: [(char, char); 16] = [
    ('大', '小'),
    ('轻', '重'),
    ('急', '慢'),
    ('初', '经'),
    ('新', '老'),
    ('甲', '乙'),
    ('早', '晚'),
    ('左', '右'),
    ('阴', '阳'),
    ('单', '双'),
    ('男', '女'),
    ('有', '无'),
    ('高', '低'),
    ('干', '湿'),
    ('内', '外'),
    ('城', '乡'),
];

/// What the names of words on one scale begin with: mild, moderate and severe.
const SCALE: &str = "scale.";

/// Bytes between a whole and the word that divides it: 800份，其中.
const OPENS: usize = 8;

/// Most parts of a whole.
const MOST: usize = 6;

/// Bytes behind a number in which its name stands.
const NAME: usize = 48;

/// Percentage points above a hundred that rounding may make.
const ROUNDED: f64 = 1.5;

/// Parts of one whole that do not come to it.
pub(super) fn listed(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let words = cx.phrases_in(RULE, sentence);
    if words.iter().any(|w| matches!(w.is.as_str(), "twice" | "several" | "each")) {
        return None;
    }
    let all: Vec<Item> = items(cx, sentence).into_iter().filter(|i| i.kind != Kind::Share).collect();
    let open = words.iter().any(|w| w.is == "left-out");
    (0..all.len()).find_map(|at| {
        let divided = |w: &Item| {
            let opens = |t: &Term<String>| {
                t.is == "of-whom" && t.start >= w.range.end && t.start - w.range.end <= OPENS
            };
            w.kind == Kind::Count || words.iter().any(opens)
        };
        // What comes before the whole is no whole: 2项试验共200例.
        let first = all.iter().take(at).all(|i| i.value < WHOLE);
        let whole = all.get(at).filter(|w| first && w.value >= WHOLE && divided(w))?;
        let parts = all.get(at + 1..).filter(|p| (2..MOST).contains(&p.len()))?;
        let sum: f64 = parts.iter().map(|p| p.value).sum();
        let near = parts.first()?.range.start <= whole.range.end + PART;
        let fits = near && parts.iter().all(|p| p.value < whole.value) && sum.total_cmp(&whole.value).is_ne();
        let exclusive = scale(cx, sentence, &words, whole.range.end, parts);
        let more = sum > whole.value;
        let told = match exclusive {
            Some(_) if more => true,
            Some(family) => !open && (parts.len() > 2 || family == "scale.sign"),
            None => more && parts.len() == 2 && is_opposed(cx, sentence, whole.range.end, parts),
        };
        (fits && told).then(|| {
            let place = Place::new(sentence.block, whole.range.start..parts[parts.len() - 1].range.end);
            let shown = |i: &Item| cx.document.blocks[sentence.block].shown(i.range.clone()).to_owned();
            let found = Candidate::new(place, "sum")
                .arg("parts", parts.iter().map(shown).collect::<Vec<_>>().join("+"))
                .arg("sum", sum)
                .arg("total", whole.value);
            match more {
                true => found.confidence(Confidence::Certain),
                false => found.severity(Severity::Warning),
            }
        })
    })
}

/// Shares of one scale that come to more than a hundred: 48% daily, 37% at times, 29% never.
pub(super) fn scaled(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let words = cx.phrases_in(RULE, sentence);
    let all = items(cx, sentence);
    let parts: Vec<Item> = all.iter().filter(|i| i.kind == Kind::Share).cloned().collect();
    let [first, _, .., last] = parts.as_slice() else { return None };
    let sum: f64 = parts.iter().map(|p| p.value).sum();
    let several = words.iter().any(|w| matches!(w.is.as_str(), "several" | "each" | "twice"));
    let changes = cx.phrases_in("figures", sentence).iter().any(|w| matches!(w.is.as_str(), "from" | "to"));
    let fits = !several && !changes && sum > 100.0 + ROUNDED && parts.len() <= MOST;
    (fits && scale(cx, sentence, &words, sentence.start, &parts).is_some()).then(|| {
        let place = clauses(cx, sentence.block, &(first.range.start..last.range.end));
        Candidate::new(place, "rest").arg("sum", format!("{}", (sum * 10.0).round() / 10.0))
    })
}

/// Where the name of a part stands: before its number in Chinese, behind it in English.
fn name(cx: &Context, sentence: &Place, whole: usize, parts: &[Item], at: usize) -> std::ops::Range<usize> {
    match cx.document.blocks[sentence.block].language {
        Language::Zh => {
            let before = at.checked_sub(1).map_or(whole, |i| parts[i].range.end);
            before..parts[at].range.start
        }
        Language::En => {
            let from = parts[at].range.end;
            let to = parts.get(at + 1).map_or(sentence.end.min(from + NAME), |next| next.range.start);
            from..to.max(from)
        }
    }
}

/// The one scale on which all names of parts stand, each somewhere else.
fn scale(
    cx: &Context,
    sentence: &Place,
    words: &[Term<String>],
    whole: usize,
    parts: &[Item],
) -> Option<String> {
    let text = cx.document.blocks[sentence.block].as_str();
    let mut family: Option<&str> = None;
    let mut said: Vec<&str> = Vec::new();
    for at in 0..parts.len() {
        let either = match cx.document.blocks[sentence.block].language {
            // 48%的人每天运动: what is told of a share stands behind it.
            Language::Zh if parts[at].kind == Kind::Share => {
                let next = parts.get(at + 1).map_or(sentence.end, |next| next.range.start);
                parts[at].range.end..next
            }
            _ => name(cx, sentence, whole, parts, at),
        };
        let inside =
            |w: &&Term<String>| w.is.starts_with(SCALE) && either.start <= w.start && w.end <= either.end;
        let word = words.iter().find(inside)?;
        let own = text.get(word.range())?;
        if family.is_some_and(|f| f != word.is) || said.contains(&own) || text[..word.start].ends_with('总')
        {
            return None;
        }
        family = Some(word.is.as_str());
        said.push(own);
    }
    family.map(str::to_owned)
}

/// Whether the names of two parts differ in one character that shuts the other out.
fn is_opposed(cx: &Context, sentence: &Place, whole: usize, parts: &[Item]) -> bool {
    let block = &cx.document.blocks[sentence.block];
    if block.language != Language::Zh {
        return false;
    }
    let label = |at: usize| -> Vec<char> {
        let between = block.as_str().get(name(cx, sentence, whole, parts, at)).unwrap_or_default();
        let own = between.trim_end_matches([' ', ':', '有', '为', '共', '占', '计', '是', '者', '患']);
        let mut run: Vec<char> = own.chars().rev().take_while(|c| is_han(*c)).collect();
        run.reverse();
        run
    };
    let (one, other) = (label(0), label(1));
    let same = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let apart = |v: &[char]| v.len().checked_sub(same + 1).and_then(|i| v.get(i).copied());
    let (Some(a), Some(b)) = (apart(&one), apart(&other)) else { return false };
    same > 0 && APART.iter().any(|&(x, y)| (a, b) == (x, y) || (a, b) == (y, x))
}
