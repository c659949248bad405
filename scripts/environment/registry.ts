import { spawn } from 'node:child_process';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeCertificate, type Certificate } from './certificate';
import { EnvironmentFailure, messageOf } from './failure';
import { freePort } from './network';
import { answers } from './registry-api';
import { findCommand } from './packages';
import { endOf, waitUntil } from './process';
import { startTokenServer } from './token-server';
import { toolFile } from './tools';

/** `password`: HTTP Basic; `token`: a Bearer token from a server of its own; `tls`: HTTPS with a certificate of its own. */
export type RegistryMode = 'open' | 'password' | 'token' | 'tls' | 'tls-password';

/** What registry to start. `directory` is its own, for what is pushed, keys and the log. */
export interface RegistryOptions {
  readonly mode?: RegistryMode;
  readonly directory: string;
  /** A port to keep from run to run; without it a free one is taken. */
  readonly port?: number;
  /** Leave what was pushed in `directory` at close. Default false. */
  readonly keep?: boolean;
  readonly say?: (line: string) => void;
}

/** A real distribution registry 2.8 of our own. */
export interface RegistryInstance {
  readonly mode: RegistryMode;
  /** `127.0.0.1:PORT`, the first part of a reference. */
  readonly address: string;
  /** `http://…` or `https://…`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** The PEM file that a client must trust, in the TLS modes. */
  readonly certificateFile: string | undefined;
  /** Ends it; it can be started again at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and removes the folder unless kept. */
  close(): Promise<void>;
}

/** The one user of every registry with a log-in; no secret, as nothing else knows this user. */
export const registryUser = { username: 'slipway', password: 'anchor' } as const;

/** `slipway:anchor`, bcrypt, as of `htpasswd -Bbn`. */
const passwordFile = 'slipway:$2y$05$Hrn99Lse/PFvbcBuA1ind.Oeim9Ao5nE0P1rsirufFrxSVPuVjRPG\n';

/** Starts a private registry and waits until it answers (about 0.2 s). */
export async function startRegistry(options: RegistryOptions): Promise<RegistryInstance> {
  const mode = options.mode ?? 'open';
  const directory = path.resolve(options.directory);
  const program = await toolFile('docker-registry', options.say);
  await mkdir(path.join(directory, 'storage'), { recursive: true });
  const port = options.port ?? (await freePort());
  const address = `127.0.0.1:${port}`;
  const isSecure = mode === 'tls' || mode === 'tls-password';
  const url = `${isSecure ? 'https' : 'http'}://${address}`;
  const certificate = mode === 'open' || mode === 'password' ? undefined : await makeCertificate(directory);
  const tokens =
    mode === 'token' && certificate !== undefined
      ? await startTokenServer({ certificate, service: address, user: registryUser })
      : undefined;
  await writeFile(path.join(directory, 'htpasswd'), passwordFile);
  const configuration = configurationOf({ mode, address, directory, certificate, realm: tokens?.url });
  await writeFile(path.join(directory, 'registry.json'), JSON.stringify(configuration, undefined, 2));

  let halt: (() => Promise<void>) | undefined;
  const start = async (): Promise<void> => {
    halt ??= await launch(program, directory, url);
  };
  const stop = async (): Promise<void> => {
    const halting = halt;
    halt = undefined;
    await halting?.();
  };
  const close = async (): Promise<void> => {
    await stop();
    await tokens?.close();
    if (options.keep !== true) await rm(directory, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await tokens?.close();
    throw error;
  }
  const certificateFile = isSecure ? certificate?.certificateFile : undefined;
  return { mode, address, url, ...registryUser, certificateFile, stop, start, close };
}

interface Shape {
  readonly mode: RegistryMode;
  readonly address: string;
  readonly directory: string;
  readonly certificate: Certificate | undefined;
  readonly realm: string | undefined;
}

/** https://distribution.github.io/distribution/about/configuration/ (JSON is YAML). */
function configurationOf({ mode, address, directory, certificate, realm }: Shape): unknown {
  const password = { htpasswd: { realm: 'slipway', path: path.join(directory, 'htpasswd') } };
  const token = { token: { realm, service: address, issuer: 'slipway', rootcertbundle: certificate?.certificateFile } };
  const auth = mode === 'token' ? { auth: token } : mode.endsWith('password') ? { auth: password } : {};
  const tls = mode.startsWith('tls') ? { tls: { certificate: certificate?.certificateFile, key: certificate?.keyFile } } : {};
  return {
    version: '0.1',
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: path.join(directory, 'storage') }, delete: { enabled: true } },
    http: { addr: address, secret: 'slipway', ...tls },
    ...auth,
  };
}

async function launch(program: string, directory: string, url: string): Promise<() => Promise<void>> {
  const logFile = path.join(directory, 'registry.log');
  const log = await open(logFile, 'a');
  // setpriv: should this process be killed, the kernel ends the registry.
  const leash: readonly string[] = (await findCommand('setpriv')) === undefined ? [] : ['setpriv', '--pdeathsig', 'KILL'];
  const [command, ...args] = [...leash, program, 'serve', path.join(directory, 'registry.json')];
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: { ...process.env, OTEL_TRACES_EXPORTER: 'none' },
  });
  await log.close();
  const ended = endOf(child);
  const halt = async (): Promise<void> => {
    child.kill('SIGKILL');
    if (child.pid !== undefined) await ended;
  };
  try {
    await waitUntil(`the registry ${url} answers`, 20_000, async () => {
      if (child.exitCode !== null || child.pid === undefined) throw new EnvironmentFailure('the registry ended at once');
      return answers(url);
    });
  } catch (error) {
    await halt();
    const said = (await readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-10).join('\n');
    throw new EnvironmentFailure(`${messageOf(error)}; its log ${logFile} ends:\n${said}`);
  }
  return halt;
}
