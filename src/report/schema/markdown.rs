//! A JSON Schema as a page of Markdown: a table of keys a type, a list of words a closed list.

use schemars::Schema;
use serde_json::Value;
use std::collections::VecDeque;
use std::fmt::Write;

/// The types of a schema under second-level headings: the root, then each as it is first named.
pub fn markdown(schema: &Schema) -> String {
    let schema = schema.as_value();
    let mut page = String::new();
    let root = text(schema, "title").to_owned();
    let mut told = vec![root.clone()];
    let mut to_tell = VecDeque::from([(root, schema)]);
    while let Some((name, kind)) = to_tell.pop_front() {
        section(&name, kind, &mut page);
        for name in named(kind) {
            if let Some(kind) = schema["$defs"].get(&name)
                && !told.contains(&name)
            {
                told.push(name.clone());
                to_tell.push_back((name, kind));
            }
        }
    }
    page
}

fn section(name: &str, kind: &Value, page: &mut String) {
    let _ = write!(page, "\n## {name}\n\n{}\n\n", flowing(text(kind, "description")));
    if let Some(words) = kind["oneOf"].as_array() {
        page.push_str("| value | means |\n|---|---|\n");
        for word in words {
            let _ = writeln!(page, "| `{}` | {} |", text(word, "const"), cell(word));
        }
        return;
    }
    if let Some(words) = kind["enum"].as_array() {
        let words: Vec<String> = words.iter().filter_map(Value::as_str).map(|w| format!("`{w}`")).collect();
        let _ = writeln!(page, "One of {}.", words.join(", "));
        return;
    }
    page.push_str("| key | type | means |\n|---|---|---|\n");
    for key in keys(kind) {
        let property = &kind["properties"][key];
        let _ = writeln!(page, "| `{key}` | {} | {} |", shape(property), cell(property));
    }
}

/// The keys of an object in the order of the output, which `required` keeps.
fn keys(kind: &Value) -> impl Iterator<Item = &str> {
    kind["required"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// Names of the types that a type refers to, in the order of its keys.
fn named(kind: &Value) -> Vec<String> {
    let mut found = Vec::new();
    keys(kind).for_each(|key| references(&kind["properties"][key], &mut found));
    found
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| match value.as_str() {
            Some(target) if key == "$ref" => found.push(name_of(target).to_owned()),
            _ => references(value, found),
        }),
        Value::Array(list) => list.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// A type in words: `list of [Finding](#finding)`, `string or null`.
fn shape(property: &Value) -> String {
    if let Some(target) = property["$ref"].as_str() {
        let name = name_of(target);
        return format!("[{name}](#{})", name.to_ascii_lowercase());
    }
    if let Some(any) = property["anyOf"].as_array() {
        return any.iter().map(shape).collect::<Vec<_>>().join(" or ");
    }
    if let Some(value) = property["const"].as_str() {
        return format!("`\"{value}\"`");
    }
    match &property["type"] {
        Value::Array(types) => {
            let one = |kind: &Value| {
                let mut property = property.clone();
                property["type"] = kind.clone();
                shape(&property)
            };
            types.iter().map(one).collect::<Vec<_>>().join(" or ")
        }
        Value::String(kind) if kind == "array" => match property["prefixItems"].as_array() {
            Some(items) => format!("list: {}", items.iter().map(shape).collect::<Vec<_>>().join(", ")),
            None => format!("list of {}", shape(&property["items"])),
        },
        Value::String(kind) if kind == "object" => {
            let values = shape(&property["additionalProperties"]);
            match property.get("propertyNames") {
                Some(names) => format!("object: {} → {values}", shape(names)),
                None => format!("object: string → {values}"),
            }
        }
        Value::String(kind) if text(property, "format") == "date" => format!("{kind} `YYYY-MM-DD`"),
        Value::String(kind) => kind.clone(),
        _ => "any".to_owned(),
    }
}

fn name_of(target: &str) -> &str {
    target.rsplit('/').next().unwrap_or(target)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The description of a key or word, on one line of a table.
fn cell(value: &Value) -> String {
    flowing(text(value, "description")).replace('|', "\\|")
}

/// Lines of a doc comment as one line.
fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
