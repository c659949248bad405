import { own } from '../../core/records';

/** An operating system and a processor, as `--platform` names them. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
}

const architectures: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  i386: '386',
  aarch64: 'arm64',
  armhf: 'arm',
  armel: 'arm',
};
const systems: Readonly<Record<string, string>> = { macos: 'darwin' };
const knownSystems = new Set(
  'aix android darwin dragonfly freebsd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows'.split(' '),
);

/**
 * Reads `linux/arm64/v8`, `linux` or `arm64` as containerd's `platforms.Parse` does on Linux with an amd64 processor;
 * `undefined` for what it refuses.
 */
export function parsePlatform(text: string): Platform | undefined {
  const parts = text
    .toLowerCase()
    .replace(/^([a-z0-9_-]+)\([^/)]*\)/, '$1')
    .split('/');
  if (parts.length > 3 || parts.some((part) => !/^[a-z0-9_.-]+$/.test(part))) return undefined;
  const [first = '', second] = parts;
  const os = own(systems, first) ?? first;
  if (second !== undefined) return { os, architecture: own(architectures, second) ?? second };
  if (knownSystems.has(os)) return { os, architecture: 'amd64' };
  const architecture = own(architectures, first) ?? first;
  return /^(?:386|amd64|arm|arm64|loong64|mips|mipsle|mips64|mips64le|ppc|ppc64|ppc64le|riscv|riscv64|s390|s390x|wasm)$/.test(architecture)
    ? { os: 'linux', architecture }
    : undefined;
}

/** What the builder itself defines before the first FROM. */
export const platformArguments: Readonly<Record<string, string>> = {
  BUILDPLATFORM: 'linux/amd64',
  BUILDOS: 'linux',
  BUILDOSVERSION: '',
  BUILDARCH: 'amd64',
  BUILDVARIANT: '',
  TARGETPLATFORM: 'linux/amd64',
  TARGETOS: 'linux',
  TARGETOSVERSION: '',
  TARGETARCH: 'amd64',
  TARGETVARIANT: '',
  TARGETSTAGE: 'default',
};
