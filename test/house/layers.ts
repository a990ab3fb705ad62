/**
 * The rooms of src by layer, lowest first. A file may import from its own room and from the layers
 * below; rooms of one line don't know each other. docs/ARCHITECTURE.md shows the same.
 */
export const LAYERS: readonly (readonly string[])[] = [
  ['core'],
  ['kernels'],
  ['preparation'],
  ['data', 'descriptors', 'features', 'graph', 'learners'],
  ['models', 'pictures'],
  ['search'],
  ['evaluation'],
  ['report'],
  ['workers'],
  ['node', 'react', 'sql'],
  ['doors'],
  ['bench'],
  ['demo', 'cli'],
];

/** `src/data/binary/idx.ts` is of the room `data`. */
export function roomOf(file: string): string {
  return file.split('/')[1];
}

export function rankOf(file: string): number {
  return LAYERS.findIndex((rooms) => rooms.includes(roomOf(file)));
}
