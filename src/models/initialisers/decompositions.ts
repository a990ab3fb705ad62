// The only file that knows the linear algebra library, which is loaded when it is first needed.

/** Eigenvectors of a symmetric matrix. */
export interface Eigenvectors {
  /** Falling. */
  readonly values: Float64Array;
  /** size x size, row-major: row j belongs to value j. */
  readonly vectors: Float64Array;
}

/** Singular vectors of a size x size matrix U S V^T; both row-major, a vector a column. */
export interface SingularVectors {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/** Eigenvectors of a symmetric size x size matrix. Cost: some 10 size^3 operations in float64. */
export async function eigenvectors(matrix: Float64Array, size: number): Promise<Eigenvectors> {
  const { EigenvalueDecomposition, Matrix } = await import('ml-matrix');
  const dense = Matrix.from1DArray(size, size, Array.from(matrix));
  const found = new EigenvalueDecomposition(dense, { assumeSymmetric: true });
  const { realEigenvalues: values, eigenvectorMatrix: columns } = found;
  const order = values.map((_, j) => j).sort((a, b) => values[b] - values[a]);
  const vectors = new Float64Array(size * size);
  order.forEach((from, j) => {
    for (let k = 0; k < size; k++) vectors[j * size + k] = columns.get(k, from);
  });
  return { values: Float64Array.from(order, (j) => values[j]), vectors };
}

/** The singular value decomposition of a size x size matrix, without its values. */
export async function singularVectors(
  matrix: Float64Array,
  size: number,
): Promise<SingularVectors> {
  const { Matrix, SingularValueDecomposition } = await import('ml-matrix');
  const dense = Matrix.from1DArray(size, size, Array.from(matrix));
  const { leftSingularVectors, rightSingularVectors } = new SingularValueDecomposition(dense);
  return {
    left: Float64Array.from(leftSingularVectors.to1DArray()),
    right: Float64Array.from(rightSingularVectors.to1DArray()),
  };
}
