//! The `plotters` backend that writes to a [`Sheet`]: it turns sentinel colours into CSS variables.

use core::cell::RefCell;
use core::convert::Infallible;
use core::fmt;
use std::rc::Rc;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

use super::canvas::{SCALE, virtual_pixels};
use super::palette::Ink;
use super::sheet::{Look, Sheet, TextLook, tenths};
use super::style::{Dash, Extras};

/// Draws on a shared sheet, ten virtual pixels to the pixel.
pub(crate) struct Backend {
    pub(crate) sheet: Rc<RefCell<Sheet>>,
    pub(crate) size: (u32, u32),
}

/// A drawing never fails: it goes to memory.
#[derive(Debug)]
pub(crate) struct Never(Infallible);

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}

impl core::error::Error for Never {}

type Drawn = Result<(), DrawingErrorKind<Never>>;

impl DrawingBackend for Backend {
    type ErrorType = Never;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_circle(point, 5, &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        if fill {
            self.fill_polygon(corners, style)
        } else {
            self.draw_path(corners.into_iter().chain([(left, top)]), style)
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<_> = path.into_iter().collect();
        self.sheet.borrow_mut().stroke(&points, &look(style));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.sheet
            .borrow_mut()
            .circle(center, radius, &look(style), fill);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<_> = vert.into_iter().collect();
        let (ink, extra) = Ink::from_sentinel(style.color().rgb);
        self.sheet
            .borrow_mut()
            .fill(&points, ink, style.color().alpha, extra == RIM);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Drawn {
        let extras = Extras::from_family(style.family().as_str());
        let size = style.size() / SCALE;
        // Baselines instead of `dominant-baseline`, which browsers disagree about.
        let drop = match style.anchor().v_pos {
            VPos::Top => 0.76,
            VPos::Center => 0.35,
            VPos::Bottom => -0.24,
        };
        let look = TextLook {
            ink: Ink::from_sentinel(style.color().rgb).0,
            size: virtual_pixels(size),
            anchor: match style.anchor().h_pos {
                HPos::Left => "start",
                HPos::Center => "middle",
                HPos::Right => "end",
            },
            bold: matches!(style.style(), FontStyle::Bold),
            italic: extras.italic,
            halo: extras.halo,
            turn: (extras.angle.abs() > 0.05)
                .then(|| format!("rotate({} {} {})", extras.angle, tenths(x), tenths(y))),
        };
        self.sheet
            .borrow_mut()
            .text((x, y + virtual_pixels(drop * size)), text, &look);
        Ok(())
    }
}

/// In the green channel of a filled polygon: stroke its edge in the same colour.
pub(crate) const RIM: u8 = 9;

fn look<S: BackendStyle>(style: &S) -> Look {
    let (ink, dash) = Ink::from_sentinel(style.color().rgb);
    Look {
        ink,
        width: i32::try_from(style.stroke_width()).unwrap_or(i32::MAX),
        dashes: Dash::from_code(dash).pattern(),
        opacity: style.color().alpha,
    }
}
