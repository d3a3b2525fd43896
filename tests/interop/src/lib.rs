//! What the crates are tested with beside other libraries, and which of their types `defmt` can log.

use calc_multi::linalg::{NotPositiveDefinite, Singular};
use calc_multi::{Dual2, GradientCheck, TapeError, TapeFull, Undetermined};
use calc_nn::metrics::Confusion;
use calc_opt::CriticalPoint;
use calc_opt::Stopped;
use calc_opt::least_squares::Fit;
use calc_opt::minimize::Minimum;
use calc_opt::root::{Root, RootError};
use calc_opt::rule::{Adam, Muon};
use calc_scalar::certified::Certified;
use calc_scalar::difference::Estimate;
use calc_scalar::{Check, Dual, Interval, Jet, Verdict};

/// Compiles only if all of them can be logged.
const _: () = {
    const fn logged<T: defmt::Format>() {}
    logged::<(Dual, Dual<f32, 3>, Dual<Dual>, Jet<f64, 5>)>();
    logged::<(Dual2<f32, 3, 2>, Interval, Certified)>();
    logged::<(Estimate, Check, Verdict, GradientCheck<f32, 40>)>();
    logged::<(TapeFull, TapeError, Singular, NotPositiveDefinite)>();
    logged::<(Undetermined, Root<f64>, RootError<f32>, Stopped)>();
    logged::<(Minimum<f64, 40>, Fit<f64, 3>, CriticalPoint)>();
    logged::<(Adam<f32, 100>, Muon<f32, 2, 3>, Confusion<10>)>();
};
