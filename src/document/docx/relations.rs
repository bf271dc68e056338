//! What a part points to: other parts, and addresses of links.

use super::archive::Archive;
use super::xml::{Xml, pieces};
use crate::document::limits::ReadError;
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// The relations of a part.
#[derive(Debug, Default)]
pub struct Relations {
    /// Parts by the last word of the relation's type, the first of each.
    parts: BTreeMap<String, String>,
    /// Addresses outside, by id.
    links: BTreeMap<String, String>,
}

impl Relations {
    /// The relations of a part, or of the package itself (`""`).
    pub fn of(archive: &mut Archive<'_>, part: &str) -> Result<Relations, ReadError> {
        let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
        let slash = if folder.is_empty() { "" } else { "/" };
        let mut relations = Relations::default();
        let own = format!("{folder}{slash}_rels/{file}.rels");
        let Some(xml) = archive.part(&own)? else { return Ok(relations) };
        let mut events = Xml::new(&own, &xml);
        while let Some((event, _)) = events.next()? {
            let (Event::Start(element) | Event::Empty(element)) = event else { continue };
            let value = |name| {
                let (value, start) = events.attribute(&element, name)?;
                let mut text = String::new();
                pieces(value, start, |piece, _| match piece {
                    Ok(plain) => text.push_str(plain),
                    Err(c) => text.push(c),
                });
                Some(text)
            };
            let (Some(id), Some(kind), Some(target)) = (value("Id"), value("Type"), value("Target")) else {
                continue;
            };
            if value("TargetMode").as_deref() == Some("External") {
                relations.links.insert(id, target);
            } else {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let path = match target.strip_prefix('/') {
                    Some(path) => path.to_owned(),
                    None => format!("{folder}{slash}{target}"),
                };
                relations.parts.entry(kind).or_insert(path);
            }
        }
        Ok(relations)
    }

    /// The part of a kind: `styles`, `footnotes` …
    pub fn target(&self, kind: &str) -> Option<&str> {
        self.parts.get(kind).map(String::as_str)
    }

    /// The address of a link.
    pub fn link(&self, id: &str) -> Option<&str> {
        self.links.get(id).map(String::as_str)
    }
}
