//! Reading of a run: which number is the volume, which the issue, which the pages.

use super::super::scan::{Kind, Scan, digits, year};
use super::date::{best_year, mark_date};
use super::{Locator, is_label};
use crate::knowledge::ReferenceWord;
use std::ops::Range;

/// Reads a run.
pub(super) fn read(scan: &Scan, run: Range<usize>, year_known: bool) -> Locator {
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
