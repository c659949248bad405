import { text } from '../json/json';
import { defined } from '../../core/records';

/** `linux/arm/v7`, `arm64` or `windows` taken apart. */
export function platformObject(platform: string): { os: string; architecture?: string; variant?: string } {
  const parts = platform.split('/');
  if (parts.length === 1 && !/^(?:linux|windows|freebsd|darwin)$/.test(platform)) parts.unshift('linux');
  const [os = 'linux', architecture, variant] = parts;
  return { os, ...defined({ architecture, variant }) };
}

/** Whether an image, as the engine describes it, is of a platform; the variant is not looked at. */
export function matchesPlatform(image: Readonly<Record<string, unknown>>, platform: string): boolean {
  const { os, architecture } = platformObject(platform);
  return text(image.Os) === os && (architecture === undefined || text(image.Architecture) === architecture);
}
