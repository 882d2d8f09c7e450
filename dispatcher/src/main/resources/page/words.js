// What the interface's words and figures are called on the page.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const count = (number) => whole.format(number);
export const brief = (number) => (number < 1_000 ? whole.format(number) : short.format(number));
export const compact = (number) => (number < 100_000 ? whole.format(number) : short.format(number));

export function rate(perSecond) {
  if (perSecond > 0 && perSecond < 0.1) {
    return `${tenths.format(perSecond * 60)} a minute`;
  }
  return `${tenths.format(perSecond)}/s`;
}

const UNITS = [['d', 86_400], ['h', 3_600], ['min', 60], ['s', 1]];

/** Two units at most: "1 d 4 h", "12 min 5 s". */
export function duration(seconds) {
  let left = Math.max(0, Math.round(seconds));
  const first = UNITS.findIndex(([, length]) => left >= length);
  if (first < 0) {
    return '0 s';
  }
  return UNITS.slice(first, first + 2)
    .map(([unit, length]) => {
      const number = Math.floor(left / length);
      left -= number * length;
      return number > 0 ? `${count(number)} ${unit}` : '';
    })
    .filter((part) => part !== '')
    .join(' ');
}

/** How long ago by the worker's clock. */
export function ago(instant, now) {
  return `${duration((Date.parse(now) - Date.parse(instant)) / 1000)} ago`;
}

export function clock(instant) {
  const date = new Date(instant);
  const sameDay = date.toDateString() === new Date().toDateString();
  return date.toLocaleString('en-GB', sameDay
    ? { timeStyle: 'medium' }
    : { dateStyle: 'medium', timeStyle: 'short' });
}

/** One limit as it is configured: "20/s", "100,000/d". */
export function limit({ rate: number, perSeconds, group }) {
  const unit = UNITS.find(([, length]) => length === perSeconds);
  const own = unit ? `${count(number)}/${unit[0]}` : `${count(number)} per ${perSeconds < 1 ? `${perSeconds} s` : duration(perSeconds)}`;
  return group == null ? own : `${own} with group ${group}`;
}

export const WAITS = {
  NONE: '',
  TOKENS: 'at its limit',
  NOT_DUE: 'scheduled for later',
  CAMPAIGN_PAUSED: 'campaign paused',
  TEMPLATE_HELD: 'template held',
  WORKSPACE_HELD: 'workspace held',
  VENDOR_THROTTLED: 'vendor throttles it',
  BREAKER_OPEN: 'vendor down, breaker open',
  NO_PERMIT: "all of the vendor's calls in use",
  RECIPIENT_BUSY: 'recipients busy',
  OUTCOMES_BLOCKED: 'Kafka takes no results',
};

export const CAUSES = {
  HELD: 'Held',
  BREAKER_OPEN: 'Vendor down',
  OUTCOMES_BLOCKED: 'Kafka blocked',
  PAUSED: 'Paused',
  VENDOR_THROTTLED: 'Throttled',
  SLOWED: 'Slowed down',
  UNCERTAIN: 'Uncertain outcomes',
  FAILING: 'Failing',
};

export const HOLDS = {
  OPERATOR: 'paused by an operator',
  FAILURE_RATE: 'too many of its requests failed',
  CREDENTIAL: 'the vendor refuses the credential',
  ACCOUNT: 'the vendor refuses the account',
  TEMPLATE: 'the vendor does not take the template',
  EQUAL_FAILURES: 'the same failure several times in a row',
};

/** What must happen first where no time can be told. */
const FIRST = {
  NOT_DUE: 'at its time',
  CAMPAIGN_PAUSED: 'once resumed',
  TEMPLATE_HELD: 'once the template is taken',
  WORKSPACE_HELD: 'once released',
  BREAKER_OPEN: 'once the vendor is back',
  OUTCOMES_BLOCKED: 'once Kafka takes results',
};

/** An ETA, or what it waits for instead. */
export function eta(seconds, blockedBy, waiting) {
  if (seconds != null) {
    return duration(seconds);
  }
  if (waiting === 0) {
    return '–';
  }
  return blockedBy == null ? 'nothing sent lately' : FIRST[blockedBy] ?? blockedBy;
}
