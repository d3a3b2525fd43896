//! The loop of a training.

use core::ops::ControlFlow;

use calc_opt::clip;
use calc_opt::rule::Rule;
use calc_scalar::Float;

use super::settings::{Setting, fits};
use super::{EarlyStop, Epoch, Report, Stopped, Trainer};
use crate::examples::Source;
use crate::init::count;
use crate::layer::Layer;
use crate::loss::Loss;
use crate::network::Trace;
use crate::order::Order;
use crate::random::Random;
use crate::sum::Sum;
use crate::width::Values;
use crate::workspace::{Workspace, all_finite};

impl<L: Layer> Trainer<L> {
    /// Trains in a workspace, whose trace is one of the network in use when it is done.
    pub(super) fn run<T: Float, Y, C, R, S, const P: usize>(
        &self,
        workspace: &mut Workspace<L, T, P>,
        loss: C,
        parameters: &mut [T; P],
        examples: S,
        rule: &mut R,
        watch: impl FnMut(&mut Epoch<'_, T, P>) -> ControlFlow<()>,
    ) -> Report<T>
    where
        C: Loss<Values<L::Output, T>, Y>,
        R: Rule<T, P>,
        S: Source<Values<L::Input, T>, Y>,
    {
        let mut report = Report::new();
        self.seed(&mut workspace.trace, parameters);
        let told = &mut report;
        let stopped = self.epochs(told, workspace, loss, parameters, examples, rule, watch);
        L::seed(&mut workspace.trace, None);
        report.stopped = stopped;
        report
    }

    /// Epoch by epoch; why it ended.
    #[allow(clippy::too_many_arguments, reason = "those of `run`, and its result")]
    fn epochs<T: Float, Y, C, R, S, const P: usize>(
        &self,
        report: &mut Report<T>,
        workspace: &mut Workspace<L, T, P>,
        loss: C,
        parameters: &mut [T; P],
        mut examples: S,
        rule: &mut R,
        mut watch: impl FnMut(&mut Epoch<'_, T, P>) -> ControlFlow<()>,
    ) -> Stopped
    where
        C: Loss<Values<L::Output, T>, Y>,
        R: Rule<T, P>,
        S: Source<Values<L::Input, T>, Y>,
    {
        let length = examples.count();
        if length == 0 {
            return Stopped::NoData;
        }
        if let Some(setting) = self.refused::<T>() {
            return Stopped::Refused(setting);
        }
        let size = if self.batch == 0 { length } else { self.batch };
        let goal = T::literal(self.goal);
        let mut random = self.shuffle.map(Random::new);
        let mut patience = EarlyStop::new(self.patience);
        // What the rates of the schedule are multiplied by.
        let mut factor = T::ONE;
        for number in 1..=self.epochs {
            let mut order = Order::new(length, random.as_mut());
            let mut sum = Sum::ZERO;
            let mut left = length;
            while left > 0 {
                if let Some(rate) = self.schedule {
                    rule.set_rate(T::literal(rate(report.steps)) * factor);
                }
                if !fits(rule.rate()) {
                    return Stopped::Refused(Setting::Rate);
                }
                let size = size.min(left);
                let found =
                    self.gradient(workspace, loss, parameters, &mut examples, &mut order, size);
                match found {
                    Ok(losses) => sum.add(losses),
                    Err(_) if !all_finite(parameters.as_slice()) => {
                        return Stopped::ParametersNotFinite;
                    }
                    Err(culprit) => {
                        report.culprit = culprit;
                        return Stopped::NotFinite;
                    }
                }
                if !sum.value().is_finite() {
                    return Stopped::NotFinite;
                }
                left -= size;
                self.clip(&mut workspace.gradient);
                rule.update(parameters, &workspace.gradient);
                report.steps = report.steps.saturating_add(1);
            }
            if !all_finite(parameters.as_slice()) {
                return Stopped::ParametersNotFinite;
            }
            report.epochs = number;
            report.loss = sum.value() / count(length);
            if number == 1 {
                report.first_loss = report.loss;
            }
            let rate = rule.rate();
            let mut epoch = Epoch {
                number,
                loss: report.loss,
                rate,
                parameters,
            };
            let watched = watch(&mut epoch);
            let wanted = epoch.rate;
            if wanted.to_f64().to_bits() != rate.to_f64().to_bits() {
                rule.set_rate(wanted);
                factor *= wanted / rate;
            }
            if watched.is_break() {
                return Stopped::Interrupted;
            }
            if self.goal > f64::NEG_INFINITY && report.loss <= goal {
                let now = mean_loss::<L, _, _, _, P>(loss, parameters, &mut examples);
                if now <= goal {
                    report.loss = now;
                    return Stopped::Goal;
                }
            }
            if patience.observe(report.loss).is_break() {
                return Stopped::Patience;
            }
        }
        Stopped::Epochs
    }

    /// The mean gradient of the next `size` examples, with the slopes of the penalty, and the sum of their losses;
    /// or, where one of them is not finite, the example that is to blame.
    pub(super) fn gradient<T: Float, Y, C, const P: usize>(
        &self,
        workspace: &mut Workspace<L, T, P>,
        loss: C,
        parameters: &[T; P],
        examples: &mut impl Source<Values<L::Input, T>, Y>,
        order: &mut Order,
        size: usize,
    ) -> Result<T, Option<u32>>
    where
        C: Loss<Values<L::Output, T>, Y>,
    {
        let start = order.next;
        for closely in [false, true] {
            order.next = start;
            let batch = order.take(size);
            let sum = workspace.gradient_of(loss, parameters, examples, batch, size, closely);
            self.penalty.add_slopes(parameters, &mut workspace.gradient);
            if !closely && sum.is_finite() && all_finite(&workspace.gradient) {
                return Ok(sum);
            }
            if workspace.culprit.is_some() {
                break;
            }
            // Once more, to see who it was; this time dropout drops nobody.
            L::seed(&mut workspace.trace, None);
        }
        Err(workspace.culprit)
    }

    /// Gives the trace random numbers for training: by the seed of the shuffling, but not the same numbers over
    /// again, and by the bits of the parameters, so that training that goes on drops others than before.
    pub(super) fn seed<T: Float>(&self, trace: &mut Trace<L, T>, parameters: &[T]) {
        let mut seed = !self.shuffle.unwrap_or(0);
        for w in parameters {
            // 2⁶⁴ divided by the golden ratio: odd, and without a pattern.
            let mixed = (seed ^ w.to_f64().to_bits()).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            seed = mixed ^ (mixed >> 32);
        }
        L::seed(trace, Some(&mut Random::new(seed)));
    }

    /// Makes a gradient that is too long shorter.
    pub(super) fn clip<T: Float>(&self, gradient: &mut [T]) {
        if self.clip_value < f64::INFINITY {
            clip::by_value(gradient, T::literal(self.clip_value));
        }
        if self.clip_norm < f64::INFINITY {
            clip::by_norm(gradient, T::literal(self.clip_norm));
        }
    }
}

/// The mean loss of the network in use.
fn mean_loss<L: Layer, T: Float, Y, C, const P: usize>(
    loss: C,
    parameters: &[T; P],
    examples: &mut impl Source<Values<L::Input, T>, Y>,
) -> T
where
    C: Loss<Values<L::Output, T>, Y>,
{
    let length = examples.count();
    let mut sum = Sum::ZERO;
    for i in 0..length {
        let value = examples.show(i, |x, y| loss.value(&L::forward(parameters, x), y));
        sum.add(value.unwrap_or(T::ZERO));
    }
    sum.value() / count(length)
}
