//! Whether a name is that of somebody who answers for an article: a person by full name, an institution,
//! somebody of the profession; not a first name, a pen name, an account.

use crate::rules::Context;
use crate::text::{fold, is_han};

/// The rule whose phrases are names that name nobody.
const RULE: &str = "author-or-source-missing";

/// Letters of the shortest word that a name is put together of.
const SHORTEST_PART: usize = 4;

/// Most characters of a Chinese name of a person.
const LONGEST_PERSON: usize = 3;

/// The pack of Chinese family names.
const FAMILIES: &str = "family-names";

/// Whether words name a person or an institution, and not 小编, admin or a first name alone.
pub fn is_somebody(cx: &Context, value: &str) -> bool {
    let folded = fold(value);
    let phrases = cx.knowledge.phrases.find(RULE, folded.as_str());
    let says = |is: &str| phrases.iter().any(|p| p.is == is);
    let letters = value.chars().filter(|c| c.is_alphanumeric()).count();
    if letters < 2 || value.starts_with("http") && !value.contains('@') && letters < 8 {
        return false;
    }
    if says("institution") || says("credential") {
        return true;
    }
    // 健康小管家, WellnessFairy: what nobody is called.
    if says("pen") || says("nobody") || is_run_together(value) {
        return false;
    }
    let suffixed = phrases.iter().any(|p| p.is == "suffix" && p.end == folded.as_str().len()) && letters <= 4;
    if suffixed {
        return false;
    }
    if value.chars().any(is_han) { is_chinese_name(cx, value) } else { is_full_name(value) }
}

/// Whether one of the words is the name of a person, or long enough for that of a publisher; who sells
/// under the name of an account does not say who wrote.
fn is_chinese_name(cx: &Context, value: &str) -> bool {
    let parts = || value.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    // What somebody does or likes stands in a nickname: 爱吃瓜的橙子.
    let nickname = |part: &str| part.contains('的') || part.starts_with(['小', '阿']);
    let publisher =
        |part: &str| part.chars().count() > LONGEST_PERSON && !nickname(part) && !cx.is_commercial();
    parts().any(|part| is_person(cx, part) || publisher(part))
}

/// Whether Chinese characters are a family name and one or two of a given name.
fn is_person(cx: &Context, part: &str) -> bool {
    let folded = fold(part);
    let part = folded.as_str();
    let opens = cx.knowledge.phrases.find(FAMILIES, part).into_iter().filter(|t| t.start == 0);
    let Some(family) = opens.max_by_key(|t| t.end) else { return false };
    let given = part[family.end..].chars().count();
    // 圆圆, 潘潘: a pet name.
    let doubled = given == 2 && part[family.end..].starts_with(&part[family.range()]);
    part.chars().all(is_han) && (1..LONGEST_PERSON).contains(&given) && !doubled
}

/// Whether words of letters are a first name and a family name: not Luna M., not healthnut77.
fn is_full_name(value: &str) -> bool {
    let words: Vec<&str> = value.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).collect();
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let numbered = words.first().is_some_and(|w| w.chars().any(|c| c.is_ascii_digit()));
    words.len() >= 2 && !numbered && words.last().is_some_and(|w| letters(w) > 1)
}

/// Whether a word is put together of two with capital letters: VitalTeam, but not McKay.
fn is_run_together(value: &str) -> bool {
    let word = value.trim();
    let capitals = word.char_indices().filter(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at);
    let starts: Vec<usize> = capitals.collect();
    let apart = |w: &[usize]| w[1] - w[0] >= SHORTEST_PART;
    word.chars().all(|c| c.is_ascii_alphanumeric()) && starts.len() > 1 && starts.windows(2).all(apart)
}
