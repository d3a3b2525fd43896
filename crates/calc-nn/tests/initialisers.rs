//! What weights start from is what its name says: against a second implementation, by the moments of a
//! million weights, and with the same bits from the same seed.

#![allow(clippy::float_cmp, reason = "the same bits are promised")]

use calc_nn::init::{
    Glorot, GlorotNormal, He, HeNormal, Initialiser, LeCun, LeCunNormal, Normal, Orthogonal,
    Uniform, Zeros,
};
use calc_nn::{Dense, LayerNorm, Network, Random};
use calc_scalar::Real;

type Layer = Network<Dense<5, 3>>;

fn started(how: impl Initialiser, seed: u64) -> [f64; Layer::PARAMETERS] {
    let mut w = [9.0; Layer::PARAMETERS];
    Layer::init(&mut w, how, seed);
    w
}

/// By `reference/initialisers.py`, which knows the papers and not this crate.
#[test]
fn the_weights_are_those_of_a_second_implementation() {
    let mut lines = 0;
    for line in include_str!("reference/initialisers.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
    {
        let words: Vec<&str> = line.split(' ').collect();
        let seed = words[1].parse().unwrap();
        let w = match words[0] {
            "Uniform" => started(Uniform { limit: 0.3 }, seed),
            "Normal" => started(Normal { deviation: 0.3 }, seed),
            "Glorot" => started(Glorot, seed),
            "GlorotNormal" => started(GlorotNormal, seed),
            "He" => started(He, seed),
            "HeNormal" => started(HeNormal, seed),
            "LeCun" => started(LeCun, seed),
            "LeCunNormal" => started(LeCunNormal, seed),
            name => panic!("{name}"),
        };
        assert_eq!(words.len(), 2 + 15);
        for (found, expected) in w.iter().zip(&words[2..]) {
            let expected: f64 = expected.parse().unwrap();
            // Two roundings of the scale, one of the product, and those of the logarithm.
            assert!(
                (found / expected - 1.0).abs() < 1e-15,
                "{line}: {found} {expected}"
            );
        }
        assert_eq!(w[15..], [0.0; 3], "biases");
        lines += 1;
    }
    assert_eq!(lines, 24);
}

/// Mean, variance and fourth moment over the square of the variance, and the largest size, of a million
/// weights.
fn moments(how: &impl Initialiser, fan_in: usize, fan_out: usize) -> [f64; 4] {
    const N: usize = 1_000_000;
    let mut w = vec![0.0_f64; N];
    how.fill(&mut w, fan_in, fan_out, &mut Random::new(fan_in as u64));
    let mean_of = |power: i32| w.iter().map(|w| Real::powi(*w, power)).sum::<f64>() / N as f64;
    let variance = mean_of(2);
    let largest = w.iter().fold(0.0_f64, |m, w| m.max(w.abs()));
    [
        mean_of(1),
        variance,
        mean_of(4) / (variance * variance),
        largest,
    ]
}

/// Whether a million weights are such: of mean 0 and this variance, and all within the bound if uniform.
fn is(how: &impl Initialiser, [fan_in, fan_out]: [usize; 2], variance: f64, uniform: bool) -> bool {
    let [mean, found, kurtosis, largest] = moments(how, fan_in, fan_out);
    let deviation = Real::sqrt(variance);
    // Five standard deviations of each estimate, of 10⁶ weights: 1/1000 of the mean; of the variance
    // √0.8 or √2 of that; of the kurtosis √24 of it, if normal.
    let right = mean.abs() < 0.005 * deviation && (found / variance - 1.0).abs() < 0.0071;
    let limit = Real::sqrt(3.0) * deviation;
    right
        && if uniform {
            (kurtosis - 1.8).abs() < 0.01 && largest <= limit && largest > 0.9999 * limit
        } else {
            (kurtosis - 3.0).abs() < 0.025 && (4.3..7.0).contains(&(largest / deviation))
        }
}

#[test]
fn each_has_the_moments_and_the_bounds_of_its_name() {
    for fans in [[1, 1], [2, 30], [64, 32], [1000, 3]] {
        let [fan_in, both] = [fans[0] as f64, (fans[0] + fans[1]) as f64];
        assert!(is(&Glorot, fans, 2.0 / both, true), "{fans:?}");
        assert!(is(&GlorotNormal, fans, 2.0 / both, false), "{fans:?}");
        assert!(is(&He, fans, 2.0 / fan_in, true), "{fans:?}");
        assert!(is(&HeNormal, fans, 2.0 / fan_in, false), "{fans:?}");
        assert!(is(&LeCun, fans, 1.0 / fan_in, true), "{fans:?}");
        assert!(is(&LeCunNormal, fans, 1.0 / fan_in, false), "{fans:?}");
        assert!(is(&Uniform { limit: 0.3 }, fans, 0.03, true), "{fans:?}");
        assert!(
            is(&Normal { deviation: 0.3 }, fans, 0.09, false),
            "{fans:?}"
        );
        // The negative controls: another fan, another distribution, a variance that is off by a hundredth.
        assert!(!is(&He, [fans[0] + 1, fans[1]], 2.0 / (fan_in + 2.0), true));
        assert!(!is(&Glorot, fans, 2.0 / both, false));
        assert!(!is(&GlorotNormal, fans, 2.0 / both, true));
        assert!(!is(&LeCunNormal, fans, 1.01 / fan_in, false));
    }
}

#[test]
fn a_seed_gives_the_same_bits_and_another_seed_others() {
    type Net = Network<(Dense<4, 7>, LayerNorm<7>, Dense<7, 3>)>;
    fn check(how: impl Initialiser + Copy, exact_in_single: bool) {
        let of = |seed| {
            let (mut double, mut single) = ([0.0_f64; Net::PARAMETERS], [0.0_f32; Net::PARAMETERS]);
            Net::init(&mut double, how, seed);
            Net::init(&mut single, how, seed);
            (double, single)
        };
        for seed in [0, 1, u64::MAX] {
            let ((double, single), again) = (of(seed), of(seed));
            assert_eq!(double.map(f64::to_bits), again.0.map(f64::to_bits));
            assert_eq!(single.map(f32::to_bits), again.1.map(f32::to_bits));
            let (other, _) = of(seed ^ 0x8000_0000);
            let same = double.iter().zip(&other).filter(|(a, b)| a == b);
            // Biases, and what a norm starts from.
            assert_eq!(same.count(), 7 + 14 + 3);
            // Single precision starts from the same numbers, rounded.
            for (&single, &double) in single.iter().zip(&double) {
                let off = (f64::from(single) - double).abs();
                assert!(
                    off <= if exact_in_single {
                        1.2e-7 * double.abs()
                    } else {
                        1e-6
                    }
                );
            }
            // The layers do not start alike.
            let (first, second) = (&double[..21], &double[Net::PARAMETERS - 24..][..21]);
            assert_ne!(first, second);
        }
    }
    check(Uniform { limit: 0.5 }, true);
    check(Normal { deviation: 0.5 }, true);
    check(Glorot, true);
    check(GlorotNormal, true);
    check(He, true);
    check(HeNormal, true);
    check(LeCun, true);
    check(LeCunNormal, true);
    check(Orthogonal::default(), false);
    assert_eq!(started(Zeros, 1), [0.0; Layer::PARAMETERS]);
}
