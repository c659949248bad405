import { countOf, recordsOf, textOf } from './answers';

/** Media types of manifests; a registry answers 404 for an image whose type is not asked for. */
export const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

/** One platform of an image, as an index lists it. */
export interface ManifestPlatform {
  /** `linux/arm64/v8`. */
  readonly platform: string;
  readonly digest: string;
  /** Bytes of the manifest itself. */
  readonly size: number | undefined;
}

/** What a manifest says: of one image, or of many platforms. */
export interface Manifest {
  readonly mediaType: string;
  /** Empty for the manifest of one image. */
  readonly platforms: readonly ManifestPlatform[];
  /** Digest of the config; undefined for an index. */
  readonly config: string | undefined;
  /** Bytes to download: the sum of layers and config; undefined for an index. */
  readonly size: number | undefined;
}

/** Reads a manifest or an index. Attestations in an index are no platforms. */
export function readManifest(body: Readonly<Record<string, unknown>>, contentType: string): Manifest {
  const mediaType = textOf(body['mediaType']) || contentType.replace(/;.*$/s, '').trim();
  const entries = recordsOf(body['manifests']);
  const config = asRecord(body['config']);
  const layers = recordsOf(body['layers']);
  const isIndex = Array.isArray(body['manifests']);
  return {
    mediaType,
    platforms: entries.flatMap(readPlatform),
    config: isIndex ? undefined : textOf(config['digest']) || undefined,
    size: isIndex ? undefined : [config, ...layers].reduce((sum, { size }) => sum + (countOf(size) ?? 0), 0),
  };
}

function readPlatform(entry: Readonly<Record<string, unknown>>): ManifestPlatform[] {
  const platform = platformText(asRecord(entry['platform']));
  const digest = textOf(entry['digest']);
  const attestation = asRecord(entry['annotations'])['vnd.docker.reference.type'] === 'attestation-manifest';
  if (platform === undefined || digest === '' || attestation) return [];
  return [{ platform, digest, size: countOf(entry['size']) }];
}

/** `os/architecture[/variant]`, or undefined when unknown. Also for an image's config. */
export function platformText(platform: Readonly<Record<string, unknown>>): string | undefined {
  const parts = [textOf(platform['os']), textOf(platform['architecture'])];
  if (parts.some((part) => part === '' || part === 'unknown')) return undefined;
  const variant = textOf(platform['variant']);
  return [...parts, ...(variant === '' ? [] : [variant])].join('/');
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
