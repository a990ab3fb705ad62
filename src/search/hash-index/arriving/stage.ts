/**
 * How much of an index is there. `codes`: its codes, by which searches give estimates. `vectors`: some
 * vectors too, so that candidates among them are ranked by their distances. `complete`: all.
 */
export const INDEX_STAGES = ['codes', 'vectors', 'complete'] as const;
export type IndexStage = (typeof INDEX_STAGES)[number];
