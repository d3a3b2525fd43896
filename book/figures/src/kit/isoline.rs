//! Lines of equal value by marching squares, joined to whole curves.

use std::collections::BTreeMap;

use super::canvas::Pixel;
use super::grid::Grid;

/// The lines on which the bilinear reading of `grid` has the value `level`.
///
/// A closed curve repeats its first point at the end; an open one ends at the border. Cells with a NaN are left out.
pub(crate) fn isolines(grid: &Grid, level: f64) -> Vec<Vec<Pixel>> {
    let mut links: BTreeMap<Edge, Vec<Edge>> = BTreeMap::new();
    for j in 0..grid.ys.len() - 1 {
        for i in 0..grid.xs.len() - 1 {
            for (a, b) in cell(grid, level, i, j).into_iter().flatten() {
                links.entry(a).or_default().push(b);
                links.entry(b).or_default().push(a);
            }
        }
    }
    let open: Vec<Edge> = links
        .iter()
        .filter(|(_, next)| next.len() == 1)
        .map(|(&edge, _)| edge)
        .collect();
    let all: Vec<Edge> = links.keys().copied().collect();
    open.into_iter()
        .chain(all)
        .filter_map(|start| trace(&mut links, start))
        .map(|edges| {
            edges
                .into_iter()
                .map(|edge| crossing(grid, level, edge))
                .collect()
        })
        .collect()
}

/// The area where the value is at least `level`, as one polygon for the even-odd rule: its closed
/// borders strung together by bridges of width zero.
pub(crate) fn region(grid: &Grid, level: f64) -> Vec<Pixel> {
    let mut area: Vec<Pixel> = Vec::new();
    for border in isolines(&grid.rimmed(), level) {
        area.extend(&border);
        area.extend(area.first().copied());
    }
    area
}

/// A side of a cell: row, column, and whether it runs along x.
type Edge = (usize, usize, bool);

/// The one or two pieces of line through a cell.
fn cell(grid: &Grid, level: f64, i: usize, j: usize) -> [Option<(Edge, Edge)>; 2] {
    let corners = [
        grid.value(i, j),
        grid.value(i + 1, j),
        grid.value(i + 1, j + 1),
        grid.value(i, j + 1),
    ];
    if corners.iter().any(|v| v.is_nan()) {
        return [None, None];
    }
    let [a, b, c, d] = corners.map(|v| v >= level);
    let (bottom, right, top, left) = (
        (j, i, true),
        (j, i + 1, false),
        (j + 1, i, true),
        (j, i, false),
    );
    let crossed: Vec<Edge> = [
        (a != b, bottom),
        (b != c, right),
        (c != d, top),
        (d != a, left),
    ]
    .into_iter()
    .filter_map(|(crosses, edge)| crosses.then_some(edge))
    .collect();
    match *crossed.as_slice() {
        [one, other] => [Some((one, other)), None],
        [_, _, _, _] => {
            // A saddle: the mean of the corners says which two belong together.
            let middle = corners.iter().sum::<f64>() / 4.0 >= level;
            if middle == a {
                [Some((bottom, right)), Some((top, left))]
            } else {
                [Some((left, bottom)), Some((right, top))]
            }
        }
        _ => [None, None],
    }
}

/// Follows the links from `start`, using each once.
fn trace(links: &mut BTreeMap<Edge, Vec<Edge>>, start: Edge) -> Option<Vec<Edge>> {
    let mut path = vec![start];
    let mut here = start;
    while let Some(next) = links.get_mut(&here).and_then(Vec::pop) {
        if let Some(back) = links.get_mut(&next) {
            back.retain(|&edge| edge != here);
        }
        path.push(next);
        here = next;
    }
    (path.len() > 1).then_some(path)
}

/// Where the level lies between the two ends of an edge.
fn crossing(grid: &Grid, level: f64, (j, i, along_x): Edge) -> Pixel {
    let (k, l) = if along_x { (i + 1, j) } else { (i, j + 1) };
    let (p, q) = (grid.point(i, j), grid.point(k, l));
    let (at_p, at_q) = (grid.value(i, j), grid.value(k, l));
    let t = ((level - at_p) / (at_q - at_p)).clamp(0.0, 1.0);
    (p.0 + t * (q.0 - p.0), p.1 + t * (q.1 - p.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bowl(n: usize) -> Grid {
        Grid::sample((-2.0, 2.0), (-2.0, 2.0), (n, n), |x, y| x * x + y * y)
    }

    #[test]
    fn the_contour_of_a_bowl_is_one_closed_circle() {
        for (n, level) in [(41, 1.0), (41, 2.3), (81, 1.0)] {
            let lines = isolines(&bowl(n), level);
            assert_eq!(lines.len(), 1);
            let line = &lines[0];
            assert_eq!(line.first(), line.last());
            // Linear reading of a parabola errs by at most h²/4 in x² + y².
            let h = 4.0 / (n as f64 - 1.0);
            for (x, y) in line {
                assert!(
                    (x * x + y * y - level).abs() <= h * h / 4.0 + 1e-12,
                    "({x}, {y}) at {level}"
                );
            }
            // The control: the neighbouring level is off by more than that.
            assert!(
                line.iter()
                    .all(|(x, y)| (x * x + y * y - level - 0.1).abs() > h * h / 4.0)
            );
        }
    }

    #[test]
    fn a_circle_cut_by_the_border_is_four_open_arcs() {
        let lines = isolines(&bowl(41), 5.0);
        assert_eq!(lines.len(), 4);
        let on_border =
            |(x, y): Pixel| (x.abs() - 2.0).abs() < 1e-12 || (y.abs() - 2.0).abs() < 1e-12;
        assert!(
            lines
                .iter()
                .all(|line| on_border(line[0]) && on_border(line[line.len() - 1]))
        );
    }

    #[test]
    fn a_saddle_gives_two_branches() {
        let grid = Grid::sample((-1.0, 1.0), (-1.0, 1.0), (20, 20), |x, y| x * y);
        assert_eq!(isolines(&grid, 0.2).len(), 2);
        assert_eq!(isolines(&grid, -0.2).len(), 2);
    }

    /// Whether a point lies in a polygon by the even-odd rule.
    fn covers(polygon: &[Pixel], (x, y): Pixel) -> bool {
        let sides = (0..polygon.len()).map(|i| (polygon[i], polygon[(i + 1) % polygon.len()]));
        let crossed = sides.filter(|(a, b)| {
            (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
        });
        crossed.count() % 2 == 1
    }

    #[test]
    fn a_region_covers_what_lies_above_its_level_and_nothing_else() {
        let outside_the_circle = region(&bowl(81), 1.0);
        let inside_the_circle = region(
            &Grid::sample((-2.0, 2.0), (-2.0, 2.0), (81, 81), |x, y| -x * x - y * y),
            -1.0,
        );
        for k in 0..400 {
            let (x, y) = (
                f64::from(k % 20) / 5.0 - 1.917,
                f64::from(k / 20) / 5.0 - 1.931,
            );
            if (x * x + y * y - 1.0).abs() < 0.01 {
                continue;
            }
            let outside = x * x + y * y > 1.0;
            assert_eq!(covers(&outside_the_circle, (x, y)), outside, "({x}, {y})");
            assert_eq!(covers(&inside_the_circle, (x, y)), !outside, "({x}, {y})");
            assert!(
                covers(&region(&bowl(21), -1.0), (x, y)),
                "below all values it covers everything"
            );
        }
        assert!(region(&bowl(21), 9.0).is_empty());
    }

    #[test]
    fn a_hole_in_the_data_is_left_out() {
        let grid = Grid::sample((-2.0, 2.0), (-2.0, 2.0), (41, 41), |x, y| {
            if x > 0.0 { f64::NAN } else { x * x + y * y }
        });
        let lines = isolines(&grid, 1.0);
        assert!(
            lines
                .iter()
                .flatten()
                .all(|p| p.0 <= 0.0 && p.1.is_finite())
        );
    }
}
