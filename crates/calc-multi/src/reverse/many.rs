//! Operations of many operands, recorded as one.

use core::array;

use calc_scalar::{Dual, Float, Number, Real, strong, terms};

use super::var::Var;

impl<T: Number> Var<'_, T> {
    /// `f(u₁, …, u_K)` as one recorded operation, whatever happens in between.
    ///
    /// `f` runs on dual numbers with `K` slots, which find the `K` slopes, and only these are recorded.
    /// That saves room and time where a block of code takes few numbers and gives one. In code that is
    /// generic over [`Real`](calc_scalar::Real), [`Real::block`](calc_scalar::Real::block) does this.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_multi::{Tape, Var};
    /// use calc_scalar::Real;
    ///
    /// let mut tape = Tape::<f64, 3>::new();
    /// let slopes = tape.gradient(
    ///     |[x, y]| Var::statement([x, y], |[x, y]| (x * y).sin() * x + y.powi(2)),
    ///     [0.0, 3.0],
    /// )?;
    /// assert_eq!(slopes, [0.0, 6.0]);
    /// assert_eq!(tape.used(), 3); // x, y and the result
    /// # Ok::<(), calc_multi::TapeFull>(())
    /// ```
    #[inline]
    pub fn statement<const K: usize>(
        inputs: [Self; K],
        f: impl FnOnce([Dual<T, K>; K]) -> Dual<T, K>,
    ) -> Self {
        let mut numbered = inputs.into_iter().enumerate();
        let variables = array::from_fn(|_| match numbered.next() {
            Some((i, input)) => Dual::variable_at(input.value(), i),
            None => Dual::lift(T::ZERO),
        });
        let y = f(variables);
        // A node of two operands is made faster when it is known to be one.
        match (inputs.as_slice(), y.partials.as_slice()) {
            (&[a], &[by_a]) => a.step(y.value, by_a),
            (&[a, b], &[by_a, by_b]) => a.join(b, y.value, by_a, by_b),
            _ => Self::gather(y.value, y.partials.into_iter().zip(inputs)),
        }
    }

    #[inline]
    pub(crate) fn recorded_total(terms: &[Self]) -> Self {
        let value = terms.iter().map(|u| u.value()).sum();
        Self::gather(value, terms.iter().map(|&u| (T::ONE, u)))
    }

    #[inline]
    pub(crate) fn recorded_dot(x: &[Self], y: &[Self]) -> Self {
        if x.len() != y.len() {
            return Self::lift(T::literal(f64::NAN));
        }
        let pairs = || x.iter().zip(y);
        let value = pairs().map(|(x, y)| x.value() * y.value()).sum();
        let slopes = pairs().flat_map(|(&x, &y)| {
            let (u, v) = (x.value(), y.value());
            let product = u * v;
            [
                (strong::within(product, v), x),
                (strong::within(product, u), y),
            ]
        });
        Self::gather(value, slopes)
    }

    #[inline]
    pub(crate) fn recorded_combination(weights: &[T::Literal], x: &[Self]) -> Self {
        if weights.len() != x.len() {
            return Self::lift(T::literal(f64::NAN));
        }
        let pairs = || x.iter().zip(weights);
        let value = pairs().map(|(x, &w)| x.value() * w).sum();
        let slopes = pairs().map(|(&x, &w)| {
            let product = x.value() * w;
            (strong::within(product, T::constant(w)), x)
        });
        Self::gather(value, slopes)
    }

    #[inline]
    pub(crate) fn recorded_norm(x: &[Self]) -> Self {
        let norm = terms::norm(x.iter().map(|u| u.value()));
        if norm.is_finite() && norm >= T::constant(T::Literal::MIN_POSITIVE) {
            return Self::gather(norm, x.iter().map(|&u| (u.value() / norm, u)));
        }
        Self::norm_at_an_end(norm, x)
    }

    /// Where the norm leaves the range, its slopes do not. Infinite components are equally far.
    #[cold]
    fn norm_at_an_end(norm: T, x: &[Self]) -> Self {
        let most = T::Literal::MAX;
        let values = || x.iter().map(|u| u.value());
        let scale = T::Literal::from_f64(if norm < T::ONE { 1e30 } else { 0.0625 });
        let infinite = values().any(|u| u.primal().magnitude() > most);
        let defined = !terms::total(values().map(T::abs)).primal().not_a_number();
        let toward = |u: T| match u.primal() {
            _ if !(infinite && defined) => u * scale,
            at if at.magnitude() > most => T::constant(T::Literal::ONE.copysign(at)),
            _ => T::ZERO,
        };
        let length = terms::norm(values().map(toward));
        let slopes = x.iter().map(|&u| {
            let slope = if length == T::ZERO {
                T::ZERO
            } else {
                toward(u.value()) / length
            };
            (slope, u)
        });
        Self::gather(norm, slopes)
    }

    /// Where the value is finite. The shares are not taken from the value: where that is large, it has lost digits
    /// of the logarithm.
    #[inline]
    pub(crate) fn recorded_logsumexp(x: &[Self]) -> Option<Self> {
        let values = || x.iter().map(|u| u.value());
        if T::IS_SET {
            let value = terms::logsumexp(values());
            let slopes = x.iter().map(|&u| ((u.value() - value).exp(), u));
            return value.is_finite().then(|| Self::gather(value, slopes));
        }
        let shift = terms::largest(values());
        let share = |u: T| (u - shift).exp();
        let sum = terms::total(values().map(share));
        let value = sum.ln() + shift;
        let slopes = x.iter().map(|&u| (share(u.value()) / sum, u));
        value.is_finite().then(|| Self::gather(value, slopes))
    }
}
