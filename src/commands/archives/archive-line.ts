import { compressedLine, dockerLine, type DockerTerminal } from '../../core/docker-line';
import { compressionOfName, compressionProgram } from '../../files/archive-target';

/** The docker line that writes images or a container to a file, compressed where the file's name says so. */
export function archiveLine(verb: 'save' | 'export', names: readonly string[], file: string, terminal: DockerTerminal): string {
  const compression = compressionOfName(file);
  return compression === 'none'
    ? dockerLine([verb, '-o', file, ...names], terminal)
    : compressedLine([verb, ...names], compressionProgram[compression], file, terminal);
}
