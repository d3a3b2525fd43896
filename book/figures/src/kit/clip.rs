//! Cutting lines and areas at a frame, where `plotters` would bend them along it.

use super::canvas::Pixel;
use super::panel::Frame;

/// The part of the segment inside `frame`, after Liang and Barsky.
pub(crate) fn segment(a: Pixel, b: Pixel, frame: Frame) -> Option<(Pixel, Pixel)> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let sides = [
        (-dx, a.0 - frame.left),
        (dx, frame.right - a.0),
        (-dy, a.1 - frame.top),
        (dy, frame.bottom - a.1),
    ];
    for (speed, room) in sides {
        if speed.abs() < f64::MIN_POSITIVE {
            if room < 0.0 {
                return None;
            }
        } else if speed < 0.0 {
            enter = enter.max(room / speed);
        } else {
            leave = leave.min(room / speed);
        }
    }
    // A segment from infinity or to it has no direction that could be cut.
    let inside = enter <= leave && dx.is_finite() && dy.is_finite();
    inside.then_some({
        (
            (a.0 + enter * dx, a.1 + enter * dy),
            (a.0 + leave * dx, a.1 + leave * dy),
        )
    })
}

/// The parts of a polyline inside `frame`; a point that is not finite breaks the line.
pub(crate) fn polyline(points: &[Pixel], frame: Frame) -> Vec<Vec<Pixel>> {
    let mut parts: Vec<Vec<Pixel>> = Vec::new();
    for pair in points.windows(2) {
        let Some((a, b)) = segment(pair[0], pair[1], frame) else {
            continue;
        };
        match parts.last_mut() {
            Some(part) if part.last().is_some_and(|&end| near(end, a)) => part.push(b),
            _ => parts.push(vec![a, b]),
        }
    }
    parts
}

/// The part of a polygon inside `frame`, after Sutherland and Hodgman.
pub(crate) fn polygon(points: &[Pixel], frame: Frame) -> Vec<Pixel> {
    let sides: [&dyn Fn(Pixel) -> f64; 4] = [
        &|p| p.0 - frame.left,
        &|p| frame.right - p.0,
        &|p| p.1 - frame.top,
        &|p| frame.bottom - p.1,
    ];
    sides.iter().fold(points.to_vec(), |points, inside| {
        let mut kept = Vec::with_capacity(points.len() + 4);
        for (i, &b) in points.iter().enumerate() {
            let a = points[(i + points.len() - 1) % points.len()];
            let (at_a, at_b) = (inside(a), inside(b));
            if (at_a < 0.0) != (at_b < 0.0) {
                let t = at_a / (at_a - at_b);
                kept.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
            }
            if at_b >= 0.0 {
                kept.push(b);
            }
        }
        kept
    })
}

fn near(a: Pixel, b: Pixel) -> bool {
    (a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame {
        left: 0.0,
        top: 0.0,
        right: 100.0,
        bottom: 50.0,
    };

    fn slope(a: Pixel, b: Pixel) -> f64 {
        (b.1 - a.1) / (b.0 - a.0)
    }

    /// What `plotters` does: each point pushed to the frame by itself.
    fn clamped(p: Pixel) -> Pixel {
        (
            p.0.clamp(FRAME.left, FRAME.right),
            p.1.clamp(FRAME.top, FRAME.bottom),
        )
    }

    #[test]
    fn a_segment_that_leaves_the_frame_keeps_its_slope() {
        let (a, b) = ((-20.0, -40.0), (80.0, 160.0));
        let (start, end) = segment(a, b, FRAME).expect("it crosses the frame");
        assert!((slope(start, end) - slope(a, b)).abs() < 1e-12);
        assert!((start.0 - 0.0).abs() < 1e-12 && (end.1 - 50.0).abs() < 1e-12);
        // The control: clamping turns the line.
        assert!((slope(clamped(a), clamped(b)) - slope(a, b)).abs() > 0.5);
    }

    #[test]
    fn a_segment_outside_is_gone_and_one_inside_is_whole() {
        assert!(segment((-5.0, 10.0), (-1.0, 40.0), FRAME).is_none());
        assert!(
            segment((-5.0, 45.0), (20.0, 95.0), FRAME).is_none(),
            "its box meets the frame, it does not"
        );
        assert_eq!(
            segment((1.0, 2.0), (3.0, 4.0), FRAME),
            Some(((1.0, 2.0), (3.0, 4.0)))
        );
    }

    #[test]
    fn a_line_breaks_where_it_leaves_and_where_it_is_not_a_number() {
        let wave = [(0.0, 25.0), (20.0, 75.0), (40.0, 25.0), (60.0, 25.0)];
        assert_eq!(polyline(&wave, FRAME).len(), 2);
        let hole = [
            (0.0, 1.0),
            (10.0, 1.0),
            (20.0, f64::NAN),
            (30.0, 1.0),
            (40.0, 1.0),
        ];
        assert_eq!(polyline(&hole, FRAME).len(), 2);
        let infinite = [(0.0, 1.0), (10.0, f64::INFINITY), (20.0, 1.0)];
        assert_eq!(polyline(&infinite, FRAME).len(), 0);
    }

    #[test]
    fn a_polygon_is_cut_to_the_area_it_shares_with_the_frame() {
        let diamond = [(50.0, -25.0), (100.0, 25.0), (50.0, 75.0), (0.0, 25.0)];
        let cut = polygon(&diamond, FRAME);
        let area: f64 = (0..cut.len())
            .map(|i| (cut[i], cut[(i + 1) % cut.len()]))
            .map(|(a, b)| (a.0 * b.1 - b.0 * a.1) / 2.0)
            .sum();
        assert!((area.abs() - 3750.0).abs() < 1e-9, "{area}");
        assert!(polygon(&[(-9.0, 0.0), (-1.0, 0.0), (-5.0, 9.0)], FRAME).is_empty());
    }
}
