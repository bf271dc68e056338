//! Which language a text is in, by its script.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The languages claimlint reads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Chinese, simplified or traditional, mixed with Latin words or not.
    Zh,
    /// English; also the answer for a text with neither script.
    #[default]
    En,
}

/// Words of English grammar.
const GRAMMAR: &[&str] =
    &["the", "of", "and", "in", "is", "are", "was", "were", "to", "for", "with", "a", "an", "we", "as"];

/// The language of a text: Chinese from one Han character to eight Latin letters upwards, as a Han
/// character says about as much as a short word. Where names of the other language crowd it, the
/// grammar decides: a text that ends as Chinese does needs half as many Han characters, and one in
/// English words all round needs twice as many.
pub fn language_of(text: &str) -> Language {
    let (mut han, mut latin) = (0usize, 0usize);
    for c in text.chars() {
        han += usize::from(is_han(c));
        latin += usize::from(c.is_ascii_alphabetic());
    }
    let weight = match () {
        _ if han == 0 || han * 16 < latin || han * 4 >= latin => 8,
        _ if text.trim_end_matches(['”', '"', ')', ' ', '\n']).ends_with('。') => 16,
        _ if is_framed_in_english(text) => 4,
        _ => 8,
    };
    if han > 0 && han * weight >= latin { Language::Zh } else { Language::En }
}

/// Whether a text opens and ends in Latin letters and has two words of English grammar.
fn is_framed_in_english(text: &str) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let grammar = |word: &&str| GRAMMAR.iter().any(|g| g.eq_ignore_ascii_case(word));
    latin(text.chars().find(|c| c.is_alphabetic()))
        && latin(text.chars().rfind(|c| c.is_alphabetic()))
        && text.split(|c: char| !c.is_ascii_alphabetic()).filter(grammar).nth(1).is_some()
}

/// Whether a character is a Han ideograph.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixed_text_is_chinese_when_it_reads_so() {
        assert_eq!(language_of("环孢素(cyclosporine)通过MAPK通路"), Language::Zh);
        assert_eq!(language_of("The herb dong quai (当归) relieves cramps in most women"), Language::En);
        assert_eq!(language_of("12.5"), Language::En);
    }
}
