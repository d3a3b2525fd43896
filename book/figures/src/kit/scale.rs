//! From numbers to places along an axis, and the round numbers worth a tick.

use super::math;

/// One axis: its two ends and whether equal steps or equal factors are equally far apart.
#[derive(Debug, Clone)]
pub(crate) struct Scale {
    pub(crate) from: f64,
    pub(crate) to: f64,
    kind: CriticalKind,
    wanted: usize,
    labels: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CriticalKind {
    Linear,
    /// Ticks at every so many powers of ten.
    Decades(i32),
}

/// A place on an axis with its number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tick {
    pub(crate) value: f64,
    pub(crate) label: String,
}

impl Scale {
    /// Equal steps are equally far apart.
    pub(crate) const fn linear(from: f64, to: f64) -> Self {
        Self {
            from,
            to,
            kind: CriticalKind::Linear,
            wanted: 6,
            labels: true,
        }
    }

    /// From `10^from` to `10^to`, a label at every `every`-th power.
    pub(crate) fn decades(from: i32, to: i32, every: i32) -> Self {
        let (from, to) = (math::power_of_ten(from), math::power_of_ten(to));
        Self {
            from,
            to,
            kind: CriticalKind::Decades(every),
            wanted: 0,
            labels: true,
        }
    }

    /// About `n` ticks.
    pub(crate) const fn ticks_about(self, n: usize) -> Self {
        Self { wanted: n, ..self }
    }

    /// Grid lines, but no numbers: a neighbour shows them.
    pub(crate) const fn without_numbers(self) -> Self {
        Self {
            labels: false,
            ..self
        }
    }

    /// Whether numbers stand beside the axis.
    pub(crate) const fn has_numbers(&self) -> bool {
        self.labels
    }

    /// 0 at `from`, 1 at `to`; outside beyond. Not finite for what has no place.
    pub(crate) fn position(&self, value: f64) -> f64 {
        match self.kind {
            CriticalKind::Linear => (value - self.from) / (self.to - self.from),
            CriticalKind::Decades(_) => {
                let (from, to) = (math::log10(self.from), math::log10(self.to));
                (math::log10(value) - from) / (to - from)
            }
        }
    }

    /// The ticks within the axis, in rising order.
    pub(crate) fn ticks(&self) -> Vec<Tick> {
        match self.kind {
            CriticalKind::Linear => linear_ticks(self.from, self.to, self.wanted),
            CriticalKind::Decades(every) => decade_ticks(self.from, self.to, every),
        }
    }
}

/// Multiples of 1, 2 or 5 times a power of ten, at most `wanted` of them where that is possible.
pub(crate) fn linear_ticks(from: f64, to: f64, wanted: usize) -> Vec<Tick> {
    let span = (to - from).abs();
    let (step, decimals) = (-6..=9)
        .flat_map(|n| [(1.0_f64, n), (2.0, n), (5.0, n)])
        .map(|(digit, n)| {
            (
                digit * math::power_of_ten(n),
                usize::try_from(-n).unwrap_or(0),
            )
        })
        .find(|&(step, _)| span / step <= wanted as f64 + 1e-9)
        .unwrap_or((span.max(1.0), 0));
    let first = (from.min(to) / step - 1e-9).ceil();
    let count = (span / step + 2e-9).floor();
    (0..=wanted)
        .map(|i| first + i as f64)
        .filter(|k| *k - first <= count && *k * step <= from.max(to) + 1e-9 * step)
        .map(|k| Tick {
            value: k * step,
            label: number(k * step, decimals),
        })
        .collect()
}

fn decade_ticks(from: f64, to: f64, every: i32) -> Vec<Tick> {
    (-300..=300)
        .filter(|n| n % every == 0)
        .map(|n| (n, math::power_of_ten(n)))
        .filter(|(_, value)| (from * 0.999..=to * 1.001).contains(value))
        .map(|(n, value)| Tick {
            value,
            label: power_label(n),
        })
        .collect()
}

/// A number with a true minus sign and the decimals asked for.
pub(crate) fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let zero = text.chars().all(|c| matches!(c, '-' | '0' | '.'));
    if zero {
        text.replace('-', "")
    } else {
        text.replace('-', "−")
    }
}

/// `10ⁿ` as text.
pub(crate) fn power_label(n: i32) -> String {
    match n {
        0 => "1".into(),
        1 => "10".into(),
        _ => format!("10{}", superscript(n)),
    }
}

fn superscript(n: i32) -> String {
    n.to_string()
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            digit => char::from_u32('⁰' as u32 + digit.to_digit(10).unwrap_or(0)).unwrap_or('⁰'),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|t| t.label.as_str()).collect()
    }

    #[test]
    fn ticks_are_round_and_stay_inside() {
        assert_eq!(
            labels(&linear_ticks(-3.0, 3.0, 6)),
            ["−3", "−2", "−1", "0", "1", "2", "3"]
        );
        assert_eq!(
            labels(&linear_ticks(0.0, 1.0, 5)),
            ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]
        );
        assert_eq!(labels(&linear_ticks(-0.5, 3.0, 4)), ["0", "1", "2", "3"]);
        assert_eq!(
            labels(&linear_ticks(-4.0, 24.0, 6)),
            ["0", "5", "10", "15", "20"]
        );
    }

    #[test]
    fn powers_of_ten_are_written_as_such() {
        let scale = Scale::decades(-12, 1, 4);
        assert_eq!(labels(&scale.ticks()), ["10⁻¹²", "10⁻⁸", "10⁻⁴", "1"]);
        assert!((scale.position(1e-12) - 0.0).abs() < 1e-12);
        assert!((scale.position(1e1) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_has_no_logarithm_has_no_place() {
        assert!(!Scale::decades(0, 2, 1).position(-1.0).is_finite());
        assert!(!Scale::decades(0, 2, 1).position(0.0).is_finite());
    }

    #[test]
    fn zero_has_no_sign() {
        assert_eq!(number(-0.0001, 2), "0.00");
        assert_eq!(number(-1.5, 1), "−1.5");
    }
}
