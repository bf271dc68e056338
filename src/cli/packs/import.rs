//! `claimlint packs import`: a table of names or phrases becomes a pack of the user's own.

use super::{read, write};
use crate::cli::Outcome;
use anyhow::{Context, bail};
use claimlint::config::{Choice, Configs, Keys, read_packs};
use claimlint::knowledge::{
    About, Column, ConceptKind, Imported, Knowledge, Note, PackFile, Table, Tally, import_concepts,
    import_terms, is_written, name_of,
};
use claimlint::rules::registry;
use claimlint::text::did_you_mean;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Arguments of `packs import`.
#[derive(clap::Args)]
pub struct ImportArgs {
    /// The table; its first row names the columns id, kind, zh, en, is_a, look_alike, fixed (phrases:
    /// id, zh, en, fixed, bad, good, note), several names in one field stand apart by |
    file: PathBuf,
    /// The folder of the pack, as `packs` in claimlint.toml names it
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Where the entries come from
    #[arg(long, value_name = "TEXT", value_parser = source)]
    source: String,
    /// When somebody looked them through
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    reviewed: String,
    /// What rows are that do not say it: drug, supplement, procedure, condition, outcome, …
    #[arg(long, value_parser = kind)]
    kind: Option<ConceptKind>,
    /// What the rows are: concepts, or phrases of lexicon, effects, mentions, notices, journals, references, structure, quantities, genres,
    /// rules/NAME
    #[arg(long = "as", value_name = "PACK", default_value = "concepts", value_parser = pack)]
    pack: Pack,
    /// What to call the files of the pack [default: as the table]
    #[arg(long)]
    name: Option<String>,
    /// A column that is called otherwise in this table: en="Preferred name"; may be given again
    #[arg(long = "column", value_name = "COLUMN=NAME", value_parser = column)]
    columns: Vec<(Column, String)>,
    /// Write nothing, tell only
    #[arg(long)]
    dry_run: bool,
    /// Tell of every row that there is something to tell of, not of the first twenty
    #[arg(long)]
    all: bool,
}

/// What the rows of a table are.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Pack {
    Concepts,
    /// Phrases: the folder of the pack, and the rule whose they are.
    Terms(&'static str, Option<String>),
}

/// Folders of packs that hold phrases.
const TERMS: [&str; 10] = [
    "lexicon",
    "effects",
    "mentions",
    "notices",
    "journals",
    "references",
    "structure",
    "quantities",
    "genres",
    "rules",
];

/// Rows told of where not all are asked for.
const TOLD: usize = 20;

/// Runs the command.
pub fn run(args: &ImportArgs) -> anyhow::Result<Outcome> {
    let shown = args.file.display().to_string();
    let text = read::text(&args.file)?;
    let table = Table::new(&shown, &text, &args.columns)?;
    let about = about(args)?;
    if let Pack::Terms(_, Some(rule)) = &args.pack {
        check_rule(rule)?;
    }
    let others = others(args, &about)?;
    let imported = match &args.pack {
        Pack::Concepts => {
            let known = Knowledge::load_with(others.clone())?;
            import_concepts(&table, &about, &known.concepts)?
        }
        Pack::Terms(folder, _) => import_terms(&table, &about, folder)?,
    };
    // What would be refused later, when an article waits, is refused here.
    let folder = claimlint::config::shown(Path::new(""), &args.to);
    let own = imported
        .files
        .iter()
        .map(|w| PackFile { path: format!("{folder}/{}", w.file.path), text: w.file.text.clone() });
    let loaded = Knowledge::load_with(others.into_iter().chain(own).collect());
    loaded.map_err(|fault| imported.fault_in_table(&table, fault))?;
    let mut out = io::stdout().lock();
    if !args.dry_run {
        for path in write::files(&args.to, &about.name, &imported)? {
            writeln!(out, "{path}")?;
        }
    }
    tell(&mut out, args, &table, &imported)?;
    Ok(Outcome::Clean)
}

fn about(args: &ImportArgs) -> anyhow::Result<About> {
    let file = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = args.file.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let name = match (&args.pack, &args.name) {
        (Pack::Terms(_, Some(rule)), None) => rule.clone(),
        (Pack::Terms(_, Some(rule)), Some(name)) if name != rule => {
            bail!("the phrases of a rule lie in a file of its name; leave out --name");
        }
        (_, name) => name_of(name.as_deref().unwrap_or(&stem)),
    };
    Ok(About {
        from: file(&args.file),
        name,
        source: args.source.clone(),
        reviewed: args.reviewed.clone(),
        kind: args.kind,
    })
}

fn check_rule(rule: &str) -> anyhow::Result<()> {
    let names: Vec<&str> = registry()?.iter().map(|r| r.doc.name.as_str()).collect();
    if !names.contains(&rule) {
        let mend = did_you_mean(rule, &names, || "`claimlint rules` lists them".to_owned());
        bail!("no rule is named `{rule}`; {mend}");
    }
    Ok(())
}

/// The packs that are known beside what this import writes: those of `claimlint.toml`, and what else
/// lies in the folder.
fn others(args: &ImportArgs, about: &About) -> anyhow::Result<Vec<PackFile>> {
    let folder = std::env::current_dir().context("there is no working folder")?;
    let layers = Configs::new(Choice::Nearest, Keys::default(), folder.clone())?.run(&[])?;
    let mut folders = layers.run().packs;
    let same = |other: &PathBuf| {
        claimlint::config::resolve(&folder, other) == claimlint::config::resolve(&folder, &args.to)
    };
    folders.retain(|other| !same(other) && other.exists());
    let mut files = read_packs(&folders)?;
    if write::holds_pack(&args.to) {
        files.extend(read_packs(std::slice::from_ref(&args.to))?);
    }
    files.retain(|file| !is_written(&file.text, &about.name));
    Ok(files)
}

fn tell(out: &mut impl Write, args: &ImportArgs, table: &Table, imported: &Imported) -> io::Result<()> {
    let (shown, told) = (args.file.display(), if args.all { usize::MAX } else { TOLD });
    for Note { line, text } in imported.notes.iter().take(told) {
        writeln!(out, "{shown}:{line}: {text}")?;
    }
    if imported.notes.len() > told {
        writeln!(out, "and {} more; --all tells of each", imported.notes.len() - told)?;
    }
    if !table.ignored().is_empty() {
        writeln!(out, "columns that nothing was read from: {}", table.ignored().join(", "))?;
    }
    let Tally { rows, new, rows_known, extended, names_added, names_known, names_left_out } = imported.tally;
    match args.pack {
        Pack::Concepts => writeln!(
            out,
            "{rows} rows: {new} new concepts, {rows_known} about concepts that are known ({extended} of these got \
             names); names: {names_added} added, {names_known} known, {names_left_out} left out"
        )?,
        Pack::Terms(..) => writeln!(out, "{rows} rows: {new} entries with {names_added} phrases")?,
    }
    if args.dry_run {
        writeln!(out, "nothing was written (--dry-run)")?;
    }
    Ok(())
}

fn source(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() { Err("name where the entries come from".to_owned()) } else { Ok(text.to_owned()) }
}

fn date(text: &str) -> Result<String, String> {
    let date: Result<jiff::civil::Date, _> = text.parse();
    date.map(|date| date.to_string()).map_err(|_| "write it as 2026-11-23".to_owned())
}

fn kind(word: &str) -> Result<ConceptKind, String> {
    let known = || ConceptKind::ALL.iter().map(|k| k.as_str()).collect::<Vec<_>>().join(", ");
    ConceptKind::parse(word).ok_or_else(|| format!("no such kind; one of {}", known()))
}

fn pack(word: &str) -> Result<Pack, String> {
    let (folder, rule) = match word.split_once('/') {
        Some((folder, rule)) => (folder, Some(rule.to_owned())),
        None => (word, None),
    };
    match (TERMS.iter().find(|f| **f == folder), rule) {
        (None, None) if folder == "concepts" => Ok(Pack::Concepts),
        (Some(&"rules"), None) => Err("say whose phrases they are: rules/hype-language".to_owned()),
        (Some(&"rules"), rule) => Ok(Pack::Terms("rules", rule)),
        (Some(folder), None) => Ok(Pack::Terms(folder, None)),
        _ => Err(format!("no such pack; one of concepts, {}/NAME", TERMS.join(", "))),
    }
}

fn column(word: &str) -> Result<(Column, String), String> {
    let known = || Column::ALL.iter().map(|c| c.as_str()).collect::<Vec<_>>().join(", ");
    let (column, name) = word.split_once('=').ok_or("write it as en=\"Preferred name\"")?;
    let column = Column::ALL.iter().find(|c| c.as_str() == column.trim());
    let column = column.ok_or_else(|| format!("no such column; one of {}", known()))?;
    Ok((*column, name.trim().to_owned()))
}
