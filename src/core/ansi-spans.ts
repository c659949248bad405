/** A colour of the terminal: its place in the palette of 16, or `#rrggbb`. */
export type AnsiColour = number | `#${string}`;

export interface AnsiStyle {
  readonly foreground?: AnsiColour;
  readonly background?: AnsiColour;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strike?: true;
  readonly inverse?: true;
}

/** A piece of a line in one style; the text holds no escape sequence and no line break. */
export interface AnsiSpan {
  readonly text: string;
  readonly style: AnsiStyle;
}

type OpenStyle = Map<keyof AnsiStyle, AnsiColour | true>;

// ECMA-48: CSI with its parameters, control strings up to their end or the end of the line, other escapes.
// eslint-disable-next-line no-control-regex -- these are the characters to be found
const sequence = /\u001b\[([0-?]*)[ -/]*([@-~]?)|\u001b[\]PX^_][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]?/g;
// eslint-disable-next-line no-control-regex -- these are the characters to be found
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/**
 * Output of programs as lines of coloured pieces: what it says about colours (SGR) is read, a line that was written over is
 * what was written last, every other sequence and control is left out. Source of the numbers: ECMA-48, 8.3.117, and
 * xterm's `38;5` and `38;2`.
 */
export function ansiLines(text: string): readonly (readonly AnsiSpan[])[] {
  const style: OpenStyle = new Map();
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => lineSpans(line, style));
}

/** The same without colours. */
export function plainAnsiLine(line: string): string {
  return lineSpans(line, new Map())
    .map(({ text }) => text)
    .join('');
}

function lineSpans(line: string, style: OpenStyle): readonly AnsiSpan[] {
  let spans: AnsiSpan[] = [];
  let from = 0;
  const push = (until: number): void => {
    for (const [index, part] of line.slice(from, until).split('\r').entries()) {
      // The carriage went back: what comes is written over what stands there.
      const text = part.replace(controls, '');
      if (text === '') continue;
      if (index > 0 || returned) spans = [];
      returned = false;
      spans.push({ text, style: Object.fromEntries(style) });
    }
    if (line.slice(from, until).endsWith('\r')) returned = true;
  };
  let returned = false;
  for (const match of line.matchAll(sequence)) {
    push(match.index);
    from = match.index + match[0].length;
    if (match[2] === 'm') select(style, match[1] ?? '');
  }
  push(line.length);
  return spans;
}

/** Does what the parameters of one SGR say. */
function select(style: OpenStyle, parameters: string): void {
  const numbers = parameters.split(/[;:]/).map((word) => (word === '' ? 0 : Number(word)));
  for (let at = 0; at < numbers.length; at++) {
    const code = numbers[at] ?? 0;
    if (code === 38 || code === 48) {
      const [colour, taken] = extended(numbers.slice(at + 1, at + 6));
      at += taken;
      if (colour !== undefined) style.set(code === 38 ? 'foreground' : 'background', colour);
    } else one(style, code);
  }
}

const flags = new Map<number, Exclude<keyof AnsiStyle, 'foreground' | 'background'>>([
  [1, 'bold'],
  [2, 'dim'],
  [3, 'italic'],
  [4, 'underline'],
  [7, 'inverse'],
  [9, 'strike'],
]);

function one(style: OpenStyle, code: number): void {
  const flag = flags.get(code);
  if (flag !== undefined) style.set(flag, true);
  else if (code === 0) style.clear();
  else if (code === 22) {
    style.delete('bold');
    style.delete('dim');
  } else if (code > 22 && code < 30) style.delete(flags.get(code - 20) ?? 'strike');
  else if (code >= 30 && code < 38) style.set('foreground', code - 30);
  else if (code === 39) style.delete('foreground');
  else if (code >= 40 && code < 48) style.set('background', code - 40);
  else if (code === 49) style.delete('background');
  else if (code >= 90 && code < 98) style.set('foreground', code - 82);
  else if (code >= 100 && code < 108) style.set('background', code - 92);
}

/** A colour of more than eight, and how many parameters tell it. */
function extended([kind, first = 0, second = 0, third = 0]: readonly number[]): readonly [AnsiColour | undefined, number] {
  if (kind === 2) return [hex(first, second, third), 4];
  if (kind !== 5) return [undefined, 0];
  if (first < 16) return [first, 2];
  if (first > 255) return [undefined, 2];
  if (first >= 232) return [hex(...([8, 8, 8].map((least) => least + (first - 232) * 10) as [number, number, number])), 2];
  const level = (value: number): number => (value === 0 ? 0 : 55 + value * 40);
  const cube = first - 16;
  return [hex(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)), 2];
}

function hex(red: number, green: number, blue: number): AnsiColour {
  const part = (value: number): string =>
    Math.min(255, Math.trunc(value) || 0)
      .toString(16)
      .padStart(2, '0');
  return `#${part(red)}${part(green)}${part(blue)}`;
}
