//! Names of authors: `Smith, John`, `Smith JA`, `John Smith`, 王晓梅, groups.

use crate::text::is_han;
use serde_json::{Value, json};

/// Family names of two characters, by which `欧阳, 娜娜` is told from two people.
const COMPOUND: [&str; 20] = [
    "欧阳", "司马", "上官", "诸葛", "皇甫", "慕容", "令狐", "东方", "夏侯", "尉迟", "公孙", "长孙", "宇文",
    "司徒", "端木", "南宫", "独孤", "赫连", "申屠", "淳于",
];

/// The names in a field that may hold several, parted by semicolons.
pub fn several(written: &str) -> Vec<Value> {
    written.split([';', '；']).flat_map(listed).collect()
}

/// Chinese names may be parted by commas; a name of letters has its comma inside.
fn listed(written: &str) -> Vec<Value> {
    let parts: Vec<&str> =
        written.split([',', '，', '、']).map(str::trim).filter(|p| !p.is_empty()).collect();
    let each = |part: &&str| part.chars().all(|c| is_han(c) || c == '·') && part.chars().count() >= 2;
    let is_name = parts.len() == 2 && COMPOUND.contains(&parts[0]);
    if parts.len() > 1 && parts.iter().all(each) && !is_name {
        return parts.into_iter().filter_map(one).collect();
    }
    one(written).into_iter().collect()
}

/// One name. A comma at the end says that it is a group, as EndNote writes it.
pub fn one(written: &str) -> Option<Value> {
    let name = written.trim().trim_end_matches(';').trim();
    if let Some(group) = name.strip_suffix(',') {
        return (!group.trim().is_empty()).then(|| json!({"literal": group.trim()}));
    }
    if name.is_empty() {
        return None;
    }
    if let Some((family, given)) = name.split_once(',') {
        let (family, given) = (family.trim(), given.trim());
        if family.chars().all(is_han) && given.chars().all(is_han) {
            return Some(json!({"literal": format!("{family}{given}")}));
        }
        return Some(person(family, given));
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_initials =
        |w: &str| w.len() <= 4 && w.chars().all(|c| c.is_ascii_uppercase() || c == '.' || c == '-');
    match words.as_slice() {
        _ if name.chars().any(is_han) => Some(json!({"literal": name})),
        [family @ .., initials] if !family.is_empty() && is_initials(initials) => {
            Some(person(&family.join(" "), initials))
        }
        [given, family] => Some(person(family, given)),
        [given, middle, family] if is_initials(middle) => Some(person(family, &format!("{given} {middle}"))),
        _ => Some(json!({"literal": name})),
    }
}

fn person(family: &str, given: &str) -> Value {
    match given.is_empty() {
        true => json!({"family": family}),
        false => json!({"family": family, "given": given}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        assert_eq!(several("王晓梅;陈思远;"), [json!({"literal": "王晓梅"}), json!({"literal": "陈思远"})]);
        assert_eq!(several("王晓梅,陈思远").len(), 2);
        assert_eq!(several("王芳, 李娜").len(), 2);
        assert_eq!(several("欧阳, 娜娜"), [json!({"literal": "欧阳娜娜"})]);
        assert_eq!(several("张，三"), [json!({"literal": "张，三"})]);
        assert_eq!(several("van Dyk, Jan"), [json!({"family": "van Dyk", "given": "Jan"})]);
        assert_eq!(one("Smith JA"), Some(json!({"family": "Smith", "given": "JA"})));
        assert_eq!(one("John B. Smith"), Some(json!({"family": "Smith", "given": "John B."})));
        assert_eq!(one("Example Study Group,"), Some(json!({"literal": "Example Study Group"})));
        assert_eq!(
            one("Ministry of Examples and Samples"),
            Some(json!({"literal": "Ministry of Examples and Samples"}))
        );
        assert_eq!(one(" , "), None);
    }
}
