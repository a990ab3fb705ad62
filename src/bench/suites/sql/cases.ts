import { loadingCase } from './loading.ts';
import { SIZES, searchingCase } from './searching.ts';

/** Codes in PostgreSQL: searches in tables of growing size, of 64 bits and 128, and ways to load them. */
export const sqlCases = [
  ...SIZES.map((_, place) => searchingCase(64, place)),
  searchingCase(128, 0),
  loadingCase(false),
  loadingCase(true),
];
