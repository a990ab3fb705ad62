/** The descriptors of pictures. */
export const DESCRIPTORS = ['gist', 'hog', 'gist+hog'] as const;
/** Name of a descriptor. */
export type DescriptorName = (typeof DESCRIPTORS)[number];
