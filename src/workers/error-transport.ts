import {
  BackendError,
  DisposedError,
  type ErrorCode,
  FileError,
  FormatError,
  HashplaneError,
  InvalidArgumentError,
  MemoryError,
  SqlError,
} from '../core/errors.ts';

/** An error as plain values: structured cloning keeps neither our classes nor codes. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** Only of the library's own errors. */
  readonly code?: ErrorCode;
  /** Only of a `FormatError`. */
  readonly offset?: number;
  readonly cause?: SentError;
}

// Deeper chains of causes are cut off: they could be circular.
const MAX_CAUSES = 4;

const OWN_CLASSES: Readonly<Record<ErrorCode, new (message: string) => HashplaneError>> = {
  ERR_INVALID_ARGUMENT: InvalidArgumentError,
  ERR_FORMAT: FormatError,
  ERR_FILE: FileError,
  ERR_BACKEND: BackendError,
  ERR_MEMORY: MemoryError,
  ERR_DISPOSED: DisposedError,
  ERR_SQL: SqlError,
};

const STANDARD_CLASSES: Readonly<Record<string, new (message: string) => Error>> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
};

/** Takes an error apart for a message to another thread. */
export function sendError(error: unknown, depth = 0): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error instanceof HashplaneError && { code: error.code }),
    ...(error instanceof FormatError && error.offset !== undefined && { offset: error.offset }),
    ...(error.cause !== undefined &&
      depth < MAX_CAUSES && { cause: sendError(error.cause, depth + 1) }),
  };
}

/** Puts it together again: the same class, code, message and cause, and the worker's stack. */
export function receiveError(sent: SentError): Error {
  const error = withClass(sent);
  // Some constructors make a message of what they are given.
  error.message = sent.message;
  if (sent.stack !== undefined) error.stack = sent.stack;
  if (sent.cause) error.cause = receiveError(sent.cause);
  return error;
}

function withClass({ name, message, code, offset }: SentError): Error {
  if (code === 'ERR_FORMAT') return new FormatError(message, offset);
  if (code && Object.hasOwn(OWN_CLASSES, code)) return new OWN_CLASSES[code](message);
  if (Object.hasOwn(STANDARD_CLASSES, name)) return new STANDARD_CLASSES[name](message);
  // A trap in a kernel.
  if (name === 'RuntimeError' && typeof WebAssembly === 'object') {
    return new WebAssembly.RuntimeError(message);
  }
  const error = new Error(message);
  error.name = name;
  return error;
}
