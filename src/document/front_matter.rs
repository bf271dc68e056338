//! The front matter of a Markdown file: simple `key: value` between `---`, or `key = "value"`
//! between `+++`.

use std::collections::BTreeMap;
use std::ops::Range;

/// The front matter of a file.
#[derive(Debug, Default)]
pub struct FrontMatter {
    /// Its length, with its fences; 0 if there is none.
    pub len: usize,
    /// What it says; keys in lower case.
    pub meta: BTreeMap<String, String>,
    /// Where the title stands.
    pub title: Option<Range<usize>>,
}

/// Reads the front matter at the start of a text.
pub fn split(source: &str) -> FrontMatter {
    read(source).unwrap_or_default()
}

fn read(source: &str) -> Option<FrontMatter> {
    let mut lines = source.split_inclusive('\n');
    let first = lines.next()?;
    let (fence, mark) = match first.trim_end() {
        "---" => ("---", ':'),
        "+++" => ("+++", '='),
        _ => return None,
    };
    let mut found = FrontMatter { len: first.len(), ..FrontMatter::default() };
    for line in lines {
        let start = found.len;
        found.len += line.len();
        let trimmed = line.trim();
        if trimmed == fence || (fence == "---" && trimmed == "...") {
            return Some(found);
        }
        if trimmed.is_empty() || line.starts_with([' ', '\t', '-', '#', '[']) {
            continue;
        }
        let (key, written) = line.split_once(mark)?;
        let is_around = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
        let value = written.trim_matches(is_around);
        let key = key.trim().to_lowercase();
        if key == "title" && !value.is_empty() {
            let open = written.len() - written.trim_start_matches(is_around).len();
            let at = start + (line.len() - written.len()) + open;
            found.title = Some(at..at + value.len());
        }
        if !value.is_empty() {
            found.meta.insert(key, value.to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn both_fences_are_read_and_a_rule_is_none() {
        let yaml = "---\ntitle: \"维生素D\"\ntags:\n  - 骨\nlang: zh\n---\n正文";
        let found = split(yaml);
        assert_eq!((&yaml[found.len..], found.meta["lang"].as_str()), ("正文", "zh"));
        assert_eq!(&yaml[found.title.unwrap()], "维生素D");
        assert_eq!(split("+++\ntitle = \"A\"\n+++\n").meta["title"], "A");
        assert_eq!(split("---\n\nA rule, then text.\n\n---\n").len, 0);
        assert_eq!(split("---\ntitle: never closed\n").len, 0);
    }
}
