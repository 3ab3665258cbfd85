// What a person does in a terminal whose bytes are not there yet is neither lost nor turned around nor done twice.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PortUp } from '../../preload/contract.ts'
import { createUpward } from '../../renderer/terminal/upward.ts'

const message = fc.oneof(
  fc.string().map((data): PortUp => ({ kind: 'keys', data })),
  fc.boolean().map((on): PortUp => ({ kind: 'composing', on })),
  fc.constant<PortUp>({ kind: 'newline' }),
)

test('all of it arrives once and in order, whenever the way opens', () => {
  fc.assert(
    fc.property(fc.array(message), fc.array(message), (before, after) => {
      const upward = createUpward()
      const heard: PortUp[] = []
      for (const one of before) upward.send(one)
      upward.opens(one => heard.push(one))
      for (const one of after) upward.send(one)
      expect(heard).toEqual([...before, ...after])
    }),
  )
})

test('where there is no way nothing is kept for a later one', () => {
  const upward = createUpward()
  upward.send({ kind: 'newline' })
  upward.fails()
  upward.send({ kind: 'newline' })
  const heard: PortUp[] = []
  upward.opens(one => heard.push(one))
  expect(heard).toEqual([])
})
