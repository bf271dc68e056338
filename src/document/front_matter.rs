//! The front matter of a Markdown file: simple `key: value` between `---`, or `key = "value"`
//! between `+++`.

use std::collections::BTreeMap;

/// Length of the front matter at the start of a text, with its fences, and what it says; 0 if there
/// is none.
pub fn split(source: &str) -> (usize, BTreeMap<String, String>) {
    let none = (0, BTreeMap::new());
    let mut lines = source.split_inclusive('\n');
    let Some(first) = lines.next() else { return none };
    let (fence, mark) = match first.trim_end() {
        "---" => ("---", ':'),
        "+++" => ("+++", '='),
        _ => return none,
    };
    let mut at = first.len();
    let mut meta = BTreeMap::new();
    for line in lines {
        at += line.len();
        let trimmed = line.trim();
        if trimmed == fence || (fence == "---" && trimmed == "...") {
            return (at, meta);
        }
        if line.starts_with([' ', '\t', '-', '#', '[']) {
            continue;
        }
        let Some((key, value)) = trimmed.split_once(mark) else {
            if trimmed.is_empty() { continue } else { return none }
        };
        let value = value.trim().trim_matches(['"', '\'']).trim();
        if !value.is_empty() {
            meta.insert(key.trim().to_lowercase(), value.to_owned());
        }
    }
    none
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn both_fences_are_read_and_a_rule_is_none() {
        let yaml = "---\ntitle: \"维生素D\"\ntags:\n  - 骨\nlang: zh\n---\n正文";
        let (len, meta) = split(yaml);
        assert_eq!((&yaml[len..], meta["title"].as_str(), meta["lang"].as_str()), ("正文", "维生素D", "zh"));
        assert_eq!(split("+++\ntitle = \"A\"\n+++\n").1["title"], "A");
        assert_eq!(split("---\n\nA rule, then text.\n\n---\n").0, 0);
        assert_eq!(split("---\ntitle: never closed\n").0, 0);
    }
}
