//! CSL-JSON: an array, one object, or an object a line; what stands before a fault is kept.

use super::{Faults, ID_KEYS};
use crate::evidence::library::{LibraryError, is_nameless};
use serde_json::{Deserializer, Value};

/// The objects of a file. One without a single object is refused.
pub fn read(text: &str, faults: &mut Faults) -> Result<Vec<Value>, LibraryError> {
    let start = text.len() - text.trim_start().len();
    let is_array = text[start..].starts_with('[');
    let mut at = start + usize::from(is_array);
    let mut items = Vec::new();
    let mut broken = None;
    loop {
        at += text[at..].find(|c: char| !c.is_whitespace() && c != ',').unwrap_or(text.len() - at);
        if at == text.len() || is_array && text[at..].starts_with(']') {
            break;
        }
        let mut values = Deserializer::from_str(&text[at..]).into_iter::<Value>();
        match values.next() {
            // Zotero's interface gives the list a name.
            Some(Ok(Value::Object(mut whole))) if whole.get("items").is_some_and(Value::is_array) => {
                let list = whole.get_mut("items").and_then(Value::as_array_mut).map(std::mem::take);
                for item in list.unwrap_or_default() {
                    match item.is_object() && !is_nameless(&item) {
                        true => items.push(item),
                        false => faults.push(at, &nameless(), "give it one"),
                    }
                }
            }
            Some(Ok(item @ Value::Object(_))) if is_nameless(&item) => {
                faults.push(at, &nameless(), "give it one");
            }
            Some(Ok(item @ Value::Object(_))) => items.push(item),
            Some(Ok(_)) => {
                faults.push(at, "the entry is no object of CSL-JSON", "remove it");
            }
            Some(Err(error)) => {
                let line = faults.line(at) + error.line() - 1;
                let said = error.to_string();
                let reason = said.split(" at line ").next().unwrap_or_default();
                broken = Some((line, format!("not CSL-JSON from here on: {reason}")));
                break;
            }
            None => break,
        }
        at += values.byte_offset().max(1);
    }
    if is_array && broken.is_none() && at == text.len() {
        broken = Some((faults.line(at), "not CSL-JSON: the list has no end".to_owned()));
    }
    if let Some((line, reason)) = broken {
        let mend = "export the library as CSL-JSON again".to_owned();
        let error = LibraryError { path: faults.path.to_owned(), line, reason, mend };
        if items.is_empty() {
            return Err(error);
        }
        faults.found.push(error);
    }
    Ok(items)
}

fn nameless() -> String {
    format!("the entry has none of {}", ID_KEYS.join(", "))
}
