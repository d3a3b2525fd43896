//! Every root method on every kind of function that breaks one somewhere: no wrong root, no NaN, no endless
//! search, and counts that are true, in both precisions.

use core::cell::Cell;

use calc_opt::root::{
    self, Bisection, BitBisection, Brent, Chandrupatla, FalsePosition, Itp, Method, ModAb, Ridders,
    Root, RootError, Search, SignChange, Toms748, Weight,
};
use calc_scalar::{Dual, Float, Jet, Real};

type Outcome<T> = Result<Root<T>, RootError<T>>;

/// What a case has to show. A point at which `f` is exactly zero is a root in each of them.
#[derive(Clone, Copy, Debug)]
enum Expected<T> {
    /// A root between the two: bracketing methods find it, open methods find it or say that they do not.
    Root(T, T),
    /// The same, but no method must find it.
    RootOrError(T, T),
    /// A jump: bracketing methods may return it, with this label; open methods must not.
    Jump(T),
    /// No root.
    Nothing,
}

/// A function in all the number types that the methods run it on, and what it is there for.
struct Case<T, V, D, H, J> {
    name: &'static str,
    ends: (T, T),
    expected: Expected<T>,
    value: V,
    dual: D,
    third: H,
    fifth: J,
}

fn by<T: Float, M: Method<T>>(f: impl Fn(T) -> T, a: T, b: T, method: M) -> Outcome<T> {
    let mut search = Search::new(a, b, method);
    while let Some(x) = search.next() {
        search.tell(f(x));
    }
    search.result()
}

impl<T, V, D, H, J> Case<T, V, D, H, J>
where
    T: Float,
    V: Fn(T) -> T,
    D: Fn(Dual<T>) -> Dual<T>,
    H: Fn(Jet<T, 3>) -> Jet<T, 3>,
    J: Fn(Jet<T, 5>) -> Jet<T, 5>,
{
    /// Runs every method; what it did wrong.
    fn check(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let promised = if size_of::<T>() == 4 { 66 } else { 130 };
        let (a, b) = self.ends;
        let runs = Cell::new(0);
        let count = || runs.set(runs.get() + 1);
        let value = |x| {
            count();
            (self.value)(x)
        };
        let dual = |x| {
            count();
            (self.dual)(x)
        };
        let third = |x| {
            count();
            (self.third)(x)
        };
        let fifth = |x| {
            count();
            (self.fifth)(x)
        };
        let false_position = |weight| by(value, a, b, FalsePosition::new(weight));
        let bracketing: [(&str, &dyn Fn() -> Outcome<T>); 14] = [
            ("find", &|| root::find(value, a, b)),
            ("bisection", &|| by(value, a, b, Bisection)),
            ("bits", &|| by(value, a, b, BitBisection)),
            ("brent", &|| by(value, a, b, Brent::new())),
            ("chandrupatla", &|| by(value, a, b, Chandrupatla)),
            ("toms748", &|| by(value, a, b, Toms748::new())),
            ("itp", &|| by(value, a, b, Itp::new())),
            ("ridders", &|| by(value, a, b, Ridders::new())),
            ("modab", &|| by(value, a, b, ModAb::new())),
            ("false position", &|| false_position(Weight::Whole)),
            ("illinois", &|| false_position(Weight::Half)),
            ("pegasus", &|| false_position(Weight::Pegasus)),
            ("anderson-björck", &|| {
                false_position(Weight::AndersonBjorck)
            }),
            ("newton in a bracket", &|| {
                root::newton_bracketed(dual, a, b)
            }),
        ];
        for (method, solve) in bracketing {
            runs.set(0);
            let outcome = solve();
            wrong.extend(self.judge(method, outcome, runs.get(), promised, true));
        }
        let middle = T::literal(0.5) * a + T::literal(0.5) * b;
        let width = (b - a).magnitude();
        for start in [a, b, middle] {
            let open: [(&str, &dyn Fn() -> Outcome<T>); 6] = [
                ("newton", &|| root::newton(dual, start)),
                ("halley", &|| root::halley(third, start)),
                ("householder", &|| root::householder(fifth, start)),
                ("steffensen", &|| root::steffensen(value, start)),
                ("secant", &|| root::secant(value, start, middle + width)),
                ("from a guess", &|| {
                    root::find_from(value, start, T::literal(0.1) * width)
                }),
            ];
            for (method, solve) in open {
                runs.set(0);
                let outcome = solve();
                // A bracket is looked for with at most 66 runs, which need not find one.
                let guess = method == "from a guess";
                let most = if guess { 66 + promised } else { 102 };
                wrong.extend(self.judge(method, outcome, runs.get(), most, false));
            }
        }
        runs.set(0);
        let outcome = root::secant(value, a, b);
        wrong.extend(self.judge("secant between the ends", outcome, runs.get(), 102, false));
        wrong
    }

    /// What is wrong with an outcome, if anything.
    fn judge(
        &self,
        method: &str,
        outcome: Outcome<T>,
        runs: u32,
        most: u32,
        bracketing: bool,
    ) -> Option<String> {
        let what = |wrong| Some(format!("{wrong}: {method} on {}: {outcome:?}", self.name));
        let told = match &outcome {
            Ok(root) => root.evaluations,
            Err(error) => error.best().evaluations,
        };
        if told != runs {
            return what("a false count");
        }
        if runs > most {
            return what("too many runs");
        }
        let root = match &outcome {
            Ok(root) => root,
            Err(error) => {
                let best = Some(error.best()).filter(|best| best.evaluations > 0);
                let finite = self.ends.0.is_finite() && self.ends.1.is_finite();
                return if bracketing && matches!(self.expected, Expected::Root(..)) {
                    what("no root")
                } else if finite && best.is_some_and(|best| best.x.not_a_number()) {
                    what("a point that is NaN")
                } else {
                    None
                };
            }
        };
        let again = (self.value)(root.x);
        if !root.x.is_finite() || !root.stopped.is_solution() {
            what("no solution")
        } else if again.to_f64().to_bits() != root.value.to_f64().to_bits() {
            what("a value that is not that of the point")
        } else if root.value.is_zero() {
            None
        } else {
            let right = match self.expected {
                Expected::Root(low, high) | Expected::RootOrError(low, high) => {
                    low <= root.x && root.x <= high
                }
                Expected::Jump(at) => {
                    let near = (root.x - at).magnitude() <= T::literal(4.0) * T::EPSILON;
                    near && root.sign_change == SignChange::Jump
                }
                Expected::Nothing => false,
            };
            if right { None } else { what("a wrong root") }
        }
    }
}
/// The table, in one precision.
macro_rules! matrix {
    ($T:ident, tiny: $tiny:literal, huge: $huge:literal, small_root: $small:literal, large_root: $large:literal) => {{
        use Expected::{Jump, Nothing, RootOrError};
        const EPS: $T = $T::EPSILON;
        // A root to so many units in the last place.
        let at = |x: $T, ulps: $T| {
            let off = ulps * EPS * Real::abs(x);
            Expected::Root(x - off, x + off)
        };
        macro_rules! case {
            ($name:literal, $a:expr, $b:expr, $expected:expr, |$x:ident| $body:expr) => {
                Case::<$T, _, _, _, _> {
                    name: $name,
                    ends: ($a, $b),
                    expected: $expected,
                    value: |$x: $T| -> $T { $body },
                    dual: |$x: Dual<$T>| -> Dual<$T> { $body },
                    third: |$x: Jet<$T, 3>| -> Jet<$T, 3> { $body },
                    fifth: |$x: Jet<$T, 5>| -> Jet<$T, 5> { $body },
                }
                .check()
            };
        }
        let mut wrong = Vec::new();
        let [one, two]: [$T; 2] = [1.0, 2.0];
        let three = at(0.3, 4.0);
        let maybe = RootOrError(0.3 - EPS, 0.3 + EPS);

        wrong.extend(case!("a line", 0.0, 1.0, three, |x| x - 0.3));
        wrong.extend(case!("swapped ends", 1.0, 0.0, three, |x| x - 0.3));
        wrong.extend(case!("a root at the left end", 0.3, 1.0, three, |x| x - 0.3));
        wrong.extend(case!("a root at the right end", 0.0, 0.3, three, |x| x - 0.3));
        wrong.extend(case!("equal ends", 0.5, 0.5, maybe, |x| x - 0.3));
        wrong.extend(case!("an end that is NaN", $T::NAN, 1.0, maybe, |x| x - 0.3));
        wrong.extend(case!("another end that is NaN", 0.0, $T::NAN, maybe, |x| x - 0.3));
        wrong.extend(case!(
            "two infinite ends",
            -$T::INFINITY,
            $T::INFINITY,
            three,
            |x| x - 0.3
        ));
        wrong.extend(case!(
            "an infinite end",
            0.0,
            $T::INFINITY,
            at(Real::ln(two), 4.0),
            |x| { Real::exp(x) - 2.0 }
        ));
        wrong.extend(case!(
            "the widest ends",
            -$T::MAX,
            $T::MAX,
            at($large, 4.0),
            |x| x - $large
        ));
        wrong.extend(case!("a root near zero", -1.0, 1.0, at($small, 4.0), |x| x
            - $small));
        wrong.extend(case!(
            "the same, in an odd bracket",
            -0.7,
            1.9,
            at($small, 4.0),
            |x| x - $small
        ));
        wrong.extend(case!("tiny values", 0.0, 1.0, three, |x| (x - 0.3) * $tiny));
        wrong.extend(case!("huge values", 0.0, 1.0, three, |x| (x - 0.3) * $huge));
        wrong.extend(case!("values that overflow", -1e3, 1e3, three, |x| (x - 0.3) * $huge * 1e10));

        wrong.extend(case!("no change of sign", -1.0, 2.0, Nothing, |x| x * x + 1.0));
        wrong.extend(case!(
            "a double root",
            -1.0,
            2.0,
            RootOrError(-EPS, EPS),
            |x| x * x
        ));
        wrong.extend(case!("a constant", 0.0, 1.0, Nothing, |x| 0.0 * x + 1.0));
        wrong.extend(case!("zero everywhere", 0.0, 1.0, three, |x| 0.0 * x));
        wrong.extend(case!(
            "no root, but a value that underflows",
            0.0,
            10.0,
            Nothing,
            |x| Real::exp(-x)
        ));
        wrong.extend(case!(
            "zero on an interval",
            0.0,
            1.0,
            Expected::Root(0.3 - EPS, 0.4 + EPS),
            |x| {
                if x < 0.3 {
                    x - 0.3
                } else if x > 0.4 {
                    x - 0.4
                } else {
                    0.0 * x
                }
            }
        ));

        wrong.extend(case!("a pole", 0.0, 1.0, Nothing, |x| 1.0 / (x - 0.3)));
        wrong.extend(case!("a pole at zero", -1.0, 2.0, Nothing, |x| 1.0 / x));
        wrong.extend(case!("a pole halfway", -1.0, 1.0, Nothing, |x| 1.0 / x));
        wrong.extend(case!("a pole of third order", 0.0, 1.0, Nothing, |x| {
            Real::powi(x - 0.3, -3)
        }));
        wrong.extend(case!(
            "a root beside a pole",
            0.0,
            0.299,
            at(0.2, 8.0),
            |x| 1.0 / (x - 0.3) + 10.0
        ));
        wrong.extend(case!("a jump", 0.0, 1.0, Jump(0.3), |x| {
            if x < 0.3 {
                0.0 * x - 1.0
            } else {
                0.0 * x + 1.0
            }
        }));
        wrong.extend(case!("a jump up a slope", 0.0, 1.0, Jump(0.3), |x| {
            if x < 0.3 { x - 2.0 } else { x + 2.0 }
        }));
        wrong.extend(case!("a jump down a slope", 0.0, 1.0, Jump(0.3), |x| {
            if x < 0.3 { -1.0 - x } else { 2.0 - x }
        }));
        wrong.extend(case!("a jump that is far off", -1e6, 1e6, Jump(0.3), |x| {
            if x < 0.3 { x - 1.3 } else { x + 0.7 }
        }));

        wrong.extend(case!("a flat root", -1.0, 2.0, at(0.3, 400.0), |x| {
            Real::powi(x - 0.3, 19)
        }));
        wrong.extend(case!("a flat root at zero", -1.0, 2.0, at(0.0, 1.0), |x| {
            Real::powi(x, 3)
        }));
        wrong.extend(case!("a steep root", -1.0, 2.0, three, |x| Real::tanh(
            1e6 * (x - 0.3)
        )));
        wrong.extend(case!("a vertical root", 0.0, 1.0, at(0.3, 20.0), |x| {
            Real::cbrt(x - 0.3)
        }));
        // A slope from beyond the corner is a thousand times too steep, and a step as much too short.
        wrong.extend(case!("a corner", -1.0, 2.0, at(0.3, 1000.0), |x| if x < 0.3 {
            x - 0.3
        } else {
            1e3 * (x - 0.3)
        }));
        wrong.extend(case!("an essential zero", -1.0, 2.0, at(0.0, 1.0), |x| {
            if x == 0.0 {
                x
            } else {
                x * Real::exp(-(1.0 / (x * x)))
            }
        }));

        wrong.extend(case!("NaN everywhere", 0.0, 1.0, Nothing, |x| x * $T::NAN));
        wrong.extend(case!("NaN inside", 0.0, 1.0, Nothing, |x| {
            if x > 0.2 && x < 0.6 {
                x * $T::NAN
            } else {
                x - 0.3
            }
        }));
        wrong.extend(case!("NaN on the left", 0.0, 1.0, maybe, |x| {
            if x <= 0.0 { x * $T::NAN } else { x - 0.3 }
        }));
        wrong.extend(case!("NaN on the right", 0.0, 1.0, maybe, |x| {
            if x >= 1.0 { x * $T::NAN } else { x - 0.3 }
        }));
        wrong.extend(case!(
            "minus infinity at an end",
            0.0,
            1.0,
            at(Real::exp(-one), 4.0),
            |x| { Real::ln(x) + 1.0 }
        ));
        wrong.extend(case!("infinity at an end", 0.0, 1.0, at(0.5, 4.0), |x| 1.0
            / x
            - 2.0));
        wrong.extend(case!("infinity beyond the root", 0.0, 1.0, three, |x| {
            if x > 0.9 { $T::INFINITY + x } else { x - 0.3 }
        }));
        wrong.extend(case!(
            "a domain that ends at the end",
            0.0,
            4.0,
            at(0.25, 4.0),
            |x| Real::sqrt(x) - 0.5
        ));
        wrong.extend(case!(
            "a domain that ends inside",
            -1.0,
            4.0,
            RootOrError(0.25 - EPS, 0.25 + EPS),
            |x| { Real::sqrt(x) - 0.5 }
        ));
        wrong.extend(case!(
            "zero times infinity at an end",
            0.0,
            1.0,
            RootOrError(0.367_879, 0.367_880),
            |x| { x * Real::ln(x) + x }
        ));
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }};
}

#[test]
fn no_method_returns_what_is_not_a_root_in_double_precision() {
    matrix!(f64, tiny: 1e-200, huge: 1e300, small_root: 1e-300, large_root: 1e300);
}

#[test]
fn no_method_returns_what_is_not_a_root_in_single_precision() {
    matrix!(f32, tiny: 1e-30, huge: 1e30, small_root: 1e-30, large_root: 1e30);
}

#[test]
fn a_wrong_root_is_seen() {
    // The root is at √2, not at 0.5.
    let wrong = Case::<f64, _, _, _, _> {
        name: "a square",
        ends: (0.0, 2.0),
        expected: Expected::Root(0.5, 0.5),
        value: |x: f64| x * x - 2.0,
        dual: |x: Dual| x * x - 2.0,
        third: |x: Jet<f64, 3>| x * x - 2.0,
        fifth: |x: Jet<f64, 5>| x * x - 2.0,
    }
    .check();
    assert!(wrong.len() > 20 && wrong[0].contains("a wrong root: find on a square"));
}

#[test]
fn infinity_is_no_root_and_no_start() {
    for x0 in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        let outcomes = [
            root::newton(|x| 1.0 / x, x0),
            root::newton(|x| 0.0 * x.recip(), x0),
            root::newton(|_| Dual::lift(0.0), x0),
            root::halley(|x| 1.0 / x, x0),
            root::householder(|x: Jet<f64, 4>| (-x * x).exp(), x0),
            root::steffensen(|x| 1.0 / x, x0),
            root::steffensen(|_| 0.0, x0),
        ];
        for outcome in outcomes {
            let Err(RootError::NotFinite { x, .. }) = outcome else {
                panic!("{x0}: {outcome:?}");
            };
            assert!(x.to_bits() == x0.to_bits() || x0.is_nan());
        }
        for outcome in [
            root::secant(|x| 1.0 / x, 1.0, x0),
            root::secant(|x| 1.0 / x, x0, 1.0),
            root::find_from(|x| 1.0 / x, x0, 1.0),
        ] {
            assert!(matches!(outcome, Err(RootError::BadInterval { .. })));
        }
    }
}
