/**
 * Milliseconds after which something hangs: a test, a page, a command. Nothing that works is near,
 * on a machine that does ten other things too.
 */
export const LIMIT = 10 * 60_000;
