import { type ChildProcess, spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream';
import type { BuildRequest } from '../../../core/build/build-request';
import { buildWords } from '../../../core/build/build-words';
import { failure, SlipwayError } from '../../../core/errors';
import { withoutValues } from '../../../core/hidden-values';
import { t } from '../../../core/localize';
import { defined } from '../../../core/records';
import { object, parseJson, text } from '../../json/json';
import type { EngineTransport } from '../../transport/transport';
import { StatusReader } from '../buildkit/status';
import type { BuildCalls, BuildOutcome, DockerProgram } from '../builder';
import { readRawProgress } from './raw-progress';

/** So much of what is no progress is kept, in characters; the end says why a build failed. */
const longestError = 10_000;
/** After so many milliseconds a program that was asked to end is ended. */
const patience = 5_000;
/** Names that mean something to the docker command line itself. */
const ownNames = /^(?:PATH|HOME|USERPROFILE|APPDATA|TEMP|TMP|SYSTEMROOT|DOCKER_.*|BUILDX_.*|BUILDKIT_.*|XDG_.*|(?:https?|no|all)_proxy)$/i;

/**
 * Builds with the installed `docker buildx`: for several platforms at once, other builders and caches of registries. It is
 * told the engine by its socket, tells the same steps, and is given what may be secret by its environment, which no list of
 * processes shows.
 */
export async function buildWithBuildx(transport: EngineTransport, build: BuildRequest, calls: BuildCalls): Promise<BuildOutcome> {
  const program = await calls.dockerProgram();
  if (!program)
    throw failure('unsupported', {
      operation: t('Several platforms, other builders, caches kept elsewhere and push as part of a build'),
      engine: transport.engineName,
      detail: t('The docker command line with its buildx plugin does these, and is not installed.'),
    });
  const folder = await mkdtemp(path.join(program.temporaryDirectory, 'slipway-buildx-'));
  try {
    const metadata = path.join(folder, 'metadata.json');
    const { words, environment } = await wordsFor(build, calls, metadata);
    calls.onEvent({ kind: 'builder', builder: 'buildx' });
    await new BuildxProcess(program, words, { ...environment, DOCKER_HOST: address(transport, calls.platform) }, build, calls).run();
    const written = await readFile(metadata, 'utf8').then(parseJson, () => undefined);
    const digest = text(object(written)['containerimage.digest']);
    return build.output ? {} : { ...defined({ imageId: digest === '' ? undefined : digest }) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function address({ options }: EngineTransport, platform: NodeJS.Platform): string {
  return platform === 'win32' ? `npipe://${options.socketPath.replaceAll('\\', '/')}` : `unix://${options.socketPath}`;
}

interface Started {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

async function wordsFor(build: BuildRequest, calls: BuildCalls, metadata: string): Promise<Started> {
  const environment = new Map<string, string>();
  const secrets: string[] = [];
  for (const [index, secret] of (build.secrets ?? []).entries()) {
    if (secret.source.kind === 'file') secrets.push(`id=${secret.id},src=${secret.source.file}`);
    else {
      const value = await calls.secret(secret);
      if (!value) continue;
      const variable = `SLIPWAY_BUILD_SECRET_${String(index)}`;
      environment.set(variable, Buffer.from(value).toString());
      secrets.push(`id=${secret.id},env=${variable}`);
    }
  }
  const { buildArguments = {} } = build;
  const [, ...words] = buildWords({ ...build, secrets: [], buildArguments: {} });
  const source = words.pop() ?? '-';
  const names = Object.entries(buildArguments).flatMap(([name, value]) => {
    // Without a value it is taken from the environment.
    if (ownNames.test(name)) return ['--build-arg', `${name}=${value}`];
    environment.set(name, value);
    return ['--build-arg', name];
  });
  const loads = build.output === undefined && !build.push && !build.platform?.includes(',');
  const flags = ['--progress', 'rawjson', '--metadata-file', metadata, ...(loads ? ['--load'] : [])];
  const fromInput = dockerfileIsInput(build) ? withInputFile(words) : words;
  return {
    words: ['buildx', 'build', ...flags, ...fromInput, ...names, ...secrets.flatMap((secret) => ['--secret', secret]), source],
    environment: Object.fromEntries(environment),
  };
}

/** A Dockerfile that is not in its file comes by standard input, where the context does not. */
function dockerfileIsInput({ dockerfile, source }: BuildRequest): boolean {
  return dockerfile.kind === 'file' && dockerfile.text !== undefined && source.kind !== 'none';
}

function withInputFile(words: readonly string[]): readonly string[] {
  const at = words.indexOf('-f');
  return words.map((word, index) => (at !== -1 && index === at + 1 ? '-' : word));
}

class BuildxProcess {
  private readonly status: StatusReader;
  private said = '';
  private rest = '';

  constructor(
    private readonly program: DockerProgram,
    private readonly words: readonly string[],
    private readonly environment: Readonly<Record<string, string>>,
    private readonly build: BuildRequest,
    private readonly calls: BuildCalls,
  ) {
    this.status = new StatusReader(calls.onEvent);
  }

  async run(): Promise<void> {
    const { signal } = this.calls;
    if (signal?.aborted) throw failure('cancelled', { operation: 'build' });
    const child = spawn(this.program.file, [...this.program.words, ...this.words], {
      env: { ...this.program.environment, ...this.environment },
      shell: false,
      stdio: ['pipe', 'ignore', 'pipe'],
      windowsHide: true,
    });
    this.feed(child);
    let killing: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.kill('SIGINT');
      killing = setTimeout(() => child.kill('SIGKILL'), patience);
    };
    signal?.addEventListener('abort', stop, { once: true });
    try {
      child.stderr.setEncoding('utf8').on('data', (piece: string) => this.read(piece));
      const code = await new Promise<number | null>((resolve, reject) => {
        child.once('error', (error: NodeJS.ErrnoException) =>
          reject(failure('fileFailed', { file: this.program.file, code: error.code ?? 'EIO', detail: error.message }, error)),
        );
        child.once('close', resolve);
      });
      if (signal?.aborted) throw failure('cancelled', { operation: 'build' });
      if (code !== 0) throw this.failed(code);
    } finally {
      clearTimeout(killing);
      signal?.removeEventListener('abort', stop);
    }
  }

  private feed(child: ChildProcess): void {
    const { stdin } = child;
    if (!stdin) return;
    // A program that ends without reading says why by its code.
    stdin.on('error', () => undefined);
    const { dockerfile, source } = this.build;
    if (source.kind === 'archive') pipeline(createReadStream(source.file), stdin, () => undefined);
    else if (dockerfile.kind === 'file' && dockerfile.text !== undefined) stdin.end(dockerfile.text);
    else if (dockerfile.kind === 'file' && source.kind === 'none') pipeline(createReadStream(dockerfile.file), stdin, () => undefined);
    else stdin.end();
  }

  private read(piece: string): void {
    const lines = (this.rest + piece).split('\n');
    this.rest = (lines.pop() ?? '').slice(0, 8_000_000);
    for (const line of lines) this.readLine(line);
  }

  private readLine(line: string): void {
    if (line.startsWith('{')) {
      try {
        this.status.add(readRawProgress(parseJson(line)));
        return;
      } catch (error) {
        if (!(error instanceof SlipwayError) && !(error instanceof SyntaxError)) throw error;
      }
    }
    this.said = `${this.said}${line}\n`.slice(-longestError);
  }

  private failed(code: number | null): SlipwayError {
    const [first] = this.status.failed;
    const secrets = Object.values(this.build.buildArguments ?? {});
    const end = /^ERROR: (?:failed to build: )?(?:failed to solve: )?(.*)/ms.exec(this.said)?.[1] ?? this.said;
    const detail = withoutValues(first?.error ?? end, secrets).trim();
    const line = /^[^\s:]+:(\d+)$/m.exec(this.said)?.[1];
    return failure('buildFailed', {
      step: withoutValues(first?.step.name ?? '', secrets),
      detail: detail === '' ? t('docker buildx ended with code {0}', code ?? '-') : detail,
      ...defined({ line: line === undefined ? undefined : Number(line) }),
    });
  }
}
