//! Second derivatives by forward over reverse, against forward mode.

use calc_scalar::Dual;
use proptest::prelude::*;

use crate::reverse::{Tape, TapeFull};
use crate::zoo::{self, assert_close};
use crate::{gradient, hessian, hessian_vector_product};

proptest! {
    #[test]
    fn products_with_the_hessian_are_those_of_forward_mode(
        x in prop::array::uniform4(-2.0..2.0_f64),
        v in prop::array::uniform4(-2.0..2.0_f64),
        w in prop::array::uniform4(-2.0..2.0_f64),
    ) {
        let mut tape = Tape::<Dual<f64, 2>, 64>::new();
        let (value, slopes, [along_v, along_w]) =
            tape.hessian_vector_products(zoo::rosenbrock, x, [v, w]).unwrap();
        prop_assert_eq!(value, zoo::rosenbrock(x));
        assert_close(&slopes, &gradient(zoo::rosenbrock, x), 32.0);
        assert_close(&along_v, &hessian_vector_product(zoo::rosenbrock, x, v), 64.0);
        assert_close(&along_w, &hessian_vector_product(zoo::rosenbrock, x, w), 64.0);
    }

    #[test]
    fn the_hessian_does_not_depend_on_the_chunk(
        x in prop::array::uniform4(-2.0..2.0_f64),
    ) {
        let expected = hessian(zoo::rosenbrock, x);
        let by_one = Tape::<Dual<f64, 1>, 64>::new().hessian(zoo::rosenbrock, x).unwrap();
        let by_three = Tape::<Dual<f64, 3>, 64>::new().hessian(zoo::rosenbrock, x).unwrap();
        let by_eight = Tape::<Dual<f64, 8>, 64>::new().hessian(zoo::rosenbrock, x).unwrap();
        assert_close(by_one.as_flattened(), expected.as_flattened(), 64.0);
        prop_assert_eq!(by_three, by_one);
        prop_assert_eq!(by_eight, by_one);
    }
}

#[test]
fn a_short_tape_says_so_for_second_derivatives() {
    let error = TapeFull {
        capacity: 2,
        needed: 3,
    };
    let mut tape = Tape::<Dual, 2>::new();
    assert_eq!(tape.hessian(|[x, y]| x * y, [1.0, 2.0]), Err(error));
    assert_eq!(
        tape.hessian_vector_products(|[x, y]| x * y, [1.0, 2.0], [[1.0, 0.0]]),
        Err(error)
    );
}
