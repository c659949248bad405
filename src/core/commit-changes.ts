import { changeWithoutSecrets } from './instruction-secrets';
import { scriptWithoutSecrets } from './script-secrets';
import { failure } from './errors';
import { hiddenParts, withoutValues } from './hidden-values';
import { t } from './localize';

/** What is wrong with an instruction; `offset` is where in it, in UTF-16 units. */
export interface ChangeProblem {
  readonly offset: number;
  readonly reason: string;
}

/** Instructions that `docker commit --change` takes; source: `validCommitCommands` of moby `builder/dockerfile`. */
const allowed = new Set([
  'CMD',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'ONBUILD',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
]);
const neverTriggers = new Set(['ONBUILD', 'FROM', 'MAINTAINER']);

/** Checks one instruction as it is typed, before an engine sees it. */
export function checkChange(text: string): ChangeProblem | undefined {
  const lineBreak = text.search(/[\r\n]/);
  if (lineBreak >= 0) return { offset: lineBreak, reason: t('Enter each instruction separately, on one line.') };
  const [, before = '', name = '', gap = '', rest = ''] = /^(\s*)(\S*)(\s*)(.*)$/s.exec(text) ?? [];
  const value = rest.trimEnd();
  const offset = before.length;
  if (name === '') return { offset, reason: t('The instruction is empty.') };
  const keyword = name.toUpperCase();
  if (!allowed.has(keyword)) {
    return { offset, reason: t('A commit cannot apply {0}. It can apply {1}.', name.replace(/=[^]*$/, '=…'), [...allowed].join(', ')) };
  }
  const valueOffset = offset + name.length + gap.length;
  if (value === '') return { offset: valueOffset, reason: t('{0} needs a value.', keyword) };
  return checkValue(keyword, value, valueOffset);
}

/** Checks all instructions of a commit; throws `invalidInput` with the place of the first fault. */
export function checkChanges(changes: readonly string[]): void {
  changes.forEach((change, index) => {
    const problem = checkChange(change);
    if (!problem) return;
    const value = changeWithoutSecrets(change);
    const said = withoutValues(scriptWithoutSecrets(problem.reason), hiddenParts(change, value));
    throw failure('invalidInput', {
      field: 'changes',
      value,
      reason: t('Instruction {0}, column {1}: {2}', index + 1, problem.offset + 1, said),
    });
  });
}

function checkValue(keyword: string, value: string, offset: number): ChangeProblem | undefined {
  switch (keyword) {
    case 'CMD':
    case 'ENTRYPOINT':
    case 'VOLUME':
      return checkArray(value, offset);
    case 'ENV':
      return checkPairs(value, offset, true);
    case 'LABEL':
      return checkPairs(value, offset, false);
    case 'EXPOSE':
      return checkWords(value, offset, exposedPort);
    case 'STOPSIGNAL':
      return /^(?:SIG)?[A-Z][A-Z0-9+-]*$|^\d{1,2}$|^\$/.test(value) ? undefined : { offset, reason: t('"{0}" is not a signal.', value) };
    case 'HEALTHCHECK':
      return checkHealth(value, offset);
    case 'ONBUILD':
      return checkTrigger(value, offset);
    default:
      return undefined;
  }
}

/** A value that begins like a JSON array is taken for one by people, by the engine only when it is one. */
function checkArray(value: string, offset: number): ChangeProblem | undefined {
  if (!value.startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    if (Array.isArray(parsed) && parsed.every((part) => typeof part === 'string')) return undefined;
  } catch {
    // Said below.
  }
  return { offset, reason: t('This is not a JSON array of strings in double quotes.') };
}

/** `name=value …`, or for compatibility `name value`. */
function checkPairs(value: string, offset: number, oldForm: boolean): ChangeProblem | undefined {
  const words = splitWords(value);
  const [first] = words;
  if (!first) return undefined;
  if (oldForm && !first.text.includes('=')) {
    return words.length > 1 ? undefined : { offset: offset + first.offset, reason: t('Write {0}.', 'NAME=value') };
  }
  for (const word of words) {
    const at = offset + word.offset;
    if (word.unclosed) return { offset: at, reason: t('A quote is not closed.') };
    if (word.text.startsWith('=')) return { offset: at, reason: t('The name before the = is missing.') };
    if (!word.text.includes('=')) return { offset: at, reason: t('Write {0}.', 'NAME=value') };
  }
  return undefined;
}

interface ChangeWord {
  readonly text: string;
  readonly offset: number;
  readonly unclosed: boolean;
}

function splitWords(value: string): readonly ChangeWord[] {
  const pattern = /(?:[^\s"'\\]|\\.?|"(?:[^"\\]|\\.)*(?:"|(?<open>$))|'[^']*(?:'|(?<single>$)))+/gsu;
  return [...value.matchAll(pattern)].map((match) => ({
    text: match[0],
    offset: match.index,
    unclosed: match.groups?.['open'] !== undefined || match.groups?.['single'] !== undefined,
  }));
}

function checkWords(value: string, offset: number, check: (word: string) => string | undefined): ChangeProblem | undefined {
  for (const match of value.matchAll(/\S+/g)) {
    const reason = check(match[0]);
    if (reason !== undefined) return { offset: offset + match.index, reason };
  }
  return undefined;
}

function exposedPort(word: string): string | undefined {
  if (word.includes('$')) return undefined;
  const match = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(?:tcp|udp|sctp))?$/i.exec(word);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (match && first > 0 && first <= last && last <= 65535) return undefined;
  return t('"{0}" is not a port such as 8080 or 53/udp.', word);
}

function checkHealth(value: string, offset: number): ChangeProblem | undefined {
  const options = /^(?:--\S+\s+)*/.exec(value)?.[0] ?? '';
  for (const match of options.matchAll(/\S+/g)) {
    if (!/^--(?:interval|timeout|start-period|start-interval|retries)=\S+$/.test(match[0])) {
      return { offset: offset + match.index, reason: t('"{0}" is not an option of HEALTHCHECK.', match[0]) };
    }
  }
  const rest = value.slice(options.length);
  const [, word = '', gap = '', command = ''] = /^(\S+)(\s*)(.*)$/s.exec(rest) ?? [];
  const at = offset + options.length;
  if (word.toUpperCase() === 'NONE' && command === '') return undefined;
  if (word.toUpperCase() !== 'CMD') return { offset: at, reason: t('Write HEALTHCHECK CMD and a command, or HEALTHCHECK NONE.') };
  if (command === '') return { offset: at + word.length, reason: t('{0} needs a value.', 'HEALTHCHECK CMD') };
  return checkArray(command, at + word.length + gap.length);
}

function checkTrigger(value: string, offset: number): ChangeProblem | undefined {
  const [, keyword = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(value) ?? [];
  if (neverTriggers.has(keyword.toUpperCase())) return { offset, reason: t('{0} is not allowed after ONBUILD.', keyword.toUpperCase()) };
  if (!/^[a-z]+$/i.test(keyword)) return { offset, reason: t('"{0}" is not an instruction.', keyword) };
  return rest === '' ? { offset: offset + keyword.length, reason: t('{0} needs a value.', keyword.toUpperCase()) } : undefined;
}
