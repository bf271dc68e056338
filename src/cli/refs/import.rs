//! `claimlint refs import`: one CSL-JSON library of files in any format, and texts added by hand.

use super::super::{Outcome, input, libraries};
use anyhow::{Context, bail, ensure};
use claimlint::document::{Format, Hint, read};
use claimlint::evidence::{Format as LibraryFormat, ID_KEYS, named_apart, read_library};
use claimlint::extract::reference::{Fields, references};
use claimlint::knowledge::Knowledge;
use claimlint::report::InputError;
use clap::ValueEnum;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Arguments of `refs import`.
#[derive(clap::Args)]
pub struct Args {
    /// Libraries to read, files or folders; with --for N, the article with the reference list
    #[arg(required_unless_present_any = ["text", "into"])]
    pub files: Vec<PathBuf>,
    /// Add to this library, which is made if it is not there [default: print the library]
    #[arg(long, value_name = "FILE")]
    pub into: Option<PathBuf>,
    /// A file with the text of an abstract, or of other evidence (--kind), to add to a record
    #[arg(id = "text", long = "abstract", value_name = "FILE", requires = "by")]
    pub text: Option<PathBuf>,
    /// The record it belongs to: the number of an entry in the article's list, or an id, DOI or PubMed id
    #[arg(long = "for", value_name = "N|ID", requires = "text")]
    pub of: Option<String>,
    /// The title of the record, where it is a new one
    #[arg(long, requires = "text")]
    pub title: Option<String>,
    /// What the text is
    #[arg(long, default_value = "abstract", requires = "text")]
    pub kind: TextKind,
    /// Who added it
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// The day it was added [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
}

/// What a text added by hand is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum TextKind {
    /// The abstract of a paper
    Abstract,
    /// A passage of a drug label
    Label,
    /// A passage of a guideline
    Guideline,
    /// A passage of another document
    Passage,
}

impl TextKind {
    /// Kind and genre of the record in CSL; a paper says them itself.
    fn csl(self) -> Option<(&'static str, &'static str)> {
        match self {
            TextKind::Abstract => None,
            TextKind::Label => Some(("document", "drug label")),
            TextKind::Guideline => Some(("report", "guideline")),
            TextKind::Passage => Some(("document", "passage")),
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            TextKind::Abstract => "abstract",
            TextKind::Label => "label",
            TextKind::Guideline => "guideline",
            TextKind::Passage => "passage",
        }
    }
}

/// Reads the libraries, adds the text, and writes the library.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut errors = Vec::new();
    let number = args.of.as_deref().and_then(|of| of.parse::<u32>().ok()).filter(|n| *n < 10_000);
    let (article, files) = match (number, args.files.as_slice()) {
        (Some(_), [article, files @ ..]) => (Some(article), files),
        (Some(_), []) => {
            bail!("--for {} counts the entries of an article; name the article", number.unwrap_or(0))
        }
        (None, files) => (None, files),
    };
    let mut sources: Vec<PathBuf> = Vec::new();
    if let Some(path) = args.into.as_ref().filter(|path| path.exists()) {
        whole(path)?;
        sources.push(path.clone());
    }
    sources.extend_from_slice(files);
    let mut items = read_all(&sources, &mut errors)?;
    if let Some(path) = &args.text {
        let bytes = input::read_file(path).with_context(|| format!("cannot read {}", path.display()))?;
        let plain = Hint { format: Some(Format::Plain), ..Hint::default() };
        let read = read(&bytes, &plain, Knowledge::builtin()?);
        let text = read.with_context(|| format!("cannot read {}", path.display()))?.source;
        let record = match (article, number) {
            (Some(article), Some(number)) => of_entry(article, number)?,
            _ => of_words(args)?,
        };
        add(&mut items, record, text.trim_start_matches('\u{feff}').trim(), args)?;
    }
    let text = format!("{}\n", serde_json::to_string_pretty(&items)?);
    match &args.into {
        Some(path) => replace(path, &text)?,
        None => io::stdout().write_all(text.as_bytes())?,
    }
    for error in &errors {
        eprintln!("error: {}", error.message);
    }
    Ok(if errors.is_empty() { Outcome::Clean } else { Outcome::Unreadable })
}

/// Refuses to write over what is not wholly read, or no CSL-JSON.
fn whole(path: &Path) -> anyhow::Result<()> {
    let name = path.display().to_string();
    let library = read_library(&name, &libraries::bytes(path)?)?;
    ensure!(library.format == LibraryFormat::CslJson, "{name} is not CSL-JSON; give --into another name");
    match library.faults.first() {
        Some(fault) => bail!("{fault}; {name} is left as it is until then"),
        None => Ok(()),
    }
}

/// The items of all libraries, sorted by id; a second work of one id gets one of its own.
fn read_all(sources: &[PathBuf], errors: &mut Vec<InputError>) -> anyhow::Result<Vec<Value>> {
    let read = libraries::read(sources, false, errors, |_, _| {})?;
    let mut items: Vec<Value> = read.into_iter().flat_map(|(_, items)| items).collect();
    items.sort_by(|a, b| id(a).cmp(id(b)));
    Ok(named_apart(items))
}

fn id(item: &Value) -> &str {
    item["id"].as_str().unwrap_or_default()
}

/// The record of an entry in the list of an article.
fn of_entry(article: &Path, number: u32) -> anyhow::Result<Value> {
    let name = article.display().to_string();
    let bytes = input::read_file(article).with_context(|| format!("cannot read {name}"))?;
    let knowledge = Knowledge::builtin()?;
    let document = read(&bytes, &Hint { name: Some(name.clone()), ..Hint::default() }, knowledge)?;
    let entries = references(&document.blocks, knowledge);
    let entry = entries.iter().find(|r| r.index == number).with_context(|| {
        format!("{name}: the reference list has no entry {number}; it has {} entries", entries.len())
    })?;
    let record = record(&entry.fields);
    let nameless = ID_KEYS.iter().all(|key| record[*key].is_null());
    ensure!(!nameless, "{name}: entry {number} has no title, DOI or PMID; give --title instead of --for");
    Ok(record)
}

/// What an entry says of a work, as CSL.
fn record(fields: &Fields) -> Value {
    let mut map = Map::new();
    let texts = [
        ("title", &fields.title),
        ("container-title", &fields.container),
        ("DOI", &fields.doi),
        ("PMID", &fields.pmid),
        ("URL", &fields.url),
    ];
    for (key, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        map.insert(key.to_owned(), json!(text));
    }
    for (key, part) in [("volume", &fields.volume), ("issue", &fields.issue), ("page", &fields.pages)] {
        if let Some(part) = part {
            map.insert(key.to_owned(), json!(part));
        }
    }
    if let Some(year) = fields.year.as_deref().and_then(|y| y.get(..4)?.parse::<u32>().ok()) {
        map.insert("issued".to_owned(), json!({"date-parts": [[year]]}));
    }
    if !fields.authors.is_empty() {
        let authors: Vec<Value> = fields.authors.iter().map(|name| json!({"literal": name})).collect();
        map.insert("author".to_owned(), Value::Array(authors));
    }
    Value::Object(map)
}

/// The record that `--for ID` or `--title` names.
fn of_words(args: &Args) -> anyhow::Result<Value> {
    let mut map = Map::new();
    match args.of.as_deref().map(str::trim) {
        Some(of) if of.contains("10.") && of.contains('/') => {
            let doi = of.find("10.").map_or(of, |at| &of[at..]);
            map.insert("DOI".to_owned(), json!(doi.to_lowercase()));
        }
        Some(of) if of.len() > 4 && of.bytes().all(|b| b.is_ascii_digit()) => {
            map.insert("PMID".to_owned(), json!(of));
        }
        Some(of) => {
            map.insert("id".to_owned(), json!(of));
        }
        None => ensure!(args.title.is_some(), "say whose text it is: --for N, --for ID, or --title"),
    }
    if let Some(title) = &args.title {
        map.insert("title".to_owned(), json!(title));
    }
    Ok(Value::Object(map))
}

/// Adds a text to the record that it belongs to, or as a new record.
fn add(items: &mut Vec<Value>, mut record: Value, text: &str, args: &Args) -> anyhow::Result<()> {
    ensure!(!text.is_empty(), "the text is empty");
    let (by, on) =
        (args.by.clone().unwrap_or_default(), args.on.unwrap_or_else(|| jiff::Zoned::now().date()));
    let added = json!({"kind": args.kind.as_str(), "by": by, "on": on.to_string()});
    if let Some(item) = items.iter_mut().find(|item| is_same(item, &record)) {
        return put(item, text, added);
    }
    let Some(key) = ID_KEYS.iter().find(|key| !record[**key].is_null()) else {
        bail!("no library given has a record {}; name its library, or give --title", id(&record));
    };
    if let Some((kind, genre)) = args.kind.csl() {
        record["type"] = json!(kind);
        record["genre"] = json!(genre);
    }
    record["id"] = json!(format!("own:{}", record[*key].as_str().unwrap_or_default()));
    put(&mut record, text, added)?;
    items.push(record);
    items.sort_by(|a, b| id(a).cmp(id(b)));
    Ok(())
}

/// Whether an item is the work that a record names, by its id, DOI, PubMed id or title.
fn is_same(item: &Value, record: &Value) -> bool {
    let letters = |value: &Value| -> String {
        let text = value.as_str().unwrap_or_default();
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let alike = |key: &str| {
        let said = letters(&record[key]);
        !said.is_empty() && said == letters(&item[key])
    };
    ["id", "DOI", "PMID", "title"].into_iter().any(alike)
}

/// Puts a text into a record that has none.
fn put(item: &mut Value, text: &str, added: Value) -> anyhow::Result<()> {
    let has = item["abstract"].as_str().is_some_and(|said| !said.trim().is_empty());
    ensure!(!has, "the record {} has a text already; remove it from the library first", id(item));
    item["abstract"] = json!(text);
    item["custom"]["added"] = added;
    Ok(())
}

/// Writes a file by way of another, so that it is never half-written.
fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)
        .with_context(|| format!("cannot write in {}", folder.display()))?;
    file.write_all(text.as_bytes())?;
    file.persist(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(())
}
