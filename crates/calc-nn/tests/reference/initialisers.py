"""The first weights of a layer of 5 inputs and 3 outputs, by a second implementation: the generator
xoshiro128++ of Blackman and Vigna, seeded by SplitMix64, and the formulas of the papers.

    python initialisers.py > initialisers.txt
"""

import math

FAN_IN, FAN_OUT = 5, 3
M32, M64 = 2**32 - 1, 2**64 - 1


def generator(seed):
    words = []
    for _ in range(2):
        seed = (seed + 0x9E3779B97F4A7C15) & M64
        z = seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M64
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M64
        z ^= z >> 31
        words += [z & M32, z >> 32]

    def rotate(x, k):
        return ((x << k) | (x >> (32 - k))) & M32

    s = words
    while True:
        yield (rotate((s[0] + s[3]) & M32, 7) + s[0]) & M32
        t = (s[1] << 9) & M32
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 11)


def symmetric(bits):
    return 2 * ((next(bits) >> 8) / 2**24) - 1


def normal(bits):
    while True:
        x, y = symmetric(bits), symmetric(bits)
        square = x * x + y * y
        if 0 < square < 1:
            return x * math.sqrt(-2 * math.log(square) / square)


def uniform(limit):
    return lambda bits: symmetric(bits) * limit


def gauss(deviation):
    return lambda bits: normal(bits) * deviation


BOTH = FAN_IN + FAN_OUT
HOW = {
    "Uniform": uniform(0.3),
    "Normal": gauss(0.3),
    "Glorot": uniform(math.sqrt(6 / BOTH)),
    "GlorotNormal": gauss(math.sqrt(2 / BOTH)),
    "He": uniform(math.sqrt(6 / FAN_IN)),
    "HeNormal": gauss(math.sqrt(2 / FAN_IN)),
    "LeCun": uniform(math.sqrt(3 / FAN_IN)),
    "LeCunNormal": gauss(math.sqrt(1 / FAN_IN)),
}

print("# By initialisers.py: name, seed, the fifteen weights.")
for name, draw in HOW.items():
    for seed in (1, 42, 2**63 + 5):
        bits = generator(seed)
        print(name, seed, *(repr(draw(bits)) for _ in range(FAN_IN * FAN_OUT)))
