//! The simplex of Nelder and Mead, without gradients.

use calc_scalar::Float;

use super::look_around::{LookAround, Seen, distances};
use super::machine::{Minimizer, run};
use super::options::Limits;
use super::report::{Minimum, Step};
use super::simplex::{Simplex, Vertex};
use crate::stopped::Stopped;

/// `min f(x)` from `x0` by the simplex of Nelder and Mead: from values alone, for a few variables and an `f`
/// that may be rough.
///
/// Some 70 to 200 runs of `f` for two variables, 200 to 400 for four. Where `f` has a gradient,
/// [`bfgs`](super::bfgs) takes far fewer.
///
/// # Edge cases
///
/// See [`NelderMead`]. The first corners are a twentieth of a coordinate away, 0.00025 where that is zero. An `f` with
/// noise that is larger than what it changes by on so short a way is searched in its noise, and the end claimed may
/// be the start: give a [`NelderMead`] longer [`edges`](NelderMead::edges), and tolerances above the noise.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, nelder_mead};
///
/// // A valley with a sharp bottom: there is no gradient to follow.
/// let minimum = nelder_mead(
///     |[x, y]: [f64; 2]| (x + y).abs() + (x - 1.0).powi(2),
///     [3.0, 2.0],
///     Limits::new(),
/// );
/// assert!(minimum.stopped.is_solution());
/// assert!((minimum.x[0] - 1.0).abs() < 1e-6 && (minimum.x[1] + 1.0).abs() < 1e-6);
/// ```
///
/// # References
///
/// See [`NelderMead`].
pub fn nelder_mead<T: Float, const N: usize>(
    f: impl FnMut([T; N]) -> T,
    x0: [T; N],
    limits: Limits<T>,
) -> Minimum<T, N> {
    run(NelderMead::new(x0, limits), f)
}

/// The simplex of Nelder and Mead, one value at a time: for functions without a gradient.
///
/// A triangle, a tetrahedron … of `N + 1` points walks downhill: the worst point is reflected through the
/// middle of the others, farther if that is the best so far, less far if it is not good, and if nothing
/// helps all points move towards the best. How far depends on `N`, as Gao and Han found good. When the
/// simplex is small, or so flat that it cannot go on, a new one is put around the best point. When that leads
/// nowhere, the search looks some way off, along every coordinate and along its whole way: only where it is
/// higher all around, it says that this is a minimum. That takes some two runs for each variable.
///
/// # Edge cases
///
/// A value that is NaN or `+∞` is higher than every number. [`Limits`] count iterations and runs; without
/// a tolerance of `x`, that is `√ε` of the coordinates and of the first simplex. Where the function is as low
/// some way off, as where it falls only towards infinity, the reason is [`Plateau`](Stopped::Plateau). Where it falls
/// on in ever smaller steps beside the end, as at a pole, it is [`Unbounded`](Stopped::Unbounded); a minimum as sharp
/// as that of `|x|^0.1` cannot be told from a pole, nor a logarithm beside a start a thousand times as high. No
/// theory promises that the end is a minimum: with more than some ten variables it often is not.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, NelderMead};
///
/// let mut search = NelderMead::new([-1.2, 1.0], Limits::new());
/// while let Some([x, y]) = search.next() {
///     search.tell(100.0 * (y - x * x) * (y - x * x) + (1.0 - x) * (1.0 - x));
/// }
/// let minimum = search.minimum();
/// assert!(minimum.stopped.is_solution());
/// assert!((minimum.x[0] - 1.0_f64).abs() < 1e-6);
/// ```
///
/// # References
///
/// J. A. Nelder and R. Mead, *A Simplex Method for Function Minimization*, The Computer Journal 7(4), 1965,
/// 308–313. F. Gao and L. Han, *Implementing the Nelder-Mead Simplex Algorithm with Adaptive Parameters*,
/// Computational Optimization and Applications 51, 2012, 259–277.
#[derive(Clone, Copy, Debug)]
pub struct NelderMead<T, const N: usize> {
    /// When to stop.
    pub limits: Limits<T>,
    simplex: Simplex<T, N>,
    trial: [T; N],
    phase: Phase<T, N>,
    /// How far the corners of the first simplex are from the start.
    first_edges: [T; N],
    /// The same of the last one.
    edges: [T; N],
    /// Where the search began.
    start: Vertex<T, N>,
    /// The best point when the last simplex was put up.
    before: Option<Vertex<T, N>>,
    /// Whether there have been two different values.
    varied: bool,
    evaluations: u32,
    iterations: u32,
    stopped: Option<Stopped>,
}

#[derive(Clone, Copy, Debug)]
enum Phase<T, const N: usize> {
    Start,
    /// The corners of a new simplex; this many are known.
    Corner(usize),
    Reflected,
    Expanded(Vertex<T, N>),
    /// Contracted towards the reflected point, or towards the worst.
    Outside(Vertex<T, N>),
    Inside,
    /// On the way towards the best point; this many have moved.
    Shrinking(usize),
    /// A look around the best point before the search ends for this reason.
    LookAround(LookAround<T>, Stopped),
}

/// The first corners are so far from the start, as a share of the coordinate; or so far from zero.
const EDGE: (f64, f64) = (0.05, 0.000_25);

impl<T: Float, const N: usize> NelderMead<T, N> {
    /// A search that starts at `x0`.
    #[must_use]
    pub fn new(x0: [T; N], limits: Limits<T>) -> Self {
        let edges = x0.map(|x| {
            if x.is_zero() {
                T::literal(EDGE.1)
            } else {
                T::literal(EDGE.0) * x
            }
        });
        Self {
            limits,
            simplex: Simplex::at(x0),
            trial: x0,
            phase: Phase::Start,
            first_edges: edges,
            edges,
            start: Simplex::at(x0).best,
            before: None,
            varied: false,
            evaluations: 0,
            iterations: 0,
            stopped: None,
        }
    }

    /// The same with other distances of the first corners, one for each coordinate.
    #[must_use]
    pub const fn edges(mut self, edges: [T; N]) -> Self {
        self.first_edges = edges;
        self.edges = edges;
        self
    }

    /// The point at which `f` is wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<[T; N]> {
        if self.stopped.is_none() && self.evaluations >= self.limits.max_evaluations {
            self.stopped = Some(Stopped::OutOfEvaluations);
        }
        self.stopped.is_none().then_some(self.trial)
    }

    /// Takes the value at the point asked for; returns the step if the simplex has changed.
    ///
    /// After the end it changes nothing.
    pub fn tell(&mut self, value: T) -> Option<Step<T, N>> {
        self.next()?;
        let first = self.evaluations == 0;
        self.evaluations = self.evaluations.saturating_add(1);
        let vertex = Vertex {
            x: self.trial,
            value: if value.not_a_number() {
                T::INFINITY
            } else {
                value
            },
        };
        self.varied |= !first && vertex.value != self.simplex.best.value;
        let finite = vertex.value.is_finite() && vertex.x.iter().all(|x| x.is_finite());
        if value < -T::MAX || (first && !finite) {
            self.simplex.best = vertex;
            self.stopped = Some(if first {
                Stopped::NotFinite
            } else {
                Stopped::Unbounded
            });
            return Some(self.step());
        }
        let changed = self.take(vertex);
        if changed {
            self.iterations = self.iterations.saturating_add(1);
            self.go_on();
        }
        (changed || first).then(|| self.step())
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        self.stopped = self.stopped.or(Some(Stopped::ByObserver));
    }

    /// The lowest point seen, and why the search ended; before the end, that of a search stopped now.
    pub fn minimum(&self) -> Minimum<T, N> {
        let best = self.simplex.best;
        Minimum {
            x: best.x,
            value: best.value,
            gradient_norm: T::NAN,
            evaluations: self.evaluations,
            gradient_evaluations: 0,
            hessian_evaluations: 0,
            iterations: self.iterations,
            stopped: self.stopped.unwrap_or(Stopped::ByObserver),
        }
    }

    fn step(&self) -> Step<T, N> {
        let best = self.simplex.best;
        Step {
            iteration: self.iterations,
            x: best.x,
            value: best.value,
            gradient: [T::NAN; N],
            rate: self.simplex.size(),
        }
    }

    /// Does what the phase wants with the answer; whether the simplex is whole again.
    fn take(&mut self, vertex: Vertex<T, N>) -> bool {
        let worst = self.simplex.worst().value;
        match self.phase {
            Phase::Start => {
                self.start = vertex;
                self.simplex = Simplex::at(vertex.x);
                self.simplex.best = vertex;
                self.next_corner(0);
                N == 0
            }
            Phase::Corner(known) => {
                self.simplex.set_corner(known, vertex);
                let whole = known + 1 >= N;
                if whole {
                    self.simplex.sort();
                } else {
                    self.next_corner(known + 1);
                }
                whole
            }
            Phase::Reflected if vertex.value < self.simplex.best.value => {
                let [_, farther, ..] = factors::<T, N>();
                self.ask_along(-farther, Phase::Expanded(vertex))
            }
            Phase::Reflected if vertex.value < self.simplex.second_worst() => {
                self.simplex.replace_worst(vertex);
                true
            }
            Phase::Reflected => {
                let [_, _, nearer, _] = factors::<T, N>();
                if vertex.value < worst {
                    self.ask_along(-nearer, Phase::Outside(vertex))
                } else {
                    self.ask_along(nearer, Phase::Inside)
                }
            }
            Phase::Expanded(reflected) => {
                let better = vertex.value < reflected.value;
                self.simplex
                    .replace_worst(if better { vertex } else { reflected });
                true
            }
            Phase::Outside(reflected) if vertex.value <= reflected.value => {
                self.simplex.replace_worst(vertex);
                true
            }
            Phase::Inside if vertex.value < worst => {
                self.simplex.replace_worst(vertex);
                true
            }
            Phase::Outside(_) | Phase::Inside => {
                self.next_shrunk(0);
                false
            }
            Phase::LookAround(mut look, reason) => {
                match look.judge::<N>(self.simplex.best.value, vertex.value) {
                    Seen::Higher => self.look_around(look, reason),
                    Seen::Flat => self.stopped = Some(Stopped::Plateau),
                    Seen::Pole => self.stopped = Some(Stopped::Unbounded),
                    Seen::Lower => {
                        let edges = self.distances();
                        self.put_up(vertex, edges);
                    }
                }
                false
            }
            Phase::Shrinking(moved) => {
                self.simplex.set_corner(moved, vertex);
                let whole = moved + 1 >= N;
                if whole {
                    self.simplex.sort();
                } else {
                    self.next_shrunk(moved + 1);
                }
                whole
            }
        }
    }

    /// The next reflection, unless the simplex is one to stop at, or to replace.
    fn go_on(&mut self) {
        let (x_abs, x_rel) = self.x_tolerance();
        let small = self.simplex.is_within(&x_abs, x_rel);
        let best = self.simplex.best.value;
        let level = (T::EPSILON + T::EPSILON).max(self.limits.f_rel) * best.magnitude();
        let flat = self.simplex.worst().value - best <= level + self.limits.f_abs;
        if small || flat {
            self.start_again(small);
        } else if self.iterations >= self.limits.max_iterations {
            self.stopped = Some(Stopped::OutOfIterations);
        } else {
            let _ = self.ask_along(-T::ONE, Phase::Reflected);
        }
    }

    /// A new simplex around the best point, unless the last one has led nowhere.
    fn start_again(&mut self, small: bool) {
        let best = self.simplex.best;
        let (x_abs, x_rel) = self.x_tolerance();
        let nowhere = self.before.is_some_and(|before| {
            let gained =
                before.value - best.value > T::literal(4.0) * T::EPSILON * best.value.magnitude();
            let ten = T::literal(10.0);
            let moved = before
                .x
                .iter()
                .zip(&best.x)
                .zip(&x_abs)
                .any(|((&a, &b), &abs)| (a - b).magnitude() > ten * (abs + x_rel * b.magnitude()));
            !(gained && moved)
        });
        if nowhere && !self.varied {
            self.stopped = Some(Stopped::Plateau);
        } else if nowhere {
            let reason = if small {
                Stopped::StepSmall
            } else {
                Stopped::ReductionSmall
            };
            self.look_around(LookAround::new(self.start.value - best.value), reason);
        } else if self.iterations >= self.limits.max_iterations {
            self.stopped = Some(Stopped::OutOfIterations);
        } else {
            // Larger than the tolerance, smaller than the first simplex.
            let share = T::literal(0.1) * T::EPSILON.sqrt().sqrt();
            let mut edges = self.edges;
            for ((edge, &x), &first) in edges.iter_mut().zip(&best.x).zip(&self.first_edges) {
                let size = share * (x.magnitude() + first.magnitude());
                // The other way round.
                *edge = size.copysign(-*edge);
            }
            self.put_up(best, edges);
        }
    }

    /// A new simplex around a point.
    fn put_up(&mut self, best: Vertex<T, N>, edges: [T; N]) {
        self.before = Some(best);
        self.edges = edges;
        self.simplex = Simplex::at(best.x);
        self.simplex.best = best;
        self.next_corner(0);
    }

    /// How far a look around goes.
    fn distances(&self) -> [T; N] {
        let (x_abs, x_rel) = self.x_tolerance();
        distances(&self.simplex.best.x, &self.first_edges, |x, i| {
            x_abs.get(i).copied().unwrap_or(T::ZERO) + x_rel * x.magnitude()
        })
    }

    /// Asks for the next value around the best point; after the last, the search ends.
    #[inline(never)]
    fn look_around(&mut self, look: LookAround<T>, reason: Stopped) {
        let distances = self.distances();
        match look.point(&self.simplex.best.x, &self.start.x, &distances) {
            Some(x) => {
                self.trial = x;
                self.phase = Phase::LookAround(look, reason);
            }
            None => self.stopped = Some(reason),
        }
    }

    /// How near the corners have to be to the best point, in each coordinate and relative to it.
    fn x_tolerance(&self) -> ([T; N], T) {
        let root = T::EPSILON.sqrt();
        if self.limits.x_abs > T::ZERO || self.limits.x_rel > T::ZERO {
            ([self.limits.x_abs; N], self.limits.x_rel)
        } else {
            (self.first_edges.map(|edge| root * edge.magnitude()), root)
        }
    }

    fn next_corner(&mut self, known: usize) {
        self.trial = self.simplex.best.x;
        let pair = self.trial.iter_mut().zip(&self.edges).nth(known);
        if let Some((x, &edge)) = pair {
            *x += edge;
        }
        self.phase = Phase::Corner(known);
    }

    fn next_shrunk(&mut self, moved: usize) {
        let [_, _, _, shrink] = factors::<T, N>();
        self.trial = self.simplex.shrunk(moved, shrink);
        self.phase = Phase::Shrinking(moved);
    }

    /// Asks for the point at `share` of the way from the middle of the others to the worst.
    ///
    /// Returns `false`: the simplex is not whole yet.
    fn ask_along(&mut self, share: T, phase: Phase<T, N>) -> bool {
        self.trial = self.simplex.along(share);
        self.phase = phase;
        if !self.trial.iter().all(|x| x.is_finite()) {
            self.stopped = Some(Stopped::Unbounded);
        }
        false
    }
}

/// Reflection, expansion, contraction and shrinkage for `N` variables.
fn factors<T: Float, const N: usize>() -> [T; 4] {
    let n = T::literal(f64::from(u16::try_from(N.max(2)).unwrap_or(u16::MAX)));
    let one = T::ONE;
    let part = one / n;
    [
        one,
        one + part + part,
        T::literal(0.75) - T::literal(0.5) * part,
        one - part,
    ]
}

impl<T: Float, const N: usize> Minimizer<T, N> for NelderMead<T, N> {
    type Question = [T; N];
    type Answer = T;

    fn next(&mut self) -> Option<[T; N]> {
        self.next()
    }

    fn tell(&mut self, value: T) -> Option<Step<T, N>> {
        self.tell(value)
    }

    fn stop(&mut self) {
        self.stop();
    }

    fn minimum(&self) -> Minimum<T, N> {
        self.minimum()
    }
}
