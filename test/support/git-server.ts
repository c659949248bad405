import { execFileSync, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** Repositories over HTTP, as git's own server gives them; engines fetch the last commit of a branch alone. */
export class GitServer {
  private constructor(
    private readonly server: Server,
    private readonly folder: string,
  ) {}

  /** Serves the repositories in a folder. */
  static async start(folder: string): Promise<GitServer> {
    const server = createServer((request, response) => serve(folder, request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new GitServer(server, folder);
  }

  /** Makes a repository of the files in a folder, with one commit on a branch; gives its address. */
  make(name: string, branch: string, files: string): string {
    const git = (...words: readonly string[]): void => void execFileSync('git', ['-C', files, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], { stdio: 'pipe' });
    git('init', '-q');
    git('checkout', '-q', '-b', branch);
    git('add', '.');
    git('commit', '-q', '-m', 'x');
    git('clone', '-q', '--bare', '.', path.join(this.folder, `${name}.git`));
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/${name}.git`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** One request by `git http-backend`: https://git-scm.com/docs/git-http-backend. */
function serve(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '', 'http://x');
  const { PATH = '' } = process.env;
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method ?? 'GET',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      // Git refuses what belongs to another user than the one who serves it.
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
    },
  });
  request.pipe(backend.stdin);
  backend.stdin.on('error', () => undefined);
  const said: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  backend.once('close', () => {
    const answer = Buffer.concat(said);
    const end = answer.indexOf('\r\n\r\n');
    const headers = new Map(answer.subarray(0, Math.max(0, end)).toString('latin1').split('\r\n').map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
    const status = Number.parseInt(headers.get('status') ?? '200', 10);
    headers.delete('status');
    response.writeHead(end < 0 ? 500 : status, Object.fromEntries(headers)).end(answer.subarray(end < 0 ? answer.length : end + 4));
  });
}
