// The worker's API: reading is free, orders show the token. The token is in this tab's memory and nowhere else.

const TOKEN = 'dispatch.token';
const LONGEST_MS = 6000;

/** The API refused, or did not answer (status 0). */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const token = {
  get: () => sessionStorage.getItem(TOKEN),
  set: (value) => sessionStorage.setItem(TOKEN, value),
  forget: () => sessionStorage.removeItem(TOKEN),
};

async function call(path, options) {
  let response;
  let body;
  try {
    response = await fetch(path, { ...options, cache: 'no-store', signal: AbortSignal.timeout(LONGEST_MS) });
    body = await response.text();
  } catch (failure) {
    const late = failure.name === 'TimeoutError';
    throw new Refused(0, late ? `no answer within ${LONGEST_MS / 1000} s` : 'the worker cannot be reached');
  }
  let json = null;
  try {
    json = JSON.parse(body);
  } catch {
    // A proxy's page, perhaps.
  }
  if (!response.ok || json === null) {
    throw new Refused(response.status, json?.detail ?? `HTTP ${response.status} ${response.statusText}`.trim());
  }
  return json;
}

export function read(path, parameters = {}) {
  const wanted = Object.entries(parameters).filter(([, value]) => value !== '' && value != null);
  const query = new URLSearchParams(wanted).toString();
  return call(query === '' ? path : `${path}?${query}`, {});
}

/** @param parts of the path after /api/, each of which may hold any character */
export function order(...parts) {
  if (parts.some((part) => part === '.' || part === '..')) {
    // A browser takes them for steps in the path: the order would be about something else.
    return Promise.reject(new Refused(0, 'an id of dots alone cannot be named in a path; use the topic'));
  }
  const shown = token.get();
  return call(`api/${parts.map(encodeURIComponent).join('/')}`, {
    method: 'POST',
    headers: shown === null ? {} : { Authorization: `Bearer ${shown}` },
  });
}
