// Parts of rows that several lists have.

import { attribute, el, text } from './dom.js';
import { CAUSES, HOLDS, ago, clock, count } from './words.js';

/** A word for how something is, with its level as colour and never as colour alone. */
export function pill() {
  const element = el('span', { class: 'pill' });
  return {
    element,
    show(level, word) {
      attribute(element, 'data-level', level);
      text(element, word);
    },
  };
}

export const causes = (list) => list.map((cause) => CAUSES[cause] ?? cause).join(', ');

/** A bar of parts in order; what it shows is also in words beside it, so it is hidden from readers. */
export function bar(...names) {
  const parts = names.map((name) => el('span', { class: `part ${name}` }));
  const element = el('span', { class: 'bar', 'aria-hidden': 'true' }, ...parts);
  return {
    element,
    show(total, ...sizes) {
      parts.forEach((part, i) => {
        part.style.width = total > 0 ? `${Math.min(100, (100 * sizes[i]) / total)}%` : '0';
      });
    },
  };
}

/**
 * The button that unfolds a row's details, and those details as a row of their own.
 *
 * @param fixed what stays in them
 */
export function fold(name, columns, ...fixed) {
  const inner = el('div', { class: 'filled' });
  const row = el('tr', { role: 'row', class: 'more', hidden: '' },
    el('td', { role: 'cell', colspan: columns }, el('div', { class: 'detail' }, inner, ...fixed)));
  let make = () => [];
  const fill = () => {
    const made = el('div', { class: 'filled' }, ...make());
    if (made.textContent !== inner.textContent) {
      inner.replaceChildren(...made.childNodes);
    }
  };
  const button = el('button', { type: 'button', class: 'name', 'aria-expanded': 'false' },
    el('span', { class: 'twist', 'aria-hidden': 'true' }), el('bdi', {}, name));
  button.addEventListener('click', () => {
    row.hidden = !row.hidden;
    button.setAttribute('aria-expanded', String(!row.hidden));
    fill();
  });
  return {
    button,
    row,
    /** @param details makes them; asked for only while they are seen */
    show(details) {
      make = details;
      if (!row.hidden) {
        fill();
      }
    },
  };
}

/** Names and values; updated as a whole, since nothing in it is focused. */
export function facts(list) {
  return el('dl', { class: 'facts' },
    ...list.filter(([, value]) => value != null && value !== '')
      .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
}

export function holds(list, now) {
  return el('ul', { class: 'plain' }, ...list.map((hold) => {
    const what = hold.scope === 'WORKSPACE' ? 'The workspace' : `${hold.scope === 'CAMPAIGN' ? 'Campaign' : 'Template'} `;
    const until = hold.until == null
      ? 'until somebody resumes it'
      : `one call tries again at ${clock(hold.until)}`;
    return el('li', {},
      what, hold.name == null ? null : el('bdi', { class: 'id' }, hold.name),
      `: ${HOLDS[hold.reason] ?? hold.reason}`,
      hold.detail === '' ? null : el('code', {}, hold.detail),
      el('span', { class: 'dim' }, `since ${ago(hold.since, now)}, ${until}`));
  }));
}

export function failures(list, now) {
  return el('ul', { class: 'plain' }, ...list.map((failure) => el('li', {},
    el('b', {}, `${count(failure.count)} × ${failure.status} `), el('code', {}, failure.code),
    ` ${failure.message} `,
    el('span', { class: 'dim' }, `last ${ago(failure.lastAt, now)}`))));
}

/** A button for an order; it says what it is about to those who do not see its row. */
export function action(word, about, className, run) {
  const button = el('button', { type: 'button', class: className, 'aria-label': `${word} ${about}` }, word);
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await run();
    } finally {
      button.disabled = false;
    }
  });
  return button;
}
