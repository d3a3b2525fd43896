//! A surface over the plane, seen from a camera: far tiles first, so that near ones hide them.

use super::axes::NUMBERS;
use super::canvas::{Canvas, Pixel};
use super::grid::Grid;
use super::math;
use super::palette::Ink;
use super::panel::Frame;
use super::scale::Scale;
use super::style::{Label, Stroke};

/// What to draw and where to stand.
pub(crate) struct Surface<'a> {
    pub(crate) grid: &'a Grid,
    pub(crate) x: Scale,
    pub(crate) y: Scale,
    pub(crate) z: Scale,
    /// Degrees from the x axis to the camera, seen from above.
    pub(crate) azimuth: f64,
    /// Degrees above the floor.
    pub(crate) elevation: f64,
    /// Every so many-th line of the grid is drawn on the surface.
    pub(crate) mesh: usize,
}

/// A place in the box, each coordinate from −1 to 1 (the height from −[`HEIGHT`] to [`HEIGHT`]).
type Place = [f64; 3];

/// Half the height of the box, when half its sides are 1.
const HEIGHT: f64 = 0.78;
/// From the camera to the middle of the box: mild perspective.
const DISTANCE: f64 = 9.0;

impl Surface<'_> {
    /// Draws the box with its three far walls, the surface, and the axes.
    pub(crate) fn draw(&self, canvas: &Canvas, frame: Frame, names: [&str; 3]) {
        let view = View::fit(self.azimuth, self.elevation, frame);
        self.walls(canvas, &view);
        self.tiles(canvas, &view);
        self.numbers(canvas, &view, names);
    }

    fn place(&self, x: f64, y: f64, z: f64) -> Place {
        let unit = |scale: &Scale, v: f64| 2.0 * scale.position(v) - 1.0;
        [
            unit(&self.x, x),
            unit(&self.y, y),
            HEIGHT * unit(&self.z, z),
        ]
    }

    fn walls(&self, canvas: &Canvas, view: &View) {
        let [far_x, far_y] = view.far();
        let grid = Stroke::new(Ink::Grid, 1.0);
        let edge = Stroke::new(Ink::Foreground, 1.0).opacity(0.55);
        let line = |a: Place, b: Place, stroke| canvas.line(&[view.see(a), view.see(b)], stroke);
        let at = |scale: &Scale, reach: f64| -> Vec<f64> {
            scale
                .ticks()
                .iter()
                .map(|t| reach * (2.0 * scale.position(t.value) - 1.0))
                .collect()
        };
        for x in at(&self.x, 1.0) {
            line([x, -1.0, -HEIGHT], [x, 1.0, -HEIGHT], grid);
            line([x, far_y, -HEIGHT], [x, far_y, HEIGHT], grid);
        }
        for y in at(&self.y, 1.0) {
            line([-1.0, y, -HEIGHT], [1.0, y, -HEIGHT], grid);
            line([far_x, y, -HEIGHT], [far_x, y, HEIGHT], grid);
        }
        for z in at(&self.z, HEIGHT) {
            line([far_x, -1.0, z], [far_x, 1.0, z], grid);
            line([-1.0, far_y, z], [1.0, far_y, z], grid);
        }
        line([far_x, far_y, -HEIGHT], [far_x, far_y, HEIGHT], edge);
        for z in [-HEIGHT, HEIGHT] {
            line([far_x, -1.0, z], [far_x, 1.0, z], edge);
            line([-1.0, far_y, z], [1.0, far_y, z], edge);
        }
        for (x, y) in [(-far_x, far_y), (far_x, -far_y)] {
            line([x, y, -HEIGHT], [x, y, HEIGHT], edge);
        }
        line([-far_x, -1.0, -HEIGHT], [-far_x, 1.0, -HEIGHT], edge);
        line([-1.0, -far_y, -HEIGHT], [1.0, -far_y, -HEIGHT], edge);
    }

    /// Far rows first, and in each row far tiles first: for a height over a plane this hides exactly what is hidden.
    fn tiles(&self, canvas: &Canvas, view: &View) {
        let [far_x, far_y] = view.far();
        let (nx, ny) = (self.grid.xs.len() - 1, self.grid.ys.len() - 1);
        let far_first = |n: usize, far: f64| -> Vec<usize> {
            if far < 0.0 {
                (0..n).collect()
            } else {
                (0..n).rev().collect()
            }
        };
        let see = |i: usize, j: usize| {
            let (x, y) = self.grid.point(i, j);
            view.see(self.place(x, y, self.grid.value(i, j)))
        };
        let wire = Stroke::new(Ink::Background, 0.8).opacity(0.55);
        for j in far_first(ny, far_y) {
            let mut strip = Strip::default();
            for i in far_first(nx, far_x) {
                let heights = [
                    self.grid.value(i, j),
                    self.grid.value(i + 1, j),
                    self.grid.value(i + 1, j + 1),
                    self.grid.value(i, j + 1),
                ];
                let ink = Ink::ramp(self.z.position(heights.iter().sum::<f64>() / 4.0));
                let (from, to) = if far_x < 0.0 { (i, i + 1) } else { (i + 1, i) };
                strip.add(
                    canvas,
                    [see(from, j), see(to, j), see(to, j + 1), see(from, j + 1)],
                    ink,
                );
            }
            strip.flush(canvas);
            for i in (0..=nx).filter(|i| i.is_multiple_of(self.mesh)) {
                canvas.line(&[see(i, j), see(i, j + 1)], wire);
            }
            let (far, near) = if far_y < 0.0 { (j, j + 1) } else { (j + 1, j) };
            let last = near == 0 || near == ny;
            for row in [Some(far), last.then_some(near)]
                .into_iter()
                .flatten()
                .filter(|row| row.is_multiple_of(self.mesh))
            {
                let edge: Vec<_> = (0..=nx).map(|i| see(i, row)).collect();
                canvas.line(&edge, wire);
            }
        }
    }

    fn numbers(&self, canvas: &Canvas, view: &View, [x_name, y_name, z_name]: [&str; 3]) {
        let [far_x, far_y] = view.far();
        let (near_x, near_y) = (-far_x, -far_y);
        let write = |at: Place, label: &Label| canvas.text(view.see(at), label);
        let numeral = |text: &str| Label::new(text).size(NUMBERS);
        for tick in self.x.ticks() {
            let x = 2.0 * self.x.position(tick.value) - 1.0;
            write([x, near_y * 1.13, -HEIGHT], &numeral(&tick.label));
        }
        write([0.0, near_y * 1.36, -HEIGHT], &Label::new(x_name).italic());
        for tick in self.y.ticks() {
            let y = 2.0 * self.y.position(tick.value) - 1.0;
            write([near_x * 1.13, y, -HEIGHT], &numeral(&tick.label));
        }
        write([near_x * 1.36, 0.0, -HEIGHT], &Label::new(y_name).italic());
        // The upright edge at the left end of the picture.
        let (left, right) = ([far_x, near_y], [near_x, far_y]);
        let [x, y] = if view.see([left[0], left[1], 0.0]).0 < view.see([right[0], right[1], 0.0]).0
        {
            left
        } else {
            right
        };
        for tick in self.z.ticks() {
            let z = HEIGHT * (2.0 * self.z.position(tick.value) - 1.0);
            let (px, py) = view.see([x, y, z]);
            canvas.text((px - 9.0, py), &numeral(&tick.label).right());
        }
        let (px, py) = view.see([x, y, HEIGHT]);
        canvas.text((px, py - 24.0), &Label::new(z_name).italic());
    }
}

/// Neighbouring tiles of one colour that turn the same side to the camera, drawn as one.
#[derive(Default)]
struct Strip {
    look: Option<(Ink, bool)>,
    one_side: Vec<Pixel>,
    other_side: Vec<Pixel>,
}

impl Strip {
    fn add(&mut self, canvas: &Canvas, [a, b, c, d]: [Pixel; 4], ink: Ink) {
        let area = (c.0 - a.0) * (d.1 - b.1) - (d.0 - b.0) * (c.1 - a.1);
        let look = Some((ink, area > 0.0));
        if self.look != look {
            self.flush(canvas);
            *self = Self {
                look,
                one_side: vec![a],
                other_side: vec![d],
            };
        }
        self.one_side.push(b);
        self.other_side.push(c);
    }

    fn flush(&mut self, canvas: &Canvas) {
        let Some((ink, _)) = self.look.take() else {
            return;
        };
        let outline: Vec<_> = self
            .one_side
            .drain(..)
            .chain(self.other_side.drain(..).rev())
            .collect();
        canvas.tile(&outline, ink);
    }
}

/// A camera and the place of its picture on the paper.
#[derive(Debug, Clone, Copy)]
struct View {
    right: Place,
    up: Place,
    toward: Place,
    zoom: f64,
    center: Pixel,
}

impl View {
    /// Looks at the middle of the box, as large as the frame allows with room for the numbers.
    fn fit(azimuth: f64, elevation: f64, frame: Frame) -> Self {
        let ((sin_a, cos_a), (sin_e, cos_e)) = (
            math::sin_cos_degrees(azimuth),
            math::sin_cos_degrees(elevation),
        );
        let mut view = Self {
            right: [-sin_a, cos_a, 0.0],
            up: [-sin_e * cos_a, -sin_e * sin_a, cos_e],
            toward: [cos_e * cos_a, cos_e * sin_a, sin_e],
            zoom: 1.0,
            center: (0.0, 0.0),
        };
        let corners: Vec<Pixel> = [-1.0, 1.0]
            .into_iter()
            .flat_map(|x| [-1.0, 1.0].map(|y| (x, y)))
            .flat_map(|(x, y)| [-HEIGHT, HEIGHT].map(|z| [x, y, z]))
            .map(|place| view.see(place))
            .collect();
        let span = |pick: fn(&Pixel) -> f64| {
            let low = corners.iter().map(pick).fold(f64::INFINITY, f64::min);
            (
                low,
                corners.iter().map(pick).fold(f64::NEG_INFINITY, f64::max),
            )
        };
        let ((left, right), (top, bottom)) = (span(|p| p.0), span(|p| p.1));
        view.zoom = (frame.width() / (right - left)).min(frame.height() / (bottom - top));
        let (x, y) = frame.center();
        view.center = (
            x - view.zoom * (left + right) / 2.0,
            y - view.zoom * (top + bottom) / 2.0,
        );
        view
    }

    fn see(&self, place: Place) -> Pixel {
        let along = |axis: Place| axis.iter().zip(place).map(|(a, p)| a * p).sum::<f64>();
        let near = DISTANCE / (DISTANCE - along(self.toward));
        (
            self.center.0 + self.zoom * near * along(self.right),
            self.center.1 - self.zoom * near * along(self.up),
        )
    }

    /// The side of the box, −1 or 1, that is away from the camera, in x and in y.
    fn far(&self) -> [f64; 2] {
        let [x, y, _] = self.toward;
        [
            if x > 0.0 { -1.0 } else { 1.0 },
            if y > 0.0 { -1.0 } else { 1.0 },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_fills_its_frame_and_stays_inside() {
        let frame = Frame::new(50.0, 20.0, 500.0, 400.0);
        let view = View::fit(-60.0, 25.0, frame);
        for x in [-1.0, 1.0] {
            for y in [-1.0, 1.0] {
                for z in [-HEIGHT, HEIGHT] {
                    assert!(frame.inset(-1e-9).contains(view.see([x, y, z])));
                }
            }
        }
    }

    #[test]
    fn up_is_up_and_the_near_corner_is_lower_than_the_far_one() {
        let view = View::fit(-60.0, 25.0, Frame::new(0.0, 0.0, 100.0, 100.0));
        assert!(view.see([0.0, 0.0, 0.5]).1 < view.see([0.0, 0.0, -0.5]).1);
        let [far_x, far_y] = view.far();
        assert!(view.see([far_x, far_y, 0.0]).1 < view.see([-far_x, -far_y, 0.0]).1);
    }
}
