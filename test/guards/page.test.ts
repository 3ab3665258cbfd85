// The window's page may do what a person may, so what it runs comes from the app alone: nothing compiled of it is kept where another
// program could change it.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../helpers/app.ts'

const SHELL = path.join(ROOT, 'main/shell')

test('Chromium keeps no compiled code of the page', () => {
  const kept = readdirSync(SHELL).filter(file =>
    /codeCache\s*:|v8CacheOptions\s*:\s*'(?!none)|setCodeCachePath/.test(readFileSync(path.join(SHELL, file), 'utf8')),
  )
  expect(kept).toEqual([])
})
