import { describe, expect, it } from 'vitest';
import {
  BackendError,
  DisposedError,
  FileError,
  FormatError,
  HashplaneError,
  InvalidArgumentError,
  MemoryError,
} from '../../../src/core/errors.ts';
import { receiveError, sendError } from '../../../src/workers/error-transport.ts';

function travel(error: unknown): Error {
  return receiveError(structuredClone(sendError(error)));
}

describe('an error that travels between threads', () => {
  it.each([
    new InvalidArgumentError('k must be 1'),
    new FormatError('no header', 7),
    new FileError("can't read x"),
    new BackendError('no SIMD'),
    new MemoryError('too large'),
    new DisposedError('hash table'),
    new TypeError('not a function'),
    new RangeError('too long'),
    new WebAssembly.RuntimeError('unreachable'),
    new Error('plain'),
  ])('keeps class, code, message and stack: $name', (error) => {
    const arrived = travel(error);
    expect(arrived.constructor).toBe(error.constructor);
    expect(arrived.name).toBe(error.name);
    expect(arrived.message).toBe(error.message);
    expect(arrived.stack).toBe(error.stack);
    if (error instanceof HashplaneError) expect(arrived).toHaveProperty('code', error.code);
  });

  it('keeps its causes', () => {
    const arrived = travel(new MemoryError('outer', { cause: new RangeError('inner') }));
    expect(arrived.cause).toBeInstanceOf(RangeError);
    expect((arrived.cause as Error).message).toBe('inner');
  });

  it('may be its own cause', () => {
    const error = new Error('again');
    error.cause = error;
    expect(travel(error).message).toBe('again');
  });

  it('keeps the name of a class that is not known here', () => {
    const error = Object.assign(new Error('odd'), { name: 'OddError' });
    expect(travel(error)).toMatchObject({ name: 'OddError', message: 'odd' });
  });

  it('need not be an error', () => {
    expect(travel('a string')).toMatchObject({ name: 'Error', message: 'a string' });
    expect(travel(undefined).message).toBe('undefined');
  });
});
