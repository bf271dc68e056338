//! Numbers said of a study or an effect: counts, percentages, ratios, intervals, p values, times.

use super::{Quantity, QuantityKind};
use crate::document::{Block, Place};
use crate::extract::Quote;
use crate::extract::pattern::folded_regex;
use crate::knowledge::Knowledge;
use crate::text::parse_number;
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// A pattern and what the numbers in its groups `a` and `b` are.
struct Pattern {
    regex: Regex,
    kind: QuantityKind,
    /// What a unit of the pattern is worth in the unit of the kind.
    factor: f64,
}

/// A numeral: digits, Han, or an English word.
const N: &str = r"(?P<a>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[万亿千百]?|[一二两三四五六七八九十百千万半]+(?:点[一二三四五六七八九零]+)?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:one|two|three|four|five|six|seven|eight|nine)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred)";
/// The upper end of a range.
const TO: &str = r"(?:\s*(?:%\s*)?(?:-|~|至|到|to)\s*(?P<b>\d[\d,]*(?:\.\d+)?[万千]?))?";
/// The value behind a label.
const IS: &str = r"\s*(?:\([^()]*\)\s*)?(?:=|:|,|为|是|of|was|is|约|仅|达)?\s*";
const D: &str = r"(?P<a>-?\d+(?:\.\d+)?)";

/// Patterns, the more telling first: what one claims, a later one does not take again.
static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    use QuantityKind as K;
    let w = r"(?:[a-z][a-z\-]*\s+){0,3}?";
    let sources = [
        (format!(r"(?i)\d\d\s*%\s*(?:=?ci|置信区间|可信区间|confidence intervals?|credible intervals?|cri)\)?[\s:=,\(\[为是\]]*{D}\s*%?\s*(?:-|~|to|至|到|,|;)\s*(?P<b>-?\d+(?:\.\d+)?)"), K::Interval, 1.0),
        (format!(r"(?i)(?-u:\b)ci\)?[\s:=,\(\[为]*{D}\s*%?\s*(?:-|~|to|至|,|;)\s*(?P<b>-?\d+(?:\.\d+)?)"), K::Interval, 1.0),
        (r"(?i)(?-u:\b)p(?:\s*值|[\s\-]*values?)?(?:\s*for\s+[a-z]+)?\s*(?:<|>|=|≤|≥|为|of)\s*=?\s*(?P<a>0?\.\d+)".to_owned(), K::PValue, 1.0),
        (format!(r"(?i)(?-u:\b)i\s*(?:2|²|\^2)\s*(?:=|:|为|of|was|>|<)\s*{D}\s*%?"), K::ISquared, 1.0),
        (format!(r"(?:(?-u:\b)(?:a|m)?OR|(?i:odds ratios?|比值比|优势比))(?:s|\))?{IS}{D}"), K::OddsRatio, 1.0),
        (format!(r"(?:(?-u:\b)(?:a|m)?HR|(?i:hazard ratios?|危险比|风险比\(HR\)))(?:s|\))?{IS}{D}"), K::HazardRatio, 1.0),
        (format!(r"(?:(?-u:\b)(?:a|m)?RR|(?i:relative risks?|risk ratios?|rate ratios?|相对风险|相对危险度|风险比))(?:s|\))?{IS}{D}"), K::RiskRatio, 1.0),
        (format!(r"(?i){N}\s*(?:个)?(?:百分点|percentage[\s\-]points?)"), K::Points, 1.0),
        (format!(r"(?i){N}{TO}\s*(?:%|per\s?cent|percent|个百分比)"), K::Percent, 1.0),
        (r"(?P<a>百分之(?:\d+(?:\.\d+)?|[一二三四五六七八九十百零点两]+))".to_owned(), K::Percent, 1.0),
        (r"(?P<a>[二三四五六七八九十]分之[一二三四五六七八九])".to_owned(), K::Percent, 100.0),
        (format!(r"(?i){N}{TO}(?:\s*倍|[\s\-]*fold(?-u:\b)|\s*times\s+(?:more|less|as|the|higher|greater|likelier))"), K::Fold, 1.0),
        (r"(?i)(?-u:\b)n\s*=\s*(?P<a>\d[\d,]*)".to_owned(), K::Count, 1.0),
        (format!(r"(?i){N}\s*(?:项|篇|个)[^,。;、\d]*?(?:研究|试验|文献|论文|RCT)"), K::Studies, 1.0),
        (format!(r"(?i){N}\s+{w}(?:studies|trials|rcts|cohorts|articles|papers)(?-u:\b)"), K::Studies, 1.0),
        (format!(r"(?i){N}[余多]?\s*(?:名|例|位|人(?P<next>[^次均份]|$)|只|个(?:患者|病人|受试者|孕妇|儿童|人|成年人|孩子)|万人)"), K::Count, 1.0),
        (format!(r"(?i){N}\s+{w}(?:patients|participants|people|persons|adults|women|men|children|subjects|individuals|volunteers|infants|mice|rats|cases|babies|adolescents|girls|boys|students|veterans|residents|deaths|events|workers|nurses|smokers|survivors|newborns|pregnancies|births)(?-u:\b)"), K::Count, 1.0),
        (r"(?P<a>(?:19|20)\d\d)\s*年".to_owned(), K::Year, 1.0),
        (r"(?i)(?:(?:in|since|from|until|during|by|of|and|to|between|a|the|\()\s*)(?P<a>(?:19|20)\d\d)(?:[^\d%,.\w]|[,.)]\D|[,.)]?$)".to_owned(), K::Year, 1.0),
        (format!(r"(?i){N}{TO}[\s\-]*(?:分钟|minutes?(?-u:\b))"), K::Days, 1.0 / 1440.0),
        (format!(r"(?i){N}{TO}[\s\-]*(?:个)?(?:小时|hours?(?-u:\b))"), K::Days, 1.0 / 24.0),
        (format!(r"(?i){N}{TO}[\s\-]*(?:天|days?(?-u:\b))"), K::Days, 1.0),
        (format!(r"(?i){N}{TO}[\s\-]*(?:个)?(?:周|星期|礼拜|weeks?(?-u:\b))"), K::Days, 7.0),
        (format!(r"(?i){N}{TO}[\s\-]*(?:个月|months?(?-u:\b))"), K::Days, 30.0),
        (format!(r"(?i){N}{TO}[\s\-]*(?:年(?P<next>[^龄级轻]|$)|years?(?-u:\b))"), K::Days, 365.0),
    ];
    let compiled = sources.into_iter().filter_map(|(source, kind, factor)| {
        folded_regex(&source).map(|regex| Pattern { regex, kind, factor })
    });
    compiled.collect()
});

/// Words of approximation right before a number, and right behind one.
static ABOUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(
        r"(?i)(?:约|近|大约|超过|不足|多达|高达|至少|将近|接近|左右|(?-u:\b)(?:about|around|nearly|almost|over|approximately|roughly|more than|less than|up to|at least|some))\s*$",
    )
});
/// Words that part a number from what seems to be counted: "in 2020 before most people".
static PARTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(
        r"(?i)(?-u:\b)(?:before|after|when|while|in|of|for|to|and|or|than|that|were|was|had|from|by|with|per|as|at|pooled|included|includes|analysed|analyzed|reviewed|combined|found|showed|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)\s",
    )
});
static OR_SO: LazyLock<Option<Regex>> =
    LazyLock::new(|| folded_regex(r"^\s*(?:[多余]|%?\s*(?:左右|以上|以下)|[^\d,。;]{1,6}?(?:左右|以上))"));

/// The numbers of a block that say something of a study or an effect, in order; not those of names
/// (type 2 diabetes patients).
pub fn quantities(block: usize, blocks: &[Block], knowledge: &Knowledge) -> Vec<Quantity> {
    let text = blocks[block].as_str();
    let names: Vec<Range<usize>> = knowledge.concepts.find(text).into_iter().map(|n| n.range).collect();
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut out = Vec::new();
    for pattern in PATTERNS.iter() {
        let mut fresh = Vec::new();
        for captures in pattern.regex.captures_iter(text) {
            if let Some(quantity) = quantity(block, blocks, pattern, &captures)
                && !is_taken(&taken, &quantity.1)
                && !is_taken(&names, &quantity.1)
            {
                fresh.push(quantity.0.quote.place.range());
                out.push(quantity.0);
            }
        }
        taken.extend(fresh);
        taken.sort_by_key(|r| r.start);
    }
    out.sort_by_key(|q: &Quantity| (q.quote.place.start, q.quote.place.end));
    out
}

/// Whether a range overlaps one of a sorted list of disjoint ranges.
fn is_taken(taken: &[Range<usize>], range: &Range<usize>) -> bool {
    let after = taken.partition_point(|t| t.end <= range.start);
    taken.get(after).is_some_and(|t| t.start < range.end)
}

/// The quantity of a match, and where its numerals stand.
fn quantity(
    block: usize,
    blocks: &[Block],
    pattern: &Pattern,
    captures: &Captures,
) -> Option<(Quantity, Range<usize>)> {
    let text = blocks[block].as_str();
    let (whole, first) = (captures.get(0)?, captures.name("a")?);
    let before = text[..first.start()].chars().next_back();
    let labelled = whole.start() < first.start();
    if !labelled
        && before.is_some_and(|c| {
            c.is_ascii_alphanumeric()
                || (c == '.' && first.as_str().starts_with(|d: char| d.is_ascii_digit()))
        })
    {
        return None;
    }
    if matches!(pattern.kind, QuantityKind::Count | QuantityKind::Studies)
        && PARTED.as_ref().is_some_and(|p| p.is_match(&text[first.end()..whole.end()]))
    {
        return None;
    }
    let low = value(first.as_str(), pattern)?;
    let second = captures.name("b");
    let high = second.map_or(Some(low), |b| value(b.as_str(), pattern))?;
    let numerals = first.start()..second.map_or(first.end(), |b| b.end());
    let about = ABOUT.as_ref().is_some_and(|r| r.is_match(tail(&text[..first.start()], 24)));
    let or_so = OR_SO.as_ref().is_some_and(|r| r.is_match(&text[numerals.end..]));
    let end = captures.name("next").map_or(whole.end(), |next| next.start());
    let shown = whole.start().min(first.start())..last_word(text, end, &numerals);
    let quantity = Quantity {
        quote: Quote::of(blocks, Place::new(block, shown)),
        kind: pattern.kind,
        low: low.min(high),
        high: low.max(high),
        decimals: decimals(first.as_str()),
        approximate: about || or_so,
    };
    Some((quantity, numerals))
}

/// The end of a match without the character that only had to follow it.
fn last_word(text: &str, end: usize, numerals: &Range<usize>) -> usize {
    let part = &text[numerals.end..end];
    numerals.end + part.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%' && c != ')').len()
}

/// The value of a numeral in the unit of the pattern; a Chinese fraction is a share.
fn value(written: &str, pattern: &Pattern) -> Option<f64> {
    let (sign, digits) = match written.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, written),
    };
    let lower = digits.trim_end_matches(',');
    let number = match lower.strip_prefix('.') {
        Some(_) => format!("0{lower}").parse().ok()?,
        None => parse_number(lower)?.value,
    };
    let value = sign * number * pattern.factor;
    value.is_finite().then_some(value)
}

/// Digits behind the decimal point.
fn decimals(written: &str) -> u8 {
    let behind = written.split_once('.').map_or(0, |(_, d)| d.bytes().take_while(u8::is_ascii_digit).count());
    u8::try_from(behind).unwrap_or(u8::MAX)
}

/// The last bytes of a text, cut at a character.
fn tail(text: &str, bytes: usize) -> &str {
    let mut from = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}
