//! What is wrong in a file that the user wrote for claimlint, where, and what would put it right.

use super::LineIndex;
use std::fmt;

/// Characters of a line that a fault shows.
const SHOWN: usize = 120;
/// Characters of the reason, which may quote the file.
const LONGEST_REASON: usize = 400;
/// Longest word that is taken for a slip of another.
const LONGEST_WORD: usize = 64;

/// A fault in a file of settings or knowledge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The file, as the user knows it.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// The line itself, cut where it is long.
    pub excerpt: String,
    /// What is wrong.
    pub reason: String,
    /// What would put it right.
    pub mend: String,
}

impl Fault {
    /// The fault at a byte of a file.
    pub fn at(
        path: &str,
        text: &str,
        byte: usize,
        reason: impl Into<String>,
        mend: impl Into<String>,
    ) -> Fault {
        let place = LineIndex::new(text).position(byte);
        let line = text.split('\n').nth(place.line - 1).unwrap_or_default();
        Fault {
            path: path.to_owned(),
            line: place.line,
            column: place.column,
            excerpt: line.trim_end().chars().take(SHOWN).map(plain).collect(),
            reason: reason.into().chars().take(LONGEST_REASON).map(plain).collect(),
            mend: mend.into(),
        }
    }

    /// What the TOML reader found in a file; `keys_at` says where its keys are told.
    pub fn of_toml(path: &str, text: &str, error: &toml::de::Error, keys_at: &str) -> Fault {
        let message = error.message();
        // Names in quotes: the one that is written, then those that may be.
        let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let is = |kind: &str| message.starts_with(kind);
        let nearest = |word: &str, known: &[&str]| {
            did_you_mean(word, known, || format!("write one of: {}", known.join(", ")))
        };
        let (reason, mend) = match names.as_slice() {
            [word, known @ ..] if is("unknown field") => {
                (format!("there is no key `{word}` here"), nearest(word, known))
            }
            [word, known @ ..] if is("unknown variant") => {
                (format!("`{word}` is not one of the values"), nearest(word, known))
            }
            [key] if is("missing field") => (format!("the key `{key}` is missing here"), "add it".to_owned()),
            _ => (in_words_of_toml(message), keys_at.to_owned()),
        };
        Fault::at(path, text, error.span().map_or(0, |span| span.start), reason, mend)
    }
}

/// A message of the TOML reader without its names for types of Rust.
fn in_words_of_toml(message: &str) -> String {
    const WORDS: [(&str, &str); 3] =
        [("a sequence", "a list"), ("a map", "a table"), ("a nonzero usize", "a whole number from 1")];
    WORDS.iter().fold(message.to_owned(), |message, (rust, toml)| message.replace(rust, toml))
}

/// The character, unless it would steer the terminal.
fn plain(c: char) -> char {
    let steers = c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if steers { '\u{fffd}' } else { c }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Fault { path, line, column, excerpt, reason, mend } = self;
        write!(f, "{path}:{line}:{column}: {reason}\n  {line} | {excerpt}\n  mend: {mend}")
    }
}

impl std::error::Error for Fault {}

/// How alike two names must be, from 0 to 1, for one to be taken for a slip of the other.
const ALIKE: f64 = 0.8;

/// What to write instead of `word`: the nearest of the known names, or else `otherwise`.
pub fn did_you_mean(word: &str, known: &[&str], otherwise: impl FnOnce() -> String) -> String {
    let likeness = |name: &str| strsim::jaro_winkler(&word.to_lowercase(), &name.to_lowercase());
    let alike = known.iter().filter(|name| word.len() <= LONGEST_WORD && likeness(name) >= ALIKE);
    match alike.max_by(|a, b| likeness(a).total_cmp(&likeness(b))) {
        Some(name) => format!("did you mean `{name}`?"),
        None => otherwise(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_place_line_and_mend_and_nothing_that_steers_a_terminal() {
        let fault = Fault::at("a.toml", "x = 1\n甲 = \u{1b}[31m\n", 10, "no such key", "remove it");
        assert_eq!(fault.to_string(), "a.toml:2:3: no such key\n  2 | 甲 = \u{fffd}[31m\n  mend: remove it");
        assert_eq!(Fault::at("a.toml", "", 7, "empty", "fill it").line, 1);
    }

    #[test]
    fn a_slip_is_mended_and_a_guess_is_not_made() {
        let mend = |word| did_you_mean(word, &["warning", "error", "certainty-inflation"], || "none".into());
        assert_eq!(mend("warn"), "did you mean `warning`?");
        assert_eq!(mend("Eror"), "did you mean `error`?");
        assert_eq!(mend("certainty-inflaton"), "did you mean `certainty-inflation`?");
        assert_eq!(mend("dosage"), "none");
    }
}
