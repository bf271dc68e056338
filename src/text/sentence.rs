//! Sentences and clauses of a folded text, Chinese and English.

use super::is_han;
use std::ops::Range;

/// A sentence and its clauses, as byte ranges of the text it was cut from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// The sentence with its closing marks, without white space around it.
    pub range: Range<usize>,
    /// Its parts between commas, semicolons, colons and dashes; they cover it without gaps.
    pub clauses: Vec<Range<usize>>,
}

/// Words whose full stop does not end a sentence, lower case.
const ABBREVIATIONS: &[&str] = &[
    "al", "approx", "ca", "cf", "dr", "e.g", "ed", "eds", "eg", "et", "etc", "fig", "figs", "i.e", "ie",
    "inc", "int", "jr", "lat", "ltd", "mr", "mrs", "ms", "pp", "prof", "ref", "refs", "resp", "sr", "st",
    "suppl", "syn", "vol", "vs",
];

/// Cuts a folded text into sentences. A line break always ends one: scraped Chinese text often has
/// no other mark there.
pub fn sentences(text: &str) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != '\n' && !ends_sentence(text, start, at, c) {
            continue;
        }
        let end = closing_end(text, at + c.len_utf8());
        if c != '\n' && goes_on(text, c, end) {
            continue;
        }
        while chars.peek().is_some_and(|&(next, _)| next < end) {
            chars.next();
        }
        push(text, start..end, &mut out);
        start = end;
    }
    push(text, start..text.len(), &mut out);
    out
}

/// Longest sentence, in bytes: text without full stops is cut behind a clause, so that no work on a
/// sentence can grow with the article.
const LONGEST: usize = 4_000;

fn push(text: &str, range: Range<usize>, out: &mut Vec<Sentence>) {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    let end = range.start + part.trim_end().len();
    if start >= end {
        return;
    }
    let mut taken: Vec<Range<usize>> = Vec::new();
    for clause in clauses(text, start..end) {
        if taken.first().is_some_and(|first| clause.end - first.start > LONGEST) {
            close(text, std::mem::take(&mut taken), out);
        }
        taken.push(clause);
    }
    close(text, taken, out);
}

/// Makes a sentence of clauses, without the blanks at its ends.
fn close(text: &str, mut clauses: Vec<Range<usize>>, out: &mut Vec<Sentence>) {
    let (Some(first), Some(last)) = (clauses.first().cloned(), clauses.last().cloned()) else { return };
    let whole = &text[first.start..last.end];
    let start = first.start + (whole.len() - whole.trim_start().len());
    let end = first.start + whole.trim_end().len();
    clauses[0].start = start;
    if let Some(last) = clauses.last_mut() {
        last.end = end;
    }
    clauses.retain(|c| c.start < c.end);
    if start < end {
        out.push(Sentence { range: start..end, clauses });
    }
}

fn ends_sentence(text: &str, start: usize, at: usize, c: char) -> bool {
    match c {
        '。' | '!' | '?' => true,
        '.' => full_stop_ends(text, start, at),
        _ => false,
    }
}

fn full_stop_ends(text: &str, start: usize, at: usize) -> bool {
    let before = &text[start..at];
    let after = &text[at + 1..];
    let (Some(last), next) = (before.chars().next_back(), after.chars().next()) else { return false };
    if last == '.' || next == Some('.') {
        return false;
    }
    if is_han(last) || next.is_some_and(is_han) {
        return !last.is_ascii_digit() || !before.trim_start().chars().all(|c| c.is_ascii_digit());
    }
    if next.is_some_and(|n| !n.is_whitespace() && !is_closing(n) && !is_superscript(n) && n != '[') {
        return false;
    }
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(' || c == '[').next().unwrap_or_default();
    let list_mark = before.trim().len() <= 2 && before.trim().chars().all(|c| c.is_ascii_digit());
    let initial = word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase()) && word != "I";
    let numbered =
        word.eq_ignore_ascii_case("no") && after.trim_start().starts_with(|c: char| c.is_ascii_digit());
    !(list_mark || initial || numbered || ABBREVIATIONS.contains(&word.to_ascii_lowercase().as_str()))
}

/// Takes in what closes a sentence: quotes, brackets, further marks, and citation numbers set
/// behind the full stop.
fn closing_end(text: &str, mut end: usize) -> usize {
    loop {
        let rest = &text[end..];
        let Some(c) = rest.chars().next() else { return end };
        if is_closing(c) || is_superscript(c) || matches!(c, '!' | '?' | '。') {
            end += c.len_utf8();
        } else if let Some(marker) = citation_marker(rest) {
            end += marker;
        } else {
            return end;
        }
    }
}

/// Length of a bracketed citation number at the start of the text.
fn citation_marker(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('[')?;
    let close = inner.find(']')?;
    let numbers = &inner[..close];
    let plausible = numbers.starts_with(|c: char| c.is_ascii_digit())
        && numbers.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '-' | ' ' | '~' | '、'));
    plausible.then_some(close + 2)
}

/// Whether the sentence goes on behind its mark, as in `"Is it safe?" she asked`.
fn goes_on(text: &str, mark: char, end: usize) -> bool {
    mark != '。' && text[end..].trim_start_matches(' ').starts_with(|c: char| c.is_ascii_lowercase())
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '"' | '\'' | ')' | ']' | '」' | '』' | '》' | '】' | '〉')
}

fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

fn clauses(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = range.start;
    for (i, c) in text[range.clone()].char_indices() {
        let at = range.start + i;
        let end = at + c.len_utf8();
        let full = end - start >= LONGEST;
        if (full || breaks_clause(text, at, c)) && end < range.end {
            out.push(start..end);
            start = end;
        }
    }
    out.push(start..range.end);
    out
}

fn breaks_clause(text: &str, at: usize, c: char) -> bool {
    let digit_behind = || text[..at].ends_with(|c: char| c.is_ascii_digit());
    let digit_ahead = || text[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
    match c {
        ';' | '—' | '\u{2015}' => true,
        ',' | ':' => !(digit_behind() && digit_ahead()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|s| &text[s.range]).collect()
    }

    #[test]
    fn cuts_chinese_at_both_widths_and_line_breaks() {
        assert_eq!(
            cut("真有效吗?还真有一个!\n该药1.5mg有效.但是有风险。[1]另见“说明。”他说"),
            ["真有效吗?", "还真有一个!", "该药1.5mg有效.", "但是有风险。[1]", "另见“说明。”", "他说"]
        );
    }

    #[test]
    fn keeps_abbreviations_decimals_and_list_marks_whole() {
        assert_eq!(
            cut("Dr. Wang et al. gave 1.5-2 mg, e.g. at night. See Fig. 2. No. 5 fell."),
            ["Dr. Wang et al. gave 1.5-2 mg, e.g. at night.", "See Fig. 2.", "No. 5 fell."]
        );
        assert_eq!(
            cut("1. Take it. \"Is it safe?\" she asked. It works.¹ No one knows."),
            ["1. Take it.", "\"Is it safe?\" she asked.", "It works.¹", "No one knows."]
        );
    }

    #[test]
    fn clauses_cover_the_sentence() {
        let text = "共1,200人,其中男性多;疗效:尚可。";
        let all = sentences(text);
        let parts: Vec<_> = all[0].clauses.iter().map(|c| &text[c.clone()]).collect();
        assert_eq!(parts, ["共1,200人,", "其中男性多;", "疗效:", "尚可。"]);
    }

    #[test]
    fn text_without_full_stops_is_cut_behind_a_clause() {
        let text = "服用后好转,".repeat(2_000);
        let all = sentences(&text);
        assert!(all.len() > 5 && all.iter().all(|s| s.range.len() <= LONGEST));
        assert!(all.iter().all(|s| text[s.range.clone()].ends_with(',')));
        let letters = "药".repeat(10_000);
        assert!(sentences(&letters).iter().all(|s| s.range.len() <= LONGEST + 4));
    }

    proptest::proptest! {
        #[test]
        fn sentences_hold_every_visible_character(text in "[a-zA-Z甲乙。.!?,;:\" ”\n\\[\\]0-9¹]{0,60}") {
            let all = sentences(&text);
            let kept: String = all.iter().map(|s| &text[s.range.clone()]).collect();
            let squeeze = |t: &str| t.split_whitespace().collect::<String>();
            proptest::prop_assert_eq!(squeeze(&kept), squeeze(&text));
            for s in &all {
                let joined: String = s.clauses.iter().map(|c| &text[c.clone()]).collect();
                proptest::prop_assert_eq!(&joined, &text[s.range.clone()]);
            }
        }
    }
}
