//! Wrong gradients are caught and named, right ones are not accused: random functions, both precisions.

use calc_multi::{GradientVerdict, SliceCheck, check_gradient, check_gradient_slice, gradient};
use calc_scalar::{Float, Number, Real, Verdict};

/// A small linear congruential generator (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn unit(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, a: f64, b: f64) -> f64 {
        a + (b - a) * self.unit()
    }
}

/// A number that both precisions have.
fn single(x: f64) -> f64 {
    f32::from_f64(x).to_f64()
}

const N: usize = 4;

/// A random smooth function of four variables: waves, bells, sigmoids and products.
#[derive(Clone, Copy, Debug)]
struct Smooth {
    weights: [[f64; N]; 3],
    mix: [f64; 4],
}

impl Smooth {
    fn new(dice: &mut Dice) -> Self {
        Self {
            weights: [(); 3].map(|()| [(); N].map(|()| single(dice.between(-1.5, 1.5)))),
            mix: [(); 4].map(|()| single(dice.between(0.5, 2.0))),
        }
    }

    fn at<R: Number>(&self, x: [R; N]) -> R {
        let dot = |w: &[f64; N]| {
            let terms = x.iter().zip(w).map(|(&x, &w)| x * R::literal(w));
            terms.sum::<R>()
        };
        let [a, b, c] = [0, 1, 2].map(|k| dot(&self.weights[k]));
        let [p, q, r, s] = self.mix.map(R::literal);
        p * a.sin()
            + q * (-(b * b)).exp()
            + r * c.tanh()
            + s * a * b
            + x.iter().map(|&x| x * x).sum::<R>() * R::literal(0.1)
    }
}

/// Verdicts over many random functions and points, for claims made from the right gradient.
fn verdicts<T: Float>(
    cases: usize,
    claim: impl Fn([f64; N], &mut Dice) -> [f64; N],
) -> Vec<(Verdict, Option<usize>, f64)> {
    let mut dice = Dice(2024);
    (0..cases)
        .map(|_| {
            let f = Smooth::new(&mut dice);
            let x = [(); N].map(|()| T::from_f64(dice.between(-2.0, 2.0)));
            let exact = gradient(|x| f.at(x), x.map(T::to_f64));
            let claimed = claim(exact, &mut dice).map(T::from_f64);
            let check = check_gradient(|x: [T; N]| f.at(x), |_| claimed, x);
            let worst = check.worst();
            let orders = worst.map_or(0.0, |w| w.1.orders_of_magnitude().to_f64());
            (check.verdict(), worst.map(|w| w.0), orders)
        })
        .collect()
}

fn share(verdicts: &[(Verdict, Option<usize>, f64)], wanted: Verdict) -> f64 {
    let found = verdicts.iter().filter(|v| v.0 == wanted).count();
    found as f64 / verdicts.len() as f64
}

#[test]
fn right_gradients_are_not_accused() {
    let double = verdicts::<f64>(2000, |g, _| g);
    assert!(share(&double, Verdict::Differs) <= 0.0);
    assert!(share(&double, Verdict::Agrees) >= 0.99);
    let single = verdicts::<f32>(2000, |g, _| g);
    assert!(share(&single, Verdict::Differs) <= 0.001);
    assert!(share(&single, Verdict::Agrees) >= 0.9);
}

#[test]
fn wrong_gradients_are_caught_and_the_coordinate_is_named() {
    /// The mistake, at coordinate 2 for most.
    type Mistake = fn([f64; N]) -> [f64; N];
    let mistakes: [(&str, Mistake); 4] = [
        ("factor 2", |[a, b, c, d]| [a, b, 2.0 * c, d]),
        ("sign", |[a, b, c, d]| [a, b, -c, d]),
        ("missing term", |[a, b, _, d]| [a, b, 0.0, d]),
        ("off by 1e-6", |[a, b, c, d]| [a, b, c * (1.0 + 1e-6), d]),
    ];
    for (name, mistake) in mistakes {
        let double = verdicts::<f64>(500, |g, _| mistake(g));
        let named = double.iter().filter(|v| v.1 == Some(2)).count();
        assert!(named >= 498, "{name}: {named} of 500");
        if name != "off by 1e-6" {
            let single = verdicts::<f32>(500, |g, _| mistake(g));
            let named = single.iter().filter(|v| v.1 == Some(2)).count();
            assert!(named >= 490, "{name}, f32: {named} of 500");
        } else {
            let orders = double.iter().filter(|v| (v.2 + 6.0).abs() < 0.1).count();
            assert!(orders >= 498, "{orders} of 500");
        }
    }
    let swapped = verdicts::<f64>(500, |[a, b, c, d], _| [b, a, c, d]);
    let named = swapped.iter().filter(|v| matches!(v.1, Some(0 | 1)));
    assert_eq!(named.count(), 500);
}

/// A network of one hidden layer as a function of its parameters, and its gradient by hand.
struct Network<T> {
    input: [T; 3],
    hidden: usize,
}

impl<T: Float> Network<T> {
    fn parameters(&self) -> usize {
        self.hidden * 5 + 1
    }

    fn value(&self, w: &[T]) -> T {
        let (mut y, h) = (w[self.hidden * 5], self.hidden);
        for k in 0..h {
            let row = &w[k * 4..k * 4 + 4];
            let z: T = row.iter().zip(self.input).map(|(&w, x)| w * x).sum::<T>() + row[3];
            y += z.tanh() * w[4 * h + k];
        }
        (y - T::ONE) * (y - T::ONE)
    }

    fn gradient(&self, w: &[T]) -> Vec<T> {
        let h = self.hidden;
        let mut g = vec![T::ZERO; self.parameters()];
        let mut y = w[h * 5];
        let mut a = vec![T::ZERO; h];
        for k in 0..h {
            let row = &w[k * 4..k * 4 + 4];
            let z: T = row.iter().zip(self.input).map(|(&w, x)| w * x).sum::<T>() + row[3];
            a[k] = z.tanh();
            y += a[k] * w[4 * h + k];
        }
        let by_y = (y - T::ONE) * T::literal(2.0);
        g[h * 5] = by_y;
        for k in 0..h {
            g[4 * h + k] = by_y * a[k];
            let by_z = by_y * w[4 * h + k] * (T::ONE - a[k] * a[k]);
            for (j, x) in self.input.into_iter().chain([T::ONE]).enumerate() {
                g[4 * k + j] = by_z * x;
            }
        }
        g
    }
}

fn checked<T: Float>(seed: u64, mistake: impl Fn(&mut [T])) -> SliceCheck<T> {
    let mut dice = Dice(seed);
    let network = Network {
        input: [0.3, -0.8, 0.5].map(T::literal),
        hidden: 100,
    };
    let size = 1.0 / 10.0;
    let w: Vec<T> = (0..network.parameters())
        .map(|_| T::from_f64(dice.between(-2.0, 2.0) * size))
        .collect();
    let mut claimed = network.gradient(&w);
    mistake(&mut claimed);
    let mut scratch = vec![T::ZERO; w.len()];
    check_gradient_slice(|w| network.value(w), &claimed, &w, &mut scratch, seed)
        .expect("equal lengths")
}

#[test]
fn the_gradient_of_a_network_is_right_in_a_few_directions() {
    for seed in 0..200 {
        let check = checked::<f64>(seed, |_| {});
        assert_eq!(check.verdict, GradientVerdict::Right, "{seed}: {check}");
        assert!(check.evaluations < 150, "{}", check.evaluations);
        let single = checked::<f32>(seed, |_| {});
        let accused = matches!(single.verdict, GradientVerdict::Wrong { .. });
        assert!(!accused, "{seed}: {single}");
    }
}

#[test]
fn one_wrong_parameter_in_five_hundred_is_found() {
    for seed in 0..40 {
        let wrong = usize::try_from(seed * 12 % 501).unwrap();
        let found = |check: SliceCheck<f64>| match check.verdict {
            GradientVerdict::Wrong {
                coordinate,
                got,
                expected,
            } => {
                assert!((got - expected.value).abs() > expected.error);
                Some(coordinate)
            }
            _ => None,
        };
        let factor = checked::<f64>(seed, |g| g[wrong] *= 2.0);
        assert_eq!(found(factor), Some(wrong), "{factor}");
        assert!(factor.evaluations < 1200, "{}", factor.evaluations);
        let sign = checked::<f64>(seed, |g| g[wrong] = -g[wrong]);
        assert_eq!(found(sign), Some(wrong), "{sign}");
        let missing = checked::<f64>(seed, |g| g[wrong] = 0.0);
        assert_eq!(found(missing), Some(wrong), "{missing}");
        let little = checked::<f64>(seed, |g| g[wrong] *= 1.0 + 1e-6);
        assert_eq!(found(little), Some(wrong), "{little}");
        let swapped = checked::<f64>(seed, |g| g.swap(wrong, (wrong + 250) % 501));
        assert!(matches!(found(swapped), Some(i) if i == wrong || i == (wrong + 250) % 501));
        let nan = checked::<f64>(seed, |g| g[wrong] = f64::NAN);
        assert!(
            matches!(nan.verdict, GradientVerdict::Wrong { coordinate, .. } if coordinate == wrong)
        );
        let single = checked::<f32>(seed, |g| g[500] *= 2.0);
        assert!(
            matches!(
                single.verdict,
                GradientVerdict::Wrong {
                    coordinate: 500,
                    ..
                }
            ),
            "{single}"
        );
    }
}

#[test]
fn kinks_and_wrong_lengths_are_reported() {
    let f = |x: &[f64]| x.iter().map(|x| Real::abs(*x)).sum::<f64>();
    let mut scratch = [0.0; 3];
    let kink = check_gradient_slice(f, &[0.0, 1.0, 1.0], &[0.0, 2.0, 1.5], &mut scratch, 1);
    let check = kink.expect("equal lengths");
    let GradientVerdict::Kink {
        sides: [left, right],
    } = check.verdict
    else {
        panic!("{check}");
    };
    assert!((right - left).abs() > 0.9);
    let short = check_gradient_slice(f, &[0.0; 2], &[1.0; 3], &mut scratch, 1);
    let error = short.expect_err("two and three");
    assert_eq!((error.what, error.expected, error.found), ("claimed", 3, 2));
    assert!(
        error
            .to_string()
            .contains("`claimed` has 2 entries and needs 3")
    );
}
