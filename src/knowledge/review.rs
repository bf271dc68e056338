//! When the rows of a pack were last looked through, and which are overdue.

use super::pack::{PackError, PackFile};
use crate::text::Fault;
use jiff::ToSpan;
use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

/// A row, or a whole file, with the day of its last review.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Review {
    /// The file, as the user knows it.
    pub path: String,
    /// Line of the date, from 1.
    pub line: usize,
    /// Id or drug of the row; nothing for the file as a whole.
    pub row: Option<String>,
    /// The day.
    pub reviewed: Date,
}

impl Review {
    /// Whether the review lies more than so many days before a day.
    pub fn is_overdue(&self, as_of: Date, days: i32) -> bool {
        self.reviewed.checked_add(days.days()).is_ok_and(|due| due < as_of)
    }
}

/// The key of a review date in every kind of pack.
const REVIEWED: &str = "reviewed";

/// Keys that name a row, the first that it has.
const NAMES: [&str; 3] = ["id", "drug", "concept"];

/// Every review date that a file states, in the order of the file.
pub fn reviews(file: &PackFile) -> Result<Vec<Review>, PackError> {
    let table = DeTable::parse(&file.text).map_err(|e| {
        Fault::of_toml(&file.path, &file.text, &e, "see CONTRIBUTING.md for the keys of packs")
    })?;
    let mut found = Vec::new();
    of_table(file, table.get_ref(), &mut found)?;
    found.sort_by_key(|review| review.line);
    Ok(found)
}

fn of_table(file: &PackFile, table: &DeTable, found: &mut Vec<Review>) -> Result<(), PackError> {
    let row = NAMES.iter().find_map(|name| table.get(*name)?.get_ref().as_str().map(str::to_owned));
    for (key, value) in table {
        match value.get_ref() {
            DeValue::String(date) if key.get_ref() == REVIEWED => {
                let at = value.span().start;
                let refused = |_| file.error(at, format!("`{date}` is no date"), "write it as 2026-11-23");
                let reviewed = date.parse().map_err(refused)?;
                let line = file.error(at, "", "").line;
                found.push(Review { path: file.path.clone(), line, row: row.clone(), reviewed });
            }
            value => of_value(file, value, found)?,
        }
    }
    Ok(())
}

fn of_value(file: &PackFile, value: &DeValue, found: &mut Vec<Review>) -> Result<(), PackError> {
    match value {
        DeValue::Table(table) => of_table(file, table, found),
        DeValue::Array(items) => items.iter().try_for_each(|item| of_value(file, item.get_ref(), found)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> PackFile {
        PackFile { path: "own/drugs/limits.toml".into(), text: text.into() }
    }

    #[test]
    fn each_date_has_its_line_and_its_row() {
        let text = "source = \"x\"\nreviewed = \"2026-01-02\"\n\n[[limit]]\ndrug = \"drug.x\"\nreviewed = \"2024-05-06\"\n\n\
                    [drug.y]\nlabel = { id = \"cn\", reviewed = \"2025-01-01\" }\n";
        let found = reviews(&file(text)).unwrap();
        let rows: Vec<(usize, Option<&str>, String)> =
            found.iter().map(|r| (r.line, r.row.as_deref(), r.reviewed.to_string())).collect();
        assert_eq!(
            rows,
            [
                (2, None, "2026-01-02".to_owned()),
                (6, Some("drug.x"), "2024-05-06".to_owned()),
                (9, Some("cn"), "2025-01-01".to_owned()),
            ]
        );
    }

    #[test]
    fn a_review_is_overdue_on_the_day_after_its_last() {
        let review = &reviews(&file("reviewed = \"2025-03-01\"")).unwrap()[0];
        assert!(!review.is_overdue("2025-03-31".parse().unwrap(), 30));
        assert!(review.is_overdue("2025-04-01".parse().unwrap(), 30));
    }

    #[test]
    fn what_is_no_date_or_no_toml_is_refused_at_its_line() {
        let fault = reviews(&file("\nreviewed = \"spring\"")).unwrap_err();
        assert_eq!((fault.line, fault.reason.as_str()), (2, "`spring` is no date"));
        assert_eq!(reviews(&file("a = \"1\"\n[[")).unwrap_err().line, 2);
    }
}
