//! What entries lack, and what is wrong with a list: the facts of rule CI005.

use super::{Fields, Reference, ReferenceType};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A part of an entry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Who wrote it.
    Authors,
    /// Its title.
    Title,
    /// Journal, newspaper or host it is in.
    Container,
    /// Year of publication.
    Year,
    /// Volume or issue.
    Volume,
    /// Pages, article number or DOI.
    Pages,
    /// Link of a work that is only online.
    Link,
}

impl Part {
    /// The name of the field, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Authors => "authors",
            Part::Title => "title",
            Part::Container => "container",
            Part::Year => "year",
            Part::Volume => "volume",
            Part::Pages => "pages",
            Part::Link => "link",
        }
    }
}

/// What is wrong with an entry of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The same DOI as the entry with this place in the list.
    SameDoi(usize),
    /// The same title as the entry with this place in the list.
    SameTitle(usize),
    /// Numbers are left out before this entry.
    NumberGap,
    /// The same number as the entry before.
    SameNumber,
    /// The last page comes before the first.
    PagesReversed,
    /// A year before printing of journals began (1665), or after the article.
    ImpossibleYear,
    /// A DOI that is none.
    MalformedDoi,
}

impl Fields {
    /// The parts that an entry of its type should have and lacks, in order. An entry that is only
    /// an identifier, a link or a title lacks nothing that can be judged.
    pub fn missing(&self) -> Vec<Part> {
        let identified = !(self.doi.is_empty() && self.pmid.is_empty() && self.url.is_empty());
        let parts = [&self.volume, &self.issue, &self.pages];
        let placed = parts.iter().filter(|p| p.is_some()).count() >= 2;
        if (self.title.is_empty() && self.container.is_empty() && identified) || !(self.marked || placed) {
            return Vec::new();
        }
        let article = self.kind == ReferenceType::Article;
        let periodical = article || self.kind == ReferenceType::Newspaper;
        let lacks = [
            (Part::Authors, article && self.authors.is_empty()),
            (Part::Title, self.title.is_empty()),
            (Part::Container, periodical && self.container.is_empty()),
            (Part::Year, self.kind != ReferenceType::Webpage && self.year.is_none() && !self.in_press),
            (
                Part::Volume,
                article
                    && self.volume.is_none()
                    && self.issue.is_none()
                    && self.doi.is_empty()
                    && !self.in_press,
            ),
            (
                Part::Pages,
                article
                    && self.pages.is_none()
                    && self.doi.is_empty()
                    && self.pmid.is_empty()
                    && !self.in_press,
            ),
            (Part::Link, self.kind == ReferenceType::Webpage && self.marked && !identified),
        ];
        lacks.into_iter().filter(|(_, lacking)| *lacking).map(|(part, _)| part).collect()
    }
}

/// What is wrong in a list, by place of the entry. `latest` is the year no reference can be after,
/// where it is known.
pub fn faults(references: &[Reference], latest: Option<i32>) -> Vec<(usize, Fault)> {
    let mut out = Vec::new();
    let (mut dois, mut titles) = (HashMap::new(), HashMap::new());
    for (at, reference) in references.iter().enumerate() {
        let fields = &reference.fields;
        if !fields.doi.is_empty()
            && let Some(first) = first_place(&mut dois, fields.doi.clone(), at)
        {
            out.push((at, Fault::SameDoi(first)));
        } else if let Some(key) = title_key(fields)
            && let Some(first) = first_place(&mut titles, key, at)
        {
            out.push((at, Fault::SameTitle(first)));
        }
        if let Some(before) = at.checked_sub(1).map(|i| references[i].index) {
            if reference.index > before + 1 {
                out.push((at, Fault::NumberGap));
            } else if reference.index == before {
                out.push((at, Fault::SameNumber));
            }
        }
        if fields.pages.as_deref().is_some_and(are_reversed) {
            out.push((at, Fault::PagesReversed));
        }
        let year = fields.year.as_deref().and_then(|y| y.parse::<i32>().ok());
        if year.is_some_and(|y| y < 1665 || latest.is_some_and(|l| y > l)) {
            out.push((at, Fault::ImpossibleYear));
        }
        if fields.doi_malformed {
            out.push((at, Fault::MalformedDoi));
        }
    }
    out
}

/// Notes a key at a place; the place it was at before, if any.
fn first_place(seen: &mut HashMap<String, usize>, key: String, at: usize) -> Option<usize> {
    let first = *seen.entry(key).or_insert(at);
    (first != at).then_some(first)
}

/// What two entries of one work have in common: letters of the title, and container and year where given.
fn title_key(fields: &Fields) -> Option<String> {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let title = letters(&fields.title);
    let long = title.chars().count() >= 10 || title.len() >= 24;
    let year = fields.year.as_deref().unwrap_or_default();
    let pages = fields.pages.as_deref().unwrap_or_default();
    long.then(|| format!("{title}|{}|{year}|{pages}", letters(&fields.container)))
}

/// Whether the last page comes before the first; an abbreviated last page (`345-9`) cannot tell.
fn are_reversed(pages: &str) -> bool {
    let Some((first, last)) = pages.split_once('-') else { return false };
    let number = |text: &str| text.parse::<u64>().ok();
    first.len() == last.len() && matches!((number(first), number(last)), (Some(a), Some(b)) if b < a)
}
