//! Gradients that are too long, made shorter.
//!
//! ```
//! use calc_opt::clip;
//!
//! let mut gradient = [3.0, -4.0];
//! assert_eq!(clip::by_norm(&mut gradient, 1.0), 5.0); // how long it was
//! assert!((gradient[0] - 0.6_f64).abs() < 1e-15 && (gradient[1] + 0.8_f64).abs() < 1e-15);
//! ```

use calc_scalar::Float;

/// Every slope between `−limit` and `limit`. NaN stays NaN.
///
/// # Examples
///
/// ```
/// let mut gradient = [0.5, -4.0];
/// calc_opt::clip::by_value(&mut gradient, 1.0);
/// assert_eq!(gradient, [0.5, -1.0]);
/// ```
pub fn by_value<T: Float>(gradient: &mut [T], limit: T) {
    for slope in gradient {
        if slope.magnitude() > limit {
            *slope = limit.copysign(*slope);
        }
    }
}

/// The gradient scaled down to the length `limit` if it is longer; returns how long it was.
///
/// # Edge cases
///
/// Nothing changes where the length is NaN or infinite: the slopes that are not finite stay to be seen.
pub fn by_norm<T: Float>(gradient: &mut [T], limit: T) -> T {
    by_global_norm(&mut [gradient], limit)
}

/// Several gradients, as of the layers of a network, scaled down together if they are longer than `limit`
/// all in all; returns how long they were.
///
/// # Edge cases
///
/// As for [`by_norm`].
///
/// # Examples
///
/// ```
/// use calc_opt::clip::by_global_norm;
///
/// let (mut weights, mut bias) = ([3.0, 0.0], [4.0]);
/// let norm = by_global_norm(&mut [&mut weights, &mut bias], 2.5);
/// assert_eq!((norm, weights, bias), (5.0, [1.5, 0.0], [2.0]));
/// ```
///
/// # References
///
/// R. Pascanu, T. Mikolov and Y. Bengio, *On the difficulty of training Recurrent Neural Networks*, ICML
/// 2013, arXiv:1211.5063, algorithm 1.
pub fn by_global_norm<T: Float>(gradients: &mut [&mut [T]], limit: T) -> T {
    let largest = gradients
        .iter()
        .flat_map(|part| part.iter())
        .fold(T::ZERO, |largest, slope| largest.max(slope.magnitude()));
    let scaled = gradients.iter().flat_map(|part| part.iter());
    // Relative to the largest, so that no square overflows.
    let norm = if largest.is_zero() {
        scaled.copied().sum()
    } else {
        let squares: T = scaled.map(|&g| (g / largest) * (g / largest)).sum();
        largest * squares.sqrt()
    };
    if norm.is_finite() && norm > limit {
        let factor = limit / norm;
        for slope in gradients.iter_mut().flat_map(|part| part.iter_mut()) {
            *slope *= factor;
        }
    }
    norm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn huge_slopes_do_not_overflow_and_nan_stays() {
        let mut huge = [3e200, 4e200];
        assert!((by_norm(&mut huge, 1.0) / 5e200 - 1.0_f64).abs() < 1e-15);
        assert!((huge[1] - 0.8).abs() < 1e-15);
        let mut bad = [f64::NAN, 2.0];
        assert!(by_norm(&mut bad, 1.0).is_nan() && bad[1] == 2.0);
        by_value(&mut bad, 1.0);
        assert!(bad[0].is_nan() && bad[1] == 1.0);
    }

    #[test]
    fn short_gradients_stay_as_they_are() {
        let mut short = [0.3, 0.4];
        assert!((by_norm(&mut short, 1.0) - 0.5_f64).abs() < 1e-15);
        assert_eq!(short, [0.3, 0.4]);
        assert_eq!(by_norm::<f64>(&mut [0.0, 0.0], 1.0), 0.0);
        assert_eq!(by_norm::<f64>(&mut [], 1.0), 0.0);
    }
}
