/** Methods that `hashplane train` knows: files in methods/, listed in methods/registry.ts. */
export const METHOD_NAMES = ['lsh', 'rotation', 'grh', 'pca', 'itq', 'itq-cca', 'sklsh'] as const;
export type MethodName = (typeof METHOD_NAMES)[number];
