import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import type { App } from '../../app';
import { type BuildLineCheck, type BuildLineSurroundings, checkBuildLine } from '../../core/build/build-line';
import { compressionOf } from '../../files/archive-file';
import { lineSurroundings } from '../images/line-surroundings';

/** This machine, as a line that builds sees it; `workingDirectory` is the folder that the user means. */
export function buildSurroundings(app: App, workingDirectory: string | undefined): BuildLineSurroundings {
  return { ...lineSurroundings(app, workingDirectory), isArchive };
}

/**
 * Reads a line that builds. What is relative in it is meant from the folder of the workspace, or from that of the Dockerfile:
 * whichever has the Dockerfile that the line names.
 */
export function readBuildLine(app: App, line: string, file: string | undefined): BuildLineCheck {
  const folders = [app.workspaceFolder(), file === undefined ? undefined : path.dirname(file)].filter((folder) => folder !== undefined);
  const checks = [...new Set(folders)].map((folder) => {
    const surroundings = buildSurroundings(app, folder);
    return { check: checkBuildLine(line, surroundings), surroundings };
  });
  const found = checks.find(({ check, surroundings }) => isThere(check, surroundings));
  return (found ?? checks[0])?.check ?? checkBuildLine(line, buildSurroundings(app, undefined));
}

function isThere(check: BuildLineCheck, { readFolder }: BuildLineSurroundings): boolean {
  if (!('build' in check)) return false;
  const { dockerfile } = check.build.request;
  if (dockerfile.kind === 'inside') return true;
  return readFolder?.(path.dirname(dockerfile.file))?.some(({ name }) => name === path.basename(dockerfile.file)) === true;
}

/** Whether a file is an archive, by its first bytes, as docker looks at standard input. */
function isArchive(file: string): boolean {
  const head = Buffer.alloc(512);
  try {
    const descriptor = openSync(file, 'r');
    try {
      readSync(descriptor, head, 0, head.length, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Whoever builds it says what is wrong with the file.
    return false;
  }
  return head.toString('latin1', 257, 262) === 'ustar' || compressionOf(head) !== 'none';
}
