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

/// A place, and the value there.
#[derive(Clone, Copy)]
struct Place {
    x: f64,
    value: f64,
    /// The value as a share of its terms, where that is too small to have a sign.
    zero: Option<f64>,
    /// What the place counts as a root of the derivative.
    multiplicity: u32,
}

/// The roots of the polynomial in `[−radius, radius]`, given those of its derivative.
fn between<const N: usize>(
    terms: &[f64],
    radius: f64,
    zero: f64,
    of_derivative: &Vec<RealRoot<f64>, N>,
) -> Vec<RealRoot<f64>, N> {
    // The derivative has one root less than the degree at most, so these are no more than N.
    let mut places: Vec<Place, N> = Vec::new();
    let mut look = |root: &RealRoot<f64>| {
        let (value, sum) = horner(terms, root.x);
        let _ = places.push(Place {
            x: root.x,
            value,
            zero: (value.abs() <= zero * sum).then(|| value.abs() / sum.max(f64::MIN_POSITIVE)),
            multiplicity: root.multiplicity,
        });
    };
    let [low, high] = [-radius, radius].map(|x| RealRoot { x, multiplicity: 0 });
    if of_derivative.first().is_none_or(|root| root.x > -radius) {
        look(&low);
    }
    of_derivative.iter().for_each(&mut look);
    if of_derivative.last().is_none_or(|root| root.x < radius) {
        look(&high);
    }
    let mut roots: Vec<RealRoot<f64>, N> = Vec::new();
    let mut add = |x: f64, multiplicity: u32| {
        if roots.last().is_none_or(|last| last.x < x) {
            // There are no more roots than the degree, which is below N.
            let _ = roots.push(RealRoot { x, multiplicity });
        }
    };
    let mut left: Option<Place> = None;
    let mut rest = places.as_slice();
    while let Some((place, after)) = rest.split_first() {
        rest = after;
        let Some(mut least) = place.zero else {
            if let Some(left) = left
                && (left.value < 0.0 && 0.0 < place.value || place.value < 0.0 && 0.0 < left.value)
            {
                add(crossing(terms, left, *place), 1);
            }
            left = Some(*place);
            continue;
        };
        // Where neighbours are zero, so is all between them: one root that counts as often as they all make it.
        let (mut x, mut multiplicity) = (place.x, place.multiplicity + 1);
        while let Some((next, after)) = rest.split_first()
            && let Some(share) = next.zero
        {
            rest = after;
            multiplicity += next.multiplicity;
            if share < least {
                (x, least) = (next.x, share);
            }
        }
        add(x, multiplicity);
        left = None;
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
