import { t } from '../localize';
import { otherCommand } from '../run/other-commands';
import { type EngineSurroundings, readDockerCommand } from '../run/invocation';
import { LineProblem, type LineWord, type ShellSurroundings } from '../shell-words';

/** A line without what stands before the options of `docker build`. */
export interface BuildCommand {
  readonly program: 'docker' | 'podman';
  /** From the first option on. */
  readonly words: readonly LineWord[];
  /** Of `NAME=value` before the command, and of options before the verb. */
  readonly variables: Readonly<Record<string, string>>;
  /** The file that stands on standard input. */
  readonly input?: LineWord;
}

type Surroundings = ShellSurroundings & EngineSurroundings;

const only = 'docker build';

/** Reads a line that builds, with all that may stand before the options. Throws {@link LineProblem}. */
export function readBuildCommand(line: string, surroundings: Surroundings): BuildCommand {
  const piped = pipedFile(line);
  const known = { ...surroundings, only } as const;
  if (!piped) return readCommand(line, known);
  // What is read stands where it stood, so that places in the line stay.
  const file = readDockerCommand(`${' '.repeat(piped.from)}${line.slice(piped.from, piped.end)}`, known).words;
  const [input] = file;
  if (!input || file.length > 1)
    throw new LineProblem(t('One file can be built: "{0}" names another number of them.', line.slice(0, piped.end).trim()), 0, piped.end);
  return { ...readCommand(' '.repeat(piped.end + 1) + line.slice(piped.end + 1), known), input };
}

/** The file of `cat file | docker build -`, by what may stand there. */
function pipedFile(line: string): { readonly from: number; readonly end: number } | undefined {
  const found = /^\s*(?:cat|type|gc|Get-Content(?:\s-Raw|\s-Path){0,2})\s(?=[^|]*\|[^|])/i.exec(line);
  return found ? { from: found[0].length, end: line.indexOf('|', found[0].length) } : undefined;
}

function readCommand(line: string, surroundings: Surroundings): BuildCommand {
  const { program, words, variables, input } = readDockerCommand(line, surroundings);
  if (program === undefined) {
    const inner = shellOf(words);
    return inner ? readInner(inner, surroundings) : { program: 'docker', words, variables, ...(input && { input }) };
  }
  const behind = behindVerb(words);
  if (!behind) throw otherCommand(program, words, line.length, only);
  return { program, words: behind.words, variables: { ...variables, ...behind.variables }, ...(input && { input }) };
}

/** `build`, `image build`, `builder build`, `buildx build`, `buildx --builder NAME b`. */
function behindVerb(
  words: readonly LineWord[],
): { readonly words: readonly LineWord[]; readonly variables: Readonly<Record<string, string>> } | undefined {
  const [first, second] = words;
  if (first?.text === 'build') return { words: words.slice(1), variables: {} };
  if (first?.text === 'image' || first?.text === 'builder')
    return second?.text === 'build' ? { words: words.slice(2), variables: {} } : undefined;
  if (first?.text !== 'buildx') return undefined;
  let builder: string | undefined;
  for (let index = 1; index < words.length; index += 1) {
    const { text = '' } = words[index] ?? {};
    if (text === 'build' || text === 'b')
      return { words: words.slice(index + 1), variables: builder === undefined ? {} : { BUILDX_BUILDER: builder } };
    if (text === '--builder') builder = words[(index += 1)]?.text;
    else if (text.startsWith('--builder=')) builder = text.slice('--builder='.length);
    else if (text !== '-D' && text !== '--debug') return undefined;
  }
  return undefined;
}

interface Inner {
  readonly line: LineWord;
  readonly dialect: 'posix' | 'cmd';
}

/** A line that PowerShell gives to another shell, since it has no `<` itself: `cmd /c 'docker build - < Dockerfile'`. */
function shellOf(words: readonly LineWord[]): Inner | undefined {
  const [shell, option, line, ...more] = words;
  if (!shell || !option || !line || more.length > 0) return undefined;
  if (/^cmd(?:\.exe)?$/i.test(shell.text) && /^\/c$/i.test(option.text)) return { line, dialect: 'cmd' };
  return /^(?:ba)?sh$/.test(shell.text) && option.text === '-c' ? { line, dialect: 'posix' } : undefined;
}

function readInner({ line, dialect }: Inner, surroundings: Surroundings): BuildCommand {
  try {
    return readCommand(line.text, { ...surroundings, dialect });
  } catch (problem) {
    if (!(problem instanceof LineProblem)) throw problem;
    throw new LineProblem(problem.reason, line.offset, line.length, problem.instead);
  }
}
