// How long is that, in words? For `delay=`, `delays=` and the waits of a message.
import type { Translate } from '../l10n.ts';

/** Seconds in the two largest units that matter: `2 h`, `12 s`, `0.3 s`, `1 d 4 h`. Negative or not a number gives `?`. */
export function durationWords(seconds: number, t: Translate): string {
  if (!(seconds >= 0)) return '?';
  if (seconds < 60) return t('{0} s', String(Number(seconds.toPrecision(seconds < 10 ? 2 : 3))));
  const [unit, part] = seconds < 3600 ? [60, 1] : seconds < 86_400 ? [3600, 60] : [86_400, 3600];
  const whole = Math.floor(seconds / unit);
  const rest = Math.floor((seconds - whole * unit) / part);
  const names: { readonly [unit: number]: string } = {
    60: t('{0} min', whole),
    3600: t('{0} h', whole),
    86400: t('{0} d', whole),
  };
  const parts: { readonly [part: number]: string } = {
    1: t('{0} s', rest),
    60: t('{0} min', rest),
    3600: t('{0} h', rest),
  };
  return rest > 0 ? `${names[unit]} ${parts[part]}` : names[unit];
}
