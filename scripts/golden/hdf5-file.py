"""Writes test/fixtures/files/plain.h5 with h5py: python scripts/golden/hdf5-file.py

An HDF5 file that MATLAB didn't write: row-major, big-endian, beside things that hold no numbers."""

import json
import pathlib

import h5py
import numpy as np

FILES = pathlib.Path(__file__).resolve().parents[2] / "test/fixtures/files"
expected = json.loads((FILES / "expected.json").read_text())

with h5py.File(FILES / "plain.h5", "w", libver="latest") as file:
    file["X"] = np.array(expected["X"], dtype=">f8")
    file["y"] = np.array(expected["X_class"], dtype=">i4")
    file["text"] = "no numbers"
    file["complex"] = np.array([1 + 2j])
    file["elsewhere"] = h5py.ExternalLink("/etc/passwd", "/x")
    file.create_group("group")
