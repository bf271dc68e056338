//! Quotation marks: what stands between a pair that closes in the same text.

use std::ops::Range;

/// Longest quotation in bytes: beyond it, a mark was forgotten.
const LONGEST: usize = 1500;

/// What stands between quotation marks, the outermost pair where they nest.
pub fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match open {
            Some((start, close)) if c == close && !is_apostrophe(text, at, c) => {
                out.push(start..at);
                open = None;
            }
            Some((start, _)) if at - start <= LONGEST => {}
            _ => open = closing(text, at, c).map(|close| (at + c.len_utf8(), close)),
        }
    }
    out
}

/// Where a quotation ends that opens at an offset, blanks aside: no such thing as "natural is safe".
pub fn quotation_at(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].trim_start();
    let start = text.len() - rest.len();
    let open = rest.chars().next()?;
    let close = closing(text, start, open)?;
    let inside = start + open.len_utf8();
    let end = inside + text[inside..].find(close)?;
    (end - start <= LONGEST).then_some(end)
}

/// The mark that closes what a mark opens.
fn closing(text: &str, at: usize, c: char) -> Option<char> {
    match c {
        '“' => Some('”'),
        '「' => Some('」'),
        '『' => Some('』'),
        '"' => Some('"'),
        '‘' => Some('\''),
        '\'' if !text[..at].ends_with(char::is_alphanumeric) => Some('\''),
        _ => None,
    }
}

/// Whether a closing single mark is an apostrophe inside a word: don't.
fn is_apostrophe(text: &str, at: usize, c: char) -> bool {
    c == '\'' && text[at + 1..].starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_balanced_pairs_only() {
        let cut = |t: &'static str| quotations(t).into_iter().map(|r| &t[r]).collect::<Vec<_>>();
        assert_eq!(cut("他说“能根治”,又说「神药」。"), ["能根治", "神药"]);
        assert_eq!(cut("a \"miracle\" they don't buy"), ["miracle"]);
        assert_eq!(cut("he called it 'a wonder drug' and it isn't"), ["a wonder drug"]);
        assert_eq!(cut("没有闭合的“引号"), [] as [&str; 0]);
    }
}
