// What Prometheus answers to a panel's queries. This page is served by the same Prometheus.

const EVERYTHING = '.*';

async function ask(kind, parameters) {
  const reply = await fetch(`/api/v1/${kind}?${new URLSearchParams(parameters)}`);
  const answer = await reply.json();
  if (answer.status !== 'success') {
    throw new Error(answer.error);
  }
  return answer.data.result;
}

/** With Grafana's variables filled in: "All", and a rate interval for what is scraped every two seconds. */
function expression(target) {
  return target.expr.replaceAll('$__rate_interval', '20s').replaceAll(/\$\w+/g, EVERYTHING);
}

/** A label that a series does not have is left out, as Grafana does. */
function name(legend, labels) {
  return legend.replaceAll(/\{\{\s*(\w+)\s*}}/g, (_, label) => labels[label] ?? '').trim();
}

// parseFloat would take "+Inf" for no number.
const number = (text) => (text === '+Inf' ? Infinity : Number(text));

/** The value at the end of the range; undefined without one. */
export async function last(target, range) {
  const [first] = await ask('query', { query: expression(target), time: range.to });
  return first && number(first.value[1]);
}

/** Each series with a value (null for none) for every moment of the range. */
export async function series(targets, range) {
  const answers = await Promise.all(targets.map((target) => ask('query_range', {
    query: expression(target), start: range.from, end: range.to, step: range.step,
  })));
  return answers.flatMap((result, i) => result.map(({ metric, values }) => {
    const known = new Map(values.map(([at, value]) => [at, number(value)]));
    return {
      name: name(targets[i].legendFormat, metric),
      values: range.times.map((at) => (Number.isFinite(known.get(at)) ? known.get(at) : null)),
    };
  }));
}
