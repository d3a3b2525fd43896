//! How many numbers flow from one layer to the next, as a type.

use core::fmt::Debug;

use calc_scalar::Number;

/// A value that holds nothing but zeros, known at compile time: what memory starts as.
///
/// With it, arrays, traces and gradients can stand in a `static` or be filled in place; they are
/// never built on the stack and then moved.
pub trait Zero: Copy {
    /// All zeros.
    const ZERO: Self;
}

impl<T: Number, const N: usize> Zero for [T; N] {
    const ZERO: Self = [T::ZERO; N];
}

impl<A: Zero, B: Zero> Zero for (A, B) {
    const ZERO: Self = (A::ZERO, B::ZERO);
}

/// A fixed number of [`Number`]s: an array.
pub trait Vector: Zero + Debug + AsRef<[Self::Scalar]> + AsMut<[Self::Scalar]> {
    /// What the array consists of.
    type Scalar: Number;
}

impl<T: Number, const N: usize> Vector for [T; N] {
    type Scalar = T;
}

/// A number of units, as a type; always [`Units`].
pub trait Width: Copy + Debug {
    /// How many units.
    const LENGTH: usize;

    /// One number per unit: `[T; LENGTH]`.
    type Array<T: Number>: Vector<Scalar = T>;
}

/// The values of a layer's units: `[T; N]` where `W` is `Units<N>`.
pub type Values<W, T> = <W as Width>::Array<T>;

/// `N` units: what the input or the output of a layer consists of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Units<const N: usize>;

impl<const N: usize> Width for Units<N> {
    const LENGTH: usize = N;

    type Array<T: Number> = [T; N];
}

/// Holds between equal numbers of units only: what one layer gives, the next can take.
#[diagnostic::on_unimplemented(
    message = "these layers do not fit: one gives `{Self}`, the next takes `{W}`",
    label = "a layer's outputs must be as many as the next layer's inputs",
    note = "in `Network<(Dense<2, 4>, Dense<4, 1>)>` the two numbers in the middle are equal"
)]
pub trait Feeds<W: Width>: Width {
    /// The outputs of one layer, seen as the inputs of the next.
    fn pass<T: Number>(outputs: &Self::Array<T>) -> &W::Array<T>;

    /// The slopes by the inputs of a layer, seen as those by the outputs of the one before.
    fn pass_back<T: Number>(inputs: &W::Array<T>) -> &Self::Array<T>;
}

impl<const N: usize> Feeds<Self> for Units<N> {
    #[inline]
    fn pass<T: Number>(outputs: &[T; N]) -> &[T; N] {
        outputs
    }

    #[inline]
    fn pass_back<T: Number>(inputs: &[T; N]) -> &[T; N] {
        inputs
    }
}
