//! Text from outside made fit to be shown: no terminal escapes, no marks that turn the direction
//! of writing, and nothing that a CI runner reads as a command in a log.

/// Characters that a terminal obeys, that turn the direction of writing, or that XML cannot hold.
pub(crate) fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// The text on one line: its white space is blanks, what else is harmful U+FFFD.
pub fn one_line(text: &str) -> String {
    disarmed(text)
        .map(|c| match c {
            _ if !is_harmful(c) => c,
            _ if c.is_whitespace() => ' ',
            _ => '\u{fffd}',
        })
        .collect()
}

/// The text with blanks for what is harmful, every byte in its place, so that spans still fit.
pub(crate) fn in_place(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in disarmed(text) {
        if is_harmful(c) && c != '\t' {
            out.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    out
}

/// A path on one line; one that would open a line as a command (`::error`) is written from `./`.
pub(crate) fn path(path: &str) -> String {
    let shown = one_line(path);
    if shown.trim_start().starts_with("::") { format!("./{shown}") } else { shown }
}

/// `##[name]` and `##name[…]` are commands wherever they stand in a log; with `(` they are not.
fn disarmed(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut hashes = 0;
    text.chars().map(move |c| match c {
        '#' => {
            hashes += 1;
            c
        }
        '[' if hashes >= 2 => '(',
        _ if hashes >= 2 && c.is_ascii_alphanumeric() => c,
        _ => {
            hashes = 0;
            c
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_has_neither_escapes_nor_line_ends() {
        assert_eq!(
            one_line("红\u{1b}[31m\r\n::error::\u{202e}\u{9b}x\u{2028}\t"),
            "红\u{fffd}[31m  ::error::\u{fffd}\u{fffd}x\u{fffd} ".replace("x\u{fffd}", "x ")
        );
    }

    #[test]
    fn every_byte_keeps_its_place() {
        let text = "甲\u{202e}乙\u{85}\t##[error]丙";
        assert_eq!(in_place(text), "甲   乙  \t##(error]丙");
        assert_eq!(in_place(text).len(), text.len());
    }

    #[test]
    fn commands_of_runners_are_disarmed_and_other_hashes_stay() {
        assert_eq!(
            one_line("##vso[task] ###[x] ## [a](b) #[c] #1 ##"),
            "##vso(task] ###(x] ## [a](b) #[c] #1 ##"
        );
        assert_eq!(path("::error::a.md"), "./::error::a.md");
        assert_eq!(path("a::b.md"), "a::b.md");
    }
}
