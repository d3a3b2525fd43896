//! Minimisers on eighteen problems of Moré, Garbow and Hillstrom: how many runs of `f` until it is, to
//! 10⁻⁸ of the way, at the minimum.

mod collections {
    #[macro_use]
    pub(crate) mod mgh;
}

use calc_multi::{
    Diagonals, Size, value_gradient_and_hessian, value_gradient_and_hessian_vector_product,
};
use calc_opt::minimize::{
    Dogleg, Limits, Minimum, MoreSorensen, NewtonCg, Subproblem, TrustRegion,
};
use collections::mgh::Problem;

/// The share of the way down that may be missing (Moré and Wild's test).
const SHARE: f64 = 1e-8;

struct Outcome {
    name: &'static str,
    /// Runs until the value was low enough.
    hit: Option<u32>,
    /// Runs in all.
    runs: u32,
    value: f64,
    solved: bool,
}

/// The problems that all gradient methods of the comparison solve.
const COMMON: [&str; 13] = [
    "Bard",
    "Beale",
    "Box, three-dimensional",
    "Brown and Dennis",
    "Freudenstein and Roth",
    "Gaussian",
    "helical valley",
    "Kowalik and Osborne",
    "Powell, singular",
    "Rosenbrock",
    "variably dimensioned",
    "Watson",
    "Wood",
];

fn by_newton<P: Problem<N>, const N: usize, const D: usize>() -> Outcome
where
    Size<N>: Diagonals<D>,
{
    in_a_region_of_trust::<P, N, D, _>(MoreSorensen)
}

fn by_dogleg<P: Problem<N>, const N: usize, const D: usize>() -> Outcome
where
    Size<N>: Diagonals<D>,
{
    in_a_region_of_trust::<P, N, D, _>(Dogleg)
}

fn in_a_region_of_trust<P: Problem<N>, const N: usize, const D: usize, S>(subproblem: S) -> Outcome
where
    Size<N>: Diagonals<D>,
    S: Subproblem<f64, N>,
{
    let mut search = TrustRegion::with(P::START, limits(), subproblem);
    let (mut runs, mut hit) = (0, None);
    while let Some(x) = search.next() {
        let (value, gradient, hessian) = value_gradient_and_hessian(P::value, x);
        runs += 1;
        if value <= enough::<P, N>() {
            hit = hit.or(Some(runs));
        }
        search.tell(value, gradient, hessian);
    }
    outcome::<P, N>(hit, runs, &search.minimum())
}

/// A run is one that gives value, gradient and the product of the Hessian with a vector.
fn by_conjugate_gradients<P: Problem<N>, const N: usize, const D: usize>() -> Outcome
where
    Size<N>: Diagonals<D>,
{
    let mut search = NewtonCg::new(P::START, limits().max_evaluations(20_000));
    let (mut runs, mut hit) = (0, None);
    while let Some((x, v)) = search.next() {
        let (value, gradient, product) = value_gradient_and_hessian_vector_product(P::value, x, v);
        runs += 1;
        if value <= enough::<P, N>() {
            hit = hit.or(Some(runs));
        }
        search.tell(value, gradient, product);
    }
    outcome::<P, N>(hit, runs, &search.minimum())
}

fn limits() -> Limits<f64> {
    Limits::new().gradient_tolerance(1e-8).max_iterations(2000)
}

/// The value at which a problem counts as solved.
fn enough<P: Problem<N>, const N: usize>() -> f64 {
    P::LOWEST + SHARE * (P::value(P::START) - P::LOWEST)
}

fn outcome<P: Problem<N>, const N: usize>(
    hit: Option<u32>,
    runs: u32,
    minimum: &Minimum<f64, N>,
) -> Outcome {
    assert_eq!(minimum.evaluations, runs);
    Outcome {
        name: P::NAME,
        hit,
        runs,
        value: minimum.value,
        solved: minimum.stopped.is_solution(),
    }
}

/// Runs until the value was low enough, summed over the common problems.
fn hits(outcomes: &[Outcome]) -> u32 {
    let common = outcomes.iter().filter(|o| COMMON.contains(&o.name));
    common.map(|o| o.hit.expect("solved")).sum()
}

/// A search that says it has solved a problem has solved it.
fn no_false_success(outcomes: &[Outcome]) {
    for o in outcomes {
        assert!(
            o.hit.is_some() || !o.solved || o.name == "Biggs EXP6",
            "{}: {:e} after {} runs",
            o.name,
            o.value,
            o.runs
        );
    }
}

#[test]
fn newtons_method_in_a_region_of_trust_solves_all_eighteen() {
    let outcomes = each_mgh!(by_newton);
    for o in &outcomes {
        assert!(o.hit.is_some(), "{}: {:e}", o.name, o.value);
        assert!(o.runs < 300, "{}: {}", o.name, o.runs);
    }
    no_false_success(&outcomes);
    // SciPy 1.17.1 `trust-exact`: 18 solved, 180 values and 154 gradients on the common ones.
    assert!(hits(&outcomes) <= 175, "{}", hits(&outcomes));
}

/// All but Biggs EXP6, where the way leads to a valley with 5.656e-3.
fn solves_seventeen(outcomes: &[Outcome], most: u32) {
    for o in outcomes {
        assert!(
            o.hit.is_some() || o.name == "Biggs EXP6",
            "{}: {:e}",
            o.name,
            o.value
        );
    }
    no_false_success(outcomes);
    assert!(hits(outcomes) <= most, "{}", hits(outcomes));
}

#[test]
fn along_the_dogleg_seventeen_are_solved() {
    solves_seventeen(&each_mgh!(by_dogleg), 248);
}

#[test]
fn by_conjugate_gradients_seventeen_are_solved_from_products_alone() {
    // SciPy 1.17.1 `trust-ncg`: 282 values and 251 gradients, its products not counted.
    solves_seventeen(&each_mgh!(by_conjugate_gradients), 688);
}
