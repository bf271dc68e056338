//! Rows of a CSV file, by the names of its columns; what is wrong is told with its line.

use crate::text::{Fault, did_you_mean};
use csv::{Position, ReaderBuilder, StringRecord};
use std::collections::BTreeMap;

macro_rules! columns {
    ($($(#[$meta:meta])* $variant:ident $name:literal),* $(,)?) => {
        /// A column that is read.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Column { $($(#[$meta])* $variant),* }

        impl Column {
            /// Every column, in the order in which they are documented.
            pub const ALL: &'static [Column] = &[$(Column::$variant),*];

            /// Its name in the first row of a table.
            pub fn as_str(self) -> &'static str {
                match self { $(Column::$variant => $name),* }
            }
        }
    };
}

columns! {
    /// What the thing or the phrases are known by.
    Id "id",
    /// What kind of thing it is.
    Kind "kind",
    /// Chinese names or phrases.
    Zh "zh",
    /// English names or phrases.
    En "en",
    /// Wider concepts.
    IsA "is_a",
    /// Concepts that it is taken for.
    LookAlike "look_alike",
    /// Longer terms in which a name means something else.
    Fixed "fixed",
    /// Texts in which a phrase must be found.
    Bad "bad",
    /// Texts in which it must not.
    Good "good",
    /// A word to whoever keeps the pack.
    Note "note",
}

/// What stands between several names in one field.
const BETWEEN: char = '|';

/// The longest field that is read. A quote that is never closed runs to the end of the file.
const LONGEST_FIELD: usize = 20_000;

/// A CSV file, as text.
#[derive(Debug)]
pub struct Table<'a> {
    path: &'a str,
    text: &'a str,
    /// Which field of a row is which column.
    fields: BTreeMap<Column, usize>,
    /// Columns of the file that nothing is read from.
    ignored: Vec<String>,
    delimiter: u8,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its line, from 1.
    pub line: usize,
    /// Its first byte.
    pub at: usize,
    cells: BTreeMap<Column, String>,
}

impl Row {
    /// The text of a column, unless it is empty.
    pub fn cell(&self, column: Column) -> Option<&str> {
        self.cells.get(&column).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    /// The names in a column, each once.
    pub fn list(&self, column: Column) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.cell(column).unwrap_or_default().split(BETWEEN).map(str::trim) {
            if !name.is_empty() && !names.iter().any(|n| n == name) {
                names.push(name.to_owned());
            }
        }
        names
    }
}

impl<'a> Table<'a> {
    /// Reads the first row of a file, which names its columns. `renamed` says which column is called
    /// otherwise in this file; without a name for things there is nothing to read.
    pub fn new(path: &'a str, text: &'a str, renamed: &[(Column, String)]) -> Result<Table<'a>, Fault> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let first = text.lines().next().unwrap_or_default();
        let delimiter = [b',', b'\t', b';'].into_iter().max_by_key(|d| {
            // The first of those that are as frequent: a comma.
            (first.bytes().filter(|b| b == d).count(), *d == b',')
        });
        let delimiter = delimiter.unwrap_or(b',');
        let mut table = Table { path, text, fields: BTreeMap::new(), ignored: Vec::new(), delimiter };
        let mut header = StringRecord::new();
        let mut reader = ReaderBuilder::new();
        let reader = reader.has_headers(false).delimiter(delimiter).flexible(true);
        reader.from_reader(text.as_bytes()).read_record(&mut header).map_err(|e| table.of_csv(&e))?;
        let same = |a: &str, b: &str| a.trim().eq_ignore_ascii_case(b.trim());
        for (column, name) in renamed {
            if !header.iter().any(|h| same(h, name)) {
                let known: Vec<&str> = header.iter().collect();
                let mend = did_you_mean(name, &known, || format!("its columns are: {}", known.join(", ")));
                let reason = format!("no column is called `{name}` (for `{}`)", column.as_str());
                return Err(table.fault(0, reason, mend));
            }
        }
        for (index, name) in header.iter().enumerate() {
            let given = renamed.iter().find(|(_, given)| same(given, name)).map(|(column, _)| *column);
            let taken = |column: &&Column| !renamed.iter().any(|(c, _)| c == *column);
            let own = || Column::ALL.iter().filter(taken).find(|c| same(c.as_str(), name)).copied();
            match given.or_else(own) {
                Some(column) if table.fields.insert(column, index).is_some() => {
                    let reason = format!("the column `{}` is there twice", column.as_str());
                    return Err(table.fault(0, reason, "keep one of them"));
                }
                Some(_) => {}
                None => table.ignored.push(name.trim().to_owned()),
            }
        }
        if !table.has(Column::Zh) && !table.has(Column::En) {
            let known: Vec<&str> = Column::ALL.iter().map(|c| c.as_str()).collect();
            let mend = format!(
                "the first row names the columns ({}); a file that calls them otherwise is read with \
                 --column en=\"Its name\"",
                known.join(", ")
            );
            return Err(table.fault(0, "no column `zh` or `en`: nothing has a name", mend));
        }
        Ok(table)
    }

    /// Whether it has a column.
    pub fn has(&self, column: Column) -> bool {
        self.fields.contains_key(&column)
    }

    /// Columns of the file that nothing is read from.
    pub fn ignored(&self) -> &[String] {
        &self.ignored
    }

    /// Its rows, one at a time.
    pub fn rows(&self) -> impl Iterator<Item = Result<Row, Fault>> + '_ {
        let reader = ReaderBuilder::new().delimiter(self.delimiter).from_reader(self.text.as_bytes());
        reader.into_records().filter_map(move |record| match record {
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => None,
            Ok(record) => Some(self.row(&record)),
            Err(error) => Some(Err(self.of_csv(&error))),
        })
    }

    fn row(&self, record: &StringRecord) -> Result<Row, Fault> {
        let (at, line) = record.position().map_or((0, 1), place);
        // The position of a record counts blank lines before it; those belong to none.
        let blank = self.text[at..].len() - self.text[at..].trim_start_matches(['\r', '\n']).len();
        let line = line + self.text[at..at + blank].matches('\n').count();
        let at = at + blank;
        if record.iter().any(|cell| cell.len() > LONGEST_FIELD) {
            let mend = "a quote that opens here may never close; a quote inside of a field is written twice";
            return Err(self.fault(at, format!("a field has more than {LONGEST_FIELD} bytes"), mend));
        }
        let cell = |(&column, &index): (&Column, &usize)| Some((column, record.get(index)?.to_owned()));
        Ok(Row { line, at, cells: self.fields.iter().filter_map(cell).collect() })
    }

    /// A fault at a byte of the file.
    pub fn fault(&self, at: usize, reason: impl Into<String>, mend: impl Into<String>) -> Fault {
        Fault::at(self.path, self.text, at, reason, mend)
    }

    fn of_csv(&self, error: &csv::Error) -> Fault {
        let at = error.position().map_or(0, |position| place(position).0);
        match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                let reason = format!("this row has {len} fields, the first row {expected_len}");
                self.fault(at, reason, "put a field that has a comma in it into quotes")
            }
            _ => self.fault(at, error.to_string(), "save the table as CSV in UTF-8"),
        }
    }
}

fn place(position: &Position) -> (usize, usize) {
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    (number(position.byte()), number(position.line()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line, Chinese names and English names of a row.
    type Told = (usize, Vec<String>, Vec<String>);

    fn rows(text: &str) -> Result<Vec<Told>, Fault> {
        let table = Table::new("a.csv", text, &[])?;
        table.rows().map(|r| r.map(|r| (r.line, r.list(Column::Zh), r.list(Column::En)))).collect()
    }

    #[test]
    fn rows_know_their_line_whatever_stands_in_quotes() {
        let text = "\u{feff}ID,zh,en,x\r\n1,甲|乙|甲,\"a, \"\"b\"\"\nc\",\r\n\r\n,, ,\n2,丙,d| e ,z\n";
        let names = |list: &[&str]| list.iter().map(|n| n.to_string()).collect::<Vec<_>>();
        let expected =
            vec![(2, names(&["甲", "乙"]), names(&["a, \"b\"\nc"])), (6, names(&["丙"]), names(&["d", "e"]))];
        assert_eq!(rows(text).unwrap(), expected);
        assert_eq!(Table::new("a.csv", text, &[]).unwrap().ignored(), ["x"]);
        assert_eq!(rows("zh\ten\n甲\ta,b\n").unwrap()[0].2, ["a,b"]);
        assert_eq!(rows("zh;en\n甲;a\n").unwrap()[0].2, ["a"]);
    }

    #[test]
    fn faults_tell_line_and_mend() {
        let told = |text: &str| rows(text).unwrap_err().to_string();
        assert!(
            told("zh,en\n甲,a\n乙,b,c\n").starts_with("a.csv:3:1: this row has 3 fields, the first row 2")
        );
        assert!(told("name,code\n甲,a\n").starts_with("a.csv:1:1: no column `zh` or `en`"));
        assert!(told("zh,ZH\n甲,a\n").contains("`zh` is there twice"));
        let open = format!("zh\n甲\n\"乙\n{}", "丙\n".repeat(LONGEST_FIELD));
        assert!(told(&open).starts_with("a.csv:3:1: a field has more than"));
        assert!(told("").starts_with("a.csv:1:1: no column"));
    }

    #[test]
    fn columns_may_be_called_otherwise() {
        let renamed = [(Column::En, "Heading".to_owned())];
        let table = Table::new("a.csv", "en,heading\nx,aspirin\n", &renamed).unwrap();
        assert_eq!(table.rows().next().unwrap().unwrap().cell(Column::En), Some("aspirin"));
        let wrong = Table::new("a.csv", "heading\nx\n", &[(Column::En, "heding".to_owned())]).unwrap_err();
        assert_eq!(wrong.mend, "did you mean `heading`?");
    }
}
