// The kernels of pictures' descriptors, in a module of their own.
// Pointers, counts and strides in; numbers out.
export { addPixelRows, divideSums } from './resize';
export { sumGradients, normaliseBlocks } from './hog';
export { logarithms, extend, lowPass, subtractLow, divideByContrast } from './prefilter';
export { spectrum, responses } from './gabor';
export { heapBase, usesSimd } from '../shared/module';
