//! What a scan of the site must come to.

use super::page::{Kind, Sentence, sentences, version};

/// Pages and findings as the report of a run counts them.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Truth {
    pub of: u64,
    pub read: u64,
    pub unchanged: u64,
    pub failed: u64,
    pub gone: u64,
    pub disallowed: u64,
    pub unlisted: u64,
    pub unread: u64,
    /// Errors and warnings.
    pub new: [u64; 2],
    pub fixed: [u64; 2],
    pub open: [u64; 2],
}

impl Truth {
    /// What a scan of so many pages comes to, and of `more` on the second host, if all earlier ones were made.
    pub fn of(pages: usize, more: usize, scan: u32) -> Truth {
        let mut truth = Truth { of: (pages + more) as u64, ..Truth::default() };
        *(if scan == 1 { &mut truth.read } else { &mut truth.unchanged }) += more as u64;
        for n in 0..pages {
            truth.add(n, scan);
        }
        truth
    }

    fn add(&mut self, n: usize, scan: u32) {
        let kind = Kind::of(n);
        let now = count(sentences(n, version(n, scan)));
        let before = count(sentences(n, version(n, scan - 1)));
        let changed = version(n, scan) != version(n, scan - 1);
        match kind {
            Kind::Broken | Kind::Cut | Kind::Inward => self.failed += 1,
            Kind::FailsLater | Kind::Home if scan > 1 => self.failed += 1,
            Kind::Gone => self.gone += 1,
            Kind::Leaves if scan > 1 => self.gone += 1,
            Kind::Kept => self.disallowed += 1,
            Kind::Unlisted if scan > 1 => self.unlisted += 1,
            _ if scan == 1 || changed => self.read += 1,
            _ => self.unchanged += 1,
        }
        for severity in 0..2 {
            if kind.is_had(scan) {
                let before = if scan == 1 { 0 } else { before[severity] };
                self.new[severity] += now[severity].saturating_sub(before);
                self.fixed[severity] += before.saturating_sub(now[severity]);
            }
            // What was found once stays open while the page cannot be had, and until it is gone for the second time.
            let stays = matches!(kind, Kind::FailsLater | Kind::Home) || (kind == Kind::Leaves && scan < 3);
            if kind.is_had(scan) || stays {
                self.open[severity] += now[severity];
            }
        }
    }
}

fn count(sentences: &[Sentence]) -> [u64; 2] {
    let of = |wanted| sentences.iter().filter(|s| **s == wanted).count() as u64;
    [of(Sentence::Cure), of(Sentence::Hype)]
}
