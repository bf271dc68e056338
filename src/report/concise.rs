//! One line a finding: `path:line:column: severity[code] message`.

use super::Report;
use super::safe::{one_line, path};
use std::io::{self, Write};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for document in &report.documents {
        let path = path(&document.path);
        for f in &document.findings {
            let (at, severity, message) = (&f.span, f.severity.as_str(), one_line(&f.message));
            writeln!(out, "{path}:{}:{}: {severity}[{}] {message}", at.line, at.column, f.rule)?;
        }
    }
    for error in &report.errors {
        writeln!(out, "{}: {}", path(&error.path), one_line(&error.message))?;
    }
    Ok(())
}
