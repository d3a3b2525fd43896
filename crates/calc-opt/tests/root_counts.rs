//! How many runs of `f` the recommended method takes on other collections than the 154 problems, beside
//! Chandrupatla's and Brent's.
//!
//! Brent's method here is the same as SciPy's to 0.3 % of its runs (see `aps.rs`), and all three end at the
//! same width of the bracket. Its share is smallest where brackets are wide or roots multiple. On a smooth
//! function in a narrow bracket nothing has much to gain: Brent's method takes some nine runs there, of which
//! two are the ends, two close the bracket from both sides, and at least four double the right digits from one
//! to sixteen.

mod collections {
    pub(crate) mod everyday;
    pub(crate) mod families;
    pub(crate) mod modab;
    pub(crate) mod papers;
}

use calc_opt::root::{Adaptive, Bracket, Brent, Chandrupatla, Method, Point, RootError, Search};
use calc_scalar::Real;
use collections::{everyday, families, modab, papers};

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

fn family_totals(name: &str, seed: u64) -> [u32; 3] {
    let problems = families::family(name, seed);
    totals(problems.into_iter().map(|p| (p.f, p.ends)))
}

/// At most these per cent of Chandrupatla's and of Brent's runs.
fn at_most(
    name: &str,
    [ours, chandrupatla, brent]: [u32; 3],
    [of_chandrupatla, of_brent]: [u32; 2],
) {
    assert!(
        100 * ours <= of_chandrupatla * chandrupatla,
        "{name}: {ours} {chandrupatla}"
    );
    assert!(100 * ours <= of_brent * brent, "{name}: {ours} {brent}");
}

#[test]
fn on_the_91_functions_of_modab_it_takes_little_more_than_half_of_brents_runs() {
    let ends = modab::ENDS.into_iter().enumerate();
    let problems = ends.map(|(i, ends)| (move |x| modab::f(i + 1, x), ends));
    at_most("ModAB", totals(problems), [66, 54]);
}

#[test]
fn on_the_equations_of_eight_papers_it_takes_half_of_brents_runs() {
    let problems = papers::PROBLEMS.into_iter();
    at_most("papers", totals(problems), [61, 52]);
    // The ten with multiple roots left out, which take Brent's method 65 to 130 runs each.
    let simple = papers::PROBLEMS
        .into_iter()
        .filter(|(f, ends)| runs(Brent::new(), f, *ends) < 60);
    at_most("papers, simple roots", totals(simple), [90, 80]);
}

#[test]
fn in_careless_brackets_it_takes_seven_tenths_of_brents_runs() {
    // Seeds 3 to 5 were run once the rules stood.
    for seed in [1, 2, 3, 4, 5] {
        at_most("everyday", everyday_totals(seed, true), [78, 71]);
    }
}

#[test]
fn in_sensible_brackets_it_takes_four_fifths_of_brents_runs() {
    for seed in [1, 2, 3, 4, 5] {
        at_most("everyday", everyday_totals(seed, false), [84, 81]);
    }
}

#[test]
fn on_families_it_was_chosen_by_and_on_others_it_takes_fewer_runs_than_either() {
    // Seed 1 was looked at, seed 2 run once the present rules stood.
    let limits = [
        [93, 95],
        [94, 96],
        [96, 99],
        [91, 88],
        [91, 82],
        [90, 91],
        [90, 89],
        [41, 25],
    ];
    for (name, limits) in families::SEEN.into_iter().zip(limits) {
        for seed in [1, 2] {
            at_most(name, family_totals(name, seed), limits);
        }
    }
    // These were run once with the first rules, and looked at with the present ones.
    let limits = [[91, 92], [90, 86], [82, 78], [92, 91]];
    for (name, limits) in families::UNSEEN.into_iter().zip(limits) {
        at_most(name, family_totals(name, 1), limits);
    }
}

/// A method that is told the root, and takes of the zeros of fifteen curves through its last points, and the
/// middle, the one that is nearest to it.
struct Clairvoyant {
    root: f64,
    seen: Vec<Point<f64>>,
}

impl Method<f64> for Clairvoyant {
    fn propose(&mut self, bracket: &Bracket<f64>, tolerance: f64) -> f64 {
        if self.seen.is_empty() {
            self.seen.push(bracket.opposite);
        }
        self.seen.push(bracket.newest);
        let (low, high) = bracket.sorted();
        let mut nearest = bracket.middle();
        for count in 2..=self.seen.len().min(6) {
            let last = &self.seen[self.seen.len() - count..];
            let [newest, opposite] = [bracket.newest, bracket.opposite];
            let others = self
                .seen
                .iter()
                .rev()
                .filter(|&&p| p != newest && p != opposite);
            let around: Vec<_> = [newest, opposite]
                .into_iter()
                .chain(others.copied())
                .take(count)
                .collect();
            for x in [last, &around]
                .into_iter()
                .flat_map(|p| [polynomial(p), rational(p)])
            {
                if low.x < x && x < high.x && (x - self.root).abs() < (nearest - self.root).abs() {
                    nearest = x;
                }
            }
        }
        // Closer to an end than half of the tolerance it steps over the root.
        let least = 0.5 * tolerance;
        nearest.max(low.x + least).min(high.x - least)
    }
}

/// Where the polynomial `x(f)` through the points is at `f = 0`, by Neville's scheme.
fn polynomial(points: &[Point<f64>]) -> f64 {
    let mut x: Vec<f64> = points.iter().map(|p| p.x).collect();
    for k in 1..points.len() {
        for i in 0..points.len() - k {
            let (p, q) = (points[i].value, points[i + k].value);
            x[i] = (q * x[i] - p * x[i + 1]) / (q - p);
        }
    }
    x[0]
}

/// The zero of `(x − r)/q(x)` through the points: the quotient of two sums in Lagrange's form.
fn rational(points: &[Point<f64>]) -> f64 {
    let base = points[0];
    let (mut above, mut below) = (0.0, 0.0);
    for p in points {
        let others = points.iter().filter(|&q| q != p);
        let weight: f64 = others
            .map(|q| (p.x - q.x) / (base.x - points[1].x))
            .product();
        let term = base.value / p.value / weight;
        above += term * (p.x - base.x);
        below += term;
    }
    base.x + above / below
}

/// The runs of who knows the root and picks the best curve, and Brent's.
fn clairvoyant<F: Fn(f64) -> f64>(problems: impl Iterator<Item = (F, (f64, f64))>) -> [u32; 2] {
    problems.fold([0; 2], |[clairvoyant, all_brent], (f, ends)| {
        let root = calc_opt::root::bisection(&f, ends.0, ends.1)
            .expect("a sign change")
            .x;
        let brent = runs(Brent::new(), &f, ends);
        let seen = Vec::new();
        // Where no curve fits it never halves, and takes many runs: there Brent's count for it.
        let runs = runs(Clairvoyant { root, seen }, &f, ends).min(brent);
        [clairvoyant + runs, all_brent + brent]
    })
}

#[test]
fn not_even_who_knows_the_root_takes_three_quarters_of_brents_runs_in_sensible_and_narrow_brackets()
{
    let equations = everyday::equations(1, 20, false).into_iter();
    let sensible = clairvoyant(equations.map(|e| (move |x: f64| e.f(x), e.ends)));
    let narrow = |name| clairvoyant(families::family(name, 1).into_iter().map(|p| (p.f, p.ends)));
    let shares = [
        (sensible, [75, 80]),
        (narrow("waves, narrow"), [90, 92]),
        (narrow("polynomials, narrow"), [83, 85]),
    ];
    for ([clairvoyant, brent], [least, most]) in shares {
        assert!(100 * clairvoyant >= least * brent, "{clairvoyant} {brent}");
        assert!(100 * clairvoyant <= most * brent, "{clairvoyant} {brent}");
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

#[test]
fn a_problem_and_its_mirror_image_take_as_many_runs() {
    let mirrored = |f: &dyn Fn(f64) -> f64, (a, b): (f64, f64)| {
        let [here, there] = [
            runs(Adaptive::new(), &|x| f(x), (a, b)),
            runs(Adaptive::new(), &|x| f(-x), (-a, -b)),
        ];
        assert_eq!(here, there, "[{a}, {b}]");
    };
    for (f, ends) in papers::PROBLEMS {
        mirrored(&f, ends);
    }
    // An end at zero is not between two numbers, of whatever sign it is.
    for end in [0.0, -0.0] {
        mirrored(&|x| Real::powi(x, 9) - 1e-9, (end, 5.0));
        mirrored(&|x| x - 1e-9, (end, 1e9));
    }
}
