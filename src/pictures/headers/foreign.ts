/** A format that is not decoded, and what stands where in its files. */
interface Foreign {
  readonly name: string;
  /** Before its signs. Default: 0. */
  readonly at?: number;
  readonly signs: readonly string[];
}

/** Brands of ISO files (AVIF, HEIC) stand behind a length and `ftyp`. */
const FOREIGN: readonly Foreign[] = [
  { name: 'GIF', signs: ['GIF87a', 'GIF89a'] },
  { name: 'WebP', at: 8, signs: ['WEBPVP8'] },
  { name: 'AVIF', at: 4, signs: ['ftypavif', 'ftypavis'] },
  { name: 'HEIC', at: 4, signs: ['heic', 'heix', 'hevc', 'mif1', 'msf1'].map((b) => `ftyp${b}`) },
  { name: 'TIFF', signs: ['II*\0', 'MM\0*'] },
  { name: 'JPEG XL', signs: ['\xff\x0a', '\0\0\0\x0cJXL '] },
  { name: 'JPEG 2000', signs: ['\xff\x4f\xff\x51', '\0\0\0\x0cjP  '] },
  { name: 'Photoshop', signs: ['8BPS'] },
  { name: 'BMP', signs: ['BM'] },
  { name: 'SVG', signs: ['<svg'] },
];

/** No beginning is longer. */
const LOOKED_AT = 32;

/** The name of a format of pictures that is not decoded; null if the bytes begin as none. */
export function foreignPicture(bytes: Uint8Array): string | null {
  // Byte by byte: decoders of text would read some values as other signs.
  const text = String.fromCharCode(...bytes.subarray(0, LOOKED_AT));
  const found = FOREIGN.find(({ at = 0, signs }) =>
    signs.some((sign) => text.startsWith(sign, at)),
  );
  return found?.name ?? null;
}
