import { spawn } from 'node:child_process';
import { failure, type SlipwayError } from '../core/errors';
import { GrowingBytes } from '../core/growing-bytes';
import { exceeded } from '../core/limit-exceeded';
import { limits } from '../core/limits';
import { t } from '../core/localize';
import { findProgram, type ProgramHost, programStart, wholePath } from '../core/program-path';
import { oneLine } from '../core/untrusted';

/** What a helper keeps for one registry. */
export interface HelperSecret {
  /** `<token>` when {@link secret} is an identity token. */
  readonly username: string;
  readonly secret: string;
}

const notFound = /credentials not found in native keychain/i;

/** What stores say when they cannot be used, and the words for it in errors: https://github.com/docker/docker-credential-helpers. */
const knownTroubles: readonly (readonly [pattern: RegExp, words: string])[] = [
  [notFound, 'Credentials not found in native keychain'],
  [/no credentials server URL/i, 'no credentials server URL'],
  [/no credentials username/i, 'no credentials username'],
  [/pass not initialized/i, 'pass not initialized'],
  [/user interaction is not allowed/i, 'User interaction is not allowed.'],
  [/passphrase you entered is not correct/i, 'The user name or passphrase you entered is not correct.'],
  [/cannot autolaunch D-Bus/i, 'Cannot autolaunch D-Bus without X11 $DISPLAY'],
  [/org\.freedesktop\.secrets was not provided/i, 'The name org.freedesktop.secrets was not provided by any .service files'],
  [/cannot (?:get|create|unlock)[^\n]{0,40} (?:collection|session)|\blocked\b/i, 'the store is locked'],
];

/**
 * A program `docker-credential-NAME` (protocol: https://github.com/docker/docker-credential-helpers#development).
 * Run without a shell, but for a batch file of Windows; ended after a time limit. Errors are `fileFailed` with the program as the file. Nothing that the
 * program printed stands in them: it may have printed what it keeps and failed then.
 */
export class CredentialHelper {
  private readonly program: string;

  constructor(
    name: string,
    private readonly host: ProgramHost,
    private readonly timeoutMilliseconds = 30_000,
  ) {
    // The name comes from a file: no path, no argument.
    if (!/^[\w.-]+$/.test(name))
      throw failure('fileFailed', { file: `docker-credential-${oneLine(name, 40)}`, code: 'EINVAL', detail: 'not a name' });
    this.program = `docker-credential-${name}`;
  }

  /** True when the program is on PATH, or where products put it. */
  async exists(): Promise<boolean> {
    return (await findProgram(this.program, this.host)) !== undefined;
  }

  /** The secret for a server, or undefined when there is none. */
  async get(server: string): Promise<HelperSecret | undefined> {
    const { code, output } = await this.run('get', server);
    if (code !== 0) {
      if (notFound.test(output)) return undefined;
      throw this.ended(code, output);
    }
    const answer = parseAnswer(output);
    if (!answer) throw this.failed('EHELPER', 'not JSON');
    return answer.username === '' && answer.secret === '' ? undefined : answer;
  }

  async store(server: string, { username, secret }: HelperSecret): Promise<void> {
    const { code, output } = await this.run('store', JSON.stringify({ ServerURL: server, Username: username, Secret: secret }));
    if (code !== 0) throw this.ended(code, output);
  }

  /** Erases; nothing to erase is no error. */
  async erase(server: string): Promise<void> {
    const { code, output } = await this.run('erase', server);
    if (code !== 0 && !notFound.test(output)) throw this.ended(code, output);
  }

  private async run(action: string, input: string): Promise<{ code: number | null; output: string }> {
    const file = await findProgram(this.program, this.host);
    if (file === undefined) throw this.failed('ENOENT', t('it is neither on PATH nor where Docker Desktop and other products put it'));
    const start = programStart(file, [action], this.host);
    // Helpers start others, such as gpg, which an editor that was started from the Dock has not on its PATH either.
    const env = { ...this.variables(), ...start.variables };
    return new Promise((resolve, reject) => {
      const child = spawn(start.file, start.arguments, {
        env,
        shell: false,
        stdio: ['pipe', 'pipe', 'ignore'],
        windowsHide: true,
        windowsVerbatimArguments: start.verbatim,
      });
      const output = new GrowingBytes();
      const stop = (error: SlipwayError): void => {
        child.kill('SIGKILL');
        // Programs that the helper started may still hold the pipe; without a reader they end.
        child.stdout.destroy();
        reject(error);
      };
      const timer = setTimeout(() => stop(this.failed('ETIMEDOUT', '')), this.timeoutMilliseconds);
      child.stdout.on('data', (part: Buffer) => {
        if (output.length + part.length > limits.credentialHelper.most) stop(exceeded('credentialHelper', this.program));
        else output.push(part);
      });
      child.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        reject(this.failed(error.code ?? 'EHELPER', ''));
      });
      child.on('close', (code) => {
        clearTimeout(timer);
        resolve({ code, output: Buffer.from(output.view()).toString('utf8') });
      });
      // A helper that ends without reading makes the pipe fail; its exit code says why.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  }

  private variables(): NodeJS.ProcessEnv {
    const others = Object.entries(this.host.variables).filter(
      ([name]) => name !== 'PATH' && (this.host.platform !== 'win32' || name.toUpperCase() !== 'PATH'),
    );
    return { ...Object.fromEntries(others), PATH: wholePath(this.host) };
  }

  private ended(code: number | null, output: string): SlipwayError {
    const known = knownTroubles.find(([pattern]) => pattern.test(output))?.[1];
    const detail = known === undefined ? t('it ended with code {0}; run it in a terminal to see why', code ?? '-') : known;
    return this.failed('EHELPER', detail);
  }

  private failed(code: string, detail: string): SlipwayError {
    return failure('fileFailed', { file: this.program, code, detail: oneLine(detail.trim(), 200) });
  }
}

function parseAnswer(output: string): HelperSecret | undefined {
  try {
    const answer = JSON.parse(output) as { readonly Username?: unknown; readonly Secret?: unknown } | null;
    if (typeof answer?.Username !== 'string' || typeof answer.Secret !== 'string') return undefined;
    return { username: answer.Username, secret: answer.Secret };
  } catch {
    return undefined;
  }
}
