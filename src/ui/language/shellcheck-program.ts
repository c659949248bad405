import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readShellCheckOutput, type ShellCheckComment } from '../../dockerfile/shellcheck';

const timeLimit = 10_000;
const outputLimit = 4_000_000;
const atOnce = 2;
const keptAnswers = 500;
/** Milliseconds after which a program that was not there is looked for again. */
const lookAgain = 60_000;

/** The user's `shellcheck`. Answers are kept by text; two scripts are read at a time. */
export class ShellCheckProgram {
  private readonly answers = new Map<string, readonly ShellCheckComment[]>();
  private readonly waiting: (() => void)[] = [];
  private active = 0;
  private place: { readonly file: string | undefined; readonly at: number } | undefined;

  /** The program's path, `undefined` where it is not installed. */
  async find(): Promise<string | undefined> {
    if (this.place && (this.place.file !== undefined || Date.now() - this.place.at < lookAgain)) return this.place.file;
    this.place = { file: await programOnPath('shellcheck'), at: Date.now() };
    return this.place.file;
  }

  /** The remarks about a script. Throws where the program fails, and `AbortError` where the signal comes first. */
  async check(program: string, shell: string, script: string, signal: AbortSignal): Promise<readonly ShellCheckComment[]> {
    const key = `${shell}\0${script}`;
    const known = this.answers.get(key);
    if (known) return known;
    if (this.active >= atOnce) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.active++;
    try {
      signal.throwIfAborted();
      const comments = await run(program, shell, script, signal);
      this.answers.set(key, comments);
      for (const oldest of this.answers.keys()) {
        if (this.answers.size <= keptAnswers) break;
        this.answers.delete(oldest);
      }
      return comments;
    } finally {
      this.active--;
      this.waiting.shift()?.();
    }
  }
}

function run(program: string, shell: string, script: string, signal: AbortSignal): Promise<readonly ShellCheckComment[]> {
  // What the workspace or the user's environment says about ShellCheck must not change the form of the answer.
  const environment: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C.UTF-8' };
  delete environment['SHELLCHECK_OPTS'];
  const child = spawn(program, ['--norc', '--format=json1', `--shell=${shell}`, '-'], {
    cwd: os.tmpdir(),
    env: environment,
    signal,
    timeout: timeLimit,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    const output: Buffer[] = [];
    let length = 0;
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output.push(chunk);
      length += chunk.length;
      if (length > outputLimit) child.kill();
    });
    child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(0, 1000)));
    child.on('error', reject);
    // A program that ends before it has read everything is judged by its answer.
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => {
      // Killed because it took or said too much: this script is left alone.
      if (code === null) {
        resolve([]);
        return;
      }
      const comments = code === 0 || code === 1 ? readShellCheckOutput(Buffer.concat(output).toString()) : undefined;
      if (comments) resolve(comments);
      else reject(new Error(`shellcheck ended with ${code}: ${complaint.trim()}`));
    });
    child.stdin.end(script);
  });
}

/** Looks in absolute folders of PATH only, so that nothing of a workspace is ever run. */
async function programOnPath(name: string): Promise<string | undefined> {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    const place = path.join(folder, file);
    try {
      await access(place, constants.X_OK);
      return place;
    } catch {
      // The next folder.
    }
  }
  return undefined;
}
