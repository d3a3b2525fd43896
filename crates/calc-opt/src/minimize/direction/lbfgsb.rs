//! L-BFGS between bounds.

use calc_scalar::Float;

use super::memory::Memory;
use super::{Aim, Direction, add, dot, minus, steepest};
use crate::minimize::report::Step;
use crate::norm::norm;

/// L-BFGS between bounds, `lowᵢ ≤ xᵢ ≤ highᵢ`: L-BFGS-B, with `4MN` numbers of memory.
///
/// The last `M` steps give a parabola. Down the steepest way, bent where it meets a bound, its first minimum is
/// the *generalised Cauchy point*; it says which variables stay at a bound. Over the others the parabola is minimised
/// by conjugate gradients, which end after `2M + 1` steps, and what leads out of the bounds is put back on them.
///
/// The length of the gradient is here that of `x − P(x − ∇f)`, where `P` puts a point on the bounds: zero where
/// no way down is left.
///
/// # References
///
/// R. H. Byrd, P. Lu, J. Nocedal and C. Zhu, *A Limited Memory Algorithm for Bound Constrained Optimization*, SIAM
/// Journal on Scientific Computing 16(5), 1995, 1190–1208. J. L. Morales and J. Nocedal, *Remark on "Algorithm
/// 778"*, ACM Transactions on Mathematical Software 38(1), 2011, article 7 (the projection).
#[derive(Clone, Copy, Debug)]
pub struct Lbfgsb<T, const N: usize, const M: usize> {
    low: [T; N],
    high: [T; N],
    memory: Memory<T, N, M>,
    model: Model<T, N, M>,
}

/// `B = θ·I + ∑ (bbᵀ − aaᵀ)`: what the steps say of the Hessian.
#[derive(Clone, Copy, Debug)]
struct Model<T, const N: usize, const M: usize> {
    theta: T,
    /// `(b, a)` of each step.
    terms: [([T; N], [T; N]); M],
    known: usize,
}

impl<T: Float, const N: usize, const M: usize> Model<T, N, M> {
    const fn plain(theta: T) -> Self {
        Self {
            theta,
            terms: [([T::ZERO; N], [T::ZERO; N]); M],
            known: 0,
        }
    }

    /// From the steps, by unrolling the BFGS formula; none where rounding has spoilt it.
    fn of(memory: &Memory<T, N, M>) -> Option<Self> {
        let mut model = Self::plain(T::ONE / memory.unit()?);
        for (i, pair) in memory.pairs().enumerate() {
            let mut a = model.times(&pair.step);
            let curved = dot(&pair.step, &a);
            let positive = curved > T::ZERO && curved.is_finite();
            if !positive {
                return None;
            }
            let (of_a, of_b) = (curved.sqrt(), pair.curved.sqrt());
            a = a.map(|c| c / of_a);
            *model.terms.get_mut(i)? = (pair.change.map(|c| c / of_b), a);
            model.known = i + 1;
        }
        Some(model)
    }

    /// `B·v`.
    fn times(&self, v: &[T; N]) -> [T; N] {
        let mut product = v.map(|c| self.theta * c);
        for (b, a) in self.terms.iter().take(self.known) {
            add(&mut product, dot(b, v), b);
            add(&mut product, -dot(a, v), a);
        }
        product
    }

    /// The products of all `b` and `a` with `v`.
    fn shadows(&self, v: &[T; N]) -> [(T, T); M] {
        let mut shadows = [(T::ZERO, T::ZERO); M];
        for (shadow, (b, a)) in shadows.iter_mut().zip(&self.terms).take(self.known) {
            *shadow = (dot(b, v), dot(a, v));
        }
        shadows
    }

    /// `uᵀBv` from `uᵀv` and the shadows of both.
    fn product(&self, uv: T, u: &[(T, T); M], v: &[(T, T); M]) -> T {
        let terms = u.iter().zip(v);
        self.theta * uv + terms.map(|(p, q)| p.0 * q.0 - p.1 * q.1).sum::<T>()
    }
}

impl<T: Float, const N: usize, const M: usize> Lbfgsb<T, N, M> {
    /// Between these bounds, in either order; an infinite one, or NaN, is none.
    #[must_use]
    pub fn new(low: [T; N], high: [T; N]) -> Self {
        let (mut least, mut most) = (low, high);
        for (least, most) in least.iter_mut().zip(&mut most) {
            if least.not_a_number() {
                *least = T::NEG_INFINITY;
            }
            if most.not_a_number() {
                *most = T::INFINITY;
            }
            if *least > *most {
                core::mem::swap(least, most);
            }
            // At infinity there is no point to be held by.
            if *least > T::MAX {
                *least = T::NEG_INFINITY;
            }
            if *most < -T::MAX {
                *most = T::INFINITY;
            }
        }
        Self {
            low: least,
            high: most,
            memory: Memory::new(),
            model: Model::plain(T::ONE),
        }
    }

    /// The generalised Cauchy point, and which variables are free there.
    fn cauchy(&self, at: &Step<T, N>) -> ([T; N], [bool; N]) {
        // How far each variable may go down its slope.
        let mut ends = [T::INFINITY; N];
        // As a unit vector, so that no square of it overflows or vanishes.
        let size = norm(&at.gradient);
        let mut d = at.gradient.map(|g| -g / size);
        let bounds = self.low.iter().zip(&self.high);
        for (((end, d), &x), (&low, &high)) in ends.iter_mut().zip(&mut d).zip(&at.x).zip(bounds) {
            if *d < T::ZERO {
                *end = (low - x) / *d;
            } else if *d > T::ZERO {
                *end = (high - x) / *d;
            }
            if *end <= T::ZERO {
                *d = T::ZERO;
            }
        }
        let mut free = ends.map(|end| end > T::ZERO);
        let mut z = [T::ZERO; N];
        let (mut of_d, mut of_z) = (self.model.shadows(&d), [(T::ZERO, T::ZERO); M]);
        let mut t = T::ZERO;
        for _ in 0..=N {
            let slope = dot(&at.gradient, &d) + self.model.product(dot(&d, &z), &of_d, &of_z);
            let curvature = self.model.product(dot(&d, &d), &of_d, &of_d);
            let step = -slope / curvature;
            let next = ends
                .iter()
                .zip(&free)
                .filter(|&(_, &free)| free)
                .fold(T::INFINITY, |least, (&end, _)| least.min(end));
            let inside = step < next - t;
            let length = if inside { step.max(T::ZERO) } else { next - t };
            if slope >= T::ZERO || !length.is_finite() {
                break;
            }
            add(&mut z, length, &d);
            for (z, d) in of_z.iter_mut().zip(&of_d) {
                *z = (z.0 + length * d.0, z.1 + length * d.1);
            }
            if inside {
                break;
            }
            t = next;
            for ((free, d), &end) in free.iter_mut().zip(&mut d).zip(&ends) {
                if *free && end <= t {
                    *free = false;
                    *d = T::ZERO;
                }
            }
            of_d = self.model.shadows(&d);
        }
        let mut point = at.x;
        add(&mut point, T::ONE, &z);
        // On the bound exactly, where it was met.
        let bounds = self.low.iter().zip(&self.high);
        for (((x, &free), &g), (&low, &high)) in
            point.iter_mut().zip(&free).zip(&at.gradient).zip(bounds)
        {
            if !free && g > T::ZERO {
                *x = low;
            } else if !free && g < T::ZERO {
                *x = high;
            }
        }
        (self.inside(point), free)
    }

    /// The lowest point of the model over the free variables, put back between the bounds.
    fn subspace(&self, at: &Step<T, N>, cauchy: [T; N], free: &[bool; N]) -> [T; N] {
        let masked = |mut v: [T; N]| {
            for (c, &free) in v.iter_mut().zip(free) {
                if !free {
                    *c = T::ZERO;
                }
            }
            v
        };
        // Conjugate gradients on B·p = r.
        let mut r = self.model.times(&minus(cauchy, &at.x));
        add(&mut r, T::ONE, &at.gradient);
        let r = masked(r);
        let size = norm(&r);
        if size.is_zero() || !size.is_finite() {
            return cauchy;
        }
        let mut r = r.map(|c| -c / size);
        let mut p = [T::ZERO; N];
        let mut d = r;
        let mut square = dot(&r, &r);
        let enough = T::EPSILON * T::EPSILON;
        for _ in 0..(4 * M + 2) {
            let bd = masked(self.model.times(&d));
            let length = square / dot(&d, &bd);
            let falls = length > T::ZERO && length.is_finite() && square > enough;
            if !falls {
                break;
            }
            add(&mut p, length, &d);
            add(&mut r, -length, &bd);
            let last = core::mem::replace(&mut square, dot(&r, &r));
            let mut next = r;
            add(&mut next, square / last, &d);
            d = next;
        }
        let p = p.map(|c| size * c);
        let mut point = cauchy;
        add(&mut point, T::ONE, &p);
        let projected = self.inside(point);
        if dot(&minus(projected, &at.x), &at.gradient) < T::ZERO {
            return projected;
        }
        let mut point = cauchy;
        add(&mut point, self.room(&cauchy, &p).min(T::ONE), &p);
        self.inside(point)
    }

    /// How far one can go from `x` along `d` without meeting a bound.
    fn room(&self, x: &[T; N], d: &[T; N]) -> T {
        let bounds = self.low.iter().zip(&self.high);
        x.iter()
            .zip(d)
            .zip(bounds)
            .fold(T::INFINITY, |room, ((&x, &d), (&low, &high))| {
                if d < T::ZERO {
                    room.min((low - x) / d)
                } else if d > T::ZERO {
                    room.min((high - x) / d)
                } else {
                    room
                }
            })
    }
}

impl<T: Float, const N: usize, const M: usize> Direction<T, N> for Lbfgsb<T, N, M> {
    fn aim(&mut self, at: &Step<T, N>) -> Aim<T, N> {
        let aim = steepest(at);
        if self.memory.unit().is_none() {
            self.model = Model::plain(T::ONE / aim.first);
        }
        let (cauchy, free) = self.cauchy(at);
        let target = self.subspace(at, cauchy, &free);
        let direction = minus(target, &at.x);
        Aim {
            direction,
            first: T::ONE,
            longest: self.room(&at.x, &direction).max(T::ONE),
            reference: at.value,
        }
    }

    fn learn(&mut self, before: &Step<T, N>, after: &Step<T, N>) {
        if self.memory.remember(before, after) {
            match Model::of(&self.memory) {
                Some(model) => self.model = model,
                None => {
                    self.memory.forget();
                }
            }
        }
    }

    fn forget(&mut self) -> bool {
        self.memory.forget()
    }

    fn inside(&self, mut x: [T; N]) -> [T; N] {
        let bounds = self.low.iter().zip(&self.high);
        for (x, (&low, &high)) in x.iter_mut().zip(bounds) {
            if *x < low {
                *x = low;
            } else if *x > high {
                *x = high;
            }
        }
        x
    }

    fn gradient_norm(&self, at: &Step<T, N>) -> T {
        let mut moved = at.x;
        add(&mut moved, -T::ONE, &at.gradient);
        let mut shortened = at.gradient;
        // What a bound cuts off does not count; what it does not is exactly the gradient.
        let bounds = self.low.iter().zip(&self.high);
        let points = moved.iter().zip(&at.x).zip(bounds);
        for (g, ((&moved, &x), (&low, &high))) in shortened.iter_mut().zip(points) {
            if moved < low {
                *g = x - low;
            } else if moved > high {
                *g = x - high;
            }
        }
        norm(&shortened)
    }
}
