/** The steps of the story, by the names of the navigation, which is there before the story is told. */
export const STEPS = [
  { id: 'data', name: 'Points' },
  { id: 'hyperplanes', name: 'Hyperplanes' },
  { id: 'bits', name: 'Sixteen bits' },
  { id: 'bucket', name: 'A bucket' },
  { id: 'table', name: 'The table' },
  { id: 'split', name: 'Who asks' },
  { id: 'neighbours', name: 'Neighbours' },
  { id: 'lsh', name: 'How good' },
  { id: 'grh', name: 'Learning' },
  { id: 'comparison', name: 'Side by side' },
  { id: 'toy', name: 'Six images' },
] as const;

export type StepId = (typeof STEPS)[number]['id'];
