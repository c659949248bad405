import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { dirname } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Disposable } from '../../core/disposable';
import { t } from '../../core/localize';
import type { HostEnvironment } from '../contexts/host-environment';
import { makeSocketFolder, removeSocketFolder, socketName, socketPlaces } from './socket-folder';
import { openSshStream } from './ssh-stream';

/** Connections that are made with the first one: an engine is asked several things at once, and each would wait for its own. */
const atOnce = 3;
/** What `ssh` appends to the path of its socket while it makes it: `mux.c` of https://github.com/openssh/openssh-portable. */
const longestEnding = 17;
const longestReason = 2_000;

/** How {@link openSshLink} runs `ssh`. */
export interface SshLinkOptions {
  readonly program: string;
  /** Those of `sshArguments`. */
  readonly parameters: readonly string[];
  readonly host: HostEnvironment;
}

/** The way to another computer by ssh, for any number of connections to its engine. */
export interface SshLink extends Disposable {
  /** One connection; `fail` gets what ssh said when it ended badly, before the stream fails. */
  open(fail: (reason: string) => void): Duplex;
}

/**
 * Opens a way by ssh: the connections of it go through one connection of ssh, which is made with the first of them (`ControlMaster` of
 * ssh_config(5), with a socket in a folder that only the user can read). Where there is no such thing, on Windows, the first ones are made at
 * the same time.
 */
export async function openSshLink(options: SshLinkOptions): Promise<SshLink> {
  const { platform } = options.host;
  if (platform === 'win32') return new Link(options, undefined);
  const folder = await makeSocketFolder(socketPlaces(options.host), platform);
  const path = `${folder}/${socketName}`;
  const longest = platform === 'linux' ? 107 : 103;
  // What ssh would read as something else than a path, or has no room for, is not given to it.
  const usable = /^[\w./-]+$/.test(path) && Buffer.byteLength(path) + longestEnding <= longest;
  if (!usable) removeSocketFolder(folder);
  return new Link(options, usable ? path : undefined);
}

class Link implements SshLink {
  private readonly spare: Duplex[] = [];
  private master: Master | undefined;
  private begun = false;
  private disposed = false;

  constructor(
    private readonly options: SshLinkOptions,
    private readonly socket: string | undefined,
  ) {}

  open(fail: (reason: string) => void): Duplex {
    if (!this.begun) {
      this.begun = true;
      this.spare.push(...Array.from({ length: atOnce }, () => this.connect(fail)));
    }
    for (let kept = this.spare.shift(); kept; kept = this.spare.shift()) if (!kept.destroyed && !kept.readableEnded) return kept;
    return this.connect(fail);
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const stream of this.spare) stream.destroy();
    this.master?.end();
    if (this.socket !== undefined) removeSocketFolder(dirname(this.socket));
  }

  private connect(fail: (reason: string) => void): Duplex {
    const { program, parameters, host } = this.options;
    const { socket } = this;
    if (socket === undefined || this.disposed) return openSshStream(parameters, fail, program, host.platform);
    if (!this.master || this.master.ended) this.master = new Master(this.options, socket);
    const through = ['-o', 'ControlMaster=no', '-o', `ControlPath=${socket}`, ...parameters];
    const stream = openSshStream(through, fail, program, host.platform, this.master.ready);
    // One that nobody has taken yet has nobody who listens.
    stream.on('error', () => undefined);
    return stream;
  }
}

/** The `ssh` that has the connection. */
class Master {
  ended = false;
  /** Resolves when others can go through it, or can try by themselves; with what ssh said where neither helps. */
  readonly ready: Promise<string | undefined>;
  private readonly child: ChildProcess;

  constructor({ program, parameters }: SshLinkOptions, socket: string) {
    const own = [
      '-M',
      '-N',
      ...['ControlPersist=no', `ControlPath=${socket}`, 'ClearAllForwardings=yes', 'PermitLocalCommand=yes', 'LocalCommand=echo'].flatMap(
        (option) => ['-o', option],
      ),
    ];
    // Without the command: nothing is run on the other side.
    const place = parameters.slice(0, parameters.indexOf('--') + 2);
    this.child = spawn(program, [...own, ...place], {
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // In a session of its own ssh has no terminal to ask for a password on.
      detached: true,
    });
    this.ready = this.wait(dirname(socket));
  }

  end(): void {
    this.ended = true;
    this.child.kill();
  }

  private wait(folder: string): Promise<string | undefined> {
    let said = '';
    return new Promise((resolve) => {
      // Two signs of the same, of which some systems have one alone: the socket, and what it runs here once it is connected.
      const watcher = watch(folder, (_event, name) => {
        if (name === socketName) done(undefined);
      });
      watcher.on('error', () => undefined);
      const done = (reason: string | undefined): void => {
        watcher.close();
        resolve(reason);
      };
      this.child.stdout?.once('data', () => done(undefined)).resume();
      this.child.stderr?.setEncoding('utf8').on('data', (piece: string) => (said = (said + piece).slice(-longestReason)));
      this.child.once('error', (error) => {
        this.ended = true;
        done(error.message);
      });
      this.child.once('close', (code) => {
        this.ended = true;
        done(code === 0 || code === null ? undefined : said.trim() || t('ssh ended with code {0}', code));
      });
    });
  }
}
