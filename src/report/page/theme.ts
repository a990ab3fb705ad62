import { place } from './dom.ts';

/** Lets the reader switch between light and dark; at first the system's choice counts. */
export function themeButton(): void {
  const button = place('theme');
  const root = document.documentElement;
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ?? (prefersDark.matches ? 'dark' : 'light')) === 'dark';
  const name = () => {
    button.textContent = isDark() ? 'Light theme' : 'Dark theme';
  };
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    name();
  });
  prefersDark.addEventListener('change', name);
  name();
}
