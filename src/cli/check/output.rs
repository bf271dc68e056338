//! Where a report goes, and how it looks there.

use super::args::{Args, Color, FormatName};
use claimlint::report::{Format, Report, Statistics, Style};
use claimlint::text::Language;
use std::io::{self, IsTerminal, Write};

/// Writes what a report comes to in numbers.
pub fn write_statistics(report: &Report, args: &Args, language: Option<Language>) -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let statistics = Statistics::of(report);
    match args.format {
        FormatName::Json => statistics.write_json(&mut out)?,
        _ => statistics.write_table(language.unwrap_or_else(|| shared(report)), &mut out)?,
    }
    out.flush()?;
    Ok(())
}

/// The language of the articles if it is one, else English.
fn shared(report: &Report) -> Language {
    match report.documents.iter().all(|d| d.lang == Language::Zh) && !report.documents.is_empty() {
        true => Language::Zh,
        false => Language::En,
    }
}

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
