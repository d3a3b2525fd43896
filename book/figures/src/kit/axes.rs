//! The surroundings of a plot: frame, grid, numbers, the two axes through zero, titles.

use super::panel::Panel;
use super::style::{Label, Stroke};
use super::{Ink, TEXT};

/// The size of the numbers beside an axis.
pub(crate) const NUMBERS: f64 = 14.5;
/// The size of a panel's title.
pub(crate) const TITLE: f64 = 16.0;

impl Panel<'_> {
    /// Grid, frame, numbers and the names of both axes; draw it before the data.
    pub(crate) fn axes(&self, x_name: &str, y_name: &str) {
        self.grid();
        self.border();
        let f = self.frame;
        if !x_name.is_empty() {
            let below = if self.x.has_numbers() { 40.0 } else { 18.0 };
            self.canvas.text(
                (f.center().0, f.bottom + below),
                &Label::new(x_name).italic(),
            );
        }
        if !y_name.is_empty() {
            let widest = self
                .y
                .ticks()
                .iter()
                .map(|t| Label::new(&*t.label).size(NUMBERS).width())
                .fold(0.0, f64::max);
            let left = f.left
                - if self.y.has_numbers() {
                    widest + 26.0
                } else {
                    18.0
                };
            self.canvas.text(
                (left, f.center().1),
                &Label::new(y_name).italic().angle(-90.0),
            );
        }
    }

    /// A heavier line where x = 0 and where y = 0, if they lie inside.
    pub(crate) fn zero_lines(&self) {
        let stroke = Stroke::new(Ink::Foreground, 1.1).opacity(0.75);
        if (self.y.from..=self.y.to).contains(&0.0) {
            self.line(&[(self.x.from, 0.0), (self.x.to, 0.0)], stroke);
        }
        if (self.x.from..=self.x.to).contains(&0.0) {
            self.line(&[(0.0, self.y.from), (0.0, self.y.to)], stroke);
        }
    }

    /// A short title over the frame.
    pub(crate) fn title(&self, text: &str) {
        let f = self.frame;
        self.canvas.text(
            (f.center().0, f.top - 14.0),
            &Label::new(text).size(TITLE).bold(),
        );
    }

    /// A short title over the frame, beginning at its left edge.
    pub(crate) fn title_left(&self, text: &str) {
        let f = self.frame;
        self.canvas.text(
            (f.left, f.top - 14.0),
            &Label::new(text).size(TEXT).bold().left(),
        );
    }

    /// The line around the frame.
    pub(crate) fn border(&self) {
        let f = self.frame;
        let corners = [
            (f.left, f.top),
            (f.right, f.top),
            (f.right, f.bottom),
            (f.left, f.bottom),
            (f.left, f.top),
        ];
        self.canvas
            .line(&corners, Stroke::new(Ink::Foreground, 1.0).opacity(0.55));
    }

    fn grid(&self) {
        let f = self.frame;
        let stroke = Stroke::new(Ink::Grid, 1.0);
        let (x_ticks, y_ticks) = (self.x.ticks(), self.y.ticks());
        for tick in &x_ticks {
            let x = f.left + self.x.position(tick.value) * f.width();
            self.canvas.line(&[(x, f.top), (x, f.bottom)], stroke);
        }
        for tick in &y_ticks {
            let y = f.bottom - self.y.position(tick.value) * f.height();
            self.canvas.line(&[(f.left, y), (f.right, y)], stroke);
        }
        for tick in x_ticks.iter().filter(|_| self.x.has_numbers()) {
            let x = f.left + self.x.position(tick.value) * f.width();
            self.canvas.text(
                (x, f.bottom + 16.0),
                &Label::new(&*tick.label).size(NUMBERS),
            );
        }
        for tick in y_ticks.iter().filter(|_| self.y.has_numbers()) {
            let y = f.bottom - self.y.position(tick.value) * f.height();
            self.canvas.text(
                (f.left - 9.0, y),
                &Label::new(&*tick.label).size(NUMBERS).right(),
            );
        }
    }
}
