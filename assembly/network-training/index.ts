// The kernels of training a network, in a module of their own. Pointers, counts and strides in;
// numbers out. The contract is src/kernels/network-training/api.ts.
export { packInputs } from './inputs';
export { layerProducts, transposeWeights, weightGradients } from './products';
export { activate, activationGradients, offsetGradients } from './units';
export { hingeGradients, logisticGradients, softmaxGradients } from './losses';
export { adamW } from './adam-w';
export { heapBase, usesSimd } from '../shared/module';
