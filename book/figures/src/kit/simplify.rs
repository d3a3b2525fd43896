//! Leaving out the points of a line that nobody would miss (Ramer, Douglas and Peucker).

use super::canvas::Pixel;
use super::math;

/// A subset of `points`, in order, that stays within `tolerance` of all of them.
pub(crate) fn simplify(points: &[Pixel], tolerance: f64) -> Vec<Pixel> {
    let mut kept = vec![false; points.len()];
    let mut open = vec![(0, points.len().saturating_sub(1))];
    while let Some((first, last)) = open.pop() {
        for end in [first, last] {
            if let Some(keep) = kept.get_mut(end) {
                *keep = true;
            }
        }
        if last <= first + 1 {
            continue;
        }
        let farthest = (first + 1..last)
            .map(|i| (i, distance(points[i], points[first], points[last])))
            .fold(
                (first, 0.0_f64),
                |best, next| if next.1 > best.1 { next } else { best },
            );
        if farthest.1 > tolerance {
            open.push((first, farthest.0));
            open.push((farthest.0, last));
        }
    }
    points
        .iter()
        .zip(kept)
        .filter(|&(_, keep)| keep)
        .map(|(&point, _)| point)
        .collect()
}

/// The distance of `p` from the segment `a … b`.
fn distance(p: Pixel, a: Pixel, b: Pixel) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 {
        (((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    math::hypot(p.0 - a.0 - t * dx, p.1 - a.1 - t * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_keeps_its_ends_only() {
        let line: Vec<_> = (0..50)
            .map(|i| (f64::from(i), 2.0 * f64::from(i)))
            .collect();
        assert_eq!(simplify(&line, 0.01).len(), 2);
    }

    #[test]
    fn no_left_out_point_is_farther_than_the_tolerance() {
        let curve: Vec<_> = (0..400)
            .map(|i| {
                (
                    f64::from(i),
                    100.0 * calc_scalar::Real::sin(f64::from(i) / 30.0),
                )
            })
            .collect();
        let kept = simplify(&curve, 0.1);
        assert!(kept.len() < 150 && kept.len() > 10);
        for p in &curve {
            let nearest = kept
                .windows(2)
                .map(|w| distance(*p, w[0], w[1]))
                .fold(f64::INFINITY, f64::min);
            assert!(nearest <= 0.1, "{nearest}");
        }
    }

    #[test]
    fn a_closed_loop_stays_closed() {
        let square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
        assert_eq!(simplify(&square, 0.1), square);
    }
}
