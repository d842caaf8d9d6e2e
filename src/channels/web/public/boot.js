/** What the server told this page: language, texts, limits, commands. */
export const boot = JSON.parse(document.body.dataset.boot ?? '{}');

/** A text of the page in its language, with `{{names}}` filled in. */
export const t = (key, values = {}) =>
  (boot.texts[key] ?? key).replaceAll(/\{\{(\w+)\}\}/g, (whole, name) => String(values[name] ?? whole));

/** Makes an element; `text` is never read as markup. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (name === 'text') node.textContent = value;
    else if (name === 'class') node.className = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

/** One of the drawings that every page carries. */
export function icon(name, extra = '') {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `ic ${extra}`);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

/** A random id; randomUUID itself is missing on plain http. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Keeps small things between visits where the browser allows it. */
export const memory = {
  get(key) {
    try {
      return localStorage.getItem(`homeward.${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(`homeward.${key}`);
      else localStorage.setItem(`homeward.${key}`, value);
    } catch {
      // Without storage the page works, and forgets.
    }
  },
};
