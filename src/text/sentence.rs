//! Sentences and clauses of a folded text, Chinese and English.

mod stop;

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

/// Cuts a folded text into sentences. A line break always ends one: scraped Chinese text often has
/// no other mark there.
pub fn sentences(text: &str) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_bullet(c) && opens_item(text, start, at, c) {
            push(text, start..at, &mut out);
            start = at;
            continue;
        }
        let behind = start.max(text.floor_char_boundary(at.saturating_sub(LOOK_BEHIND)));
        if c != '\n' && !ends_sentence(text, behind, at, c) {
            continue;
        }
        let end = closing_end(text, at, c);
        if c != '\n' && goes_on(text, behind, at, end) {
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

/// How far before a mark it is asked what the mark stands in, in bytes.
const LOOK_BEHIND: usize = 400;

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
        '。' => true,
        '!' | '?' => !in_address(text, start, at),
        '.' => stop::ends_sentence(&text[start..at], &text[at + 1..]),
        '…' => opens_latin(&text[at + c.len_utf8()..]),
        _ => false,
    }
}

/// Whether a blank and a capital letter follow.
fn opens_latin(after: &str) -> bool {
    let rest = after.trim_start_matches(' ');
    rest.len() < after.len() && rest.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether a mark stands inside the address of a page.
fn in_address(text: &str, start: usize, at: usize) -> bool {
    let inside = text[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric() || "/=&%".contains(c));
    inside && stop::is_address(stop::last_word(&text[start..at]))
}

/// Whether a bullet begins an item of a list that is set in one line.
fn opens_item(text: &str, start: usize, at: usize, c: char) -> bool {
    let rest = text[at + c.len_utf8()..].trim_start_matches(['\u{fe0f}', ' ']);
    text[start..at].ends_with([' ', ':']) && rest.starts_with(char::is_alphanumeric)
}

fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '●'
            | '■'
            | '◆'
            | '▪'
            | '▶'
            | '►'
            | '➤'
            | '➢'
            | '✅'
            | '✔'
            | '✓'
            | '☑'
            | '❌'
            | '✘'
            | '👉'
            | '📌'
            | '🔸'
            | '🔹'
    )
}

/// Takes in what closes a sentence: quotes, brackets, further marks, and citation numbers set
/// behind the full stop.
fn closing_end(text: &str, at: usize, mark: char) -> usize {
    let mut end = at + mark.len_utf8();
    if mark == '.' {
        end += stop::number_behind(&text[end..]);
    }
    loop {
        let rest = &text[end..];
        let Some(c) = rest.chars().next() else { return end };
        let blank_between =
            c == ' ' && text[..end].ends_with(is_superscript) && rest[1..].starts_with(is_superscript);
        if is_closing(c) || is_superscript(c) || blank_between || matches!(c, '!' | '?' | '。' | '…') {
            end += c.len_utf8();
        } else if let Some(marker) = citation_marker(rest) {
            end += marker;
        } else {
            return end;
        }
    }
}

/// Longest inside of a bracketed citation number, in bytes.
const LONGEST_MARKER: usize = 60;

/// Length of a bracketed citation number at the start of the text.
fn citation_marker(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('[')?;
    let close = inner.bytes().take(LONGEST_MARKER).position(|b| b == b']')?;
    let numbers = &inner[..close];
    let plausible = numbers.starts_with(|c: char| c.is_ascii_digit())
        && numbers.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '-' | ' ' | '~' | '、'));
    plausible.then_some(close + 2)
}

/// Whether the sentence goes on behind its mark, as in `"Is it safe?" she asked` and
/// `《有效吗?》一文`.
fn goes_on(text: &str, start: usize, at: usize, end: usize) -> bool {
    let (said, rest) = (&text[at..end], &text[end..]);
    let mark = said.chars().next();
    if rest.starts_with([',', ';', ':', '、']) {
        return true;
    }
    if mark != Some('。') && rest.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_lowercase()) {
        return true;
    }
    match said.chars().next_back() {
        Some('》') => !rest.is_empty() && !rest.starts_with(char::is_whitespace),
        Some(')') => {
            let opened =
                text[start..at].rfind('(').is_some_and(|i| !text[start..start + i].trim().is_empty());
            let same = rest.starts_with(is_han)
                || rest.starts_with(" ") && rest[1..].starts_with(|c: char| c.is_ascii_lowercase());
            opened && same
        }
        Some('”' | '"') if mark != Some('.') => {
            rest.starts_with(IN_SENTENCE) || is_quoted(text, start, at) && names_speaker(rest)
        }
        _ => false,
    }
}

/// What follows a quotation that is a part of a sentence.
const IN_SENTENCE: [char; 8] = ['的', '等', '之', '“', '和', '与', '及', '或'];

/// Words of speech behind a quotation.
const SPEECH: &[&str] =
    &["问", "问道", "说", "说道", "喊道", "答", "回答", "asked", "asks", "said", "says", "replied", "wrote"];

/// Whether all that was said from the start of a sentence to its mark stands in one quotation.
fn is_quoted(text: &str, start: usize, at: usize) -> bool {
    let said = text[start..at].trim_start();
    said.starts_with(['“', '"']) && !said.contains('”')
}

/// Whether what follows a quotation says who said it, and no more.
fn names_speaker(rest: &str) -> bool {
    let longest = rest.char_indices().nth(LONGEST_SPEAKER).map_or(rest.len(), |(i, _)| i);
    let rest = &rest[..longest];
    rest.match_indices(['。', '.', ',', '\n']).any(|(i, _)| {
        let speaker = &rest[..i];
        !speaker.contains(['。', ',', '\n']) && SPEECH.iter().any(|word| speaker.ends_with(word))
    })
}

/// Longest name of a speaker with the word of speech, in characters.
const LONGEST_SPEAKER: usize = 30;

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
        if (full || breaks_clause(text, start, at, c)) && end < range.end {
            out.push(start..end);
            start = end;
        }
    }
    out.push(start..range.end);
    out
}

fn breaks_clause(text: &str, start: usize, at: usize, c: char) -> bool {
    let (before, after) = (&text[start..at], &text[at + c.len_utf8()..]);
    let between_digits = || {
        let digit = |c: char| c.is_ascii_digit();
        before.trim_end().ends_with(digit) && after.trim_start().starts_with(digit)
    };
    match c {
        ';' => true,
        '—' | '\u{2015}' => !after.starts_with(c),
        '-' => before.ends_with(' ') && after.starts_with(' ') && !between_digits(),
        ',' | ':' if after.starts_with(char::is_whitespace) => true,
        ',' => !between_digits(),
        ':' => !between_digits() && !after.starts_with("//"),
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
