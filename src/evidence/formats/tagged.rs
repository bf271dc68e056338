//! Formats of a tag a line: RIS, PubMed's text, EndNote's, RefWorks', NoteExpress, and the labels of
//! CNKI and SinoMed.

use super::item::Item;
use super::sniff::Format;
use super::tags::{self, Field, Table, field};
use super::{Faults, author};
use crate::text::is_han;
use std::collections::HashSet;

/// A line with a tag: the tag, and what stands behind it.
type Tagged<'a> = (&'a str, &'a str);

/// Reads the tag of a line, if it has one.
type ReadTag = fn(&str, Table) -> Option<Tagged<'_>>;

/// How a format writes its tags, and where its records start.
struct Dialect {
    table: Table,
    tag: ReadTag,
    /// The tag that opens a record.
    opener: &'static str,
}

impl Dialect {
    fn of(format: Format) -> Dialect {
        let (table, tag, opener): (Table, ReadTag, _) = match format {
            Format::Nbib => (tags::NBIB, nbib, "PMID"),
            Format::EndNote => (tags::ENDNOTE, endnote, "0"),
            Format::RefWorks => (tags::REFWORKS, refworks, "RT"),
            Format::NoteExpress => (tags::NOTEEXPRESS, noteexpress, "reference type"),
            Format::Labels => (tags::LABELS, label, ""),
            _ => (tags::RIS, ris, "TY"),
        };
        Dialect { table, tag, opener }
    }
}

/// The records of a file, in order.
pub fn read(text: &str, format: Format, faults: &mut Faults) -> Vec<Item> {
    let dialect = Dialect::of(format);
    let mut records = Records { format, items: Vec::new(), open: None, last: None, seen: HashSet::new() };
    let (mut at, mut blank, mut opened) = (0, false, false);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if line.trim().is_empty() {
            blank = true;
            continue;
        }
        let Some((tag, value)) = (dialect.tag)(line, dialect.table) else {
            records.go_on(line, blank);
            continue;
        };
        let folded = if format == Format::NoteExpress { tag.to_lowercase() } else { tag.to_uppercase() };
        let tag = if matches!(format, Format::Labels | Format::EndNote) { tag.to_owned() } else { folded };
        let field = field(dialect.table, &tag);
        let opens = tag == dialect.opener;
        let titled = records.has_title();
        let again = match format {
            Format::Labels => {
                matches!(field, Some(Field::Key("title") | Field::Kind | Field::Passed))
                    && records.seen.contains(&tag)
                    && OPENERS.contains(&tag.as_str())
            }
            _ => {
                !opened
                    && blank
                    && titled
                    && matches!(field, Some(Field::Key("title") | Field::Author | Field::Kind))
            }
        };
        opened |= opens;
        if opens || again {
            records.close();
        }
        if format == Format::Ris && tag == "ER" {
            records.close();
            blank = false;
            continue;
        }
        blank = false;
        records.take(start, tag, field, value);
    }
    if format == Format::Ris && records.open.is_some() {
        let from = records.open.as_ref().map_or(0, |item| item.at);
        faults.push(from, "the last record has no end (ER); the file may be cut off", "export it again");
    }
    records.close();
    records.items
}

/// Labels with which a record may start.
const OPENERS: [&str; 10] =
    ["题名", "标题", "中文标题", "中文题名", "篇名", "文题", "来源库", "来源数据库", "流水号", "DataType"];

/// Records as they are read.
struct Records {
    format: Format,
    items: Vec<Item>,
    open: Option<Item>,
    /// The field that is being read, which may go on in the next line.
    last: Option<(Field, String)>,
    /// Tags of the record that is open.
    seen: HashSet<String>,
}

impl Records {
    fn has_title(&self) -> bool {
        self.seen.contains("\0title")
    }

    /// Takes a tag and its value over.
    fn take(&mut self, at: usize, tag: String, field: Option<Field>, value: &str) {
        self.flush();
        self.open.get_or_insert_with(|| Item::new(at));
        if field == Some(Field::Key("title")) {
            self.seen.insert("\0title".to_owned());
        }
        // PubMed gives each author twice; the whole name is the better one.
        let twice = tag == "AU" && self.format == Format::Nbib && self.seen.contains("FAU");
        self.last = Some((field.filter(|_| !twice).unwrap_or(Field::Passed), value.to_owned()));
        self.seen.insert(tag);
    }

    /// Goes on with the field of the lines before.
    fn go_on(&mut self, line: &str, blank: bool) {
        let Some((_, text)) = &mut self.last else { return };
        let line = line.trim();
        let joined = text.trim_end().ends_with(is_wide) && line.starts_with(is_wide) && !blank;
        if !joined {
            text.push(' ');
        }
        text.push_str(line);
    }

    /// Puts the field that was read into the record.
    fn flush(&mut self) {
        let (Some((field, text)), Some(item)) = (self.last.take(), &mut self.open) else { return };
        match field {
            // `%A 甲%A 乙` in one line, as CNKI shows it
            Field::Author if self.format == Format::EndNote && text.contains("%A ") => {
                text.split("%A ").for_each(|name| item.put(Field::Author, name));
            }
            Field::Author if self.format == Format::Nbib && author::one(&text).is_some() => {
                item.put(Field::Author, &text);
            }
            _ => item.put(field, &text),
        }
    }

    fn close(&mut self) {
        self.flush();
        self.last = None;
        self.seen.clear();
        self.items.extend(self.open.take());
    }
}

/// Han characters and their punctuation, between which a break of the line is no blank.
fn is_wide(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

/// `TY  - JOUR`; with fewer blanks only if the tag is known.
fn ris(line: &str, table: Table) -> Option<Tagged<'_>> {
    let line = line.trim_start_matches('\u{feff}');
    let tag = line.get(..2).filter(|t| is_code(t))?;
    let rest = &line[2..];
    let behind = rest.trim_start_matches(' ');
    let value = behind.strip_prefix('-')?;
    let blanks = rest.len() - behind.len();
    let sure = blanks == 2 && (value.is_empty() || value.starts_with(' '));
    (sure || blanks > 0 && blanks < 4 && field(table, tag).is_some()).then_some((tag, value))
}

/// `FAU - Smith, John`: the tag fills four characters.
fn nbib(line: &str, _: Table) -> Option<Tagged<'_>> {
    let line = line.trim_start_matches('\u{feff}');
    let (head, value) = (line.get(..4)?, line.get(4..)?.strip_prefix('-')?);
    let tag = head.trim_end();
    let fits = tag.len() >= 2 && tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    fits.then_some((tag, value))
}

/// `%T A title`.
fn endnote<'a>(line: &'a str, _: Table) -> Option<Tagged<'a>> {
    let rest = line.trim_start_matches('\u{feff}').strip_prefix('%')?;
    let tag = rest.get(..1).filter(|t| t.is_ascii() && *t != " ")?;
    let value = &rest[1..];
    (value.is_empty() || value.starts_with(' ')).then_some((tag, value))
}

/// `T1 A title`; a tag must be known, as lines may begin with any two capitals.
fn refworks(line: &str, table: Table) -> Option<Tagged<'_>> {
    let line = line.trim_start_matches('\u{feff}');
    let (tag, value) = (line.get(..2)?, line.get(2..)?);
    let known = field(table, &tag.to_ascii_uppercase()).is_some();
    let written = is_code(tag) || tag == "vo";
    (known && written && (value.is_empty() || value.starts_with(' '))).then_some((tag, value))
}

/// `{Title}: A title`.
fn noteexpress(line: &str, _: Table) -> Option<Tagged<'_>> {
    let (tag, value) = line.trim_start_matches(['\u{feff}', ' ']).strip_prefix('{')?.split_once('}')?;
    let value = value.trim_start();
    let value = value.strip_prefix([':', '：'])?;
    (tag.len() < 40).then_some((tag.trim(), value))
}

/// `Title-题名: …`, `【标题】…`, `标题: …`.
fn label(line: &str, table: Table) -> Option<Tagged<'_>> {
    let line = line.trim_start_matches(['\u{feff}', ' ', '\u{3000}']);
    if let Some(rest) = line.strip_prefix('【') {
        let (tag, value) = rest.split_once('】')?;
        return field(table, tag).map(|_| (tag, value.trim_start_matches([':', '：'])));
    }
    let (head, value) = line.split_once([':', '：'])?;
    let (latin, tag) = head.trim().rsplit_once('-').unwrap_or(("", head.trim()));
    let latin_only = latin.bytes().all(|b| b.is_ascii_alphabetic());
    (latin_only && field(table, tag).is_some()).then_some((tag, value))
}

/// Whether a line is a label that only such an export has.
pub(super) fn is_label(line: &str) -> bool {
    let plain = line.trim_start_matches(['\u{feff}', ' ']);
    let marked =
        plain.starts_with('【') || plain.split([':', '：']).next().is_some_and(|head| head.contains('-'));
    label(line, tags::LABELS).is_some_and(|(tag, _)| OPENERS.contains(&tag) && (marked || tag == "流水号"))
}

/// Two characters such as `T1`, `AU`.
fn is_code(tag: &str) -> bool {
    matches!(tag.as_bytes(), [a, b] if a.is_ascii_uppercase() && (b.is_ascii_uppercase() || b.is_ascii_digit()))
}
