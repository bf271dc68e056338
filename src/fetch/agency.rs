//! doi.org: whether a DOI exists, and which agency registered it. A DOI that Crossref does not have
//! may be one of ISTIC's, as many Chinese ones are.

use super::markup::escaped;
use super::{Client, FetchError};

/// What doi.org says of a DOI.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Registered {
    /// There is no such DOI.
    Nowhere,
    /// It is registered with this agency.
    With(String),
    /// It cannot be told.
    Unknown,
}

/// Asks who registered a DOI.
pub(super) async fn of(client: &Client, base: &str, doi: &str) -> Result<Registered, FetchError> {
    let address = format!("{base}/doiRA/{}", escaped(doi));
    client
        .ask(&address, |page| {
            let json = page.json()?;
            let answer = json.get(0).ok_or_else(|| page.malformed("it is no list"))?;
            let agency =
                answer["RA"].as_str().filter(|a| !a.is_empty() && !a.eq_ignore_ascii_case("unknown"));
            let status = answer["status"].as_str().unwrap_or_default().to_lowercase();
            Ok(match agency {
                Some(agency) => Registered::With(agency.to_owned()),
                None if status.contains("not exist") || status.contains("invalid") => Registered::Nowhere,
                None => Registered::Unknown,
            })
        })
        .await
}
