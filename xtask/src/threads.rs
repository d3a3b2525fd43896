//! Work side by side: what one waits for, another uses.

use std::thread::ScopedJoinHandle;

use anyhow::{Result, anyhow};

/// What `work` makes of each item, each in a thread of its own, in the order of the items.
pub(crate) fn each<I: Sync, R: Send>(
    items: &[I],
    work: impl Fn(&I) -> Result<R> + Sync,
) -> Result<Vec<R>> {
    let work = &work;
    std::thread::scope(|scope| {
        let on = |item| scope.spawn(move || work(item));
        let threads: Vec<_> = items.iter().map(on).collect();
        threads.into_iter().map(join).collect()
    })
}

/// What both make, one in a thread of its own.
pub(crate) fn both<A: Send, B>(
    apart: impl FnOnce() -> Result<A> + Send,
    here: impl FnOnce() -> Result<B>,
) -> Result<(A, B)> {
    std::thread::scope(|scope| {
        let apart = scope.spawn(apart);
        let here = here();
        Ok((join(apart)?, here?))
    })
}

/// What a thread made; that it panicked is an error.
pub(crate) fn join<R>(thread: ScopedJoinHandle<'_, Result<R>>) -> Result<R> {
    let joined = thread.join().map_err(|_| anyhow!("a thread has panicked"));
    joined.and_then(|result| result)
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_items_and_an_error_is_not_lost() {
        let odd = |n: &u32| {
            if n % 2 == 1 {
                Ok(n * 10)
            } else {
                bail!("{n} is even")
            }
        };
        assert_eq!(each(&[3, 1, 5], odd).unwrap(), [30, 10, 50]);
        assert_eq!(each(&[3, 4], odd).unwrap_err().to_string(), "4 is even");
        assert_eq!(both(|| odd(&1), || odd(&3)).unwrap(), (10, 30));
        assert_eq!(
            both(|| odd(&2), || odd(&3)).unwrap_err().to_string(),
            "2 is even"
        );
        assert_eq!(
            both(|| odd(&1), || odd(&6)).unwrap_err().to_string(),
            "6 is even"
        );
    }
}
