//! Every problem with its rows: the value alone, the derivative by hand, ours, and the others.

use calc_multi::{Chunk, Program, Tape, gradient, gradient_chunked, hessian, jacobian, separable};
use calc_nn::loss::SoftmaxCrossEntropy;
use calc_scalar::difference::central;
use calc_scalar::{Dual, Ieee, Real, derivative, second_derivative, taylor, value_and_derivative};

use crate::measure::Bench;
#[cfg(feature = "others")]
use crate::others;
use crate::problems::taylor as series;
use crate::problems::{
    ackley, logistic, network, point, rastrigin, rosenbrock, scalar, speelpenning, spherical,
};

/// A macro, because a Hessian needs to know how many numbers it has.
macro_rules! hessians {
    ($bench:expr, $name:literal, $f:path, $by_hand:path, $other:expr, $n:literal, $entries:literal) => {{
        let x = point::<$n>();
        let truth = $by_hand(x);
        let problem = &mut $bench.problem(concat!("Hessian of ", $name), $n, &truth);
        problem.value("value", x, $f);
        problem.row("hand", x, $by_hand);
        problem.row("calc hessian", x, |x| hessian($f, x));
        problem.row("calc hessian, Ieee", x, |x| hessian($f, x.map(Ieee)));
        let mut tape = Tape::<Dual<f64, $n>, 256>::new();
        problem.row("calc Tape", x, |x| tape.hessian($f, x));
        #[cfg(feature = "others")]
        others::hessian::<$n, $entries>(problem, &$other, x);
    }};
    ($bench:expr, $name:literal, $f:path, $by_hand:path, $other:expr) => {
        hessians!($bench, $name, $f, $by_hand, $other, 2, 3);
        hessians!($bench, $name, $f, $by_hand, $other, 3, 6);
        hessians!($bench, $name, $f, $by_hand, $other, 4, 10);
        hessians!($bench, $name, $f, $by_hand, $other, 5, 15);
        hessians!($bench, $name, $f, $by_hand, $other, 6, 21);
        hessians!($bench, $name, $f, $by_hand, $other, 7, 28);
        hessians!($bench, $name, $f, $by_hand, $other, 8, 36);
        hessians!($bench, $name, $f, $by_hand, $other, 9, 45);
        hessians!($bench, $name, $f, $by_hand, $other, 10, 55);
    };
}

/// All of them.
pub fn all(bench: &mut Bench) {
    scalar_derivative(bench);
    gradients::<2, 3>(bench);
    gradients::<10, 11>(bench);
    gradients::<32, 33>(bench);
    gradients::<100, 101>(bench);
    product::<10, 11>(bench);
    product::<32, 33>(bench);
    product::<100, 101>(bench);
    logistic_gradient(bench);
    network_gradient(bench);
    hessians!(
        bench,
        "Rosenbrock",
        rosenbrock::f,
        rosenbrock::hessian_by_hand,
        rosenbrock::Rosenbrock
    );
    hessians!(
        bench,
        "Ackley",
        ackley::f,
        ackley::hessian_by_hand,
        ackley::Ackley
    );
    hessians!(
        bench,
        "Speelpenning's product",
        speelpenning::f,
        speelpenning::hessian_by_hand,
        speelpenning::Speelpenning
    );
    small_jacobian(bench);
    taylor_coefficients::<8>(bench);
    taylor_coefficients::<16>(bench);
}

/// A macro, because each row runs a function of its own type.
macro_rules! derivatives {
    ($bench:expr, $name:literal, $f:path, $by_hand:path, $slope_by_hand:expr, $other:expr) => {{
        let x = scalar::X;
        let problem = &mut $bench.problem(concat!("derivative of ", $name), 1, &$by_hand(x)[1]);
        problem.value("value", x, $f);
        problem.row("hand", x, $slope_by_hand);
        problem.value("central difference", x, |x| central($f, x, 1e-6));
        problem.row("calc derivative", x, |x| derivative($f, x));
        problem.row("calc derivative, Ieee", x, |x| derivative($f, Ieee(x)));
        #[cfg(feature = "others")]
        others::derivative(problem, &$other, x);

        let name = concat!("derivative of ", $name, " with its value");
        let problem = &mut $bench.problem(name, 1, &$by_hand(x));
        problem.value("value", x, $f);
        problem.row("hand", x, $by_hand);
        problem.row("calc value_and_derivative", x, |x| {
            <[f64; 2]>::from(value_and_derivative($f, x))
        });
        problem.row("calc value_and_derivative, Ieee", x, |x| {
            <[Ieee; 2]>::from(value_and_derivative($f, Ieee(x)))
        });
        #[cfg(feature = "others")]
        others::value_and_derivative(problem, &$other, x);
    }};
}

fn scalar_derivative(bench: &mut Bench) {
    use scalar::{bell, horner, logarithm, loss, ratio};
    use scalar::{bell_by_hand, horner_by_hand, logarithm_by_hand, loss_by_hand, ratio_by_hand};
    derivatives!(
        bench,
        "eight operations",
        scalar::f,
        scalar::both_by_hand,
        scalar::by_hand,
        scalar::Scalar
    );
    derivatives!(
        bench,
        "x·exp(−x²/2)",
        bell,
        bell_by_hand,
        |x| bell_by_hand(x)[1],
        scalar::Bell
    );
    derivatives!(
        bench,
        "(x³ − 2x + 1)/(x² + 1)",
        ratio,
        ratio_by_hand,
        |x| ratio_by_hand(x)[1],
        scalar::Ratio
    );
    derivatives!(
        bench,
        "a polynomial of degree 5",
        horner,
        horner_by_hand,
        |x| horner_by_hand(x)[1],
        scalar::Horner
    );
    derivatives!(
        bench,
        "ln(1 + x²)",
        logarithm,
        logarithm_by_hand,
        |x| logarithm_by_hand(x)[1],
        scalar::Logarithm
    );
    derivatives!(
        bench,
        "a logistic loss",
        loss,
        loss_by_hand,
        |x| loss_by_hand(x)[1],
        scalar::Loss
    );

    let x = scalar::X;
    let truth = scalar::second_by_hand(x);
    let problem = &mut bench.problem("second derivative of eight operations", 1, &truth);
    problem.value("value", x, scalar::f);
    problem.row("hand", x, scalar::second_by_hand);
    problem.row("calc second_derivative", x, |x| {
        second_derivative(scalar::f, x)
    });
    #[cfg(feature = "others")]
    others::second_derivative(problem, &scalar::Scalar, x);
}

fn gradients<const N: usize, const M: usize>(bench: &mut Bench) {
    let x = point::<N>();

    let truth = rosenbrock::gradient_by_hand(x);
    let problem = &mut bench.problem("gradient of Rosenbrock", N, &truth);
    problem.value("value", x, rosenbrock::f);
    problem.row("hand", x, rosenbrock::gradient_by_hand);
    problem.row("calc gradient", x, |x| gradient(rosenbrock::f, x));
    problem.row("calc gradient, Ieee", x, |x| {
        gradient(rosenbrock::f, x.map(Ieee))
    });
    problem.row("calc gradient_chunked", x, |x| {
        gradient_chunked(rosenbrock::f, x, Chunk::DEFAULT)
    });
    let mut program = Program::<f64, N, 1, 2048>::new();
    program
        .record(|x| [rosenbrock::f(x)], x)
        .expect("room for the program");
    problem.row("calc Program", x, |x| {
        program.evaluate(x).map(|mut run| run.vjp([1.0]))
    });
    problem.row("calc separable::gradient", x, |x| {
        separable::gradient((1..N).map(|i| [i - 1, i]), |_, x| rosenbrock::term(x), x)
    });
    let mut tape = Tape::<f64, 1024>::new();
    problem.row("calc Tape", x, |x| tape.gradient(rosenbrock::f, x));
    problem.row("calc Tape, blocks", x, |x| {
        tape.gradient(rosenbrock::blocks, x)
    });
    #[cfg(feature = "others")]
    others::gradient::<N, M>(problem, &rosenbrock::Rosenbrock, x);

    let truth = ackley::gradient_by_hand(x);
    let problem = &mut bench.problem("gradient of Ackley", N, &truth);
    problem.value("value", x, ackley::f);
    problem.row("hand", x, ackley::gradient_by_hand);
    problem.row("calc gradient", x, |x| gradient(ackley::f, x));
    problem.row("calc gradient, Ieee", x, |x| {
        gradient(ackley::f, x.map(Ieee))
    });
    problem.row("calc gradient_chunked", x, |x| {
        gradient_chunked(ackley::f, x, Chunk::DEFAULT)
    });
    let mut program = Program::<f64, N, 1, 2048>::new();
    program
        .record(|x| [ackley::f(x)], x)
        .expect("room for the program");
    problem.row("calc Program", x, |x| {
        program.evaluate(x).map(|mut run| run.vjp([1.0]))
    });
    let mut tape = Tape::<f64, 1024>::new();
    problem.row("calc Tape", x, |x| tape.gradient(ackley::f, x));
    problem.row("calc Tape, blocks", x, |x| tape.gradient(ackley::blocks, x));
    #[cfg(feature = "others")]
    others::gradient::<N, M>(problem, &ackley::Ackley, x);

    let truth = rastrigin::gradient_by_hand(x);
    let problem = &mut bench.problem("gradient of Rastrigin", N, &truth);
    problem.value("value", x, rastrigin::f);
    problem.row("hand", x, rastrigin::gradient_by_hand);
    problem.row("calc gradient", x, |x| gradient(rastrigin::f, x));
    problem.row("calc gradient, Ieee", x, |x| {
        gradient(rastrigin::f, x.map(Ieee))
    });
    problem.row("calc gradient_chunked", x, |x| {
        gradient_chunked(rastrigin::f, x, Chunk::DEFAULT)
    });
    let mut program = Program::<f64, N, 1, 2048>::new();
    program
        .record(|x| [rastrigin::f(x)], x)
        .expect("room for the program");
    problem.row("calc Program", x, |x| {
        program.evaluate(x).map(|mut run| run.vjp([1.0]))
    });
    problem.row("calc separable::gradient", x, |x| {
        separable::gradient((0..N).map(|i| [i]), |_, x| rastrigin::term(x), x)
    });
    let mut tape = Tape::<f64, 1024>::new();
    problem.row("calc Tape", x, |x| tape.gradient(rastrigin::f, x));
    problem.row("calc Tape, blocks", x, |x| {
        tape.gradient(rastrigin::blocks, x)
    });
    #[cfg(feature = "others")]
    others::gradient::<N, M>(problem, &rastrigin::Rastrigin, x);
}

fn product<const N: usize, const M: usize>(bench: &mut Bench) {
    let x = point::<N>();
    let truth = speelpenning::gradient_by_hand(x);
    let problem = &mut bench.problem("gradient of Speelpenning's product", N, &truth);
    problem.value("value", x, speelpenning::f);
    problem.row("hand", x, speelpenning::gradient_by_hand);
    problem.row("calc gradient", x, |x| gradient(speelpenning::f, x));
    problem.row("calc gradient, Ieee", x, |x| {
        gradient(speelpenning::f, x.map(Ieee))
    });
    problem.row("calc gradient_chunked", x, |x| {
        gradient_chunked(speelpenning::f, x, Chunk::DEFAULT)
    });
    let mut program = Program::<f64, N, 1, 2048>::new();
    program
        .record(|x| [speelpenning::f(x)], x)
        .expect("room for the program");
    problem.row("calc Program", x, |x| {
        program.evaluate(x).map(|mut run| run.vjp([1.0]))
    });
    let mut tape = Tape::<f64, 1024>::new();
    problem.row("calc Tape", x, |x| tape.gradient(speelpenning::f, x));
    #[cfg(feature = "others")]
    others::gradient::<N, M>(problem, &speelpenning::Speelpenning, x);
}

fn logistic_gradient(bench: &mut Bench) {
    let (x, data) = (logistic::weights(), &logistic::data());
    let truth = logistic::gradient_by_hand(x, data);
    let problem = &mut bench.problem("gradient of a logistic loss on 64 points", 8, &truth);
    problem.value("value", x, |x| logistic::f(x, data));
    problem.row("hand", x, |x| logistic::gradient_by_hand(x, data));
    problem.row("calc gradient", x, |x| {
        gradient(|w| logistic::f(w, data), x)
    });
    problem.row("calc separable::linear::gradient", x, |x| {
        let term = |k: usize, z: Dual| z.softplus() - data[k].1 * z;
        separable::linear::gradient(data.iter().map(|(x, _)| x), term, x)
    });
    let mut tape = Tape::<f64, 4096>::new();
    problem.row("calc Tape", x, |x| {
        tape.gradient(|w| logistic::f(w, data), x)
    });
    problem.row("calc Tape, blocks", x, |x| {
        tape.gradient(|w| logistic::blocks(w, data), x)
    });
    #[cfg(feature = "others")]
    others::gradient::<8, 9>(problem, &logistic::Logistic(*data), x);
}

/// Other libraries that train networks are in `networks`, where whole epochs are run.
fn network_gradient(bench: &mut Bench) {
    let (w, x) = (network::weights(), network::picture());
    let truth = network::gradient_by_hand(&w, &x);
    let name = "gradient of a 64-32-10 network on one digit";
    let problem = &mut bench.problem(name, network::PARAMETERS, &truth);
    problem.value("value", w, |w| {
        network::Digits::loss(SoftmaxCrossEntropy, &w, &x, &network::CLASS)
    });
    problem.row("hand", w, |w| network::gradient_by_hand(&w, &x));
    problem.row("calc value_and_gradient", w, |w| {
        network::Digits::value_and_gradient(SoftmaxCrossEntropy, &w, &x, &network::CLASS).1
    });
}

fn small_jacobian(bench: &mut Bench) {
    let x = spherical::X;
    let truth = spherical::jacobian_by_hand(x);
    let problem = &mut bench.problem("Jacobian of spherical coordinates", 3, &truth);
    problem.value("value", x, spherical::f);
    problem.row("hand", x, spherical::jacobian_by_hand);
    problem.row("calc jacobian", x, |x| jacobian(spherical::f, x));
    #[cfg(feature = "others")]
    others::jacobian(problem, &spherical::Spherical, x);
}

fn taylor_coefficients<const K: usize>(bench: &mut Bench) {
    let x = series::X;
    let truth = series::exp_sin_by_hand::<K>(x);
    let problem = &mut bench.problem("Taylor coefficients of exp(sin x)", K, &truth);
    problem.value("value", x, series::exp_sin);
    problem.row("hand", x, series::exp_sin_by_hand::<K>);
    problem.row("calc taylor", x, |x| -> [f64; K] {
        taylor(series::exp_sin, x)
    });
    #[cfg(feature = "others")]
    others::taylor::<K>(problem, &series::ExpSin, x);

    let truth = series::tanh_by_hand::<K>(x);
    let problem = &mut bench.problem("Taylor coefficients of tanh", K, &truth);
    problem.value("value", x, series::tanh);
    problem.row("hand", x, series::tanh_by_hand::<K>);
    problem.row("calc taylor", x, |x| -> [f64; K] {
        taylor(series::tanh, x)
    });
    #[cfg(feature = "others")]
    others::taylor::<K>(problem, &series::Tanh, x);
}
