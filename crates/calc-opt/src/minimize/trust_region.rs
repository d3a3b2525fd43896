//! Newton's method in a region of trust, as a machine that asks for one evaluation at a time.

use calc_multi::linalg::symmetric_eigen;
use calc_scalar::Float;

use super::machine::Minimizer;
use super::options::Limits;
use super::report::{Minimum, Step, norm};
use crate::stopped::Stopped;

/// Newton's method with exact Hessians inside a region of trust, one evaluation at a time.
///
/// Each step is the lowest point of the quadratic model `f + gᵀp + ½pᵀHp` within the radius, found from
/// the eigenvalues of `H`, so it also leads away from saddles and along directions of negative curvature.
/// The radius grows where the model was right and shrinks where it was not, or where the trial was not
/// finite. Lengths are measured in variables scaled by the root of their curvature.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, TrustRegion};
///
/// // x⁴ − x² with its slope and curvature.
/// let mut search = TrustRegion::new([0.1], Limits::new());
/// while let Some([x]) = search.next() {
///     search.tell(x * x * x * x - x * x, [4.0 * x * x * x - 2.0 * x], [[12.0 * x * x - 2.0]]);
/// }
/// let minimum = search.minimum();
/// assert!((minimum.x[0] - 0.5_f64.sqrt()).abs() < 1e-10);
/// ```
///
/// # References
///
/// J. J. Moré and D. C. Sorensen, *Computing a Trust Region Step*, SIAM Journal on Scientific and
/// Statistical Computing 4(3), 1983, 553–572.
#[derive(Clone, Copy, Debug)]
pub struct TrustRegion<T, const N: usize> {
    /// When to stop.
    pub limits: Limits<T>,
    trial: [T; N],
    at: Option<Place<T, N>>,
    /// The radius, in scaled variables; `None` before the first step.
    radius: Option<T>,
    /// The unit of each variable is 1 by this: the root of its curvature, lately.
    scale: [T; N],
    /// The reduction of `f` that the model promises for the trial, the length of the step, and the slope
    /// of `f` along it.
    predicted: (T, T, T),
    /// The length of the first gradient.
    first: T,
    evaluations: u32,
    iterations: u32,
    stopped: Option<Stopped>,
}

#[derive(Clone, Copy, Debug)]
struct Place<T, const N: usize> {
    x: [T; N],
    value: T,
    gradient: [T; N],
    hessian: [[T; N]; N],
}

/// A step is taken when it gives at least this share of what the model promised.
const ACCEPTED: f64 = 1e-4;

/// The least and the largest factor by which a failed step shrinks the radius.
const SHRINK: [f64; 2] = [0.1, 0.5];

/// How fast the scale of a variable follows a curvature that has become smaller.
const SCALE_MEMORY: f64 = 0.94;
/// Steps towards the multiplier of the radius; Newton's method on `1/‖p‖` needs two or three.
const MULTIPLIER_STEPS: u32 = 60;

impl<T: Float, const N: usize> TrustRegion<T, N> {
    /// A search that starts at `x0`.
    #[must_use]
    pub fn new(x0: [T; N], limits: Limits<T>) -> Self {
        Self {
            limits,
            trial: x0,
            at: None,
            radius: None,
            scale: [T::ZERO; N],
            predicted: (T::ZERO, T::ZERO, T::ZERO),
            first: T::NAN,
            evaluations: 0,
            iterations: 0,
            stopped: None,
        }
    }

    /// The point at which value, gradient and Hessian are wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<[T; N]> {
        if self.stopped.is_none() && self.evaluations > self.limits.max_iterations {
            self.stopped = Some(Stopped::OutOfIterations);
        } else if self.stopped.is_none() && self.evaluations >= self.limits.max_evaluations {
            self.stopped = Some(Stopped::OutOfEvaluations);
        }
        self.stopped.is_none().then_some(self.trial)
    }

    /// Takes value, gradient and Hessian at the point asked for. After the end it changes nothing.
    ///
    /// Returns the step, if the trial was good enough to be one.
    pub fn tell(&mut self, value: T, gradient: [T; N], hessian: [[T; N]; N]) -> Option<Step<T, N>> {
        self.next()?;
        let before = (self.at.is_some(), self.iterations);
        self.evaluations = self.evaluations.saturating_add(1);
        let place = Place {
            x: self.trial,
            value,
            gradient,
            hessian,
        };
        let finite = value.is_finite()
            && gradient.iter().all(|g| g.is_finite())
            && hessian.iter().flatten().all(|h| h.is_finite());
        match self.at {
            None => {
                self.at = Some(place);
                self.first = norm(&gradient);
                if !finite {
                    self.stopped = Some(Stopped::NotFinite);
                }
            }
            Some(at) => {
                if self.judge(&at, &place, finite) {
                    self.iterations = self.iterations.saturating_add(1);
                    self.at = Some(place);
                    self.stopped = if self.limits.is_flat(norm(&gradient), self.first) {
                        None
                    } else if self.limits.is_short(&at.x, &place.x) {
                        Some(Stopped::StepSmall)
                    } else if self.limits.is_level(at.value, value) {
                        Some(Stopped::Plateau)
                    } else {
                        None
                    };
                }
            }
        }
        if self.stopped.is_none() {
            self.propose();
        }
        ((self.at.is_some(), self.iterations) != before).then_some(Step {
            iteration: self.iterations,
            x: place.x,
            value,
            gradient,
            rate: T::ONE,
        })
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        self.stopped = self.stopped.or(Some(Stopped::ByObserver));
    }

    /// The lowest point seen, and why the search ended; before the end, that of a search stopped now.
    pub fn minimum(&self) -> Minimum<T, N> {
        let blank = Place {
            x: self.trial,
            value: T::NAN,
            gradient: [T::NAN; N],
            hessian: [[T::NAN; N]; N],
        };
        let at = self.at.unwrap_or(blank);
        Minimum {
            x: at.x,
            value: at.value,
            gradient_norm: norm(&at.gradient),
            evaluations: self.evaluations,
            gradient_evaluations: self.evaluations,
            hessian_evaluations: self.evaluations,
            iterations: self.iterations,
            stopped: self.stopped.unwrap_or(Stopped::ByObserver),
        }
    }

    /// Sets the radius by what the trial was worth; whether the step is taken.
    fn judge(&mut self, at: &Place<T, N>, trial: &Place<T, N>, finite: bool) -> bool {
        let [quarter, half] = [0.25, 0.5].map(T::literal);
        let (promised, length, slope) = self.predicted;
        let actual = at.value - trial.value;
        // Where the values have no digits left to compare, the gradients have.
        let rounding = T::literal(16.0) * T::EPSILON * at.value.magnitude();
        if finite && promised <= rounding && actual.magnitude() <= rounding {
            if norm(&trial.gradient) < norm(&at.gradient) {
                return true;
            }
            self.stopped = Some(Stopped::RoundingFloor);
            return false;
        }
        let ratio = if finite { actual / promised } else { -T::ONE };
        if ratio < quarter {
            // Where a parabola with this slope and these two values is lowest.
            let lowest = half * slope / (slope + actual);
            let [least, most] = SHRINK.map(T::literal);
            let share = if finite {
                lowest.max(least).min(most)
            } else {
                least
            };
            self.radius = Some(share * length);
        } else if ratio > half + quarter
            && self.radius.is_some_and(|r| length >= T::literal(0.8) * r)
        {
            self.radius = Some(length + length);
        }
        ratio > T::literal(ACCEPTED)
    }

    /// The scale of each variable follows the root of its curvature: up at once, down slowly.
    fn rescale(&mut self, hessian: &[[T; N]; N]) {
        let mut largest = T::ZERO;
        for (i, (scale, row)) in self.scale.iter_mut().zip(hessian).enumerate() {
            let curvature = row.get(i).map_or(T::ZERO, |h| h.magnitude());
            *scale = (*scale * T::literal(SCALE_MEMORY)).max(curvature.sqrt());
            largest = largest.max(*scale);
        }
        for scale in &mut self.scale {
            if scale.is_zero() {
                *scale = if largest.is_zero() { T::ONE } else { largest };
            }
        }
    }

    /// The next trial, unless this point is one to stop at.
    fn propose(&mut self) {
        let Some(at) = self.at else { return };
        if self.limits.is_flat(norm(&at.gradient), self.first) {
            self.stopped = Some(Stopped::GradientSmall);
            return;
        }
        self.rescale(&at.hessian);
        let scale = self.scale;
        let radius = *self.radius.get_or_insert_with(|| {
            let size = norm(&by(&at.x, &scale));
            if size > T::ZERO { size } else { T::ONE }
        });
        let inverse = scale.map(|d| T::ONE / d);
        let mut hessian = at.hessian;
        for (row, &d) in hessian.iter_mut().zip(&inverse) {
            *row = by(row, &inverse).map(|h| h * d);
        }
        let (scaled, promised) = lowest(&by(&at.gradient, &inverse), hessian, radius);
        let step = by(&scaled, &inverse);
        let slope = step.iter().zip(&at.gradient).map(|(&p, &g)| p * g).sum();
        self.predicted = (promised, norm(&scaled), slope);
        let mut trial = at.x;
        for (x, &p) in trial.iter_mut().zip(&step) {
            *x += p;
        }
        self.trial = trial;
        let moves = trial.iter().zip(&at.x).any(|(a, b)| a < b || b < a);
        if !moves {
            self.stopped = Some(Stopped::NoProgress);
        }
    }
}

impl<T: Float, const N: usize> Minimizer<T, N> for TrustRegion<T, N> {
    type Answer = (T, [T; N], [[T; N]; N]);

    fn next(&mut self) -> Option<[T; N]> {
        self.next()
    }

    fn tell(&mut self, (value, gradient, hessian): Self::Answer) -> Option<Step<T, N>> {
        self.tell(value, gradient, hessian)
    }

    fn stop(&mut self) {
        self.stop();
    }

    fn minimum(&self) -> Minimum<T, N> {
        self.minimum()
    }
}

/// `(a₁b₁, …, a_Nb_N)`.
fn by<T: Float, const N: usize>(a: &[T; N], b: &[T; N]) -> [T; N] {
    let mut product = *a;
    for (p, &b) in product.iter_mut().zip(b) {
        *p *= b;
    }
    product
}

/// The lowest point of `gᵀp + ½pᵀHp` with `‖p‖ ≤ radius`, and how far below zero it is.
fn lowest<T: Float, const N: usize>(
    gradient: &[T; N],
    hessian: [[T; N]; N],
    radius: T,
) -> ([T; N], T) {
    let half = T::literal(0.5);
    let (values, axes) = symmetric_eigen(hessian);
    // The gradient along the axes.
    let mut slopes = [T::ZERO; N];
    for (slope, axis) in slopes.iter_mut().zip(&axes) {
        *slope = axis.iter().zip(gradient).map(|(&a, &g)| a * g).sum();
    }
    let least = values.iter().copied().fold(T::INFINITY, T::min);
    let largest = values
        .iter()
        .fold(T::ZERO, |most, v| most.max(v.magnitude()));
    let along = |multiplier: T| {
        let mut p = [T::ZERO; N];
        for ((p, &slope), &value) in p.iter_mut().zip(&slopes).zip(&values) {
            *p = if slope.is_zero() {
                T::ZERO
            } else {
                -slope / (value + multiplier)
            };
        }
        p
    };
    let positive = least > T::EPSILON * largest;
    let mut steps = along(T::ZERO);
    if !positive || norm(&steps) > radius {
        // The multiplier lies above this, where the shifted Hessian is positive definite.
        let floor = (-least).max(T::ZERO);
        steps = along(multiplier(&slopes, &values, floor, radius));
        let length = norm(&steps);
        if length < T::literal(0.999) * radius && !positive {
            // The hard case: the gradient says nothing about the lowest axis, so either way is down.
            let missing = (radius * radius - length * length).max(T::ZERO).sqrt();
            if let Some((p, _)) = steps.iter_mut().zip(&values).next() {
                *p += missing.copysign(*p);
            }
        }
    }
    let promised = steps
        .iter()
        .zip(slopes.iter().zip(&values))
        .map(|(&p, (&slope, &value))| -(slope * p + half * value * p * p))
        .sum();
    let mut step = [T::ZERO; N];
    for (&p, axis) in steps.iter().zip(&axes) {
        for (s, &a) in step.iter_mut().zip(axis) {
            *s += p * a;
        }
    }
    (step, promised)
}

/// The `μ > floor` for which the step of slopes and curvatures is as long as the radius.
///
/// Newton's method on `1/‖p(μ)‖ − 1/radius`, which is nearly a straight line, inside a bracket.
fn multiplier<T: Float, const N: usize>(
    slopes: &[T; N],
    values: &[T; N],
    floor: T,
    radius: T,
) -> T {
    let half = T::literal(0.5);
    let total = norm(slopes);
    let (mut low, mut high) = (floor, floor + total / radius);
    let mut at = high;
    for _ in 0..MULTIPLIER_STEPS {
        let (mut square, mut slope) = (T::ZERO, T::ZERO);
        for (&g, &value) in slopes.iter().zip(values) {
            if !g.is_zero() {
                let p = g / (value + at);
                square += p * p;
                slope += p * p / (value + at);
            }
        }
        let length = square.sqrt();
        if (length - radius).magnitude() <= T::literal(1e-3) * radius {
            break;
        }
        if length > radius {
            low = at;
        } else {
            high = at;
        }
        let newton = at + (length - radius) / radius * square / slope;
        at = if low < newton && newton < high {
            newton
        } else {
            low + half * (high - low)
        };
        let inside = low < at && at < high;
        if !inside {
            break;
        }
    }
    at
}
