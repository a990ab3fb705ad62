import { el } from '../../report/page/dom.ts';

/** A field for the row of the dataset that the step is about, and a button that takes any other. */
export interface RowChooser {
  readonly element: HTMLElement;
  show(row: number, rows: number): void;
}

export function rowChooser(choose: (row: number) => void): RowChooser {
  let count = 1;
  const input = el('input', { type: 'number', min: '0', step: '1', inputmode: 'numeric' });
  const other = el('button', { type: 'button' }, 'Another image');
  input.addEventListener('change', () => {
    const row = Number(input.value);
    if (input.value !== '' && Number.isInteger(row) && input.checkValidity()) choose(row);
    else input.reportValidity();
  });
  other.addEventListener('click', () => choose(Math.floor(Math.random() * count)));
  const element = el('p', { class: 'row-chooser' }, el('label', {}, 'Image of row ', input), other);
  return {
    element,
    show(row, rows) {
      count = rows;
      input.max = String(rows - 1);
      input.value = String(row);
    },
  };
}
