//! How well an entry of the list fits what a mention tells of it: one clue after the other, and
//! only an entry that fits better than every other is meant.

use super::record::{block, design_of, model_of};
use crate::extract::claim::{QuantityKind, quantities};
use crate::extract::mention::{Clues, Journal, organisations, study_names};
use crate::extract::reference::Reference;
use crate::knowledge::{ConceptKind, Design, Knowledge, Model};
use crate::text::fold;
use serde::Serialize;
use std::collections::BTreeSet;

/// What ties a place in the text to an entry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Clue {
    /// The number of the entry.
    Number,
    /// Name of the work itself.
    Work,
    /// The study's own name.
    StudyName,
    /// Author.
    Author,
    /// The body that issued it.
    Organisation,
    /// The team of an entry linked before.
    Team,
    /// Journal.
    Journal,
    /// Year.
    Year,
    /// How many took part.
    Participants,
    /// Design of the study.
    Design,
    /// Animals or cells.
    Model,
    /// Drug, supplement or procedure.
    Intervention,
    /// Disease, outcome or other concept.
    Topic,
    /// It goes on about the study told of before.
    Anaphora,
}

/// How sure a link is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// A weak sign.
    Possible,
    /// Words and context agree.
    Probable,
    /// It can be counted or looked up.
    Certain,
}

/// Why a mention was linked to no entry.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Open {
    /// No entry fits well enough.
    NoneFits,
    /// Several fit alike.
    SeveralFit,
}

/// What an entry tells of its study, read once.
#[derive(Debug, Default)]
pub(super) struct Traits {
    design: Option<Design>,
    pub(super) model: Option<Model>,
    /// How many took part, where the title says so.
    counts: Vec<f64>,
    acts: BTreeSet<String>,
    topics: BTreeSet<String>,
    journal: Option<Journal>,
    /// Its year, as written.
    pub(super) year: String,
    /// The letter behind its year.
    letter: Option<char>,
    /// Years that its title names.
    title_years: Vec<i32>,
    /// Letters of its title.
    title: String,
    /// Letters of its authors' family names, in order.
    authors: Vec<String>,
    organisations: Vec<String>,
    names: BTreeSet<String>,
}

impl Traits {
    /// Reads an entry.
    pub(super) fn of(reference: &Reference, knowledge: &Knowledge) -> Traits {
        let fields = &reference.fields;
        let title = fields.title.as_str();
        let blocks = [block(title)];
        let mut traits = Traits {
            design: design_of(&[title], knowledge),
            model: Some(model_of(&[title], None, knowledge)).filter(|m| *m != Model::Unknown),
            journal: Journal::named(&fields.container, knowledge),
            year: fields.year.clone().unwrap_or_default(),
            title: letters(title),
            authors: fields.authors_family.iter().map(|f| letters(f)).collect(),
            organisations: organisations(fields).map(|o| letters(o)).collect(),
            names: study_names(title, knowledge).collect(),
            ..Traits::default()
        };
        traits.letter = letter_of(&reference.quote.text, &traits.year);
        for q in quantities(0, &blocks, knowledge) {
            match q.kind {
                QuantityKind::Count => traits.counts.push(q.low),
                QuantityKind::Year => traits.title_years.push(q.low as i32),
                _ => {}
            }
        }
        for named in knowledge.concepts.find(blocks[0].as_str()) {
            use ConceptKind::{Drug, Procedure, Supplement};
            let id = named.concept.id.clone();
            match named.concept.kind {
                Drug | Supplement | Procedure => traits.acts.insert(id),
                _ => traits.topics.insert(id),
            };
        }
        traits
    }

    /// Whether it is about one of the things that a mention names.
    pub(super) fn is_about(&self, acts: &BTreeSet<String>, knowledge: &Knowledge) -> bool {
        shared(acts, &self.acts, knowledge) > 0
    }

    /// Whether a design that is named is its own, or near it.
    pub(super) fn is_kind(&self, named: Design) -> bool {
        self.design.is_some_and(|own| kinship(named, own) > 0)
    }

    /// Whether a design that is named can be its own.
    pub(super) fn may_be(&self, named: Design) -> bool {
        self.design.is_none_or(|own| kinship(named, own) > 0)
    }

    /// Letters of its first author.
    pub(super) fn first_author(&self) -> Option<&String> {
        self.authors.first()
    }
}

/// The letter right behind the year of an entry: `(2019b)`.
fn letter_of(raw: &str, year: &str) -> Option<char> {
    let year = year.get(..4)?;
    let after = raw.split(year).nth(1)?;
    let mut next = after.chars();
    let letter = next.next().filter(char::is_ascii_lowercase)?;
    next.next().is_none_or(|c| !c.is_alphanumeric()).then_some(letter)
}

/// Fewest people whose number tells a study from others.
const TELLING: u32 = 10;

/// Weight from which an entry fits, and from which that is certain: no clue but those that name the
/// entry is enough by itself.
const FITS: i32 = 5;
const CERTAIN: i32 = 9;
/// By how much an entry must fit better than all others.
const AHEAD: i32 = 2;
/// Weight of a drug in the mention's own words: enough for a guess, if no other entry is about it.
const GUESS: i32 = 3;

/// How an entry fits: its weight, and the clues that agree.
#[derive(Clone, Debug, Default)]
struct Fit {
    weight: i32,
    because: Vec<Clue>,
}

impl Fit {
    fn agree(&mut self, clue: Clue, weight: i32) {
        self.weight += weight;
        self.because.push(clue);
    }
}

/// The entry that a mention is of, how sure, and why.
pub(super) type Fitting = Result<(usize, Confidence, Vec<Clue>), Open>;

/// The entry of the list that clues fit best. `team` is the first author of the team that is meant,
/// where that is known.
pub(super) fn best(
    clues: &Clues,
    team: Option<&String>,
    entries: &[Traits],
    knowledge: &Knowledge,
) -> Fitting {
    let fits = entries.iter().enumerate().filter_map(|(i, e)| Some((i, fit(clues, team, e, knowledge)?)));
    let mut first: Option<(usize, Fit)> = None;
    let mut second = i32::MIN;
    for (i, found) in fits {
        match &first {
            Some((_, best)) if found.weight <= best.weight => second = second.max(found.weight),
            _ => {
                second = first.as_ref().map_or(second, |(_, best)| second.max(best.weight));
                first = Some((i, found));
            }
        }
    }
    let Some((index, fit)) = first else { return Err(Open::NoneFits) };
    let guessed =
        fit.weight >= GUESS && !clues.own_acts.is_empty() && fit.because.contains(&Clue::Intervention);
    if fit.weight < FITS && !guessed {
        return Err(Open::NoneFits);
    }
    if fit.weight - second.max(0) < AHEAD {
        return Err(Open::SeveralFit);
    }
    let confidence = match fit.weight {
        CERTAIN.. => Confidence::Certain,
        FITS.. => Confidence::Probable,
        _ => Confidence::Possible,
    };
    Ok((index, confidence, fit.because))
}

/// How an entry fits; none where it cannot be meant.
fn fit(clues: &Clues, team: Option<&String>, entry: &Traits, knowledge: &Knowledge) -> Option<Fit> {
    let mut fit = Fit::default();
    let work = clues.work.as_deref().map(letters);
    if let Some(work) = &work {
        if !entry.title.contains(work.as_str()) {
            return None;
        }
        fit.agree(Clue::Work, 10);
    }
    if let Some(name) = &clues.name {
        if !entry.names.contains(name) {
            return None;
        }
        fit.agree(Clue::StudyName, 8);
    }
    if let Some(organisation) = &clues.organisation {
        if !entry.organisations.contains(&letters(organisation)) {
            return None;
        }
        fit.agree(Clue::Organisation, 5);
    }
    if !clues.people.is_empty() {
        if !wrote(clues, entry) {
            return None;
        }
        fit.agree(Clue::Author, 5);
    }
    if let Some(author) = team {
        if entry.first_author() != Some(author) {
            return None;
        }
        fit.agree(Clue::Team, 5);
    }
    if let Some(year) = clues.year {
        let own =
            entry.year.starts_with(&year.to_string()) && clues.letter.is_none_or(|l| entry.letter == Some(l));
        if own || entry.title_years.contains(&year) {
            fit.agree(Clue::Year, 3 + i32::from(clues.letter.is_some()) * AHEAD);
        } else if work.is_none() && !entry.year.is_empty() {
            return None;
        }
    }
    if let Some(journal) = &clues.journal {
        if !entry.journal.as_ref().is_some_and(|own| journal.is(own, knowledge)) {
            return None;
        }
        fit.agree(Clue::Journal, 4);
    }
    if clues.n.is_some_and(|n| n >= TELLING && entry.counts.contains(&f64::from(n))) {
        fit.agree(Clue::Participants, 5);
    }
    weigh_matter(clues, entry, knowledge, &mut fit);
    Some(fit)
}

/// Weighs design, model, drug and topic, which may be told wrongly: they count for and against, and
/// never decide by themselves.
fn weigh_matter(clues: &Clues, entry: &Traits, knowledge: &Knowledge, fit: &mut Fit) {
    if let (Some(named), Some(own)) = (clues.design, entry.design) {
        match kinship(named, own) {
            0 => fit.weight -= 2,
            near => fit.agree(Clue::Design, near),
        }
    }
    if let Some(model) = clues.design.and_then(model_named) {
        match entry.model {
            Some(own) if own == model => fit.agree(Clue::Model, 3),
            _ => fit.weight -= 3,
        }
    }
    if shared(&clues.acts, &entry.acts, knowledge) > 0 {
        fit.agree(Clue::Intervention, 3);
    } else if !clues.acts.is_empty() && !entry.acts.is_empty() {
        fit.weight -= 2;
    }
    let topics = shared(&clues.topics, &entry.topics, knowledge);
    if topics > 0 {
        fit.agree(Clue::Topic, topics.min(2) as i32);
    }
}

/// How many of the concepts of one side are on the other, or kinds of one there.
fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>, knowledge: &Knowledge) -> usize {
    let related =
        |x: &String, y: &String| x == y || knowledge.concepts.is_a(x, y) || knowledge.concepts.is_a(y, x);
    a.iter().filter(|x| b.iter().any(|y| related(x, y))).count()
}

/// Whether the authors named are those of an entry: the first of them leads its names, or, of a
/// team, stands anywhere among them.
fn wrote(clues: &Clues, entry: &Traits) -> bool {
    let mut people = clues.people.iter().map(|p| letters(p));
    let Some(first) = people.next() else { return false };
    let leads = entry.first_author() == Some(&first) || clues.any_author && entry.authors.contains(&first);
    leads && people.all(|p| entry.authors.contains(&p))
}

/// The model that a design is of.
fn model_named(design: Design) -> Option<Model> {
    match design {
        Design::AnimalStudy => Some(Model::Animal),
        Design::InVitroStudy => Some(Model::InVitro),
        _ => None,
    }
}

/// How near two designs are: the same, of one family, or none.
fn kinship(a: Design, b: Design) -> i32 {
    use Design::{
        CaseControl, Cohort, CrossSectional, Guideline, MetaAnalysis, NarrativeReview, Observational,
        Opinion, RandomisedTrial, SystematicReview, Trial,
    };
    const FAMILIES: &[&[Design]] = &[
        &[RandomisedTrial, Trial],
        &[MetaAnalysis, SystematicReview, NarrativeReview],
        &[Cohort, CaseControl, CrossSectional, Observational],
        &[Guideline, Opinion],
    ];
    match a == b {
        true => 2,
        false => i32::from(FAMILIES.iter().any(|f| f.contains(&a) && f.contains(&b))),
    }
}

/// Letters and digits alone, lower case, for comparing titles and names.
pub(super) fn letters(text: &str) -> String {
    let folded = fold(text);
    let kept = folded.as_str().chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect::<String>().trim_start_matches("the").to_owned()
}
