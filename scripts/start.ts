import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildProduct } from './build/build';
import { projectRoot } from './build/bundles';
import { packageExtension } from './build/package';
import { messageOf } from './environment/failure';
import { readJson } from './environment/json';
import { freePort } from './environment/network';
import { startRegistry } from './environment/registry';
import { startVSCodeServer } from './environment/vscode-server';
import { openDesktop } from './start/desktop';
import { howToGetEngine } from './start/desktop-places';
import { findOwnEngine, startPrivateEngine } from './start/engine';

const directory = path.join(projectRoot, '.slipway', 'start');
const samples = path.join(projectRoot, 'samples');
const say = (line: string): void => {
  console.log(line);
};

/** What stays the same from start to start, so that an open page and pushed images stay good. */
interface Addresses {
  readonly registryPort: number;
  readonly codePort: number;
  readonly token: string;
}

async function addresses(): Promise<Addresses> {
  const file = path.join(directory, 'addresses.json');
  const before = await readJson<Addresses>(file);
  const now: Addresses = {
    registryPort: await freePort(before?.registryPort),
    codePort: await freePort(before?.codePort ?? 8320),
    token: before?.token ?? randomBytes(16).toString('hex'),
  };
  await writeFile(file, JSON.stringify(now), { mode: 0o600 });
  return now;
}

/** The engine's address for the extension: its own finding, or a private engine where none answers. */
async function engineEnvironment(closing: (() => Promise<void>)[], registryPort: number): Promise<Readonly<Record<string, string>>> {
  const found = await findOwnEngine();
  if (found !== undefined) {
    say(`Engine: ${found}, found on this machine; it is left as it is`);
    return {};
  }
  if (process.platform !== 'linux') {
    say(`No container engine answers on this machine: ${howToGetEngine(process.platform)}.`);
    say('Slipway starts without one; its views fill as soon as an engine comes up.');
    return {};
  }
  say('No container engine answers on this machine; starting a private one and a private registry under .slipway/');
  try {
    const registry = await startRegistry({ directory: path.join(directory, 'registry'), port: registryPort, keep: true, say });
    closing.push(() => registry.close());
    const engine = await startPrivateEngine(directory, registry, say);
    closing.push(() => engine.close());
    say(`Engine: ${engine.dockerHost}`);
    say(`Registry: ${registry.address} (add it in the Registries view; hello:1 is in it)`);
    return { DOCKER_HOST: engine.dockerHost };
  } catch (error) {
    say(`No private engine: ${messageOf(error)}`);
    say(`To use one of this machine: ${howToGetEngine(process.platform)}.`);
    say('Slipway starts without one; its views fill as soon as an engine comes up.');
    return {};
  }
}

/** npm start [-- --desktop] [--no-engine]: Slipway at work in a real VS Code, until Ctrl+C; on Windows and macOS in the desktop one. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      desktop: { type: 'boolean', default: process.platform === 'win32' || process.platform === 'darwin' },
      'no-engine': { type: 'boolean', default: false },
    },
  });
  const closing: (() => Promise<void>)[] = [];
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        resolve();
      });
  });
  try {
    await mkdir(directory, { recursive: true });
    await buildProduct();
    const { registryPort, codePort, token } = await addresses();
    const environment = values['no-engine'] ? {} : await engineEnvironment(closing, registryPort);
    if (values.desktop) {
      const window = openDesktop({ projectRoot, folder: samples, directory, environment });
      closing.push(() => window.close());
      say('Slipway is open in VS Code; close the window or press Ctrl+C here to end.');
      await Promise.race([window.closed, stopped]);
    } else {
      // As a user has it: the package, installed. VS Code shows no notification where it loads extensions from a checkout.
      const { file } = await packageExtension();
      const server = await startVSCodeServer({
        directory: path.join(directory, 'vscode'),
        port: codePort,
        token,
        extensions: [file],
        environment,
        keep: true,
        say,
      });
      closing.push(() => server.close());
      say(`\nSlipway is open at ${server.workbenchUrl({ folder: samples })}\n\nCtrl+C ends it.`);
      await stopped;
    }
  } finally {
    await Promise.all(
      closing.map((close) =>
        close().catch((error: unknown) => {
          console.error(messageOf(error));
        }),
      ),
    );
  }
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
