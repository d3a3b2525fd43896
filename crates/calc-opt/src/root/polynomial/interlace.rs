//! The real roots of a polynomial around zero: one between any two neighbouring roots of its derivative,
//! at most.

use heapless::Vec;

use super::RealRoot;
use super::exact::horner;
use crate::root::{Adaptive, Point, Search};

/// A value below `32·(n·ε)²·∑ |cₖ|·|x|ᵏ` is lost in the rounding of twice the digits, and of the place.
const LOST: f64 = 32.0;

/// The roots in `[−radius, radius]` of the polynomial of this degree, in ascending order.
///
/// From the root of its highest derivative that is not constant, through all derivatives, to its own. A
/// value is zero if a change of every coefficient by the share `uncertainty` of itself can make it so.
pub(super) fn within<const N: usize>(
    coefficients: &[f64; N],
    degree: usize,
    radius: f64,
    uncertainty: f64,
) -> Vec<RealRoot<f64>, N> {
    let mut roots = Vec::new();
    let mut lost = 0.0;
    for order in (0..degree).rev() {
        lost += f64::EPSILON;
        let zero = uncertainty + LOST * lost * lost;
        let derivative = taylor_derivative(coefficients, order);
        let terms = derivative.get(..=degree - order).unwrap_or(&derivative);
        roots = between(terms, radius, zero, &roots);
    }
    roots
}

/// The coefficients of `p⁽ᵐ⁾/m!`: `C(k, m)·cₖ`.
fn taylor_derivative<const N: usize>(coefficients: &[f64; N], order: usize) -> [f64; N] {
    let mut derivative = [0.0; N];
    let (mut binomial, mut above, mut steps) = (1.0, 0.0, 0.0);
    for _ in 0..order {
        above += 1.0;
    }
    for (d, &c) in derivative.iter_mut().zip(coefficients.iter().skip(order)) {
        *d = binomial * c;
        above += 1.0;
        steps += 1.0;
        binomial = binomial * above / steps;
    }
    derivative
}

/// A place, and the value there: zero, or of a sign.
#[derive(Clone, Copy)]
struct Place {
    x: f64,
    value: f64,
}

/// The roots of the polynomial in `[−radius, radius]`, given those of its derivative.
fn between<const N: usize>(
    terms: &[f64],
    radius: f64,
    zero: f64,
    of_derivative: &Vec<RealRoot<f64>, N>,
) -> Vec<RealRoot<f64>, N> {
    let look = |x: f64| {
        let (value, sum) = horner(terms, x);
        let certain = value.abs() > zero * sum;
        Place {
            x,
            value: if certain { value } else { 0.0 },
        }
    };
    let mut roots: Vec<RealRoot<f64>, N> = Vec::new();
    let mut add = |x: f64, multiplicity: u32| {
        let new = roots.last().is_none_or(|last| last.x < x);
        if new {
            // There are no more roots than the degree, which is below N.
            let _ = roots.push(RealRoot { x, multiplicity });
        }
    };
    let mut left = look(-radius);
    if left.value == 0.0 {
        let touches = of_derivative.first().filter(|root| root.x <= left.x);
        add(left.x, touches.map_or(1, |root| root.multiplicity + 1));
    }
    let end = RealRoot {
        x: radius,
        multiplicity: 0,
    };
    for turn in of_derivative.iter().chain([&end]) {
        let right = look(turn.x);
        let (falls, rises) = (
            right.value < 0.0 && 0.0 < left.value,
            left.value < 0.0 && 0.0 < right.value,
        );
        if falls || rises {
            add(crossing(terms, left, right), 1);
        }
        if right.value == 0.0 {
            add(right.x, turn.multiplicity + 1);
        }
        left = right;
    }
    roots
}

/// The root between two places with values of opposite sign.
fn crossing(terms: &[f64], left: Place, right: Place) -> f64 {
    let point = |place: Place| Point {
        x: place.x,
        value: place.value,
    };
    let mut search =
        Search::between(point(left), point(right), Adaptive::new()).x_rel(f64::EPSILON);
    while let Some(x) = search.next() {
        search.tell(horner(terms, x).0);
    }
    match search.result() {
        Ok(root) => root.x,
        // A polynomial has no poles; where underflow makes one up, the bracket is right.
        Err(error) => error.best().x,
    }
}
