// The list of workspaces.

import { attribute, cell, el, table, text, Rows } from './dom.js';
import { action, bar, causes, facts, failures, fold, holds, pill } from './parts.js';
import { WAITS, ago, clock, compact, count, eta, limit, rate } from './words.js';

const COLUMNS = ['Workspace', 'State', 'Waiting', 'Rate', 'ETA', 'Actions'];

const waiting = ({ backlog }) => backlog.URGENT + backlog.NORMAL + backlog.BULK;
const isPaused = ({ holds: all }) => all.some((hold) => hold.scope === 'WORKSPACE' && hold.reason === 'OPERATOR');
const isRefused = ({ holds: all }) => all.some((hold) => hold.scope !== 'CAMPAIGN' && hold.reason !== 'OPERATOR');

function state({ workspace, level, causes: why }) {
  if (why.length > 0) {
    return causes(why);
  }
  if (isPaused(workspace)) {
    return 'Paused';
  }
  if (level === 'IDLE') {
    return 'Idle';
  }
  return workspace.achievedPerSecond > 0 || workspace.inFlight > 0 ? 'Sending' : 'Waiting';
}

/** How full its tightest limit is. What it shares with a group is not its own to fill. */
function used(item) {
  const own = item.limits.filter((one) => one.group == null);
  const allowed = own.length === 0 ? null : Math.min(...own.map((one) => ceiling(one)));
  return { allowed, sent: item.workspace.achievedPerSecond };
}

/** Messages per second over ten seconds, which is what the achieved rate is measured over. */
const ceiling = ({ rate: number, perSeconds, burst }) => (burst + (number / perSeconds) * 10) / 10;

/** A Platica key has a limit that nobody configures. */
function limits({ limits: all, workspace }) {
  if (all.length > 0) {
    return `of ${all.map(limit).join(', ')}`;
  }
  return workspace.allowedPerSecond == null ? 'no limit' : `of ${rate(workspace.allowedPerSecond)}`;
}

export function workspaces(context) {
  const { whole, body } = table('Workspaces', COLUMNS);
  const rows = new Rows(body, (id) => row(id, context));
  return {
    element: whole,
    path: 'api/fleet/workspaces',
    placeholder: 'workspace or vendor',
    show: (page, same) => rows.show(
      page.items.map((item) => [item.workspace.id, { item, now: page.now }]), same),
  };
}

function row(id, context) {
  const campaigns = el('button', { type: 'button', class: 'quiet', on: { click: () => context.only('campaigns', id) } },
    'Its campaigns');
  const { button, row: more, show } = fold(id, COLUMNS.length, campaigns);
  const vendor = el('span', { class: 'dim' });
  const how = pill();
  const why = el('span', { class: 'dim' });
  const number = el('span', { class: 'number' });
  const speed = el('span', { class: 'number' });
  const allowed = el('span', { class: 'dim' });
  const meter = bar('sent');
  const end = el('span', { class: 'number' });
  const pause = action('Pause', `workspace ${id}`, 'quiet',
    () => context.order(`Pause of workspace ${id}`, 'workspaces', id, 'pause'));
  const resume = action('Resume', `workspace ${id}`, 'quiet',
    () => context.order(`Resumption of workspace ${id}`, 'workspaces', id, 'resume'));
  const retry = action('Try again', `workspace ${id}: what a vendor's answer holds`, 'quiet',
    () => context.order(`Another try for workspace ${id}`, 'workspaces', id, 'resume'));

  const line = el('tr', { role: 'row' },
    cell('Workspace', 'what', button, vendor),
    cell('State', 'how', how.element, why),
    cell('Waiting', 'right', number),
    cell('Rate', 'right speed', speed, allowed, meter.element),
    cell('ETA', 'right', end),
    cell('Actions', 'orders', pause, resume, retry));

  return {
    elements: [line, more],
    update({ item, now }) {
      const { workspace } = item;
      attribute(line, 'data-level', item.level);
      text(vendor, workspace.vendor);
      how.show(item.level, state(item));
      text(why, WAITS[workspace.waitReason] ?? workspace.waitReason);
      text(number, compact(waiting(workspace)));
      attribute(number, 'title', `${count(waiting(workspace))} waiting, ${workspace.inFlight} in flight`);
      const { allowed: most, sent } = used(item);
      text(speed, rate(sent));
      text(allowed, limits(item));
      meter.show(most ?? 0, sent);
      end.classList.toggle('reason', item.etaSeconds == null);
      text(end, eta(item.etaSeconds, item.etaBlockedBy, waiting(workspace)));
      const paused = isPaused(workspace);
      pause.hidden = paused;
      resume.hidden = !paused;
      retry.hidden = paused || !isRefused(workspace);
      show(() => details(item, now));
    },
  };
}

function details(item, now) {
  const { workspace } = item;
  const { URGENT, NORMAL, BULK } = workspace.backlog;
  const parts = [facts([
    ['Urgent', count(URGENT)],
    ['Normal', count(NORMAL)],
    ['Bulk', count(BULK)],
    ['Scheduled for later', item.notDue > 0 ? count(item.notDue) : null],
    ['In flight', count(workspace.inFlight)],
    ['Waits for', workspace.waitReason],
    ['Oldest waits since', workspace.oldestOpenAt == null ? null : ago(workspace.oldestOpenAt, now)],
    ['Next may be sent', workspace.nextSendAt == null ? null : clock(workspace.nextSendAt)],
    ['Slowed down to', item.causes.includes('SLOWED') ? rate(item.effectivePerSecond) : null],
  ])];
  if (workspace.holds.length > 0) {
    parts.push(el('h3', {}, 'Holds'), holds(workspace.holds, now));
  }
  if (item.failures.length > 0) {
    parts.push(el('h3', {}, 'Recent failures'), failures(item.failures, now));
  }
  return parts;
}
