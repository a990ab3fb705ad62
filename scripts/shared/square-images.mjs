// Rows of grey values as pictures.

/**
 * @param {{ rows: number, cols: number, row(i: number): Float32Array }} points square images, 0 to 255
 * @returns {Generator<import('hashplane/pictures').Picture>}
 */
export function* squareImages(points) {
  const side = Math.sqrt(points.cols);
  if (!Number.isInteger(side)) throw new Error(`${points.cols} values are no square image`);
  for (let i = 0; i < points.rows; i++) {
    const bytes = new Uint8Array(4 * points.cols).fill(255);
    for (const [p, value] of points.row(i).entries()) bytes.fill(value, 4 * p, 4 * p + 3);
    yield { width: side, height: side, data: bytes };
  }
}
