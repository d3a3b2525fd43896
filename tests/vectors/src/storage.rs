//! Derivatives of `calc-multi` in memory of the caller's: tapes on slices, programs, checkpoints,
//! chunks, and sums of small terms.

use calc_multi::{
    Checkpoint, Chunk, Node, Program, Recurrence, SliceTape, Tape, TapeError, TapeFull, Var,
    check_gradient_slice, fewest_advances, gradient_chunked, gradient_into, hessian_into,
    jacobian_into, separable, value_and_gradient_chunked,
};
use calc_scalar::{Block, Dual, Number, Real, rules};

use crate::functions::{beale, bowl, k, spiral};
use crate::out::Out;

type T = f32;

const TWO: [[T; 2]; 3] = [[1.2, -0.7], [0.0, 0.5], [-3.0, 1e-3]];
const THREE: [[T; 3]; 2] = [[0.5, -1.25, 2.0], [-3.0, 7.0, 1e-3]];
const EIGHT: [[T; 8]; 2] = [
    [0.1, 0.2, -0.3, 0.4, 0.5, -0.6, 0.7, 0.8],
    [1.0, 0.0, 3.0, -2.0, 5.0, 9.0, 0.0, 1.5],
];

/// A spring as one block.
struct Spring;

impl Block<2, T> for Spring {
    fn evaluate<R: Real<T>>(&self, [x, y]: [R; 2]) -> R {
        x * x * 0.5 + y.sin()
    }
}

/// A pendulum's step.
struct Pendulum;

impl Recurrence<2, 1, T> for Pendulum {
    fn step<R: Real<T>>(&self, _: u32, [angle, speed]: [R; 2], [length]: [R; 1]) -> [R; 2] {
        let speed = speed - angle.sin() / length * 0.01;
        [angle + speed * 0.01, speed]
    }
}

/// A bowl on a slice.
fn bowl_of<R: Number>(x: impl Iterator<Item = R>) -> R {
    x.map(|x| x * x + x.cos() * k::<R>(0.5)).sum()
}

pub(crate) fn all(out: &mut Out<'_>) {
    tapes(out);
    slices(out);
    again(out);
    chunks(out);
    terms(out);
    rows(out);
}

fn tapes(out: &mut Out<'_>) {
    out.case("calc_multi::SliceTape", &THREE, |x: [T; 3]| {
        let (mut nodes, mut slopes) = ([const { Node::new() }; 40], [0.0; 40]);
        let mut tape = SliceTape::over(&mut nodes, &mut slopes);
        (
            (tape.gradient(bowl, x), tape.value_and_gradient(bowl, x)),
            (tape.vjp(spiral, x, [2.0, -0.1]), tape.jacobian(spiral, x)),
            tape.record(spiral, x)
                .map(|mut run| (run.values(), run.row(1), run.vjp([1.0, 2.0]))),
            (tape.used(), tape.capacity()),
        )
    });
    out.case("calc_multi::SliceTape, full", &THREE, |x: [T; 3]| {
        let (mut nodes, mut slopes) = ([0; 4].map(|_| Node::default().clone()), [0.0; 4]);
        SliceTape::over(&mut nodes, &mut slopes).gradient(bowl, x)
    });
    out.case("calc_multi::Tape::as_slice_tape", &THREE, |x: [T; 3]| {
        Tape::<T, 40>::new().as_slice_tape().gradient(bowl, x)
    });
    out.case("calc_multi::Tape::record", &THREE, |x: [T; 3]| {
        let mut tape = Tape::<T, 40>::new();
        tape.record(spiral, x)
            .map(|mut run| (run.values(), run.jacobian()))
    });
    out.case(
        "calc_multi::Tape::hessian_vector_products",
        &TWO,
        |x: [T; 2]| {
            Tape::<Dual<T, 2>, 64>::new().hessian_vector_products(
                beale,
                x,
                [[1.0, 0.0], [0.5, -1.0]],
            )
        },
    );
    out.case("calc_multi::Tape::hessian", &TWO, |x: [T; 2]| {
        Tape::<Dual<T, 2>, 64>::new().hessian(beale, x)
    });
    out.case("calc_multi::Var::statement", &TWO, |x: [T; 2]| {
        Tape::<T, 8>::new().gradient(|[x, y]| Var::statement([x, y], beale) * x, x)
    });
    out.case("calc_scalar::Real::block", &TWO, |x: [T; 2]| {
        let value = <T as Real<T>>::block(x, Spring);
        (
            value,
            Tape::<T, 8>::new().gradient(|x| Real::<T>::block(x, Spring), x),
        )
    });
    out.case("calc_multi::TapeError::from", &[3_usize], |capacity| {
        Err::<(), _>(TapeError::from(TapeFull {
            capacity,
            needed: 5,
        }))
    });
}

fn slices(out: &mut Out<'_>) {
    out.case(
        "calc_multi::SliceTape::gradient_into",
        &EIGHT,
        |x: [T; 8]| {
            let (mut nodes, mut slopes) = ([const { Node::new() }; 80], [0.0; 80]);
            let mut tape = SliceTape::over(&mut nodes, &mut slopes);
            let (mut g, mut h, mut j) = ([0.0; 8], [0.0; 8], [0.0; 16]);
            let first = tape.gradient_into(|x| bowl_of(x.iter()), &x, &mut g);
            let second = tape.value_and_gradient_into(|x| bowl_of(x.iter().rev()), &x, &mut h);
            let short = tape.gradient_into(|x| bowl_of(x.iter()), &x, &mut []);
            let third = tape.jacobian_into(
                |x| [bowl_of(x.iter()), bowl_of(x.iter().skip(1))],
                &x,
                &mut j,
            );
            (first, (second, h), (short, third), (g, j))
        },
    );
    out.case("calc_multi::SliceTape::vjp_into", &EIGHT, |x: [T; 8]| {
        let (mut nodes, mut slopes) = ([const { Node::new() }; 80], [0.0; 80]);
        let mut tape = SliceTape::over(&mut nodes, &mut slopes);
        let mut g = [0.0; 8];
        let values = tape.vjp_into(
            |x| {
                let mut room = [Var::lift(0.0); 9];
                let copied = x.write_to(&mut room).map_or(0, |x| x.len());
                let second = x.get(1).unwrap_or(Var::lift(0.0));
                let length = if x.is_empty() { 0.0 } else { 8.0 };
                [
                    room[0] * second * length,
                    second + (copied as T) + (x.len() as T),
                ]
            },
            &x,
            [1.0, 3.0],
            &mut g,
        );
        (values, g)
    });
    out.slow("calc_multi::check_gradient_slice", &EIGHT, |x: [T; 8]| {
        let f = |x: &[T]| bowl_of(x.iter().copied());
        let right = x.map(|x| 2.0 * x - Real::sin(x) * 0.5);
        let mut wrong = right;
        wrong[3] += 1.0;
        let mut scratch = [0.0; 8];
        (
            check_gradient_slice(f, &right, &x, &mut scratch, 1),
            check_gradient_slice(f, &wrong, &x, &mut scratch, 2),
        )
    });
}

fn again(out: &mut Out<'_>) {
    out.case("calc_multi::Program", &TWO, |x: [T; 2]| {
        let mut program = Program::<T, 2, 1, 40>::default();
        let recorded = program.record(|x| [beale(x)], [0.1, 0.2]);
        let used = program.used();
        let run = program
            .evaluate(x)
            .map(|mut run| (run.values(), run.jacobian()));
        (recorded, used, run)
    });
    out.case(
        "calc_multi::Program, a rule with a number",
        &TWO,
        |x: [T; 2]| {
            let mut program = Program::<T, 2, 1, 8>::new();
            let recorded = program.record(
                |[x, y]| [x.unary(rules::Term(2)) + y * y.value()],
                [0.25, 0.5],
            );
            (recorded, program.evaluate(x).map(|run| run.values()))
        },
    );
    out.case("calc_multi::Program, branched", &TWO, |x: [T; 2]| {
        let mut program = Program::<T, 2, 1, 8>::new();
        let recorded = program.record(
            |[x, y]| [if x > y && x != 0.5 { x * y } else { y }],
            [1.0, 0.2],
        );
        (recorded, program.evaluate(x).map(|run| run.values()))
    });
    out.case("calc_multi::Tape::backpropagate", &TWO, |x: [T; 2]| {
        let mut checkpoints = [Checkpoint::new(); 3];
        let end = |[angle, _]: [T; 2]| [angle, 0.0];
        Tape::<T, 16>::new().backpropagate(&Pendulum, 20, x, [0.7], &mut checkpoints, end)
    });
    out.case("calc_multi::SliceTape::backpropagate", &TWO, |x: [T; 2]| {
        let (mut nodes, mut slopes) = ([const { Node::new() }; 16], [0.0; 16]);
        let mut checkpoints = [Checkpoint::default(); 1];
        let mut tape = SliceTape::over(&mut nodes, &mut slopes);
        let end = |[angle, _]: [T; 2]| [angle, 0.0];
        (
            tape.backpropagate(&Pendulum, 5, x, [0.7], &mut checkpoints, end),
            tape.backpropagate(&Pendulum, 5, x, [0.7], &mut [], end),
        )
    });
    out.case("calc_multi::fewest_advances", &[8_u32, 1000], |steps| {
        (fewest_advances(steps, 3), fewest_advances(steps, 0))
    });
}

fn chunks(out: &mut Out<'_>) {
    out.case("calc_multi::gradient_chunked", &EIGHT, |x: [T; 8]| {
        (
            gradient_chunked(bowl, x, Chunk::<3>),
            value_and_gradient_chunked(bowl, x, Chunk::<4>),
        )
    });
    out.case("calc_multi::gradient_into", &EIGHT, |x: [T; 8]| {
        let (mut work, mut slopes) = ([Dual::<T, 3>::constant(0.0); 8], [0.0; 8]);
        let f = |x: &[Dual<T, 3>]| bowl_of(x.iter().copied());
        let done = gradient_into(f, &x, &mut work, &mut slopes);
        (done, slopes, gradient_into(f, &x, &mut work, &mut []))
    });
    out.case("calc_multi::jacobian_into", &EIGHT, |x: [T; 8]| {
        let mut work = [Dual::<T, 3>::constant(0.0); 8];
        let (mut outputs, mut rows) = ([Dual::<T, 3>::constant(0.0); 2], [0.0; 16]);
        let f = |x: &[Dual<T, 3>], y: &mut [Dual<T, 3>]| y.fill(bowl_of(x.iter().copied()));
        let done = jacobian_into(f, &x, &mut work, &mut outputs, &mut rows);
        (done, rows)
    });
    out.case("calc_multi::hessian_into", &TWO, |x: [T; 2]| {
        let mut work = [Dual::<Dual<T, 2>, 2>::constant(0.0); 2];
        let mut rows = [0.0; 4];
        let f = |x: &[Dual<Dual<T, 2>, 2>]| bowl_of(x.iter().copied());
        (hessian_into(f, &x, &mut work, &mut rows), rows)
    });
}

/// Neighbours along a chain of four.
const PAIRS: [[usize; 2]; 3] = [[0, 1], [1, 2], [2, 3]];
/// One that leads nowhere.
const ASTRAY: [[usize; 2]; 1] = [[0, 9]];
const FOUR: [[T; 4]; 2] = [[0.5, -1.25, 2.0, 0.1], [1.0, 0.0, 0.25, -2.0]];
const W: [T; 4] = [1.0, 0.25, -1.5, 0.5];

fn term<R: Number>(_: usize, x: [R; 2]) -> R {
    bowl(x)
}

fn terms(out: &mut Out<'_>) {
    out.case("calc_multi::separable::gradient", &FOUR, |x: [T; 4]| {
        (
            separable::gradient(PAIRS, term, x),
            separable::value_and_gradient(PAIRS, term, x),
            separable::gradient(ASTRAY, term, x),
        )
    });
    out.case(
        "calc_multi::separable::value_and_gradient_into",
        &FOUR,
        |x: [T; 4]| {
            let mut slopes = [0.0; 4];
            (
                separable::value_and_gradient_into(PAIRS, term, &x, &mut slopes),
                slopes,
            )
        },
    );
    out.case("calc_multi::separable::hessian", &FOUR, |x: [T; 4]| {
        let mut trace = 0.0;
        let entries = separable::hessian_entries(PAIRS, term, &x, |i, j, h: T| {
            if i == j {
                trace += h;
            }
        });
        (separable::hessian(PAIRS, term, x), entries, trace)
    });
    out.case(
        "calc_multi::separable::hessian_vector_product",
        &FOUR,
        |x: [T; 4]| {
            let mut product = [0.0; 4];
            let done = separable::hessian_vector_product_into(PAIRS, term, &x, &W, &mut product);
            (
                separable::hessian_vector_product(PAIRS, term, x, W),
                done,
                product,
            )
        },
    );
    out.case("calc_multi::separable::gauss_newton", &FOUR, |x: [T; 4]| {
        let (mut slopes, mut matrix) = ([0.0; 4], [0.0; 16]);
        let done = separable::gauss_newton_into(PAIRS, term, &x, &mut slopes, &mut matrix);
        (
            separable::gauss_newton(PAIRS, term, x),
            done,
            slopes,
            matrix,
        )
    });
}

fn rows(out: &mut Out<'_>) {
    use separable::linear;
    const ROWS: [[T; 4]; 2] = [[1.0, 0.5, 0.0, -1.0], [0.25, 0.0, 2.0, 1.0]];
    fn bent<R: Number>(_: usize, t: R) -> R {
        t.sin() + t * t
    }
    out.case("calc_multi::separable::linear", &FOUR, |x: [T; 4]| {
        let mut slopes = [0.0; 4];
        let done = linear::value_and_gradient_into(ROWS, bent, &x, &mut slopes);
        (
            (
                linear::gradient(ROWS, bent, x),
                linear::value_and_gradient(ROWS, bent, x),
            ),
            (done, slopes),
            linear::hessian_vector_product(ROWS, bent, x, W),
            linear::hessian(ROWS, bent, x),
        )
    });
}
