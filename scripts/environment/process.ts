import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { EnvironmentFailure } from './failure';

/** How a command is run. `environment` is added to this process's own, `undefined` takes away; `limit` in milliseconds ends it. */
export interface RunOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  readonly limit?: number;
}

/** Runs a command to its end and returns what it wrote to standard output; throws with its last lines if it fails. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: options.limit ?? 600_000,
    });
    const output: Buffer[] = [];
    const everything: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => {
      output.push(data);
      everything.push(data);
    });
    child.stderr.on('data', (data: Buffer) => everything.push(data));
    child.stdin.on('error', () => undefined); // a command that does not read its input is no failure
    child.stdin.end(options.input ?? '');
    child.once('error', (error) => {
      reject(new EnvironmentFailure(`${command} cannot be started: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      if (code === 0) {
        resolve(Buffer.concat(output).toString());
        return;
      }
      const said = Buffer.concat(everything).toString().trimEnd().split('\n').slice(-20).join('\n');
      reject(new EnvironmentFailure(`${command} ${args.join(' ')} ended with ${signal ?? String(code)}:\n${said}`));
    });
  });
}

/** A process that can be told from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat: clock ticks from the machine's start to the process's (proc_pid_stat(5)). */
  readonly started: string;
}

/** Identifies a running process; undefined when it has ended. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const started = fields[19];
    return started === undefined || fields[0] === 'Z' ? undefined : { pid, started };
  } catch {
    return undefined; // no such process
  }
}

/** Whether this very process, not a later one with its number, still runs. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  const now = await identify(identity.pid);
  return now?.started === identity.started;
}

/** Waits until `check` returns true; throws after `limit` milliseconds with a sentence that begins with `what`. */
export async function waitUntil(what: string, limit: number, check: () => Promise<boolean>, every = 25): Promise<void> {
  const end = Date.now() + limit;
  while (!(await check())) {
    if (Date.now() > end) throw new EnvironmentFailure(`${what}: not so after ${limit / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}

/** Resolves when a child has ended, or could not be started. */
export function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve()).once('error', () => resolve());
  });
}
