#!/bin/sh
# numpy.bitwise_count of signed integers counts the bits of the absolute value, not those in
# memory.
#
# Packed codes are often kept as int8 (a driver, a database, sentence-transformers' "binary").
# Their Hamming distances, counted as for uint8, come out wrong without an error: two codes that
# differ in all eight bits are at distance 1. One would expect the count not to depend on the
# sign. The documentation of numpy 2.3 does say "the absolute value"; take a view as uint8 first.
#
# Seen on 2026-11-28, with Python 3.11:
#
#   uint8: [8]
#   int8:  [1]
#   int8 seen as uint8: [8]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.3.5

cat >seen.py <<'END'
import numpy as np

a, b = np.array([0b01101001], np.uint8), np.array([0b10010110], np.uint8)
print("uint8:", np.bitwise_count(a ^ b))
print("int8: ", np.bitwise_count(a.view(np.int8) ^ b.view(np.int8)))
print("int8 seen as uint8:", np.bitwise_count((a.view(np.int8) ^ b.view(np.int8)).view(np.uint8)))
END
cat >expected.txt <<'END'
uint8: [8]
int8:  [1]
int8 seen as uint8: [8]
END
venv/bin/python seen.py >seen.txt
cat seen.txt
diff expected.txt seen.txt
