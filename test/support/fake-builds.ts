import { hostname, tmpdir } from 'node:os';
import type { BuildRequest } from '../../src/core/build/build-request';
import type { BuildCalls } from '../../src/engine/builder/builder';

/** A build of the Dockerfile of a folder. */
export function buildRequest(folder: string, more: Partial<BuildRequest> = {}): BuildRequest {
  return { source: { kind: 'folder', folder }, dockerfile: { kind: 'file', file: `${folder}/Dockerfile` }, ...more };
}

/** A build of a Dockerfile alone, which is on no disk. */
export function textRequest(text: string, more: Partial<BuildRequest> = {}): BuildRequest {
  return { source: { kind: 'none' }, dockerfile: { kind: 'file', file: '/Dockerfile', text }, ...more };
}

/** A caller that has nothing and listens to nothing, but for what a test gives. */
export function buildCalls(calls: Partial<BuildCalls> = {}): BuildCalls {
  return {
    credentials: () => Promise.resolve(undefined),
    registries: [],
    secret: () => Promise.resolve(undefined),
    sshAgent: () => undefined,
    dockerProgram: () => Promise.resolve(undefined),
    onEvent: () => undefined,
    platform: process.platform,
    host: { temporaryDirectory: tmpdir(), hostName: hostname(), userId: process.getuid?.() },
    ...calls,
  };
}
