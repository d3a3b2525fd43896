//! The other libraries, each called the fastest way it offers for numbers of fixed size.

use core::convert::identity;

use ad_trait::F64;
use ad_trait::forward_ad::adfn::adfn;
use ad_trait::reverse_ad::adr::{GlobalComputationGraph, adr};
use hyperjet::jets::{Jet1, Jet2};
use multicalc::scalar::{Numeric, ScalarFn, ScalarFnN, VectorFn};
use nalgebra::SVector;

use crate::measure::Problem;
use crate::problems::{Function, Map, Peer};

/// `Peer` for a type whose operators take `f64` on the right and whose functions are methods.
macro_rules! peer {
    ($([$($generics:tt)*] $type:ty, $constant:expr;)*) => { $(
        impl<$($generics)*> Peer for $type {
            #[inline(always)]
            fn plus(self, c: f64) -> Self { self + $constant(c) }
            #[inline(always)]
            fn times(self, c: f64) -> Self { self * $constant(c) }
            peer!(@methods $type: sin cos exp ln sqrt tanh);
        }
    )* };
    (@methods $type:ty: $($name:ident)*) => { $(
        #[inline(always)]
        fn $name(self) -> Self { <$type>::$name(self) }
    )* };
}

/// The same where the functions are methods of a trait.
macro_rules! peer_of_trait {
    ($([$($generics:tt)*] $type:ty, $constant:expr, $trait:path, [$($reference:tt)?];)*) => { $(
        impl<$($generics)*> Peer for $type {
            #[inline(always)]
            fn plus(self, c: f64) -> Self { self + $constant(c) }
            #[inline(always)]
            fn times(self, c: f64) -> Self { self * $constant(c) }
            peer_of_trait!(@methods $trait, [$($reference)?] sin cos exp ln sqrt tanh);
        }
    )* };
    (@methods $trait:path, $reference:tt $($name:ident)*) => { $(
        peer_of_trait!(@method $trait, $reference $name);
    )* };
    (@method $trait:path, [$($reference:tt)?] $name:ident) => {
        #[inline(always)]
        fn $name(self) -> Self { <Self as $trait>::$name($($reference)? self) }
    };
}

peer! {
    [const N: usize] Jet1<N>, identity;
    [const N: usize, const H: usize] Jet2<N, H>, identity;
}

peer_of_trait! {
    [] num_dual::Dual64, identity, num_dual::DualNum, [&];
    [] num_dual::Dual2_64, identity, num_dual::DualNum, [&];
    [const N: usize] num_dual::DualSVec64<N>, identity, num_dual::DualNum, [&];
    [const N: usize] num_dual::Dual2SVec64<N>, identity, num_dual::DualNum, [&];
    [const N: usize] hyperdual::Hyperdual<f64, N>, identity, hyperdual::Float, [];
    [] autodiff::FT<f64>, identity, num_traits::Float, [];
    [] echidna::Dual64, identity, num_traits::Float, [];
    [const N: usize] echidna::DualVec<f64, N>, identity, num_traits::Float, [];
    [] echidna::Reverse<f64>, identity, num_traits::Float, [];
    [] echidna::BReverse<f64>, identity, num_traits::Float, [];
    [const K: usize] echidna::Taylor<f64, K>, identity, num_traits::Float, [];
    [const N: usize] adfn<N>, F64, simba::scalar::ComplexField, [];
    [] adr, F64, simba::scalar::ComplexField, [];
}

/// A number of multicalc, which takes part in a generic function over [`Peer`].
#[derive(Clone, Copy)]
struct Wrapped<S>(S);

macro_rules! wrapped_operators {
    ($($trait:ident $method:ident)*) => { $(
        impl<S: Numeric> core::ops::$trait for Wrapped<S> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self { Self(core::ops::$trait::$method(self.0, other.0)) }
        }
    )* };
}

wrapped_operators! { Add add  Sub sub  Mul mul  Div div }

impl<S: Numeric> core::ops::Neg for Wrapped<S> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

macro_rules! wrapped_functions {
    ($($name:ident)*) => { $(
        #[inline(always)]
        fn $name(self) -> Self { Self(self.0.$name()) }
    )* };
}

impl<S: Numeric> Peer for Wrapped<S> {
    #[inline(always)]
    fn plus(self, c: f64) -> Self {
        Self(self.0 + S::from_f64(c))
    }
    #[inline(always)]
    fn times(self, c: f64) -> Self {
        Self(self.0 * S::from_f64(c))
    }
    wrapped_functions! { sin cos exp ln sqrt tanh }
}

/// A function as multicalc takes it.
struct Multicalc<'a, F>(&'a F);

impl<F: Function<N>, const N: usize> ScalarFnN<N> for Multicalc<'_, F> {
    #[inline(always)]
    fn eval<S: Numeric>(&self, point: &[S; N]) -> S {
        self.0.at(&point.map(Wrapped)).0
    }
}

impl<F: Function<1>> ScalarFn for Multicalc<'_, F> {
    #[inline(always)]
    fn eval<S: Numeric>(&self, x: S) -> S {
        self.0.at(&[Wrapped(x)]).0
    }
}

impl<F: Map<N, M>, const N: usize, const M: usize> VectorFn<N, M> for Multicalc<'_, F> {
    #[inline(always)]
    fn eval<S: Numeric>(&self, point: &[S; N]) -> [S; M] {
        self.0.at(&point.map(Wrapped)).map(|y| y.0)
    }
}

fn array<T, const N: usize>(slice: &[T]) -> &[T; N] {
    slice.try_into().expect("a slice of the right length")
}

/// The value and the derivative of a function of one variable, of libraries that give both.
pub fn value_and_derivative(problem: &mut Problem<'_>, f: &impl Function<1>, x: f64) {
    problem.row("num-dual", x, |x| {
        <[f64; 2]>::from(num_dual::first_derivative(|x| f.at(&[x]), x))
    });
    problem.row("hyperjet", x, |x| {
        let y = f.at(&[Jet1::<1>::variable(x, 0)]);
        [y.value, y.grad[0]]
    });
    problem.row("ad_trait", x, |x| {
        let y = f.at(&[adfn::<1>::new(x, [1.0])]);
        [y.value(), y.tangent()[0]]
    });
    problem.row("echidna", x, |x| {
        let y = f.at(&[echidna::Dual64::variable(x)]);
        [y.re, y.eps]
    });
}

/// The derivative of a function of one variable.
pub fn derivative(problem: &mut Problem<'_>, f: &impl Function<1>, x: f64) {
    problem.row("num-dual", x, |x| {
        num_dual::first_derivative(|x| f.at(&[x]), x)
    });
    problem.row("hyperjet", x, |x| {
        f.at(&[Jet1::<1>::variable(x, 0)]).grad[0]
    });
    problem.row("hyperdual", x, |x| {
        hyperdual::differentiate(x, |x| f.at(&[x]))
    });
    problem.row("autodiff", x, |x| autodiff::diff(|x| f.at(&[x]), x));
    problem.row("ad_trait", x, |x| {
        f.at(&[adfn::<1>::new(x, [1.0])]).tangent()[0]
    });
    problem.row("echidna", x, |x| f.at(&[echidna::Dual64::variable(x)]).eps);
    problem.row("multicalc", x, |x| multicalc::derivative(&Multicalc(f), x));
}

/// The second derivative of a function of one variable.
pub fn second_derivative(problem: &mut Problem<'_>, f: &impl Function<1>, x: f64) {
    problem.row("num-dual", x, |x| {
        num_dual::second_derivative(|x| f.at(&[x]), x)
    });
    problem.row("hyperjet", x, |x| {
        hyperjet::differentiate::differentiate2::<1, 1, _>([x], |x: [Jet2<1, 1>; 1]| f.at(&x))
    });
    problem.row("echidna", x, |x| {
        2.0 * f.at(&[echidna::Taylor::<f64, 3>::variable(x)]).coeff(2)
    });
    problem.row("multicalc", x, |x| {
        multicalc::second_derivative(&Multicalc(f), x)
    });
}

/// The gradient; `M` is `N + 1`, which hyperdual wants to hear.
pub fn gradient<const N: usize, const M: usize>(
    problem: &mut Problem<'_>,
    f: &impl Function<N>,
    x: [f64; N],
) {
    problem.row("num-dual", x, |x| -> (f64, SVector<f64, N>) {
        num_dual::gradient(|x: SVector<_, N>| f.at(array(x.as_slice())), &x.into())
    });
    problem.row("hyperjet", x, |x| {
        hyperjet::differentiate::differentiate1(x, |x| f.at(&x))
    });
    problem.row("hyperdual", x, |x| {
        let x = core::array::from_fn(|i| {
            let mut number = hyperdual::Hyperdual::<f64, M>::from_real(x[i]);
            number[i + 1] = 1.0;
            number
        });
        let y = f.at(&x);
        core::array::from_fn::<f64, N, _>(|i| y[i + 1])
    });
    problem.row("autodiff", x, |x| autodiff::grad(|x| f.at(array(x)), &x));
    problem.row("ad_trait", x, |x| {
        let x = core::array::from_fn(|i| {
            let mut slopes = [0.0; N];
            slopes[i] = 1.0;
            adfn::new(x[i], slopes)
        });
        f.at(&x).tangent()
    });
    problem.row("echidna", x, |x| {
        let x = core::array::from_fn(|i| echidna::DualVec::<f64, N>::with_tangent(x[i], i));
        f.at(&x).eps
    });
    problem.row("multicalc", x, |x| {
        core::array::from_fn::<_, N, _>(|i| multicalc::partial(&Multicalc(f), i, &x))
    });
    problem.row("echidna (tape)", x, |x| {
        echidna::grad(|x| f.at(array(x)), &x)
    });
    let (mut tape, _) = echidna::record(|x| f.at(array(x)), &x);
    problem.row("echidna (replay)", x, |x| tape.gradient(&x));
    problem.row("ad_trait (tape)", x, |x| {
        GlobalComputationGraph::get().reset();
        let x = x.map(|x| adr::new_variable(x, false));
        let slopes = f.at(&x).get_backwards_mode_grad();
        x.map(|x| slopes.wrt(&x))
    });
}

/// The Hessian; `H` is `N·(N + 1)/2`, which hyperjet wants to hear.
pub fn hessian<const N: usize, const H: usize>(
    problem: &mut Problem<'_>,
    f: &impl Function<N>,
    x: [f64; N],
) {
    problem.row(
        "num-dual",
        x,
        |x| -> (f64, SVector<f64, N>, nalgebra::SMatrix<f64, N, N>) {
            num_dual::hessian(|x: SVector<_, N>| f.at(array(x.as_slice())), &x.into())
        },
    );
    problem.row("hyperjet", x, |x| {
        hyperjet::differentiate::differentiate2::<N, H, _>(x, |x: [Jet2<N, H>; N]| f.at(&x))
    });
    problem.row("multicalc", x, |x| {
        multicalc::Hessian::<multicalc::AutoDiffMulti>::default().evaluate(&Multicalc(f), &x)
    });
    problem.row("echidna", x, |x| echidna::hessian(|x| f.at(array(x)), &x));
    let (tape, _) = echidna::record(|x| f.at(array(x)), &x);
    problem.row("echidna (replay)", x, |x| tape.hessian_vec::<N>(&x));
}

/// The Jacobian of `M` functions of `N` variables.
pub fn jacobian<const N: usize, const M: usize>(
    problem: &mut Problem<'_>,
    f: &impl Map<N, M>,
    x: [f64; N],
) {
    problem.row(
        "num-dual",
        x,
        |x| -> (SVector<f64, M>, nalgebra::SMatrix<f64, M, N>) {
            num_dual::jacobian(
                |x: SVector<_, N>| SVector::<_, M>::from(f.at(array(x.as_slice()))),
                &x.into(),
            )
        },
    );
    problem.row("hyperjet", x, |x| {
        hyperjet::differentiate::differentiate1_vec(x, |x| f.at(&x))
    });
    problem.row("ad_trait", x, |x| {
        let x = core::array::from_fn(|i| {
            let mut slopes = [0.0; N];
            slopes[i] = 1.0;
            adfn::new(x[i], slopes)
        });
        f.at(&x).map(|y| y.tangent())
    });
    problem.row("echidna", x, |x| {
        let x = core::array::from_fn(|i| echidna::DualVec::<f64, N>::with_tangent(x[i], i));
        f.at(&x).map(|y| y.eps)
    });
    problem.row("multicalc", x, |x| {
        multicalc::Jacobian::<multicalc::AutoDiffMulti>::default().evaluate(&Multicalc(f), &x)
    });
}

/// The first `K` Taylor coefficients.
pub fn taylor<const K: usize>(problem: &mut Problem<'_>, f: &impl Function<1>, x: f64) {
    problem.row("echidna", x, |x| {
        let y = f.at(&[echidna::Taylor::<f64, K>::variable(x)]);
        core::array::from_fn::<f64, K, _>(|k| y.coeff(k))
    });
    problem.row("multicalc", x, |x| {
        f.at(&[Wrapped(multicalc::Jet::<f64, K>::variable(x))])
            .0
            .coeffs
    });
}
