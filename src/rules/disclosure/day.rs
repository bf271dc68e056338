//! Days of writing, publishing and reviewing, in the lines of an article.

/// Whether a segment is a day, with a few words that say what happened on it.
pub fn is_day(segment: &str) -> bool {
    let words = segment.split_whitespace().filter(|w| !w.chars().any(|c| c.is_ascii_digit())).count();
    let han = segment.chars().filter(|c| crate::text::is_han(*c)).count();
    has_date(segment) && words <= MOST_WORDS && han <= MOST_HAN
}

/// Most words, and most Chinese characters, of a segment that is a day.
const MOST_WORDS: usize = 5;
const MOST_HAN: usize = 14;

/// A part of a line without the day that it ends or begins with.
pub fn without_day(part: &str) -> &str {
    let part = part.trim();
    // “Updated April 11”, of which the year stands behind a comma.
    let numbered = part.chars().any(|c| c.is_ascii_digit());
    if !part.chars().any(crate::text::is_han) && (is_day(part) || numbered && names_month(part)) {
        return "";
    }
    let dated = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '年' | '月' | '日' | '-' | '.' | ':' | '(' | ')')
            || c.is_whitespace()
    };
    let part = part.trim_matches(dated);
    const SAID: [&str; 12] =
        ["时间", "日期", "于", "在", "发布", "更新", "发表", "审核", "修订", "刊发", "发稿", "最后"];
    let part = SAID.iter().fold(part, |part, said| part.trim_end_matches(said)).trim_matches(dated);
    if part.chars().any(|c| c.is_ascii_digit()) { "" } else { part }
}

/// Whether a day, a month and a year, or a month in words and a year, stand in a text.
pub fn has_date(text: &str) -> bool {
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    let year = |n: &&str| n.len() == 4 && (n.starts_with("19") || n.starts_with("20"));
    let part = |n: &&str| (1..=2).contains(&n.len());
    let part_of_year = ['月', '期', '春', '夏', '秋', '冬'].iter().any(|c| text.contains(*c));
    let chinese = text.contains('年') && part_of_year && numbers.iter().any(year);
    let month = |n: &str| n.len() == 2 && n.parse::<u8>().is_ok_and(|m| (1..=12).contains(&m));
    let ended = text.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let of_month = ended && numbers.len() >= 2 && {
        let last = &numbers[numbers.len() - 2..];
        year(&last[0]) && month(last[1]) && text.contains(&format!("{}-{}", last[0], last[1]))
    };
    let joined = numbers
        .windows(3)
        .any(|n| year(&n[0]) && part(&n[1]) && part(&n[2]) || part(&n[0]) && part(&n[1]) && year(&n[2]));
    chinese || joined || of_month || names_month(text) && numbers.iter().any(year)
}

/// Whether a word of a text begins as a month or season does.
fn names_month(text: &str) -> bool {
    const MONTHS: [&str; 16] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "spr", "sum",
        "aut", "win",
    ];
    let lower = text.to_ascii_lowercase();
    lower.split(|c: char| !c.is_ascii_alphabetic()).any(|w| w.len() >= 3 && MONTHS.contains(&&w[..3]))
}
