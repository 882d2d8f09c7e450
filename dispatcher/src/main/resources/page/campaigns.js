// The list of campaigns.

import { attribute, cell, el, table, text, Rows } from './dom.js';
import { action, bar, causes, facts, fold, pill } from './parts.js';
import { WAITS, compact, count, eta, rate } from './words.js';

const COLUMNS = ['Campaign', 'State', 'Progress', 'Rate', 'ETA', 'Actions'];

const ENDINGS = ['accepted', 'failed', 'uncertain', 'expired', 'cancelled', 'suppressed', 'duplicate'];

function state({ campaign, causes: why }) {
  if (why.length > 0) {
    return causes(why);
  }
  if (campaign.state !== 'RUNNING') {
    return campaign.state === 'PAUSED' ? 'Paused' : 'Cancelled';
  }
  if (campaign.open > 0) {
    return campaign.perSecond > 0 ? 'Sending' : 'Waiting';
  }
  return campaign.read > 0 ? 'Done' : 'Idle';
}

export function campaigns(context) {
  const { whole, body } = table('Campaigns', COLUMNS);
  const rows = new Rows(body, (key, item) => row(item.campaign, context));
  return {
    element: whole,
    path: 'api/fleet/campaigns',
    placeholder: 'campaign or workspace',
    show: (page, same) => rows.show(
      page.items.map((item) => [`${item.campaign.workspaceId}/${item.campaign.campaignId}`, item]), same),
  };
}

function row({ workspaceId, campaignId }, context) {
  const { button, row: more, show } = fold(campaignId, COLUMNS.length);
  const owner = el('button', {
    type: 'button', class: 'link-like', 'aria-label': `Only campaigns of workspace ${workspaceId}`,
    on: { click: () => context.only('campaigns', workspaceId) },
  }, workspaceId);
  const how = pill();
  const why = el('span', { class: 'dim' });
  const progress = bar('accepted', 'failed', 'other');
  const figures = el('span', { class: 'number' });
  const bad = el('span', { class: 'bad' });
  const speed = el('span', { class: 'number' });
  const end = el('span', { class: 'number' });
  const about = `campaign ${campaignId} of ${workspaceId}`;
  const order = (word, verb) => context.order(`${word} of ${about}`,
    'workspaces', workspaceId, 'campaigns', campaignId, verb);
  let shown;
  const pause = action('Pause', about, 'quiet', () => order('Pause', 'pause'));
  const resume = action('Resume', about, 'quiet', () => order('Resumption', 'resume'));
  const cancel = action('Cancel', about, 'quiet danger-text', async () => {
    if (await context.confirm(`Cancel ${about}?`, warning(shown), 'Cancel the campaign')) {
      await order('Cancellation', 'cancel');
    }
  });

  const line = el('tr', { role: 'row' },
    cell('Campaign', 'what', button, owner),
    cell('State', 'how', how.element, why),
    cell('Progress', 'progress', progress.element, figures, bad),
    cell('Rate', 'right', speed),
    cell('ETA', 'right', end),
    cell('Actions', 'orders', pause, resume, cancel));

  return {
    elements: [line, more],
    update(item) {
      const { campaign } = item;
      shown = campaign;
      const ended = ENDINGS.reduce((sum, name) => sum + campaign[name], 0);
      const total = Math.max(campaign.read, ended);
      attribute(line, 'data-level', item.level);
      how.show(item.level, state(item));
      text(why, campaign.open === 0 ? '' : WAITS[campaign.waitReason] ?? campaign.waitReason);
      progress.show(total, campaign.accepted, campaign.failed + campaign.uncertain,
        ended - campaign.accepted - campaign.failed - campaign.uncertain);
      text(figures, total === 0 ? 'nothing read yet' : `${compact(ended)} of ${compact(total)}`);
      attribute(figures, 'title', `${count(ended)} of ${count(total)} ended`);
      text(bad, [['failed', campaign.failed], ['uncertain', campaign.uncertain]]
        .filter(([, number]) => number > 0).map(([name, number]) => `${compact(number)} ${name}`).join(', '));
      text(speed, rate(campaign.perSecond));
      end.classList.toggle('reason', campaign.etaSeconds == null);
      text(end, campaign.state === 'CANCELLED' ? '–' : eta(campaign.etaSeconds, item.etaBlockedBy, campaign.open));
      pause.hidden = campaign.state !== 'RUNNING';
      resume.hidden = campaign.state === 'RUNNING';
      cancel.hidden = campaign.state === 'CANCELLED';
      show(() => [facts([
        ['Read', count(campaign.read)],
        ['Open', count(campaign.open)],
        ...ENDINGS.map((name) => [name[0].toUpperCase() + name.slice(1), count(campaign[name])]),
      ]), el('p', { class: 'dim' }, 'Counted by the workers that run now, since each began.')]);
    },
  };
}

function warning({ open, read }) {
  const known = open === 0
    ? 'No request of it is known to wait.'
    : `${count(open)} ${open === 1 ? 'request that waits ends' : 'requests that wait end'} as CANCELLED `
      + `and ${open === 1 ? 'is' : 'are'} not sent, of ${count(read)} that the running workers have read.`;
  return `${known} Later ones end so too, until the campaign is resumed. What is cancelled cannot be taken back.`;
}
