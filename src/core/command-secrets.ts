import { hidden, isSecretName } from './secrets';

/** A program with options for passwords whose names do not say so. */
interface Program {
  readonly name: RegExp;
  /** Letters of short options whose value, in the word or behind it, is secret; after letters of others in one word. */
  readonly letters?: RegExp;
  /** Long ones, with two dashes or one. */
  readonly options?: RegExp;
  /** What of a word is told, where the rest of it is secret. */
  readonly head?: RegExp;
}

const programs: readonly Program[] = [
  { name: /^(?:mysql|mariadb)/, letters: /^-[a-zA-Z]{0,6}?p/ },
  { name: /^(?:redis|valkey)-cli$/, letters: /^-a/ },
  { name: /^(?:curl|wget|http|https|xh)$/, letters: /^-[a-zA-Z#]{0,6}?[uUb]|^-a/, options: /^(?:proxy-)?user$|^cookie$/ },
  {
    name: /^(?:mongo(?:sh|s|dump|restore|export|import)?|sshpass|cqlsh|docker|podman|nerdctl|helm|buildah|skopeo)$/,
    letters: /^-[a-zA-Z]{0,2}?[pu]/,
  },
  { name: /^(?:sqlcmd|bcp|tsql|isql)$/, letters: /^-P/ },
  { name: /^ldap\w{1,20}$/, letters: /^-[xZ]{0,3}w/ },
  { name: /^(?:openssl|keytool|jarsigner)$/, options: /^pass(?:in|out)?$|^(?:store|key)pass$/ },
  { name: /^(?:smbclient|rpcclient|smbget|net)$/, head: /^[^%]{0,200}%(?=[^])/ },
  { name: /^(?:sqlplus|exp|imp|expdp|impdp|rman)$/, head: /^[^/\s-][^/\s]{0,200}\/(?=[^])/ },
  { name: /^(?:htpasswd|rabbitmqctl|kadmin|vault)$/, head: /^(?=[^-/])/ },
];

/** Options whose name says something of secrets though their value is none. */
const plainOptions: ReadonlySet<string> = new Set([
  'password-stdin',
  'use-api-socket',
  'disable-content-trust',
  'env-file',
  'label-file',
  'with-registry-auth',
  'no-auth-warning',
]);

/** Whether the value of an option is secret by the option's name. */
export function isSecretOption(name: string): boolean {
  return isSecretName(name) && !plainOptions.has(name);
}

/** `NAME=value` without the value; a name alone takes its value from elsewhere. */
export function withoutValue(assignment: string): string {
  const equals = assignment.indexOf('=');
  return equals < 0 ? assignment : `${assignment.slice(0, equals)}=${hidden}`;
}

/** Reads the words of a command one after the other, and knows which are secret by what stands before them. */
export class CommandMask {
  private program: Program | undefined;
  private hidesNext: ((word: string) => string) | undefined;

  /** The word as it is told, where it is known from what stands before it or from its program; quotes may stand around it. */
  next(word: string): string | undefined {
    const bare = word.replace(/^["']/, '').replace(/["']$/, '');
    const program = programs.find(({ name }) => name.test(bare.slice(bare.lastIndexOf('/') + 1)));
    if (this.hidesNext !== undefined && !(bare.startsWith('-') && bare.length > 1)) {
      const shown = this.hidesNext(word);
      this.hidesNext = undefined;
      return shown;
    }
    const { letters, options, head: told } = this.program ?? {};
    const letter = letters?.exec(bare)?.[0];
    const option = /^--?([A-Za-z][\w.-]{0,100})(=?)/.exec(bare);
    const [head = '', name = '', equals = ''] = option ?? [];
    this.hidesNext = this.maskBehind(bare, head, name, letter === bare);
    if (program) {
      this.program = program;
      return undefined;
    }
    if (letter !== undefined && letter !== bare && !bare.startsWith('--')) return letter + hidden;
    if (equals !== '' && options?.test(name) === true) return head + hidden;
    const kept = told?.exec(bare)?.[0];
    return kept === undefined ? undefined : kept + hidden;
  }

  private maskBehind(bare: string, head: string, name: string, isLetter: boolean): ((word: string) => string) | undefined {
    if (isLetter) return () => hidden;
    if (head !== bare) return isPlainName(bare) && isSecretName(bare) ? () => hidden : undefined;
    if (this.program?.options?.test(name) === true || (name.length > 1 && isSecretOption(name))) return () => hidden;
    return name === 'e' || name === 'env' || name === 'build-arg' ? withoutValue : undefined;
  }
}

/** `config set _auth …`, `configure set aws_secret_access_key …`: the name of a setting, whose value comes next. */
function isPlainName(word: string): boolean {
  return /^[\w:/.-]{1,100}$/.test(word) && /_|^pass/i.test(word);
}
