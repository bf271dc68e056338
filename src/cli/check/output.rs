//! Where a report goes, and how it looks there.

use super::args::{Args, Color, FormatName};
use claimlint::report::{Format, Report, Style};
use claimlint::text::Language;
use std::io::{self, IsTerminal, Write};

/// Writes the report as the command line asks.
pub fn write(report: &Report, args: &Args, language: Option<Language>) -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    report.write(format(args), language, &mut out)?;
    out.flush()?;
    Ok(())
}

fn format(args: &Args) -> Format {
    match args.format {
        FormatName::Concise => Format::Concise,
        FormatName::Json => Format::Json,
        FormatName::Human => {
            let colour = match args.color {
                Color::Always => true,
                Color::Never => false,
                Color::Auto => {
                    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
                }
            };
            let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
            Format::Human(Style { colour, width: columns.unwrap_or(100).clamp(40, 400) })
        }
    }
}
