//! Directives that an article gives to claimlint: rules silenced at a place, with the reason.
//!
//! `claimlint-disable-next RULES: reason` stands in a comment of HTML or Markdown, in a definition
//! `[//]: # (…)` of Markdown, or alone on a line of plain text. It is never text of the article.

use super::limits::MAX_DIRECTIVES;
use crate::text::Span;

/// How far a directive reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// `claimlint-disable-next`: the next block.
    Next,
    /// `claimlint-disable`: up to the end of the section.
    Section,
    /// `claimlint-disable-file`: the whole file.
    File,
}

/// A word of a directive, and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Its bytes in the file.
    pub span: Span,
}

/// A directive, as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Directive {
    /// The whole of it, with the marks of its comment.
    pub span: Span,
    /// What it is called: `claimlint-disable-next`.
    pub name: Word,
    /// How far it reaches; none if there is no directive of that name.
    pub reach: Option<Reach>,
    /// The rules it names: codes, beginnings of codes, names.
    pub rules: Vec<Word>,
    /// Why they are silenced; empty if it does not say.
    pub reason: String,
}

/// Longest reason that is kept, in characters.
const LONGEST_REASON: usize = 300;

/// Reads a comment of HTML, marks included, that stands at an offset of the file.
pub(super) fn in_comment(markup: &str, start: usize) -> Option<Directive> {
    let inside = markup.strip_prefix("<!--")?;
    let text = inside.strip_suffix("-->").unwrap_or(inside);
    parse(text, start + 4, Span::new(start, start + markup.len()))
}

/// Reads a definition of Markdown that no link uses, `[//]: # (claimlint-disable …)`, behind the marks
/// of the quotes and list items it is in.
pub(super) fn in_definition(line: &str, start: usize) -> Option<Directive> {
    let is_mark = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')');
    let shown = line.trim_start_matches(is_mark);
    let start = start + (line.len() - shown.len());
    let shown = shown.trim_end();
    let title =
        shown.strip_prefix("[//]:")?.trim_start().strip_prefix('#')?.trim_start().strip_prefix('(')?;
    let at = start + (shown.len() - title.len());
    parse(title.strip_suffix(')')?, at, Span::new(start, start + shown.len()))
}

/// Reads a line of plain text.
pub(super) fn in_line(line: &str, start: usize) -> Option<Directive> {
    let shown = line.trim();
    let start = start + (line.len() - line.trim_start().len());
    parse(shown, start, Span::new(start, start + shown.len()))
}

fn parse(text: &str, start: usize, span: Span) -> Option<Directive> {
    let shown = text.trim_start();
    let at = start + (text.len() - shown.len());
    let end = shown.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(shown.len());
    let (name, rest) = shown.split_at(end);
    let reach = match name.strip_prefix("claimlint-")? {
        "disable" => Some(Reach::Section),
        "disable-next" => Some(Reach::Next),
        "disable-file" => Some(Reach::File),
        other if other.starts_with("disable") || other.starts_with("enable") => None,
        _ => return None,
    };
    let (rules, reason) = rest.split_once([':', '：']).unwrap_or((rest, ""));
    let reason: String =
        reason.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_REASON).collect();
    Some(Directive {
        span,
        name: Word { text: name.to_owned(), span: Span::new(at, at + end) },
        reach,
        rules: words(rules, at + end),
        reason: if reason.contains(char::is_alphanumeric) { reason } else { String::new() },
    })
}

/// Words between commas and blanks, not many more than a file may have of them.
fn words(list: &str, start: usize) -> Vec<Word> {
    let mut at = start;
    let parts = list.split_inclusive(is_separator).filter_map(|part| {
        let from = at;
        at += part.len();
        let text = part.trim_end_matches(is_separator);
        let span = Span::new(from, from + text.len());
        (!text.is_empty()).then(|| Word { text: text.to_owned(), span })
    });
    parts.take(MAX_DIRECTIVES + 1).collect()
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '，' | '、')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_and_reason_are_told_apart_with_their_places() {
        let line = "  claimlint-disable-next OV002，hype-language：引自  指南 2.1: 原文 ";
        let found = in_line(line, 100).unwrap();
        assert_eq!(found.reach, Some(Reach::Next));
        assert_eq!(found.reason, "引自 指南 2.1: 原文");
        let at = |span: Span| &line[span.start - 100..span.end - 100];
        assert_eq!(found.rules.iter().map(|r| at(r.span)).collect::<Vec<_>>(), ["OV002", "hype-language"]);
        assert_eq!(at(found.name.span), "claimlint-disable-next");
        assert_eq!(at(found.span), line.trim());
    }

    #[test]
    fn every_form_holds_the_same_directive() {
        let plain = in_line("claimlint-disable AD002: why", 0).unwrap();
        let comment = in_comment("<!--claimlint-disable AD002: why-->", 7).unwrap();
        let definition = in_definition("> [//]: # (claimlint-disable AD002: why) \n", 7).unwrap();
        for found in [&comment, &definition] {
            assert_eq!((found.reach, &found.reason), (plain.reach, &plain.reason));
            assert_eq!(found.rules[0].text, "AD002");
        }
        assert_eq!((definition.span, definition.name.span.start), (Span::new(9, 47), 18));
    }

    #[test]
    fn what_is_no_directive_is_let_alone_and_what_is_half_one_is_not() {
        assert_eq!(in_line("claimlint checks articles: it reads them.", 0), None);
        assert_eq!(in_line("claimlint-based checks: an overview.", 0), None);
        assert_eq!(in_comment("<!-- a comment -->", 0), None);
        assert_eq!(in_comment("<!-- claimlint-enable OV002 -->", 0).unwrap().reach, None);
        assert_eq!(in_line("claimlint-disable-next OV002: ……", 0).unwrap().reason, "");
        assert!(in_line("claimlint-disable-file : reason", 0).unwrap().rules.is_empty());
    }
}
