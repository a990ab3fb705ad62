/** Results of a search that are measured: precision@10. */
export const TOP = 10;
