// The kernels of multi-index hashing, in a module of their own. Pointers, counts and strides in;
// numbers out.
export { searchMultiIndex } from './search';
export { countSubstrings, addUp, placeSubstrings } from './codes';
export { heapBase, usesSimd } from '../shared/module';
