// The page: what is shown is in the address after the #, what is known is asked for every two seconds.

import { Refused, order, read, token } from './api.js';
import { campaigns } from './campaigns.js';
import { askToken, confirm, notice, prepareDialogs } from './dialogs.js';
import { text } from './dom.js';
import { failures } from './failures.js';
import { brief, clock, compact, count, duration, rate } from './words.js';
import { workspaces } from './workspaces.js';

const EVERY_MS = 2000;
const STALE_SECONDS = 10;
const PAGE = 50;

const $ = (id) => document.getElementById(id);

const context = { order: orderAndTell, confirm, only };
const lists = { workspaces: workspaces(context), campaigns: campaigns(context), failures: failures(context) };

/** What is to be shown. */
const view = { tab: 'workspaces', workspace: '', find: '', only: 'ALL', sort: 'ATTENTION', offset: 0 };

let asked = 0;
let shownQuery = '';
let timer;
let lastGood = null;

// What is shown

function fromAddress() {
  const [tab, query = ''] = location.hash.slice(1).split('?');
  const wanted = new URLSearchParams(query);
  view.tab = Object.hasOwn(lists, tab) ? tab : 'workspaces';
  for (const [name, options] of [['only', 'only'], ['sort', 'sort']]) {
    const value = wanted.get(name);
    view[name] = [...$(options).options].some((one) => one.value === value) ? value : $(options).options[0].value;
  }
  view.workspace = wanted.get('workspace') ?? '';
  view.find = wanted.get('find') ?? '';
  view.offset = Math.max(0, Number.parseInt(wanted.get('offset') ?? '0', 10) || 0);
  showView();
  refresh();
}

function toAddress(changes) {
  Object.assign(view, { offset: 0 }, changes);
  const query = new URLSearchParams();
  for (const name of ['workspace', 'find', 'only', 'sort', 'offset']) {
    if (!['', 'ALL', 'ATTENTION', 0].includes(view[name]) || (name === 'only' && view.only === 'ATTENTION')) {
      query.set(name, view[name]);
    }
  }
  const text = query.toString();
  history.replaceState(null, '', `#${view.tab}${text === '' ? '' : `?${text}`}`);
  showView();
  refresh();
}

function only(tab, workspace) {
  toAddress({ tab, workspace, find: '', only: 'ALL' });
  $(`tab-${tab}`).focus();
}

function showView() {
  for (const tab of Object.keys(lists)) {
    const selected = tab === view.tab;
    $(`tab-${tab}`).setAttribute('aria-selected', String(selected));
    $(`tab-${tab}`).tabIndex = selected ? 0 : -1;
  }
  const list = lists[view.tab];
  $('list').setAttribute('aria-labelledby', `tab-${view.tab}`);
  if ($('table').firstChild !== list.element) {
    $('table').replaceChildren(list.element);
  }
  if ($('find').value !== view.find) {
    $('find').value = view.find;
  }
  $('find').placeholder = list.placeholder;
  $('only').value = view.only;
  $('sort').value = view.sort;
  $('only').closest('label').hidden = list.hasNoLevels === true;
  $('sort').closest('label').hidden = list.hasNoLevels === true;
  $('scope').hidden = view.workspace === '' || view.tab === 'workspaces';
  text($('scope-name'), view.workspace);
}

// What is known

function parameters() {
  const { find, offset } = view;
  const levels = lists[view.tab].hasNoLevels ? {} : { only: view.only, sort: view.sort };
  const scope = view.tab === 'workspaces' ? {} : { workspace: view.workspace };
  return { ...levels, ...scope, find, offset: String(offset), limit: String(PAGE) };
}

async function refresh() {
  clearTimeout(timer);
  const mine = ++asked;
  const list = lists[view.tab];
  const query = JSON.stringify([view.tab, parameters()]);
  try {
    const [fleet, page] = await Promise.all([read('api/fleet'), read(list.path, parameters())]);
    if (mine !== asked) {
      return;
    }
    lastGood = { when: performance.now(), at: fleet.at };
    showFleet(fleet);
    if (page.items.length === 0 && page.offset > 0) {
      toAddress({ offset: 0 });
      return;
    }
    showPage(list, page, query === shownQuery);
    shownQuery = query;
    linked(fleet);
  } catch (failure) {
    if (mine !== asked) {
      return;
    }
    unlinked(failure);
  }
  if (!document.hidden) {
    timer = setTimeout(refresh, EVERY_MS);
  }
}

function showFleet(fleet) {
  const needs = (levels) => levels.ALERT + levels.WARNING;
  const attention = needs(fleet.workspaces);
  const alerts = fleet.workspaces.ALERT + fleet.campaigns.ALERT;
  const campaigning = needs(fleet.campaigns);
  text($('figure-attention').querySelector('button'), count(attention));
  text($('figure-attention').querySelector('small'),
    campaigning === 0 ? '' : `and ${count(campaigning)} ${campaigning === 1 ? 'campaign' : 'campaigns'}`);
  $('figure-attention').dataset.level = alerts > 0 ? 'ALERT' : attention + campaigning > 0 ? 'WARNING' : 'WORKING';
  text($('figure-waiting'), compact(fleet.waiting));
  text($('figure-flight'), compact(fleet.inFlight));
  text($('figure-rate'), rate(fleet.achievedPerSecond).replace('/s', ''));
  for (const tab of ['workspaces', 'campaigns']) {
    const all = Object.values(fleet[tab]).reduce((sum, number) => sum + number, 0);
    text($(`tab-${tab}`).querySelector('.count'), brief(all));
  }
  document.title = attention + campaigning > 0 ? `(${attention + campaigning}) Campaign Dispatch` : 'Campaign Dispatch';
}

function showPage(list, page, isSame) {
  const kept = list.show(page, isSame);
  const last = page.offset + page.items.length;
  const filtered = page.matching === page.total ? '' : ` that match, ${count(page.total)} in all`;
  text($('range'), page.matching === 0
    ? (page.total === 0 ? 'Nothing yet' : `None of ${count(page.total)} matches`)
    : `${count(page.offset + 1)}–${count(last)} of ${count(page.matching)}${filtered}${kept ? ' (order kept while you are in it)' : ''}`);
  $('previous').disabled = page.offset === 0;
  $('next').disabled = last >= page.matching;
  $('previous').hidden = $('next').hidden = page.matching <= PAGE && page.offset === 0;
}

function linked(fleet) {
  const age = (Date.parse(fleet.now) - Date.parse(fleet.at)) / 1000;
  const stale = age > STALE_SECONDS;
  $('link').dataset.state = stale ? 'stale' : 'live';
  const workers = fleet.workers === 1 ? '1 worker' : `${count(fleet.workers)} workers`;
  text($('link-text'), stale ? `Stale, ${workers}` : `Live, ${workers}`);
  banner(stale ? `These figures are ${duration(age)} old: the worker that answers has not looked at itself since ${clock(fleet.at)}.` : '');
}

function unlinked(failure) {
  $('link').dataset.state = 'lost';
  text($('link-text'), 'Not connected');
  const words = failure instanceof Refused ? failure.message : 'the answer could not be shown';
  const since = lastGood === null
    ? 'Nothing is known yet.'
    : `What you see is of ${clock(lastGood.at)}, ${duration((performance.now() - lastGood.when) / 1000)} ago.`;
  banner(`No news from the worker: ${words}. ${since} Trying again.`);
  if (!(failure instanceof Refused)) {
    console.error(failure);
  }
}

function banner(words) {
  document.body.classList.toggle('old', words !== '');
  $('banner').hidden = words === '';
  text($('banner'), words);
}

// Orders

async function orderAndTell(what, ...parts) {
  if (token.get() === null && !(await askToken())) {
    return;
  }
  for (;;) {
    try {
      await order(...parts);
      notice(`${what}: ordered. Every worker follows within seconds.`);
      break;
    } catch (failure) {
      if (!(failure instanceof Refused)) {
        throw failure;
      }
      if (failure.status === 401) {
        token.forget();
        if (await askToken(failure.message)) {
          continue;
        }
        return;
      }
      notice(`${what}: ${failure.message}`, true);
      break;
    }
  }
  refresh();
}

// Listening

function listen() {
  const tabs = Object.keys(lists);
  for (const tab of tabs) {
    $(`tab-${tab}`).addEventListener('click', () => toAddress({ tab, workspace: '', find: '' }));
    $(`tab-${tab}`).addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step !== undefined) {
        const other = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
        toAddress({ tab: other, workspace: '', find: '' });
        $(`tab-${other}`).focus();
      }
    });
  }
  $('figure-attention').querySelector('button').addEventListener('click',
    () => toAddress({ tab: 'workspaces', workspace: '', find: '', only: 'ATTENTION', sort: 'ATTENTION' }));
  let typing;
  $('find').addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => toAddress({ find: $('find').value.trim() }), 200);
  });
  $('filters').addEventListener('submit', (event) => event.preventDefault());
  $('only').addEventListener('change', () => toAddress({ only: $('only').value }));
  $('sort').addEventListener('change', () => toAddress({ sort: $('sort').value }));
  $('scope-clear').addEventListener('click', () => toAddress({ workspace: '' }));
  $('previous').addEventListener('click', () => toAddress({ offset: Math.max(0, view.offset - PAGE) }));
  $('next').addEventListener('click', () => toAddress({ offset: view.offset + PAGE }));
  addEventListener('hashchange', fromAddress);
  document.addEventListener('visibilitychange', () => document.hidden || refresh());
  // "/" finds, as in other tools.
  addEventListener('keydown', (event) => {
    if (event.key === '/' && !event.target.closest('input, select, dialog')) {
      event.preventDefault();
      $('find').focus();
    }
  });
}

prepareDialogs();
listen();
fromAddress();
