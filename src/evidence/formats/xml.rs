//! One element of an XML file at a time, as a small tree: what is broken costs one record.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Deepest nesting of elements in a record.
const MAX_DEPTH: usize = 64;

/// Longest record, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;
/// Most records that cannot be read before the rest is left.
pub const MOST_BROKEN: usize = 1_000;

/// An element.
#[derive(Debug, Default)]
pub struct Node {
    /// Its name.
    pub name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Child>,
}

#[derive(Debug)]
enum Child {
    Node(Node),
    Text(String),
}

impl Node {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// Its child elements of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter_map(move |child| match child {
            Child::Node(node) if node.name == name => Some(node),
            _ => None,
        })
    }

    /// The first element down a path of names.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, name| {
            node.children.iter().find_map(|child| match child {
                Child::Node(inner) if inner.name == *name => Some(inner),
                _ => None,
            })
        })
    }

    /// All its text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.collect(&mut out);
        out
    }

    fn collect(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Node(node) => node.collect(out),
                Child::Text(text) => out.push_str(text),
            }
        }
    }

    /// The text down a path of names; nothing where there is no such element.
    pub fn text_at(&self, path: &[&str]) -> String {
        self.at(path).map_or(String::new(), Node::text)
    }
}

/// Where the elements of some names start and what they are, one after the other; what cannot be read
/// is told by its reason.
pub fn elements<'a>(
    source: &'a str,
    names: &'a [&'a str],
) -> impl Iterator<Item = (usize, Result<Node, String>)> + 'a {
    let (mut from, mut broken) = (0, 0);
    std::iter::from_fn(move || {
        if broken == MOST_BROKEN {
            return None;
        }
        let start = from + next(&source[from..], names)?;
        let mut end = source.len().min(start + LONGEST);
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        match element(&source[start..end]) {
            Ok((node, length)) => {
                from = start + length.max(1);
                Some((start, Ok(node)))
            }
            Err(reason) => {
                from = start + 1;
                broken += 1;
                Some((start, Err(reason)))
            }
        }
    })
}

/// Offset of the next start tag of one of the names.
fn next(source: &str, names: &[&str]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = source[from..].find('<').map(|at| from + at) {
        let inner = &source[at + 1..];
        let opens = |name: &str| {
            inner.strip_prefix(name).is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\r', '\t', '/']))
        };
        if names.iter().any(|name| opens(name)) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// The element that a text starts with, and its length.
fn element(source: &str) -> Result<(Node, usize), String> {
    let mut reader = Reader::from_str(source);
    let mut open: Vec<Node> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|e| e.to_string())?;
        let done = match event {
            Event::Start(start) => {
                if open.len() == MAX_DEPTH {
                    return Err(format!("elements are nested deeper than the limit of {MAX_DEPTH}"));
                }
                open.push(node(&start));
                None
            }
            Event::Empty(start) => Some(node(&start)),
            Event::End(_) => open.pop(),
            Event::Text(text) => {
                push(&mut open, &text);
                None
            }
            Event::CData(data) => {
                push(&mut open, &data);
                None
            }
            Event::GeneralRef(reference) => {
                let text = character(&reference);
                push(&mut open, &text);
                None
            }
            Event::Eof => return Err("the file ends inside the record".to_owned()),
            _ => None,
        };
        let Some(done) = done else { continue };
        match open.last_mut() {
            Some(parent) => parent.children.push(Child::Node(done)),
            None => return Ok((done, usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX))),
        }
    }
}

fn node(start: &BytesStart) -> Node {
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).flatten() {
        attributes.push((attribute.key.local_name().as_ref().to_owned(), attribute.value.to_string()));
    }
    Node { name: start.local_name().as_ref().to_owned(), attributes, children: Vec::new() }
}

fn push(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.children.push(Child::Text(text.to_owned()));
    }
}

/// What a reference stands for; the name of an entity is never expanded, and stays as it is.
fn character(reference: &BytesRef<'_>) -> String {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten().map_or(String::new(), String::from);
    }
    let name = reference.borrow().into_inner();
    resolve_predefined_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned)
}
