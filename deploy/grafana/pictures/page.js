// Draws one of this folder's dashboards from its own JSON and from what Prometheus has, much as Grafana would.
// page.html?dashboard=fleet&from=1800000000&to=1800000180

import { last, series } from './answers.js';
import { add } from './dom.js';
import { colour, lines } from './plot.js';
import { states } from './states.js';
import { format } from './units.js';

const ROW = 38;
const GAP = 8;
const COLOURS = { green: '#73bf69', orange: '#ff9830', red: '#f2495c' };

const parameters = new URLSearchParams(location.search);
const range = between(Number(parameters.get('from')), Number(parameters.get('to')));

/** Not finer than Prometheus scrapes. */
function between(from, to) {
  const step = Math.max(2, Math.round((to - from) / 600));
  const times = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
  return { from, to, step, times };
}

function nothing(body, text, className = 'none') {
  body.className = `body ${className}`;
  body.textContent = text;
}

function words(panel, body) {
  const paragraph = add(body, 'p', '');
  body.classList.add('words');
  panel.options.content.split('`').forEach((part, i) => add(paragraph, i % 2 ? 'code' : 'span', '', part));
}

async function stat(panel, body) {
  const { unit, thresholds } = panel.fieldConfig.defaults;
  const value = await last(panel.targets[0], range);
  if (value === undefined || Number.isNaN(value)) {
    nothing(body, 'No data');
    return;
  }
  body.classList.add('big');
  body.textContent = format(value, unit);
  body.style.color = COLOURS[thresholds.steps.findLast((step) => step.value === null || value >= step.value).color];
}

const isEmpty = (all) => !all.some(({ values }) => values.some((value) => value !== null));

async function stateTimeline(panel, body) {
  const all = await series(panel.targets, range);
  if (isEmpty(all)) {
    nothing(body, 'No data');
    return;
  }
  states(body, all, panel.fieldConfig.defaults, COLOURS, range);
}

async function timeseries(panel, body) {
  const all = await series(panel.targets, range);
  if (isEmpty(all)) {
    nothing(body, 'No data');
    return;
  }
  const plot = add(body, 'div', 'plot');
  legend(add(body, 'div', 'legend'), all);
  lines(plot, all, panel.fieldConfig.defaults, range);
}

/** What has no room is counted, where Grafana lets one scroll. */
function legend(element, all) {
  const items = all.map(({ name }, i) => {
    const item = add(element, 'span', '');
    add(item, 'i', '').style.background = colour(i);
    item.append(name);
    return item;
  });
  const fits = () => element.scrollHeight <= element.clientHeight;
  if (!fits()) {
    const more = add(element, 'span', '');
    for (let hidden = 1; hidden === 1 || (!fits() && hidden < items.length); hidden++) {
      items[items.length - hidden].remove();
      more.textContent = `… ${hidden} more`;
    }
  }
}

const TYPES = { stat, 'state-timeline': stateTimeline, text: words, timeseries };

async function draw(panel, main) {
  const { x, y, w, h } = panel.gridPos;
  const section = add(main, 'section', panel.type);
  const title = add(section, 'h2', '', panel.title);
  Object.assign(section.style, {
    left: `calc((100% + ${GAP}px) * ${x / 24})`,
    top: `${y * ROW}px`,
    width: `calc((100% + ${GAP}px) * ${w / 24} - ${GAP}px)`,
    height: `${h * ROW - GAP}px`,
  });
  if (panel.type === 'row') {
    return;
  }
  if (!panel.title) {
    title.remove();
  }
  if (panel.description) {
    // Grafana has it behind the sign.
    if (w < 8) {
      add(title, 'small', 'sign', 'i');
    } else {
      add(title, 'small', '', panel.description);
    }
  }
  const body = add(section, 'div', 'body');
  try {
    await TYPES[panel.type](panel, body);
  } catch (failure) {
    nothing(body, String(failure), 'none failed');
  }
}

const name = parameters.get('dashboard');
const dashboard = await (await fetch(`${name}.json`)).json();
const main = document.querySelector('main');
main.style.height = `${Math.max(...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h)) * ROW}px`;
document.querySelector('h1').textContent = dashboard.title;
document.querySelector('#variables').textContent =
  dashboard.templating.list.map((variable) => `${variable.label ?? variable.name}: All`).join(', ');
document.querySelector('#range').textContent =
  `${[range.from, range.to].map((at) => new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' ')).join(' to ')} UTC, `
  + `drawn without Grafana from ${name}.json`;
await Promise.all(dashboard.panels.map((panel) => draw(panel, main)));
// What the caller looks for.
document.body.dataset.drawn = dashboard.panels.length - document.querySelectorAll('.failed').length;
