//! Dates as libraries write them: `2021/03//`, `2021 Mar 5`, `Mar-Apr 2021`, 2021年3月.

/// The months as PubMed and BibTeX shorten them.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Year, month and day of a date, as far as it says them.
pub fn parts(written: &str) -> Option<Vec<u32>> {
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let mut month = None;
    for word in written.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).take(8) {
        if word.bytes().all(|b| b.is_ascii_digit()) {
            numbers.extend(word.parse().ok().map(|n| (n, word.len())));
        } else {
            month = month.or_else(|| month_of(word));
        }
    }
    if let [(whole, 8)] = numbers[..] {
        numbers = vec![(whole / 10_000, 4), (whole / 100 % 100, 2), (whole % 100, 2)];
    }
    let at = numbers.iter().position(|&(n, digits)| digits == 4 && (1500..2200).contains(&n))?;
    let year = numbers.remove(at).0;
    let mut rest = numbers.into_iter().map(|(n, _)| n);
    let month = month.or_else(|| rest.next()).filter(|m| (1..=12).contains(m));
    let day = rest.next().filter(|d| (1..=31).contains(d) && month.is_some());
    Some([Some(year), month, day].into_iter().flatten().collect())
}

/// The number of a month by its name, in English.
fn month_of(word: &str) -> Option<u32> {
    let head = word.get(..3)?.to_ascii_lowercase();
    let at = MONTHS.iter().position(|m| *m == head)?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn dates_are_read_as_they_are_written() {
        let read = [
            ("2021", vec![2021]),
            ("2021/03//", vec![2021, 3]),
            ("2021/03/05/online", vec![2021, 3, 5]),
            ("2021 Mar 5", vec![2021, 3, 5]),
            ("15 March 2021", vec![2021, 3, 15]),
            ("2019 Nov-Dec", vec![2019, 11]),
            ("2019 Winter", vec![2019]),
            ("2021年3月15日", vec![2021, 3, 15]),
            ("2026-03-06 11:12", vec![2026, 3, 6]),
            ("20210315", vec![2021, 3, 15]),
        ];
        for (written, expected) in read {
            assert_eq!(parts(written), Some(expected), "{written}");
        }
        assert_eq!(parts("in press"), None);
        assert_eq!(parts("99999999999999999999"), None);
    }
}
