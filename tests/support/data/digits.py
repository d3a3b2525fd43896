"""Writes digits.txt: scikit-learn's handwritten digits, one per line.

    pip install scikit-learn
    python digits.py > digits.txt
"""

from sklearn.datasets import load_digits

SIGNS = "0123456789abcdefg"

print("""\
# Handwritten digits, 8x8 pixels of 0 to 16, 1797 of them: the digit, then its pixels row by row, in
# base 17 (0-9, a-g). Made by digits.py from scikit-learn's load_digits, which is the test part of
#   E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits,
#   UCI Machine Learning Repository, 1998, https://doi.org/10.24432/C50P49
# Licence of the data: Creative Commons Attribution 4.0 International (CC BY 4.0),
# https://creativecommons.org/licenses/by/4.0/. The numbers are unchanged; only the format is ours.""")
digits = load_digits()
for pixels, label in zip(digits.data, digits.target):
    print(label, "".join(SIGNS[int(p)] for p in pixels))
