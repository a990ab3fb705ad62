// Bounds of exact distances from rows of 8 bits a value.
export { quantiseRows } from './quantise';
export { boundRows } from './bound';

export { heapBase, usesSimd } from '../shared/module';
