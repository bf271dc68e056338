//! PubMed: records by id, by DOI, by place in a journal, or by title.

mod xml;

use super::markup::escaped;
use super::{Client, FetchError, Work};
use crate::extract::reference::Fields;
use std::time::Duration;

/// How it is named among the sources.
pub(super) const NAME: &str = "pubmed";

/// From one request to the next without a key, and with one.
pub(super) const PACES: [Duration; 2] = [Duration::from_millis(370), Duration::from_millis(110)];

/// Where it is asked, and as whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Door<'a> {
    pub(super) base: &'a str,
    pub(super) key: Option<&'a str>,
}

impl Door<'_> {
    fn address(&self, client: &Client, tool: &str, query: &str) -> String {
        let email = client.mailto().map(|m| format!("&email={}", escaped(m))).unwrap_or_default();
        let key = self.key.map(|key| format!("&api_key={}", escaped(key))).unwrap_or_default();
        format!("{}/{tool}?db=pubmed&tool=claimlint{email}{key}&{query}", self.base)
    }

    /// The work of a PubMed id; none if there is no such.
    pub(super) async fn by_pmid(&self, client: &Client, pmid: &str) -> Result<Option<Work>, FetchError> {
        let works = self.fetch(client, &[pmid.to_owned()]).await?;
        Ok(works.into_iter().find(|w| w.record.pmid == pmid))
    }

    /// The work of a DOI; none if it is not there. A search that finds nothing may fall back on other
    /// fields, so the DOI of what it gives is looked at.
    pub(super) async fn by_doi(&self, client: &Client, doi: &str) -> Result<Option<Work>, FetchError> {
        let ids = self.search(client, &format!("\"{}\"[AID]", doi.replace('"', " "))).await?;
        let works = self.fetch(client, &ids).await?;
        Ok(works.into_iter().find(|w| w.record.doi == doi))
    }

    /// The works that stand where the fields say, and those that have the title.
    pub(super) async fn by_fields(&self, client: &Client, fields: &Fields) -> Result<Vec<Work>, FetchError> {
        let mut ids: Vec<String> = self.by_place(client, fields).await?.into_iter().collect();
        if ids.is_empty() && !fields.title.is_empty() {
            let title: String =
                fields.title.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
            let words: Vec<&str> = title.split_whitespace().collect();
            ids = self.search(client, &format!("{}[Title]", words.join(" "))).await?;
        }
        self.fetch(client, &ids).await
    }

    /// The id of the one work at a volume and page of a journal.
    async fn by_place(&self, client: &Client, fields: &Fields) -> Result<Option<String>, FetchError> {
        let (Some(year), Some(volume), Some(pages)) = (&fields.year, &fields.volume, &fields.pages) else {
            return Ok(None);
        };
        if fields.container.is_empty() || !fields.container.is_ascii() {
            return Ok(None);
        }
        let page = pages.split(['-', '–', ',']).next().unwrap_or_default().trim();
        let year = year.get(..4).unwrap_or_default();
        let author = fields.authors.first().map_or("", String::as_str);
        let parts = [fields.container.as_str(), year, volume, page, author, "1"];
        let clean: Vec<String> = parts.iter().map(|part| part.replace(['|', '\r', '\n'], " ")).collect();
        let query = format!("retmode=xml&bdata={}", escaped(&format!("{}|", clean.join("|"))));
        let address = self.address(client, "ecitmatch.cgi", &query);
        client
            .ask(&address, |page| {
                page.expect("text/plain").or_else(|_| page.expect("xml"))?;
                let text = String::from_utf8_lossy(&page.body);
                let Some((_, id)) = text.trim().lines().next().and_then(|line| line.rsplit_once('|')) else {
                    return Err(page.malformed("it is no line of a match"));
                };
                Ok(Some(id.trim().to_owned()).filter(|id| is_id(id)))
            })
            .await
    }

    async fn search(&self, client: &Client, term: &str) -> Result<Vec<String>, FetchError> {
        let query = format!("retmode=json&retmax=5&term={}", escaped(term));
        let address = self.address(client, "esearch.fcgi", &query);
        client
            .ask(&address, |page| {
                let json = page.json()?;
                let list = json["esearchresult"]["idlist"].as_array();
                let list = list.ok_or_else(|| page.malformed("it has no idlist"))?;
                Ok(list
                    .iter()
                    .filter_map(|id| id.as_str())
                    .filter(|id| is_id(id))
                    .map(str::to_owned)
                    .collect())
            })
            .await
    }

    async fn fetch(&self, client: &Client, ids: &[String]) -> Result<Vec<Work>, FetchError> {
        if !ids.iter().any(|id| is_id(id)) {
            return Ok(Vec::new());
        }
        let address = self.address(client, "efetch.fcgi", &format!("retmode=xml&id={}", ids.join(",")));
        client
            .ask(&address, |page| {
                // It answers with 400 where none of the ids is one of its own.
                if page.status == 400 && !page.content_type.contains("html") {
                    return Ok(Vec::new());
                }
                page.expect("xml")?;
                xml::works(&page.body).map_err(|reason| page.malformed(reason))
            })
            .await
    }
}

fn is_id(id: &str) -> bool {
    (1..=9).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit())
}
