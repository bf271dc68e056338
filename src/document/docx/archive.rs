//! The parts of a package, unpacked within a limit.

use crate::document::limits::{MAX_BYTES, ReadError};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// A package, and how much more of it may be unpacked.
#[derive(Debug)]
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    budget: usize,
}

impl<'a> Archive<'a> {
    /// Opens a package.
    pub fn open(bytes: &'a [u8]) -> Result<Archive<'a>, ReadError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| ReadError::Docx(e.to_string()))?;
        let has = |name| zip.index_for_name(name).is_some();
        let other = [
            (has("xl/workbook.xml"), "a spreadsheet (XLSX)", "save the article as DOCX, HTML or text"),
            (has("ppt/presentation.xml"), "a presentation (PPTX)", "save the article as DOCX, HTML or text"),
            (!has("[Content_Types].xml"), "an archive (zip)", "unpack it first"),
        ];
        match other.into_iter().find(|(is, ..)| *is) {
            Some((_, what, mend)) => Err(ReadError::Unsupported { what, mend }),
            None => Ok(Archive { zip, budget: MAX_BYTES }),
        }
    }

    /// The text of a part, none if there is no such part.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let broken = |what: &dyn std::fmt::Display| ReadError::Docx(format!("{name}: {what}"));
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(broken(&error)),
        };
        let mut bytes = Vec::new();
        file.take(self.budget as u64 + 1).read_to_end(&mut bytes).map_err(|e| broken(&e))?;
        self.budget = self.budget.checked_sub(bytes.len()).ok_or(ReadError::UnpacksTooLong)?;
        String::from_utf8(bytes).map(Some).map_err(|_| broken(&"it is not UTF-8"))
    }
}
