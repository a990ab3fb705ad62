// Writes arrays as numpy's .npy (version 1.0).

/**
 * @param {Uint8Array} bytes - the values, row-major
 * @param {string} dtype - numpy's description, as `<f4`
 * @param {readonly number[]} shape
 */
export function npy(bytes, dtype, shape) {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const described = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // The values begin at a multiple of 64.
  const length = Math.ceil((10 + described.length + 1) / 64) * 64 - 10;
  const header = `${described.padEnd(length - 1)}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, length & 255, length >> 8]);
  return Buffer.concat([start, Buffer.from(header, 'latin1'), bytes]);
}
