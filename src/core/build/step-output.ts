import { plainAnsiLine } from '../ansi-spans';
import type { StepOutput } from './build-progress';

/** So much of the end of what a step printed is looked at for its last lines, in UTF-16 units. */
const longestTail = 16_384;

/** What a step has printed, in one text; of long ones the last `most` UTF-16 units, whole lines. */
export function outputText(output: readonly StepOutput[], most = Infinity): string {
  const pieces: string[] = [];
  let length = 0;
  for (const { text } of output.toReversed()) {
    pieces.push(text);
    length += text.length;
    if (length > most) break;
  }
  const text = pieces.toReversed().join('');
  if (text.length <= most) return text;
  const cut = text.slice(-most);
  const line = cut.indexOf('\n');
  return line < 0 ? cut : cut.slice(line + 1);
}

/** The last lines that a step has printed and that say something, without colours, the last one last. */
export function lastLines(output: readonly StepOutput[], most: number): readonly string[] {
  const lines = outputText(output, longestTail).split('\n').map(plainAnsiLine);
  return lines.filter((line) => line.trim() !== '').slice(-most);
}
