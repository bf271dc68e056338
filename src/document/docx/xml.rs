//! Reads the events of a part, each with its bytes, within the limit of depth.

use crate::document::limits::{MAX_DEPTH, ReadError};
use crate::text::Span;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// The events of a part.
pub struct Xml<'a> {
    /// Its name, for errors.
    part: &'a str,
    source: &'a str,
    /// Length of a byte order mark, which the reader does not count.
    mark: usize,
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Xml<'a> {
    /// The events of a part.
    pub fn new(part: &'a str, source: &'a str) -> Xml<'a> {
        let text = source.trim_start_matches('\u{feff}');
        Xml { part, source, mark: source.len() - text.len(), reader: Reader::from_str(text), depth: 0 }
    }

    /// The next event and its bytes; none at the end.
    pub fn next(&mut self) -> Result<Option<(Event<'a>, Span)>, ReadError> {
        let start = self.position();
        let event = self.reader.read_event().map_err(|e| self.broken(&e))?;
        match event {
            Event::Eof if self.depth > 0 => return Err(self.broken(&"it ends inside an element")),
            Event::Eof => return Ok(None),
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth -= 1,
            _ => {}
        }
        if self.depth > MAX_DEPTH {
            return Err(ReadError::TooDeep);
        }
        Ok(Some((event, Span::new(start, self.position()))))
    }

    /// Passes over the rest of an element that has just been opened.
    pub fn skip(&mut self, element: &BytesStart<'a>) -> Result<(), ReadError> {
        self.reader.read_to_end(element.name()).map_err(|e| self.broken(&e))?;
        self.depth -= 1;
        Ok(())
    }

    /// The value of an attribute as it stands, and where.
    pub fn attribute(&self, element: &BytesStart<'a>, name: &str) -> Option<(&'a str, usize)> {
        let mut attributes = element.attributes();
        let found = attributes.with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
        let start = (found.value.as_ptr() as usize).checked_sub(self.source.as_ptr() as usize)?;
        Some((self.source.get(start..start + found.value.len())?, start))
    }

    fn position(&self) -> usize {
        self.mark + usize::try_from(self.reader.buffer_position()).unwrap_or(0)
    }

    fn broken(&self, what: &dyn std::fmt::Display) -> ReadError {
        ReadError::Docx(format!("{}, byte {}: {what}", self.part, self.position()))
    }
}

/// The character that a reference stands for; none if it names an entity, which is never expanded.
pub fn character(reference: &BytesRef<'_>) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten();
    }
    let name = reference.borrow().into_inner();
    resolve_predefined_entity(&name)?.chars().next()
}

/// Gives the pieces of an attribute's value, each with its bytes, to `text` if they stand for
/// themselves, to `decoded` if they are references.
pub fn pieces(value: &str, start: usize, mut push: impl FnMut(Result<&str, char>, Span)) {
    let mut at = 0;
    while at < value.len() {
        let rest = &value[at..];
        let plain = rest.find('&').unwrap_or(rest.len());
        if plain > 0 {
            push(Ok(&rest[..plain]), Span::new(start + at, start + at + plain));
            at += plain;
            continue;
        }
        let len = rest.find(';').map_or(rest.len(), |i| i + 1);
        let span = Span::new(start + at, start + at + len);
        let name = rest[1..len].strip_suffix(';');
        match name.and_then(|name| character(&BytesRef::new(name))) {
            Some(c) => push(Err(c), span),
            None => push(Ok(&rest[..len]), span),
        }
        at += len;
    }
}
