import { t } from '../localize';

/** A short time in one translated phrase: `0.3 s`, `42 s`, `3 min 5 s`, `1 h 2 min`. */
export function formatTime(milliseconds: number): string {
  const tenths = Math.round(Math.max(0, milliseconds) / 100);
  if (tenths < 100) return t('{0} s', (tenths / 10).toFixed(1));
  const seconds = Math.floor(tenths / 10);
  if (seconds < 60) return t('{0} s', seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('{0} min {1} s', minutes, seconds % 60);
  return t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}
