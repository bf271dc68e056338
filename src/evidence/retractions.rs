//! A list of retractions in the form of Retraction Watch: a CSV table of some 70,000 notices, read
//! once, row by row, and looked up by DOI or PubMed id.

use super::library::plain_doi;
use super::standing::{Said, Standing, Status};
use csv::{ByteRecord, ReaderBuilder};
use jiff::civil::Date;
use std::collections::HashMap;
use std::io::Read;

/// How the list is named among the sources.
pub const NAME: &str = "retraction-watch";

/// Why a list could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// A column is missing.
    #[error(
        "no list of retractions: it has no column {0}; it is that of gitlab.com/crossref/retraction-watch-data"
    )]
    Column(&'static str),
    /// It could not be read as CSV.
    #[error("no list of retractions: {0}")]
    Csv(#[from] csv::Error),
}

/// What a row tells.
#[derive(Debug)]
struct Event {
    /// None where the work was reinstated.
    status: Option<Status>,
    on: Option<Date>,
    notice: Box<str>,
}

/// The notices, by the works they are about.
#[derive(Debug, Default)]
pub struct Retractions {
    events: Vec<Event>,
    by_doi: HashMap<Box<str>, Vec<u32>>,
    by_pmid: HashMap<u32, Vec<u32>>,
    as_of: Option<Date>,
}

/// The columns that are read.
const COLUMNS: [&str; 6] = [
    "OriginalPaperDOI",
    "OriginalPaperPubMedID",
    "RetractionNature",
    "RetractionDate",
    "RetractionDOI",
    "RetractionPubMedID",
];

impl Retractions {
    /// Reads a list.
    pub fn read(source: impl Read) -> Result<Retractions, ListError> {
        let mut reader = ReaderBuilder::new().flexible(true).buffer_capacity(1 << 16).from_reader(source);
        let header = reader.byte_headers()?.clone();
        let mut at = [0; COLUMNS.len()];
        for (at, name) in at.iter_mut().zip(COLUMNS) {
            let is = |cell: &[u8]| unmarked(cell).eq_ignore_ascii_case(name.as_bytes());
            *at = header.iter().position(is).ok_or(ListError::Column(name))?;
        }
        let mut list = Retractions::default();
        let mut row = ByteRecord::new();
        while reader.read_byte_record(&mut row)? {
            let cell = |column: usize| {
                std::str::from_utf8(row.get(at[column]).unwrap_or_default()).unwrap_or_default().trim()
            };
            list.add([cell(0), cell(1), cell(2), cell(3), cell(4), cell(5)]);
        }
        Ok(list)
    }

    fn add(&mut self, [doi, pmid, nature, day, notice_doi, notice_pmid]: [&str; 6]) {
        let status = match nature.to_ascii_lowercase().as_str() {
            "retraction" | "withdrawal" | "removal" => Some(Status::Retracted),
            "expression of concern" => Some(Status::Concern),
            "correction" => Some(Status::Corrected),
            "reinstatement" => None,
            _ => return,
        };
        let on = day_of(day);
        let notice = keys(notice_doi).next().or_else(|| pmids(notice_pmid).next().map(|p| p.to_string()));
        let event = u32::try_from(self.events.len()).unwrap_or(u32::MAX);
        let mut known = false;
        for doi in keys(doi) {
            self.by_doi.entry(doi.into_boxed_str()).or_default().push(event);
            known = true;
        }
        for pmid in pmids(pmid) {
            self.by_pmid.entry(pmid).or_default().push(event);
            known = true;
        }
        if known {
            self.events.push(Event { status, on, notice: notice.unwrap_or_default().into() });
            self.as_of = self.as_of.max(on);
        }
    }

    /// How many notices it has.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The day of its last notice: what came later it does not know.
    pub fn as_of(&self) -> Option<Date> {
        self.as_of
    }

    /// What it says of a work; none where neither identifier is given.
    pub fn find(&self, doi: &str, pmid: &str) -> Option<Standing> {
        let doi = keys(doi).next();
        let pmid = pmids(pmid).next();
        if doi.is_none() && pmid.is_none() {
            return None;
        }
        let by_doi = doi.and_then(|doi| self.by_doi.get(doi.as_str()));
        let by_pmid = pmid.and_then(|pmid| self.by_pmid.get(&pmid));
        let indexes = by_doi.into_iter().chain(by_pmid).flatten();
        let events: Vec<&Event> = indexes.filter_map(|&i| self.events.get(i as usize)).collect();
        // A work that was reinstated stands again, but for what came after.
        let reinstated = events.iter().filter(|e| e.status.is_none()).map(|e| e.on).max();
        let holds =
            |e: &&&Event| reinstated.is_none_or(|day| e.on > day || e.status == Some(Status::Corrected));
        let said = events.iter().filter(holds).filter_map(|e| {
            let on = e.on.map(|day| day.to_string()).unwrap_or_default();
            Some(Said { by: NAME.to_owned(), status: e.status?, on, notice: e.notice.to_string() })
        });
        Some(Standing::new(said.chain([Said::current(NAME)]), self.as_of))
    }
}

/// A cell without the mark of byte order.
fn unmarked(cell: &[u8]) -> &[u8] {
    cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell).trim_ascii()
}

/// The DOIs of a cell; `unavailable` and blanks are none.
fn keys(cell: &str) -> impl Iterator<Item = String> {
    cell.split([';', ' ']).map(plain_doi).filter(|doi| doi.starts_with("10.") && doi.contains('/'))
}

/// The PubMed ids of a cell; 0 is none.
fn pmids(cell: &str) -> impl Iterator<Item = u32> {
    cell.split([';', ' ']).filter_map(|id| id.trim().parse().ok()).filter(|id| *id != 0)
}

/// A day written `8/16/2023 0:00`.
fn day_of(cell: &str) -> Option<Date> {
    let day = cell.split(' ').next()?;
    let mut parts = day.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes,\n";

    fn row(day: &str, notice: &str, doi: &str, pmid: &str, nature: &str) -> String {
        format!(
            "1,\"A title, with \"\"signs\"\"\nand a line\",S;,I;,J,P,C,A;B,,Research Article;,{day},{notice},0,1/2/2019 0:00,\"{doi}\",{pmid},{nature},+Reason;,No,,\n"
        )
    }

    fn list(rows: &[String]) -> Retractions {
        Retractions::read(format!("\u{feff}{HEADER}{}", rows.concat()).as_bytes()).unwrap()
    }

    fn status(list: &Retractions, doi: &str, pmid: &str) -> Option<Status> {
        list.find(doi, pmid).and_then(|s| s.status())
    }

    #[test]
    fn works_are_found_by_either_identifier_and_notices_are_not() {
        let list = list(&[
            row("8/16/2023 0:00", "10.5555/NOTICE", "10.5555/Work(97)1,2", "111", "Retraction"),
            row("1/6/2021 0:00", "10.5555/concern", "10.5555/b", "0", "Expression of concern"),
        ]);
        assert_eq!(status(&list, "https://doi.org/10.5555/WORK(97)1,2", ""), Some(Status::Retracted));
        assert_eq!(status(&list, "", "111"), Some(Status::Retracted));
        assert_eq!(status(&list, "10.5555/notice", ""), Some(Status::Current));
        assert_eq!(status(&list, "10.5555/b", "0"), Some(Status::Concern));
        let said = list.find("", "111").unwrap();
        assert_eq!(
            (said.said()[0].on.as_str(), said.said()[0].notice.as_str()),
            ("2023-08-16", "10.5555/notice")
        );
        assert_eq!(list.as_of(), Some(jiff::civil::date(2023, 8, 16)));
    }

    #[test]
    fn empty_keys_match_nothing() {
        let list = list(&[
            row("8/16/2023 0:00", "", "", "0", "Retraction"),
            row("8/16/2023 0:00", "", "unavailable", "", "Retraction"),
            row("8/16/2023 0:00", "", "Unavailable", "222", "Retraction"),
        ]);
        assert_eq!((list.len(), list.by_doi.len(), list.by_pmid.len()), (1, 0, 1));
        assert_eq!(list.find("", ""), None);
        assert_eq!(list.find("unavailable", "0"), None);
        assert_eq!(status(&list, "10.5555/x", ""), Some(Status::Current));
    }

    #[test]
    fn of_several_notices_the_worst_counts_unless_it_was_taken_back() {
        let several = |last: &str, day: &str| {
            list(&[
                row("1/1/2020 0:00", "10.5555/n1", "10.5555/w", "0", "Expression of concern"),
                row("1/1/2021 0:00", "10.5555/n2", "10.5555/w", "0", "Retraction"),
                row(day, "10.5555/n3", "10.5555/w", "0", last),
            ])
        };
        assert_eq!(status(&several("Correction", "1/1/2022 0:00"), "10.5555/w", ""), Some(Status::Retracted));
        assert_eq!(
            status(&several("Reinstatement", "1/1/2022 0:00"), "10.5555/w", ""),
            Some(Status::Current)
        );
        assert_eq!(
            status(&several("Reinstatement", "6/1/2020 0:00"), "10.5555/w", ""),
            Some(Status::Retracted)
        );
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let refused = Retractions::read("a,b\n1,2\n".as_bytes()).unwrap_err().to_string();
        assert!(refused.contains("OriginalPaperDOI"), "{refused}");
    }
}
