//! The styles of a document: what their names and properties make of a paragraph or run.

use super::properties::Properties;
use super::xml::Xml;
use crate::document::BlockKind;
use crate::document::limits::ReadError;
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// Styles that are based on one another further than this are cut off.
const LONGEST_CHAIN: usize = 16;

/// A style by itself.
#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    properties: Properties,
}

/// The styles, by id.
#[derive(Debug, Default)]
pub struct Styles(BTreeMap<String, Style>);

impl Styles {
    /// Reads the part of styles.
    pub fn read(part: &str, source: &str) -> Result<Styles, ReadError> {
        let mut xml = Xml::new(part, source);
        let mut styles = BTreeMap::new();
        let (mut id, mut style) = (None, Style::default());
        while let Some((event, _)) = xml.next()? {
            match event {
                Event::Start(e) if e.local_name().as_ref() == "style" => {
                    id = xml.attribute(&e, "styleId").map(|(id, _)| id.to_owned());
                    style = Style::default();
                }
                Event::End(e) if e.local_name().as_ref() == "style" => {
                    if let Some(id) = id.take() {
                        styles.insert(id, std::mem::take(&mut style));
                    }
                }
                Event::Start(e) | Event::Empty(e) => {
                    let value = || xml.attribute(&e, "val").map(|(value, _)| value);
                    match e.local_name().as_ref() {
                        "name" => style.name = value().unwrap_or_default().to_lowercase(),
                        "basedOn" => style.based_on = value().map(str::to_owned),
                        _ => style.properties.note(&xml, &e),
                    }
                }
                _ => {}
            }
        }
        Ok(Styles(styles))
    }

    /// The properties that a style gives, with those of the styles it is based on.
    pub fn properties(&self, id: Option<&str>) -> Properties {
        self.chain(id).fold(Properties::default(), |found, style| found.over(&style.properties))
    }

    /// The kind and level that the name of a style gives a paragraph.
    pub fn kind(&self, id: Option<&str>) -> Option<(BlockKind, u8)> {
        self.chain(id).find_map(|style| match style.name.as_str() {
            "title" => Some((BlockKind::Title, 1)),
            "caption" => Some((BlockKind::Caption, 0)),
            "toc heading" => Some((BlockKind::Residue, 0)),
            name => {
                let level = |word| name.strip_prefix(word)?.trim().parse::<u8>().ok();
                let heading =
                    level("heading").filter(|n| (1..=9).contains(n)).map(|n| (BlockKind::Heading, n));
                heading.or_else(|| level("toc").map(|_| (BlockKind::Residue, 0)))
            }
        })
    }

    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = &'a Style> {
        let get = |id: Option<&str>| id.and_then(|id| self.0.get(id));
        std::iter::successors(get(id), move |style| get(style.based_on.as_deref())).take(LONGEST_CHAIN)
    }
}
