import { refuse } from '../../core/checks.ts';
import { BackendError } from '../../core/errors.ts';

/** A WebAssembly.Module, for programs too whose types don't have that name. */
export interface CompiledModule {
  readonly [Symbol.toStringTag]?: 'WebAssembly.Module';
}

/** Where a compiled module can come from. A string is a URL. */
export type WasmSource =
  | string
  | URL
  | Response
  | Promise<Response>
  | ArrayBuffer
  | ArrayBufferView
  | CompiledModule;

/**
 * Compiles a module, streaming where the source allows it.
 *
 * @throws InvalidArgumentError if the source is none.
 * @throws BackendError if the module can't be fetched; what the engine throws if it can't compile.
 */
export async function compileSource(source: WasmSource): Promise<CompiledModule> {
  // By what they call themselves, since frames and test runners have classes of their own.
  const kind = Object.prototype.toString.call(source).slice('[object '.length, -1);
  if (kind === 'WebAssembly.Module') return source as CompiledModule;
  if (ArrayBuffer.isView(source) || kind === 'ArrayBuffer') {
    return WebAssembly.compile(source as BufferSource);
  }
  const isUrl = kind === 'String' || kind === 'URL';
  return compileResponse(
    await fetched(isUrl ? fetch(source as string | URL) : (source as Response)),
  );
}

async function fetched(pending: Response | Promise<Response>): Promise<Response> {
  let response: Response;
  try {
    response = await pending;
  } catch (cause) {
    throw cannotFetch(cause);
  }
  if (typeof response?.arrayBuffer !== 'function') {
    refuse('wasm', 'a URL, a Response, bytes or a WebAssembly.Module', response);
  }
  if (response.ok) return response;
  throw new BackendError(
    `can't fetch the WebAssembly module ${response.url}: HTTP status ${response.status}`,
  );
}

async function compileResponse(response: Response): Promise<CompiledModule> {
  const type = response.headers.get('Content-Type')?.split(';', 1)[0].trim();
  if (type !== 'application/wasm') {
    // Servers that don't know the type of .wasm: the bytes are as good.
    return WebAssembly.compile(await response.arrayBuffer().catch(refuseBody));
  }
  try {
    return await WebAssembly.compileStreaming(response);
  } catch (error) {
    // The body broke off or was read before; a module that can't be compiled is another error.
    throw error instanceof TypeError ? cannotFetch(error) : error;
  }
}

function refuseBody(cause: unknown): never {
  throw cannotFetch(cause);
}

function cannotFetch(cause: unknown): BackendError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BackendError(`can't fetch the WebAssembly module: ${reason}`, { cause });
}
