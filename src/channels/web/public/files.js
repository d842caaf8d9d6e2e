import { el, icon, t } from './boot.js';
import { fileSize } from './format.js';

/** A line with a link to save the file, or the reason why there is none. */
function fileLine(file) {
  const name = file.name ?? t(`kind_${file.kind}`);
  if (!file.url) {
    const why = t(file.problem === 'too-large' ? 'file_was_too_large' : 'file_was_unavailable');
    return el(
      'p',
      { class: 'file missing' },
      icon('file'),
      el('span', { dir: 'auto', text: `${name} – ${why}` }),
    );
  }
  return el(
    'a',
    { class: 'file', href: `${file.url}?save`, download: name },
    icon('file'),
    el('span', { class: 'file-name', dir: 'auto', text: name }),
    el('span', { class: 'quiet-text', text: fileSize(file.size) }),
  );
}

function picture(file) {
  const image = el('img', {
    src: file.url,
    alt: file.name ?? t(`kind_${file.kind}`),
    loading: 'lazy',
    decoding: 'async',
  });
  const link = el('a', { class: 'photo', href: file.url, target: '_blank', rel: 'noopener' }, image);
  // A format that this browser cannot draw can still be saved.
  image.addEventListener('error', () => link.replaceWith(fileLine(file)));
  return link;
}

function player(tag, file) {
  const node = el(tag, { src: file.url, controls: true, preload: 'metadata', playsinline: true });
  node.setAttribute('aria-label', file.name ?? t(`kind_${file.kind}`));
  node.addEventListener('error', () => node.replaceWith(fileLine(file)));
  return node;
}

function attachment(file) {
  if (!file.url) return fileLine(file);
  const type = file.type ?? '';
  if (/^image\//.test(type) && file.kind !== 'document') return picture(file);
  if (/^audio\//.test(type) || file.kind === 'voice') return player('audio', file);
  return /^video\//.test(type) ? player('video', file) : fileLine(file);
}

/** The files of a message: pictures side by side, players, and links to save the rest. */
export function attachmentsOf(files) {
  if (!files?.length) return undefined;
  return el('div', { class: `files${files.length > 1 ? ' several' : ''}` }, ...files.map(attachment));
}
