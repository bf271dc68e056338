//! BibTeX and BibLaTeX: entries are parted here, so that a broken one costs no other; each is read by
//! the crate `biblatex`.

use super::Faults;
use super::item::Item;
use super::latex::plain;
use super::tags::{Field, Table};
use crate::text::is_han;
use biblatex::{Bibliography, ChunksExt, Entry, Person};

/// Deepest nesting of braces in an entry.
const MAX_DEPTH: usize = 50;
/// Longest entry, in bytes.
const LONGEST: usize = 1_000_000;

/// Most abbreviations that a file may define.
const MOST_STRINGS: usize = 1_000;

/// Fields of an entry, and what they hold.
const FIELDS: Table = &[
    ("title", Field::Key("title")),
    ("journaltitle", Field::Key("container-title")),
    ("journal", Field::Key("container-title")),
    ("booktitle", Field::Key("container-title")),
    ("date", Field::Date),
    ("volume", Field::Key("volume")),
    ("number", Field::Key("issue")),
    ("issue", Field::Key("issue")),
    ("pages", Field::Key("page")),
    ("doi", Field::Doi),
    ("pmid", Field::Pmid),
    ("pmcid", Field::Key("PMCID")),
    ("url", Field::Link),
    ("language", Field::Language),
    ("langid", Field::Language),
    ("abstract", Field::Key("abstract")),
    ("keywords", Field::Keyword),
    ("publisher", Field::Key("publisher")),
    ("school", Field::Key("publisher")),
    ("institution", Field::Key("publisher")),
    ("issn", Field::Key("ISSN")),
    ("note", Field::Key("note")),
];

/// The entries of a file, in order.
pub fn read(text: &str, faults: &mut Faults) -> Vec<Item> {
    let mut strings = Strings::default();
    let mut items = Vec::new();
    for (at, part) in parts(text) {
        let entry = match part {
            Ok(entry) => entry,
            Err(reason) => {
                faults.push(at, reason, "close its braces where it ends");
                continue;
            }
        };
        let kind = entry[1..].split(['{', '(']).next().unwrap_or_default().trim().to_ascii_lowercase();
        match kind.as_str() {
            "comment" | "preamble" => {}
            "string" => strings.add(entry),
            _ => match parse(&strings, entry) {
                Ok(entry) => items.push(item(at, &kind, &entry)),
                Err(reason) => faults.push(at, &format!("the entry cannot be read: {reason}"), "correct it"),
            },
        }
    }
    items
}

/// Abbreviations that a file defines: each with its name, in lower case, and definition.
#[derive(Default)]
struct Strings(Vec<(String, String)>);

impl Strings {
    /// Adds a definition. One that cannot be read must not cost the entries that follow.
    fn add(&mut self, definition: &str) {
        let name =
            definition.split(['{', '(']).nth(1).and_then(|rest| rest.split('=').next()).unwrap_or_default();
        let name = name.trim().to_lowercase();
        if !name.is_empty()
            && self.0.len() < MOST_STRINGS
            && Bibliography::parse(&format!("{}{definition}", self.of(definition))).is_ok()
        {
            self.0.retain(|(known, _)| *known != name);
            self.0.push((name, definition.to_owned()));
        }
    }

    /// The definitions that an entry needs, and those that these need.
    fn of(&self, entry: &str) -> String {
        let mut needing = if self.0.is_empty() { String::new() } else { entry.to_lowercase() };
        let mut needed = Vec::new();
        for (name, definition) in self.0.iter().rev() {
            if needing.contains(name.as_str()) {
                needing.push_str(&definition.to_lowercase());
                needed.push(definition.as_str());
            }
        }
        needed.reverse();
        needed.join("\n") + "\n"
    }
}

fn parse(strings: &Strings, entry: &str) -> Result<Entry, String> {
    let with_strings = strings.of(entry) + entry;
    let parsed = Bibliography::parse(&with_strings).map_err(|e| e.kind.to_string())?;
    parsed.into_iter().next().ok_or_else(|| "it is empty".to_owned())
}

/// The parts `@kind{…}` of a file, each with its place.
fn parts(text: &str) -> impl Iterator<Item = (usize, Result<&str, &'static str>)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + next(&text[from..], true)?;
        let found = length(&text[at..]);
        // An entry that has no end reaches to the next that starts a line.
        from = match found {
            Ok(length) => at + length,
            Err(_) => at + 1 + next(&text[at + 1..], false).unwrap_or(text.len() - at - 1),
        };
        Some((at, found.map(|length| &text[at..at + length])))
    })
}

/// Offset of the next `@kind{` at the start of a line.
fn next(text: &str, at_start: bool) -> Option<usize> {
    let mut at = 0;
    let mut fresh = at_start;
    for line in text.split_inclusive('\n') {
        if fresh && is_start(line) {
            return Some(at + line.len() - line.trim_start().len());
        }
        fresh = true;
        at += line.len();
    }
    None
}

/// Whether a text starts with `@kind{`, behind blanks.
fn is_start(text: &str) -> bool {
    let Some(rest) = text.trim_start_matches([' ', '\t']).strip_prefix('@') else { return false };
    let word = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    word.len() < rest.len() && word.trim_start_matches(' ').starts_with(['{', '('])
}

/// Length of the entry at the start of a text, by its braces; it ends before the next entry starts a line.
fn length(text: &str) -> Result<usize, &'static str> {
    let (mut depth, mut round, mut escaped) = (0usize, false, false);
    for (at, byte) in text.bytes().enumerate().take(LONGEST) {
        let was = std::mem::take(&mut escaped);
        match byte {
            b'\n' if is_start(&text[at + 1..]) => break,
            b'\\' => escaped = !was,
            b'(' if depth == 0 && !round => round = true,
            b')' if depth == 0 && round => return Ok(at + 1),
            b'{' if !was => depth += 1,
            b'}' if !was && depth > 0 => {
                depth -= 1;
                if depth == 0 && !round {
                    return Ok(at + 1);
                }
            }
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err("braces are nested too deep");
        }
    }
    Err("the entry has no end; the file may be cut off")
}

fn item(at: usize, kind: &str, entry: &Entry) -> Item {
    let mut item = Item::new(at);
    item.put(Field::Key("id"), &entry.key);
    item.put(Field::Kind, if kind == "misc" { "" } else { kind });
    let written = entry.get("author").map_or(String::new(), |chunks| chunks.format_verbatim());
    if written.contains(is_han) {
        // Chinese names are listed with commas as often as with `and`.
        written.split(" and ").for_each(|names| item.put(Field::Author, names));
    } else {
        let people = entry.author().unwrap_or_default();
        let named = people.iter().filter(|p| !p.name.eq_ignore_ascii_case("others"));
        named.for_each(|person| item.put(Field::Author, &name(person)));
    }
    for (key, field) in FIELDS {
        if let Some(chunks) = entry.get(key) {
            let text = plain(&chunks.format_verbatim());
            item.put(*field, if *key == "pages" { text.replace("--", "-") } else { text }.as_str());
        }
    }
    let part = |key: &str| entry.get(key).map_or(String::new(), |chunks| chunks.format_verbatim());
    item.put(Field::Date, &format!("{} {}", part("year"), part("month")));
    item
}

/// A name as `family, given`; a group in braces has no given name.
fn name(person: &Person) -> String {
    let family = [person.prefix.as_str(), person.name.as_str()].join(" ");
    let family = plain(family.trim());
    match person.given_name.is_empty() {
        true if family.contains(' ') => format!("{family},"),
        true => family,
        false => format!("{family}, {}", plain(&person.given_name)),
    }
}
