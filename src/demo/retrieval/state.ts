/** What the address says of the view. */
export interface CompareState {
  /** A row of the dataset; `drawn` a picture of the reader's own; null: the first example. */
  readonly image: number | 'drawn' | null;
  readonly bits: number;
  readonly radius: number;
}

export const BITS = { least: 4, most: 64, step: 4, first: 16 };
const FIRST_RADIUS = 2;

/** Beyond half of the bits everything is a neighbour. */
export function mostRadius(bits: number): number {
  return bits / 2;
}

/** Reads an address, in which people mistype: what is no number or out of range becomes what is near. */
export function readState(parameters: URLSearchParams): CompareState {
  const given = Math.round(numberOf(parameters.get('bits'), BITS.first) / BITS.step) * BITS.step;
  const bits = clamp(given, BITS.least, BITS.most);
  const radius = Math.round(numberOf(parameters.get('radius'), FIRST_RADIUS));
  const image = parameters.get('image');
  const row = numberOf(image, -1);
  const isRow = Number.isInteger(row) && row >= 0;
  return {
    image: image === 'drawn' ? 'drawn' : isRow ? row : null,
    bits,
    radius: clamp(radius, 0, mostRadius(bits)),
  };
}

export function parametersOf({
  image,
  bits,
  radius,
}: CompareState): Record<string, string | number> {
  return { ...(image !== null && { image }), bits, radius };
}

function numberOf(text: string | null, fallback: number): number {
  const value = text ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : fallback;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
