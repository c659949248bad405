import { spawn } from 'node:child_process';
import { SlipwayError } from '../../core/errors';
import { GrowingBytes } from '../../core/growing-bytes';
import { jsonExcess } from '../../core/json-excess';
import { exceeded } from '../../core/limit-exceeded';
import { limits } from '../../core/limits';
import { findProgram } from '../../core/program-path';
import { readShellCheckOutput, type ShellCheckComment } from '../../dockerfile/shellcheck';
import { type HostEnvironment, programHost } from '../../engine/contexts/host-environment';

const timeLimit = 10_000;
const atOnce = 2;
const keptAnswers = 500;
const keptComments = 20_000;
/** Milliseconds after which a program that was not there is looked for again. */
const lookAgain = 60_000;

/** The user's `shellcheck`. Answers are kept by text; two scripts are read at a time. */
export class ShellCheckProgram {
  private readonly answers = new Map<string, readonly ShellCheckComment[]>();
  private readonly waiting: (() => void)[] = [];
  private comments = 0;
  private active = 0;
  private place: { readonly file: string | undefined; readonly at: number } | undefined;

  constructor(private readonly host: HostEnvironment) {}

  /** The program's path, `undefined` where it is not installed. */
  async find(): Promise<string | undefined> {
    if (this.place && (this.place.file !== undefined || Date.now() - this.place.at < lookAgain)) return this.place.file;
    const name = this.host.platform === 'win32' ? 'shellcheck.exe' : 'shellcheck';
    this.place = { file: await findProgram(name, programHost(this.host)), at: Date.now() };
    return this.place.file;
  }

  /**
   * The remarks about a script; none when the program took too long, which is not tried again. Throws where the program
   * fails, `limitExceeded` where it says too much (the next time about this script: nothing), and `AbortError` where the signal comes first.
   */
  async check(program: string, shell: string, script: string, signal: AbortSignal): Promise<readonly ShellCheckComment[]> {
    const key = `${shell}\0${script}`;
    const known = this.answers.get(key);
    if (known) return known;
    if (this.active >= atOnce) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.active++;
    try {
      signal.throwIfAborted();
      const comments = await run(program, this.host, shell, script, signal);
      this.keep(key, comments);
      return comments;
    } catch (error) {
      if (SlipwayError.details(error, 'limitExceeded')) this.keep(key, []);
      throw error;
    } finally {
      this.active--;
      this.waiting.shift()?.();
    }
  }

  private keep(key: string, comments: readonly ShellCheckComment[]): void {
    this.answers.set(key, comments);
    this.comments += comments.length;
    for (const [oldest, { length }] of this.answers) {
      if (this.answers.size <= keptAnswers && this.comments <= keptComments) break;
      this.answers.delete(oldest);
      this.comments -= length;
    }
  }
}

function run(
  program: string,
  { variables, temporaryDirectory }: HostEnvironment,
  shell: string,
  script: string,
  signal: AbortSignal,
): Promise<readonly ShellCheckComment[]> {
  // What the workspace or the user's environment says about ShellCheck must not change the form of the answer.
  const environment: NodeJS.ProcessEnv = { ...variables, LC_ALL: 'C.UTF-8' };
  delete environment['SHELLCHECK_OPTS'];
  const child = spawn(program, ['--norc', '--format=json1', `--shell=${shell}`, '-'], {
    cwd: temporaryDirectory,
    env: environment,
    signal,
    timeout: timeLimit,
    // Whoever says too much or takes too long is not asked to stop.
    killSignal: 'SIGKILL',
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    const output = new GrowingBytes();
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (output.length + chunk.length <= limits.shellCheck.most) {
        output.push(chunk);
        return;
      }
      child.kill('SIGKILL');
      // What the program has started may still write; without a reader it ends.
      child.stdout.destroy();
      child.stderr.destroy();
      reject(exceeded('shellCheck', program));
    });
    child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(0, 1000)));
    child.on('error', reject);
    // A program that ends before it has read everything is judged by its answer.
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => {
      // Killed because it took too long: this script is left alone.
      if (code === null) {
        resolve([]);
        return;
      }
      const excess = jsonExcess(output.view());
      if (excess !== undefined) {
        reject(exceeded(excess, program));
        return;
      }
      const comments = code === 0 || code === 1 ? readShellCheckOutput(Buffer.from(output.view()).toString()) : undefined;
      if (comments) resolve(comments);
      else reject(new Error(`shellcheck ended with ${code}: ${complaint.trim()}`));
    });
    child.stdin.end(script);
  });
}
