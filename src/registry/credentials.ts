import { SlipwayError } from '../core/errors';
import { findProgram, type ProgramHost } from '../core/program-path';
import type { RegistryCredentials } from '../engine/operation';
import { serverAddressOf } from './address';
import { CredentialHelper } from './credential-helper';
import {
  type AuthEntry,
  type DockerConfig,
  dockerConfigFile,
  parseDockerConfig,
  readDockerConfig,
  writeDockerConfig,
} from './docker-config';
import { withoutTrailing } from '../core/trailing';
import { own, defined } from '../core/records';

/** User name by which helpers mark an identity token. */
const tokenUser = '<token>';

/**
 * What `docker login` left, read and written as the docker command line does it: `DOCKER_AUTH_CONFIG`, then the helper
 * of the registry (`credHelpers`), then the common one (`credsStore`), then the file itself (`auths`).
 * Errors are `fileFailed`, of the file or of the helper program, and never hold a secret.
 */
export class DockerCredentials {
  private readonly file: string;
  /** Writes wait for each other, so that none is lost between reading and writing. */
  private writing: Promise<void> = Promise.resolve();

  /** `helperTimeoutMilliseconds` is how long a helper may take. */
  constructor(
    private readonly host: ProgramHost,
    private readonly helperTimeoutMilliseconds?: number,
  ) {
    this.file = dockerConfigFile(host.variables, host.home);
  }

  /**
   * Credentials for a registry (`docker.io`, `ghcr.io`, `localhost:5000`), or undefined when there are none. A helper whose
   * program is missing is `fileFailed` with `ENOENT`, unless the file itself has a log-in: nobody knows what it keeps.
   */
  async find(registry: string): Promise<RegistryCredentials | undefined> {
    const fromEnvironment = this.host.variables['DOCKER_AUTH_CONFIG'] ?? '';
    if (fromEnvironment !== '') {
      const found = findEntry(parseDockerConfig(fromEnvironment, 'DOCKER_AUTH_CONFIG'), registry);
      if (found) return found;
    }
    const config = await readDockerConfig(this.file);
    const helper = await this.helperFor(config, registry);
    let missing: unknown;
    const kept = await helper?.get(serverAddressOf(registry)).catch((error: unknown) => {
      ifMissing(undefined)(error);
      missing = error;
      return undefined;
    });
    if (!kept) {
      // Where the program is not there docker takes the file.
      const entry = findEntry(config, registry);
      if (!entry && missing instanceof SlipwayError) throw missing;
      return entry;
    }
    const serverAddress = serverAddressOf(registry);
    if (kept.username === tokenUser) return { identityToken: kept.secret, serverAddress };
    return { username: kept.username, password: kept.secret, serverAddress };
  }

  /** Keeps a login: in the helper when there is one, else in the file. */
  async store(credentials: RegistryCredentials): Promise<void> {
    await this.write(async (config) => {
      const { username = '', password = '', identityToken } = credentials;
      const server = serverAddressOf(credentials.serverAddress);
      const helper = await this.helperFor(config, server);
      if (!helper) return withEntry(config, server, entryOf(username, password, identityToken));
      const secret = identityToken === undefined ? { username, secret: password } : { username: tokenUser, secret: identityToken };
      await helper.store(server, secret);
      const store = config.credsStore === '' && Object.keys(config.credHelpers).length === 0 ? await this.defaultStore(config) : '';
      return { ...withEntry(config, server, {}), ...(store !== '' && { credsStore: store }) };
    });
  }

  /** Forgets a login, in the helper and in the file. */
  async erase(registry: string): Promise<void> {
    await this.write(async (config) => {
      const server = serverAddressOf(registry);
      const helper = await this.helperFor(config, registry);
      const names = server.startsWith('https://') ? [server] : [server, `http://${server}`, `https://${server}`];
      const gone = keysOf(config.auths, registry);
      for (const name of names) await (gone.length > 0 ? helper?.erase(name).catch(ifMissing(undefined)) : helper?.erase(name));
      if (gone.length === 0) return undefined;
      return { ...config.whole, auths: Object.fromEntries(Object.entries(config.auths).filter(([key]) => !gone.includes(key))) };
    });
  }

  private async write(change: (config: DockerConfig) => Promise<Readonly<Record<string, unknown>> | undefined>): Promise<void> {
    const done = this.writing.then(async () => {
      const whole = await change(await readDockerConfig(this.file));
      if (whole) await writeDockerConfig(this.file, whole);
    });
    this.writing = done.catch(() => undefined);
    return done;
  }

  private async helperFor(config: DockerConfig, registry: string): Promise<CredentialHelper | undefined> {
    const key = keysOf(config.credHelpers, registry)[0];
    const helper = key === undefined ? '' : (own(config.credHelpers, key) ?? '');
    const name = helper !== '' ? helper : config.credsStore !== '' ? config.credsStore : await this.defaultStore(config);
    return name === '' ? undefined : new CredentialHelper(name, this.host, this.helperTimeoutMilliseconds);
  }

  /** The platform's own store, which docker takes for a file that holds nothing yet, when its program is there. */
  private async defaultStore({ auths, credHelpers, credsStore }: DockerConfig): Promise<string> {
    if (credsStore !== '' || Object.keys(credHelpers).length > 0 || Object.keys(auths).length > 0) return '';
    const name = await this.platformStore();
    return (await this.isThere(`docker-credential-${name}`)) ? name : '';
  }

  private async platformStore(): Promise<string> {
    if (this.host.platform === 'darwin') return 'osxkeychain';
    if (this.host.platform === 'win32') return 'wincred';
    return (await this.isThere('pass')) ? 'pass' : 'secretservice';
  }

  private async isThere(program: string): Promise<boolean> {
    return (await findProgram(program, this.host)) !== undefined;
  }
}

/** Keys that mean a registry, the one that docker writes first; others may have a scheme or a path. */
function keysOf(record: Readonly<Record<string, unknown>>, registry: string): string[] {
  const server = serverAddressOf(registry);
  const same = Object.keys(record).filter((key) => serverAddressOf(key) === server);
  return same.includes(server) ? [server, ...same.filter((key) => key !== server)] : same;
}

/** For a helper whose program is missing gives `value`; throws any other error. */
function ifMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (SlipwayError.details(error, 'fileFailed')?.code === 'ENOENT') return value;
    throw error;
  };
}

function findEntry({ auths }: DockerConfig, registry: string): RegistryCredentials | undefined {
  for (const key of keysOf(auths, registry)) {
    const entry = own(auths, key);
    const found = entry && readEntry(entry, serverAddressOf(registry));
    if (found) return found;
  }
  return undefined;
}

function readEntry(entry: AuthEntry, serverAddress: string): RegistryCredentials | undefined {
  const decoded = Buffer.from(typeof entry.auth === 'string' ? entry.auth : '', 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const username = colon < 0 ? (entry.username ?? '') : decoded.slice(0, colon);
  // docker pads with zero bytes on some systems.
  const password = colon < 0 ? (entry.password ?? '') : withoutTrailing(decoded.slice(colon + 1), '\0');
  const identityToken = entry.identitytoken ?? '';
  if (identityToken !== '') return { ...(username !== '' && { username }), identityToken, serverAddress };
  return username === '' ? undefined : { username, password, serverAddress };
}

function entryOf(username: string, password: string, identityToken: string | undefined): AuthEntry {
  const auth = Buffer.from(`${username}:${identityToken === undefined ? password : ''}`).toString('base64');
  return { auth, ...defined({ identitytoken: identityToken }) };
}

function withEntry(config: DockerConfig, server: string, entry: AuthEntry): Readonly<Record<string, unknown>> {
  return { ...config.whole, auths: { ...config.auths, [server]: entry } };
}
