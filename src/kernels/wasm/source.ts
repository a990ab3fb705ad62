import { BackendError } from '../../core/errors.ts';

/** Where a compiled module can come from. A string is a URL. */
export type WasmSource =
  | string
  | URL
  | Response
  | Promise<Response>
  | BufferSource
  | WebAssembly.Module;

/**
 * Compiles a module, streaming where the source allows it.
 *
 * @throws BackendError if the module can't be fetched; what the engine throws if it can't compile.
 */
export async function compileSource(source: WasmSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (ArrayBuffer.isView(source) || source instanceof ArrayBuffer) {
    return WebAssembly.compile(source);
  }
  const isUrl = typeof source === 'string' || source instanceof URL;
  const response = await fetchModule(isUrl ? fetch(source) : source);
  const isStreamable = response.headers.get('Content-Type')?.split(';', 1)[0].trim();
  if (isStreamable === 'application/wasm') return WebAssembly.compileStreaming(response);
  // Servers that don't know the type of .wasm: the bytes are as good.
  return WebAssembly.compile(await response.arrayBuffer());
}

async function fetchModule(pending: Response | Promise<Response>): Promise<Response> {
  let response: Response;
  try {
    response = await pending;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BackendError(`can't fetch the WebAssembly module: ${reason}`, { cause });
  }
  if (!response.ok) {
    throw new BackendError(
      `can't fetch the WebAssembly module ${response.url}: HTTP status ${response.status}`,
    );
  }
  return response;
}
