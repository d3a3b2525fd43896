//! The tape over the caller's memory, at every capacity.

use core::mem::size_of;
use std::string::ToString;
use std::vec;
use std::vec::Vec;

use calc_scalar::Real;

use crate::reverse::{Node, SliceTape, Tape, TapeError, TapeFull, Var, Variables};
use crate::zoo;

/// Memory for `capacity` operations, with something in it.
fn memory(capacity: usize) -> (Vec<Node<f64>>, Vec<f64>) {
    (vec![Node::new(); capacity], vec![f64::NAN; capacity])
}

/// A tape says at every capacity from nothing on how much is needed, and works from there on.
pub(super) fn every_capacity_below_the_need<const N: usize>(
    f: impl for<'t> Fn([Var<'t>; N]) -> Var<'t>,
    x: [f64; N],
) {
    let mut tape = Tape::<f64, 1024>::new();
    let expected = tape.gradient(&f, x);
    let needed = tape.used();
    for capacity in 0..=needed {
        let (mut nodes, mut adjoints) = memory(capacity);
        let mut tape = SliceTape::over(&mut nodes, &mut adjoints);
        let found = tape.gradient(&f, x);
        if capacity == needed {
            assert_eq!(found, expected);
        } else {
            // Without a single place nothing can be counted.
            let needed = if capacity == 0 { N } else { needed };
            assert_eq!(found, Err(TapeFull { capacity, needed }));
        }
    }
}

#[test]
fn short_tapes_say_what_is_needed() {
    every_capacity_below_the_need(|x| zoo::rosenbrock(x), [1.5, 2.0, 0.5, -1.0]);
    every_capacity_below_the_need(
        |x| Var::statement([Real::norm(&x), Real::dot(&x, &x)], |[a, b]| a * b),
        [1.0, 2.0, 3.0],
    );
}

#[test]
fn the_memory_is_what_the_documentation_says() {
    assert_eq!(size_of::<Node<f64>>(), 24);
    assert_eq!(size_of::<Node<f32>>(), 12);
    assert_eq!(size_of::<Tape<f64, 100>>(), 3200);
    assert_eq!(size_of::<Tape<f32, 100>>(), 1600);
    assert!(size_of::<Var<'_>>() <= 40);
    // `1 + ⌈k/2⌉` places for k > 2 operands, one for fewer.
    let mut tape = Tape::<f64, 64>::new();
    for (operands, places) in [(1, 1), (2, 1), (3, 3), (4, 3), (5, 4), (9, 6)] {
        tape.gradient(|x| Real::norm(&x[..operands]), [1.0; 9])
            .unwrap();
        assert_eq!(tape.used() - 9, places, "{operands}");
    }
    // A product is such an operation where it takes no more places than a chain of products.
    for (factors, places) in [
        (1, 0),
        (2, 1),
        (3, 2),
        (4, 3),
        (7, 5),
        (8, 5),
        (9, 6),
        (16, 9),
    ] {
        let slopes = tape.gradient(|x| x.into_iter().take(factors).product(), [1.0; 16]);
        assert_eq!(slopes.unwrap().iter().sum::<f64>(), factors as f64);
        assert_eq!(tape.used() - 16, places, "{factors}");
    }
}

#[test]
fn run_time_many_variables_give_what_arrays_give() {
    let x = [1.5, 2.0, 0.5, -1.0];
    let expected = Tape::<f64, 64>::new().value_and_gradient(zoo::rosenbrock, x);
    let (mut nodes, mut adjoints) = memory(64);
    let mut tape = SliceTape::over(&mut nodes, &mut adjoints);
    let from_slices = |x: Variables<'_>| {
        assert_eq!(
            (x.len(), x.is_empty(), x.get(4).is_none()),
            (4, false, true)
        );
        [0, 1, 2, 3].map(|i| x.get(i).map_or(0.0, Var::value))
    };
    let mut slopes = [0.0; 4];
    let value = tape
        .value_and_gradient_into(
            |x| {
                assert_eq!(from_slices(x), [1.5, 2.0, 0.5, -1.0]);
                let mut memory = [Var::constant(0.0); 4];
                x.write_to(&mut memory).unwrap();
                zoo::rosenbrock(memory)
            },
            &x,
            &mut slopes,
        )
        .unwrap();
    assert_eq!(Ok((value, slopes)), expected);
    assert_eq!(tape.capacity(), 64);

    let mut rows = [0.0; 6];
    let x = [0.5, 1.0, 2.0];
    let values = tape.jacobian_into(
        |x| {
            let [a, b, c] = [0, 1, 2].map(|i| x.get(i).unwrap());
            zoo::spiral([a, b, c])
        },
        &x,
        &mut rows,
    );
    assert_eq!(values, Ok(zoo::spiral(x)));
    let matrix = Tape::<f64, 64>::new().jacobian(zoo::spiral, x).unwrap();
    assert_eq!(&rows, matrix.as_flattened());
}

#[test]
fn memory_of_the_wrong_size_is_named_and_left_alone() {
    let (mut nodes, mut adjoints) = memory(8);
    let mut tape = SliceTape::over(&mut nodes, &mut adjoints);
    let mut slopes = [7.0; 3];
    let error = tape
        .gradient_into(|x| x.iter().product(), &[1.0, 2.0], &mut slopes)
        .unwrap_err();
    let expected = TapeError::Length {
        expected: 2,
        found: 3,
    };
    assert_eq!((error, slopes), (expected, [7.0; 3]));
    assert!(error.to_string().contains("a slice of 2"));
    let too_long = tape.gradient_into(|x| x.iter().product(), &[1.0; 9], &mut [0.0; 9]);
    let full = TapeFull {
        capacity: 8,
        needed: 9 + 5 + 1,
    };
    assert_eq!(too_long, Err(TapeError::Full(full)));
    // No variables, no slopes.
    assert_eq!(
        tape.value_and_gradient_into(|_| Var::constant(2.0), &[], &mut []),
        Ok(2.0)
    );
}

#[test]
fn a_record_is_swept_as_often_as_one_likes() {
    let mut tape = Tape::<f64, 64>::new();
    let x = [0.5, 1.0, 2.0];
    let mut run = tape.record(zoo::spiral, x).unwrap();
    assert_eq!(run.values(), zoo::spiral(x));
    let matrix = run.jacobian();
    assert_eq!(
        [run.row(0), run.row(1), run.row(2)],
        [Some(matrix[0]), Some(matrix[1]), None]
    );
    let sum: [f64; 3] = core::array::from_fn(|j| matrix[0][j] - 2.0 * matrix[1][j]);
    zoo::assert_close(&run.vjp([1.0, -2.0]), &sum, 8.0);
}
