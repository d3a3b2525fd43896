//! Rules on numbers that carry derivatives of intervals: the chain rule over enclosed coefficients.
//!
//! A rule branches on values, which is right for a float and wrong for a set. So number types over
//! intervals do not run the rule: they ask for its enclosed Taylor coefficients, and put the argument
//! into that polynomial.

use crate::dual::Dual;
use crate::jet::{Jet, whole};
use crate::real::Number;
use crate::rules::{Binary, Unary};

/// The most coefficients that are expanded on behalf of a number inside another.
const INNER: usize = 64;

/// The expansion at a number that is another one inside.
pub(crate) fn expand_inside<T: Number, S, R: Unary>(
    value: T,
    rule: R,
    coefficients: &mut [S],
    around: impl Fn(T) -> S,
) {
    let mut known = [T::literal(f64::NAN); INNER];
    fill(value, rule, &mut known, coefficients.len());
    for (coefficient, &c) in coefficients.iter_mut().zip(&known) {
        *coefficient = around(c);
    }
}

/// The expansion at a number with first derivatives: each coefficient with `(k + 1)·cₖ₊₁` as slope.
pub fn expand<T: Number, S, R: Unary>(
    value: T,
    rule: R,
    coefficients: &mut [S],
    chain: impl Fn(T, T) -> S,
) {
    let mut known = [T::literal(f64::NAN); INNER];
    fill(value, rule, &mut known, coefficients.len() + 1);
    for (k, (coefficient, pair)) in coefficients.iter_mut().zip(known.windows(2)).enumerate() {
        if let &[c, next] = pair {
            *coefficient = chain(c, next * whole::<T>(k + 1));
        }
    }
}

/// The expansion at a number with first and second derivatives.
pub fn expand2<T: Number, S, R: Unary>(
    value: T,
    rule: R,
    coefficients: &mut [S],
    chain: impl Fn(T, T, T) -> S,
) {
    let mut known = [T::literal(f64::NAN); INNER];
    fill(value, rule, &mut known, coefficients.len() + 2);
    for (k, (coefficient, three)) in coefficients.iter_mut().zip(known.windows(3)).enumerate() {
        if let &[c, next, last] = three {
            let curvature = last * whole::<T>((k + 1) * (k + 2));
            *coefficient = chain(c, next * whole::<T>(k + 1), curvature);
        }
    }
}

/// The expansion at a jet.
pub fn expand_jet<T: Number, const N: usize, R: Unary>(
    x: Jet<T, N>,
    rule: R,
    coefficients: &mut [Jet<T, N>],
) {
    let mut known = [T::literal(f64::NAN); INNER];
    fill(x.value(), rule, &mut known, coefficients.len() + N);
    for (k, coefficient) in coefficients.iter_mut().enumerate() {
        // Coefficient j of the k-th scaled derivative is C(k + j, j)·cₖ₊ⱼ.
        let mut binomial = T::ONE;
        let mut from = known.iter().skip(k);
        let series = core::array::from_fn(|j| {
            if j > 0 {
                binomial = binomial * whole::<T>(k + j) / whole::<T>(j);
            }
            from.next().map_or(T::literal(f64::NAN), |&c| c * binomial)
        });
        *coefficient = compose(&series, &x);
    }
}

/// The rule on a jet.
pub fn compose_jet<T: Number, const N: usize, R: Unary>(x: Jet<T, N>, rule: R) -> Jet<T, N> {
    let mut series = [T::ZERO; N];
    x.value().expand(rule, &mut series);
    compose(&series, &x)
}

/// `(f, ∂f/∂x, ∂f/∂y)`: by the rule, or enclosed.
#[inline]
pub fn value_and_slopes<T: Number, R: Binary>(x: T, y: T, rule: R) -> (T, T, T)
where
    Dual<T, 2>: Number<Literal = T::Literal>,
{
    if T::IS_SET {
        let [by_x, by_y] = rule
            .compose(Dual::variable_at(x, 0), Dual::variable_at(y, 1))
            .partials;
        (x.binary(y, rule), by_x, by_y)
    } else {
        rule.rule(x, y)
    }
}

/// The first `count` coefficients of the rule at `value`.
fn fill<T: Number, R: Unary>(value: T, rule: R, known: &mut [T], count: usize) {
    if let Some(wanted) = known.get_mut(..count) {
        value.expand(rule, wanted);
    }
}

/// `∑ sₖ·(x(t) − x₀)ᵏ`, by Horner's scheme.
fn compose<T: Number, const N: usize>(series: &[T; N], x: &Jet<T, N>) -> Jet<T, N> {
    if is_variable(x) {
        return Jet {
            coefficients: *series,
        };
    }
    let mut y = Jet::lift(T::ZERO);
    for &c in series.iter().rev() {
        // y ← y·(x − x₀) + c, where x − x₀ has no coefficient of order 0.
        y = Jet {
            coefficients: core::array::from_fn(|k| {
                let steps = x.coefficients.iter().take(k + 1).skip(1);
                let values = y.coefficients.iter().take(k).rev();
                steps.zip(values).fold(T::ZERO, |sum, (&d, &y)| sum + d * y)
            }),
        }
        .with_value(c);
    }
    y
}

/// Whether `x` is `x₀ + t`, so that its polynomial is the expansion itself.
fn is_variable<T: Number, const N: usize>(x: &Jet<T, N>) -> bool {
    let mut derivatives = x.coefficients.iter().skip(1);
    derivatives.next().is_some_and(|&c| (c - T::ONE).is_zero()) && derivatives.all(|c| c.is_zero())
}
