import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { testProgram } from '../../../scripts/build/bundles';
import type { Outcome, Task } from './victim';

/** The extension host may have so much memory in any of the attacks, in megabytes. */
export const mostMemory = 300;

/**
 * Slipway's own code in a process of its own, built as the product is, so that its memory can be measured. Its JavaScript
 * may take 250 MB: what needs more ends with the process, and not in swapping.
 */
export class Victim {
  private readonly lines: AsyncIterator<string>;
  private said = '';

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly directory: string,
  ) {
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.said = (this.said + text).slice(-4_000)));
  }

  static async start(): Promise<Victim> {
    const directory = await mkdtemp(path.join(tmpdir(), 'slipway-victim-'));
    const program = path.join(directory, 'victim.cjs');
    await build(testProgram('test/support/answers/victim.ts', program).options);
    return new Victim(Victim.spawn(program), directory);
  }

  /** Another process of the same program, which knows nothing of what the first has been through. */
  anew(): Victim {
    return new Victim(Victim.spawn(path.join(this.directory, 'victim.cjs')), '');
  }

  private static spawn(program: string): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, ['--max-old-space-size=250', program], { stdio: 'pipe' });
  }

  /** What comes of a task; fails when the process does not live to tell. */
  async perform(task: Task): Promise<Outcome> {
    this.child.stdin.write(`${JSON.stringify(task)}\n`);
    const line = await this.lines.next();
    assert.ok(!line.done, `${task.verb}: the process ended: ${this.said}`);
    return JSON.parse(line.value) as Outcome;
  }

  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.child.once('close', resolve));
    this.child.stdin.end();
    await closed;
    if (this.directory !== '') await rm(this.directory, { recursive: true, force: true });
  }
}

/** The limit is what the error names, a person can read it, and the memory was not what it took. */
export function assertLimited(attack: string, outcome: Outcome, limits: readonly string[]): void {
  assert.equal(outcome.kind, 'limitExceeded', `${attack}: ${JSON.stringify(outcome)}`);
  assert.ok(limits.includes(outcome.limit ?? ''), `${attack}: ${JSON.stringify(outcome)}`);
  assert.match(outcome.sentence, /exceeds the limit for .+: \d[\d.]*(?:[kM]?B)?\.$/, attack);
  assertSmall(attack, outcome);
}

export function assertSmall(attack: string, { peak }: Outcome): void {
  assert.ok(peak < mostMemory, `${attack}: ${peak.toFixed(0)} MB`);
}
