#!/bin/sh
# A virtual data set of HDF5 whose source file is gone reads as zeros, without a word.
#
# Virtual data sets keep only the name of another file. In h5py 3.16.0 (HDF5's own behaviour) a
# folder of vectors that was moved or copied without its sources reads as vectors of the fill
# value: the right shape, the right type, all zeros. One would expect an error that names the
# missing file.
#
# Seen on 2026-11-28, with Python 3.11:
#
#   with its source: [1. 2. 3. 4.]
#   without it:      [0. 0. 0. 0.]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.3.5 h5py==3.16.0

cat >seen.py <<'END'
import os

import h5py
import numpy as np

with h5py.File("source.h5", "w") as file:
    file["x"] = np.arange(1, 5, dtype="f4")
with h5py.File("virtual.h5", "w") as file:
    layout = h5py.VirtualLayout((4,), "f4")
    layout[:] = h5py.VirtualSource("source.h5", "x", (4,))
    file.create_virtual_dataset("x", layout)


def read():
    with h5py.File("virtual.h5") as file:
        return file["x"][:]


print("with its source:", read())
os.remove("source.h5")
print("without it:     ", read())
END
cat >expected.txt <<'END'
with its source: [1. 2. 3. 4.]
without it:      [0. 0. 0. 0.]
END
venv/bin/python seen.py >seen.txt
cat seen.txt
diff expected.txt seen.txt
