//! The traits of `num-traits`, so that functions written over `num_traits::Float` can be differentiated.

/// Implements the traits of `num-traits` for a number type over `T`, as far as `T` has them itself: an
/// interval is no `Float`, and neither is what stands over it.
///
/// Every function is that of [`Real`](crate::Real). Questions about the kind of a number (`is_nan`,
/// `is_sign_negative`, `to_f64`, …) look at the value alone, as comparisons do; `is_zero` and `is_one`
/// look at the derivatives, too, so that nobody leaves out a term that has a slope.
///
/// Beside [`impl_number!`](crate::impl_number), whose `lift` and `to_value` it uses. A type that has to know what it
/// is asked writes `{ own }` behind its name and has a method `holds` of its own.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_num_traits {
    (impl<$($lt:lifetime,)? $T:ident $(, const $N:ident: usize)*> for $Type:ty) => {
        $crate::impl_num_traits! { impl<$($lt,)? $T $(, const $N: usize)*> for $Type { own } }

        #[doc(hidden)]
        impl<$($lt,)? $T: $crate::Number $(, const $N: usize)*> $Type {
            /// Whether the value is so.
            #[inline]
            fn holds(self, question: impl FnOnce($T) -> bool) -> bool {
                question(self.to_value())
            }
        }
    };

    (impl<$($lt:lifetime,)? $T:ident $(, const $N:ident: usize)*> for $Type:ty { own }) => {
        $crate::impl_num_traits! { @all [$($lt,)? $T $(, const $N: usize)*], $T, $Type }
    };

    // The header `impl Trait for Type` with what all of them ask for.
    (@one [$($lt:lifetime,)? $T:ident $(, const $N:ident: usize)*], $Type:ty, [$($Trait:tt)*], [$($Own:tt)*], { $($body:tt)* }) => {
        impl<$($lt,)? $T: $crate::Number + $($Own)* $(, const $N: usize)*> $($Trait)* for $Type
        where
            Self: $crate::Number<Literal = $T::Literal>,
        {
            $($body)*
        }
    };

    // `name(self) -> Self` for many, each that of `Real`.
    (@functions $($name:ident)*) => {$(
        #[inline]
        fn $name(self) -> Self {
            $crate::Real::$name(self)
        }
    )*};

    // `name(self) -> bool` for many, each that of the value.
    (@questions $Trait:ident $($name:ident)*) => {$(
        #[inline]
        fn $name(self) -> bool {
            self.holds($crate::interop::$Trait::$name)
        }
    )*};

    // `name() -> Self` for many, each a constant.
    (@constants $Trait:ident $T:ident $($name:ident)*) => {$(
        #[inline]
        fn $name() -> Self {
            Self::lift(<$T as $crate::interop::$Trait>::$name())
        }
    )*};

    // `name(&self) -> Option<type>` for many, each of the value.
    (@to $($name:ident: $Int:ty),*) => {$(
        #[inline]
        fn $name(&self) -> ::core::option::Option<$Int> {
            self.to_value().$name()
        }
    )*};

    // `name(n) -> Option<Self>` for many, each a constant.
    (@from $T:ident $($name:ident: $Int:ty),*) => {$(
        #[inline]
        fn $name(n: $Int) -> ::core::option::Option<Self> {
            $T::$name(n).map(Self::lift)
        }
    )*};

    // What `Float` and `FloatCore` have in common.
    (@common $Trait:ident $T:ident) => {
        $crate::impl_num_traits! { @constants $Trait $T
            nan infinity neg_infinity neg_zero min_value min_positive_value max_value epsilon }
        $crate::impl_num_traits! { @questions $Trait
            is_nan is_infinite is_finite is_normal is_subnormal is_sign_positive is_sign_negative }
        $crate::impl_num_traits! { @functions
            floor ceil round trunc fract abs signum recip to_degrees to_radians }

        #[inline]
        fn classify(self) -> ::core::num::FpCategory {
            $crate::interop::$Trait::classify(self.to_value())
        }

        #[inline]
        fn integer_decode(self) -> (u64, i16, i8) {
            $crate::interop::$Trait::integer_decode(self.to_value())
        }

        #[inline]
        fn powi(self, n: i32) -> Self {
            $crate::Real::powi(self, n)
        }

        #[inline]
        fn max(self, other: Self) -> Self {
            $crate::Real::max(self, other)
        }

        #[inline]
        fn min(self, other: Self) -> Self {
            $crate::Real::min(self, other)
        }

        #[inline]
        fn clamp(self, low: Self, high: Self) -> Self {
            if $crate::interop::$Trait::is_nan(self) {
                return self;
            }
            $crate::Real::min($crate::Real::max(self, low), high)
        }
    };

    (@all $generics:tt, $T:ident, $Type:ty) => {
        $crate::impl_num_traits! { @one $generics, $Type, [$crate::interop::num_traits::Zero], [], {
            #[inline]
            fn zero() -> Self {
                <Self as $crate::Number>::ZERO
            }

            #[inline]
            fn is_zero(&self) -> bool {
                $crate::Number::is_zero(*self)
            }
        } }

        $crate::impl_num_traits! { @one $generics, $Type, [$crate::interop::num_traits::One], [], {
            #[inline]
            fn one() -> Self {
                <Self as $crate::Number>::ONE
            }

            #[inline]
            fn is_one(&self) -> bool {
                $crate::Number::is_zero(*self - <Self as $crate::Number>::ONE)
            }
        } }

        $crate::impl_num_traits! { @one $generics, $Type, [::core::ops::Rem], [], {
            type Output = Self;

            #[inline]
            fn rem(self, other: Self) -> Self {
                $crate::Real::fmod(self, other)
            }
        } }

        $crate::impl_num_traits! { @one $generics, $Type, [::core::ops::RemAssign], [], {
            #[inline]
            fn rem_assign(&mut self, other: Self) {
                *self = $crate::Real::fmod(*self, other);
            }
        } }

        $crate::impl_num_traits! { @one $generics, $Type,
            [$crate::interop::num_traits::Num], [$crate::interop::num_traits::Num], {
            type FromStrRadixErr = $T::FromStrRadixErr;

            #[inline]
            fn from_str_radix(text: &str, radix: u32) -> ::core::result::Result<Self, Self::FromStrRadixErr> {
                $T::from_str_radix(text, radix).map(Self::lift)
            }
        } }

        $crate::impl_num_traits! { @one $generics, $Type,
            [$crate::interop::num_traits::ToPrimitive], [$crate::interop::num_traits::ToPrimitive], {
            $crate::impl_num_traits! { @to
                to_i64: i64, to_u64: u64, to_i128: i128, to_u128: u128, to_f32: f32, to_f64: f64 }
        } }

        $crate::impl_num_traits! { @one $generics, $Type,
            [$crate::interop::num_traits::FromPrimitive], [$crate::interop::num_traits::FromPrimitive], {
            $crate::impl_num_traits! { @from $T
                from_i64: i64, from_u64: u64, from_i128: i128, from_u128: u128, from_f32: f32, from_f64: f64 }
        } }

        $crate::impl_num_traits! { @one $generics, $Type,
            [$crate::interop::num_traits::NumCast], [$crate::interop::num_traits::NumCast], {
            #[inline]
            fn from<P: $crate::interop::num_traits::ToPrimitive>(n: P) -> ::core::option::Option<Self> {
                <$T as $crate::interop::num_traits::NumCast>::from(n).map(Self::lift)
            }
        } }

        $crate::impl_num_traits! { @one $generics, $Type,
            [$crate::interop::num_traits::Bounded], [$crate::interop::num_traits::Bounded], {
            $crate::impl_num_traits! { @constants Bounded $T min_value max_value }
        } }

        $crate::impl_num_traits! { @one $generics, $Type,
            [$crate::interop::num_traits::FloatConst], [$crate::interop::num_traits::FloatConst], {
            $crate::impl_num_traits! { @constants FloatConst $T
                E FRAC_1_PI FRAC_1_SQRT_2 FRAC_2_PI FRAC_2_SQRT_PI FRAC_PI_2 FRAC_PI_3 FRAC_PI_4 FRAC_PI_6
                FRAC_PI_8 LN_10 LN_2 LOG10_E LOG2_E PI SQRT_2 TAU LOG10_2 LOG2_10 }
        } }

        $crate::impl_num_traits! { @one $generics, $Type,
            [$crate::interop::num_traits::Inv], [], {
            type Output = Self;

            #[inline]
            fn inv(self) -> Self {
                $crate::Real::recip(self)
            }
        } }

        $crate::impl_num_traits! { @one $generics, $Type,
            [$crate::interop::num_traits::Pow<Self>], [], {
            type Output = Self;

            #[inline]
            fn pow(self, exponent: Self) -> Self {
                $crate::Real::pow(self, exponent)
            }
        } }

        $crate::impl_num_traits! { @one $generics, $Type,
            [$crate::interop::num_traits::Pow<i32>], [], {
            type Output = Self;

            #[inline]
            fn pow(self, exponent: i32) -> Self {
                $crate::Real::powi(self, exponent)
            }
        } }

        $crate::impl_num_traits! { @one $generics, $Type,
            [$crate::interop::num_traits::MulAdd], [], {
            type Output = Self;

            #[inline]
            fn mul_add(self, a: Self, b: Self) -> Self {
                $crate::Real::mul_add(self, a, b)
            }
        } }

        $crate::impl_num_traits! { @one $generics, $Type,
            [$crate::interop::num_traits::MulAddAssign], [], {
            #[inline]
            fn mul_add_assign(&mut self, a: Self, b: Self) {
                *self = $crate::Real::mul_add(*self, a, b);
            }
        } }

        $crate::impl_num_traits! { @one $generics, $Type,
            [$crate::interop::num_traits::Signed], [$crate::interop::num_traits::Signed], {
            #[inline]
            fn abs(&self) -> Self {
                $crate::Real::abs(*self)
            }

            #[inline]
            fn abs_sub(&self, other: &Self) -> Self {
                $crate::Real::fdim(*self, *other)
            }

            #[inline]
            fn signum(&self) -> Self {
                $crate::Real::signum(*self)
            }

            #[inline]
            fn is_positive(&self) -> bool {
                self.holds(|value| value.is_positive())
            }

            #[inline]
            fn is_negative(&self) -> bool {
                self.holds(|value| value.is_negative())
            }
        } }

        $crate::impl_num_traits! { @one $generics, $Type,
            [$crate::interop::num_traits::float::FloatCore], [$crate::interop::num_traits::float::FloatCore], {
            $crate::impl_num_traits! { @common FloatCore $T }
        } }

        $crate::impl_num_traits! { @one $generics, $Type,
            [$crate::interop::num_traits::Float], [$crate::interop::num_traits::Float], {
            $crate::impl_num_traits! { @common Float $T }
            $crate::impl_num_traits! { @functions
                sqrt cbrt exp exp2 exp_m1 ln ln_1p log2 log10 sin cos tan asin acos atan
                sinh cosh tanh asinh acosh atanh }

            #[inline]
            fn sin_cos(self) -> (Self, Self) {
                $crate::Real::sin_cos(self)
            }

            #[inline]
            fn mul_add(self, a: Self, b: Self) -> Self {
                $crate::Real::mul_add(self, a, b)
            }

            #[inline]
            fn powf(self, exponent: Self) -> Self {
                $crate::Real::pow(self, exponent)
            }

            #[inline]
            fn log(self, base: Self) -> Self {
                $crate::Real::ln(self) / $crate::Real::ln(base)
            }

            #[inline]
            fn abs_sub(self, other: Self) -> Self {
                $crate::Real::fdim(self, other)
            }

            #[inline]
            fn hypot(self, other: Self) -> Self {
                $crate::Real::hypot(self, other)
            }

            #[inline]
            fn atan2(self, other: Self) -> Self {
                $crate::Real::atan2(self, other)
            }

            #[inline]
            fn copysign(self, sign: Self) -> Self {
                $crate::Real::copysign(self, sign)
            }
        } }
    };
}
