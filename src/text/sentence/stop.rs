//! Whether a full stop of Latin script ends a sentence.

use super::{is_closing, is_han, is_superscript, opens_latin};

/// Words whose full stop does not end a sentence, lower case.
const ABBREVIATIONS: &[&str] = &[
    "approx", "ca", "cf", "dept", "dr", "e.g", "ed", "eds", "eg", "engl", "et", "fig", "figs", "i.e", "ie",
    "int", "lat", "mr", "mrs", "ms", "natl", "pp", "prof", "ref", "refs", "resp", "spp", "st", "suppl",
    "syn", "univ", "viz", "vol", "vs",
];

/// Words whose full stop may end a sentence, lower case: it does where the next one opens.
const ALSO_AT_THE_END: &[&str] = &["al", "inc", "jr", "ltd", "sr"];

/// Words whose full stop does not end a sentence where a number follows, lower case.
const NUMBERED: &[&str] = &[
    "no", "nos", "p", "ch", "eq", "sec", "tab", "art", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec",
];

/// Words that a capital letter belongs to, so that its full stop is none of an initial.
const LETTERED: &[&str] =
    &["class", "factor", "grade", "group", "hepatitis", "influenza", "phase", "stage", "type", "vitamin"];

/// Words that open sentences, and no names.
const OPENERS: &[&str] = &[
    "A", "After", "All", "Although", "An", "And", "As", "At", "Before", "Both", "But", "By", "For", "He",
    "Her", "His", "How", "However", "I", "If", "In", "It", "Its", "Many", "Most", "My", "No", "Nobody", "On",
    "Other", "Our", "She", "So", "Some", "That", "The", "Their", "There", "These", "They", "This", "Those",
    "To", "We", "What", "When", "While", "You", "Your",
];

/// Whether the full stop between two parts of a text ends the sentence that the first is the end of.
pub fn ends_sentence(before: &str, after: &str) -> bool {
    let (Some(last), next) = (before.chars().next_back(), after.chars().next()) else { return false };
    if next == Some('.') {
        return false;
    }
    if last == '.' {
        return opens_latin(after);
    }
    let digit = |c: char| c.is_ascii_digit();
    if last == ' ' && before.trim_end().ends_with(digit) && after.trim_start().starts_with(digit) {
        return false;
    }
    if is_han(last) && is_naked_decimal(after) {
        return false;
    }
    let word = || last_word(before);
    if is_han(last) || next.is_some_and(is_han) {
        return !is_abbreviation(word(), after) && !is_list_mark(before) && !is_caption_number(before);
    }
    if next.is_some_and(|n| !n.is_whitespace() && !is_closing(n) && !is_superscript(n) && n != '[') {
        return (number_behind(after) > 0 || lacks_blank(after)) && is_plain(word());
    }
    !is_list_mark(before) && !is_abbreviation(word(), after) && !are_initials(before, word(), after)
}

/// Whether an amount stands behind a mark that is its decimal point: 每次.5mg.
fn is_naked_decimal(after: &str) -> bool {
    let unit = after.trim_start_matches(|c: char| c.is_ascii_digit());
    let unit = unit.strip_prefix(' ').unwrap_or(unit);
    unit.len() < after.len() && UNITS.iter().any(|u| unit.to_ascii_lowercase().starts_with(u))
}

/// Units of amounts that are written with less than one.
const UNITS: [&str; 8] = ["mg", "ml", "mcg", "ug", "g", "毫克", "毫升", "微克"];

/// Length of the citation numbers that stand behind a full stop, as in `pain.1,2 In another`.
pub fn number_behind(after: &str) -> usize {
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '-'));
    let length = after.len() - rest.len();
    let numbers = &after[..length];
    let cites =
        numbers.starts_with(|c: char| c.is_ascii_digit()) && numbers.ends_with(|c: char| c.is_ascii_digit());
    if cites && length <= LONGEST_NUMBERS && opens_latin(rest) { length } else { 0 }
}

/// Longest citation numbers behind a full stop, in bytes.
const LONGEST_NUMBERS: usize = 9;

/// The word at the end of a text; an address is one word.
pub fn last_word(text: &str) -> &str {
    let blank = |c: char| c.is_whitespace() || is_han(c);
    let whole = text.rsplit(blank).next().unwrap_or_default();
    let border = |c: char| "([\"“:、".contains(c);
    if is_address(whole) { whole } else { whole.rsplit(border).next().unwrap_or_default() }
}

/// Whether a word is the address of a page.
pub fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains("www.")
}

fn is_abbreviation(word: &str, after: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let listed = |list: &[&str]| list.contains(&lower.as_str());
    let number_follows = || after.trim_start().starts_with(|c: char| c.is_ascii_digit());
    listed(ABBREVIATIONS)
        || listed(NUMBERED) && number_follows()
        || listed(ALSO_AT_THE_END) && !opens_sentence(after)
}

/// Whether a word is an initial, or several as in `U.S`, and the sentence goes on.
fn are_initials(before: &str, word: &str, after: &str) -> bool {
    let initial = |part: &str| part.len() == 1 && part.starts_with(|c: char| c.is_ascii_uppercase());
    let of = last_word(before.strip_suffix(word).unwrap_or_default().trim_end());
    word != "I"
        && word.split('.').all(initial)
        && !LETTERED.iter().any(|l| l.eq_ignore_ascii_case(of))
        && !opens_sentence(after)
}

/// Whether the text opens with a word that opens sentences.
fn opens_sentence(after: &str) -> bool {
    let text = after.trim_start();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    text.is_empty() || rest.starts_with(' ') && OPENERS.contains(&&text[..text.len() - rest.len()])
}

/// The number of an item of a list: `1`, `12`, alone in its sentence.
fn is_list_mark(before: &str) -> bool {
    let mark = before.trim();
    mark.len() <= 3 && mark.chars().all(|c| c.is_ascii_digit())
}

/// The number of a figure or table at the start of its caption: `图1`, `表2`.
fn is_caption_number(before: &str) -> bool {
    let number = before.trim().trim_start_matches('附').strip_prefix(['图', '表']).map(str::trim_start);
    number.is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()))
}

/// A word of small letters, of which the first may be a capital.
fn is_plain(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    word.len() >= 3
        && word.len() - rest.len() <= 1
        && rest.chars().all(|c| c.is_ascii_lowercase())
        && !is_abbreviation(word, "")
}

/// Whether the blank before the next sentence was lost, as in `the risk.The effect`.
fn lacks_blank(after: &str) -> bool {
    let mut next = after.chars();
    next.next().is_some_and(|c| c.is_ascii_uppercase())
        && next.next().is_some_and(|c| c.is_ascii_lowercase() || c == ' ')
}
