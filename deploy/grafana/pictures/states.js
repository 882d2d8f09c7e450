// A panel of states: a row for each series, coloured by what its values are called.

import { add } from './dom.js';
import { clock } from './plot.js';
import { increments } from './units.js';

const MOST_TICKS = 7;

/** Neighbours of the same value together; null is a gap. */
function spans(values) {
  const found = [];
  values.forEach((value, i) => {
    const latest = found.at(-1);
    if (latest && latest.value === value) {
      latest.end = i + 1;
    } else {
      found.push({ value, start: i, end: i + 1 });
    }
  });
  return found.filter(({ value }) => value !== null);
}

/** Fills an element. */
export function states(element, series, { mappings }, colours, range) {
  const called = mappings[0].options;
  const grid = add(element, 'div', 'states');
  const share = (i) => `${(100 * i) / range.times.length}%`;
  for (const { name, values } of series) {
    add(grid, 'span', '', name);
    const track = add(grid, 'div', 'track');
    for (const { value, start, end } of spans(values)) {
      const { text, color } = called[value];
      const span = add(track, 'b', '', text);
      Object.assign(span.style, { left: share(start), width: share(end - start), background: colours[color] });
    }
  }
  add(grid, 'span', '');
  const axis = add(grid, 'div', 'track axis');
  const step = increments('s').find((one) => (range.to - range.from) / one < MOST_TICKS);
  for (let at = Math.ceil(range.from / step) * step; at < range.to; at += step) {
    add(axis, 'em', '', clock(at)).style.left = share((at - range.from) / range.step);
  }
}
