// Building blocks. Text is always set as text: ids and vendors' words are invented by others.

/**
 * An element. Of attributes, `class`, `dataset` and `on` (listeners) are known by name; null ones are left out.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'class') {
      element.className = value;
    } else if (name === 'dataset') {
      Object.assign(element.dataset, value);
    } else if (name === 'on') {
      Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    } else if (value != null) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/** Sets a text only when it is another one: an unchanged node keeps selections and is not read out again. */
export function text(element, value) {
  const wanted = String(value ?? '');
  if (element.textContent !== wanted) {
    element.textContent = wanted;
  }
}

export function attribute(element, name, value) {
  if (value == null) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}

/** A table whose semantics survive being laid out as cards. */
export function table(label, columns) {
  const head = el('tr', { role: 'row' },
    ...columns.map((name) => el('th', {
      role: 'columnheader', scope: 'col', class: name === 'Actions' ? 'orders' : '',
    }, name)));
  const body = el('tbody', { role: 'rowgroup' });
  const whole = el('table', { role: 'table', 'aria-label': label },
    el('thead', { role: 'rowgroup' }, head), body);
  return { whole, body };
}

export function cell(label, className, ...children) {
  return el('td', { role: 'cell', class: className, dataset: { label } }, ...children);
}

/** Rows that are updated in place and known by a key, so that focus, selection and what is unfolded stay. */
export class Rows {
  #body;
  #create;
  #rows = new Map();
  #touched = -Infinity;

  /** @param create makes { elements, update(item) } of a key and its first item */
  constructor(body, create) {
    this.#body = body;
    this.#create = create;
    for (const event of ['pointermove', 'pointerdown', 'keydown', 'focusin']) {
      body.addEventListener(event, () => { this.#touched = performance.now(); });
    }
  }

  /** Whether somebody is about to click: a row must not move away from under the finger. */
  #inUse() {
    const near = this.#body.matches(':hover') || this.#body.contains(document.activeElement);
    return near && performance.now() - this.#touched < 8000;
  }

  /** @param samePage whether these are news of the rows that are shown, and not other rows */
  show(entries, samePage) {
    const wanted = new Map(entries);
    const keep = samePage && this.#inUse();
    for (const [key, row] of this.#rows) {
      const gone = !wanted.has(key);
      row.elements.forEach((one) => one.classList.toggle('gone', gone));
      if (gone && !keep) {
        row.elements.forEach((one) => one.remove());
        this.#rows.delete(key);
      }
    }
    for (const [key, item] of wanted) {
      let row = this.#rows.get(key);
      if (row === undefined) {
        row = this.#create(key, item);
        this.#rows.set(key, row);
        this.#body.append(...row.elements);
      }
      row.update(item);
    }
    if (!keep) {
      this.#order([...wanted.keys()].flatMap((key) => this.#rows.get(key).elements));
    }
    return keep;
  }

  #order(elements) {
    let at = this.#body.firstChild;
    for (const element of elements) {
      if (element === at) {
        at = at.nextSibling;
      } else if (this.#body.moveBefore) {
        this.#body.moveBefore(element, at);
      } else {
        this.#body.insertBefore(element, at);
      }
    }
  }
}
