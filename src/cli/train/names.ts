/** Methods that `hashplane train` knows: a file each in methods/, listed in methods/registry.ts. */
export const METHOD_NAMES = ['lsh', 'grh'] as const;
export type MethodName = (typeof METHOD_NAMES)[number];
