//! How many runs of `f` the recommended method takes on other collections than the 154 problems, beside
//! Chandrupatla's and Brent's.

mod collections {
    pub(crate) mod everyday;
    pub(crate) mod modab;
}

use calc_opt::root::{Adaptive, Brent, Chandrupatla, Method, RootError, Search};
use collections::{everyday, modab};

/// The absolute width asked for; the relative one is the usual `4ε`.
const X_ABS: f64 = 1e-15;

/// Runs of `f` to the end; checks that the sign changes in the bracket that is returned.
fn runs<M: Method<f64>>(method: M, f: &impl Fn(f64) -> f64, (a, b): (f64, f64)) -> u32 {
    let mut search = Search::new(a, b, method).x_abs(X_ABS);
    while let Some(x) = search.next() {
        search.tell(f(x));
    }
    match search.result() {
        Ok(root) => {
            let (low, high) = root.bracket;
            let sign_changes = (f(low) > 0.0) != (f(high) > 0.0);
            assert!(root.value == 0.0 || sign_changes, "{root:?}");
            root.evaluations
        }
        Err(RootError::Pole { best }) => best.evaluations,
        Err(error) => panic!("[{a}, {b}]: {error}"),
    }
}

/// The sums for the recommended method, Chandrupatla's and Brent's.
fn totals<F: Fn(f64) -> f64>(problems: impl Iterator<Item = (F, (f64, f64))>) -> [u32; 3] {
    problems.fold([0; 3], |[ours, chandrupatla, brent], (f, ends)| {
        [
            ours + runs(Adaptive::new(), &f, ends),
            chandrupatla + runs(Chandrupatla, &f, ends),
            brent + runs(Brent::new(), &f, ends),
        ]
    })
}

fn everyday_totals(seed: u64, careless: bool) -> [u32; 3] {
    let equations = everyday::equations(seed, 20, careless);
    assert!(equations.len() > 300, "{}", equations.len());
    totals(equations.into_iter().map(|e| (move |x| e.f(x), e.ends)))
}

#[test]
fn on_the_91_functions_of_modab_it_takes_well_below_three_quarters_of_brents_runs() {
    let ends = modab::ENDS.into_iter().enumerate();
    let problems = ends.map(|(i, ends)| (move |x| modab::f(i + 1, x), ends));
    let [ours, chandrupatla, brent] = totals(problems);
    assert!(4 * ours <= 3 * chandrupatla, "{ours} {chandrupatla}");
    assert!(100 * ours <= 62 * brent, "{ours} {brent}");
}

#[test]
fn in_careless_brackets_it_takes_four_fifths_of_brents_runs() {
    for seed in [1, 2, 3] {
        let [ours, chandrupatla, brent] = everyday_totals(seed, true);
        assert!(100 * ours <= 88 * chandrupatla, "{ours} {chandrupatla}");
        assert!(100 * ours <= 80 * brent, "{ours} {brent}");
    }
}

#[test]
fn in_sensible_brackets_it_takes_no_more_than_either() {
    for seed in [1, 2, 3] {
        let [ours, chandrupatla, brent] = everyday_totals(seed, false);
        assert!(100 * ours <= 98 * chandrupatla, "{ours} {chandrupatla}");
        assert!(100 * ours <= 95 * brent, "{ours} {brent}");
    }
}

#[test]
fn a_multiple_root_takes_few_runs() {
    for m in [3, 5, 7, 9] {
        let f = |x: f64| {
            let base = x - 0.3;
            (0..m).fold(1.0, |power, _| power * base)
        };
        let ours = runs(Adaptive::new(), &f, (-1.0, 1.5));
        assert!(ours <= 20, "{m}: {ours}");
        assert!(runs(Chandrupatla, &f, (-1.0, 1.5)) > 40);
    }
}
