// What a Gatehouse that is not for use is called in its window.

export const TEST_BUILD = 'Test build'

/** A package for tests says so in its version; a clone may run on an Electron that is for development. */
export function builtFor(version: string): string {
  return /-test\b/.test(version) ? TEST_BUILD : 'Development Electron'
}
