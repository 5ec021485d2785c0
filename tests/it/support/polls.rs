//! When work is cancelled in a test.

/// Numbers of polls after which to cancel: nearly every one at first, then ever fewer, since most of
/// long work is alike. Seeds begin at different numbers, so that together they meet most of them.
pub fn polls(seed: u64) -> impl Iterator<Item = u64> {
    std::iter::successors(Some(seed % 4), |polls| Some(polls + 1 + polls / 16))
}
