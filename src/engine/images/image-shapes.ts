import type { ImageLayers, ImageSummary, RemovedImages } from './images';
import { list, number, object, text, textMap, texts } from '../json/json';

/** A row of `GET /images/json`. */
export function imageSummary(value: unknown): ImageSummary {
  const raw = object(value);
  const tags = texts(raw.RepoTags).filter((tag) => !tag.includes('<none>'));
  const id = fullId(text(raw.Id));
  return {
    id,
    tags,
    digests: repositoryDigests(raw, id, tags),
    created: number(raw.Created) * 1000,
    size: number(raw.Size),
    labels: textMap(raw.Labels),
    parentId: fullId(text(raw.ParentId)),
    dangling: tags.length === 0,
  };
}

/**
 * Digests by repository. With the containerd store the id is the manifest's digest and so the same in each repository;
 * there the list has only the first name's, inspecting has all.
 */
function repositoryDigests(raw: Readonly<Record<string, unknown>>, id: string, tags: readonly string[]): readonly string[] {
  const told = texts(raw.RepoDigests).filter((digest) => !digest.includes('<none>') && !digest.startsWith('moby-dangling@'));
  if (text(object(raw.Descriptor).digest) !== id && !told.some((digest) => digest.endsWith(`@${id}`))) return told;
  const all = tags.map((tag) => `${tag.slice(0, tag.lastIndexOf(':'))}@${id}`);
  return [...new Set([...told, ...all])];
}

/** Podman leaves the algorithm out in places. */
export function fullId(id: string): string {
  return /^[0-9a-f]{64}$/.test(id) ? `sha256:${id}` : id;
}

/** The answer of `DELETE /images/{name}`. */
export function removedImages(value: unknown): RemovedImages {
  const entries = list(value).map(object);
  return {
    untagged: entries.map((entry) => text(entry.Untagged)).filter((name) => name !== ''),
    deleted: entries.map((entry) => fullId(text(entry.Deleted))).filter((id) => id !== ''),
  };
}

/** No store has images of more layers (overlay2: 128), and their names are digests. Those of all images are kept. */
const mostLayers = 512;
const longestLayer = 160;

/**
 * Layers from `GET /images/{name}/json` with sizes from `GET /images/{name}/history`. The history names no layer; the
 * entries that made one are told apart by counting: those with a size first, then those whose command is none of the
 * instructions that only change the configuration.
 */
export function imageLayersOf(inspected: unknown, history: unknown): ImageLayers {
  const image = object(inspected);
  const layers = texts(object(image.RootFS).Layers)
    .slice(0, mostLayers)
    .map((layer) => layer.slice(0, longestLayer));
  return { id: fullId(text(image.Id)), layers, layerSizes: layerSizes(layers.length, list(history).map(object)) };
}

const configurationOnly =
  /#\(nop\)\s+(?:CMD|ENTRYPOINT|ENV|LABEL|EXPOSE|USER|VOLUME|STOPSIGNAL|HEALTHCHECK|ARG|SHELL|MAINTAINER|ONBUILD)\b|^(?:CMD|ENTRYPOINT|ENV|LABEL|EXPOSE|USER|VOLUME|STOPSIGNAL|HEALTHCHECK|ARG|SHELL|MAINTAINER|ONBUILD)\b/;
/** Makes a layer or none, as the builder and the directory decide. */
const workingDirectory = /(?:#\(nop\)\s+|^)WORKDIR\b/;

function layerSizes(count: number, newestFirst: readonly Readonly<Record<string, unknown>>[]): readonly number[] {
  const steps = [...newestFirst].reverse().map((step) => ({ size: number(step.Size), by: text(step.CreatedBy) }));
  const guesses = [
    steps.filter(({ size }) => size > 0),
    steps.filter(({ size, by }) => size > 0 || !(configurationOnly.test(by) || workingDirectory.test(by))),
    steps.filter(({ size, by }) => size > 0 || !configurationOnly.test(by)),
    steps,
  ];
  const fitting = guesses.find((guess) => guess.length === count);
  return fitting ? fitting.map(({ size }) => size) : Array.from({ length: count }, () => -1);
}
