/** A picture of a page. */
export interface ShownPicture {
  readonly id: string;
  /** A small one as a `data:` URL; null where the picture was not found. */
  readonly thumbnail: string | null;
}

/** One query, and what was found, the nearest first. */
export interface ShownQuery {
  readonly query: ShownPicture;
  readonly found: readonly (ShownPicture & { readonly distance: string })[];
}

/** What the page of `hashplane search --out` shows. */
export interface FoundPageData {
  readonly hashplane: string;
  readonly index: string;
  /** How pictures were described. */
  readonly descriptor: string;
  readonly distanceName: string;
  readonly queries: readonly ShownQuery[];
  /** Queries that were searched, of which a page shows the first. */
  readonly total: number;
}
