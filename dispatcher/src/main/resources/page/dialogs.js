// What asks and what tells: the token, a confirmation, notices.

import { token } from './api.js';
import { el, text } from './dom.js';

const $ = (id) => document.getElementById(id);

/** Shows a dialog; true once its form is submitted, false when it is closed otherwise. */
function ask(dialog) {
  return new Promise((resolve) => {
    const form = dialog.querySelector('form');
    const end = (answer) => {
      form.removeEventListener('submit', submit);
      dialog.removeEventListener('close', close);
      dialog.close();
      resolve(answer);
    };
    const submit = (event) => {
      event.preventDefault();
      end(true);
    };
    const close = () => end(false);
    form.addEventListener('submit', submit);
    dialog.addEventListener('close', close);
    dialog.showModal();
  });
}

export async function confirm(title, words, yes) {
  text($('confirm-title'), title);
  text($('confirm-text'), words);
  text($('confirm-yes'), yes);
  const answer = ask($('confirm'));
  // What changes nothing is the first choice.
  $('confirm-no').focus();
  return answer;
}

/** True once there is a token to try. */
export async function askToken(problem = '') {
  text($('token-error'), problem);
  $('token-error').hidden = problem === '';
  $('token-forget').hidden = token.get() === null;
  const given = await ask($('token-dialog'));
  const value = $('token-value').value.trim();
  $('token-value').value = '';
  if (given && value !== '') {
    token.set(value);
  }
  showToken();
  return given && value !== '';
}

export function showToken() {
  text($('token'), token.get() === null ? 'Set token' : 'Token set');
}

export function prepareDialogs() {
  $('token').addEventListener('click', () => askToken());
  $('token-close').addEventListener('click', () => $('token-dialog').close());
  $('token-forget').addEventListener('click', () => {
    token.forget();
    $('token-dialog').close();
  });
  $('confirm-no').addEventListener('click', () => $('confirm').close());
  showToken();
}

/** An error stays until it is taken away; anything else goes by itself. */
export function notice(words, isError = false) {
  const close = el('button', { type: 'button', class: 'quiet', 'aria-label': 'Dismiss' }, '×');
  const one = el('div', { class: isError ? 'notice error' : 'notice', role: isError ? 'alert' : null }, el('span', {}, words), close);
  close.addEventListener('click', () => one.remove());
  $('notices').append(one);
  while ($('notices').children.length > 4) {
    $('notices').firstChild.remove();
  }
  if (!isError) {
    setTimeout(() => one.remove(), 6000);
  }
}
