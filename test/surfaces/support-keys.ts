// Every key there is, for tests that go through all of them.
import { keyOf, NAMED } from '../../main/surfaces/key-names.ts'
import type { Key } from '../../main/surfaces/surface.ts'

export function everyKey(): Key[] {
  const characters = Array.from({ length: 0x7e - 0x20 }, (_, index) => String.fromCharCode(0x21 + index))
  const flags = [false, true]
  const all = new Map<string, Key>()
  for (const base of [...characters, ...NAMED]) {
    for (const ctrl of flags) {
      for (const alt of flags) {
        for (const shift of flags) {
          const key = keyOf(base, { ctrl, alt, shift })
          if (key) all.set(key.name, key)
        }
      }
    }
  }
  return [...all.values()]
}
