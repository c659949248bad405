import { t } from '../localize';

/** The sentence about something that only a real shell could work out. */
export function notEvaluated(piece: string): string {
  return t(
    'This line runs without a shell, so {0} is not evaluated: write its value, or put it in single quotes for a shell in the container.',
    piece,
  );
}
