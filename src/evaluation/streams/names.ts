/** Learners of streams that are compared. */
export const STREAM_VARIANTS = ['passive-aggressive', 'ridge', 'landmarks'] as const;
export type StreamVariant = (typeof STREAM_VARIANTS)[number];
