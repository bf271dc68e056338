//! Many inputs on all cores, answered in the order they came, with few of them in memory at once.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Inputs that may wait for each worker: enough that none is idle, few enough to keep memory flat.
const WAITING: usize = 16;

/// How many workers to use: as many as asked for, else one a core.
pub fn workers(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}

/// Applies `work` to every input on `workers` threads, and hands the answers to `take` in the
/// order of the inputs, each as soon as those before it are there. The first error of `take` ends it.
pub fn ordered<I: Send, O: Send, E>(
    inputs: impl IntoIterator<Item = I, IntoIter: Send>,
    workers: usize,
    work: impl Fn(I) -> O + Sync,
    mut take: impl FnMut(O) -> Result<(), E>,
) -> Result<(), E> {
    let (to_work, jobs) = sync_channel::<(I, SyncSender<O>)>(workers);
    let (to_take, answers) = sync_channel::<Receiver<O>>(workers * WAITING);
    let jobs = Mutex::new(jobs);
    let inputs = inputs.into_iter();
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((input, answer)) = next(&jobs) {
                    // Nobody waits for the answer once the taker has failed.
                    let _ = answer.send(work(input));
                }
            });
        }
        scope.spawn(move || {
            for input in inputs {
                let (answer, answered) = sync_channel(1);
                if to_take.send(answered).is_err() || to_work.send((input, answer)).is_err() {
                    return;
                }
            }
        });
        answers.into_iter().filter_map(|answered| answered.recv().ok()).try_for_each(&mut take)
    })
}

fn next<T>(jobs: &Mutex<Receiver<T>>) -> Option<T> {
    jobs.lock().ok()?.recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn answers_come_in_order_and_few_inputs_wait() {
        let (drawn, mut taken) = (AtomicUsize::new(0), 0);
        let inputs = (0..2_000_u64).inspect(|_| {
            drawn.fetch_add(1, Ordering::SeqCst);
        });
        let slow_at_first = |n: u64| {
            if n.is_multiple_of(7) {
                thread::yield_now();
            }
            n * 2
        };
        ordered(inputs, 4, slow_at_first, |answer| {
            assert_eq!(answer, taken * 2);
            taken += 1;
            let waiting = drawn.load(Ordering::SeqCst) - taken as usize;
            assert!(waiting <= 4 * (WAITING + 4), "{waiting} inputs wait");
            Ok::<_, ()>(())
        })
        .unwrap();
        assert_eq!(taken, 2_000);
    }

    #[test]
    fn the_first_error_ends_it() {
        let drawn = AtomicUsize::new(0);
        let inputs = (0_u64..).inspect(|_| {
            drawn.fetch_add(1, Ordering::SeqCst);
        });
        assert_eq!(ordered(inputs, 2, |n| n, |n| if n < 10 { Ok(()) } else { Err(n) }), Err(10));
        assert!(drawn.into_inner() < 10 + 2 * (WAITING + 4));
    }
}
