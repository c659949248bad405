import { assignmentWithoutSecret, commandWordsWithoutSecrets, scriptWithoutSecrets } from './script-secrets';
import { hidden, isSecretName, withoutSecrets } from './secrets';

/** Where another instruction begins in a text of several. */
const nextInstruction =
  /\n(?=[ \t]{0,20}(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|ONBUILD|RUN|SHELL|USER|VOLUME|WORKDIR)[ \t])/i;

/** A Dockerfile instruction, or several by mistake, without the values that ENV and ARG give. */
export function changeWithoutSecrets(change: string): string {
  return change.split(nextInstruction).map(instructionWithoutSecrets).join('\n');
}

function instructionWithoutSecrets(change: string): string {
  const [, head = '', keyword = '', gap = '', rest = ''] = /^(\s*(?:ONBUILD\s+)?)(\S*)(\s*)([^]*)$/i.exec(change) ?? [];
  const name = keyword.toUpperCase();
  if (name === 'ENV' || name === 'ARG') return `${head}${keyword}${gap}${pairsWithoutValues(rest)}`;
  if (name === 'LABEL') {
    const label = /^[^\s=]+(?=\s)/.exec(rest)?.[0] ?? '';
    return `${head}${keyword}${gap}${isSecretName(label) ? `${label} ${hidden}` : withoutSecrets(rest.replace(pair, labelWithoutSecret))}`;
  }
  const options = name === 'HEALTHCHECK' ? (/^(?:--\S+\s+)*CMD\s+(?=\[)/i.exec(rest)?.[0] ?? '') : '';
  const command = rest.slice(options.length);
  if (command.startsWith('[')) return `${head}${keyword}${gap}${withoutSecrets(options)}${listWithoutSecrets(command)}`;
  return head + (keyword.includes('=') ? assignmentWithoutSecret(keyword) : keyword) + gap + scriptWithoutSecrets(rest);
}

/** `"api.token"="…"` */
function labelWithoutSecret(word: string): string {
  const equals = word.indexOf('=');
  return equals > 0 && isSecretName(word.slice(0, equals).replaceAll(/["']/g, '')) ? `${word.slice(0, equals)}=${hidden}` : word;
}

/** The JSON form of a command, also one that is no JSON after all. */
function listWithoutSecrets(text: string): string {
  const words = [...text.matchAll(quotedText)].map(([, word = '']) => word.replaceAll(/\\(["\\/])/g, '$1'));
  const masked = commandWordsWithoutSecrets(words);
  let index = 0;
  const shown = text.replace(quotedText, (raw) => {
    const at = index++;
    return masked[at] === words[at] ? raw : JSON.stringify(masked[at] ?? hidden);
  });
  return shown === text ? scriptWithoutSecrets(text) : withoutSecrets(shown);
}

const quotedText = /"((?:[^"\\]|\\[^])*)(?:"|\\?$)/g;

/** One word of `NAME=value …`; what is in quotes, and what a backslash stands before, belongs to it. */
const pair = /(?:[^\s"'\\]|\\[^]?|"(?:[^"\\]|\\[^])*(?:"|\\?$)|'[^']*(?:'|$))+/g;

function pairsWithoutValues(text: string): string {
  const first = /^[^\s=]+/.exec(text)?.[0] ?? '';
  // `ENV NAME value`: the rest of the line is the value.
  if (text[first.length] !== '=') return text.length > first.length ? `${first} ${hidden}` : withoutSecrets(text);
  return text.replace(pair, (word) => (/^[\w.-]+=/.test(word) ? assignmentWithoutSecret(word) : hidden));
}
