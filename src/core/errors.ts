/** Stable codes of the errors that hashplane throws, for programs that branch on them. */
export type ErrorCode =
  | 'ERR_INVALID_ARGUMENT'
  | 'ERR_FORMAT'
  | 'ERR_FILE'
  | 'ERR_BACKEND'
  | 'ERR_MEMORY'
  | 'ERR_DISPOSED'
  | 'ERR_SQL';

/**
 * Base class of every error that hashplane throws on purpose. The message is one line that names
 * the thing, the rule and the value that broke it.
 */
export class HashplaneError extends Error {
  override readonly name: string = 'HashplaneError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** An argument breaks a rule of the function that was called. */
export class InvalidArgumentError extends HashplaneError {
  override readonly name = 'InvalidArgumentError';
  constructor(message: string, options?: ErrorOptions) {
    super('ERR_INVALID_ARGUMENT', message, options);
  }
}

/** Bytes are not a sound file of the format that they claim to be. */
export class FormatError extends HashplaneError {
  override readonly name = 'FormatError';
  /** Byte offset at which reading failed, where it is known. */
  readonly offset: number | undefined;

  constructor(reason: string, offset?: number, options?: ErrorOptions) {
    super('ERR_FORMAT', offset === undefined ? reason : `${reason} (at byte ${offset})`, options);
    this.offset = offset;
  }
}

/** A file can't be found, read or written. */
export class FileError extends HashplaneError {
  override readonly name = 'FileError';
  constructor(message: string, options?: ErrorOptions) {
    super('ERR_FILE', message, options);
  }
}

/** A named compute backend can't run here. */
export class BackendError extends HashplaneError {
  override readonly name = 'BackendError';
  constructor(message: string, options?: ErrorOptions) {
    super('ERR_BACKEND', message, options);
  }
}

/** The data does not fit the linear memory of the WebAssembly backend. */
export class MemoryError extends HashplaneError {
  override readonly name = 'MemoryError';
  constructor(message: string, options?: ErrorOptions) {
    super('ERR_MEMORY', message, options);
  }
}

/** An object was used after its `dispose()`. */
export class DisposedError extends HashplaneError {
  override readonly name = 'DisposedError';
  constructor(what: string) {
    super('ERR_DISPOSED', `this ${what} was disposed of: create a new one`);
  }
}

/** A database refused a statement, or can't be reached; `cause` is what its driver threw. */
export class SqlError extends HashplaneError {
  override readonly name = 'SqlError';
  /** PostgreSQL's five signs for what happened, such as 23505 of a doubled key, where they came. */
  readonly state: string | undefined;

  constructor(message: string, state?: string, options?: ErrorOptions) {
    super('ERR_SQL', message, options);
    this.state = state;
  }
}
