//! How well an entry of the list fits what a mention tells of it: one clue after the other, and
//! only an entry that fits better than every other is meant.

use super::traits::{Traits, kinship, letters, shared};
use crate::extract::mention::Clues;
use crate::knowledge::{Design, Knowledge, Model};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What ties a place in the text to an entry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Open {
    /// No entry fits well enough.
    NoneFits,
    /// Several fit alike.
    SeveralFit,
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
