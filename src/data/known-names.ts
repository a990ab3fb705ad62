// Names by which readers of all formats know what an array, a column or a key is.

/** Names under which labels are known, in files of any kind, the likeliest first. */
export const LABEL_NAMES = [
  'X_class',
  'label',
  'labels',
  'class',
  'classes',
  'y',
  'target',
  'targets',
  'category',
  'gnd',
];

/** Names under which vectors are known, the likeliest first. */
export const POINT_NAMES = [
  'X',
  'points',
  'vectors',
  'vector',
  'embeddings',
  'embedding',
  'features',
  'emb',
  'data',
  'images',
  'values',
  'fea',
];

/** The first of `known` names that is among `names`, whatever its case; -1 if there is none. */
export function findKnown(names: readonly string[], known: readonly string[]): number {
  for (const wanted of known) {
    const exact = names.indexOf(wanted);
    if (exact !== -1) return exact;
  }
  const lower = names.map((name) => name.toLowerCase());
  for (const wanted of known) {
    const found = lower.indexOf(wanted.toLowerCase());
    if (found !== -1) return found;
  }
  return -1;
}

/** id, ids, uuid, doc_id, docId, "Unnamed: 0" (an index of pandas that was saved twice)... */
const ID_NAME =
  /^(ids?|index|idx|uuid|guid|row_?(names?|numbers?)|unnamed: ?\d+)$|(^|[_ .-])ids?$|^ids?[_ .-]|^(doc|row|item|user|node|record|chunk|file|image)ids?$/i;
const CAMEL_CASE_ID = /[a-z]I[dD]s?$/;

/** Whether an array or a column of this name tells rows apart: it is no label and no coordinate. */
export function isIdName(name: string): boolean {
  const trimmed = name.trim();
  return ID_NAME.test(trimmed) || CAMEL_CASE_ID.test(trimmed);
}

/**
 * The labels among arrays, columns or keys of these names: by name alone; -1 if there are none.
 * Where single numbers are called x and y, y is a coordinate like x.
 *
 * @param scalars - names of those that hold one number a row, in tables of them.
 */
export function findLabels(names: readonly string[], scalars: readonly string[] = []): number {
  const trimmed = names.map((name) => name.trim());
  return findKnown(trimmed, labelNames(scalars));
}

/**
 * Whether a column of this name holds labels of some kind, asked for or not. It is no feature then:
 * labels among the vectors would give away what is to be learned.
 *
 * @param scalars - as of `findLabels`.
 */
export function isLabelName(name: string, scalars: readonly string[]): boolean {
  return findKnown([name.trim()], labelNames(scalars)) === 0;
}

function labelNames(scalars: readonly string[]): readonly string[] {
  const lower = scalars.map((name) => name.trim().toLowerCase());
  const isCoordinate = lower.includes('x') && lower.includes('y');
  return isCoordinate ? LABEL_NAMES.filter((name) => name !== 'y') : LABEL_NAMES;
}
