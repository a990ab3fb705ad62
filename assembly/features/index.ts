// The kernels of nonlinear features and of least squares on them, in a module of their own.
// Pointers, counts and strides in; numbers out.
export { project } from '../base/projection';
export { prepareRows } from '../base/preprocess';
export { rbfFeatures, fourierFeatures } from './maps';
export { addGramBlock } from './gram';
export { factorise } from './cholesky';
export { heapBase, usesSimd } from '../shared/module';
