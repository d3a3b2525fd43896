//! What a program tells the host.

use crate::machine;

/// How many bytes are sent at once; a message to the host stops the machine.
const ROOM: usize = 256;

/// Text on its way to the host.
#[derive(Debug)]
pub struct Report {
    text: [u8; ROOM],
    used: usize,
}

impl Report {
    /// Nothing said yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            text: [0; ROOM],
            used: 0,
        }
    }

    /// Says something; the last byte is kept for the zero that ends the text.
    pub fn text(&mut self, text: &str) {
        for &byte in text.as_bytes() {
            if self.used + 1 >= ROOM {
                self.send();
            }
            if let Some(place) = self.text.get_mut(self.used) {
                *place = byte;
                self.used += 1;
            }
        }
    }

    /// Says a number, in decimal digits.
    pub fn number(&mut self, mut n: u32) {
        let mut digits = [b'0'; 10];
        let mut length = 0;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (n % 10) as u8;
            n /= 10;
            length += 1;
            if n == 0 {
                break;
            }
        }
        for &digit in digits.iter().skip(10 - length) {
            self.text(match digit {
                b'0' => "0",
                b'1' => "1",
                b'2' => "2",
                b'3' => "3",
                b'4' => "4",
                b'5' => "5",
                b'6' => "6",
                b'7' => "7",
                b'8' => "8",
                _ => "9",
            });
        }
    }

    /// Sends what was said.
    pub fn send(&mut self) {
        machine::write(&mut self.text, self.used);
        self.used = 0;
    }
}

impl Default for Report {
    fn default() -> Self {
        Self::new()
    }
}

/// A program: `program!(body)`, where `body` is a function without arguments.
#[macro_export]
macro_rules! program {
    ($body:expr) => {
        #[cfg(not(target_arch = "wasm32"))]
        #[$crate::machine::entry]
        fn main() -> ! {
            ($body)();
            $crate::machine::exit(0)
        }

        /// What the host calls.
        #[cfg(target_arch = "wasm32")]
        #[unsafe(no_mangle)]
        extern "C" fn run() {
            ($body)();
        }
    };
}

/// A program that tells what its body costs: `measured!(body)`.
#[macro_export]
macro_rules! measured {
    ($body:expr) => {
        /// The name tells those who read the program where the use begins.
        #[cfg(not(target_arch = "wasm32"))]
        #[unsafe(no_mangle)]
        #[inline(never)]
        fn the_use() {
            ($body)();
        }

        #[cfg(not(target_arch = "wasm32"))]
        $crate::program!(|| $crate::measure(the_use));
        #[cfg(target_arch = "wasm32")]
        $crate::program!($body);
    };
}

/// A program that tells what its body costs, and then the numbers that the body returns, at most eight:
/// `compared!(body)`.
#[macro_export]
macro_rules! compared {
    ($body:expr) => {
        static ANSWER: $crate::Answer = $crate::Answer::new();

        /// The name tells those who read the program where the use begins.
        #[unsafe(no_mangle)]
        #[inline(never)]
        fn the_use() {
            ANSWER.set(($body)());
        }

        $crate::program!(|| {
            $crate::measure(the_use);
            ANSWER.tell();
        });
    };
}
