//~ `Twice` does not say how it is enclosed on intervals
//~ `impl Enclose for Twice {}` is right for every rule: it claims nothing
use calc_scalar::rules::Unary;
use calc_scalar::{Float, Jet, Number, Real};
#[derive(Clone, Copy, Default)]
struct Twice;
impl Unary for Twice {
    const NAME: &'static str = "twice";
    fn float<F: Float>(self, x: F) -> F {
        x + x
    }
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x + x, T::ONE + T::ONE)
    }
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x + x
    }
}
fn main() {}
