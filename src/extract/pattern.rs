//! Patterns over folded text, compiled fast.

use regex::Regex;

/// Compiles a pattern for folded text. Its digits, blanks and word characters are ASCII, and Han,
/// inside brackets only, is the one block that nearly all text is in: the classes that Unicode has for
/// them would take ten times as long to compile, at every start of the program.
pub(super) fn folded_regex(pattern: &str) -> Option<Regex> {
    let ascii =
        pattern.replace(r"\d", "[0-9]").replace(r"\D", "[^0-9]").replace(r"\p{Han}", r"\x{4e00}-\x{9fff}");
    Regex::new(&ascii.replace(r"\s", r"[ \t\n]").replace(r"\w", "[A-Za-z0-9_]")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_work_inside_and_outside_brackets() {
        let pattern = folded_regex(r"^\d+\s*[^\d,]+[\w-]*$").unwrap();
        assert!(pattern.is_match("12 名 a-b"));
        assert!(!pattern.is_match("名12"));
    }
}
