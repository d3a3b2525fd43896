//! Why a network does not learn: what to look at, in numbers.

use core::fmt;

use calc_scalar::{Float, Number};

use crate::layer::Layer;
use crate::loss::Loss;
use crate::network::{Network, Trace};
use crate::width::{Values, Zero as _};
use crate::workspace::Workspace;

/// How one layer does; see [`Network::health`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerHealth<T> {
    /// How many units the layer has.
    pub units: usize,
    /// How many of them have the slope 0 on every example: nothing can move them any more. Without examples
    /// none is.
    pub dead: usize,
    /// The largest size of an answer; NaN if one is.
    pub largest_answer: T,
    /// The length `‖w‖` of the layer's parameters.
    pub parameter_norm: T,
    /// The length `‖∂L/∂w‖` of the mean gradient by them.
    pub gradient_norm: T,
}

impl<T: fmt::Display> fmt::Display for LayerHealth<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of {} units dead, largest answer {}, parameters {}, gradient {}",
            self.dead, self.units, self.largest_answer, self.parameter_norm, self.gradient_norm
        )
    }
}

/// How a network does; see [`Network::health`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Health<T> {
    /// The mean loss.
    pub loss: T,
    /// The length of the mean gradient.
    pub gradient_norm: T,
    /// How many units of all layers are dead.
    pub dead: usize,
    /// The first example whose loss is not finite, or with which the gradient no longer is.
    pub culprit: Option<u32>,
}

impl<L: Layer> Network<L> {
    /// Looks at a network on all examples without moving it, and tells of each layer, from the first
    /// to the last. A layer without parameters has norms of 0; [`Dropout`](crate::Dropout) and
    /// [`Softmax`](crate::Softmax) have nothing to tell.
    ///
    /// | what is seen | what it means, and what helps |
    /// |---|---|
    /// | the gradient of the first layers is far smaller than that of the last | it vanishes: [`Relu`](crate::activation::Relu) or another start, [`init`](crate::init) |
    /// | it is far larger | it explodes: a smaller rate, [`Trainer::clip_norm`](crate::Trainer::clip_norm) |
    /// | dead units | a smaller rate, [`LeakyRelu`](crate::activation::LeakyRelu), [`He`](crate::init::He) |
    /// | the gradient is 0 and the loss is not | equal units ([`Zeros`](crate::init::Zeros)?) or a plateau: another seed |
    /// | a culprit | NaN or infinity in the data, or a rate that was too large |
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::activation::Relu;
    /// use calc_nn::loss::SquaredError;
    /// use calc_nn::{Dense, Network};
    ///
    /// type Net = Network<(Dense<1, 2, Relu>, Dense<2, 1>)>;
    /// let data = [([1.0], [1.0]), ([2.0], [2.0])];
    /// // The second hidden unit is far below zero for every example.
    /// let w = [1.0, 1.0, 0.0, -100.0, 0.5, 1.0, 0.0];
    ///
    /// let mut layers = Vec::new();
    /// let health = Net::health(SquaredError, &w, &data, |layer| layers.push(layer));
    /// assert_eq!((health.dead, layers[0].dead, layers[0].units), (1, 1, 2));
    /// assert_eq!(layers[1].gradient_norm, 2.125_f64.sqrt()); // 1.25 by a weight, 0.75 by the bias
    /// ```
    pub fn health<T: Float, Y, C, const P: usize>(
        loss: C,
        parameters: &[T; P],
        mut data: &[(Values<L::Input, T>, Y)],
        mut tell: impl FnMut(LayerHealth<T>),
    ) -> Health<T>
    where
        C: Loss<Values<L::Output, T>, Y>,
    {
        let mut workspace = Workspace::<L, T, P>::ZERO;
        let all = 0..data.len();
        let size = data.len();
        let sum = workspace.gradient_of(loss, parameters, &mut data, all, size, true);
        let mut largest = Trace::<L, T>::ZERO;
        for (x, _) in data {
            L::record(parameters, x, &mut workspace.trace);
            L::keep_largest(&workspace.trace, &mut largest);
        }
        let mut dead = 0_usize;
        L::diagnose(
            parameters,
            &workspace.gradient,
            &largest,
            &mut |mut layer: LayerHealth<T>| {
                if size == 0 {
                    layer.dead = 0;
                }
                dead = dead.saturating_add(layer.dead);
                tell(layer);
            },
        );
        Health {
            loss: sum / crate::init::count(size),
            gradient_norm: norm(&workspace.gradient),
            dead,
            culprit: workspace.culprit,
        }
    }
}

/// Keeps the larger size of each pair; NaN is kept, too.
pub(crate) fn keep_larger<T: Float>(largest: &mut [T], new: &[T]) {
    for (largest, new) in largest.iter_mut().zip(new) {
        if new.magnitude() > *largest || new.not_a_number() {
            *largest = new.magnitude();
        }
    }
}

/// Of a layer with an activation, by the largest answers and slopes of its units.
pub(crate) fn of_units<T: Float>(
    answers: &[T],
    slopes: &[T],
    parameters: &[T],
    gradient: &[T],
) -> LayerHealth<T> {
    let mut largest_answer = [T::ZERO];
    for &answer in answers {
        keep_larger(&mut largest_answer, &[answer]);
    }
    let [largest_answer] = largest_answer;
    LayerHealth {
        units: answers.len(),
        dead: slopes.iter().filter(|slope| slope.is_zero()).count(),
        largest_answer,
        parameter_norm: norm(parameters),
        gradient_norm: norm(gradient),
    }
}

/// `‖x‖`.
pub(crate) fn norm<T: Number>(x: &[T]) -> T {
    let mut sum = T::ZERO;
    for &x in x {
        sum += x * x;
    }
    sum.sqrt()
}
