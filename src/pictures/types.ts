/** The formats that are decoded. */
export const PICTURE_FORMATS = ['jpeg', 'png'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** What the samples of a picture are; JPEG has grey and rgb alone. */
export type ColourKind = 'grey' | 'grey-alpha' | 'palette' | 'rgb' | 'rgba';

/** EXIF's orientation: 1 is upright, 6 is a picture that is turned clockwise by 90 degrees to be. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What the header of a picture says. */
export interface PictureSize {
  readonly format: PictureFormat;
  /** Pixels a row of the upright picture, as {@link decodePicture} gives it. */
  readonly width: number;
  /** Rows of the upright picture. */
  readonly height: number;
  /** How the file turned it: with 5 to 8, its own width and height are swapped. */
  readonly orientation: Orientation;
  /** Bits of a sample: 8 in JPEG, 1 to 16 in PNG. Pictures are decoded to 8. */
  readonly bitDepth: number;
  readonly colour: ColourKind;
}

/** Options of {@link pictureSize} and {@link decodePicture}. */
export interface PictureOptions {
  /**
   * The most pixels that a picture may have: larger ones are refused by their header, before anything
   * is decoded. Default: 2^26, which are 256 MiB when decoded.
   */
  readonly maxPixels?: number | undefined;
}

export const DEFAULT_MAX_PIXELS = 2 ** 26;

/** The longest side of a canvas that all browsers make. */
export const MAX_SIDE = 16_384;
