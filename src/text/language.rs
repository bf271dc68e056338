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

/// The language of a text: Chinese from one Han character to eight Latin letters upwards, as a Han
/// character says about as much as a short word.
pub fn language_of(text: &str) -> Language {
    let (mut han, mut latin) = (0usize, 0usize);
    for c in text.chars() {
        han += usize::from(is_han(c));
        latin += usize::from(c.is_ascii_alphabetic());
    }
    if han > 0 && han * 8 >= latin { Language::Zh } else { Language::En }
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
