//! Reads a part that holds text: the document itself, its footnotes or its endnotes.

use super::layout::{Open, Paragraph, Row};
use super::properties::Properties;
use super::relations::Relations;
use super::sheet::Sheet;
use super::styles::Styles;
use super::symbol;
use super::xml::{Xml, character, pieces};
use crate::document::BlockKind;
use crate::document::draft::{Draft, Drafts, superscript};
use crate::document::limits::ReadError;
use crate::text::Span;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// The numbers of notes, footnotes and endnotes in one row, in the order in which they are cited.
#[derive(Debug, Default)]
pub struct Numbers(BTreeMap<(bool, String), usize>);

impl Numbers {
    fn cite(&mut self, endnote: bool, id: &str) -> usize {
        let next = self.0.len() + 1;
        *self.0.entry((endnote, id.to_owned())).or_insert(next)
    }
}

/// A part that is being read.
pub struct Body<'a> {
    xml: Xml<'a>,
    sheet: &'a mut Sheet,
    drafts: &'a mut Drafts,
    styles: &'a Styles,
    relations: &'a Relations,
    numbers: &'a mut Numbers,
    open: Vec<Open>,
    run: Properties,
    in_text: bool,
    in_note: bool,
    /// The label of a note whose text has not begun, and the markup that stands for it.
    label: Option<(String, Span)>,
}

impl<'a> Body<'a> {
    /// A reader of a part.
    pub fn new(
        xml: Xml<'a>,
        sheet: &'a mut Sheet,
        drafts: &'a mut Drafts,
        styles: &'a Styles,
        relations: &'a Relations,
        numbers: &'a mut Numbers,
    ) -> Body<'a> {
        Body {
            xml,
            sheet,
            drafts,
            styles,
            relations,
            numbers,
            open: Vec::new(),
            run: Properties::default(),
            in_text: false,
            in_note: false,
            label: None,
        }
    }

    /// Reads it all.
    pub fn read(mut self) -> Result<(), ReadError> {
        while let Some((event, span)) = self.xml.next()? {
            match event {
                Event::Start(e) => self.start(&e, span, false)?,
                Event::Empty(e) => {
                    self.start(&e, span, true)?;
                    self.end(e.local_name().as_ref(), span)?;
                }
                Event::End(e) => self.end(e.local_name().as_ref(), span)?,
                Event::Text(text) if self.in_text => self.text(&text.into_inner(), span.start),
                Event::CData(text) if self.in_text => {
                    self.text(&text.into_inner(), span.start + "<![CDATA[".len());
                }
                Event::GeneralRef(reference) if self.in_text => match character(&reference) {
                    Some(c) => self.decoded(c.encode_utf8(&mut [0; 4]), span),
                    None => self.text(&format!("&{};", reference.into_inner()), span.start),
                },
                _ => {}
            }
        }
        Ok(())
    }

    fn start(&mut self, element: &BytesStart<'a>, span: Span, empty: bool) -> Result<(), ReadError> {
        match element.local_name().as_ref() {
            // Deleted text, the older of two forms, and what fields and forms are made of.
            "del" | "moveFrom" | "Fallback" | "instrText" | "delText" | "rt" | "sdtPr" | "sectPr"
                if !empty =>
            {
                self.xml.skip(element)?;
            }
            "p" => self.open.push(Open::Paragraph(Box::new(self.paragraph(&Properties::default())))),
            "pPr" if !empty => {
                let properties = Properties::read(&mut self.xml, element)?;
                let styled = self.paragraph(&properties);
                if let Some(paragraph) = self.innermost() {
                    (paragraph.kind, paragraph.level) = (styled.kind, styled.level);
                }
            }
            "r" => self.run = Properties::default(),
            "rPr" if !empty => {
                let own = Properties::read(&mut self.xml, element)?;
                let base = self.styles.properties(own.style.as_deref());
                self.run = own.over(&base);
            }
            "t" => self.in_text = true,
            "tab" | "ptab" => self.decoded("\t", span),
            "br" | "cr" => self.line_break(span),
            "noBreakHyphen" => self.decoded("\u{2011}", span),
            "sym" => self.symbol(element, span),
            "tr" => self.open.push(Open::Row(Row::default())),
            "tc" => {
                if let Some(Open::Row(row)) = self.open.last_mut() {
                    row.cells += 1;
                }
            }
            "hyperlink" => {
                let id = self.xml.attribute(element, "id").map(|(id, _)| id);
                if let Some(href) = id.and_then(|id| self.relations.link(id))
                    && let Some(paragraph) = self.innermost()
                {
                    paragraph.inline.open_link(href);
                }
            }
            "docPr" => self.image(element),
            "footnoteReference" | "endnoteReference" => self.cite(element, span),
            "footnote" | "endnote" => self.note(element, span, empty)?,
            "footnoteRef" | "endnoteRef" => {
                if let Some((_, place)) = &mut self.label {
                    *place = span;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str, span: Span) -> Result<(), ReadError> {
        match name {
            "t" => self.in_text = false,
            "r" => self.run = Properties::default(),
            "hyperlink" => {
                if let Some(paragraph) = self.innermost() {
                    paragraph.inline.close_link();
                }
            }
            "p" => {
                let mark = self.sheet.decoded("\n", span);
                if let Some(Open::Paragraph(paragraph)) = self.open.pop() {
                    self.emit(paragraph.finish(), mark)?;
                }
            }
            "tr" => {
                if let Some(Open::Row(row)) = self.open.pop() {
                    let mark = self.sheet.decoded("\n", span);
                    self.emit(row.finish(), mark)?;
                }
            }
            "footnote" | "endnote" => (self.in_note, self.label) = (false, None),
            _ => {}
        }
        Ok(())
    }

    /// A paragraph with these properties.
    fn paragraph(&self, own: &Properties) -> Paragraph {
        let style = own.style.as_deref();
        let all = own.clone().over(&self.styles.properties(style));
        let (kind, level) = match (self.styles.kind(style), all.outline) {
            _ if self.in_note => (BlockKind::Reference, 0),
            (Some(named), None) => named,
            (Some(named), Some(_)) if named.0 != BlockKind::Heading => named,
            (_, Some(level @ 1..)) => (BlockKind::Heading, level),
            (Some(named), _) => named,
            (None, _) if all.listed == Some(true) => (BlockKind::ListItem, 0),
            (None, _) => (BlockKind::Paragraph, 0),
        };
        Paragraph::new(kind, level)
    }

    /// Hands finished blocks to what they stand in.
    fn emit(&mut self, blocks: Vec<Draft>, mark: Span) -> Result<(), ReadError> {
        match self.open.last_mut() {
            Some(Open::Paragraph(paragraph)) => paragraph.others.extend(blocks),
            Some(Open::Row(row)) => row.parts.extend(blocks.into_iter().map(|d| (row.cells, d, mark))),
            None => blocks.into_iter().try_for_each(|draft| self.drafts.push(draft))?,
        }
        Ok(())
    }

    fn innermost(&mut self) -> Option<&mut Paragraph> {
        self.open.iter_mut().rev().find_map(|open| match open {
            Open::Paragraph(paragraph) => Some(paragraph.as_mut()),
            Open::Row(_) => None,
        })
    }

    fn text(&mut self, text: &str, start: usize) {
        if self.run.hidden == Some(true) {
            return;
        }
        self.write_label();
        let at = self.sheet.verbatim(text, start);
        self.put(text, at);
    }

    fn put(&mut self, text: &str, at: usize) {
        let raised = self.run.superscript == Some(true);
        if let Some(paragraph) = self.innermost() {
            match raised {
                true => paragraph.inline.push_superscript(text, at),
                false => paragraph.inline.push(text, at),
            }
        }
    }

    fn decoded(&mut self, text: &str, span: Span) {
        if self.run.hidden == Some(true) {
            return;
        }
        self.write_label();
        let at = self.sheet.decoded(text, span).start;
        self.put(text, at);
    }

    fn line_break(&mut self, span: Span) {
        if self.run.hidden == Some(true) {
            return;
        }
        let in_row = self.open.iter().any(|open| matches!(open, Open::Row(_)));
        let mark = self.sheet.decoded("\n", span);
        let Some(paragraph) = self.innermost() else { return };
        if in_row {
            paragraph.inline.space(mark, true);
        } else {
            paragraph.line_break(mark);
        }
    }

    fn symbol(&mut self, element: &BytesStart<'a>, span: Span) {
        let value = |name| self.xml.attribute(element, name).map(|(value, _)| value);
        if let Some(code) = value("char").and_then(|code| u32::from_str_radix(code, 16).ok()) {
            let shown = symbol::shown(value("font"), code);
            self.decoded(shown.encode_utf8(&mut [0; 4]), span);
        }
    }

    /// The alternative text of an image.
    fn image(&mut self, element: &BytesStart<'a>) {
        let Some((value, start)) = self.xml.attribute(element, "descr") else { return };
        if value.trim().is_empty() || self.run.hidden == Some(true) {
            return;
        }
        let mut alt = Paragraph::new(BlockKind::AltText, 0);
        let sheet = &mut *self.sheet;
        pieces(value, start, |piece, span| match piece {
            Ok(text) => alt.inline.push(text, sheet.verbatim(text, span.start)),
            Err(c) => {
                let at = sheet.decoded(c.encode_utf8(&mut [0; 4]), span).start;
                alt.inline.push(c.encode_utf8(&mut [0; 4]), at);
            }
        });
        sheet.decoded("\n", Span::new(start + value.len(), start + value.len() + 1));
        if let Some(paragraph) = self.innermost() {
            paragraph.others.extend(alt.finish());
        }
    }

    /// The mark of a note reads as a superscript number.
    fn cite(&mut self, element: &BytesStart<'a>, span: Span) {
        let value = |name| self.xml.attribute(element, name).map(|(value, _)| value);
        let Some(id) = value("id") else { return };
        let own_mark = matches!(value("customMarkFollows"), Some("1" | "true" | "on"));
        let endnote = element.local_name().as_ref() == "endnoteReference";
        let number = self.numbers.cite(endnote, id);
        if !own_mark {
            let raised: String = number.to_string().chars().filter_map(superscript).collect();
            self.decoded(&raised, span);
        }
    }

    /// A note is an entry, with its number in front of it; the lines that part notes from text are none.
    fn note(&mut self, element: &BytesStart<'a>, span: Span, empty: bool) -> Result<(), ReadError> {
        let id = self.xml.attribute(element, "id").map_or("", |(id, _)| id);
        let endnote = element.local_name().as_ref() == "endnote";
        match self.numbers.0.get(&(endnote, id.to_owned())) {
            _ if empty => {}
            Some(number) => (self.in_note, self.label) = (true, Some((format!("[{number}]"), span))),
            None => self.xml.skip(element)?,
        }
        Ok(())
    }

    fn write_label(&mut self) {
        let Some((label, span)) = self.label.take() else { return };
        let at = self.sheet.decoded(&label, span).start;
        if let Some(paragraph) = self.innermost() {
            paragraph.inline.push(&label, at);
        }
    }
}
