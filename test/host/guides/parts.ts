import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ContainerSummary } from '../../../src/engine/containers/containers';
import type { Engine } from '../../../src/engine/engine';
import type { ImageSummary } from '../../../src/engine/images/images';
import { baseImage, engineUnderTest, fresh, given, until } from '../slipway';

/** What performs the docker lines of docs/guides.md: each under the line itself. */
export type Rows = Readonly<Record<string, (parts: Parts) => Promise<void>>>;

/** A terminal that a command has opened, and all that it has shown. */
export interface ShownTerminal {
  readonly terminal: vscode.Terminal;
  text(): string;
}

/**
 * What a shell asks of the terminal (where the cursor is), and the echo of the answer when that comes after the shell has begun a command:
 * when it comes depends on how busy the machine is.
 */
// eslint-disable-next-line no-control-regex -- escape sequences begin with a control character
const cursorTalk = /\u001b\[6n|\u001b\[J|\^\[\[\d+;\d+R/g;

/** The real parts of one test, and what it has made. */
export class Parts {
  readonly registry = given('SLIPWAY_TEST_REGISTRY');
  engine!: Engine;
  /** A folder of this test's own. */
  folder!: string;
  private made: (() => Promise<unknown>)[] = [];

  async open(): Promise<void> {
    this.engine = await engineUnderTest();
    this.folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-guides-'));
  }

  /** Removes what the last test has made; what it has removed itself may be gone. */
  async tidy(): Promise<void> {
    for (const remove of this.made.splice(0).reverse()) await remove().catch(() => undefined);
    for (const terminal of vscode.window.terminals) terminal.dispose();
  }

  async close(): Promise<void> {
    this.engine.dispose();
    await rm(this.folder, { recursive: true });
  }

  call<Result = unknown>(command: string, answers: object): Promise<Result> {
    return Promise.resolve(vscode.commands.executeCommand<Result>(command, answers));
  }

  later(remove: () => Promise<unknown>): void {
    this.made.push(remove);
  }

  /** A new name `guides/…:tag`, whose image goes when the test ends. */
  name(repository: string, tag: string): string {
    return this.willGo(`guides/${fresh(repository)}:${tag}`);
  }

  /** A new name in the registry under test. */
  remoteName(repository: string, tag: string): string {
    return this.willGo(`${this.registry}/guides/${fresh(repository)}:${tag}`);
  }

  /** The base image under a new name. */
  async tagged(repository: string, tag: string): Promise<string> {
    const name = this.name(repository, tag);
    await this.engine.images.tag(baseImage, name);
    return name;
  }

  /** An image that no other has the id of; named, or without a name. */
  async ownImage(reference?: string): Promise<string> {
    const { id } = await this.engine.containers.create({ body: { Image: baseImage, Cmd: ['true'] } });
    const { imageId } = await this.engine.containers.commit(id, { message: fresh('own'), ...(reference === undefined ? {} : { reference }) });
    await this.engine.containers.remove(id);
    this.later(() => this.engine.images.remove(imageId, { force: true }));
    return imageId;
  }

  /** An image with a bash, as the guides' images have one. */
  async withBash(repository: string, tag: string): Promise<string> {
    const reference = this.name(repository, tag);
    const script = 'printf "#!/bin/sh\\necho this is bash\\nexec sh" > /bin/bash && chmod +x /bin/bash';
    const { id } = await this.engine.containers.create({ body: { Image: baseImage, Cmd: ['sh', '-c', script] } });
    await this.engine.containers.start(id);
    await until('the script to end', async () => (await this.stateOf(id)) === 'exited');
    await this.engine.containers.commit(id, { reference, changes: ['CMD ["sh"]'] });
    await this.engine.containers.remove(id);
    return reference;
  }

  /** A running container that ends at once when it is asked to. */
  async running(prefix: string, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const name = await this.created(prefix, { Cmd: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'], ...body });
    await this.engine.containers.start(name);
    return name;
  }

  async created(prefix: string, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const name = this.containerName(prefix);
    await this.engine.containers.create({ name, body: { Image: baseImage, Cmd: ['true'], ...body } });
    return name;
  }

  /** A name for a container, which goes when the test ends. */
  containerName(prefix: string): string {
    const name = fresh(prefix);
    this.later(() => this.engine.containers.remove(name, { force: true, volumes: true }));
    return name;
  }

  async container(name: string): Promise<ContainerSummary | undefined> {
    return (await this.engine.containers.list({ all: true })).find((container) => container.name === name || container.id === name);
  }

  async stateOf(name: string): Promise<string | undefined> {
    return (await this.container(name))?.state;
  }

  async image(reference: string): Promise<ImageSummary | undefined> {
    return (await this.engine.images.list({ all: true })).find(({ id, tags, digests }) => id === reference || tags.includes(reference) || digests.includes(reference));
  }

  /** Puts the base image into the registry under test and takes its name away from the engine. */
  async published(repository: string, ...tags: readonly string[]): Promise<string> {
    const first = this.remoteName(repository, tags[0] ?? 'latest');
    const name = first.slice(0, first.lastIndexOf(':'));
    for (const tag of tags) {
      const reference = this.willGo(`${name}:${tag}`);
      await this.engine.images.tag(baseImage, reference);
      await this.engine.images.push(reference, {});
      await this.engine.images.remove(reference);
    }
    return name;
  }

  /** The tags that the registry under test has of `127.0.0.1:PORT/repository`. */
  async remoteTags(name: string): Promise<readonly string[]> {
    const answer = await fetch(`http://${this.registry}/v2/${name.slice(this.registry.length + 1)}/tags/list`);
    return ((await answer.json()) as { readonly tags?: readonly string[] }).tags ?? [];
  }

  /** Runs a command that opens a terminal, and watches that. */
  async terminal(command: string, answers: object): Promise<ShownTerminal> {
    const before = new Set(vscode.window.terminals);
    await this.call(command, answers);
    const terminal = vscode.window.terminals.find((candidate) => !before.has(candidate));
    assert.ok(terminal, `${command} opened no terminal`);
    let text = '';
    const { pty } = terminal.creationOptions as vscode.ExtensionTerminalOptions;
    pty.onDidWrite((written) => (text += written));
    return { terminal, text: () => text.replace(cursorTalk, '') };
  }

  /** A TCP port of this machine that nobody listens on. */
  async freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  private willGo(reference: string): string {
    this.later(() => this.engine.images.remove(reference, { force: true }));
    return reference;
  }
}

/** Waits until a terminal has shown a text. */
export async function shows(shown: ShownTerminal, text: string | RegExp): Promise<void> {
  const isShown = (): boolean => (typeof text === 'string' ? shown.text().includes(text) : text.test(shown.text()));
  await until('the terminal', isShown, 30_000).catch(() => assert.fail(`the terminal shows ${JSON.stringify(shown.text())}, and not ${String(text)}`));
}
