/** Pieces that the page posts, until somebody takes them. */
export class PostedPieces {
  readonly #pieces: (Uint8Array | null)[] = [];
  #error: Error | null = null;
  #wake: () => void = () => {};

  /** @param piece - null: there are no more. */
  push(piece: Uint8Array | null): void {
    this.#pieces.push(piece);
    this.#wake();
  }

  fail(error: Error): void {
    this.#error = error;
    this.#wake();
  }

  /** @param take - told the bytes in their order. */
  async read(signal: AbortSignal, take: (bytes: Uint8Array) => void): Promise<void> {
    const end = () => this.#wake();
    signal.addEventListener('abort', end);
    try {
      for (;;) {
        signal.throwIfAborted();
        const piece = this.#pieces.shift();
        if (piece === null) return;
        if (piece) take(piece);
        else if (this.#error) throw this.#error;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      signal.removeEventListener('abort', end);
    }
  }
}
