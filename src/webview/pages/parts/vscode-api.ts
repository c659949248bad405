/** What VS Code gives to a page: messages to the extension, and a state that survives hiding. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** May be called once in the life of a page. */
export function vsCodeApi(): VsCodeApi {
  return acquireVsCodeApi();
}
