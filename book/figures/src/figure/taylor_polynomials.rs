//! The sine and its Taylor polynomials around 0.

use calc_scalar::{Real, taylor};

use crate::Figure;
use crate::kit::{Canvas, Dash, Frame, Legend, Panel, Scale, Stroke};

const POLYNOMIALS: [(usize, Stroke); 4] = [
    (1, Stroke::series(5).dash(Dash::Dotted)),
    (3, Stroke::series(3).dash(Dash::Mixed)),
    (5, Stroke::series(4).dash(Dash::Dashed)),
    (7, Stroke::series(2)),
];

/// The Taylor polynomial of the sine around 0, up to `order`, by Horner's rule.
fn polynomial(order: usize) -> impl Fn(f64) -> f64 {
    let coefficients: [f64; 8] = taylor(Real::sin, 0.0_f64);
    move |x| {
        coefficients
            .iter()
            .take(order + 1)
            .rev()
            .fold(0.0, |sum, a| sum * x + a)
    }
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(444.0);
    let panel = Panel::new(
        &canvas,
        Frame::new(64.0, 48.0, 704.0, 390.0),
        Scale::linear(-7.0, 7.0).ticks_about(7),
        Scale::linear(-3.0, 3.0),
    );
    panel.axes("x", "y");
    panel.zero_lines();
    let sine = Stroke::series(1).width(4.0);
    panel.curve(Real::sin, sine);
    let mut legend = Legend::new().line(sine, "sin x");
    for (order, stroke) in POLYNOMIALS {
        panel.curve(polynomial(order), stroke);
        legend = legend.line(
            stroke,
            format!("up to x{}", ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷'][order]).replace('¹', ""),
        );
    }
    legend.row(&canvas, 64.0, 24.0, 640.0);
    canvas.finish(
        "taylor_polynomials",
        "The sine and its Taylor polynomials",
        "The sine from −7 to 7 and four polynomials that share its derivatives at 0. The straight line x leaves the sine \
         near 1, the polynomial of degree 3 near 2, degree 5 near 3, degree 7 near 4: each further term holds on longer.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_further_term_comes_closer() {
        let errors =
            POLYNOMIALS.map(|(order, _)| (polynomial(order)(2.0) - Real::sin(2.0_f64)).abs());
        assert!(
            errors.windows(2).all(|pair| pair[1] < pair[0] / 2.0),
            "{errors:?}"
        );
        let by_hand = 2.0 - 8.0 / 6.0 + 32.0 / 120.0 - 128.0 / 5040.0;
        assert!((polynomial(7)(2.0) - by_hand).abs() < 1e-15);
    }
}
