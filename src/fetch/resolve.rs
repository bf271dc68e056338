//! From an entry of a reference list to what the services say of it: by its identifiers, else by its
//! words, held against title, author, year and journal. A service that is down is told of, and never
//! taken to say that there is no such work.

use super::agency::Registered;
use super::pubmed::Door;
use super::{Client, FetchError, Work, agency, crossref, europepmc, openalex, pubmed};
use crate::evidence::{Answer, Found, Likeness, LockRecord, Status};
use crate::extract::reference::{Fields, Reference};
use crate::knowledge::Knowledge;
use jiff::civil::Date;

/// Whose words on a work count before whose.
const ORDER: [&str; 4] = [crossref::NAME, pubmed::NAME, europepmc::NAME, openalex::NAME];

/// Where the services are, and the keys of the user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Endpoints {
    /// Crossref.
    pub crossref: String,
    /// The E-utilities of PubMed.
    pub pubmed: String,
    /// Europe PMC.
    pub europepmc: String,
    /// OpenAlex.
    pub openalex: String,
    /// doi.org.
    pub doi: String,
    /// A key for PubMed, which may then be asked more often.
    pub pubmed_key: Option<String>,
    /// A key for OpenAlex, which may then be searched by words.
    pub openalex_key: Option<String>,
}

impl Default for Endpoints {
    fn default() -> Endpoints {
        Endpoints {
            crossref: "https://api.crossref.org".into(),
            pubmed: "https://eutils.ncbi.nlm.nih.gov/entrez/eutils".into(),
            europepmc: "https://www.ebi.ac.uk/europepmc/webservices/rest".into(),
            openalex: "https://api.openalex.org".into(),
            doi: "https://doi.org".into(),
            pubmed_key: None,
            openalex_key: None,
        }
    }
}

/// A service that could not be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// The service.
    pub service: &'static str,
    /// Why.
    pub error: FetchError,
}

/// What an entry came to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Resolved {
    /// The answer; none where a service that might know it could not be asked.
    pub answer: Option<Answer>,
    /// The work, if it was found.
    pub work: Option<Work>,
    /// The services that could not be asked.
    pub troubles: Vec<Trouble>,
}

/// The services, ready to be asked.
pub struct Services<'a> {
    client: &'a Client,
    endpoints: &'a Endpoints,
    knowledge: &'a Knowledge,
}

/// One entry being looked up.
struct Search<'s, 'a> {
    services: &'s Services<'a>,
    fields: &'s Fields,
    /// What services told of the work, in the order they were asked.
    works: Vec<(&'static str, Work)>,
    /// Services that were asked in vain.
    not_found: Vec<&'static str>,
    troubles: Vec<Trouble>,
}

impl<'a> Services<'a> {
    /// The services at their addresses.
    pub fn new(client: &'a Client, endpoints: &'a Endpoints, knowledge: &'a Knowledge) -> Services<'a> {
        client.set_pace(&endpoints.pubmed, pubmed::PACES[usize::from(endpoints.pubmed_key.is_some())]);
        Services { client, endpoints, knowledge }
    }

    fn pubmed(&self) -> Door<'_> {
        Door { base: &self.endpoints.pubmed, key: self.endpoints.pubmed_key.as_deref() }
    }

    fn search<'s>(&'s self, fields: &'s Fields) -> Search<'s, 'a> {
        Search { services: self, fields, works: Vec::new(), not_found: Vec::new(), troubles: Vec::new() }
    }

    /// Looks an entry up, on a day.
    pub async fn resolve(&self, reference: &Reference, on: Date) -> Resolved {
        let fields = &reference.fields;
        let mut search = self.search(fields);
        let registered = search.by_identifier().await;
        let by_id = !search.works.is_empty();
        if !by_id {
            search.by_words().await;
        }
        let found = !search.works.is_empty();
        let agency = match &registered {
            Some(Registered::With(agency)) if !found => Some(agency.clone()),
            _ => None,
        };
        if found {
            search.complete().await;
        }
        let no_such_id = registered == Some(Registered::Nowhere);
        let by = match (by_id, fields.doi.is_empty()) {
            (false, _) => Found::Words,
            (true, false) => Found::Doi,
            (true, true) => Found::Pmid,
        };
        let entry = Answer::shown(reference);
        let work = search.put_together();
        let answer = match (&work, agency) {
            (Some(work), _) => Some(Answer::Record { entry, record: work.record.id(), by, no_such_id }),
            // A service that is down may have it.
            (None, _) if !search.troubles.is_empty() => None,
            (None, Some(agency)) => Some(Answer::Elsewhere { entry, agency, on }),
            (None, None) if search.not_found.is_empty() && !no_such_id => None,
            (None, None) => {
                let not_found = search.not_found.iter().map(|s| (*s).to_owned()).collect();
                Some(Answer::NotFound { entry, not_found, on, no_such_id })
            }
        };
        Resolved { answer, work, troubles: search.troubles }
    }

    /// Asks again for a record that was found before; none is found where it has no identifier.
    pub async fn again(&self, record: &LockRecord) -> Resolved {
        let fields = Fields { doi: record.doi.clone(), pmid: record.pmid.clone(), ..Fields::default() };
        let mut search = self.search(&fields);
        search.by_identifier().await;
        if !search.works.is_empty() {
            search.complete().await;
        }
        Resolved { answer: None, work: search.put_together(), troubles: search.troubles }
    }
}

impl Search<'_, '_> {
    /// Notes what a service answered.
    fn heard<T>(&mut self, service: &'static str, answer: Result<Option<T>, FetchError>) -> Option<T> {
        match answer {
            Ok(Some(work)) => Some(work),
            Ok(None) => {
                if !self.not_found.contains(&service) {
                    self.not_found.push(service);
                }
                None
            }
            Err(error) => {
                if self.troubles.iter().all(|t| t.service != service) {
                    self.troubles.push(Trouble { service, error });
                }
                None
            }
        }
    }

    fn take(&mut self, service: &'static str, work: Work) {
        self.works.push((service, work));
    }

    /// Whether a service has told what it knows of the work.
    fn has_told(&self, service: &str) -> bool {
        self.works.iter().any(|(told, _)| *told == service)
    }

    /// The first value that is not empty.
    fn known(&self, of: impl Fn(&Work) -> &String) -> String {
        self.works.iter().map(|(_, w)| of(w)).find(|value| !value.is_empty()).cloned().unwrap_or_default()
    }

    /// The work as all together tell of it: the same, whichever of them found it.
    fn put_together(&mut self) -> Option<Work> {
        self.works.sort_by_key(|(service, _)| ORDER.iter().position(|s| s == service));
        let mut works = std::mem::take(&mut self.works).into_iter().map(|(_, work)| work);
        let mut whole = works.next()?;
        works.for_each(|work| whole.complete(work));
        Some(whole)
    }

    /// Looks by DOI, then by PubMed id. Gives who registered the DOI, where Crossref does not have it;
    /// nobody where the identifier does not exist.
    async fn by_identifier(&mut self) -> Option<Registered> {
        let (client, endpoints, fields) = (self.services.client, self.services.endpoints, self.fields);
        let mut registered = None;
        if !fields.doi.is_empty() {
            let found = crossref::by_doi(client, &endpoints.crossref, &fields.doi).await;
            match self.heard(crossref::NAME, found) {
                Some(work) => self.take(crossref::NAME, work),
                None if self.troubles.is_empty() => {
                    let answer = agency::of(client, &endpoints.doi, &fields.doi).await.map(Some);
                    registered = self.heard("doi.org", answer);
                }
                None => {}
            }
        }
        let nowhere = registered == Some(Registered::Nowhere);
        if self.works.is_empty() && !fields.pmid.is_empty() {
            let found = self.services.pubmed().by_pmid(client, &fields.pmid).await;
            match self.heard(pubmed::NAME, found) {
                Some(work) => self.take(pubmed::NAME, work),
                // PubMed alone gives such ids, so that it is none.
                None if self.troubles.is_empty() && fields.doi.is_empty() => {
                    registered = Some(Registered::Nowhere)
                }
                None => {}
            }
        }
        // What another agency registered, or Crossref could not be asked for, others may have.
        if self.works.is_empty() && !fields.doi.is_empty() && !nowhere {
            let found = self.services.pubmed().by_doi(client, &fields.doi).await;
            if let Some(work) = self.heard(pubmed::NAME, found) {
                self.take(pubmed::NAME, work);
                return registered;
            }
            let found = europepmc::by_doi(client, &endpoints.europepmc, &fields.doi).await;
            if let Some(work) = self.heard(europepmc::NAME, found) {
                self.take(europepmc::NAME, work);
            }
        }
        registered
    }

    /// Looks by the words of the entry.
    async fn by_words(&mut self) {
        let (client, endpoints, fields) = (self.services.client, self.services.endpoints, self.fields);
        let title = fields.title.as_str();
        if title.is_empty() && (fields.container.is_empty() || fields.pages.is_none()) {
            return;
        }
        let year = fields.year.as_deref().unwrap_or_default();
        let author = fields.authors_family.first().map_or("", String::as_str);
        let place = [fields.volume.as_deref(), fields.pages.as_deref()].map(Option::unwrap_or_default);
        let words = [author, title, &fields.container, year, place[0], place[1]];
        let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
        let found = crossref::by_words(client, &endpoints.crossref, &words.join(" ")).await;
        if self.choose(crossref::NAME, found) {
            return;
        }
        let found = self.services.pubmed().by_fields(client, fields).await;
        if self.choose(pubmed::NAME, found) || title.is_empty() {
            return;
        }
        let found = europepmc::by_title(client, &endpoints.europepmc, title).await;
        if self.choose(europepmc::NAME, found) {
            return;
        }
        if let Some(key) = &endpoints.openalex_key {
            let found = openalex::by_title(client, &endpoints.openalex, key, title).await;
            self.choose(openalex::NAME, found);
        }
    }

    /// Takes the candidate that is the work of the entry, if one is.
    fn choose(&mut self, service: &'static str, found: Result<Vec<Work>, FetchError>) -> bool {
        let title = self.fields.title.as_str();
        // An entry that is of a notice says so; for another one, the notice is the wrong work.
        let about_notice =
            ["retraction", "correction", "erratum", "corrigendum", "expression of concern", "撤稿", "更正"];
        let wants_notice = about_notice.iter().any(|word| title.to_lowercase().starts_with(word));
        let fitting = found.map(|works| {
            let fitting =
                works.into_iter().filter(|w| wants_notice || w.notice_of.is_empty()).filter_map(|work| {
                    let likeness = Likeness::of(self.fields, &work.described(), self.services.knowledge);
                    likeness.is_same_work(title).then(|| (likeness.weight(), work))
                });
            // Of equals, the first is the one that the service holds for the best.
            fitting.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, work)| work)
        });
        match self.heard(service, fitting) {
            Some(work) => {
                self.take(service, work);
                true
            }
            None => false,
        }
    }

    /// Asks the services that have not told yet, by the identifiers of the work.
    async fn complete(&mut self) {
        let (client, endpoints) = (self.services.client, self.services.endpoints);
        let (doi, pmid) = (self.known(|w| &w.record.doi), self.known(|w| &w.record.pmid));
        let has_id = !doi.is_empty() || !pmid.is_empty();
        if has_id && !self.has_told(pubmed::NAME) {
            let door = self.services.pubmed();
            let found = match pmid.is_empty() {
                false => door.by_pmid(client, &pmid).await,
                true => door.by_doi(client, &doi).await,
            };
            if let Some(work) = self.heard(pubmed::NAME, found) {
                self.take(pubmed::NAME, work);
            }
        }
        let (doi, pmid) = (self.known(|w| &w.record.doi), self.known(|w| &w.record.pmid));
        if !self.has_told(crossref::NAME) && !doi.is_empty() {
            let found = crossref::by_doi(client, &endpoints.crossref, &doi).await;
            if let Some(work) = self.heard(crossref::NAME, found) {
                self.take(crossref::NAME, work);
            }
        }
        let lacks_abstract = self.works.iter().all(|(_, w)| w.abstract_text.is_none());
        if !self.has_told(europepmc::NAME) && lacks_abstract && !(doi.is_empty() && pmid.is_empty()) {
            let found = match pmid.is_empty() {
                false => europepmc::by_pmid(client, &endpoints.europepmc, &pmid).await,
                true => europepmc::by_doi(client, &endpoints.europepmc, &doi).await,
            };
            if let Some(work) = self.heard(europepmc::NAME, found) {
                self.take(europepmc::NAME, work);
            }
        }
        let id = match (doi.is_empty(), pmid.is_empty()) {
            (false, _) => format!("doi:{doi}"),
            (true, false) => format!("pmid:{pmid}"),
            (true, true) => return,
        };
        let worst = self.works.iter().flat_map(|(_, w)| &w.record.said).map(|s| s.status).max();
        // OpenAlex is asked for what it may know against a work, so not where that is known.
        if !self.has_told(openalex::NAME) && worst != Some(Status::Retracted) {
            let found =
                openalex::by_id(client, &endpoints.openalex, endpoints.openalex_key.as_deref(), &id).await;
            if let Some(work) = self.heard(openalex::NAME, found) {
                self.take(openalex::NAME, work);
            }
        }
    }
}
