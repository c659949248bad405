import { CommandMask, isSecretOption, withoutValue } from './command-secrets';
import { hidden, hideValues, isSecretName, withoutSecrets } from './secrets';

/** `NAME=value` without the value; of what is no assignment what is secret in any text. */
export function assignmentWithoutSecret(text: string): string {
  return text.includes('=') ? withoutValue(text) : withoutSecrets(text);
}

/** A command that runs in a container: its assignments, and options that say that they are secret. */
export function commandWithoutSecrets(words: readonly string[]): readonly string[] {
  const [image, ...command] = words;
  return image === undefined ? [] : [withoutSecrets(image), ...commandWordsWithoutSecrets(command)];
}

/** The same without an image in front. */
export function commandWordsWithoutSecrets(words: readonly string[]): readonly string[] {
  const mask = new CommandMask();
  let assigns = false;
  return words.map((word) => {
    assigns = /^(?:[^\s=]*\/)?(?:env|export)$/.test(word) || (assigns && /^-|^[A-Za-z_]\w*\+?=/.test(word));
    if (assigns && /^[A-Za-z_]/.test(word) && word.includes('=')) return assignmentWithoutSecret(word);
    return mask.next(word) ?? wordOfCommand(word);
  });
}

/** One word of a command by itself. */
export function wordOfCommand(word: string): string {
  const joined = /^(-[A-Za-z]{0,5}e=?|--(?:env|build-arg)=)([A-Za-z_]\w{0,100}=[^]*)$/.exec(word);
  if (joined) return `${joined[1] ?? ''}${assignmentWithoutSecret(joined[2] ?? '')}`;
  const name = /^([A-Za-z_]\w{0,100})=/.exec(word)?.[1];
  if (name !== undefined && isVariable(name)) return `${name}=${hidden}`;
  const header = headerWithoutSecret(word);
  if (header !== undefined) return header;
  const option = /^(--?[A-Za-z][\w.-]{0,100})=/.exec(word)?.[1];
  if (option !== undefined && isSecretOption(option)) return `${option}=${hidden}`;
  return scriptWithoutSecrets(word);
}

/** Names of variables are written in capitals; what else is assigned (`dd if=…`) is worth seeing. */
function isVariable(name: string): boolean {
  return name === name.toUpperCase() || isSecretName(name);
}

const scriptAssignment =
  /(?<![\w.$-])(?:(?:export|env|local|readonly|declare[ \t]{1,4}-x)[ \t]{1,8})?([A-Za-z_]\w{0,99})\+?=(?=[^\s;&|)=])/g;

/** All that `export a=1 b=2` assigns. */
const assignments = /(?<![\w.$-])(?:export|env|local|readonly|declare|typeset)[ \t][^;&|\n]{0,2000}/g;
const anyAssignment = /(?<![\w.$-])([A-Za-z_]\w{0,99})\+?=(?=[^\s;&|)=])/g;
/** `$env:NAME = …` */
const environmentOfPowerShell = /\$env:\w{1,100}[ \t]{0,8}=[ \t]{0,8}/gi;

/** `"X-Api-Key: …"`, as options for headers have it. */
const quotedHeader = /(?<=["'])([A-Za-z][\w-]{0,99}):/g;

/** A text for a shell: values of variables in it, options of its programs, and what {@link withoutSecrets} finds. */
export function scriptWithoutSecrets(script: string): string {
  const assigned = hideValues(
    script.replace(assignments, (part) => hideValues(part, anyAssignment, () => true)),
    environmentOfPowerShell,
    () => true,
  );
  const named = hideValues(assigned, scriptAssignment, ([whole, name = '']) => isVariable(name) || whole.length > name.length + 2);
  const mask = new CommandMask();
  const masked = /\s/.test(named)
    ? named.replace(shellWord, (raw) => mask.next(raw) ?? headerWithoutSecret(raw) ?? innerScript(raw))
    : named;
  return withoutSecrets(hideValues(masked, quotedHeader, ([, name = '']) => isSecretName(name)));
}

/** `X-Api-Key:…`, also as the value of an option: `--header=X-Api-Key:…` */
function headerWithoutSecret(word: string): string | undefined {
  const [head = '', name = ''] = /^(?:--?[A-Za-z][\w.-]{0,100}=)?["']?([A-Za-z][\w-]{0,99})(?=:)/.exec(word) ?? [];
  return isSecretName(name) ? `${head}: ${hidden}` : undefined;
}

/** A word in quotes may be a script for another shell. */
function innerScript(raw: string): string {
  const quote = raw[0] ?? '';
  if (!/^["']/.test(quote) || !/\s/.test(raw)) return raw;
  const end = raw.length > 1 && raw.endsWith(quote) ? raw.length - 1 : raw.length;
  const mask = new CommandMask();
  return quote + raw.slice(1, end).replace(/\S+/g, (word) => mask.next(word) ?? word) + raw.slice(end);
}

/** One word as a shell reads it; what is not closed goes to the end. */
export const shellWord = /(?:[^\s"'\\$`]|\\[^]?|\$(?!\()|\$\([^)]*\)?|"(?:[^"\\]|\\[^])*(?:"|\\?$)|'[^']*(?:'|$)|`[^`]*(?:`|$))+/g;
