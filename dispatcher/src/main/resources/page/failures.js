// The list of what failed lately.

import { attribute, cell, el, table, text, Rows } from './dom.js';
import { pill } from './parts.js';
import { ago, clock, compact } from './words.js';

const COLUMNS = ['Workspace', 'Failure', 'Message', 'Times', 'Last', 'Example'];

/** Whether it needs somebody, is the recipient's own, or is tried again. */
const LEVELS = { FAILED: 'WARNING', UNCERTAIN: 'WARNING', RETRYING: 'IDLE' };

export function failures(context) {
  const { whole, body } = table('Recent failures', COLUMNS);
  const rows = new Rows(body, (key, { item }) => row(item, context));
  return {
    element: whole,
    path: 'api/fleet/failures',
    placeholder: 'workspace, campaign, code, message',
    hasNoLevels: true,
    show: (page, same) => rows.show(page.items.map((item) => [
      JSON.stringify([item.workspaceId, item.status, item.code]), { item, now: page.now }]), same),
  };
}

function row({ workspaceId, status, code }, context) {
  const vendor = el('span', { class: 'dim' });
  const what = pill();
  const message = el('span', { class: 'message' });
  const category = el('span', { class: 'dim' });
  const times = el('span', { class: 'number' });
  const last = el('span', { class: 'number' });
  const campaign = el('bdi', { class: 'id' });
  const request = el('span', { class: 'dim' });
  const line = el('tr', { role: 'row' },
    cell('Workspace', 'what flat',
      el('button', {
        type: 'button', class: 'link-like', 'aria-label': `Only failures of workspace ${workspaceId}`,
        on: { click: () => context.only('failures', workspaceId) },
      }, workspaceId), vendor),
    cell('Failure', 'how', what.element, el('code', {}, code)),
    cell('Message', 'long', message, category),
    cell('Times', 'right', times),
    cell('Last', 'right', last),
    cell('Example', 'long', campaign, request));
  return {
    elements: [line],
    update({ item, now }) {
      what.show(item.status === 'FAILED' && item.category === 'RECIPIENT' ? 'IDLE' : LEVELS[status] ?? 'IDLE', status);
      text(vendor, item.vendor ?? 'no vendor reached');
      text(message, item.message);
      text(category, [item.category, item.httpStatus == null ? null : `HTTP ${item.httpStatus}`]
        .filter((part) => part != null).join(', '));
      text(times, compact(item.count));
      attribute(times, 'title', `since ${clock(item.since)}`);
      text(last, ago(item.lastAt, now));
      attribute(last, 'title', clock(item.lastAt));
      text(campaign, item.campaignId ?? '');
      text(request, ['request', item.requestId, item.recipient == null ? null : `to ${item.recipient}`]
        .filter((part) => part != null).join(' '));
    },
  };
}
