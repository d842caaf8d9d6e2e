import { memory, t } from './boot.js';

const title = document.title;
let unread = 0;
let flashing;
let audio;

/** Browsers let a page make a sound only after a first touch. */
const unlock = () => {
  audio ??= 'AudioContext' in globalThis ? new AudioContext() : undefined;
};
addEventListener('pointerdown', unlock, { once: true });
addEventListener('keydown', unlock, { once: true });

const draw = () => {
  document.title = unread > 0 ? `(${unread}) ${title}` : title;
};

const calm = () => {
  clearInterval(flashing);
  flashing = undefined;
  unread = 0;
  draw();
};
document.addEventListener('visibilitychange', () => document.hidden || calm());
addEventListener('focus', calm);

/** Sounds are on unless this browser was told otherwise. */
export const sound = {
  get on() {
    return memory.get('sound') !== 'off';
  },
  set on(value) {
    memory.set('sound', value ? null : 'off');
  },
};

function tone(at, frequency, seconds) {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0.0001, at);
  gain.gain.exponentialRampToValueAtTime(0.2, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + seconds);
}

/** Draws attention to a new message: a number in the title, a soft sound, or for emergencies an insistent one. */
export function alertTo({ emergency = false } = {}) {
  if (document.hidden || !document.hasFocus()) {
    unread += 1;
    draw();
    if (emergency && !flashing && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      flashing = setInterval(() => {
        document.title = document.title.startsWith('🚨') ? `(${unread}) ${title}` : `🚨 ${t('emergency')}`;
      }, 1_000);
    } else if (emergency) {
      document.title = `🚨 ${t('emergency')}`;
    }
  }
  if (!sound.on || audio?.state !== 'running') return;
  const now = audio.currentTime;
  if (!emergency) return tone(now, 660, 0.18);
  for (let beat = 0; beat < 3; beat += 1) {
    tone(now + beat * 0.5, 880, 0.2);
    tone(now + beat * 0.5 + 0.22, 1175, 0.22);
  }
}
