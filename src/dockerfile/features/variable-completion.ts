import type { Range } from '../text';
import { replacedRange, type Cursor } from './cursor';
import { declarableArguments, variablesInScope, type ScopedVariable } from './variables-in-scope';

/** A variable behind `$` or `${`, or the name that an ARG takes over. */
export interface VariableContext {
  readonly kind: 'variable';
  readonly prefix: string;
  /** Of the name, without `$` and braces. */
  readonly range: Range;
  readonly variables: readonly ScopedVariable[];
  /** Whether a `}` is to be added. */
  readonly closeBrace: boolean;
}

/** Instructions in which the builder or a shell replaces variables. */
const expanding = new Set('ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL RUN STOPSIGNAL USER VOLUME WORKDIR'.split(' '));
const running = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'RUN']);

/** The variable that is being typed at the cursor. */
export function variableAt(cursor: Cursor): VariableContext | undefined {
  const { instruction, heredoc, file, offset } = cursor;
  if (!expanding.has(instruction.name)) return undefined;
  const typed =
    heredoc === undefined
      ? cursor.atNewWord
        ? ''
        : cursor.before.text
      : file.text.slice(Math.max(heredoc.bodyRange.start, file.source.lineStart(file.source.lineAt(offset))), offset);
  const match = /(\$\{?)([A-Za-z_]\w*)?$/.exec(typed);
  if (match === null) return heredoc === undefined ? declaredAt(cursor) : undefined;
  const [, mark = '', prefix = ''] = match;
  const shellReads = running.has(instruction.name);
  const escape = shellReads ? '\\' : file.escape;
  if (isEscaped(typed, match.index, escape)) return undefined;
  if (heredoc === undefined) {
    if (shellReads && typed.slice(instruction.argumentsSpan.start).startsWith('[')) return undefined;
    if (inSingleQuotes(typed.slice(instruction.keyword.length, match.index), escape)) return undefined;
  } else if (!heredoc.expand && instruction.name !== 'RUN') return undefined;
  const range = replacedRange(cursor, prefix, /^\w*/);
  if (range === undefined) return undefined;
  const closeBrace = mark === '${' && !/^[}:+\-#%/?]/.test(file.text.slice(range.end, range.end + 1));
  return { kind: 'variable', prefix, range, variables: variablesInScope(file, instruction), closeBrace };
}

/** `ARG NAME` in a stage, which brings a global ARG or one of the builder into it. */
function declaredAt(cursor: Cursor): VariableContext | undefined {
  const { instruction, file, before, atNewWord } = cursor;
  if (instruction.name !== 'ARG' || file.stageOf(instruction) === undefined) return undefined;
  const prefix = atNewWord ? '' : (/\s(\w*)$/.exec(before.text)?.[1] ?? undefined);
  const range = prefix === undefined ? undefined : replacedRange(cursor, prefix, /^\w*/);
  if (prefix === undefined || range === undefined) return undefined;
  return { kind: 'variable', prefix, range, variables: declarableArguments(file), closeBrace: false };
}

function isEscaped(text: string, at: number, escape: string): boolean {
  let count = 0;
  while (text[at - 1 - count] === escape) count++;
  return count % 2 === 1;
}

function inSingleQuotes(text: string, escape: string): boolean {
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === escape && quote !== "'") at++;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  return quote === "'";
}
