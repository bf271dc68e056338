//! The year of publication in a run, and the month and day that go with it.

use super::super::scan::{Kind, Scan, digits, year};
use super::is_mark;
use crate::knowledge::ReferenceWord;
use std::ops::Range;

/// The token that is most likely the year of publication.
pub(super) fn best_year(scan: &Scan, run: &Range<usize>, year_known: bool) -> Option<usize> {
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
pub(super) fn mark_date(scan: &Scan, run: &Range<usize>, at: usize, used: &mut [bool]) -> bool {
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
