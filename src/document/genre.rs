//! The genre of an article, told from its title, its structure and its wording, with the words that
//! decided.
//!
//! A genre decides which rules speak, so that a wrong one is worse than none: it takes several
//! independent signs and a lead over every other genre, and what sells is never anything but an
//! advertisement, quotations of those who do aside.

use super::{Block, BlockKind, Place};
use crate::knowledge::{CuePlace, CueWeight, Genre, GenreCue, GenreCues, Knowledge};
use crate::text::quotations;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Points that make a genre: more than any phrase has alone.
const ENOUGH: u32 = 4;

/// Points by which it must lead.
const LEAD: u32 = 2;

/// Points for selling from which an article is no other genre, if not yet an advertisement.
const SELLS: u32 = 2;

/// Points of one pair of labels, and of several.
const PAIRS: (u32, u32) = (2, 6);

/// Labels that ask from which on they need no label that answers.
const ASKS: usize = 3;

/// How many times a phrase of [`CuePlace::Often`] is found at least.
const OFTEN: usize = 4;

/// Points of headings two thirds of which ask, and the least number of those that do.
const ASKING: (u32, usize) = (2, 3);

/// Longest paragraph that stands for a heading where it asks, in bytes of folded text.
const LONGEST_QUESTION: usize = 120;

/// Length of the opening, in bytes of folded text.
const OPENING: usize = 2_400;

/// The genre of an article, and the places of the words that decided, in order. The genre is
/// [`Genre::Other`], and no word decides, where the signs are too few or in conflict.
pub fn tell(blocks: &[Block], title: Option<usize>, knowledge: &Knowledge) -> (Genre, Vec<Place>) {
    let mut signs = Signs::default();
    for (index, block) in blocks.iter().enumerate().filter(|(_, b)| b.kind.is_body()) {
        signs.read(index, block, title == Some(index), knowledge);
    }
    signs.weigh(&knowledge.genre_cues)
}

/// The signs found so far.
#[derive(Default)]
struct Signs {
    /// What was found of each entry.
    entries: BTreeMap<(Genre, Arc<str>), Sign>,
    /// Labels in pairs.
    labels: BTreeMap<Genre, Labels>,
    /// Whether a block consisted of a label that asks, so that the next one is what it announces.
    announced: bool,
    headings: usize,
    /// Headings that ask.
    asking: Vec<Place>,
    /// Bytes read.
    read: usize,
}

/// What was found of an entry.
struct Sign {
    weight: CueWeight,
    /// Where its phrases stand, and how many of them there must be.
    places: Vec<Place>,
    least: usize,
}

#[derive(Default)]
struct Labels {
    asks: Vec<Place>,
    answers: Vec<Place>,
    /// Whether the last label asked.
    open: bool,
}

impl Signs {
    fn read(&mut self, index: usize, block: &Block, is_title: bool, knowledge: &Knowledge) {
        let text = block.as_str();
        let is_heading = block.kind == BlockKind::Heading;
        if is_heading {
            self.headings += 1;
        }
        let asks_alone = block.kind == BlockKind::Paragraph && text.len() <= LONGEST_QUESTION;
        if (is_heading || asks_alone) && text.ends_with('?') {
            self.asking.push(Place::new(index, 0..text.len()));
        }
        // What a question or a rumour says is not what the article says.
        let mut told_by_others = std::mem::take(&mut self.announced);
        let quoted = quotations(text);
        let is_quoted =
            |at: usize| quoted.get(quoted.partition_point(|q| q.end <= at)).is_some_and(|q| q.start <= at);
        for term in knowledge.genre_cues.find(text) {
            let (cue, range): (&GenreCue, _) = (&term.is, term.range());
            let counts = match cue.place {
                CuePlace::Title => is_title,
                CuePlace::Heading => is_heading,
                CuePlace::Opening | CuePlace::Often => !told_by_others && self.read + range.start < OPENING,
                CuePlace::Anywhere => !told_by_others,
                CuePlace::Label | CuePlace::Ask | CuePlace::Answer => is_label(text, &range),
            };
            if !counts || cue.genre == Genre::Advertisement && is_quoted(range.start) {
                continue;
            }
            let place = Place::new(index, range);
            match cue.place {
                CuePlace::Ask => {
                    told_by_others = true;
                    self.announced = ends_block(text, place.end);
                    self.labels.entry(cue.genre).or_default().ask(place);
                }
                CuePlace::Answer => {
                    told_by_others = false;
                    self.announced = false;
                    self.labels.entry(cue.genre).or_default().answer(place);
                }
                _ => self.add(cue, place),
            }
        }
        self.read += text.len();
    }

    fn add(&mut self, cue: &GenreCue, place: Place) {
        let least = if cue.place == CuePlace::Often { OFTEN } else { 1 };
        let new = || Sign { weight: cue.weight, places: Vec::new(), least };
        let sign = self.entries.entry((cue.genre, cue.entry.clone())).or_insert_with(new);
        if sign.places.len() < least {
            sign.places.push(place);
        }
    }

    /// Decides.
    fn weigh(mut self, cues: &GenreCues) -> (Genre, Vec<Place>) {
        self.entries.retain(|_, sign| sign.places.len() == sign.least);
        let mut points: BTreeMap<Genre, u32> = BTreeMap::new();
        for ((genre, _), sign) in &self.entries {
            *points.entry(*genre).or_default() += sign.weight.points();
        }
        for (genre, labels) in &self.labels {
            *points.entry(*genre).or_default() += labels.points();
        }
        if self.asking.len() >= ASKING.1 && self.asking.len() * 3 >= self.headings * 2 {
            *points.entry(Genre::Qa).or_default() += ASKING.0;
        } else {
            self.asking.clear();
        }
        let has = |genre: Genre| {
            self.entries.iter().any(|((of, _), sign)| *of == genre && sign.weight == CueWeight::Required)
        };
        points.retain(|genre, _| !cues.demands(*genre) || has(*genre));
        let genre = decide(points);
        let mut places: Vec<Place> = if genre == Genre::Qa { self.asking } else { Vec::new() };
        let entries = self.entries.into_iter().filter(|((of, _), _)| *of == genre);
        places.extend(entries.flat_map(|(_, sign)| sign.places));
        places.extend(self.labels.remove(&genre).into_iter().flat_map(Labels::places));
        places.sort();
        places.dedup();
        (genre, places)
    }
}

impl Labels {
    fn ask(&mut self, place: Place) {
        self.open = true;
        if self.asks.len() < ASKS {
            self.asks.push(place);
        }
    }

    fn answer(&mut self, place: Place) {
        if std::mem::take(&mut self.open) && self.answers.len() < ASKS {
            self.answers.push(place);
        }
    }

    fn points(&self) -> u32 {
        match self.answers.len() {
            _ if self.asks.len() >= ASKS => PAIRS.1,
            0 => 0,
            1 => PAIRS.0,
            _ => PAIRS.1,
        }
    }

    fn places(self) -> Vec<Place> {
        if self.points() == 0 { Vec::new() } else { [self.asks, self.answers].concat() }
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
    text.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c)).trim_start()
}
