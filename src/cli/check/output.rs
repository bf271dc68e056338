//! Where reports go, and how they look there.

use super::args::{Args, Color};
use super::target::FormatName;
use anyhow::{Context, bail};
use claimlint::config::Run;
use claimlint::report::{Format, Report, Statistics, Style};
use claimlint::rules::Severity;
use claimlint::text::Language;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// The reports that a run writes.
pub struct Outputs {
    files: Vec<(Format, PathBuf)>,
    standard: Option<Format>,
    counts_only: bool,
}

impl Outputs {
    /// What the command line asks for; what could not be written is told before any work is done.
    pub fn new(args: &Args, run: &Run) -> anyhow::Result<Outputs> {
        let mut outputs = Outputs { files: Vec::new(), standard: None, counts_only: args.statistics };
        let fails_from = run.fail_on.severity();
        let mut instead = args.output.as_deref();
        for target in &args.format {
            let file = target.file.as_deref().or_else(|| instead.take()).filter(|f| *f != Path::new("-"));
            let format = format(target.format, args, fails_from, file.is_some());
            match file {
                Some(file) => outputs.add_file(format, file)?,
                None if outputs.standard.is_some() => bail!(
                    "two formats would go to standard output; give one a file, as in --format sarif=report.sarif"
                ),
                None => outputs.standard = Some(format),
            }
        }
        if let Some(file) = instead {
            bail!("nothing is left to go to -o {}: each --format has a file of its own", file.display());
        }
        Ok(outputs)
    }

    /// Whether any of them shows the facts of articles, and not their findings alone.
    pub fn show_facts(&self) -> bool {
        let formats = self.files.iter().map(|(format, _)| format).chain(&self.standard);
        formats.into_iter().any(|format| {
            matches!(
                format,
                Format::Human(_) | Format::Json | Format::Jsonl | Format::Html | Format::Markdown
            )
        })
    }

    /// Whether any of them shows the articles themselves.
    pub fn show_articles(&self) -> bool {
        self.files
            .iter()
            .map(|(format, _)| format)
            .chain(&self.standard)
            .any(|format| *format == Format::Html)
    }

    fn add_file(&mut self, format: Format, file: &Path) -> anyhow::Result<()> {
        let shown = file.display();
        if file.is_dir() || file.file_name().is_none() {
            bail!("cannot write {shown}: it is no file; name one, as in --format sarif=report.sarif");
        }
        if !folder_of(file).is_dir() {
            bail!("cannot write {shown}: there is no folder {}; create it first", folder_of(file).display());
        }
        if self.files.iter().any(|(_, other)| other == file) {
            bail!("two formats would go to {shown}; give each a file of its own");
        }
        self.files.push((format, file.to_owned()));
        Ok(())
    }

    /// Writes the report to each; files first, so that a closed pipe does not keep them away.
    pub fn write(&self, report: &Report, language: Option<Language>) -> anyhow::Result<()> {
        for (format, file) in &self.files {
            let write = |out: &mut dyn Write| report.write(*format, language, out);
            replace(file, write).with_context(|| format!("cannot write {}", file.display()))?;
        }
        if let Some(format) = self.standard {
            let mut out = BufWriter::new(io::stdout().lock());
            match self.counts_only {
                true => write_counts(report, format, language, &mut out)?,
                false => report.write(format, language, &mut out)?,
            }
            out.flush()?;
        }
        Ok(())
    }
}

/// Writes what a report comes to in numbers: JSON where that is the format, else a table.
fn write_counts(
    report: &Report,
    format: Format,
    language: Option<Language>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let statistics = Statistics::of(report);
    match format {
        Format::Json => statistics.write_json(out),
        _ => statistics.write_table(language.unwrap_or_else(|| report.language()), out),
    }
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file as a whole or not at all: beside it first, then renamed. A link stays a link, and
/// a pipe or device is written to as it is.
fn replace(file: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let old = fs::metadata(&file).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        let mut out = BufWriter::new(File::options().write(true).open(&file)?);
        write(&mut out)?;
        return out.flush();
    }
    let mut beside = tempfile::Builder::new();
    beside.prefix(".claimlint-");
    #[cfg(unix)]
    beside.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let beside = beside.tempfile_in(folder_of(&file))?;
    if let Some(old) = old {
        beside.as_file().set_permissions(old.permissions())?;
    }
    let mut out = BufWriter::new(beside);
    write(&mut out)?;
    out.into_inner()?.persist(&file)?;
    Ok(())
}

fn format(name: FormatName, args: &Args, fails_from: Option<Severity>, is_file: bool) -> Format {
    match name {
        FormatName::Human => {
            Format::Human(Style { colour: in_colour(args.color, is_file), width: width(is_file) })
        }
        FormatName::Concise => Format::Concise,
        FormatName::Json => Format::Json,
        FormatName::Jsonl => Format::Jsonl,
        FormatName::Sarif => Format::Sarif,
        FormatName::Github => Format::Github,
        FormatName::Gitlab => Format::Gitlab,
        FormatName::Junit => Format::Junit(fails_from),
        FormatName::Html => Format::Html,
        FormatName::Markdown => Format::Markdown,
    }
}

/// What `--color` says goes before what the environment says, and that before what standard output
/// is; a file has no colours unless `--color` asks for them.
fn in_colour(wish: Color, is_file: bool) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let forced = |name| set(name) && std::env::var_os(name).is_some_and(|value| value != "0");
    match wish {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if is_file || set("NO_COLOR") => false,
        Color::Auto if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") => true,
        Color::Auto => {
            io::stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// Columns to write in: what `COLUMNS` says, else those of the terminal, else a hundred.
fn width(is_file: bool) -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    let columns = if is_file { None } else { asked.or_else(terminal) };
    columns.unwrap_or(100).clamp(40, 400)
}
