//! Shapes as packs write them: classes of words, and parts with room between.

use super::{ClassEntry, Part, Shape, Word};
use crate::knowledge::pack::{PackError, PackFile};
use crate::text::{Language, fold};
use std::collections::HashMap;

/// What is known while files are read.
#[derive(Default)]
pub(super) struct Loading {
    classes: HashMap<String, u32>,
    pub(super) words: Vec<(String, Word)>,
}

impl Loading {
    fn number(&mut self, name: &str) -> u32 {
        let next = self.classes.len() as u32;
        *self.classes.entry(name.to_owned()).or_insert(next)
    }

    pub(super) fn class(&mut self, file: &PackFile, at: usize, entry: ClassEntry) -> Result<(), PackError> {
        if self.classes.contains_key(&entry.id) {
            return Err(file.error(at, format!("the class `{}` is taken", entry.id), "join the two"));
        }
        if entry.words.is_empty() || entry.words.iter().any(|w| w.trim().is_empty()) {
            return Err(file.error(at, format!("the class `{}` has an empty word", entry.id), "remove it"));
        }
        let number = self.number(&entry.id);
        self.words.extend(entry.words.iter().map(|w| (fold(w).as_str().to_owned(), Word::Of(number))));
        self.words.extend(entry.fixed.iter().map(|w| (fold(w).as_str().to_owned(), Word::Fixed)));
        Ok(())
    }

    /// Reads a shape as it is written: parts in order, `{class}` or words themselves, `a|b` for either,
    /// `_` for a blank within a word, `?` behind what may be missing; before a part a number for the
    /// characters that may stand between, `,12` if a comma may be one; `^` and `$` for the ends of a clause.
    pub(super) fn shape(
        &mut self,
        file: &PackFile,
        at: usize,
        is: &str,
        written: &str,
        language: Language,
    ) -> Result<Shape, PackError> {
        let near = usize::from(language == Language::En);
        let mut shape = Shape { is: is.to_owned(), language, opens: false, closes: false, parts: Vec::new() };
        let (mut room, mut commas) = (near, false);
        for token in written.split_whitespace() {
            match token {
                "^" => shape.opens = true,
                "$" => shape.closes = true,
                _ => match token.trim_start_matches(',').parse() {
                    Ok(number) => (room, commas) = (number, token.starts_with(',')),
                    Err(_) => {
                        let classes = self.of(file, at, token.trim_end_matches('?'))?;
                        shape.parts.push(Part { classes, optional: token.ends_with('?'), room, commas });
                        (room, commas) = (near, false);
                    }
                },
            }
        }
        if shape.parts.first().is_none_or(|p| p.optional) {
            return Err(file.error(at, format!("`{written}` begins with nothing"), "begin with a class"));
        }
        Ok(shape)
    }

    fn of(&mut self, file: &PackFile, at: usize, token: &str) -> Result<Vec<u32>, PackError> {
        token
            .split('|')
            .map(|name| match name.strip_prefix('{').and_then(|n| n.strip_suffix('}')) {
                Some(class) => self.classes.get(class).copied().ok_or_else(|| {
                    file.error(at, format!("`{class}` is no known class"), "give it a [[class]]")
                }),
                None => {
                    let own = format!("={name}");
                    let known = self.classes.contains_key(&own);
                    let number = self.number(&own);
                    let word = fold(&name.replace('_', " ")).as_str().to_owned();
                    if !known {
                        self.words.push((word, Word::Of(number)));
                    }
                    Ok(number)
                }
            })
            .collect()
    }
}
