import { describe, expect, test } from 'vitest';
import { explain, InterruptedError } from '../../../src/cli/errors.ts';
import { interruptible } from '../../../src/cli/interruptible.ts';
import { FileError } from '../../../src/core/errors.ts';

const kept = () => 'nothing was written';
const stop = (signal: AbortSignal, name: NodeJS.Signals = 'SIGINT') => {
  process.emit(name, name);
  signal.throwIfAborted();
};

describe('interruptible', () => {
  test('gives the result, and listens to signals no more', async () => {
    const before = process.listenerCount('SIGINT');
    const during = interruptible(async () => process.listenerCount('SIGINT'), kept);
    expect(await during).toBe(before + 1);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  test.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends work that %s stopped with the exit code of shells, %i', async (name, code) => {
    const fault = await interruptible(async (signal) => stop(signal, name), kept).catch((e) => e);
    expect(fault).toMatchObject({ isStuck: false });
    expect(explain(fault)).toEqual({
      line: `stopped by ${name}: nothing was written`,
      exitCode: code,
    });
  });

  test('says what is kept when the work has ended, not when the signal came', async () => {
    let cells = 1;
    const work = async (signal: AbortSignal) => {
      process.emit('SIGINT', 'SIGINT');
      cells++;
      signal.throwIfAborted();
    };
    await expect(interruptible(work, () => `${cells} cells are kept`)).rejects.toThrow(
      'stopped by SIGINT: 2 cells are kept',
    );
  });

  test('knows the signal in a fault that was made of it', async () => {
    const work = async (signal: AbortSignal) => {
      try {
        stop(signal);
      } catch (cause) {
        throw new FileError("can't read x.npy", { cause });
      }
    };
    await expect(interruptible(work, kept)).rejects.toBeInstanceOf(InterruptedError);
  });

  test('lets a fault of its own through, with a signal or without', async () => {
    const full = new FileError('no space left');
    await expect(interruptible(() => Promise.reject(full), kept)).rejects.toBe(full);
    const work = async () => {
      process.emit('SIGINT', 'SIGINT');
      throw full;
    };
    await expect(interruptible(work, kept)).rejects.toBe(full);
  });

  test('gives the result of work that was done before it looked', async () => {
    const work = async () => {
      process.emit('SIGTERM', 'SIGTERM');
      return 7;
    };
    expect(await interruptible(work, kept)).toBe(7);
  });
});
