import { html, raw } from 'hono/html';

const PATHS = {
  send: '<path d="M5 12h13M12 5l7 7-7 7"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  mic: '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5 11a7 7 0 0 0 14 0M12 18v3"/>',
  stop: '<rect x="7" y="7" width="10" height="10" rx="2" fill="currentColor"/>',
  close: '<path d="M6 6l12 12M18 6L6 18"/>',
  reply: '<path d="M9 7l-5 5 5 5M4 12h9a7 7 0 0 1 7 6"/>',
  file: '<path d="M7 3h7l5 5v12a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM14 3v5h5"/>',
  image:
    '<rect x="3" y="5" width="18" height="14" rx="2"/><circle cx="9" cy="10" r="1.5"/><path d="M21 16l-5-5-9 8"/>',
  pin: '<path d="M12 21s7-6.2 7-11a7 7 0 0 0-14 0c0 4.800 7 11 7 11z"/><circle cx="12" cy="10" r="2.500"/>',
  globe: '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18"/>',
  bell: '<path d="M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4"/>',
  mute: '<path d="M6 16V11a6 6 0 0 1 9-5M18 11v5l2 2H8M10 21h4M4 4l16 16"/>',
  down: '<path d="M6 9l6 6 6-6"/>',
  list: '<path d="M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01"/>',
  qr: '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v6h-6"/>',
} as const;

/** Names of the drawings that pages use. */
export type IconName = keyof typeof PATHS;

/** Every drawing once, hidden; the page's script and `icon` point into it. */
export const sprite = raw(
  `<svg class="sprite" width="0" height="0" aria-hidden="true" focusable="false">${Object.entries(PATHS)
    .map(([name, path]) => `<symbol id="i-${name}" viewBox="0 0 24 24">${path}</symbol>`)
    .join('')}</svg>`,
);

/** One drawing, silent for screen readers: the button around it carries the name. */
export const icon = (name: IconName, extra = '') =>
  html`<svg class="ic ${extra}" aria-hidden="true" focusable="false"><use href="#i-${name}"></use></svg>`;

/** The mark: a house that is also a speech bubble. */
export const mark = raw(
  '<svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">' +
    '<path class="mark-house" d="M24 5 43 20.500a2 2 0 0 1 .7 1.500V36a5 5 0 0 1-5 5H21l-8 6v-6h-3.700a5 5 0 0 1-5-5V22a2 2 0 0 1 .7-1.500z"/>' +
    '<path class="mark-heart" d="M24 35s-8.500-5.200-8.500-10.600A4.700 4.700 0 0 1 24 21.600a4.700 4.700 0 0 1 8.500 2.800C32.500 29.800 24 35 24 35z"/></svg>',
);
