//! One line a finding: `path:line:column: severity[code] message`.

use super::{Report, printable};
use std::io::{self, Write};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for document in &report.documents {
        for f in &document.findings {
            let message = printable(&f.message).replace('\n', " ");
            let path = printable(&document.path);
            let (at, severity) = (&f.span, f.severity.as_str());
            writeln!(out, "{path}:{}:{}: {severity}[{}] {message}", at.line, at.column, f.rule)?;
        }
    }
    for error in &report.errors {
        writeln!(out, "{}: {}", printable(&error.path), printable(&error.message))?;
    }
    Ok(())
}
