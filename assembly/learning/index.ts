// The kernels that only learning needs, in a module of their own. Pointers, counts and strides in;
// numbers out.
export { squaredNorms, hyperplanesFromDual, dualEpoch } from './dual-coordinate-descent';
export { pegasosEpoch } from './pegasos';
export { passiveAggressiveSteps } from './passive-aggressive';
export { addGroupSums, neighbourSums } from './graph';
export { heapBase, usesSimd } from '../shared/module';
