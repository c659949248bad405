/** True for the path of a named pipe of Windows, written with slashes of either kind: `//./pipe/docker_engine`. */
export function isNamedPipe(path: string): boolean {
  return /^[\\/]{2}[.?][\\/]pipe[\\/]/i.test(path);
}
