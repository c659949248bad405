import { withDefaults } from '../facts/global-arguments';
import { stagesBefore } from '../facts/stage-names';
import { readImageName } from '../image-name';
import type { Dockerfile } from '../model';
import type { Range } from '../text';
import { readFlags, splitWords, type Flag } from '../words';
import { cursorAt, replacedRange, type Cursor } from './cursor';
import { pathIn, pathInJson, type PathContext } from './path-completion';
import { variableAt, type VariableContext } from './variable-completion';

interface Typed {
  /** What was typed of it. */
  readonly prefix: string;
  /** What a candidate replaces; holds the cursor, on one line. */
  readonly range: Range;
}

/** The image of a FROM (`image`) or of `--from` (`stage`), where a stage is meant more often. */
export interface ImageContext extends Typed {
  readonly kind: 'image' | 'stage';
  /** Stages that can be named here, the nearest first; a stage without a name by its number. */
  readonly stages: readonly string[];
}

/** The tag behind an image name. */
export interface TagContext extends Typed {
  readonly kind: 'tag';
  /** The image without its tag, variables replaced by their defaults. */
  readonly repository: string;
}

/** What can be completed at a place. */
export type CompletionContext = ImageContext | TagContext | (PathContext & Typed) | (VariableContext & Typed);

/**
 * What can be completed at the offset out of what is known outside the instruction: images, tags, stages, paths of the
 * build context, variables. Keywords and flags are not among them. Any text gives an answer.
 */
export function completionAt(file: Dockerfile, offset: number): CompletionContext | undefined {
  const cursor = cursorAt(file, offset);
  if (cursor === undefined) return undefined;
  const variable = variableAt(cursor);
  if (variable !== undefined || cursor.heredoc !== undefined) return variable;
  switch (cursor.instruction.name) {
    case 'FROM':
      return inFrom(cursor);
    case 'COPY':
    case 'ADD':
      return inCopy(cursor);
    case 'RUN':
      return inRun(cursor);
    default:
      return undefined;
  }
}

/** The flags before the cursor, the one being typed, and the arguments before it. */
function typedIn(cursor: Cursor): {
  readonly flag: Flag | undefined;
  readonly flags: readonly Flag[];
  readonly words: readonly string[];
  readonly start: number;
} {
  const { before, instruction, atNewWord, file } = cursor;
  const { flags, end } = readFlags(before, instruction.keyword.length);
  const last = flags.at(-1);
  if (last !== undefined && last.span.end === before.text.length && !(atNewWord && endsOutsideQuotes(last))) {
    return { flag: last, flags: flags.slice(0, -1), words: [], start: end };
  }
  const words = splitWords(before, end, before.text.length, { quotes: false, escape: file.escape }).map(({ text }) => text);
  return { flag: undefined, flags, words: atNewWord ? [...words, ''] : words, start: end };
}

function endsOutsideQuotes({ text }: Flag): boolean {
  return (text.match(/["']/g)?.length ?? 0) % 2 === 0;
}

function inFrom(cursor: Cursor): CompletionContext | undefined {
  const { flag, words } = typedIn(cursor);
  const [word] = words;
  return flag === undefined && word !== undefined && words.length === 1 && !word.startsWith('-') ? image(cursor, 'image', word) : undefined;
}

function inCopy(cursor: Cursor): CompletionContext | undefined {
  const { flag, flags, words, start } = typedIn(cursor);
  if (flag !== undefined) {
    const isFrom = cursor.instruction.name === 'COPY' && flag.name.toLowerCase() === 'from' && flag.flagValue !== undefined;
    return isFrom ? image(cursor, 'stage', flag.flagValue) : undefined;
  }
  if (flags.some(({ name }) => name.toLowerCase() === 'from')) return undefined;
  const text = cursor.before.text.slice(start);
  return text.startsWith('[') ? pathInJson(cursor, text) : pathIn(cursor, words);
}

function inRun(cursor: Cursor): CompletionContext | undefined {
  const { flag } = typedIn(cursor);
  if (flag?.name.toLowerCase() !== 'mount' || flag.flagValue === undefined) return undefined;
  const options = flag.flagValue.split(',');
  const option = options.at(-1) ?? '';
  const equals = option.indexOf('=');
  if (equals === -1) return undefined;
  const key = option.slice(0, equals).trimStart();
  const value = option.slice(equals + 1);
  if (key === 'from') return image(cursor, 'stage', value);
  const isBind = !options.some((option) => option.startsWith('from=') || (option.startsWith('type=') && option !== 'type=bind'));
  return isBind && /^(?:source|src)$/.test(key) ? pathIn(cursor, [value], ['', '']) : undefined;
}

function image(cursor: Cursor, kind: ImageContext['kind'], typed: string): CompletionContext | undefined {
  const { file, instruction } = cursor;
  const name = readImageName({ text: typed, range: { start: 0, end: typed.length } });
  if (name.digest !== undefined) return undefined;
  if (name.tag !== undefined) return tag(cursor, name.repository, name.tag);
  const range = replacedRange(cursor, typed, /^[\w./-]*/);
  if (range === undefined || name.hasVariable) return undefined;
  const before = file.stages.slice(
    0,
    instruction.name === 'FROM' ? (file.stages.find(({ from }) => from === instruction)?.index ?? 0) : stagesBefore(file, instruction),
  );
  const names = before.toReversed().map((stage) => stage.name ?? (kind === 'stage' ? String(stage.index) : undefined));
  const stages = instruction.onbuild === undefined ? [...new Set(names.filter((stage) => stage !== undefined))] : [];
  return { kind, prefix: typed, range, stages };
}

function tag(cursor: Cursor, written: string, prefix: string): TagContext | undefined {
  const repository = withDefaults(cursor.file, written);
  // A host whose port is being typed.
  const isHost = repository === 'localhost' || (repository?.includes('.') === true && !repository.includes('/'));
  const range = replacedRange(cursor, prefix, /^[\w.-]*/);
  if (repository === undefined || repository === '' || isHost || range === undefined) return undefined;
  return { kind: 'tag', repository, prefix, range };
}
