// A panel of lines, by the library that Grafana draws them with.

import { format, increments } from './units.js';

const LINE = 'rgb(204 204 220 / 8%)';
const FAINT = 'rgb(204 204 220 / 75%)';
const FONT = '11px Inter, Roboto, "Liberation Sans", "DejaVu Sans Condensed", sans-serif';

/** Grafana's classic palette in the dark. */
const COLOURS = [
  '#73bf69', '#f2cc0c', '#8ab8ff', '#ff780a', '#f2495c', '#5794f2', '#b877d9', '#705da0', '#37872d', '#fade2a', '#447ebc', '#c15c17',
  '#890f02', '#0a437c', '#6d1f62', '#584477', '#b7dbab', '#f4d598', '#70dbed', '#f9ba8f', '#f29191', '#82b5d8', '#e5a8e2', '#aea2e0',
  '#629e51', '#e5ac0e', '#64b0c8', '#e0752d', '#bf1b00', '#0a50a1', '#962d82', '#614d93',
];

export const colour = (i) => COLOURS[i % COLOURS.length];

const transparent = (hex, percent) => hex + Math.round(percent * 2.55).toString(16).padStart(2, '0');

/** Each on top of those before it; a gap stays one. */
function stacked(series, times) {
  const sums = times.map(() => 0);
  return series.map(({ values }) => times.map((_, i) => (values[i] === null ? null : (sums[i] += values[i]))));
}

function yRange({ min, max }) {
  return (plot, lowest, highest) => [
    min ?? uPlot.rangeNum(lowest ?? 0, highest ?? 1, 0.1, true)[0],
    max ?? (highest > 0 ? uPlot.rangeNum(0, highest, 0.1, true)[1] : 1),
  ];
}

function widest(plot, labels) {
  plot.ctx.save();
  plot.ctx.font = FONT;
  const width = Math.max(0, ...(labels ?? []).map((label) => plot.ctx.measureText(label).width));
  plot.ctx.restore();
  return Math.ceil(width) + 14;
}

export const clock = (at) => new Date(at * 1000).toISOString().slice(11, 19);

/** Fills an element, as large as it is. */
export function lines(element, series, { unit, min, max, custom }, range) {
  const isStacked = custom.stacking.mode === 'normal';
  const axis = { stroke: FAINT, font: FONT, grid: { stroke: LINE, width: 1 }, ticks: { show: false }, gap: 6 };
  const options = {
    width: element.clientWidth,
    height: element.clientHeight,
    legend: { show: false },
    cursor: { show: false },
    padding: [6, 14, 0, 0],
    scales: { x: { range: [range.from, range.to] }, y: { range: yRange({ min, max }) } },
    axes: [
      { ...axis, space: 76, size: 24, values: (_, moments) => moments.map(clock) },
      {
        ...axis,
        space: 26,
        size: widest,
        values: (_, ticks) => ticks.map((tick) => format(tick, unit)),
        ...(increments(unit) && { incrs: increments(unit) }),
      },
    ],
    series: [{}, ...series.map((_, i) => ({
      stroke: colour(i),
      width: custom.lineWidth,
      points: { show: false },
      ...(!isStacked && { fill: transparent(colour(i), custom.fillOpacity) }),
    }))],
    bands: !isStacked ? [] : series.map((_, i) => ({ series: [i + 1, i], fill: transparent(colour(i), custom.fillOpacity) })).slice(1),
  };
  if (isStacked && series.length > 0) {
    options.series[1].fill = transparent(colour(0), custom.fillOpacity);
  }
  const values = isStacked ? stacked(series, range.times) : series.map((one) => one.values);
  return new uPlot(options, [range.times, ...values], element);
}
