import type { AnsiColour, AnsiSpan, AnsiStyle } from '../../../core/ansi-spans';
import { oneLine } from '../../../core/untrusted';
import { element } from './elements';

/** A longer line is cut. */
export const longestShown = 4_000;

/** The first `length` UTF-16 units of pieces, and the rest. */
export function cutSpans(spans: readonly AnsiSpan[], length: number): readonly [readonly AnsiSpan[], readonly AnsiSpan[]] {
  const before: AnsiSpan[] = [];
  const after: AnsiSpan[] = [];
  let left = length;
  for (const { text, style } of spans) {
    if (left > 0) before.push({ text: text.slice(0, left), style });
    if (text.length > left) after.push({ text: text.slice(Math.max(0, left)), style });
    left -= text.length;
  }
  return [before.filter(({ text }) => text !== ''), after];
}

/** A piece of a line in its colours; what is in it is text and nothing else. */
export function ansiPiece({ text, style }: AnsiSpan): Node {
  const shown = oneLine(text, longestShown + 1);
  const classes = classesOf(style);
  if (Object.keys(style).length === 0) return document.createTextNode(shown);
  const made = element('span', { className: classes }, shown);
  const [foreground, background] = style.inverse ? [style.background, style.foreground] : [style.foreground, style.background];
  if (typeof foreground === 'string') made.style.setProperty('--own', foreground);
  if (typeof background === 'string') made.style.backgroundColor = background;
  return made;
}

function classesOf(style: AnsiStyle): string {
  const [foreground, background] = style.inverse ? [style.background, style.foreground] : [style.foreground, style.background];
  return [
    colourClass('f', foreground),
    colourClass('b', background),
    ...(['bold', 'dim', 'italic', 'underline', 'strike'] as const).filter((flag) => style[flag]),
    style.inverse && foreground === undefined ? 'turned' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function colourClass(of: 'f' | 'b', colour: AnsiColour | undefined): string {
  return colour === undefined ? '' : typeof colour === 'number' ? `${of}${String(colour)}` : of === 'f' ? 'own' : '';
}
