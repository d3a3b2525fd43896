//! What is stored comes back: by `postcard` bit for bit, by `serde_json` in a form one can read.

use calc_multi::{Dual2, hessian};
use calc_nn::metrics::Confusion;
use calc_opt::minimize::{self, Minimum};
use calc_opt::root::{self, Root};
use calc_opt::rule::{Adam, AdamW, Lion, Muon, Rule};
use calc_opt::{CriticalKind, Stopped};
use calc_scalar::certified::Certified;
use calc_scalar::difference::{self, Estimate};
use calc_scalar::{Check, Dual, Ieee, Interval, Jet, Real, check_derivative};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// There and back.
fn stored<A: Serialize + DeserializeOwned>(value: &A) -> A {
    postcard::from_bytes(&postcard::to_stdvec(value).unwrap()).unwrap()
}

#[test]
fn numbers_keep_every_bit_whatever_it_is() {
    let dual = Dual {
        value: -0.0,
        partials: std::array::from_fn::<f64, 40, _>(|i| {
            [f64::NAN, f64::INFINITY, 5e-324, 0.1][i % 4]
        }),
    };
    let back = stored(&dual);
    assert_eq!(back.value.to_bits(), dual.value.to_bits());
    assert_eq!(
        back.partials.map(f64::to_bits),
        dual.partials.map(f64::to_bits)
    );

    let jet = Jet::<f32, 7> {
        coefficients: [1.0, -0.0, 3.0, f32::MAX, 0.1, 0.2, 0.3],
    };
    assert_eq!(
        stored(&jet).coefficients.map(f32::to_bits),
        jet.coefficients.map(f32::to_bits)
    );

    let nested = Dual {
        value: Dual::variable(2.0),
        partials: [Dual::lift(3.0)],
    };
    assert_eq!(format!("{:?}", stored(&nested)), format!("{nested:?}"));

    let [x, y] = [0, 1].map(|i| Dual2::<f64, 2, 2>::variable_at(1.5, i));
    let second = (x * y).sin() / y;
    assert_eq!(stored(&second).hessian(), second.hessian());
    assert_eq!(
        second.hessian(),
        hessian(|[x, y]| (x * y).sin() / y, [1.5, 1.5])
    );
}

#[test]
fn numbers_are_readable_as_text() {
    let dual = Dual {
        value: 1.5,
        partials: [2.0, -0.25],
    };
    let text = serde_json::to_string(&dual).unwrap();
    assert_eq!(text, r#"{"value":1.5,"partials":[2.0,-0.25]}"#);
    let back: Dual<f64, 2> = serde_json::from_str(&text).unwrap();
    assert_eq!(back.partials, dual.partials);
}

#[test]
fn arrays_of_another_length_are_refused_with_a_reason() {
    let short = serde_json::from_str::<Dual<f64, 2>>(r#"{"value":1.5,"partials":[2.0]}"#);
    assert!(
        short
            .unwrap_err()
            .to_string()
            .starts_with("invalid length 1, expected more elements")
    );
    let long = serde_json::from_str::<Dual<f64, 2>>(r#"{"value":1.5,"partials":[2.0,1.0,0.0]}"#);
    assert!(long.is_err());
    let rows = serde_json::from_str::<Confusion<2>>(r#"{"counts":[[1,2],[3]]}"#);
    assert!(rows.is_err());
    let other = serde_json::from_str::<Dual<f64, 2>>(r#"{"value":1.5,"partials":7}"#);
    assert!(
        other
            .unwrap_err()
            .to_string()
            .contains("an array of 2 elements")
    );
}

#[test]
fn intervals_are_a_pair_of_bounds_and_stay_intervals() {
    let interval = Interval::new(-1.0, 2.5);
    assert_eq!(serde_json::to_string(&interval).unwrap(), "[-1.0,2.5]");
    assert_eq!(stored(&interval), interval);
    assert_eq!(stored(&Interval::<f64>::ENTIRE), Interval::ENTIRE);
    assert!(stored(&Interval::<f32>::EMPTY).is_empty());
    let wrong: Interval = serde_json::from_str("[2.0,1.0]").unwrap();
    assert!(wrong.is_empty());
    let slopes = Dual {
        value: interval,
        partials: [interval; 3],
    };
    assert_eq!(stored(&slopes).partials, slopes.partials);
    let certified: Certified = calc_scalar::certified::range(|x| x.sin(), -1.0..=2.5);
    assert_eq!(stored(&certified).enclosure, certified.enclosure);
}

#[test]
fn reports_come_back_equal() {
    let estimate: Estimate = difference::derivative(f64::exp, 1.0);
    assert_eq!(stored(&estimate), estimate);
    let check: Check = check_derivative(f64::sin, f64::cos, 0.5);
    assert_eq!(stored(&check), check);
    let root: Root<f64> = root::find(|x| x * x - 2.0, 0.0, 2.0).unwrap();
    assert_eq!(stored(&root), root);
    let none = root::find(|x: f64| x * x + 1.0, 0.0, 2.0).unwrap_err();
    assert_eq!(stored(&none), none);
    assert_eq!(
        stored(&(CriticalKind::Minimum, Stopped::GradientSmall)),
        (CriticalKind::Minimum, Stopped::GradientSmall)
    );
    let minimum: Minimum<f64, 2> = minimize::newton(
        |[x, y]| (x - 1.0).powi(2) + 2.0 * (y + x).powi(2),
        [3.0, 4.0],
        minimize::Limits::default(),
    );
    assert_eq!(stored(&minimum), minimum);
    let mut confusion = Confusion::<12>::new();
    confusion.record(3, 11);
    assert_eq!(stored(&confusion), confusion);
}

/// A training that is stored in the middle goes on as if nothing had happened.
fn goes_on<const P: usize, R>(mut rule: R)
where
    R: Rule<f64, P> + Clone + Serialize + DeserializeOwned,
{
    let gradient = |x: &[f64; P]| std::array::from_fn(|i| (1.0 + i as f64) * x[i].sin());
    let mut x = [1.0; P];
    for _ in 0..5 {
        let g = gradient(&x);
        rule.update(&mut x, &g);
    }
    let (mut other, mut z) = (stored(&rule), x);
    for _ in 0..5 {
        let g = gradient(&x);
        rule.update(&mut x, &g);
        let g = gradient(&z);
        other.update(&mut z, &g);
    }
    assert_eq!(x, z);
    assert_ne!(x, [1.0; P]);
}

#[test]
fn a_rule_of_descent_remembers_what_it_knew() {
    goes_on(Adam::<f64, 50>::new(0.1));
    goes_on(AdamW::<f64, 3>::new(0.1, 0.01));
    goes_on(Lion::<f64, 3>::new(0.1, 0.01));
    let muon = Muon::<f64, 2, 3> {
        mean: [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]],
        ..Muon::new(0.1)
    };
    assert_eq!(stored(&muon), muon);
}

/// Parameters in a struct of one's own.
#[derive(serde::Serialize, serde::Deserialize)]
struct Model {
    #[serde(with = "calc_scalar::arrays")]
    parameters: [f32; 100],
    #[serde(with = "calc_scalar::arrays::rows")]
    weights: [[f32; 40]; 2],
}

#[test]
fn long_arrays_of_a_struct_of_ones_own_are_stored_too() {
    let model = Model {
        parameters: std::array::from_fn(|i| i as f32 / 7.0),
        weights: [[0.5; 40], [-0.25; 40]],
    };
    let back = stored(&model);
    assert_eq!(
        (back.parameters, back.weights),
        (model.parameters, model.weights)
    );
    // As `serde` stores its own short arrays: no length.
    assert_eq!(postcard::to_stdvec(&model).unwrap().len(), 4 * 180);
}

#[test]
fn the_functions_are_those_of_libm_with_all_of_these_features_on() {
    for x in (1..100).map(|i| f64::from(i) * 0.37) {
        assert_eq!(Real::sin(x).to_bits(), libm::sin(x).to_bits());
        assert_eq!(Real::exp(x).to_bits(), libm::exp(x).to_bits());
        assert_eq!(
            Real::ln(Dual::variable(x)).value.to_bits(),
            libm::log(x).to_bits()
        );
    }
}

#[test]
fn a_float_without_strong_zeros_is_stored_as_the_float_in_it() {
    assert_eq!(serde_json::to_string(&Ieee(0.5)).unwrap(), "0.5");
    assert_eq!(stored(&Ieee(-0.0_f32)).0.to_bits(), (-0.0_f32).to_bits());
}
