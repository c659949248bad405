import { setOwn } from '../core/records';

/** One challenge of a `WWW-Authenticate` header (RFC 9110 §11.6.1). */
export interface Challenge {
  /** Lower case: `basic`, `bearer`. */
  readonly scheme: string;
  /** Names in lower case: `realm`, `service`, `scope`, `error`. */
  readonly parameters: Readonly<Record<string, string>>;
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const parameter = new RegExp(`(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))`, 'y');
const scheme = new RegExp(`(${token})(?=[\\s,]|$)`, 'y');

/** Reads all challenges of a header; what cannot be read ends the list. */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  let position = 0;
  for (;;) {
    position = skip(header, position);
    const pair = matchAt(parameter, header, position);
    const last = challenges.at(-1);
    if (pair && last) {
      setOwn(last.parameters, (pair[1] ?? '').toLowerCase(), pair[2]?.replace(/\\(.)/g, '$1') ?? pair[3] ?? '');
      position += pair[0].length;
      continue;
    }
    const start = matchAt(scheme, header, position);
    if (!start) return challenges;
    challenges.push({ scheme: (start[1] ?? '').toLowerCase(), parameters: {} });
    position += start[0].length;
  }
}

function skip(text: string, position: number): number {
  let next = position;
  while (/[\s,]/.test(text.charAt(next))) next++;
  return next;
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}
