//! Dropout.

use calc_scalar::{Float, Number};

use crate::init::Initialiser;
use crate::layer::Layer;
use crate::random::Random;
use crate::shape::Shape;
use crate::width::{Units, Zero};

/// In training each number is 0 with a chance of `PERCENT`/100, else multiplied by
/// `100/(100 − PERCENT)`; in use nothing is changed.
///
/// A network that must do without any of its units does not rely on a few of them. The factor keeps the
/// mean, so that the network in use needs no other weights ("inverted" dropout).
///
/// # Shapes and units
///
/// `N` numbers in, `N` numbers out, no parameters. [`forward`](crate::Network::forward) is the network in
/// use; training is what is recorded after [`seed`](crate::Network::seed). The
/// [`Trainer`](crate::Trainer) seeds; functions that make a trace of their own, such as
/// [`value_and_gradient`](crate::Network::value_and_gradient), do not, and drop nothing.
///
/// Which units are dropped follows from whole numbers alone: the same seed drops the same units on every
/// target, in both precisions. (The trainer's seed depends on the parameters, too, whose bits are the same
/// on every target, but not in both precisions.)
///
/// A chance of 100 or more does not compile:
///
/// ```compile_fail,E0080
/// # use calc_nn::{Dropout, Network};
/// Network::<Dropout<4, 100>>::forward(&[], &[1.0; 4]);
/// ```
///
/// # Examples
///
/// ```
/// use calc_nn::{Dropout, Network};
///
/// type Net = Network<Dropout<1000, 20>>;
/// assert_eq!(Net::forward(&[], &[1.0; 1000]), [1.0; 1000]);
///
/// let mut trace = Net::trace();
/// Net::seed(&mut trace, 7);
/// let y = Net::record(&[], &[1.0; 1000], &mut trace);
/// let dropped = y.iter().filter(|&&y| y == 0.0).count();
/// assert!((150..250).contains(&dropped));
/// assert!(y.iter().all(|&y| y == 0.0 || y == 1.25)); // 100/80
/// ```
///
/// # References
///
/// N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov, *Dropout: A Simple Way to
/// Prevent Neural Networks from Overfitting*, Journal of Machine Learning Research 15, 2014, 1929–1958.
#[derive(Clone, Copy, Debug)]
pub struct Dropout<const N: usize, const PERCENT: u32>;

/// What a [`Dropout`] keeps for its backward pass.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct DropoutTrace<T, const N: usize> {
    /// The answers.
    pub output: [T; N],
    /// Which numbers were kept.
    pub kept: [bool; N],
    /// Where the next choices come from; `None` for the network in use, which keeps all.
    pub random: Option<Random>,
}

impl<T: Number, const N: usize> Zero for DropoutTrace<T, N> {
    const ZERO: Self = Self {
        output: [T::ZERO; N],
        kept: [false; N],
        random: None,
    };
}

impl<const N: usize, const PERCENT: u32> Dropout<N, PERCENT> {
    /// How many of 2³² cases drop a number.
    const SHARE: u32 = {
        assert!(
            PERCENT < 100,
            "a chance of 100 percent or more drops everything"
        );
        #[allow(clippy::cast_possible_truncation, reason = "less than 2³²")]
        let share = (((PERCENT as u64) << 32) / 100) as u32;
        share
    };

    /// What the others are multiplied by.
    const FACTOR: f64 = 100.0 / (100 - PERCENT) as f64;
}

impl<const N: usize, const PERCENT: u32> Layer for Dropout<N, PERCENT> {
    const PARAMETERS: usize = 0;
    // Files need not know of it: the network in use is the same without.
    const SHAPE: Shape = Shape::NOTHING;

    type Input = Units<N>;
    type Output = Units<N>;
    type Trace<T: Number> = DropoutTrace<T, N>;

    #[inline]
    fn forward<T: Number>(_: &[T], x: &[T; N]) -> [T; N] {
        // Refuses to compile a chance of 100 percent also where nothing is trained.
        let _ = Self::SHARE;
        *x
    }

    #[inline]
    fn record<T: Number>(_: &[T], x: &[T; N], trace: &mut DropoutTrace<T, N>) {
        trace.output = *x;
        if let Some(random) = &mut trace.random {
            for (y, kept) in trace.output.iter_mut().zip(&mut trace.kept) {
                *kept = !random.happens(Self::SHARE);
                *y = if *kept {
                    *y * T::literal(Self::FACTOR)
                } else {
                    T::ZERO
                };
            }
        }
    }

    #[inline]
    fn output<T: Number>(trace: &DropoutTrace<T, N>) -> &[T; N] {
        &trace.output
    }

    #[inline]
    fn backward<T: Number>(
        _: &[T],
        _: &[T; N],
        trace: &DropoutTrace<T, N>,
        slopes: &[T; N],
        _: &mut [T],
    ) -> [T; N] {
        let mut by_x = *slopes;
        if trace.random.is_some() {
            for (slope, &kept) in by_x.iter_mut().zip(&trace.kept) {
                *slope = if kept {
                    *slope * T::literal(Self::FACTOR)
                } else {
                    T::ZERO
                };
            }
        }
        by_x
    }

    fn seed<T: Number>(trace: &mut DropoutTrace<T, N>, random: Option<&mut Random>) {
        trace.random = random.map(Random::split);
    }

    fn init<T: Float>(_: &mut [T], _: &impl Initialiser, _: &mut Random) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Network;

    fn recorded<T: Number, const N: usize, const PERCENT: u32>(seed: u64) -> DropoutTrace<T, N> {
        let mut trace = DropoutTrace::ZERO;
        Network::<Dropout<N, PERCENT>>::seed(&mut trace, seed);
        Dropout::<N, PERCENT>::record(&[], &[T::ONE; N], &mut trace);
        trace
    }

    /// Four standard deviations of a binomial distribution, for several chances.
    #[test]
    fn as_many_are_dropped_as_asked_for() {
        fn assert_share<const PERCENT: u32>() {
            let trace = recorded::<f64, 20_000, PERCENT>(3);
            let dropped = trace.kept.iter().filter(|&&kept| !kept).count();
            let share = f64::from(PERCENT) / 100.0;
            let expected = 20_000.0 * share;
            let deviation = calc_scalar::Real::sqrt(expected * (1.0 - share));
            let dropped = f64::from(u32::try_from(dropped).unwrap());
            assert!(
                (dropped - expected).abs() <= 4.0 * deviation,
                "{PERCENT}: {dropped}"
            );
            // The mean stays what it was.
            let mean = trace.output.iter().sum::<f64>() / 20_000.0;
            assert!((mean - 1.0).abs() < 0.1, "{PERCENT}: {mean}");
        }
        assert_share::<0>();
        assert_share::<1>();
        assert_share::<20>();
        assert_share::<50>();
        assert_share::<75>();
    }

    #[test]
    fn the_same_units_are_dropped_in_both_precisions_and_new_ones_each_time() {
        let (single, double) = (recorded::<f32, 64, 50>(1), recorded::<f64, 64, 50>(1));
        assert_eq!(single.kept, double.kept);
        // Pinned: the same on every target.
        let bits = double
            .kept
            .iter()
            .fold(0_u64, |bits, &kept| bits << 1 | u64::from(kept));
        assert_eq!(bits, PINNED, "{bits:#018x}");
        let mut next = double;
        Dropout::<64, 50>::record(&[], &[1.0; 64], &mut next);
        assert_ne!(next.kept, double.kept);
        assert_ne!(recorded::<f64, 64, 50>(2).kept, double.kept);
    }

    const PINNED: u64 = 0x973e_5106_7043_ffa9;

    #[test]
    fn slopes_pass_where_numbers_passed() {
        let trace = recorded::<f64, 8, 50>(1);
        let by_x = Dropout::<8, 50>::backward(&[], &[1.0; 8], &trace, &[3.0; 8], &mut []);
        for (slope, y) in by_x.iter().zip(trace.output) {
            assert_eq!(*slope, 3.0 * y);
        }
        let in_use = DropoutTrace::ZERO;
        let by_x = Dropout::<8, 50>::backward(&[], &[1.0; 8], &in_use, &[3.0; 8], &mut []);
        assert_eq!(by_x, [3.0; 8]);
    }

    /// A dropped number is a zero, whatever it was.
    #[test]
    fn what_is_not_finite_can_be_dropped() {
        let mut trace = recorded::<f64, 8, 50>(1);
        Dropout::<8, 50>::record(&[], &[f64::INFINITY; 8], &mut trace);
        assert!(trace.output.contains(&0.0) && trace.output.contains(&f64::INFINITY));
    }
}
