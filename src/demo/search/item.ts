/** What an item's document says that people filter by. */
export const FIELDS = {
  name: 'Kind',
  shade: 'Shade',
  outline: 'Outline',
  surface: 'Surface',
} as const;

export type FieldName = keyof typeof FIELDS;

/** The document of an item. */
export type Item = {
  readonly name: string;
  readonly shade?: string;
  readonly outline?: string;
  readonly surface?: string;
  /** Of what the reader added: true, and the picture. */
  readonly own?: true;
  readonly pixels?: string;
};

/** What a picture looks like in words, beside its name. */
export function traitsOf({ shade, outline, surface }: Item): string {
  return [shade, outline, surface].filter(Boolean).join(', ');
}

/** Pixels as text, which documents can hold. */
export function packPixels(pixels: Uint8Array): string {
  return btoa(String.fromCharCode(...pixels));
}

export function unpackPixels(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
