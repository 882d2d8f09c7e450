// The theme: the system's, unless somebody chose one here. Not a module, so that it runs before the first paint.
'use strict';

(() => {
  const KEY = 'dispatch.theme';
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');

  function chosen() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function now() {
    return chosen() ?? (dark.matches ? 'dark' : 'light');
  }

  function apply() {
    root.dataset.theme = now();
    const button = document.getElementById('theme');
    if (button) {
      const other = now() === 'dark' ? 'light' : 'dark';
      button.textContent = now() === 'dark' ? 'Dark' : 'Light';
      button.setAttribute('aria-label', `Theme: ${now()}. Change to ${other}`);
    }
  }

  function toggle() {
    const other = now() === 'dark' ? 'light' : 'dark';
    try {
      // The system's own choice needs no memory, and follows the system again.
      if (other === (dark.matches ? 'dark' : 'light')) {
        localStorage.removeItem(KEY);
      } else {
        localStorage.setItem(KEY, other);
      }
      apply();
    } catch {
      root.dataset.theme = other;
    }
  }

  apply();
  dark.addEventListener('change', apply);
  document.addEventListener('DOMContentLoaded', () => {
    apply();
    document.getElementById('theme').addEventListener('click', toggle);
  });
})();
