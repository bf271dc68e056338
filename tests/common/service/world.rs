//! A world of made-up papers.

/// What is wrong with a paper, and who knows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    Fine,
    /// Crossref has a retraction in another record.
    RetractedByCrossref,
    /// Crossref has a retraction in the record itself.
    RetractedInPlace,
    /// PubMed alone knows.
    RetractedByPubmed,
    /// OpenAlex alone knows.
    RetractedByOpenalex,
    Concern,
    Corrected,
    /// It is the notice of another paper's retraction.
    Notice,
}

/// A paper.
#[derive(Clone, Debug)]
pub struct Paper {
    pub family: String,
    pub title: String,
    pub journal: &'static str,
    pub short: &'static str,
    pub year: i32,
    pub volume: u32,
    pub page: u32,
    pub doi: String,
    pub pmid: String,
    pub fate: Fate,
    /// Whether Crossref registered its DOI.
    pub in_crossref: bool,
    pub in_pubmed: bool,
}

/// All that there is.
#[derive(Clone, Debug, Default)]
pub struct World {
    pub papers: Vec<Paper>,
    /// DOIs of another agency.
    pub elsewhere: Vec<String>,
}

const ACTS: [&str; 14] = [
    "walking",
    "low-dose aspirin",
    "vitamin D",
    "green tea",
    "sleep hygiene",
    "metformin",
    "yoga",
    "probiotics",
    "zinc",
    "light therapy",
    "a mobile app",
    "fish oil",
    "tai chi",
    "early feeding",
];
const TOPICS: [&str; 12] = [
    "falls",
    "blood pressure",
    "migraine",
    "low back pain",
    "infant colic",
    "bone density",
    "anxiety",
    "the common cold",
    "wound healing",
    "appetite",
    "school attendance",
    "insomnia",
];
const GROUPS: [&str; 9] = [
    "older adults",
    "nurses on night shifts",
    "children under five",
    "people with diabetes",
    "runners",
    "pregnant women",
    "rural clinics",
    "office workers",
    "patients after surgery",
];
const DESIGNS: [&str; 5] = [
    "a randomised trial",
    "a cohort study",
    "a systematic review",
    "a case-control study",
    "a cross-sectional survey",
];
const JOURNALS: [(&str, &str); 4] = [
    ("Example Journal of Medicine", "Ex J Med"),
    ("Annals of Invented Research", "Ann Invent Res"),
    ("Journal of Imaginary Health", "J Imag Health"),
    ("Archives of Pretended Trials", "Arch Pretend Trials"),
];

/// A family name that no other number has.
fn family(n: usize) -> String {
    const HEADS: [&str; 10] = ["Bo", "Cha", "Dru", "Fel", "Gri", "Hol", "Jan", "Kov", "Mar", "Pet"];
    const TAILS: [&str; 10] =
        ["berg", "dottir", "enko", "field", "iwara", "lund", "mann", "nsson", "ovic", "stein"];
    let (head, tail) = (HEADS[n % 10], TAILS[n / 10 % 10]);
    let middle = ["", "a", "il", "or"][n / 100 % 4];
    format!("{head}{middle}{tail}")
}

/// The paper of a number.
pub fn paper(n: usize) -> Paper {
    let (journal, short) = JOURNALS[n % 4];
    let fate = match n % 25 {
        3 => Fate::RetractedByCrossref,
        6 => Fate::RetractedInPlace,
        9 => Fate::RetractedByPubmed,
        12 => Fate::RetractedByOpenalex,
        15 => Fate::Concern,
        18 => Fate::Corrected,
        21 => Fate::Notice,
        _ => Fate::Fine,
    };
    let (act, topic, group) = (ACTS[n % 14], TOPICS[n / 3 % 12], GROUPS[n / 7 % 9]);
    let title = format!("Effects of {act} on {topic} in {group}: {}", DESIGNS[n % 5]);
    // Every seventh DOI has signs that must be escaped, and capital letters.
    let doi = if n.is_multiple_of(7) {
        format!("10.5555/s0140-6736({n:02})1234-5,x")
    } else {
        format!("10.5555/paper.{n:04}")
    };
    Paper {
        family: family(n),
        title: if fate == Fate::Notice { format!("Retraction: {title}") } else { title },
        journal,
        short,
        year: 2001 + (n % 24) as i32,
        volume: 10 + n as u32,
        page: 100 + 7 * n as u32,
        doi,
        pmid: (30_000_000 + n).to_string(),
        fate,
        in_crossref: true,
        in_pubmed: n % 8 != 5,
    }
}

impl Paper {
    /// An entry of a reference list, with the identifiers asked for.
    pub fn entry(&self, doi: bool, pmid: bool) -> String {
        let Paper { family, title, short, year, volume, page, .. } = self;
        let doi = if doi { format!(" doi:{}", self.doi.to_uppercase()) } else { String::new() };
        let pmid = if pmid { format!(" PMID: {}", self.pmid) } else { String::new() };
        format!("{family} A, Smith B. {title}. {short}. {year};{volume}(2):{page}-{}.{doi}{pmid}", page + 6)
    }
}
