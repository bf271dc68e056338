//! What `claimlint check` can be told on the command line.

use claimlint::knowledge::Genre;
use clap::ValueEnum;
use jiff::civil::Date;
use std::path::PathBuf;

/// Arguments of `check`.
#[derive(clap::Args)]
pub struct Args {
    /// Files, folders, or - for standard input
    #[arg(required_unless_present = "input")]
    pub paths: Vec<PathBuf>,
    /// How to write the report
    #[arg(long, default_value = "human")]
    pub format: FormatName,
    /// Gravest finding that still ends with exit code 0 is below this
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub fail_on: FailOn,
    /// Leave out findings less sure than this
    #[arg(long, value_name = "CONFIDENCE", default_value = "probable")]
    pub min_confidence: ConfidenceName,
    /// Leave out findings less grave than this
    #[arg(long, value_name = "SEVERITY", default_value = "info")]
    pub min_severity: SeverityName,
    /// Records of the cited sources, CSL-JSON: files or folders
    #[arg(long, value_name = "DIR|FILE")]
    pub library: Vec<PathBuf>,
    /// Language of the articles
    #[arg(long, default_value = "auto")]
    pub lang: LanguageName,
    /// Language of messages [default: that of the article]
    #[arg(long)]
    pub ui_lang: Option<UiLanguage>,
    /// Who the articles are for
    #[arg(long, default_value = "editorial")]
    pub profile: ProfileName,
    /// Genre of the articles: research_news, leaflet, qa, debunk, …  [default: as front matter says]
    #[arg(long, value_parser = genre)]
    pub genre: Option<Genre>,
    /// The day to check for [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// Run these rules only: codes, beginnings of codes, names
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    pub select: Vec<String>,
    /// Do not run these rules
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    pub ignore: Vec<String>,
    /// What standard input is called in the report; its ending tells its format
    #[arg(long, value_name = "NAME", default_value = "stdin")]
    pub stdin_filename: String,
    /// What the inputs are: files, or rows of JSON on standard input, each answered with one line
    #[arg(long, default_value = "files", conflicts_with_all = ["paths", "format", "stdin_filename"])]
    pub input: InputKind,
    /// Folder that the `path` of a row is below [default: the working folder]
    #[arg(long, value_name = "DIR", requires = "input")]
    pub root: Option<PathBuf>,
    /// When to use colours
    #[arg(long, default_value = "auto")]
    pub color: Color,
    /// Files to check at the same time [default: as many as there are cores]
    #[arg(long, short = 'j', value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputKind {
    Files,
    Ndjson,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum FormatName {
    Human,
    Concise,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ConfidenceName {
    Possible,
    Probable,
    Certain,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum SeverityName {
    Info,
    Warning,
    Error,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum LanguageName {
    Auto,
    Zh,
    En,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum UiLanguage {
    Zh,
    En,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ProfileName {
    Editorial,
    Professional,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

fn genre(word: &str) -> Result<Genre, String> {
    let known = || Genre::ALL.iter().map(|g| g.as_str()).collect::<Vec<_>>().join(", ");
    Genre::parse(word).ok_or_else(|| format!("no such genre; one of {}", known()))
}
