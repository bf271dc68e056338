//! The article as it was read, and where its findings stand in it: for reports that show it whole.

use crate::document::{BlockKind, Document};
use crate::finding::Finding;
use std::ops::Range;

/// The text of an article, block by block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// Its blocks, in the order of the file; what is not the article is among them as residue.
    pub blocks: Vec<ReadBlock>,
}

/// A block as a reader sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadBlock {
    /// What it is.
    pub kind: BlockKind,
    /// Depth of a heading, 0 for any other block.
    pub level: u8,
    /// Its text.
    pub text: String,
    /// The findings in it by id, and the bytes of the text they are about, in order of their start.
    pub marks: Vec<(Range<usize>, String)>,
}

impl Reading {
    /// The text of a document, with its findings.
    pub fn of(document: &Document, findings: &[Finding]) -> Reading {
        let mut blocks: Vec<ReadBlock> = document
            .blocks
            .iter()
            .map(|b| ReadBlock {
                kind: b.kind,
                level: b.level,
                text: b.text.as_str().to_owned(),
                marks: Vec::new(),
            })
            .collect();
        for finding in findings {
            if let Some(place) = &finding.place {
                let range = document.blocks[place.block].folded.origin(place.range());
                blocks[place.block].marks.push((range, finding.id.clone()));
            }
        }
        for block in &mut blocks {
            block.marks.sort_by_key(|(range, _)| (range.start, range.end));
        }
        Reading { blocks }
    }
}
