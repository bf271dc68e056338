//! The genre of an article, told from its title, its structure and its wording, with the words that
//! decided.
//!
//! A genre decides which rules speak, so that a wrong one is worse than none: it takes several
//! independent signs and a lead over every other genre, and what sells is never anything but an
//! advertisement.

use super::{Block, BlockKind, Place};
use crate::knowledge::{CuePlace, Genre, GenreCue, Knowledge};
use std::collections::BTreeMap;
use std::ops::Range;

/// Points that make a genre: no single phrase has as many.
const ENOUGH: u32 = 5;

/// Points by which it must lead.
const LEAD: u32 = 2;

/// Points for selling from which an article is no other genre, if not yet an advertisement.
const SELLS: u32 = 3;

/// Points of one pair of labels, and of several.
const PAIRS: (u32, u32) = (2, 6);

/// Points of headings that mostly ask, and the least number of those that do.
const ASKING: (u32, usize) = (2, 3);

/// Length of the opening, in bytes of folded text.
const OPENING: usize = 2_400;

/// The genre of an article, and the places of the words that decided, in order. The genre is
/// [`Genre::Other`], and no word decides, where the signs are too few or in conflict.
pub fn tell(blocks: &[Block], title: Option<usize>, knowledge: &Knowledge) -> (Genre, Vec<Place>) {
    let mut signs = Signs::default();
    for (index, block) in blocks.iter().enumerate().filter(|(_, b)| b.kind.is_body()) {
        signs.read(index, block, title == Some(index), knowledge);
    }
    signs.weigh()
}

/// The signs found so far.
#[derive(Default)]
struct Signs {
    /// Entries that were found, each with its place.
    entries: BTreeMap<(Genre, std::sync::Arc<str>), (u32, Place)>,
    /// Pairs of labels that were found.
    pairs: BTreeMap<Genre, Vec<Place>>,
    /// A label of a question or rumour that waits for its answer.
    asked: Option<(Genre, Place)>,
    /// Whether a block consisted of such a label, so that the next one is what it announces.
    announced: bool,
    headings: usize,
    asking: Vec<Place>,
    /// Bytes read.
    read: usize,
}

impl Signs {
    fn read(&mut self, index: usize, block: &Block, is_title: bool, knowledge: &Knowledge) {
        let text = block.as_str();
        let is_heading = block.kind == BlockKind::Heading;
        if is_heading {
            self.headings += 1;
            if text.trim_end().ends_with('?') {
                self.asking.push(Place::new(index, 0..text.len()));
            }
        }
        // What a question or a rumour says is not what the article says.
        let mut told_by_others = std::mem::take(&mut self.announced);
        for term in knowledge.genre_cues.find(text) {
            let (cue, range): (&GenreCue, _) = (&term.is, term.range());
            let counts = match cue.place {
                CuePlace::Title => is_title,
                CuePlace::Heading => is_heading,
                CuePlace::Opening => !told_by_others && self.read + range.start < OPENING,
                CuePlace::Anywhere => !told_by_others,
                CuePlace::Label | CuePlace::Ask | CuePlace::Answer => is_label(text, &range),
            };
            if !counts {
                continue;
            }
            let place = Place::new(index, range);
            match cue.place {
                CuePlace::Ask => {
                    told_by_others = true;
                    self.announced = ends_block(text, place.end);
                    self.asked = Some((cue.genre, place));
                }
                CuePlace::Answer => {
                    told_by_others = false;
                    self.announced = false;
                    if let Some((_, ask)) = self.asked.take_if(|(genre, _)| *genre == cue.genre) {
                        self.pairs.entry(cue.genre).or_default().extend([ask, place]);
                    }
                }
                _ => {
                    let key = (cue.genre, cue.entry.clone());
                    self.entries.entry(key).or_insert((cue.weight.points(), place));
                }
            }
        }
        self.read += text.len();
    }

    /// Decides.
    fn weigh(mut self) -> (Genre, Vec<Place>) {
        let mut points: BTreeMap<Genre, u32> = BTreeMap::new();
        for ((genre, _), (weight, _)) in &self.entries {
            *points.entry(*genre).or_default() += weight;
        }
        for (genre, places) in &self.pairs {
            *points.entry(*genre).or_default() += if places.len() > 2 { PAIRS.1 } else { PAIRS.0 };
        }
        if self.asking.len() >= ASKING.1 && self.asking.len() * 3 >= self.headings * 2 {
            *points.entry(Genre::Qa).or_default() += ASKING.0;
            self.pairs.entry(Genre::Qa).or_default().append(&mut self.asking);
        }
        let genre = decide(points);
        let entries = self.entries.into_iter().filter(|((g, _), _)| *g == genre).map(|(_, (_, place))| place);
        let mut places: Vec<Place> = entries.chain(self.pairs.remove(&genre).unwrap_or_default()).collect();
        places.sort();
        (genre, places)
    }
}

/// The genre that the points are for.
fn decide(mut points: BTreeMap<Genre, u32>) -> Genre {
    let sells = points.remove(&Genre::Advertisement).unwrap_or_default();
    if sells >= ENOUGH {
        return Genre::Advertisement;
    }
    let mut ranked: Vec<(u32, Genre)> = points.into_iter().map(|(genre, points)| (points, genre)).collect();
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    let second = ranked.get(1).map_or(0, |(points, _)| *points);
    match ranked.first() {
        Some(&(best, genre)) if best >= ENOUGH && best >= second + LEAD && sells < SELLS => genre,
        _ => Genre::Other,
    }
}

/// Whether a phrase is a label: nothing of the same word before it, and behind it, perhaps after a
/// number, a colon, a closing bracket or nothing.
fn is_label(text: &str, range: &Range<usize>) -> bool {
    let opens = !text[..range.start].ends_with(char::is_alphanumeric);
    let rest = past_number(&text[range.end..]);
    opens && (rest.is_empty() || rest.starts_with([':', '】', ']', '」']))
}

/// Whether nothing but a number and marks stands behind an offset.
fn ends_block(text: &str, at: usize) -> bool {
    !past_number(&text[at..]).contains(char::is_alphanumeric)
}

/// What follows a number such as 一, 12 or NO.3.
fn past_number(text: &str) -> &str {
    let text = text.trim_start();
    let text = text.strip_prefix("NO.").or_else(|| text.strip_prefix("No.")).unwrap_or(text);
    text.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c)).trim()
}
