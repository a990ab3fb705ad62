// Unpacks the pictures away from the page, which would stand still meanwhile.

/** What the page hears: bytes in their order; null: all have come. */
export type FromPictures = { readonly bytes: Uint8Array | null } | { readonly error: string };

addEventListener('message', ({ data: url }: MessageEvent<string>) => {
  send(url).catch((error) =>
    tell({ error: error instanceof Error ? error.message : String(error) }),
  );
});

async function send(url: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`${url} can't be loaded: ${response.status}`);
  const reader = response.body.pipeThrough(new DecompressionStream('gzip')).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const bytes = value.byteLength === value.buffer.byteLength ? value : value.slice();
    tell({ bytes }, [bytes.buffer as ArrayBuffer]);
  }
  tell({ bytes: null });
}

function tell(message: FromPictures, moved: ArrayBuffer[] = []): void {
  postMessage(message, { transfer: moved });
}
