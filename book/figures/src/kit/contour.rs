//! Contour lines coloured by level, their numbers set into the lines, and filled bands between them.

use super::canvas::Pixel;
use super::clip;
use super::grid::Grid;
use super::isoline::{isolines, region};
use super::math;
use super::palette::Ink;
use super::panel::{Frame, Panel};
use super::scale::number;
use super::style::{Label, Stroke};

/// The size of the numbers in the lines.
const NUMBERS: f64 = 13.0;
/// How straight a stretch of line must be to carry a number: chord over arc.
const STRAIGHT: f64 = 0.97;

/// Where a level lies on the colour ramp.
pub(crate) fn level_ink(level: f64, (low, high): (f64, f64)) -> Ink {
    Ink::ramp((level - low) / (high - low))
}

impl Panel<'_> {
    /// Draws the line of each level in its colour of the ramp, which spans `range`.
    pub(crate) fn contour_lines(&self, grid: &Grid, levels: &[f64], range: (f64, f64), width: f64) {
        for &level in levels {
            self.contour_line(grid, level, Stroke::new(level_ink(level, range), width));
        }
    }

    /// As [`Panel::contour_lines`], with the number of each level in a gap of its line, where the line is
    /// straight and far from the other numbers. `taken` are places of the plot that must stay free.
    pub(crate) fn contour_map(
        &self,
        grid: &Grid,
        levels: &[f64],
        range: (f64, f64),
        decimals: usize,
        taken: &[Pixel],
    ) {
        let mut placed: Vec<Pixel> = taken.iter().map(|&p| self.at(p)).collect();
        let mut numbers = Vec::new();
        for &level in levels {
            let label = Label::new(number(level, decimals)).size(NUMBERS);
            let stroke = Stroke::new(level_ink(level, range), 1.8);
            let lines = self.contour_pixels(grid, level);
            let best = best_seat(&lines, label.width() + 2.0 * GAP, self.frame, &placed);
            for (k, line) in lines.iter().enumerate() {
                match &best {
                    Some((which, seat)) if *which == k => {
                        for part in without(line, seat) {
                            self.canvas.line(&part, stroke);
                        }
                    }
                    _ => self.canvas.line(line, stroke),
                }
            }
            if let Some((_, seat)) = best {
                placed.push(seat.at);
                numbers.push((seat.at, label.angle(seat.angle)));
            }
        }
        for (at, label) in numbers {
            self.canvas.text(at, &label);
        }
    }

    /// Draws the line of one level in any stroke.
    pub(crate) fn contour_line(&self, grid: &Grid, level: f64, stroke: Stroke) {
        for line in self.contour_pixels(grid, level) {
            self.canvas.line(&line, stroke);
        }
    }

    /// Fills the bands between the levels, the lowest below the first level.
    pub(crate) fn bands(&self, grid: &Grid, levels: &[f64], inks: impl Fn(usize) -> Ink) {
        let f = self.frame;
        let corners = [
            (f.left, f.top),
            (f.right, f.top),
            (f.right, f.bottom),
            (f.left, f.bottom),
        ];
        self.canvas.fill(&corners, inks(0), 1.0);
        for (k, &level) in levels.iter().enumerate() {
            self.area(&region(grid, level), inks(k + 1), 1.0);
        }
    }

    /// The lines of a level on the paper, cut at the frame.
    fn contour_pixels(&self, grid: &Grid, level: f64) -> Vec<Vec<Pixel>> {
        let lines = isolines(grid, level)
            .into_iter()
            .map(|line| line.into_iter().map(|p| self.at(p)).collect::<Vec<_>>());
        lines
            .flat_map(|line| clip::polyline(&line, self.frame))
            .collect()
    }
}

/// A place in a line where a number can sit.
#[derive(Debug, Clone, Copy)]
struct Seat {
    at: Pixel,
    angle: f64,
    straightness: f64,
    /// The stretch of the line that makes room, by length from its beginning.
    from: f64,
    to: f64,
}

/// Pixels between a number and the ends of its line.
const GAP: f64 = 4.0;
/// Nearer to another number than this, in pixels, a number is left out.
const CROWDED: f64 = 24.0;
/// Farther from other numbers than this is no better.
const ROOMY: f64 = 90.0;

/// The best place for a text of the given width in any of the lines, with the line's index.
fn best_seat(
    lines: &[Vec<Pixel>],
    width: f64,
    frame: Frame,
    placed: &[Pixel],
) -> Option<(usize, Seat)> {
    let nearest = |seat: &Seat| {
        let distances = placed
            .iter()
            .map(|p| math::hypot(p.0 - seat.at.0, p.1 - seat.at.1));
        distances.fold(ROOMY, f64::min)
    };
    let rating =
        |seat: &Seat| nearest(seat) + 20.0 * (seat.straightness - STRAIGHT) / (1.0 - STRAIGHT);
    let all = lines
        .iter()
        .enumerate()
        .flat_map(|(k, line)| seats(line, width, frame).into_iter().map(move |s| (k, s)));
    all.filter(|(_, seat)| nearest(seat) > CROWDED).fold(
        None,
        |best: Option<(usize, Seat)>, next| match best {
            Some(best) if rating(&best.1) >= rating(&next.1) => Some(best),
            _ => Some(next),
        },
    )
}

/// The stretches of a line that are long and straight enough for a text of the given width.
fn seats(line: &[Pixel], width: f64, frame: Frame) -> Vec<Seat> {
    let arc = arc_lengths(line);
    let total = arc.last().copied().unwrap_or(0.0);
    let inner = frame.inset(10.0);
    arc.iter()
        .filter(|&&s| s > width / 2.0 && s < total - width / 2.0)
        .filter_map(|&s| {
            let (from, to) = (s - width / 2.0, s + width / 2.0);
            let (a, at, b) = (
                along(line, &arc, from),
                along(line, &arc, s),
                along(line, &arc, to),
            );
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let straightness = math::hypot(dx, dy) / width;
            let angle = upright(math::angle_degrees(dx, dy));
            let fits = straightness >= STRAIGHT && inner.contains(a) && inner.contains(b);
            fits.then_some(Seat {
                at,
                angle,
                straightness,
                from,
                to,
            })
        })
        .collect()
}

/// The line without the stretch that a seat takes.
fn without(line: &[Pixel], seat: &Seat) -> [Vec<Pixel>; 2] {
    let arc = arc_lengths(line);
    let points = || line.iter().copied().zip(arc.iter().copied());
    let mut before: Vec<Pixel> = points()
        .filter(|(_, s)| *s < seat.from)
        .map(|(p, _)| p)
        .collect();
    before.push(along(line, &arc, seat.from));
    let mut after = vec![along(line, &arc, seat.to)];
    after.extend(points().filter(|(_, s)| *s > seat.to).map(|(p, _)| p));
    [before, after]
}

/// For each point its distance from the first, along the line.
fn arc_lengths(line: &[Pixel]) -> Vec<f64> {
    let steps = line
        .windows(2)
        .map(|pair| math::hypot(pair[1].0 - pair[0].0, pair[1].1 - pair[0].1));
    core::iter::once(0.0)
        .chain(steps.scan(0.0, |sum, step| {
            *sum += step;
            Some(*sum)
        }))
        .collect()
}

/// The point of the line so far from its beginning.
fn along(line: &[Pixel], arc: &[f64], s: f64) -> Pixel {
    let k = arc.partition_point(|&a| a < s).clamp(1, line.len() - 1);
    let t = if arc[k] > arc[k - 1] {
        (s - arc[k - 1]) / (arc[k] - arc[k - 1])
    } else {
        0.0
    };
    let (a, b) = (line[k - 1], line[k]);
    (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1))
}

/// The same direction or its opposite, whichever keeps text on its feet.
fn upright(angle: f64) -> f64 {
    if angle > 90.0 {
        angle - 180.0
    } else if angle <= -90.0 {
        angle + 180.0
    } else {
        angle
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Canvas, Scale};
    use super::*;

    #[test]
    fn numbers_sit_on_their_lines_and_apart() {
        let canvas = Canvas::new(400.0);
        let panel = Panel::new(
            &canvas,
            Frame::new(0.0, 0.0, 400.0, 400.0),
            Scale::linear(-2.0, 2.0),
            Scale::linear(-2.0, 2.0),
        );
        let grid = Grid::sample((-2.0, 2.0), (-2.0, 2.0), (60, 60), |x, y| x * x + y * y);
        panel.contour_map(&grid, &[1.0, 2.0, 3.0], (0.0, 8.0), 0, &[]);
        let svg = canvas.finish("labels", "t", "d").svg;
        let count = [">1<", ">2<", ">3<"]
            .iter()
            .filter(|label| svg.contains(*label))
            .count();
        assert_eq!(count, 3, "{svg}");
    }

    #[test]
    fn a_line_too_short_or_too_curved_carries_no_number() {
        let frame = Frame::new(0.0, 0.0, 100.0, 100.0);
        assert!(seats(&[(20.0, 20.0), (30.0, 20.0), (40.0, 20.0)], 50.0, frame).is_empty());
        assert!(!seats(&[(20.0, 20.0), (50.0, 20.0), (80.0, 20.0)], 30.0, frame).is_empty());
        assert!(seats(&[(20.0, 20.0), (50.0, 50.0), (80.0, 20.0)], 30.0, frame).is_empty());
    }

    #[test]
    fn the_line_leaves_room_for_its_number() {
        let line = [(0.0, 50.0), (50.0, 50.0), (100.0, 50.0)];
        let seat = seats(&line, 30.0, Frame::new(0.0, 0.0, 100.0, 100.0))[0];
        assert_eq!(
            without(&line, &seat),
            [
                vec![(0.0, 50.0), (35.0, 50.0)],
                vec![(65.0, 50.0), (100.0, 50.0)]
            ]
        );
    }
}
