//! What a gradient costs, in plain runs of the function, by four ways.

use calc_multi::{Node, SliceTape, separable};
use calc_scalar::{Dual, Real};
use support::counted::{Counted, count};

use crate::Figure;
use crate::kit::{Canvas, Dash, Frame, Label, Legend, Marker, Panel, Scale, Stroke};

const SIZES: [usize; 10] = [2, 3, 4, 8, 16, 32, 64, 128, 256, 512];

/// Slopes that a number carries in the second way.
const CHUNK: usize = 8;

/// One term of the valley: it looks at two neighbours.
fn term<R: Real>(a: R, b: R) -> R {
    let (u, v) = (1.0 - a, b - a * a);
    u * u + 100.0 * v * v
}

/// Rosenbrock's valley.
fn valley<R: Real>(x: impl Iterator<Item = R> + Clone) -> R {
    x.clone().zip(x.skip(1)).map(|(a, b)| term(a, b)).sum()
}

fn point(n: usize) -> Vec<Counted> {
    (0..n)
        .map(|i| Counted(0.1 + 0.8 * (i as f64) / (n as f64)))
        .collect()
}

fn plain(n: usize) -> u64 {
    count(|| valley(point(n).into_iter())).1
}

/// `⌈n/C⌉` runs with `C` slopes each.
fn forward<const C: usize>(n: usize) -> (Vec<Counted>, u64) {
    let x = point(n);
    count(|| {
        let mut slopes = Vec::new();
        for from in (0..n).step_by(C) {
            let mut numbers: Vec<Dual<Counted, C>> = x.iter().map(|&x| Dual::lift(x)).collect();
            let chunk = numbers.iter_mut().skip(from).take(C);
            for (place, number) in chunk.enumerate() {
                number.partials[place] = Counted(1.0);
            }
            slopes.extend(valley(numbers.into_iter()).partials);
        }
        slopes.truncate(n);
        slopes
    })
}

fn reverse(n: usize) -> (Vec<Counted>, u64) {
    let x = point(n);
    let room = 9 * n;
    let mut nodes = vec![Node::new(); room];
    let mut adjoints = vec![Counted(0.0); room];
    let mut slopes = vec![Counted(0.0); n];
    let ((), operations) = count(|| {
        SliceTape::over(&mut nodes, &mut adjoints)
            .gradient_into(|x| valley(x.iter()), &x, &mut slopes)
            .expect("nine places for each variable are enough");
    });
    (slopes, operations)
}

fn term_by_term(n: usize) -> (Vec<Counted>, u64) {
    let x = point(n);
    let mut slopes = vec![Counted(0.0); n];
    let places = (1..n).map(|i| [i - 1, i]);
    let (_, operations) = count(|| {
        separable::value_and_gradient_into(places, |_, [a, b]| term(a, b), &x, &mut slopes)
            .expect("every place exists")
    });
    (slopes, operations)
}

/// A way to a gradient, and how it is drawn.
struct Way {
    name: &'static str,
    stroke: Stroke,
    marker: Marker,
    gradient: fn(usize) -> (Vec<Counted>, u64),
}

fn ways() -> [Way; 4] {
    [
        Way {
            name: "forward",
            stroke: Stroke::series(2),
            marker: Marker::Circle,
            gradient: forward::<1>,
        },
        Way {
            name: "eight slopes at once",
            stroke: Stroke::series(1).dash(Dash::Dashed),
            marker: Marker::Square,
            gradient: forward::<CHUNK>,
        },
        Way {
            name: "reverse",
            stroke: Stroke::series(3),
            marker: Marker::Diamond,
            gradient: reverse,
        },
        Way {
            name: "term by term",
            stroke: Stroke::series(6).dash(Dash::Dotted),
            marker: Marker::TriangleUp,
            gradient: term_by_term,
        },
    ]
}

/// How many plain runs of the function the gradient costs.
fn cost(way: &Way, n: usize) -> f64 {
    let (_, operations) = (way.gradient)(n);
    operations as f64 / plain(n) as f64
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(476.0);
    let frame = Frame::new(78.0, 48.0, 704.0, 420.0);
    let panel = Panel::new(
        &canvas,
        frame,
        Scale::decades(0, 3, 1),
        Scale::decades(0, 4, 1),
    );
    panel.axes("number of variables", "cost in runs of the function");
    let mut legend = Legend::new();
    for way in ways() {
        let points = SIZES.map(|n| (n as f64, cost(&way, n)));
        panel.line(&points, way.stroke);
        for point in points {
            panel.marker(point, way.marker, 10.0, way.stroke.ink);
        }
        legend = legend.path(way.stroke, way.marker, way.name);
    }
    panel.note(
        (64.0, cost(&ways()[0], 64)),
        (-70.0, -28.0),
        Label::new("grows with N").right(),
    );
    panel.note(
        (64.0, cost(&ways()[2], 64)),
        (0.0, -42.0),
        Label::new("stays where it is"),
    );
    legend.row(&canvas, 78.0, 24.0, 626.0);
    canvas.finish(
        "gradient_cost",
        "What a gradient costs, forward and in reverse",
        "A plot with logarithmic axes: the number of variables from 2 to 512, and the operations of a gradient divided by those of \
         one run of the function. Forward mode climbs with slope 1, from a few runs to more than a thousand. With eight slopes at \
         once it climbs from eight variables on, a little lower. Reverse mode and the gradient term by term are level lines at \
         a few runs.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_lead_to_the_same_gradient() {
        for n in [2, 3, 9, 64] {
            let [first, rest @ ..] = ways().map(|way| (way.gradient)(n).0);
            for other in rest {
                assert_eq!(first.len(), other.len());
                for (a, b) in first.iter().zip(&other) {
                    assert!((a.0 - b.0).abs() <= 1e-12 * a.0.abs().max(1.0), "{n}");
                }
            }
        }
    }

    #[test]
    fn forward_mode_costs_runs_for_every_variable_and_reverse_mode_does_not() {
        let [one, eight, reverse, terms] =
            ways().map(|way| (cost(&way, 512) / cost(&way, 64), cost(&way, 512)));
        for (growth, _) in [one, eight] {
            assert!((growth - 8.0).abs() < 0.2, "{growth}");
        }
        for (growth, level) in [reverse, terms] {
            assert!((growth - 1.0).abs() < 0.05, "{growth}");
            assert!(level < 6.0, "{level}");
        }
        assert!(eight.1 < one.1);
    }
}
