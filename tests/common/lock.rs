//! What a lock file says of an entry, written in few words: `not found`, `registered with ISTIC`,
//! `found`, `retracted 2010`, `year=2019; journal=…`, `asked=2026-01-05`.

use claimlint::evidence::{Abstracts, Answer, Found, Lock, LockFile, LockRecord, Said, Status};
use claimlint::extract::reference::Reference;
use jiff::civil::{Date, date};
use std::sync::Arc;

/// A lock file with one answer.
pub fn told(words: &str, reference: &Reference) -> Lock {
    let fields = &reference.fields;
    let mut record = LockRecord {
        title: fields.title.clone(),
        authors: fields.authors_family.clone(),
        container: fields.container.clone(),
        year: fields.year.as_deref().and_then(|y| y.parse().ok()),
        volume: fields.volume.clone().unwrap_or_default(),
        pages: fields.pages.clone().unwrap_or_default(),
        doi: fields.doi.clone(),
        pmid: fields.pmid.clone(),
        said: vec![Said::current("crossref")],
        ..LockRecord::default()
    };
    let (entry, mut asked, mut answer) = (Answer::shown(reference), date(2026, 11, 1), None::<&str>);
    let said = |status, on: &str| vec![Said { status, on: on.to_owned(), ..Said::current("crossref") }];
    for part in words.split(';').map(str::trim) {
        let (name, value) =
            part.split_once('=').unwrap_or_else(|| part.split_once(' ').unwrap_or((part, "")));
        match name {
            "found" => {}
            "not" | "registered" => answer = Some(value),
            "current" => record.said = said(Status::Current, value),
            "corrected" => record.said = said(Status::Corrected, value),
            "concern" => record.said = said(Status::Concern, value),
            "retracted" => record.said = said(Status::Retracted, value),
            "title" => record.title = value.to_owned(),
            "author" => record.authors = vec![value.to_owned()],
            "journal" => record.container = value.to_owned(),
            "year" => record.year = Some(value.parse().unwrap()),
            "volume" => record.volume = value.to_owned(),
            "pages" => record.pages = value.to_owned(),
            "doi" => record.doi = value.to_owned(),
            "asked" => asked = value.parse::<Date>().unwrap(),
            other => panic!("no such word: {other}"),
        }
    }
    let mut file = LockFile::default();
    let answer = match answer {
        Some("found") => {
            let not_found = ["crossref", "pubmed", "europepmc"].map(str::to_owned).to_vec();
            let no_such_id = !fields.doi.is_empty() || !fields.pmid.is_empty();
            Answer::NotFound { entry, not_found, on: asked, no_such_id }
        }
        Some(agency) => {
            let agency = agency.trim_start_matches("with ").to_owned();
            Answer::Elsewhere { entry, agency, on: asked }
        }
        None => Answer::Record { entry, record: file.keep(record, asked), by: Found::Doi, no_such_id: false },
    };
    file.note(reference, answer);
    let none: Abstracts = Arc::new(|_| None);
    Lock::read("claimlint.lock", file.text().unwrap(), none).unwrap()
}
