import { readCmdCommand } from '../shell/cmd';
import { recognisedDialect, type ShellDialect } from '../shell/dialect';
import { readPowershellWords } from '../shell/powershell';
import { readShellCommand, type ShellSurroundings, type LineWord } from '../shell-words';

/** A command line as it was read, and the dialect that it was read in. */
interface TypedLine {
  readonly words: readonly LineWord[];
  readonly assignments: Readonly<Record<string, string>>;
  /** What stands before the command. */
  readonly begin: number;
  /** The file behind `<`, where a line may have one. */
  readonly input?: LineWord;
}

const terminalPrompts = [
  /^\s*[\w.-]+@[\w.-][^\s$#%>]*(?: [^\s$#%>]+)?[$%>❯➜]\s+(?=\S)/u,
  /^\s*(?:\[[^\]\n]*\]|[~/][\w./~-]* ?|(?:ba|z)?sh-[\d.]+)?[$%>❯➜]\s+(?=\S)/u,
];
const rootPrompt = /^\s*(?:[\w.-]+@[\w.-][^\s$#%>]*|\[[^\]\n]*\]|[~/][\w./~-]* ?|(?:ba|z)?sh-[\d.]+)?#\s+(?=\S)/;

/** Of PowerShell (`PS C:\\work>`, `PS /work>`), also within an environment of Python. */
const powershellPrompt = /^\s*(?:\([\w.-]+\) ?)?PS (?:[A-Za-z]:|[\\/~])[^>\n]*>\s*(?=\S)/;
/** Of `cmd.exe`, which puts no blank behind it. */
const cmdPrompt = /^\s*(?:\([\w.-]+\) ?)?(?:[A-Za-z]:\\|\\\\)[^>\n:]*>\s*(?=\S)/;

const prompts = [powershellPrompt, cmdPrompt, ...terminalPrompts, rootPrompt];

/** The dialect of a line: the one that was chosen, that of its prompt or of what stands in it; a POSIX shell's without any sign. */
export function dialectOf(line: string, { dialect, backslash, variables }: ShellSurroundings): ShellDialect {
  if (dialect) return dialect;
  const text = line.slice(skipComments(line));
  if (powershellPrompt.test(text)) return 'powershell';
  if (cmdPrompt.test(text)) return 'cmd';
  return recognisedDialect(text, backslash === 'literal', variables) ?? 'posix';
}

/** Reads the words of a line in its dialect, behind comments and the prompt. Throws `LineProblem`. */
export function readTypedLine(line: string, surroundings: ShellSurroundings): TypedLine {
  const start = skipComments(line);
  const text = line.slice(start);
  const dialect = dialectOf(line, surroundings);
  const prompt = prompts.map((each) => each.exec(text)?.[0].length).find((length) => length !== undefined) ?? 0;
  const begin = start + prompt;
  if (dialect === 'powershell') return { words: readPowershellWords(line, surroundings, begin), assignments: {}, begin };
  if (dialect === 'cmd') return { ...readCmdCommand(line, surroundings, begin), assignments: {}, begin };
  // Who chooses a POSIX shell means one, also on Windows.
  const chosen = surroundings.dialect === 'posix' ? ({ ...surroundings, backslash: 'quotes' } as const) : surroundings;
  return { ...readShellCommand(line, chosen, begin, prompt > 0), begin };
}

/** The index of the first line that is neither empty nor a comment. A lone `# …` is the prompt of root. */
function skipComments(line: string): number {
  let begin = 0;
  for (;;) {
    const end = line.indexOf('\n', begin);
    if (end < 0) return begin;
    const text = line.slice(begin, end);
    const isComment = /^\s*(?:#|$)/.test(text) && !isRootLine(text);
    if (!isComment || line.slice(end).trim() === '') return begin;
    begin = end + 1;
  }
}

/** `# docker …`, with `sudo` and assignments before it: the prompt of root, no comment. */
function isRootLine(line: string): boolean {
  const rest = /^\s*#\s+(.*)$/s.exec(line)?.[1] ?? '';
  const assignments = /(?:\w+=\S*\s+)*/y;
  const command = rest.slice(assignments.exec(rest)?.[0].length ?? 0);
  return /^(?:docker|podman)\s/.test(command) || (/^sudo\s/.test(command) && /(?:docker|podman)\s/.test(command));
}
