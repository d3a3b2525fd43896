//! Where a training gets its examples from.

/// A number of examples that are made when they are needed: unpacked, scaled, read from a sensor, or
/// passed through a part of a network that does not learn.
///
/// For [`Trainer::fit_from`](crate::Trainer::fit_from), which has an example.
#[derive(Clone, Copy, Debug)]
pub struct Examples<F> {
    count: usize,
    make: F,
}

impl<F> Examples<F> {
    /// `count` examples, of which number `i`, counted from 0, is `make(i)`: an input and a target.
    #[must_use]
    pub const fn new<X, Y>(count: usize, make: F) -> Self
    where
        F: FnMut(usize) -> (X, Y),
    {
        Self { count, make }
    }
}

/// What the loop of a training asks for.
pub(crate) trait Source<X, Y> {
    /// How many examples there are.
    fn count(&self) -> usize;

    /// Shows number `i` to `look`.
    fn show<R>(&mut self, i: usize, look: impl FnOnce(&X, &Y) -> R) -> Option<R>;

    /// Shows several numbers side by side, made in this order.
    fn show_all<R, const M: usize>(
        &mut self,
        numbers: [usize; M],
        look: impl FnOnce([&X; M], [&Y; M]) -> R,
    ) -> Option<R>;
}

impl<X, Y> Source<X, Y> for &[(X, Y)] {
    fn count(&self) -> usize {
        self.len()
    }

    #[inline]
    fn show<R>(&mut self, i: usize, look: impl FnOnce(&X, &Y) -> R) -> Option<R> {
        self.get(i).map(|(x, y)| look(x, y))
    }

    #[inline]
    fn show_all<R, const M: usize>(
        &mut self,
        numbers: [usize; M],
        look: impl FnOnce([&X; M], [&Y; M]) -> R,
    ) -> Option<R> {
        let first = self.first()?;
        let mut shown = [first; M];
        for (to, i) in shown.iter_mut().zip(numbers) {
            *to = self.get(i)?;
        }
        Some(look(shown.map(|(x, _)| x), shown.map(|(_, y)| y)))
    }
}

impl<X, Y, F: FnMut(usize) -> (X, Y)> Source<X, Y> for &mut Examples<F> {
    fn count(&self) -> usize {
        self.count
    }

    #[inline]
    fn show<R>(&mut self, i: usize, look: impl FnOnce(&X, &Y) -> R) -> Option<R> {
        let (x, y) = (self.make)(i);
        Some(look(&x, &y))
    }

    #[inline]
    fn show_all<R, const M: usize>(
        &mut self,
        numbers: [usize; M],
        look: impl FnOnce([&X; M], [&Y; M]) -> R,
    ) -> Option<R> {
        let made = numbers.map(&mut self.make);
        let made = made.each_ref();
        Some(look(made.map(|(x, _)| x), made.map(|(_, y)| y)))
    }
}
