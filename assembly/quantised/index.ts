// The kernels of quantised search, in a module of their own. Pointers, counts and strides in; numbers out.
export { rotate } from './rotation';
export { rotateCentres } from './model';
export { encodeRows } from './encode';
export { prepareQuery } from './query';
export { readCodes, storeCodes } from './blocks';
export { scanList, visitLists } from './scan';
export { heapBase, usesSimd } from '../shared/module';
