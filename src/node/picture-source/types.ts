import type { Picture } from '../../core/picture.ts';

/** A picture that can be read. */
export interface PictureEntry {
  /** Its path below the folder, in the list or in the archive, with `/`; its number in CIFAR-10. */
  readonly id: string;
  /** Its file's bytes, or its pixels where the source holds those. */
  read(): Promise<Uint8Array | Picture>;
}

/** Where pictures are, by what is there. */
export type PictureSourceKind = 'folder' | 'list' | 'archive' | 'picture' | 'cifar10';

/** Pictures in the order of their ids, or of their list. */
export interface PictureSource {
  readonly path: string;
  readonly kind: PictureSourceKind;
  readonly entries: readonly PictureEntry[];
  /** Files that are passed over since their names are not those of JPEG and PNG. */
  readonly passedOver: number;
  /** Classes of the pictures, where the source tells them: CIFAR-10's. */
  readonly labels: Int32Array | null;
  /** The names of classes 0, 1, ..., beside labels. */
  readonly classNames: readonly string[] | null;
}
