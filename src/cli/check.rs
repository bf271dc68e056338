//! `claimlint check`: articles in, a report out.

use super::Outcome;
use super::input::{self, Input};
use anyhow::Context;
use claimlint::check::{DocumentReport, check};
use claimlint::document::{Hint, read};
use claimlint::evidence::Library;
use claimlint::knowledge::{Genre, Knowledge};
use claimlint::report::{Format, InputError, Report, Sources, Style};
use claimlint::rules::{Confidence, Profile, Settings, Severity, registry};
use claimlint::text::Language;
use clap::ValueEnum;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

/// Arguments of `check`.
#[derive(clap::Args)]
pub struct Args {
    /// Files, folders, or - for standard input
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// How to write the report
    #[arg(long, default_value = "human")]
    format: FormatName,
    /// Gravest finding that still ends with exit code 0 is below this
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    fail_on: FailOn,
    /// Leave out findings less sure than this
    #[arg(long, value_name = "CONFIDENCE", default_value = "probable")]
    min_confidence: ConfidenceName,
    /// Leave out findings less grave than this
    #[arg(long, value_name = "SEVERITY", default_value = "info")]
    min_severity: SeverityName,
    /// Records of the cited sources, CSL-JSON: files or folders
    #[arg(long, value_name = "DIR|FILE")]
    library: Vec<PathBuf>,
    /// Language of the articles
    #[arg(long, default_value = "auto")]
    lang: LanguageName,
    /// Language of messages [default: that of the article]
    #[arg(long)]
    ui_lang: Option<UiLanguage>,
    /// Who the articles are for
    #[arg(long, default_value = "editorial")]
    profile: ProfileName,
    /// Genre of the articles: research_news, leaflet, qa, debunk, …  [default: as front matter says]
    #[arg(long, value_parser = genre)]
    genre: Option<Genre>,
    /// The day to check for [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Run these rules only: codes, beginnings of codes, names
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    select: Vec<String>,
    /// Do not run these rules
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    ignore: Vec<String>,
    /// What standard input is called in the report; its ending tells its format
    #[arg(long, value_name = "NAME", default_value = "stdin")]
    stdin_filename: String,
    /// When to use colours
    #[arg(long, default_value = "auto")]
    color: Color,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatName {
    Human,
    Concise,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

#[derive(Clone, Copy, ValueEnum)]
enum ConfidenceName {
    Possible,
    Probable,
    Certain,
}

#[derive(Clone, Copy, ValueEnum)]
enum SeverityName {
    Info,
    Warning,
    Error,
}

#[derive(Clone, Copy, ValueEnum)]
enum LanguageName {
    Auto,
    Zh,
    En,
}

#[derive(Clone, Copy, ValueEnum)]
enum UiLanguage {
    Zh,
    En,
}

#[derive(Clone, Copy, ValueEnum)]
enum ProfileName {
    Editorial,
    Professional,
}

#[derive(Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

fn genre(word: &str) -> Result<Genre, String> {
    let known = || Genre::ALL.iter().map(|g| g.as_str()).collect::<Vec<_>>().join(", ");
    Genre::parse(word).ok_or_else(|| format!("no such genre; one of {}", known()))
}

/// The texts that were read, by path.
struct Texts(BTreeMap<String, String>);

impl Sources for Texts {
    fn source(&self, path: &str) -> &str {
        self.0.get(path).map_or("", String::as_str)
    }
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let knowledge = Knowledge::builtin()?;
    let rules = registry()?;
    let as_of = args.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
    let settings = settings(args, as_of)?;
    let mut errors = Vec::new();
    let library = library(args, knowledge, &mut errors)?;
    let (mut documents, mut texts) = (Vec::new(), BTreeMap::new());
    for Input { name, bytes } in input::collect(&args.paths, &args.stdin_filename) {
        let hint = Hint {
            name: Some(name.clone()),
            language: language(args.lang),
            genre: args.genre,
            ..Hint::default()
        };
        let document = bytes.and_then(|b| read(&b, &hint, knowledge).map_err(|e| e.to_string()));
        match document {
            Ok(document) => {
                documents.push(shown(check(&name, &document, knowledge, &library, rules, &settings), args));
                texts.insert(name, document.source);
            }
            Err(message) => errors.push(InputError { path: name, message }),
        }
    }
    let report = Report::new(as_of, documents, errors);
    let mut out = io::BufWriter::new(io::stdout().lock());
    report.write(format(args), settings.ui_language, &Texts(texts), &mut out)?;
    out.flush()?;
    Ok(outcome(&report, args.fail_on))
}

fn settings(args: &Args, as_of: Date) -> anyhow::Result<Settings> {
    for word in args.select.iter().chain(&args.ignore) {
        if !registry()?.iter().any(|r| r.doc.is_named(word)) {
            anyhow::bail!("no rule is named {word}; `claimlint rules` lists them");
        }
    }
    Ok(Settings {
        profile: match args.profile {
            ProfileName::Editorial => Profile::Editorial,
            ProfileName::Professional => Profile::Professional,
        },
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        ui_language: args.ui_lang.map(|l| match l {
            UiLanguage::Zh => Language::Zh,
            UiLanguage::En => Language::En,
        }),
        severity: BTreeMap::new(),
        as_of: Some(as_of),
    })
}

fn library(args: &Args, knowledge: &Knowledge, errors: &mut Vec<InputError>) -> anyhow::Result<Library> {
    let mut library = Library::default();
    for path in input::files(&args.library, &["json"])? {
        let name = path.display().to_string();
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read the library {name}"))?;
        for unusable in library.add_csl(&name, &text, knowledge)? {
            errors.push(InputError { path: name.clone(), message: unusable.to_string() });
        }
    }
    Ok(library)
}

fn language(name: LanguageName) -> Option<Language> {
    match name {
        LanguageName::Auto => None,
        LanguageName::Zh => Some(Language::Zh),
        LanguageName::En => Some(Language::En),
    }
}

/// The report without the findings that the user does not want to see.
fn shown(mut report: DocumentReport, args: &Args) -> DocumentReport {
    let least = match args.min_confidence {
        ConfidenceName::Possible => Confidence::Possible,
        ConfidenceName::Probable => Confidence::Probable,
        ConfidenceName::Certain => Confidence::Certain,
    };
    let lightest = match args.min_severity {
        SeverityName::Info => Severity::Info,
        SeverityName::Warning => Severity::Warning,
        SeverityName::Error => Severity::Error,
    };
    report.findings.retain(|f| f.confidence >= least && f.severity >= lightest);
    report
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

fn outcome(report: &Report, fail_on: FailOn) -> Outcome {
    if !report.errors.is_empty() || report.documents.iter().any(|d| d.unread.is_some()) {
        return Outcome::Unreadable;
    }
    let least = match fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Info => Severity::Info,
        FailOn::Never => return Outcome::Clean,
    };
    let fails = report.documents.iter().flat_map(|d| &d.findings).any(|f| f.severity >= least);
    if fails { Outcome::Findings } else { Outcome::Clean }
}
