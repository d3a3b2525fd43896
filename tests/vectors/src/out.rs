//! Lines of bits, written without the formatting machinery of `core`, which can panic.

use core::any::type_name;
use core::hint::black_box;

use crate::near::Near;

/// Where lines go: `name: bits bits … | bits bits … ~ digits hash`. There is one word of hexadecimal digits
/// for each number and a bar between the points of the table. Behind the wave come points near
/// these, mostly 24: two digits for each, of a hash of all numbers so far, and then the whole of the hash. The first
/// pair of digits that differs says which point is the first that does.
pub struct Out<'a> {
    write: &'a mut dyn FnMut(&str),
    /// The hash, while numbers are not written but go into it.
    hash: Option<u64>,
    /// Whether the points near by are written in full, too, in a line `name, near: …`.
    in_full: bool,
}

impl core::fmt::Debug for Out<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Out")
    }
}

impl<'a> Out<'a> {
    /// Lines that go to `write`, in pieces.
    pub fn new(write: &'a mut dyn FnMut(&str)) -> Self {
        Self {
            write,
            hash: None,
            in_full: false,
        }
    }

    /// With every number at every point, to see what differs.
    #[must_use]
    pub fn in_full(mut self, in_full: bool) -> Self {
        self.in_full = in_full;
        self
    }

    /// A line: what `run` gives for each of the inputs. The name is followed by the input's type.
    pub(crate) fn case<I: Near, O: Bits>(
        &mut self,
        name: &str,
        inputs: &[I],
        mut run: impl FnMut(I) -> O,
    ) {
        let name = [name, " ", type_name::<I>()];
        self.points(name, inputs, I::NEAR, &mut Results(&mut run));
    }

    /// As [`Out::case`], of what takes the smallest machine tenths of a second: few points near the table.
    pub(crate) fn slow<I: Near, O: Bits>(
        &mut self,
        name: &str,
        inputs: &[I],
        mut run: impl FnMut(I) -> O,
    ) {
        let name = [name, " ", type_name::<I>()];
        self.points(name, inputs, I::NEAR.min(4), &mut Results(&mut run));
    }

    /// As [`Out::case`], where the inputs do not tell the precision `T`.
    pub(crate) fn of<T, I: Near, O: Bits>(
        &mut self,
        name: &str,
        inputs: &[I],
        mut run: impl FnMut(I) -> O,
    ) {
        let name = [name, " ", type_name::<T>()];
        self.points(name, inputs, I::NEAR, &mut Results(&mut run));
    }

    /// A line for an operation on one of the number types.
    pub(crate) fn on<T: Near, O: Bits>(
        &mut self,
        number: &str,
        operation: &str,
        points: &[T],
        type_name: &str,
        mut run: impl FnMut(T) -> O,
    ) {
        self.text(number);
        let name = [type_name, " ", operation];
        self.points(name, points, T::NEAR, &mut Results(&mut run));
    }

    /// Neither inlined nor made for each function anew, only for each type of inputs: the compiler takes a
    /// multiple of the time for functions that hold hundreds of cases, and they a multiple of the stack.
    #[inline(never)]
    fn points<I: Near>(&mut self, name: [&str; 3], inputs: &[I], near: u32, run: &mut dyn Run<I>) {
        // The compiler must not work anything out at home.
        self.line(name, inputs.len(), near, &mut |i, k, out| {
            if let Some(&input) = inputs.get(i) {
                run.at(black_box(input.near(k)), out);
            }
        });
    }

    /// Writes a line; `run` writes the `i`-th point of the table, or the `k`-th near it.
    #[inline(never)]
    fn line(
        &mut self,
        name: [&str; 3],
        length: usize,
        near: u32,
        run: &mut dyn FnMut(usize, u32, &mut Out<'_>),
    ) {
        name.iter().for_each(|part| self.text(part));
        self.text(":");
        for i in 0..length {
            if i > 0 {
                self.text(" |");
            }
            run(i, 0, self);
        }
        self.text(" ~ ");
        let mut hash = 0;
        around(length, near, |i, k| {
            self.hash = Some(hash);
            run(i, k, self);
            hash = self.hash.take().unwrap_or(0);
            self.digits(hash >> 56, 2);
        });
        self.word(hash, 16);
        self.text("\n");
        if self.in_full {
            name.iter().for_each(|part| self.text(part));
            self.text(", near:");
            around(length, near, |i, k| {
                if (i, k) != (0, 1) {
                    self.text(" |");
                }
                run(i, k, self);
            });
            self.text("\n");
        }
    }

    /// A text, or a letter or two of it if it goes into the hash.
    fn text(&mut self, text: &str) {
        match &mut self.hash {
            Some(hash) => {
                for byte in text.bytes() {
                    *hash = mixed(*hash, u64::from(byte));
                }
            }
            None => (self.write)(text),
        }
    }

    /// Not inlined, as are its callers: there are thousands of them, and all must be compiled.
    #[inline(never)]
    fn word(&mut self, bits: u64, digits: u32) {
        if let Some(hash) = &mut self.hash {
            *hash = mixed(*hash, bits);
            return;
        }
        self.text(" ");
        self.digits(bits, digits);
    }

    fn digits(&mut self, bits: u64, digits: u32) {
        for place in (0..digits).rev() {
            self.text(match bits >> (4 * place) & 15 {
                0 => "0",
                1 => "1",
                2 => "2",
                3 => "3",
                4 => "4",
                5 => "5",
                6 => "6",
                7 => "7",
                8 => "8",
                9 => "9",
                10 => "a",
                11 => "b",
                12 => "c",
                13 => "d",
                14 => "e",
                _ => "f",
            });
        }
    }
}

/// A point of the table of this length and a number from 1 on, so many times.
fn around(length: usize, near: u32, mut run: impl FnMut(usize, u32)) {
    let (mut i, mut k) = (0, 1);
    for _ in 0..near {
        run(i, k);
        i += 1;
        if i >= length {
            (i, k) = (0, k + 1);
        }
    }
}

/// The hash with more in it. Each step can be undone, so numbers that differ in one place never meet again;
/// the factor is 2⁶⁴ divided by the golden ratio.
fn mixed(hash: u64, bits: u64) -> u64 {
    (hash ^ bits)
        .rotate_left(23)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// What writes numbers at a point.
trait Run<I> {
    fn at(&mut self, input: I, out: &mut Out<'_>);
}

/// The results of a function. Its type is not told, or it would be optimised a second time within what writes
/// them, and there are hundreds.
struct Results<'f, I, O>(&'f mut (dyn FnMut(I) -> O + 'f));

impl<I, O: Bits> Run<I> for Results<'_, I, O> {
    fn at(&mut self, input: I, out: &mut Out<'_>) {
        (self.0)(input).put(out);
    }
}

/// What can be written as bits.
pub(crate) trait Bits {
    fn put(&self, out: &mut Out<'_>);
}

/// NaN has many bit patterns, and which one an operation gives is the machine's choice: all are one.
impl Bits for f64 {
    #[inline(never)]
    fn put(&self, out: &mut Out<'_>) {
        let x = if self.is_nan() { Self::NAN } else { *self };
        out.word(x.to_bits(), 16);
    }
}

impl Bits for f32 {
    #[inline(never)]
    fn put(&self, out: &mut Out<'_>) {
        let x = if self.is_nan() { Self::NAN } else { *self };
        out.word(u64::from(x.to_bits()), 8);
    }
}

impl Bits for u32 {
    fn put(&self, out: &mut Out<'_>) {
        out.word(u64::from(*self), 8);
    }
}

impl Bits for u64 {
    fn put(&self, out: &mut Out<'_>) {
        out.word(*self, 16);
    }
}

impl Bits for usize {
    fn put(&self, out: &mut Out<'_>) {
        out.word(*self as u64, 8);
    }
}

impl Bits for bool {
    fn put(&self, out: &mut Out<'_>) {
        out.word(u64::from(*self), 1);
    }
}

impl Bits for () {
    fn put(&self, _: &mut Out<'_>) {}
}

impl<T: Bits> Bits for [T] {
    #[inline(never)]
    fn put(&self, out: &mut Out<'_>) {
        for x in self {
            x.put(out);
        }
    }
}

impl<T: Bits, const N: usize> Bits for [T; N] {
    fn put(&self, out: &mut Out<'_>) {
        self.as_slice().put(out);
    }
}

impl<T: Bits + ?Sized> Bits for &T {
    fn put(&self, out: &mut Out<'_>) {
        (*self).put(out);
    }
}

impl<T: Bits, const N: usize, const M: usize> Bits for calc_multi::MatrixCheck<T, N, M> {
    fn put(&self, out: &mut Out<'_>) {
        self.entries.put(out);
    }
}

impl<T: Bits, const S: usize, const P: usize> Bits for calc_multi::Backpropagated<T, S, P> {
    fn put(&self, out: &mut Out<'_>) {
        (
            &self.end,
            &self.by_state,
            &self.by_parameters,
            self.advances,
        )
            .put(out);
    }
}

impl<T: calc_scalar::Float + Bits, W: calc_scalar::interval::Watch> Bits
    for calc_scalar::Interval<T, W>
{
    fn put(&self, out: &mut Out<'_>) {
        (self.lower(), self.upper()).put(out);
    }
}

impl<T: calc_scalar::Float + Bits> Bits for calc_scalar::certified::Certified<T> {
    fn put(&self, out: &mut Out<'_>) {
        (self.enclosure, self.defined, self.decided, self.evaluations).put(out);
    }
}

impl<T: calc_scalar::Float + Bits, const CAP: usize> Bits for calc_scalar::Kinks<T, CAP> {
    fn put(&self, out: &mut Out<'_>) {
        (self.value, self.left, self.right).put(out);
        (self.total(), self.missed()).put(out);
        for kink in self.iter() {
            kink.put(out);
        }
    }
}

impl<T: Bits> Bits for calc_multi::GradientVerdict<T> {
    fn put(&self, out: &mut Out<'_>) {
        match self {
            Self::Right => out.text(" right"),
            Self::Wrong {
                coordinate,
                got,
                expected,
            } => (*coordinate, got, expected).put(out),
            Self::Kink { sides } => sides.put(out),
            _ => out.text(" undecided"),
        }
    }
}

impl Bits for calc_multi::TapeError {
    fn put(&self, out: &mut Out<'_>) {
        match self {
            Self::Full(full) => full.put(out),
            Self::Length { expected, found } => (*expected, *found).put(out),
            _ => out.text(" other"),
        }
    }
}

impl Bits for calc_multi::separable::BadShape {
    fn put(&self, out: &mut Out<'_>) {
        match *self {
            Self::Place {
                term,
                place,
                length,
            } => (term, place, length).put(out),
            Self::Length { expected, found } => (expected, found).put(out),
            Self::Row {
                term,
                expected,
                found,
            } => (term, expected, found).put(out),
            _ => out.text(" other"),
        }
    }
}

impl Bits for str {
    fn put(&self, out: &mut Out<'_>) {
        out.text(" ");
        out.text(self);
    }
}

impl<T: Bits> Bits for Option<T> {
    fn put(&self, out: &mut Out<'_>) {
        match self {
            Some(x) => x.put(out),
            None => out.text(" none"),
        }
    }
}

impl<T: Bits, E: Bits> Bits for Result<T, E> {
    fn put(&self, out: &mut Out<'_>) {
        match self {
            Ok(x) => x.put(out),
            Err(e) => {
                out.text(" error");
                e.put(out);
            }
        }
    }
}

impl<A: Bits, B: Bits> Bits for (A, B) {
    fn put(&self, out: &mut Out<'_>) {
        self.0.put(out);
        self.1.put(out);
    }
}

impl<A: Bits, B: Bits, C: Bits> Bits for (A, B, C) {
    fn put(&self, out: &mut Out<'_>) {
        self.0.put(out);
        self.1.put(out);
        self.2.put(out);
    }
}

impl<A: Bits, B: Bits, C: Bits, D: Bits> Bits for (A, B, C, D) {
    fn put(&self, out: &mut Out<'_>) {
        self.0.put(out);
        self.1.put(out);
        self.2.put(out);
        self.3.put(out);
    }
}

/// Structs as the bits of the fields named.
macro_rules! fields {
    ($(<$($G:ident)? $(; const $N:ident)?> $Type:ty: $($field:ident)*;)*) => {$(
        impl<$($G: Bits)? $(, const $N: usize)?> Bits for $Type {
            #[inline(never)]
            fn put(&self, out: &mut Out<'_>) {
                $(self.$field.put(out);)*
            }
        }
    )*};
}

/// Plain enums as their number; written out because a cast needs to know that there are no fields.
macro_rules! kinds {
    ($($Type:ty)*) => {$(
        impl Bits for $Type {
            fn put(&self, out: &mut Out<'_>) {
                out.word(*self as u64, 2);
            }
        }
    )*};
}

fields! {
    <T; const N> calc_scalar::Dual<T, N>: value partials;
    <T; const N> calc_scalar::Jet<T, N>: coefficients;
    <T> calc_scalar::difference::Complex<T>: re im;
    <T> calc_scalar::difference::Estimate<T>: value error step evaluations;
    <T> calc_scalar::Check<T>: x claimed measured verdict;
    <T; const N> calc_multi::GradientCheck<T, N>: coordinates;
    <T> calc_multi::SliceCheck<T>: verdict evaluations;
    <> calc_multi::LengthMismatch: length expected;
    <> calc_multi::difference::LengthMismatch: expected found;
    <> calc_multi::TooManyTerms: terms room;
    <> calc_multi::Undetermined: unknown;
    <> calc_multi::Branched: decisions;
    <T; const N> calc_multi::separable::NormalEquations<T, N>: value gradient matrix;
    <T> calc_scalar::Side<T>: value slope;
    <T> calc_scalar::Kink<T>: operation index argument at left right jump;
    <> calc_multi::TapeFull: capacity needed;
    <> calc_multi::linalg::Singular: column;
    <> calc_multi::linalg::NotPositiveDefinite: row;
    <T> calc_opt::root::Point<T>: x value;
    <T> calc_opt::root::Root<T>: x value bracket evaluations;
    <T> calc_opt::root::Step<T>: evaluations x value slope bracket;
    <> calc_opt::Counts: evaluations gradient_evaluations hessian_evaluations;
    <T; const N> calc_opt::minimize::Minimum<T, N>: x value gradient_norm evaluations iterations stopped;
    <T> calc_opt::minimize_scalar::Minimum<T>: x value bracket evaluations at_end stopped;
    <T; const N> calc_opt::minimize::Step<T, N>: iteration x value gradient rate;
    <T> calc_opt::CriticalPoint<T>: x value second_derivative kind;
    <T> calc_opt::NotAnInterval<T>: a b;
    <T> calc_nn::Report<T>: loss first_loss epochs steps;
}

kinds! {
    calc_scalar::Verdict
    calc_opt::CriticalKind
    calc_opt::Stopped
}

impl<T: Bits + calc_scalar::Float> Bits for calc_opt::root::RootError<T> {
    fn put(&self, out: &mut Out<'_>) {
        out.text(match self {
            Self::BadInterval { .. } => " interval",
            Self::NoSignChange { .. } => " sign",
            Self::NotFinite { .. } => " finite",
            Self::Pole { .. } => " pole",
            Self::Flat { .. } => " flat",
            Self::OutOfEvaluations { .. } => " evaluations",
            _ => " other",
        });
        self.best().put(out);
    }
}

impl<T: Bits, const CAP: usize> Bits for calc_opt::CriticalPoints<T, CAP> {
    fn put(&self, out: &mut Out<'_>) {
        for point in self {
            point.put(out);
        }
        self.evaluations.put(out);
    }
}
