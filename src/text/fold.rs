//! Width, NFKC and simplified characters for matching, with a map back to the text it came from.

use super::simplified::simplified;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// A folded text and, for each of its bytes, the bytes of the text it was folded from.
///
/// Folding makes full-width and half-width, compatibility forms, traditional and simplified Chinese
/// characters, dashes and apostrophes alike, and drops characters of no width. What carries meaning by its form stays: superscripts and
/// subscripts (citations, m²), circled numbers (list marks), ½ and the like, and `…`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Folded {
    text: String,
    /// Sorted by folded offset; within a step offsets in both texts run alike, or it maps as a whole.
    steps: Vec<Step>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Step {
    folded: usize,
    folded_len: usize,
    origin: usize,
    origin_len: usize,
    aligned: bool,
}

impl Folded {
    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The smallest range of the original text that holds a range of the folded one.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        if range.is_empty() {
            let at = self.origin_start(range.start);
            return at..at;
        }
        self.origin_start(range.start)..self.origin_end(range.end)
    }

    /// The range of the folded text that a range of the original became.
    pub fn folded(&self, range: Range<usize>) -> Range<usize> {
        let start = self.folded_offset(range.start);
        start..self.folded_offset(range.end).max(start)
    }

    fn origin_start(&self, at: usize) -> usize {
        let i = self.steps.partition_point(|s| s.folded + s.folded_len <= at);
        match (self.steps.get(i), self.steps.last()) {
            (Some(s), _) if s.aligned => s.origin + (at - s.folded),
            (Some(s), _) => s.origin,
            (None, Some(last)) => last.origin + last.origin_len,
            (None, None) => 0,
        }
    }

    fn origin_end(&self, at: usize) -> usize {
        let i = self.steps.partition_point(|s| s.folded + s.folded_len < at);
        match self.steps.get(i) {
            Some(s) if s.aligned => s.origin + (at - s.folded),
            Some(s) => s.origin + s.origin_len,
            None => self.origin_start(at),
        }
    }

    fn folded_offset(&self, at: usize) -> usize {
        let i = self.steps.partition_point(|s| s.origin + s.origin_len <= at);
        match self.steps.get(i) {
            Some(s) if s.aligned && at >= s.origin => s.folded + (at - s.origin),
            Some(s) => s.folded,
            None => self.text.len(),
        }
    }

    fn push(&mut self, folded: &str, origin: Range<usize>, aligned: bool) {
        if folded.is_empty() {
            return;
        }
        match self.steps.last_mut() {
            Some(s) if aligned && s.aligned && s.origin + s.origin_len == origin.start => {
                s.folded_len += folded.len();
                s.origin_len += origin.len();
            }
            _ => self.steps.push(Step {
                folded: self.text.len(),
                folded_len: folded.len(),
                origin: origin.start,
                origin_len: origin.len(),
                aligned,
            }),
        }
        self.text.push_str(folded);
    }
}

/// A text with ranges of it, in order, replaced by other words.
pub fn replaced<'a>(text: &str, words: impl IntoIterator<Item = (Range<usize>, &'a str)>) -> Folded {
    let mut out = Folded { text: String::with_capacity(text.len()), steps: Vec::new() };
    let mut plain = 0;
    for (range, word) in words {
        out.push(&text[plain..range.start], plain..range.start, true);
        out.push(word, range.clone(), false);
        plain = range.end;
    }
    out.push(&text[plain..], plain..text.len(), true);
    out
}

/// Folds a text for matching.
pub fn fold(text: &str) -> Folded {
    fold_by(text, simplified)
}

/// Folds a text whose own characters are wanted: titles and names in references stay traditional.
pub fn fold_width(text: &str) -> Folded {
    fold_by(text, |_| None)
}

fn fold_by(text: &str, simplified: fn(char) -> Option<char>) -> Folded {
    let mut out = Folded { text: String::with_capacity(text.len()), steps: Vec::new() };
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        if keeps_its_form(c) && simplified(c).is_none() {
            continue;
        }
        out.push(&text[plain..at], plain..at, true);
        plain = at + c.len_utf8();
        let mut bytes = [0; 4];
        if let Some(simple) = simplified(c) {
            out.push(simple.encode_utf8(&mut bytes), at..plain, true);
            continue;
        }
        let folded: String = match special(c) {
            Some(s) => s.into(),
            None => std::iter::once(c).nfkc().map(|c| simplified(c).unwrap_or(c)).collect(),
        };
        out.push(&folded, at..plain, *folded == *c.encode_utf8(&mut bytes));
    }
    out.push(&text[plain..], plain..text.len(), true);
    out
}

/// Characters that folding leaves alone: the common ones, told apart fast, and those whose form is
/// their meaning.
fn keeps_its_form(c: char) -> bool {
    matches!(c,
        '\0'..='\u{9f}'
        | '\u{3001}'..='\u{301b}'            // 、。〈〉《》
        | '\u{4e00}'..='\u{9fff}'            // Han
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}'
        | '“' | '”' | '‘' | '…' | '—'
        | '²' | '³' | '¹' | '\u{2070}'..='\u{209c}'
        | '¼'..='¾' | '⅐'..='⅟'
        | '①'..='⓿' | '❶'..='➓'
    )
}

fn special(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => "",
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' => "-",
        '’' | 'ʼ' | '＇' => "'",
        '〜' | '∼' | '～' => "~",
        '⁄' | '∕' => "/",
        '\u{2028}' | '\u{2029}' => "\n",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_width_and_maps_back() {
        let text = "每日５００ｍｇ，ＶＤ３㎎。don’t";
        let f = fold(text);
        assert_eq!(f.as_str(), "每日500mg,VD3mg。don't");
        let at = f.as_str().find("500mg").unwrap();
        assert_eq!(&text[f.origin(at..at + 5)], "５００ｍｇ");
        let at = f.as_str().find("3mg").unwrap();
        assert_eq!(&text[f.origin(at + 1..at + 2)], "㎎");
        let at = text.find("ＶＤ３").unwrap();
        assert_eq!(&f.as_str()[f.folded(at..at + 9)], "VD3");
    }

    #[test]
    fn keeps_forms_that_mean_something() {
        assert_eq!(fold("有效¹²，mg/m²；①½片…零\u{200b}宽").as_str(), "有效¹²,mg/m²;①½片…零宽");
    }

    #[test]
    fn traditional_characters_read_as_simplified_ones() {
        let text = "維他命Ｄ能預防骨質疏鬆症嗎？";
        let f = fold(text);
        assert_eq!(f.as_str(), "维他命D能预防骨质疏松症吗?");
        let at = f.as_str().find("骨质疏松症").unwrap();
        assert_eq!(&text[f.origin(at..at + 15)], "骨質疏鬆症");
        assert_eq!(f.steps.len(), 4);
        assert_eq!(fold("\u{f9be}").as_str(), "料");
    }

    proptest::proptest! {
        #[test]
        fn every_character_maps_to_the_one_it_came_from(text in "[a-z㎎藥鬆\u{f900}-\u{f90f}，ＡＢ。药²①\u{200b}’ \n]{0,40}") {
            let f = fold(&text);
            for (at, c) in f.as_str().char_indices() {
                let origin = &text[f.origin(at..at + c.len_utf8())];
                proptest::prop_assert!(fold(origin).as_str().contains(c), "{c:?} came from {origin:?}");
            }
            let again = fold(f.as_str());
            proptest::prop_assert_eq!(again.as_str(), f.as_str());
        }
    }
}
