//! Which sources are due: their cron expressions, in their time zones, with what was missed caught up once.

use super::ScanError;
use crate::config::Source;
use crate::store::Store;
use croner::Cron;
use croner::parser::CronParser;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The most that a source begins after its time, so that sources of one time do not begin all at once.
const SPREAD: u64 = 60;
/// A run that begins this late was missed: the program did not run when it was due.
const LATE: SignedDuration = SignedDuration::from_mins(5);

/// When a source is to be scanned.
#[derive(Clone, Debug)]
pub struct Schedule {
    cron: Cron,
    zone: TimeZone,
    spread: SignedDuration,
}

/// A source that is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Due {
    /// When it was due last.
    pub at: Timestamp,
    /// Whether the program did not run then.
    pub missed: bool,
}

impl Schedule {
    /// The schedule of a source, if it has one.
    pub fn of(source: &Source) -> Result<Option<Schedule>, ScanError> {
        let Some(expression) = &source.schedule else { return Ok(None) };
        let wrong = |reason: String| ScanError::Schedule { source_name: source.name.clone(), reason };
        let cron = CronParser::new().parse(expression).map_err(|e| wrong(e.to_string()))?;
        let zone = match &source.time_zone {
            None => TimeZone::UTC,
            Some(name) => TimeZone::get(name).map_err(|e| wrong(e.to_string()))?,
        };
        let digest = Sha256::digest(source.name.as_bytes());
        let spread = u64::from(digest[0]) * SPREAD / 256;
        Ok(Some(Schedule { cron, zone, spread: SignedDuration::from_secs(spread.cast_signed()) }))
    }

    /// The next time that it is due after another; none if it never is again.
    pub fn next(&self, after: Timestamp) -> Option<Timestamp> {
        let local: Zoned = (after - self.spread).to_zoned(self.zone.clone());
        let next = self.cron.find_next_occurrence(&local, false).ok()?;
        Some(next.timestamp() + self.spread)
    }

    /// Whether it is due now, having begun last at a time; at once if it never began. However often it was due
    /// since then, it is due once.
    pub fn due(&self, last: Option<Timestamp>, now: Timestamp) -> Option<Due> {
        let Some(last) = last else { return Some(Due { at: now, missed: false }) };
        let local: Zoned = (now - self.spread).to_zoned(self.zone.clone());
        let at = self.cron.find_previous_occurrence(&local, true).ok()?.timestamp() + self.spread;
        (at > last).then(|| Due { at, missed: now.duration_since(at) > LATE })
    }
}

/// The sources that are due now, by name, in the order of their times.
pub async fn due(
    store: &Store,
    sources: &BTreeMap<String, Source>,
    now: Timestamp,
) -> Result<Vec<(String, Due)>, ScanError> {
    let mut out = Vec::new();
    for source in sources.values() {
        let Some(schedule) = Schedule::of(source)? else { continue };
        let last = store.last_begun(&source.name).await?;
        out.extend(schedule.due(last, now).map(|due| (source.name.clone(), due)));
    }
    out.sort_by_key(|(_, due)| due.at);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(schedule: &str, zone: Option<&str>) -> Source {
        let zone = zone.map(|zone| format!("time-zone = \"{zone}\"")).unwrap_or_default();
        let text = format!("name = \"n\"\nkind = \"page\"\nat = \"x\"\nschedule = \"{schedule}\"\n{zone}");
        toml::from_str(&text).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn it_is_due_once_however_often_it_was_missed() {
        let schedule = Schedule::of(&source("0 6 * * *", None)).unwrap().unwrap();
        let spread = schedule.spread;
        assert_eq!(schedule.due(Some(at("2026-11-23T06:30:00Z")), at("2026-11-24T05:59:00Z")), None);
        let due = schedule.due(Some(at("2026-11-20T06:30:00Z")), at("2026-11-23T12:00:00Z"));
        assert_eq!(due, Some(Due { at: at("2026-11-23T06:00:00Z") + spread, missed: true }));
        let due = schedule.due(Some(at("2026-11-22T06:30:00Z")), at("2026-11-23T06:01:30Z"));
        assert_eq!(due, Some(Due { at: at("2026-11-23T06:00:00Z") + spread, missed: false }));
        assert!(schedule.due(None, at("2026-11-23T04:00:00Z")).is_some_and(|due| !due.missed));
        // What began for it counts as having begun after it was due.
        assert_eq!(schedule.due(Some(at("2026-11-23T06:01:30Z")), at("2026-11-23T06:02:00Z")), None);
    }

    #[test]
    fn the_time_is_that_of_the_zone() {
        let schedule = Schedule::of(&source("0 6 * * *", Some("Asia/Shanghai"))).unwrap().unwrap();
        let next = schedule.next(at("2026-11-23T00:00:00Z")).unwrap() - schedule.spread;
        assert_eq!(next, at("2026-11-23T22:00:00Z"));
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let error = Schedule::of(&source("every morning", None)).unwrap_err().to_string();
        assert!(error.contains("\"n\"") && error.contains("0 6 * * *"), "{error}");
        let error = Schedule::of(&source("0 6 * * *", Some("Mars/Olympus"))).unwrap_err().to_string();
        assert!(error.contains("Mars/Olympus"), "{error}");
    }
}
