// Figures as Grafana writes them: three digits, in the unit's own steps.

const STEPS = {
  short: [[1e9, ' Bil'], [1e6, ' Mil'], [1e3, ' K'], [1, '']],
  reqps: [[1e6, ' M req/s'], [1e3, ' K req/s'], [1, ' req/s']],
  percentunit: [[0.01, '%']],
  Bps: [[1e9, ' GB/s'], [1e6, ' MB/s'], [1e3, ' kB/s'], [1, ' B/s']],
  bytes: [[2 ** 30, ' GiB'], [2 ** 20, ' MiB'], [2 ** 10, ' KiB'], [1, ' B']],
  s: [[604_800, ' week'], [86_400, ' day'], [3_600, ' hour'], [60, ' min'], [1, ' s'], [1e-3, ' ms'], [1e-6, ' µs']],
  ms: [[60_000, ' min'], [1_000, ' s'], [1, ' ms'], [1e-3, ' µs']],
};

/** Fails for a unit that no panel had yet, rather than to show bare figures. */
export function format(value, unit) {
  const steps = STEPS[unit];
  if (!steps) {
    throw new Error(`units.js knows no unit ${unit}`);
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? '∞' : '–';
  }
  const size = Math.abs(value);
  // Nothing is 0 s and not 0 µs.
  const [step, suffix] = steps.find(([least]) => (value === 0 ? least === 1 : size >= least)) ?? steps.at(-1);
  const scaled = value / step;
  const decimals = scaled === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(scaled))));
  return Number(scaled.toFixed(Math.min(decimals, 6))) + suffix;
}

const powers = (base, from, to) => Array.from({ length: to - from }, (_, i) => base ** (from + i));

const INCREMENTS = {
  bytes: powers(2, 0, 40),
  s: [
    ...powers(10, -6, 1).flatMap((power) => [power, 2 * power, 5 * power]),
    10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 172_800, 604_800,
  ],
};

/** What an axis may count by; undefined leaves it to the plot. */
export const increments = (unit) => INCREMENTS[unit];
