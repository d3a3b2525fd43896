//! Eighteen problems of Moré, Garbow and Hillstrom: sums of squares, standard starts, minimum values.
//!
//! J. J. Moré, B. S. Garbow and K. E. Hillstrom, *Testing Unconstrained Optimization Software*, ACM
//! Transactions on Mathematical Software 7(1), 1981, 17–41. The minimum values that are not zero were
//! computed again with more digits than the paper gives.

use core::f64::consts::TAU;

use calc_scalar::Real;

/// A problem: its residuals, its start, its lowest sum of squares.
pub(crate) trait Problem<const N: usize> {
    const NAME: &'static str;
    const START: [f64; N];
    const LOWEST: f64;

    /// Shows each residual to `take`.
    fn residuals<R: Real>(x: [R; N], take: impl FnMut(R));

    /// The sum of the squares.
    fn value<R: Real>(x: [R; N]) -> R {
        let mut sum = R::constant(0.0);
        Self::residuals(x, |r| sum += r * r);
        sum
    }
}

macro_rules! problem {
    ($Name:ident $n:literal $name:literal $start:expr, $lowest:expr, |$x:pat_param, $take:ident| $body:block) => {
        pub(crate) struct $Name;

        impl Problem<$n> for $Name {
            const NAME: &'static str = $name;
            const START: [f64; $n] = $start;
            const LOWEST: f64 = $lowest;

            #[allow(unused_mut, reason = "one body has no loop")]
            fn residuals<R: Real>($x: [R; $n], mut $take: impl FnMut(R)) $body
        }
    };
}

fn f(k: usize) -> f64 {
    f64::from(u32::try_from(k).expect("small"))
}

problem!(Rosenbrock 2 "Rosenbrock" [-1.2, 1.0], 0.0, |[x, y], take| {
    take(10.0 * (y - x.powi(2)));
    take(1.0 - x);
});

problem!(FreudensteinRoth 2 "Freudenstein and Roth" [0.5, -2.0], 48.984_253_679_24, |[x, y], take| {
    take(x - 13.0 + ((5.0 - y) * y - 2.0) * y);
    take(x - 29.0 + ((y + 1.0) * y - 14.0) * y);
});

problem!(PowellBadlyScaled 2 "Powell, badly scaled" [0.0, 1.0], 0.0, |[x, y], take| {
    take(1e4 * x * y - 1.0);
    take((-x).exp() + (-y).exp() - 1.0001);
});

problem!(BrownBadlyScaled 2 "Brown, badly scaled" [1.0, 1.0], 0.0, |[x, y], take| {
    take(x - 1e6);
    take(y - 2e-6);
    take(x * y - 2.0);
});

problem!(Beale 2 "Beale" [1.0, 1.0], 0.0, |[x, y], take| {
    for (i, target) in [1.5, 2.25, 2.625].into_iter().enumerate() {
        take(target - x * (1.0 - y.powi(i32::try_from(i).expect("small") + 1)));
    }
});

problem!(JennrichSampson 2 "Jennrich and Sampson" [0.3, 0.4], 124.362_182_355_6, |[x, y], take| {
    for k in 1..=10 {
        take(2.0 + 2.0 * f(k) - (f(k) * x).exp() - (f(k) * y).exp());
    }
});

problem!(Helix 3 "helical valley" [-1.0, 0.0, 0.0], 0.0, |[x, y, z], take| {
    let turns = y.atan2(x) / TAU;
    take(10.0 * (z - 10.0 * turns));
    take(10.0 * ((x.powi(2) + y.powi(2)).sqrt() - 1.0));
    take(z);
});

problem!(Bard 3 "Bard" [1.0, 1.0, 1.0], 8.214_877_306_579e-3, |[x, y, z], take| {
    let data = [
        0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39,
    ];
    for (i, target) in data.into_iter().enumerate() {
        let (u, v) = (f(i + 1), f(15 - i));
        take(target - (x + u / (v * y + u.min(v) * z)));
    }
});

problem!(Gaussian 3 "Gaussian" [0.4, 1.0, 0.0], 1.127_932_769_619e-8, |[x, y, z], take| {
    let data = [
        0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989, 0.3521, 0.2420, 0.1295, 0.0540,
        0.0175, 0.0044, 0.0009,
    ];
    for (i, target) in data.into_iter().enumerate() {
        let t = (8.0 - f(i + 1)) / 2.0;
        take(x * (-0.5 * y * (t - z).powi(2)).exp() - target);
    }
});

problem!(Meyer 3 "Meyer" [0.02, 4000.0, 250.0], 87.945_855_170, |[x, y, z], take| {
    let data = [
        34_780.0, 28_610.0, 23_650.0, 19_630.0, 16_370.0, 13_720.0, 11_540.0, 9_744.0, 8_261.0, 7_030.0,
        6_005.0, 5_147.0, 4_427.0, 3_820.0, 3_307.0, 2_872.0,
    ];
    for (i, target) in data.into_iter().enumerate() {
        take(x * (y / (45.0 + 5.0 * f(i + 1) + z)).exp() - target);
    }
});

problem!(Box3 3 "Box, three-dimensional" [0.0, 10.0, 20.0], 0.0, |[x, y, z], take| {
    for k in 1..=10 {
        let t = 0.1 * f(k);
        let weight = Real::exp(-t) - Real::exp(-10.0 * t);
        take((-t * x).exp() - (-t * y).exp() - z * weight);
    }
});

problem!(PowellSingular 4 "Powell, singular" [3.0, -1.0, 0.0, 1.0], 0.0, |[a, b, c, d], take| {
    take(a + 10.0 * b);
    take(Real::sqrt(5.0_f64) * (c - d));
    take((b - 2.0 * c).powi(2));
    take(Real::sqrt(10.0_f64) * (a - d).powi(2));
});

problem!(Wood 4 "Wood" [-3.0, -1.0, -3.0, -1.0], 0.0, |[a, b, c, d], take| {
    take(10.0 * (b - a.powi(2)));
    take(1.0 - a);
    take(Real::sqrt(90.0_f64) * (d - c.powi(2)));
    take(1.0 - c);
    take(Real::sqrt(10.0_f64) * (b + d - 2.0));
    take((b - d) / Real::sqrt(10.0_f64));
});

problem!(KowalikOsborne 4 "Kowalik and Osborne" [0.25, 0.39, 0.415, 0.39], 3.075_056_038_492e-4,
|[a, b, c, d], take| {
    let data = [
        (4.0, 0.1957), (2.0, 0.1947), (1.0, 0.1735), (0.5, 0.1600), (0.25, 0.0844), (0.167, 0.0627),
        (0.125, 0.0456), (0.1, 0.0342), (0.0833, 0.0323), (0.0714, 0.0235), (0.0625, 0.0246),
    ];
    for (u, target) in data {
        take(target - a * (u * u + u * b) / (u * u + u * c + d));
    }
});

problem!(BrownDennis 4 "Brown and Dennis" [25.0, 5.0, -5.0, -1.0], 85_822.201_626_35,
|[a, b, c, d], take| {
    for k in 1..=20 {
        let t = f(k) / 5.0;
        let first = a + t * b - Real::exp(t);
        let second = c + Real::sin(t) * d - Real::cos(t);
        take(first.powi(2) + second.powi(2));
    }
});

problem!(Biggs6 6 "Biggs EXP6" [1.0, 2.0, 1.0, 1.0, 1.0, 1.0], 0.0, |[a, b, c, d, e, g], take| {
    for k in 1..=13 {
        let t = 0.1 * f(k);
        let target = Real::exp(-t) - 5.0 * Real::exp(-10.0 * t) + 3.0 * Real::exp(-4.0 * t);
        take(c * (-t * a).exp() - d * (-t * b).exp() + g * (-t * e).exp() - target);
    }
});

problem!(Watson6 6 "Watson" [0.0; 6], 2.287_670_053_552e-3, |x, take| {
    for k in 1..=29 {
        let t = f(k) / 29.0;
        let (mut slope, mut value, mut power) = (R::constant(0.0), R::constant(0.0), 1.0);
        for j in 0..6 {
            value += power * x[j];
            if j < 5 {
                slope += f(j + 1) * power * x[j + 1];
            }
            power *= t;
        }
        take(slope - value.powi(2) - 1.0);
    }
    take(x[0]);
    take(x[1] - x[0].powi(2) - 1.0);
});

problem!(VariablyDimensioned 10 "variably dimensioned"
[0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0], 0.0, |x, take| {
    let mut sum = R::constant(0.0);
    for (j, &x) in x.iter().enumerate() {
        take(x - 1.0);
        sum += f(j + 1) * (x - 1.0);
    }
    take(sum);
    take(sum.powi(2));
});

/// Every problem, handed to `$visit::<Problem, N, _>()`.
#[macro_export]
macro_rules! each_mgh {
    ($visit:ident) => {{
        use collections::mgh::*;
        [
            $visit::<Rosenbrock, 2, _>(),
            $visit::<FreudensteinRoth, 2, _>(),
            $visit::<PowellBadlyScaled, 2, _>(),
            $visit::<BrownBadlyScaled, 2, _>(),
            $visit::<Beale, 2, _>(),
            $visit::<JennrichSampson, 2, _>(),
            $visit::<Helix, 3, _>(),
            $visit::<Bard, 3, _>(),
            $visit::<Gaussian, 3, _>(),
            $visit::<Meyer, 3, _>(),
            $visit::<Box3, 3, _>(),
            $visit::<PowellSingular, 4, _>(),
            $visit::<Wood, 4, _>(),
            $visit::<KowalikOsborne, 4, _>(),
            $visit::<BrownDennis, 4, _>(),
            $visit::<Biggs6, 6, _>(),
            $visit::<Watson6, 6, _>(),
            $visit::<VariablyDimensioned, 10, _>(),
        ]
    }};
}
