//! Fields without what exports leave in them: elements, entities, blanks, PubMed's brackets.

/// A title without the brackets and the full stop that PubMed sets around it.
pub fn in_no_brackets(title: &str) -> String {
    let plain = title.strip_suffix('.').filter(|t| !t.ends_with('.')).unwrap_or(title);
    let inner = plain.strip_prefix('[').and_then(|t| t.strip_suffix(']'));
    inner.unwrap_or(plain).trim().to_owned()
}

/// Elements that exports leave in titles and abstracts.
const ELEMENTS: [&str; 14] =
    ["sub", "sup", "i", "b", "em", "strong", "p", "u", "italic", "bold", "br", "br/", "span", "正"];

/// Characters that exports leave as entities.
const ENTITIES: [(&str, char); 6] =
    [("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&apos;", '\''), ("&nbsp;", ' '), ("&amp;", '&')];

/// A field without mark-up, with single blanks.
pub fn tidy(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written.trim();
    while let Some(at) = rest.find(['<', '&', '\n', '\r', '\t', ' ', '\u{a0}', '\u{3000}']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(len) = element(rest) {
            rest = &rest[len..];
        } else if let Some((name, c)) = ENTITIES.iter().find(|(name, _)| rest.starts_with(name)) {
            out.push(*c);
            rest = &rest[name.len()..];
        } else if rest.starts_with(['<', '&']) {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        } else {
            out.push(' ');
            rest = rest.trim_start();
        }
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// Length of the tag of a known element at the start of a text.
fn element(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('<')?;
    let close = inner.char_indices().take(80).find(|(_, c)| *c == '>')?.0;
    let name = inner[..close].trim_start_matches('/').split([' ', ':']).next()?;
    let known = ELEMENTS.contains(&name.to_ascii_lowercase().as_str()) || name == "jats";
    known.then_some(close + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_cleaned_of_what_exports_leave() {
        assert_eq!(tidy("<正>目的 D<sub>3</sub>组P&lt;0.05，n<5"), "目的 D3组P<0.05，n<5");
        assert_eq!(tidy(" a \t b\u{3000}c <jats:p>d</jats:p>"), "a b c d");
        assert_eq!(in_no_brackets("[A title]."), "A title");
        assert_eq!(in_no_brackets("Wait..."), "Wait...");
    }
}
