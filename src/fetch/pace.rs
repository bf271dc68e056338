//! How often a host is asked: as its headers say, evenly, and not while it wants to be left alone.

use reqwest::header::HeaderMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep_until};

/// The most requests under way that headers may ask for.
pub(super) const WIDEST: usize = 8;

/// What headers may not go beyond.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// The shortest time from one request to the next.
    pub(super) interval: Duration,
    /// The most requests under way.
    pub(super) width: usize,
}

/// The pace of one host.
#[derive(Debug)]
pub(super) struct Pace {
    state: Mutex<State>,
    /// Held by the one who waits for the next start.
    next: tokio::sync::Mutex<()>,
    /// Requests under way.
    slots: Semaphore,
}

#[derive(Debug)]
struct State {
    bounds: Bounds,
    /// From one request to the next.
    interval: Duration,
    /// When the next may start.
    at: Instant,
    /// How many may be under way.
    width: usize,
    /// Requests in a row that failed.
    failures: u32,
    /// Until when the host wants to be left alone.
    #[cfg(feature = "desk")]
    closed: Option<Instant>,
}

impl Pace {
    /// So many requests at a time, no more often than this.
    pub(super) fn new(interval: Duration, width: usize, bounds: Bounds) -> Pace {
        let at = Instant::now();
        Pace {
            state: Mutex::new(State {
                bounds,
                interval,
                at,
                width,
                failures: 0,
                #[cfg(feature = "desk")]
                closed: None,
            }),
            next: tokio::sync::Mutex::new(()),
            slots: Semaphore::new(width),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a request may start; it is under way as long as what is given back lives.
    pub(super) async fn enter(&self) -> Option<SemaphorePermit<'_>> {
        let permit = self.slots.acquire().await.ok()?;
        let _waiting = self.next.lock().await;
        loop {
            let at = {
                let mut state = self.state();
                let now = Instant::now();
                if now >= state.at {
                    state.at = now + state.interval;
                    return Some(permit);
                }
                state.at
            };
            // The time may be put off while one waits.
            sleep_until(at).await;
        }
    }

    /// Lets nothing start for a while.
    pub(super) fn rest(&self, wait: Duration) {
        let mut state = self.state();
        state.at = state.at.max(Instant::now() + wait);
    }

    /// Leaves the host alone for longer than anybody waits.
    #[cfg(feature = "desk")]
    pub(super) fn close(&self, wait: Duration) {
        // A day at most, lest a slip of the host's ends everything.
        self.state().closed = Some(Instant::now() + wait.min(Duration::from_secs(24 * 60 * 60)));
    }

    /// How long the host is left alone, if it is.
    #[cfg(feature = "desk")]
    pub(super) fn closed(&self) -> Option<Duration> {
        let until = self.state().closed?;
        Some(until.saturating_duration_since(Instant::now())).filter(|wait| !wait.is_zero())
    }

    /// Asks no more often than this from now on.
    #[cfg(feature = "desk")]
    pub(super) fn slow(&self, interval: Duration) {
        let mut state = self.state();
        state.bounds.interval = state.bounds.interval.max(interval);
        if interval > state.interval {
            // The last request began when the next was put off by the old interval.
            let more = interval - state.interval;
            state.at += more;
            state.interval = interval;
        }
    }

    /// Takes over what headers say of the pace.
    pub(super) fn learn(&self, headers: &HeaderMap) {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let number = |name: &str| text(name).and_then(|n| n.trim().parse::<u32>().ok()).filter(|n| *n > 0);
        let mut state = self.state();
        if let Some(limit) = number("x-rate-limit-limit") {
            let every = text("x-rate-limit-interval")
                .and_then(|t| t.trim().trim_end_matches('s').parse::<u32>().ok());
            let every = Duration::from_secs(u64::from(every.unwrap_or(1).clamp(1, 3_600)));
            // A tenth more, as requests do not arrive as evenly as they start.
            let least = state.bounds.interval.max(Duration::from_millis(1));
            state.interval = (every / limit * 11 / 10).max(least);
        }
        if let Some(width) = number("x-concurrency-limit") {
            let (width, now) = ((width as usize).min(WIDEST).min(state.bounds.width), state.width);
            state.width = if width > now {
                self.slots.add_permits(width - now);
                width
            } else {
                // Those under way cannot be taken back; the next answer will take them.
                now - self.slots.forget_permits(now - width)
            };
        }
    }

    /// Notes how a request ended.
    pub(super) fn ended(&self, well: bool) {
        let mut state = self.state();
        state.failures = if well { 0 } else { state.failures.saturating_add(1) };
    }

    /// Whether it is of no use to ask again, as so many requests in a row failed.
    pub(super) fn is_down(&self, failures: u32) -> bool {
        self.state().failures >= failures
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREE: Bounds = Bounds { interval: Duration::ZERO, width: WIDEST };

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn headers_tell_the_pace() {
        let pace = Pace::new(Duration::from_millis(200), 1, FREE);
        pace.learn(&headers(&[
            ("x-rate-limit-limit", "10"),
            ("x-rate-limit-interval", "1s"),
            ("x-concurrency-limit", "3"),
        ]));
        assert_eq!((pace.state().interval, pace.slots.available_permits()), (Duration::from_millis(110), 3));
        pace.learn(&headers(&[
            ("x-rate-limit-limit", "5"),
            ("x-rate-limit-interval", "1s"),
            ("x-concurrency-limit", "1"),
        ]));
        assert_eq!((pace.state().interval, pace.slots.available_permits()), (Duration::from_millis(220), 1));
        pace.learn(&headers(&[("x-rate-limit-limit", "0"), ("x-concurrency-limit", "many")]));
        assert_eq!(pace.state().interval, Duration::from_millis(220));
    }

    #[test]
    fn requests_start_no_more_often_and_not_while_it_rests() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let pace = Pace::new(Duration::from_millis(20), 1, FREE);
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

    #[test]
    fn headers_do_not_go_beyond_the_bounds() {
        let bounds = Bounds { interval: Duration::from_secs(1), width: 2 };
        let pace = Pace::new(Duration::from_secs(1), 2, bounds);
        pace.learn(&headers(&[("x-rate-limit-limit", "100"), ("x-concurrency-limit", "6")]));
        assert_eq!((pace.state().interval, pace.slots.available_permits()), (Duration::from_secs(1), 2));
        pace.learn(&headers(&[("x-rate-limit-limit", "1"), ("x-rate-limit-interval", "10s")]));
        assert_eq!(pace.state().interval, Duration::from_secs(11));
    }

    #[test]
    fn no_more_are_under_way_than_may_be() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let pace = Pace::new(Duration::ZERO, 2, FREE);
            let (first, second) = (pace.enter().await, pace.enter().await);
            let third = tokio::time::timeout(Duration::from_millis(30), pace.enter());
            assert!(third.await.is_err());
            // One less: the permits are taken back when they are.
            pace.learn(&headers(&[("x-concurrency-limit", "1")]));
            drop((first, second));
            pace.learn(&headers(&[("x-concurrency-limit", "1")]));
            let _first = pace.enter().await;
            let second = tokio::time::timeout(Duration::from_millis(30), pace.enter());
            assert!(second.await.is_err());
        });
    }

    #[test]
    #[cfg(feature = "desk")]
    fn a_host_is_left_alone_and_asked_more_slowly() {
        let bounds = Bounds { interval: Duration::ZERO, width: 1 };
        let pace = Pace::new(Duration::from_millis(10), 1, bounds);
        assert_eq!(pace.closed(), None);
        pace.close(Duration::from_secs(3_600));
        assert!(pace.closed().is_some_and(|wait| wait > Duration::from_secs(3_500)));
        pace.slow(Duration::from_secs(2));
        pace.learn(&headers(&[("x-rate-limit-limit", "1000")]));
        assert_eq!(pace.state().interval, Duration::from_secs(2));
        (0..10).for_each(|_| pace.ended(false));
        assert!(pace.is_down(10) && !pace.is_down(11));
        pace.ended(true);
        assert!(!pace.is_down(1));
    }
}
