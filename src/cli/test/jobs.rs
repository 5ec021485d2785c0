//! Independent work on several threads, with results in the order in which it was asked for.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many threads there are for work: so many as are asked for, or as many as the machine has cores.
pub(super) fn threads(wanted: Option<u16>) -> usize {
    match wanted {
        Some(wanted) => usize::from(wanted),
        None => thread::available_parallelism().map_or(1, NonZeroUsize::get),
    }
}

/// Does the same with each item, on at most so many threads.
pub(super) fn each<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let threads = threads.min(items.len());
    if threads <= 1 {
        return items.iter().map(work).collect();
    }
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else {
                        return;
                    };
                    let result = work(item);
                    // A thread that panicked ends the program at the end of the scope.
                    if let Ok(mut done) = done.lock() {
                        done.push((at, result));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        let items: Vec<u64> = (0..200).collect();
        for threads in [1, 2, 7] {
            let done = each(&items, threads, |item| {
                thread::sleep(std::time::Duration::from_micros(200 - *item));
                item * item
            });
            assert!(
                done.iter()
                    .zip(&items)
                    .all(|(done, item)| *done == item * item)
            );
            assert_eq!(done.len(), items.len());
        }
        assert!(each(&[], 4, |item: &u64| *item).is_empty());
        assert_eq!(threads(Some(3)), 3);
        assert!(threads(None) > 0);
    }
}
