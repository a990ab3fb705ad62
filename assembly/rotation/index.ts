// Pseudo-random rotations by fast Walsh-Hadamard transforms, in a module of their own; what a
// rotation is, in numbers and in order, stands in src/core/rotation.ts.
export { encodeRows, projectRows } from './rows';
export { heapBase, usesSimd } from '../shared/module';
