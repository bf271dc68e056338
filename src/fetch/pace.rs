//! How often a host is asked: as its headers say, evenly, and not while it wants to be left alone.

use reqwest::header::HeaderMap;
use std::cell::Cell;
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

/// Requests in a row that may fail for good before a host is left alone.
const FAILURES: u32 = 3;

/// The pace of one host.
#[derive(Debug)]
pub(super) struct Pace {
    /// From one request to the next.
    interval: Cell<Duration>,
    /// When the next may start; held by the one who waits for it.
    next: Mutex<()>,
    at: Cell<Instant>,
    /// Requests under way.
    slots: Semaphore,
    /// How many may be.
    width: Cell<usize>,
    failures: Cell<u32>,
}

impl Pace {
    /// One request at a time, no more often than this.
    pub(super) fn new(interval: Duration) -> Pace {
        Pace {
            interval: Cell::new(interval),
            next: Mutex::new(()),
            at: Cell::new(Instant::now()),
            slots: Semaphore::new(1),
            width: Cell::new(1),
            failures: Cell::new(0),
        }
    }

    /// Waits until a request may start; it is under way as long as what is given back lives.
    pub(super) async fn enter(&self) -> Option<SemaphorePermit<'_>> {
        let permit = self.slots.acquire().await.ok()?;
        let _waiting = self.next.lock().await;
        // The time may be put off while one waits.
        while Instant::now() < self.at.get() {
            sleep_until(self.at.get()).await;
        }
        self.at.set(Instant::now() + self.interval.get());
        Some(permit)
    }

    /// Lets nothing start for a while.
    pub(super) fn rest(&self, wait: Duration) {
        self.at.set(self.at.get().max(Instant::now() + wait));
    }

    /// Takes over what headers say of the pace.
    pub(super) fn learn(&self, headers: &HeaderMap) {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let number = |name: &str| text(name).and_then(|n| n.trim().parse::<u32>().ok()).filter(|n| *n > 0);
        if let Some(limit) = number("x-rate-limit-limit") {
            let every = text("x-rate-limit-interval")
                .and_then(|t| t.trim().trim_end_matches('s').parse::<u32>().ok());
            let every = Duration::from_secs(u64::from(every.unwrap_or(1).clamp(1, 3_600)));
            // A tenth more, as requests do not arrive as evenly as they start.
            self.interval.set((every / limit * 11 / 10).max(Duration::from_millis(1)));
        }
        if let Some(width) = number("x-concurrency-limit") {
            let (width, now) = ((width as usize).min(8), self.width.get());
            if width > now {
                self.slots.add_permits(width - now);
            } else {
                self.slots.forget_permits(now - width);
            }
            self.width.set(width);
        }
    }

    /// Notes how a request ended.
    pub(super) fn ended(&self, well: bool) {
        self.failures.set(if well { 0 } else { self.failures.get() + 1 });
    }

    /// Whether it is of no use to ask again.
    pub(super) fn is_down(&self) -> bool {
        self.failures.get() >= FAILURES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn headers_tell_the_pace() {
        let pace = Pace::new(Duration::from_millis(200));
        pace.learn(&headers(&[
            ("x-rate-limit-limit", "10"),
            ("x-rate-limit-interval", "1s"),
            ("x-concurrency-limit", "3"),
        ]));
        assert_eq!((pace.interval.get(), pace.slots.available_permits()), (Duration::from_millis(110), 3));
        pace.learn(&headers(&[
            ("x-rate-limit-limit", "5"),
            ("x-rate-limit-interval", "1s"),
            ("x-concurrency-limit", "1"),
        ]));
        assert_eq!((pace.interval.get(), pace.slots.available_permits()), (Duration::from_millis(220), 1));
        pace.learn(&headers(&[("x-rate-limit-limit", "0"), ("x-concurrency-limit", "many")]));
        assert_eq!(pace.interval.get(), Duration::from_millis(220));
    }

    #[test]
    fn requests_start_no_more_often_and_not_while_it_rests() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let pace = Pace::new(Duration::from_millis(20));
            let start = Instant::now();
            for _ in 0..4 {
                drop(pace.enter().await);
            }
            assert!(start.elapsed() >= Duration::from_millis(60));
            pace.rest(Duration::from_millis(80));
            let start = Instant::now();
            drop(pace.enter().await);
            assert!(start.elapsed() >= Duration::from_millis(75));
        });
    }
}
