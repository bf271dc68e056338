//! `claimlint packs try`: what the phrases of a pack stand at in articles, and which findings the
//! pack would bring or take away, before anybody is bothered with them.

use crate::cli::input::{self, Input};
use crate::cli::{Outcome, progress};
use anyhow::{Context, bail};
use claimlint::check::check;
use claimlint::config::{Choice, Configs, Keys, read_packs};
use claimlint::document::{Document, Hint, read};
use claimlint::evidence::Library;
use claimlint::finding::Finding;
use claimlint::knowledge::{Knowledge, PackFile, Terms};
use claimlint::report::{InputError, one_line};
use claimlint::rules::{Registered, Settings, registry};
use claimlint::text::LineIndex;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Arguments of `packs try`.
#[derive(clap::Args)]
pub struct TryArgs {
    /// The pack: its folder, or one file of it
    pack: PathBuf,
    /// Articles to try it on: files, folders, patterns
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Places to show of each entry and rule
    #[arg(long, value_name = "N", default_value_t = 5)]
    sample: usize,
    /// Another number shows other places
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
}

/// Folders of packs that hold nothing but phrases.
const PHRASES: [&str; 6] = ["lexicon", "notices", "journals", "references", "structure", "rules"];

/// Bytes of the text shown on each side of a phrase.
const SIDE: usize = 60;

/// A place where something was found.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Spot {
    path: String,
    line: usize,
    words: String,
}

/// What was found under a name: an entry of the pack, or a rule.
type Spots = BTreeMap<String, Vec<Spot>>;

/// Runs the command.
pub fn run(args: &TryArgs) -> anyhow::Result<Outcome> {
    let (folder, only) = pack_of(&args.pack)?;
    let files = read_packs(&[folder])?;
    let tried = |file: &&PackFile| only.as_deref().is_none_or(|name| file.path.ends_with(name));
    let phrases: Vec<(&PackFile, Terms<String>)> = files
        .iter()
        .filter(tried)
        .filter(|file| PHRASES.contains(&file.kind()) && !file.path.ends_with("/precedence.toml"))
        .map(|file| Ok((file, Terms::load(&[file], |id| Ok(id.to_owned()))?)))
        .collect::<anyhow::Result<_>>()?;
    let (without, with) = (Knowledge::builtin()?, Knowledge::load_with(files.clone())?);
    let mut errors = Vec::new();
    let settings = Configs::new(Choice::Nearest, Keys::default(), PathBuf::new())?;
    let run = settings.run(&args.paths)?.run();
    let inputs = input::collect(&args.paths, "standard input", &run, &mut errors)?;
    let (mut stands, mut new, mut gone) = (Spots::new(), Spots::new(), Spots::new());
    let bar = progress::bar(inputs.len());
    for input in &inputs {
        bar.inc(1);
        match Tried::of(input, without, &with, registry()?) {
            Ok(tried) => {
                tried.phrases(&phrases, &mut stands);
                tried.changes(&mut new, &mut gone);
            }
            Err(e) => errors.push(InputError { path: input.name.clone(), message: format!("{e:#}") }),
        }
    }
    bar.finish_and_clear();
    let mut out = io::stdout().lock();
    for (file, _) in &phrases {
        writeln!(out, "{}", file.path)?;
    }
    tell(&mut out, args, "stands at", &stands)?;
    tell(&mut out, args, "new findings:", &new)?;
    tell(&mut out, args, "findings gone:", &gone)?;
    for error in &errors {
        writeln!(out, "{}: {}", error.path, one_line(&error.message))?;
    }
    Ok(if errors.is_empty() { Outcome::Clean } else { Outcome::Unreadable })
}

/// The folder of a pack, and the end of the path of the one file that is tried.
fn pack_of(path: &Path) -> anyhow::Result<(PathBuf, Option<String>)> {
    if !path.is_file() {
        return Ok((path.to_owned(), None));
    }
    let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned());
    match (path.parent().and_then(name), path.parent().and_then(Path::parent), name(path)) {
        (Some(kind), Some(folder), Some(file)) => Ok((folder.to_owned(), Some(format!("{kind}/{file}")))),
        _ => bail!("{} lies in no folder of a pack, such as rules/", path.display()),
    }
}

/// An article, read once, checked without the pack and with it.
struct Tried {
    name: String,
    document: Document,
    without: Vec<Finding>,
    with: Vec<Finding>,
}

impl Tried {
    fn of(
        input: &Input,
        without: &Knowledge,
        with: &Knowledge,
        rules: &[Registered],
    ) -> anyhow::Result<Tried> {
        let bytes = input.read()?;
        let hint = Hint { name: Some(input.name.clone()), ..Hint::default() };
        let document = read(&bytes, &hint, with).context("cannot be read")?;
        let findings = |document: &Document, knowledge: &Knowledge| {
            let library = Library::default();
            check(&input.name, document, knowledge, &library, rules, &Settings::default()).findings
        };
        let before = findings(&read(&bytes, &hint, without)?, without);
        let after = findings(&document, with);
        Ok(Tried { name: input.name.clone(), document, without: before, with: after })
    }

    fn phrases(&self, packs: &[(&PackFile, Terms<String>)], stands: &mut Spots) {
        let lines = LineIndex::new(&self.document.source);
        for block in self.document.blocks.iter().filter(|b| b.kind.is_body()) {
            for (file, terms) in packs {
                for term in terms.find(block.as_str()) {
                    let range = block.folded.origin(term.range());
                    let text = block.text.as_str();
                    let from = text.ceil_char_boundary(range.start.saturating_sub(SIDE));
                    let to = text.floor_char_boundary((range.end + SIDE).min(text.len()));
                    let words = format!(
                        "{}«{}»{}",
                        &text[from..range.start],
                        &text[range.clone()],
                        &text[range.end..to]
                    );
                    let line = lines.position(block.span(term.range()).start).line;
                    let name = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
                    let spots = stands.entry(format!("{name} {}", term.is)).or_default();
                    spots.push(Spot { path: self.name.clone(), line, words });
                }
            }
        }
    }

    fn changes(&self, new: &mut Spots, gone: &mut Spots) {
        let ids = |findings: &[Finding]| findings.iter().map(|f| f.id.clone()).collect::<BTreeSet<_>>();
        let (before, after) = (ids(&self.without), ids(&self.with));
        let add = |finding: &Finding, to: &mut Spots| {
            let spot = Spot { path: self.name.clone(), line: finding.span.line, words: finding.text.clone() };
            to.entry(finding.rule.clone()).or_default().push(spot);
        };
        self.with.iter().filter(|f| !before.contains(&f.id)).for_each(|f| add(f, new));
        self.without.iter().filter(|f| !after.contains(&f.id)).for_each(|f| add(f, gone));
    }
}

fn tell(out: &mut impl Write, args: &TryArgs, what: &str, spots: &Spots) -> io::Result<()> {
    for (name, spots) in spots {
        let articles: BTreeSet<&str> = spots.iter().map(|s| s.path.as_str()).collect();
        writeln!(out, "\n{name}: {what} {} in {} articles", spots.len(), articles.len())?;
        for Spot { path, line, words } in sample(spots, args) {
            writeln!(out, "  {path}:{line}: {}", one_line(words))?;
        }
    }
    Ok(())
}

/// Some of the places, chosen by chance and shown in order: the same seed chooses the same.
fn sample<'a>(spots: &'a [Spot], args: &TryArgs) -> Vec<&'a Spot> {
    let chance = |(index, spot): &(usize, &Spot)| {
        let mut hasher = DefaultHasher::new();
        (args.seed, index, spot).hash(&mut hasher);
        hasher.finish()
    };
    let mut chosen: Vec<(usize, &Spot)> = spots.iter().enumerate().collect();
    chosen.sort_by_key(chance);
    chosen.truncate(args.sample);
    chosen.sort_by_key(|(index, _)| *index);
    chosen.into_iter().map(|(_, spot)| spot).collect()
}
