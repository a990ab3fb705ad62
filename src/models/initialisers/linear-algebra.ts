/**
 * Eigenvectors and singular values are ml-matrix's. It is loaded when they are asked for: its
 * 130 KB can't be told apart by bundlers, and hashing doesn't need them.
 */
export function linearAlgebra(): Promise<typeof import('ml-matrix')> {
  return import('ml-matrix');
}
