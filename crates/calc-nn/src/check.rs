//! A check of backward passes written by hand against dual numbers.

use core::fmt;

use calc_scalar::{Dual, Float, Number, Verdict};

use crate::layer::Layer;
use crate::loss::Loss;
use crate::network::{Network, Trace};
use crate::random::Random;
use crate::width::{Values, Zero};

impl<L: Layer> Network<L> {
    /// Whether backpropagation is right, on one example: compares the slope by every parameter and every
    /// input with that of dual numbers, which know nothing of backward passes.
    ///
    /// For a layer, an activation or a loss of your own: its value is differentiated exactly, by
    /// forward mode, and its backward pass must say the same to the last digits. One forward pass per
    /// parameter and per input, and room for four arrays of parameters on the stack: for the desk, not
    /// for the field.
    ///
    /// # Accuracy
    ///
    /// Slopes agree if they differ by less than 10⁻¹² of the largest slope in double precision, and by
    /// less than 5·10⁻⁴ in single.
    ///
    /// # Edge cases
    ///
    /// At a kink the two agree on the convention, or one is wrong. Where the loss is not finite, or all
    /// slopes are so small that rounding hides them, the verdict is undecided: check elsewhere. Layers that
    /// are random in training are checked as they are in use; see
    /// [`check_gradient_in_training`](Network::check_gradient_in_training).
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::activation::{Activation, Tanh};
    /// use calc_nn::loss::SquaredError;
    /// use calc_nn::{Dense, Network};
    /// use calc_scalar::Number;
    ///
    /// /// `z²`, with a slope that is not `2z`.
    /// #[derive(Clone, Copy, Debug)]
    /// struct Mistaken;
    ///
    /// impl Activation for Mistaken {
    ///     const NAME: &'static str = "Mistaken";
    ///
    ///     fn value<T: Number>(z: T) -> T {
    ///         z * z
    ///     }
    ///
    ///     fn value_and_slope<T: Number>(z: T) -> (T, T) {
    ///         (z * z, z)
    ///     }
    /// }
    ///
    /// type Net = Network<(Dense<1, 1, Tanh>, Dense<1, 1, Mistaken>)>;
    /// let check = Net::check_gradient(SquaredError, &[0.5, 0.1, -0.7, 0.2], &[1.0], &[0.25]);
    /// assert!(!check.agrees());
    /// println!("{check}");
    /// // parameter 3 is wrong: backward 3.7…e-2, dual numbers 7.4…e-2, off by 5.0e-1 of the largest slope;
    /// // 5 of 5 slopes are wrong
    ///
    /// type Right = Network<(Dense<1, 1, Tanh>, Dense<1, 1>)>;
    /// let check = Right::check_gradient(SquaredError, &[0.5, 0.1, -0.7, 0.2], &[1.0], &[0.25]);
    /// assert!(check.agrees(), "{check}");
    /// ```
    #[must_use]
    pub fn check_gradient<T: Float, Y, C, const P: usize>(
        loss: C,
        parameters: &[T; P],
        x: &Values<L::Input, T>,
        target: &Y,
    ) -> GradientCheck<T>
    where
        Dual<T>: Number<Literal = T>,
        C: Loss<Values<L::Output, T>, Y> + Loss<Values<L::Output, Dual<T>>, Y>,
    {
        Search::<L, Y, C, T, P> {
            loss,
            parameters,
            x,
            target,
            seed: None,
        }
        .run()
    }

    /// The same in training: layers such as dropout draw the random numbers of this seed.
    #[must_use]
    pub fn check_gradient_in_training<T: Float, Y, C, const P: usize>(
        loss: C,
        parameters: &[T; P],
        x: &Values<L::Input, T>,
        target: &Y,
        seed: u64,
    ) -> GradientCheck<T>
    where
        Dual<T>: Number<Literal = T>,
        C: Loss<Values<L::Output, T>, Y> + Loss<Values<L::Output, Dual<T>>, Y>,
    {
        Search::<L, Y, C, T, P> {
            loss,
            parameters,
            x,
            target,
            seed: Some(seed),
        }
        .run()
    }
}

/// What [`Network::check_gradient`] found.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct GradientCheck<T = f64> {
    /// [`Verdict::Agrees`], [`Verdict::Differs`] or [`Verdict::Undecided`].
    pub verdict: Verdict,
    /// Where the two routes differ most.
    pub worst: Place,
    /// The slope there by backpropagation.
    pub backward: T,
    /// The slope there by dual numbers.
    pub forward: T,
    /// Their difference, relative to the largest slope of all.
    pub distance: T,
    /// How many slopes are wrong.
    pub wrong: usize,
    /// How many slopes there are.
    pub slopes: usize,
}

/// What a slope belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Place {
    /// The parameter of this number.
    Parameter(usize),
    /// The input of this number.
    Input(usize),
    /// None: it is the loss itself that differs between [`Layer::record`] and [`Layer::forward`], or
    /// between the two functions of a [`Loss`].
    Loss,
}

impl<T: Float> GradientCheck<T> {
    /// Whether every slope agrees.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.verdict == Verdict::Agrees
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter(i) => write!(out, "parameter {i}"),
            Self::Input(i) => write!(out, "input {i}"),
            Self::Loss => out.write_str("the loss itself"),
        }
    }
}

impl<T: Float> fmt::Display for GradientCheck<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            worst,
            backward,
            forward,
            distance,
            wrong,
            slopes,
            ..
        } = self;
        match self.verdict {
            Verdict::Agrees => write!(
                out,
                "all {slopes} slopes agree, to {distance:.1e} of the largest"
            ),
            Verdict::Differs if *worst == Place::Loss => write!(
                out,
                "the loss itself is wrong: {backward:e} as recorded, {forward:e} without a record"
            ),
            Verdict::Differs => write!(
                out,
                "{worst} is wrong: backward {backward:e}, dual numbers {forward:e}, off by {distance:.1e} \
                 of the largest slope; {wrong} of {slopes} slopes are wrong"
            ),
            _ => write!(
                out,
                "undecided at {worst}: backward {backward:e}, dual numbers {forward:e}; the loss is not \
                 finite or all slopes vanish here: check at another point"
            ),
        }
    }
}

/// The allowed difference in units of the precision: 10⁻¹² in double precision.
const TOLERANCE: f64 = 4503.6;

/// The two routes, and what they have said so far.
struct Search<'a, L: Layer, Y, C, T: Float, const P: usize> {
    loss: C,
    parameters: &'a [T; P],
    x: &'a Values<L::Input, T>,
    target: &'a Y,
    seed: Option<u64>,
}

impl<L: Layer, Y, C: Copy, T: Float, const P: usize> Search<'_, L, Y, C, T, P>
where
    Dual<T>: Number<Literal = T>,
    C: Loss<Values<L::Output, T>, Y> + Loss<Values<L::Output, Dual<T>>, Y>,
{
    fn run(&self) -> GradientCheck<T> {
        Network::<L>::check::<P>();
        let mut trace = self.trace::<T>();
        L::record(self.parameters, self.x, &mut trace);
        let (value, slopes) = self.loss.value_and_slope(L::output(&trace), self.target);
        // By the way that training takes, and by the one that layers further up take.
        let (mut outer, mut inner) = ([T::ZERO; P], [T::ZERO; P]);
        L::backward_first(self.parameters, self.x, &trace, &slopes, &mut outer);
        let by_x = L::backward(self.parameters, self.x, &trace, &slopes, &mut inner);

        let mut w = self.parameters.map(Dual::lift);
        let mut x = <Values<L::Input, Dual<T>> as Zero>::ZERO;
        for (x, &from) in x.as_mut().iter_mut().zip(self.x.as_ref()) {
            *x = Dual::lift(from);
        }
        let again = self.forward(&w, &x).value;

        // Largest first: how large the slopes are must be known before one of them is called wrong.
        let mut tally = Tally::new(value, again, self.parameters);
        for judging in [false, true] {
            tally.judging = judging;
            for (i, (&outer, &inner)) in outer.iter().zip(&inner).enumerate() {
                mark(&mut w, i, T::ONE);
                let exact = self.forward(&w, &x).slope();
                mark(&mut w, i, T::ZERO);
                let further = if (outer - exact).abs() >= (inner - exact).abs() {
                    outer
                } else {
                    inner
                };
                tally.compare(Place::Parameter(i), further, exact);
            }
            for (i, &by_x) in by_x.as_ref().iter().enumerate() {
                mark(x.as_mut(), i, T::ONE);
                let exact = self.forward(&w, &x).slope();
                mark(x.as_mut(), i, T::ZERO);
                tally.compare(Place::Input(i), by_x, exact);
            }
        }
        tally.result()
    }

    /// An empty trace, told of training if that is what is checked.
    fn trace<R: Number>(&self) -> Trace<L, R> {
        let mut trace = Trace::<L, R>::ZERO;
        if let Some(seed) = self.seed {
            L::seed(&mut trace, Some(&mut Random::new(seed)));
        }
        trace
    }

    /// The loss, with its slope along whatever is marked.
    fn forward(&self, w: &[Dual<T>; P], x: &Values<L::Input, Dual<T>>) -> Dual<T> {
        if self.seed.is_none() {
            return self.loss.value(&L::forward(w, x), self.target);
        }
        let mut trace = self.trace::<Dual<T>>();
        L::record(w, x, &mut trace);
        self.loss.value(L::output(&trace), self.target)
    }
}

/// Makes number `i` the one that moves, or holds it again.
fn mark<T: Float>(numbers: &mut [Dual<T>], i: usize, slope: T) {
    if let Some(number) = numbers.get_mut(i) {
        number.partials = [slope];
    }
}

/// The comparisons made so far: first how large the slopes are, then which are wrong.
struct Tally<T> {
    judging: bool,
    /// The loss by both routes.
    losses: [T; 2],
    /// The slope of a loss that falls by its own size over the size of the parameters. Where all slopes
    /// are tiny against it, each is a difference of larger numbers.
    natural: T,
    largest: T,
    found: GradientCheck<T>,
}

impl<T: Float> Tally<T> {
    fn new(value: T, again: T, parameters: &[T]) -> Self {
        let size = parameters.iter().fold(T::ONE, |size, w| size.max(w.abs()));
        Self {
            judging: false,
            losses: [value, again],
            natural: again.abs() / size,
            largest: T::ZERO,
            found: GradientCheck {
                verdict: Verdict::Agrees,
                worst: Place::Loss,
                backward: value,
                forward: again,
                distance: T::ZERO,
                wrong: 0,
                slopes: 0,
            },
        }
    }

    fn compare(&mut self, place: Place, backward: T, forward: T) {
        if !self.judging {
            self.largest = self.largest.max(forward.abs());
            self.found.slopes += 1;
            return;
        }
        let off = (backward - forward).abs();
        let distance = if off == T::ZERO {
            T::ZERO
        } else {
            off / self.largest
        };
        let tolerance = T::literal(TOLERANCE) * T::EPSILON;
        let agrees = distance <= tolerance;
        // What is not a number is furthest off.
        let worse = distance > self.found.distance || distance.not_a_number();
        if (worse && !self.found.distance.not_a_number()) || self.found.worst == Place::Loss {
            self.found.worst = place;
            (self.found.backward, self.found.forward) = (backward, forward);
            self.found.distance = distance;
        }
        if !agrees {
            self.found.wrong += 1;
            // Also where all slopes are so small that they have no digits left.
            let rounding = off <= tolerance * self.natural || off <= T::MIN_POSITIVE;
            if !rounding {
                self.found.verdict = Verdict::Differs;
            } else if self.found.verdict == Verdict::Agrees {
                self.found.verdict = Verdict::Undecided;
            }
        }
    }

    fn result(self) -> GradientCheck<T> {
        let [recorded, forward] = self.losses;
        let mut found = self.found;
        if !recorded.is_finite() || !forward.is_finite() || recorded != forward {
            found.verdict = if recorded.is_finite() || forward.is_finite() {
                Verdict::Differs
            } else {
                Verdict::Undecided
            };
            found.worst = Place::Loss;
            (found.backward, found.forward) = (recorded, forward);
            found.distance = (recorded - forward).abs() / forward.abs();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::format;
    use std::string::ToString;

    use super::*;
    use crate::activation::{Activation, Relu, Tanh};
    use crate::init::Glorot;
    use crate::loss::{BinaryCrossEntropyWithLogits, SoftmaxCrossEntropy, SquaredError};
    use crate::{Dense, Dropout, LayerNorm};

    type Net = Network<(Dense<2, 3, Tanh>, LayerNorm<3>, Dense<3, 2>)>;

    fn start<T: Float>() -> [T; Net::PARAMETERS] {
        let mut w = [T::ZERO; Net::PARAMETERS];
        Net::init(&mut w, Glorot, 3);
        w
    }

    #[test]
    fn a_right_network_agrees_in_both_precisions() {
        let check = Net::check_gradient(SquaredError, &start(), &[0.3, -0.8_f64], &[1.0, 0.0]);
        assert!(check.agrees() && check.distance < 1e-14, "{check}");
        assert_eq!(check.slopes, Net::PARAMETERS + 2);
        assert!(
            check.to_string().starts_with("all 25 slopes agree"),
            "{check}"
        );
        let check = Net::check_gradient(SoftmaxCrossEntropy, &start(), &[0.3, -0.8_f32], &1);
        assert!(check.agrees() && check.distance < 1e-5, "{check}");
    }

    #[test]
    fn a_network_that_is_random_in_training_is_checked_there_as_well() {
        type Net = Network<(Dense<2, 8, Tanh>, Dropout<8, 40>, Dense<8, 1>)>;
        let mut w = [0.0; Net::PARAMETERS];
        Net::init(&mut w, Glorot, 1);
        for seed in 0..20 {
            let x = [0.3, -0.8];
            let check = Net::check_gradient_in_training(SquaredError, &w, &x, &[1.0], seed);
            assert!(check.agrees(), "{check}");
            assert_eq!(check.slopes, Net::PARAMETERS + 2);
        }
    }

    /// A loss whose third slope has the wrong sign.
    #[derive(Clone, Copy, Debug)]
    struct Mistaken;

    impl<T: Number> Loss<[T; 3], [T::Literal; 3]> for Mistaken {
        fn value(self, answer: &[T; 3], target: &[T::Literal; 3]) -> T {
            SquaredError.value(answer, target)
        }

        fn value_and_slope(self, answer: &[T; 3], target: &[T::Literal; 3]) -> (T, [T; 3]) {
            let (value, [a, b, c]) = SquaredError.value_and_slope(answer, target);
            (value, [a, b, -c])
        }
    }

    #[test]
    fn the_wrong_parameters_are_counted_and_the_worst_is_named() {
        type Net = Network<Dense<2, 3>>;
        let (w, x) = (
            [0.5, 0.25, -0.5, 1.0, 2.0, 0.125, 0.0, 0.0, 0.0],
            [1.0, -0.5],
        );
        let check = Net::check_gradient(Mistaken, &w, &x, &[0.0, 0.0, 1.0]);
        assert_eq!(check.verdict, Verdict::Differs);
        // W[0][2], W[1][2], b[2], and both inputs; the slopes by W[0][2] and b[2] are the largest.
        assert_eq!((check.wrong, check.slopes), (5, 11));
        assert_eq!(check.worst, Place::Parameter(2));
        assert_eq!((check.backward, check.forward), (1.5625, -1.5625));
        let text = check.to_string();
        assert!(
            text.starts_with("parameter 2 is wrong: backward 1.5625e0, dual numbers -1.5625e0"),
            "{text}"
        );
    }

    #[test]
    fn a_mistake_of_one_part_in_a_billion_is_seen() {
        #[derive(Clone, Copy, Debug)]
        struct Nearly;
        impl Activation for Nearly {
            const NAME: &'static str = "Nearly";
            fn value<T: Number>(z: T) -> T {
                Tanh::value(z)
            }
            fn value_and_slope<T: Number>(z: T) -> (T, T) {
                let (value, slope) = Tanh::value_and_slope(z);
                (value, slope * T::literal(1.0 + 1e-9))
            }
        }
        type Net = Network<(Dense<2, 3, Nearly>, Dense<3, 1>)>;
        let check = Net::check_gradient(SquaredError, &[0.3; 13], &[1.0, -0.5], &[1.0]);
        assert_eq!(check.verdict, Verdict::Differs);
        assert!(check.distance > 1e-10 && check.distance < 1e-8, "{check}");
    }

    #[test]
    fn a_loss_whose_two_functions_differ_is_named() {
        #[derive(Clone, Copy, Debug)]
        struct TwoFaced;
        impl<T: Number> Loss<[T; 1], [T::Literal; 1]> for TwoFaced {
            fn value(self, [z]: &[T; 1], [y]: &[T::Literal; 1]) -> T {
                (*z - *y) * (*z - *y)
            }
            fn value_and_slope(self, answer: &[T; 1], target: &[T::Literal; 1]) -> (T, [T; 1]) {
                SquaredError.value_and_slope(answer, target)
            }
        }
        let check = Network::<Dense<1, 1>>::check_gradient(TwoFaced, &[1.0, 0.0], &[3.0], &[1.0]);
        assert_eq!(
            (check.verdict, check.worst),
            (Verdict::Differs, Place::Loss)
        );
        assert_eq!(
            format!("{check}"),
            "the loss itself is wrong: 2e0 as recorded, 4e0 without a record"
        );
    }

    #[test]
    fn where_nothing_can_be_said_nothing_is_said() {
        type Net = Network<Dense<1, 1>>;
        let infinite = Net::check_gradient(SquaredError, &[1e300, 0.0], &[1.0], &[0.0]);
        assert_eq!(infinite.verdict, Verdict::Undecided, "{infinite}");
        assert!(infinite.to_string().contains("check at another point"));
        // σ(z) is the target but for rounding: each route has its own rounding and nothing else.
        let z = 0.4_f64;
        let y = calc_scalar::Real::logistic(z);
        let flat = Net::check_gradient(BinaryCrossEntropyWithLogits, &[z, 0.0], &[1.0], &[y]);
        assert_ne!(flat.verdict, Verdict::Differs, "{flat}");
    }

    /// As behind a unit that is flat: subnormal numbers have few digits, and each route rounds its own.
    #[test]
    fn slopes_without_digits_are_no_mistakes() {
        let verdict = |backward: f64, forward: f64| {
            let mut tally = Tally::new(0.0, 0.0, &[1.0]);
            for judging in [false, true] {
                tally.judging = judging;
                tally.compare(Place::Parameter(0), backward, forward);
            }
            tally.result().verdict
        };
        assert_eq!(verdict(8.150_98e-318, 8.150_86e-318), Verdict::Undecided);
        assert_eq!(verdict(8.150_98e-290, 8.150_86e-290), Verdict::Differs);
        assert_eq!(verdict(8.150_86e-290, 8.150_86e-290), Verdict::Agrees);
    }

    #[test]
    fn kinks_are_no_mistakes() {
        type Net = Network<(Dense<1, 2, Relu>, Dense<2, 1>)>;
        let check = Net::check_gradient(SquaredError, &[0.0; 7], &[1.0], &[1.0]);
        assert!(check.agrees(), "{check}");
    }
}
