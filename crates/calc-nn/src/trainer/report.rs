//! What a training says while it runs and when it is done.

use core::fmt;

use calc_scalar::Float;

use super::Setting;

/// The state of the training after an epoch.
#[derive(Clone, Copy, Debug)]
pub struct Epoch<'a, T, const P: usize> {
    /// The number of the epoch, counted from 1.
    pub number: u32,
    /// The mean loss over its examples; each is measured before the step that it is a part of.
    pub loss: T,
    /// The learning rate of the last step; what it is set to holds from the next epoch on. If there is a
    /// [`schedule`](crate::Trainer::schedule), it is what the schedule says that is changed, by the same factor from
    /// then on.
    pub rate: T,
    /// The parameters after the epoch.
    pub parameters: &'a [T; P],
}

/// What a training did.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[must_use = "only the report says whether the training went well: `report.stopped.is_success()`"]
pub struct Report<T> {
    /// The mean loss over the last complete epoch; each example's loss is measured before the step
    /// that it is a part of. NaN if there was none. Where training stopped at its
    /// [`goal`](crate::Trainer::goal), the mean loss of the parameters as they are now.
    pub loss: T,
    /// The same for the first epoch.
    pub first_loss: T,
    /// How many epochs were completed.
    pub epochs: u32,
    /// How many times the rule moved the parameters.
    pub steps: u32,
    /// Why the training stopped.
    pub stopped: Stopped,
    /// If a loss or gradient was not finite: the first example whose loss is not, or with which the gradient of
    /// its batch no longer is, by its place in the data.
    pub culprit: Option<u32>,
}

impl<T: Float> Report<T> {
    /// Of a training that has not begun.
    pub(super) const fn new() -> Self {
        Self {
            loss: T::NAN,
            first_loss: T::NAN,
            epochs: 0,
            steps: 0,
            stopped: Stopped::Epochs,
            culprit: None,
        }
    }
}

impl<T: Float> fmt::Display for Report<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} epochs, {} steps", self.epochs, self.steps)?;
        // No complete epoch has no loss.
        if self.epochs > 0 {
            let (first, last) = (Short(self.first_loss), Short(self.loss));
            write!(f, ", mean loss from {first} to {last}")?;
        }
        write!(f, ": {}", self.stopped)?;
        match self.culprit {
            Some(example) => write!(f, " (first seen at example {example})"),
            None => Ok(()),
        }
    }
}

/// A loss as a reader wants it: four digits, or as many as are before the point.
pub(super) struct Short<T>(pub(super) T);

impl<T: Float> fmt::Display for Short<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let x = self.0;
        let below = |limit: f64| x.magnitude() < T::literal(limit);
        match x {
            _ if !x.is_finite() || x == T::ZERO => write!(f, "{x}"),
            _ if below(1e-3) || !below(1e6) => write!(f, "{x:.3e}"),
            _ if below(1e-2) => write!(f, "{x:.6}"),
            _ if below(0.1) => write!(f, "{x:.5}"),
            _ if below(1.0) => write!(f, "{x:.4}"),
            _ if below(10.0) => write!(f, "{x:.3}"),
            _ if below(100.0) => write!(f, "{x:.2}"),
            _ if below(1000.0) => write!(f, "{x:.1}"),
            _ => write!(f, "{x:.0}"),
        }
    }
}

/// Why a training stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Stopped {
    /// All epochs were run.
    Epochs,
    /// The mean loss reached the goal.
    Goal,
    /// The mean loss has not become smaller for as many epochs as were allowed.
    Patience,
    /// The caller asked for it.
    Interrupted,
    /// The loss or the gradient of a batch was not finite; the parameters are those before it. A smaller
    /// learning rate may help.
    NotFinite,
    /// A step of the rule has made parameters NaN or infinite, in the epoch after the last complete one: they
    /// are lost. [`Trainer::fit_best`](crate::Trainer::fit_best) keeps the best.
    ParametersNotFinite,
    /// A setting has a value that is refused; nothing was moved with it.
    Refused(Setting),
    /// There were no examples.
    NoData,
}

impl Stopped {
    /// Whether the training went as asked; then all parameters are finite.
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(
            self,
            Self::Epochs | Self::Goal | Self::Patience | Self::Interrupted
        )
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Epochs => "all epochs were run",
            Self::Goal => "the loss is as small as asked",
            Self::Patience => "the loss has stopped falling",
            Self::Interrupted => "the caller asked to stop",
            Self::NotFinite => {
                "a loss or gradient was not finite; lower the rate, or look for NaN in the data"
            }
            Self::ParametersNotFinite => {
                "a step has made parameters NaN or infinite, and they are lost; start again with a \
                 lower rate"
            }
            Self::Refused(setting) => return setting.fmt(f),
            Self::NoData => "there were no examples",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    #[test]
    fn losses_are_told_in_four_digits() {
        let told = |x: f64| Short(x).to_string();
        let pairs = [
            (0.0, "0"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "inf"),
            (0.004_830_482_955, "0.004830"),
            (0.367_137_311, "0.3671"),
            (0.056_78, "0.05678"),
            (2.345_678, "2.346"),
            (-23.025_85, "-23.03"),
            (230.258_5, "230.3"),
            (123_456.7, "123457"),
            (1.234_56e7, "1.235e7"),
            (1.234_56e-9, "1.235e-9"),
        ];
        for (x, expected) in pairs {
            assert_eq!(told(x), expected);
        }
        assert_eq!(Short(0.1_f32).to_string(), "0.1000");
        let report = Report {
            loss: 0.25,
            first_loss: 1.0 / 3.0,
            epochs: 2,
            steps: 4,
            ..Report::new()
        };
        let text = "2 epochs, 4 steps, mean loss from 0.3333 to 0.2500: all epochs were run";
        assert_eq!(report.to_string(), text);
        let text = "0 epochs, 0 steps: all epochs were run";
        assert_eq!(Report::<f64>::new().to_string(), text);
    }
}
