//! Titles and abstracts that come with mark-up, as plain text.

use scraper::Html;

/// Elements that stand in a line of text.
const INLINE: &[&str] = &[
    "i",
    "b",
    "em",
    "strong",
    "sub",
    "sup",
    "u",
    "sc",
    "scp",
    "span",
    "italic",
    "bold",
    "mml:math",
    "inline-formula",
];

/// The text of a piece of HTML or JATS: tags are dropped, those of blocks leave a blank, references are
/// resolved.
pub(super) fn plain(marked: &str) -> String {
    let mut out = String::with_capacity(marked.len());
    let mut rest = marked;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match after.find('>').filter(|_| is_tag) {
            Some(end) => {
                let name: String = after[..end]
                    .trim_start_matches('/')
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || matches!(c, ':' | '-'))
                    .collect();
                let name = name.to_ascii_lowercase();
                if !INLINE.contains(&name.trim_start_matches("jats:")) {
                    out.push(' ');
                }
                rest = &after[end + 1..];
            }
            None => {
                out.push_str("&lt;");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    let text =
        if out.contains('&') { Html::parse_fragment(&out).root_element().text().collect() } else { out };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of an abstract without the word in front of it; none if nothing is left.
pub(super) fn abstract_of(marked: &str) -> Option<String> {
    let text = plain(marked);
    let text = ["Abstract", "ABSTRACT", "Summary", "摘要"]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .map_or(text.as_str(), |rest| rest.trim_start_matches([':', '：', '.', ' ']));
    (!text.is_empty()).then(|| text.to_owned())
}

/// Text in an address: everything but letters, digits and `-._~` is escaped.
pub(super) fn escaped(text: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, PLAIN).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_text_stays() {
        let jats = "<jats:title>Abstract</jats:title><jats:sec><jats:title>Results</jats:title><jats:p>CO<jats:sub>2</jats:sub> fell (p &lt; 0.05) &amp; more.</jats:p></jats:sec>";
        assert_eq!(abstract_of(jats).unwrap(), "Results CO2 fell (p < 0.05) & more.");
        assert_eq!(plain("<p>One</p><p>Two</p>"), "One Two");
        assert_eq!(plain("p < 0.05 and n > 3"), "p < 0.05 and n > 3");
        assert_eq!(plain("A <i>mouse</i> model&nbsp;of x"), "A mouse model of x");
        assert_eq!(abstract_of("<p> </p>"), None);
        assert_eq!(escaped("10.1016/s0140(97)1,2 <a>"), "10.1016%2Fs0140%2897%291%2C2%20%3Ca%3E");
    }
}
