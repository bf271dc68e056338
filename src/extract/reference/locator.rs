//! Where in its container a work stands: year, volume, issue and pages, in any order and style.

use super::scan::{Kind, Scan, digits, year};
use crate::knowledge::ReferenceWord;
use std::ops::Range;

/// A run of year, volume, issue and pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Locator {
    /// Its tokens.
    pub tokens: Range<usize>,
    pub year: Option<String>,
    pub volume: Option<String>,
    pub issue: Option<String>,
    pub pages: Option<String>,
    /// Whether the date has a day.
    pub dated: bool,
}

impl Locator {
    /// Whether it is a place in a journal: two of volume, issue and pages.
    pub fn is_placed(&self) -> bool {
        let parts = [&self.volume, &self.issue, &self.pages];
        parts.iter().filter(|p| p.is_some()).count() >= 2
    }

    /// How surely it is one: a number in a title is weak, `2014;34(8):623-7` is strong.
    pub fn strength(&self) -> u8 {
        let range = self.pages.as_ref().is_some_and(|p| p.contains('-'));
        let place = self.volume.is_some() || self.issue.is_some();
        let pages = self.pages.is_some();
        2 * u8::from(range)
            + 2 * u8::from(place && pages)
            + 2 * u8::from(self.issue.is_some() && self.volume.is_some())
            + 2 * u8::from(self.year.is_some() && place)
            + u8::from(self.year.is_some())
            + u8::from(self.dated)
    }
}

/// Every run in a range of tokens, in order. Where the year is known from elsewhere, a number that
/// could be one is more likely a volume.
pub(super) fn all(scan: &Scan, range: Range<usize>, year_known: bool) -> Vec<Locator> {
    let mut out = Vec::new();
    let mut i = range.start;
    while i < range.end {
        if !belongs(scan, i, range.end) || (is_mark(scan, i) && !opens_run(scan, i, range.end)) {
            i += 1;
            continue;
        }
        let start = i;
        while i < range.end && belongs(scan, i, range.end) {
            i += 1;
        }
        let mut end = i;
        while end > start && is_mark(scan, end - 1) && !scan.is_any(end - 1, &[')', ']']) {
            end -= 1;
        }
        let set_off = start > 0 && scan.is_any(start - 1, &[':', ',']);
        let has_number = (start..end).any(|t| match scan.kind(t) {
            Some(Kind::Number) => true,
            Some(Kind::Code) => set_off,
            _ => false,
        });
        if has_number && !is_span_of_years(scan, start..end) {
            out.push(read(scan, past_title_number(scan, start, end)..end, year_known));
        }
    }
    out
}

/// Past a number that ends the title before the year: `… in the year 1919. 1962, 2`.
fn past_title_number(scan: &Scan, start: usize, end: usize) -> usize {
    let begins = scan.kind(start) == Some(Kind::Number)
        && scan.is(start + 1, '.')
        && scan.spaced(start + 2)
        && start + 3 < end
        && scan.kind(start + 2) == Some(Kind::Number)
        && year(scan.word(start + 2)).is_some()
        && scan.is_any(start + 3, &[',', ';']);
    if begins { start + 2 } else { start }
}

/// `1830-1914`, as titles have it.
fn is_span_of_years(scan: &Scan, run: Range<usize>) -> bool {
    let number = |i: usize| (scan.kind(i) == Some(Kind::Number)).then(|| year(scan.word(i))).flatten();
    let numbers = run.clone().filter(|&i| matches!(scan.kind(i), Some(Kind::Number | Kind::Code)));
    let commas = run.clone().all(|i| !is_mark(scan, i) || scan.is(i, ','));
    let listed = commas && numbers.clone().count() >= 3 && numbers.clone().all(|i| number(i).is_some());
    listed || match (number(run.start), number(run.end - 1)) {
        (Some(from), Some(to)) => run.len() == 3 && scan.is_any(run.start + 1, &['-', '—', '~']) && from < to,
        _ => false,
    }
}

fn is_mark(scan: &Scan, i: usize) -> bool {
    matches!(scan.kind(i), Some(Kind::Mark(_)))
}

/// Whether a bracket opens a run: `(2009) 12`, `(1): 52`.
fn opens_run(scan: &Scan, i: usize, end: usize) -> bool {
    let next = scan.kind(i + 1);
    scan.is_any(i, &['(', '['])
        && i + 1 < end
        && (matches!(next, Some(Kind::Number))
            || labels_number(scan, i + 1, end)
            || is_month(scan, i + 1, end))
}

/// Whether a token can be part of a run.
fn belongs(scan: &Scan, i: usize, end: usize) -> bool {
    match scan.kind(i) {
        Some(Kind::Number) => !glued_to_word(scan, i, end),
        Some(Kind::Code) => is_page_code(scan.word(i)) && !glued_to_word(scan, i, end),
        Some(Kind::Mark(c)) => ",;:.()-—~/[]+|".contains(c),
        Some(Kind::Word | Kind::Han) => {
            labels_number(scan, i, end) || is_month(scan, i, end) || is_unit(scan, i)
        }
        None => false,
    }
}

/// Whether a number is part of a name: `2022世界大会`, `3rd`, `COVID-19`.
fn glued_to_word(scan: &Scan, i: usize, end: usize) -> bool {
    let next = i + 1;
    let run_on = next < end
        && !scan.spaced(next)
        && matches!(scan.kind(next), Some(Kind::Word | Kind::Han | Kind::Code))
        && !is_unit(scan, next);
    let hyphen = |at: usize| scan.is(at, '-') && !scan.spaced(at);
    let word = |at: usize| matches!(scan.kind(at), Some(Kind::Word | Kind::Han)) && !scan.spaced(at);
    let hyphened = next + 1 < end && hyphen(next) && word(next + 1) && scan.label(next + 1).is_none();
    let behind = i >= 2
        && hyphen(i - 1)
        && !scan.spaced(i)
        && scan.kind(i - 2) == Some(Kind::Word)
        && scan.label(i - 2).is_none();
    run_on || hyphened || behind
}

/// Han that counts behind or before a number: 年, 月, 日, 卷, 期, 页, 第.
fn is_unit(scan: &Scan, i: usize) -> bool {
    let number_before = i > 0 && scan.kind(i - 1) == Some(Kind::Number);
    match scan.word(i) {
        "年" | "月" | "日" | "卷" | "期" | "页" => number_before,
        "第" => scan.kind(i + 1) == Some(Kind::Number),
        _ => false,
    }
}

/// `e1234`, `S12`, `143D`, `12S1`, `R45`, `T45`.
fn is_page_code(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let number = digits(&word[letters..]);
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = number.len() - rest.len();
    let ordinal = ["st", "nd", "rd", "th"].contains(&rest);
    digits > 0
        && letters <= 4
        && rest.len() <= 4
        && !ordinal
        && word.is_ascii()
        && !(letters > 2 && rest.len() > 1)
}

fn is_label(scan: &Scan, i: usize) -> bool {
    use ReferenceWord::{Issue, Pages, Supplement, Volume};
    matches!(scan.label(i), Some(Volume | Issue | Pages | Supplement))
}

/// Whether a word such as vol or pp stands before a number.
fn labels_number(scan: &Scan, i: usize, end: usize) -> bool {
    if !is_label(scan, i) {
        return false;
    }
    let past = scan.past_label(i, end);
    let next = (past..end.min(past + 4)).find(|&t| !scan.is_any(t, &['.', ':', '°', '-']));
    let number = |t: usize| matches!(scan.kind(t), Some(Kind::Number)) || is_page_word(scan, t);
    next.is_some_and(|t| number(t) || (is_label(scan, t) && scan.label(t) != scan.label(i)))
        || (scan.label(i) == Some(ReferenceWord::Supplement)
            && i > 0
            && (scan.is(i - 1, '(') || scan.kind(i - 1) == Some(Kind::Number)))
}

fn is_page_word(scan: &Scan, i: usize) -> bool {
    scan.kind(i) == Some(Kind::Code) && is_page_code(scan.word(i))
}

/// Whether a month stands beside a number or another month.
fn is_month(scan: &Scan, i: usize, end: usize) -> bool {
    if scan.label(i) != Some(ReferenceWord::Month) {
        return false;
    }
    let dates = |t: usize| scan.kind(t) == Some(Kind::Number) || scan.label(t) == Some(ReferenceWord::Month);
    let ahead = (i + 1..end.min(i + 3)).find(|&t| !is_mark(scan, t));
    let behind = i > 0 && dates(i - 1) || i > 1 && is_mark(scan, i - 1) && dates(i - 2);
    ahead.is_some_and(dates) || behind
}

/// Reads a run.
fn read(scan: &Scan, run: Range<usize>, year_known: bool) -> Locator {
    let mut out = Locator { tokens: run.clone(), ..Locator::default() };
    let mut used = vec![false; run.len()];
    let year_at = best_year(scan, &run, year_known);
    if let Some(at) = year_at {
        out.year = year(scan.word(at));
        used[at - run.start] = true;
        out.dated = mark_date(scan, &run, at, &mut used);
    }
    let mut reader = Reader { scan, run, used, out, expect: None, year_at };
    reader.walk();
    reader.out
}

/// The token that is most likely the year of publication.
fn best_year(scan: &Scan, run: &Range<usize>, year_known: bool) -> Option<usize> {
    let mut best: Option<(i32, usize)> = None;
    let first_number = run.clone().find(|&t| !is_mark(scan, t));
    let last_number = run.clone().rev().find(|&t| !is_mark(scan, t));
    for i in run.clone() {
        if scan.kind(i) != Some(Kind::Number) || year(scan.word(i)).is_none() {
            continue;
        }
        let inside = |t: usize| run.contains(&t);
        let before = |c| i > run.start && scan.is(i - 1, c);
        let after = |c| inside(i + 1) && scan.is(i + 1, c);
        let month = |t: usize| inside(t) && scan.label(t) == Some(ReferenceWord::Month);
        let dated = is_day_date(scan, run, i);
        let mut score = 1;
        score += 4 * i32::from(
            before('(') && (after(')') || after(',') || month(i + 1))
                || after(')') && i > run.start && month(i - 1),
        );
        score += 3 * i32::from(after(';') || scan.word(i + 1) == "年");
        score += 3 * i32::from(i > 0 && month(i - 1) || i > 1 && month(i - 2) || month(i + 1));
        score += 3 * i32::from(dated);
        score += 2 * i32::from(first_number == Some(i)) + i32::from(last_number == Some(i));
        score -= 2 * i32::from(
            i > 0 && matches!(scan.label(i - 1), Some(ReferenceWord::Volume | ReferenceWord::Issue)),
        );
        let page_like = before('-')
            || before('~')
            || before('—')
            || (before(':') && i > run.start + 1)
            || i > 0 && scan.label(i - 1) == Some(ReferenceWord::Pages)
            || i > 1 && before('.') && scan.label(i - 2) == Some(ReferenceWord::Pages)
            || !dated
                && (after('-') || after('—') || after('~'))
                && scan.kind(i + 2) == Some(Kind::Number)
                && !scan.spaced(i + 2)
                && digits(scan.word(i + 2)).len() >= 4;
        score -= 6 * i32::from(page_like);
        if best.is_none_or(|b| score > b.0) {
            best = Some((score, i));
        }
    }
    best.filter(|&(score, _)| score >= if year_known { 4 } else { 1 }).map(|(_, at)| at)
}

/// Whether `2024-06-20`, `2024.6.20`, `2024/06/20` or 2024年6月 begins at the year.
fn is_day_date(scan: &Scan, run: &Range<usize>, at: usize) -> bool {
    let small = |t: usize, most: u32| {
        run.contains(&t)
            && scan.kind(t) == Some(Kind::Number)
            && scan.word(t).len() <= 2
            && digits(scan.word(t)).parse::<u32>().is_ok_and(|n| (1..=most).contains(&n))
    };
    let same = |t: usize| run.contains(&t) && scan.is_any(t, &['-', '.', '/']) && !scan.spaced(t);
    same(at + 1)
        && small(at + 2, 12)
        && same(at + 3)
        && small(at + 4, 31)
        && scan.word(at + 1) == scan.word(at + 3)
        || scan.word(at + 1) == "年" && small(at + 2, 12) && scan.word(at + 3) == "月"
}

/// Marks the month and day that go with a year; whether there is a day.
fn mark_date(scan: &Scan, run: &Range<usize>, at: usize, used: &mut [bool]) -> bool {
    let mut spend = |t: usize| used[t - run.start] = true;
    if is_day_date(scan, run, at) {
        (at + 1..(at + 6).min(run.end))
            .take_while(|&t| t < at + 5 || scan.word(t) == "日")
            .for_each(&mut spend);
        return true;
    }
    if scan.word(at + 1) == "年" && at + 1 < run.end {
        spend(at + 1);
    }
    let mut day = false;
    for t in run.clone().filter(|&t| scan.label(t) == Some(ReferenceWord::Month)) {
        spend(t);
        let is_day = |d: usize| {
            run.contains(&d)
                && scan.kind(d) == Some(Kind::Number)
                && scan.word(d).len() <= 2
                && !scan.is_any(d + 1, &['(', ':'])
        };
        for d in [t + 1, t.wrapping_sub(1)] {
            if is_day(d) && !(d < t && d > run.start && scan.label(d - 1).is_some()) {
                spend(d);
                day = true;
            }
        }
    }
    day
}

/// Walks over a run and gives each number its part.
struct Reader<'a, 'b> {
    scan: &'a Scan<'b>,
    run: Range<usize>,
    used: Vec<bool>,
    out: Locator,
    expect: Option<ReferenceWord>,
    year_at: Option<usize>,
}

impl Reader<'_, '_> {
    fn walk(&mut self) {
        let mut i = self.run.start;
        if i > 0 && self.scan.is(i - 1, ':') && !self.scan.is(i + 1, '(') {
            self.expect = Some(ReferenceWord::Pages);
        }
        while i < self.run.end {
            i = self.step(i);
        }
    }

    /// Reads the token at `i`; where to go on.
    fn step(&mut self, i: usize) -> usize {
        if self.used[i - self.run.start] {
            return i + 1;
        }
        match self.scan.kind(i) {
            Some(Kind::Mark('(' | '[')) => self.bracket(i),
            Some(Kind::Mark(':')) => {
                let numbered = self.expect.is_none();
                if numbered {
                    self.expect = Some(ReferenceWord::Pages);
                }
                i + 1
            }
            Some(Kind::Mark(',' | ';')) => {
                self.expect = self.expect.filter(|&e| e != ReferenceWord::Pages);
                i + 1
            }
            Some(Kind::Number | Kind::Code) => self.value(i),
            Some(Kind::Word | Kind::Han) => self.label(i),
            _ => i + 1,
        }
    }

    fn label(&mut self, i: usize) -> usize {
        use ReferenceWord::{Issue, Pages, Supplement, Volume};
        match self.scan.label(i) {
            Some(Supplement) => {
                let past = self.scan.past_label(i, self.run.end);
                let numbered =
                    (past..self.run.end.min(past + 2)).find(|&t| self.scan.kind(t) == Some(Kind::Number));
                let end = numbered.map_or(past, |t| t + 1);
                if self.out.issue.is_none() {
                    self.out.issue = Some(self.scan.slice(i..end).to_owned());
                }
                end
            }
            Some(word @ (Volume | Issue | Pages)) if self.scan.kind(i) == Some(Kind::Word) => {
                self.expect = Some(word);
                self.scan.past_label(i, self.run.end)
            }
            _ => i + 1,
        }
    }

    /// `(8)`, `(Suppl 1)`, `(2/3)`; a bracket with a year or pages in it is walked into.
    fn bracket(&mut self, open: usize) -> usize {
        let scan = self.scan;
        let close = (open + 1..self.run.end).find(|&i| scan.is_any(i, &[')', ']'])).unwrap_or(self.run.end);
        let inner = open + 1..close;
        let plain = !inner.is_empty()
            && !inner.clone().any(|i| self.year_at == Some(i) || scan.label(i) == Some(ReferenceWord::Pages))
            && inner
                .clone()
                .any(|i| matches!(scan.kind(i), Some(Kind::Number | Kind::Code)) || is_label(scan, i));
        if !plain || self.out.issue.is_some() {
            return open + 1;
        }
        let from = inner.clone().find(|&i| {
            !(matches!(scan.label(i), Some(ReferenceWord::Issue)) && scan.kind(i) == Some(Kind::Word)
                || scan.is_any(i, &['.', ':'])
                || scan.word(i) == "第")
        });
        let text = scan.slice(from.unwrap_or(inner.start)..inner.end).trim_end_matches(['期', ' ']);
        let value = tidy_number(text);
        if self.out.dated && self.out.volume.is_none() {
            self.out.pages = Some(value);
        } else {
            self.out.issue = Some(value);
        }
        close + 1
    }

    fn value(&mut self, i: usize) -> usize {
        use ReferenceWord::{Issue, Pages, Volume};
        let scan = self.scan;
        let end = self.value_end(i);
        let text = tidy_number(scan.slice(i..end));
        let range = end > i + 1;
        let unit = if end < self.run.end { scan.word(end) } else { "" };
        let before_bracket = end < self.run.end
            && scan.is(end, '(')
            && !self.used[(end + 1 - self.run.start).min(self.used.len() - 1)];
        let before_colon = end < self.run.end && scan.is(end, ':');
        let before_supplement = end < self.run.end && scan.label(end) == Some(ReferenceWord::Supplement);
        let expect = match unit {
            "卷" => Some(Volume),
            "期" => Some(Issue),
            "页" => Some(Pages),
            _ => self.expect.take(),
        };
        self.expect = None;
        if let (None, None, true) = (&self.out.volume, &self.out.year, before_bracket)
            && let Some((year, volume)) = glued_year(&text)
        {
            self.out.year = Some(year);
            self.out.volume = Some(volume);
            return end;
        }
        let slashed = range && text.contains('/');
        let letters = scan.kind(i) == Some(Kind::Code) && text.starts_with(|c: char| c.is_ascii_alphabetic());
        let slot = match expect {
            Some(Volume) if self.out.volume.is_none() => &mut self.out.volume,
            Some(Issue) if self.out.issue.is_none() => &mut self.out.issue,
            Some(Pages) if self.out.pages.is_none() => &mut self.out.pages,
            _ if range && before_colon && self.out.volume.is_none() => &mut self.out.volume,
            _ if (before_bracket || before_supplement) && self.out.volume.is_none() => &mut self.out.volume,
            _ if range && !slashed && self.out.pages.is_none() => &mut self.out.pages,
            _ if letters && self.out.pages.is_none() => &mut self.out.pages,
            _ if self.out.volume.is_none() && self.out.pages.is_none() => &mut self.out.volume,
            _ if slashed && self.out.issue.is_none() => &mut self.out.issue,
            _ if self.out.pages.is_none() => &mut self.out.pages,
            _ => return end,
        };
        *slot = Some(text);
        end
    }

    /// One past the last token of a number or a range.
    fn value_end(&self, i: usize) -> usize {
        let scan = self.scan;
        let mut join = i + 1;
        while join < self.run.end && scan.is_any(join, &['-', '—', '~', '/']) && join < i + 3 {
            join += 1;
        }
        let number = join > i + 1
            && join < self.run.end
            && !self.used[join - self.run.start]
            && matches!(scan.kind(join), Some(Kind::Number | Kind::Code));
        if number { join + 1 } else { i + 1 }
    }
}

/// A year and a volume with no blank between: `201236`.
fn glued_year(text: &str) -> Option<(String, String)> {
    let plain = (5..=7).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let year = plain.then(|| year(&text[..4])).flatten()?;
    Some((year, text[4..].to_owned()))
}

/// A number or range as it is shown: one hyphen, no blanks, scanning mistakes put right.
fn tidy_number(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let look_alike = word.contains(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || "lOoI".contains(c));
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        let paged = letters > 0 && word[letters..].starts_with(|c: char| c.is_ascii_digit());
        match (look_alike, paged) {
            (true, _) => out.push_str(&digits(word)),
            (_, true) => {
                out.push_str(&word[..letters]);
                out.push_str(&digits(&word[letters..]));
            }
            _ => out.push_str(word),
        }
        for c in part[word.len()..].chars() {
            match c {
                '-' | '—' | '~' if !out.ends_with('-') => out.push('-'),
                '-' | '—' | '~' => {}
                c => out.push(c),
            }
        }
    }
    let tight = out.contains('-') || out.contains('/');
    if tight { out.replace(' ', "") } else { out }
}
