/** Whether a context is fetched by the engine: a repository or an archive by its address (`urlutil.IsRemoteURL`, `gitutil` of moby/buildkit). */
export function isAddress(text: string): boolean {
  return /^(?:https?:\/\/|git:\/\/|ssh:\/\/|git@|github\.com\/)/i.test(text) || /^[\w.-]+@[\w.-]+:[^\s]+$/.test(text);
}

/** Whether a named context is no folder of this machine. */
export function isElsewhere(value: string): boolean {
  return isAddress(value) || /^(?:docker-image|oci-layout|target|input):/.test(value);
}

/** Whether a path needs no folder to start from, on whatever platform. */
export function isAbsolutePath(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path);
}

/** Whether a file is an archive by its name; the first bytes know it better. */
export function hasArchiveName(file: string): boolean {
  return /\.(?:tar(?:\.[a-z\d]{1,5})?|tgz|tbz2?|txz|tzst)$/i.test(file);
}

/** One field of a line of CSV: what has a comma or a quote in it stands in quotes (RFC 4180). */
export function csvField(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
