/** What a hasher was made with and learned, as plain JSON values: saved with it, for people. */
export interface HasherDescription {
  /** Short and stable: lsh, grh, ... */
  readonly method: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What `fit` did: numbers of points, of iterations, ... */
  readonly training: Readonly<Record<string, unknown>>;
}
