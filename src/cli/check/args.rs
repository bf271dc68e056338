//! What `claimlint check` can be told on the command line.

use super::target::{Target, TargetParser};
#[cfg(feature = "fetch")]
use crate::cli::network::NetworkArgs;
use crate::cli::settings::SettingArgs;
use clap::ValueEnum;
use jiff::civil::Date;
use std::path::PathBuf;

/// Arguments of `check`.
#[derive(clap::Args)]
pub struct Args {
    /// Files, folders, patterns of paths ('drafts/**/*.md'), addresses of pages, or - for standard input
    #[arg(required_unless_present = "input")]
    pub paths: Vec<PathBuf>,
    /// How to write the report, and the file to write it to; give it again for another
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = TargetParser, default_value = "human")]
    pub format: Vec<Target>,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Show only findings on lines changed since this revision of git, or since it branched off
    #[arg(long, value_name = "REV")]
    pub diff_base: Option<String>,
    /// Count findings by severity, rule and article on standard output instead of showing them
    #[arg(long)]
    pub statistics: bool,
    /// The day to check for [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// What standard input is called in the report; its ending tells its format
    #[arg(long, value_name = "NAME", default_value = "stdin")]
    pub stdin_filename: String,
    /// What the inputs are: files, or rows of JSON on standard input, each answered with one line
    #[arg(long, default_value = "files", conflicts_with_all = ["paths", "format", "stdin_filename", "baseline", "diff_base", "statistics"])]
    pub input: InputKind,
    /// Folder that the `path` of a row is below [default: the working folder]
    #[arg(long, value_name = "DIR", requires = "input")]
    pub root: Option<PathBuf>,
    /// Ask services for cited sources that claimlint.lock does not know, for this run alone
    #[cfg(feature = "fetch")]
    #[arg(long, conflicts_with = "input")]
    pub online: bool,
    /// When to use colours
    #[arg(long, default_value = "auto")]
    pub color: Color,
    #[cfg(feature = "fetch")]
    #[command(flatten)]
    pub network: NetworkArgs,
    #[command(flatten)]
    pub settings: SettingArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputKind {
    Files,
    Ndjson,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}
