//! Markdown: blocks from pulldown-cmark's events, each with its exact place.

use super::BlockKind;
use super::draft::{Draft, Drafts, Inline, superscript};
use super::front_matter;
use super::html;
use super::limits::{MAX_DEPTH, ReadError};
use super::parsed::Parsed;
use super::suppression::{self, Directive};
use crate::text::Span;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Reads Markdown that stands at offset `base` of the file. Its title is its first heading of the first
/// level, else the one that the front matter gives.
pub fn read(source: &str, base: usize) -> Result<Parsed, ReadError> {
    let front = front_matter::split(source);
    let body = &source[front.len..];
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS;
    let mut reader = Reader {
        source: body,
        base: base + front.len,
        inline: Inline::default(),
        drafts: Drafts::default(),
        open: Vec::new(),
        superscript: false,
        first_heading: None,
        html: None,
        directives: Vec::new(),
        passed: 0,
    };
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        reader.pass(&event, &range);
        reader.event(event, range)?;
    }
    reader.flush()?;
    reader.definitions(body.len());
    let (mut drafts, mut title) = (reader.drafts.list, reader.first_heading);
    if let (None, Some(range)) = (title, front.title) {
        let mut inline = Inline::default();
        inline.push(&source[range.clone()], base + range.start);
        drafts.insert(0, inline.take(BlockKind::Title, 1));
        title = Some(0);
    }
    Ok(Parsed { drafts, meta: front.meta, title, directives: reader.directives })
}

/// A block element that is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Open {
    kind: BlockKind,
    level: u8,
}

struct Reader<'a> {
    source: &'a str,
    base: usize,
    inline: Inline,
    drafts: Drafts,
    open: Vec<Open>,
    superscript: bool,
    first_heading: Option<usize>,
    html: Option<Range<usize>>,
    directives: Vec<Directive>,
    /// Up to where blocks were read.
    passed: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) -> Result<(), ReadError> {
        match event {
            Event::Start(tag) => self.start(tag, range)?,
            Event::End(tag) => self.end(tag)?,
            Event::Text(text) => self.text(&text, range),
            Event::Code(_) => self.code(range),
            Event::SoftBreak if self.opens_entry(range.end) => self.line_break(range)?,
            Event::SoftBreak => self.inline.space(self.span(&range), true),
            Event::HardBreak => self.line_break(range)?,
            Event::Html(_) => match &mut self.html {
                Some(html) => html.end = range.end,
                None => self.html = Some(range),
            },
            Event::InlineHtml(tag) => self.inline_html(&tag, range)?,
            Event::FootnoteReference(label) => self.footnote(&label, range),
            _ => {}
        }
        Ok(())
    }

    /// Reads what lies between the blocks so far and this event, which gives no event itself:
    /// definitions of links.
    fn pass(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let (from, to) = match event {
            Event::Start(Tag::List(_) | Tag::Item | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)) => {
                (range.start, range.start)
            }
            Event::End(
                TagEnd::List(_) | TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition,
            ) => (range.end, range.end),
            _ => (range.start, range.end),
        };
        self.definitions(from);
        self.passed = self.passed.max(to);
    }

    /// Reads the directives among the definitions between the blocks so far and an offset.
    fn definitions(&mut self, to: usize) {
        let Some(between) = self.source.get(self.passed..to) else { return };
        let mut at = self.base + self.passed;
        for line in between.split_inclusive('\n') {
            self.directives.extend(suppression::in_definition(line, at));
            at += line.len();
        }
        self.passed = to;
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.base + range.start, self.base + range.end)
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) -> Result<(), ReadError> {
        let inherited = self.open.last().copied();
        let open = |kind| Open { kind, level: 0 };
        let next = match tag {
            Tag::Paragraph => {
                inherited.filter(|o| o.kind != BlockKind::Heading).unwrap_or(open(BlockKind::Paragraph))
            }
            Tag::Heading { level, .. } => Open { kind: BlockKind::Heading, level: depth(level) },
            Tag::Item => open(BlockKind::ListItem),
            Tag::TableHead | Tag::TableRow => open(BlockKind::TableRow),
            Tag::FootnoteDefinition(label) => {
                self.flush()?;
                self.footnote_label(&label, range);
                open(BlockKind::Reference)
            }
            Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::List(_) | Tag::Table(_) | Tag::HtmlBlock => {
                inherited.unwrap_or(open(BlockKind::Paragraph))
            }
            Tag::TableCell => {
                self.border(range.start);
                return Ok(());
            }
            Tag::Link { dest_url, .. } => {
                self.inline.open_link(&dest_url);
                return Ok(());
            }
            Tag::Image { .. } => {
                self.flush()?;
                open(BlockKind::AltText)
            }
            _ => return Ok(()),
        };
        if !matches!(next.kind, BlockKind::Reference) {
            self.flush_unless_label()?;
        }
        self.open.push(next);
        if self.open.len() > MAX_DEPTH { Err(ReadError::TooDeep) } else { Ok(()) }
    }

    /// Notes the bar in front of a cell; the cell's range may or may not hold it.
    fn border(&mut self, cell: usize) {
        let bytes = self.source.as_bytes();
        let behind = bytes[..cell].iter().rposition(|b| !b.is_ascii_whitespace());
        let bar = [Some(cell), behind].into_iter().flatten().find(|at| bytes.get(*at) == Some(&b'|'));
        if let Some(bar) = bar {
            self.inline.border(self.span(&(bar..bar + 1)));
        }
    }

    fn end(&mut self, tag: TagEnd) -> Result<(), ReadError> {
        match tag {
            TagEnd::Link => self.inline.close_link(),
            TagEnd::HtmlBlock => {
                if let Some(range) = self.html.take() {
                    let at = self.base + range.start;
                    let found = html::read_fragment(&self.source[range], at, &mut self.drafts)?;
                    self.directives.extend(found);
                }
                self.open.pop();
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::FootnoteDefinition
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::List(_)
            | TagEnd::Table
            | TagEnd::Image => {
                self.flush()?;
                self.open.pop();
                if let (TagEnd::TableHead, Some(row)) = (tag, self.drafts.list.last_mut()) {
                    row.heads = true;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Ends the block, unless it is nothing but the label of a footnote.
    fn flush_unless_label(&mut self) -> Result<(), ReadError> {
        let label = self.open.last().is_some_and(|o| o.kind == BlockKind::Reference);
        if label { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), ReadError> {
        let Open { kind, level } =
            self.open.last().copied().unwrap_or(Open { kind: BlockKind::Paragraph, level: 0 });
        let draft: Draft = self.inline.take(kind, level);
        let before = self.drafts.list.len();
        self.drafts.push(draft)?;
        if level == 1 && self.first_heading.is_none() && self.drafts.list.len() > before {
            self.first_heading = Some(before);
        }
        Ok(())
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let range = self.trimmed(text, range);
        let at = self.base + range.start;
        if self.source.get(range.clone()) != Some(text) {
            self.inline.push_decoded(text, self.span(&range));
        } else if self.superscript {
            self.inline.push_superscript(text, at);
        } else {
            self.carets(text, at);
        }
    }

    /// The range of a text without the blanks that pulldown-cmark leaves at its ends.
    fn trimmed(&self, text: &str, range: Range<usize>) -> Range<usize> {
        let raw = self.source.get(range.clone()).unwrap_or_default();
        if raw == text || raw.trim().is_empty() {
            return range;
        }
        let start = range.start + (raw.len() - raw.trim_start().len());
        start..start + raw.trim().len()
    }

    /// Text in which `^1,2^` is a superscript.
    fn carets(&mut self, text: &str, at: usize) {
        let mut plain = 0;
        while let Some(open) = text[plain..].find('^').map(|i| plain + i) {
            let inside = &text[open + 1..];
            let len = inside.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '-' | '–')));
            let len = len.filter(|l| *l > 0 && inside[*l..].starts_with('^'));
            let Some(len) = len.filter(|_| inside.starts_with(|c: char| c.is_ascii_digit())) else {
                self.inline.push(&text[plain..=open], at + plain);
                plain = open + 1;
                continue;
            };
            self.inline.push(&text[plain..open], at + plain);
            plain = open + len + 2;
            self.raised(&text[open..plain], at + open);
        }
        self.inline.push(&text[plain..], at + plain);
    }

    /// `^1,2^`: the carets go with the characters next to them.
    fn raised(&mut self, marked: &str, at: usize) {
        let inner = &marked[1..marked.len() - 1];
        for (i, c) in inner.char_indices() {
            let first = if i == 0 { 0 } else { 1 + i };
            let end = 1 + i + c.len_utf8();
            let last = if end + 1 == marked.len() { marked.len() } else { end };
            let mut plain = [0; 4];
            let shown = superscript(c).unwrap_or(c.encode_utf8(&mut plain));
            self.inline.push_decoded(shown, Span::new(at + first, at + last));
        }
    }

    /// Code: its words as they stand between the backticks.
    fn code(&mut self, range: Range<usize>) {
        let raw = &self.source[range.clone()];
        let fence = raw.len() - raw.trim_start_matches('`').len();
        let inner = raw.get(fence..raw.len().saturating_sub(fence)).unwrap_or_default();
        self.inline.push(inner, self.base + range.start + fence);
    }

    fn inline_html(&mut self, tag: &str, range: Range<usize>) -> Result<(), ReadError> {
        let name = tag.trim_matches(['<', '>', ' ']).trim_end_matches(['/', ' ']).to_ascii_lowercase();
        match name.as_str() {
            "sup" => self.superscript = true,
            "/sup" => self.superscript = false,
            "br" => self.line_break(range)?,
            _ => self.directives.extend(suppression::in_comment(tag, self.base + range.start)),
        }
        Ok(())
    }

    /// Whether the line at an offset opens with the number of an entry, so that it is no part of the
    /// paragraph before: `[2] Smith J …`
    fn opens_entry(&self, at: usize) -> bool {
        let digits = self.source[at..].strip_prefix(['[', '［', '【']).map(|line| {
            line.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９')).chars().next()
        });
        matches!(digits, Some(Some(']' | '］' | '】')))
    }

    fn line_break(&mut self, range: Range<usize>) -> Result<(), ReadError> {
        if self.inline.line_break(self.span(&range)) { self.flush() } else { Ok(()) }
    }

    /// `[^1]` reads as a superscript number, or as its label in brackets.
    fn footnote(&mut self, label: &str, range: Range<usize>) {
        let number: Option<String> = label.chars().map(|c| superscript(c).filter(|_| c != '+')).collect();
        let shown = number.unwrap_or_else(|| format!("[{label}]"));
        self.inline.push_decoded(&shown, self.span(&range));
    }

    /// `[^1]:` reads as the number of an entry.
    fn footnote_label(&mut self, label: &str, range: Range<usize>) {
        let raw = &self.source[range.clone()];
        let end = range.start + raw.find("]:").map_or(1, |i| i + 2);
        self.inline.push_decoded(&format!("[{label}]"), self.span(&(range.start..end)));
        if self.source[end..].starts_with(' ') {
            self.inline.space(self.span(&(end..end + 1)), false);
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}
